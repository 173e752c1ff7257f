from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import date_words
from corpus.date_words import months
from corpus.dates import Meaning, UncertainDate, find_dates, is_undated, parse_date
from corpus.errors import BadDate


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        # EDTF level 1
        ("1931", "1931"),
        ("1931-09", "1931-09"),
        ("1931-09-17", "1931-09-17"),
        ("1931/1935", "1931/1935"),
        ("1931-09-17/1935-05", "1931-09-17/1935-05"),
        ("../1931", "../1931"),
        ("1931/..", "1931/.."),
        ("193X", "193X"),
        ("1931-XX", "1931-XX"),
        ("1931~", "1931~"),
        ("1931?", "1931?"),
        # one day, however it is written
        ("17.IX.1931", "1931-09-17"),
        ("17.09.1931", "1931-09-17"),
        ("17.9.1931 г.", "1931-09-17"),
        ("17/IX-1931 г.", "1931-09-17"),
        ("17 сентября 1931", "1931-09-17"),
        ("17 сентября 1931 года", "1931-09-17"),
        ("«17» сентября 1931 г.", "1931-09-17"),
        ("17-го сентября 1931 г.", "1931-09-17"),
        ("1931 жылғы 17 қыркүйек", "1931-09-17"),
        ("1931-ж. 17-сентябрь", "1931-09-17"),
        # Roman figures typed with Cyrillic letters and the figure one
        ("17.ІХ.1931", "1931-09-17"),
        ("17.1Х.1931", "1931-09-17"),
        ("17.1У.1931", "1931-04-17"),
        ("17.Ш.1931", "1931-03-17"),
        ("17.П.1931", "1931-02-17"),
        ("17.ХП.1931", "1931-12-17"),
        ("17.УП.1931", "1931-07-17"),
        # a month, a year, a decade
        ("сентябрь 1931 г.", "1931-09"),
        ("1931 г., сентябрь", "1931-09"),
        ("1931 жылдың қыркүйегі", "1931-09"),
        ("1931 г.", "1931"),
        ("[1931]", "1931"),
        ("1931 жыл", "1931"),
        ("1930-е гг.", "193X"),
        ("1930-е годы", "193X"),
        ("1930-жылдар", "193X"),
        ("193Х", "193X"),  # Cyrillic Х
        # spans
        ("1931–1935 гг.", "1931/1935"),
        ("1931-1935", "1931/1935"),
        ("1931-35", "1931/1935"),  # in EDTF a season of level 2
        ("1921-22 гг.", "1921/1922"),
        ("1931/32", "1931/1932"),
        ("5–7 мая 1937 г.", "1937-05-05/1937-05-07"),
        ("май – июнь 1937 г.", "1937-05/1937-06"),
        ("17 сентября – 5 октября 1931 г.", "1931-09-17/1931-10-05"),
        ("17 сентября 1931 г. – 5 мая 1935 г.", "1931-09-17/1935-05-05"),
        ("17.09.1931-05.05.1935", "1931-09-17/1935-05-05"),
        ("1930-е – 1940-е гг.", "193X/194X"),
        # uncertain
        ("не позднее 5 мая 1937 г.", "../1937-05-05"),
        ("до 1931 г.", "../1931"),
        ("не ранее 1931", "1931/.."),
        ("после 5 мая 1937 г.", "1937-05-05/.."),
        ("около 1931 г.", "1931~"),
        ("ок. 1931–1935 гг.", "1931~/1935~"),
        ("шамамен 1931", "1931~"),
        ("1931 г. (?)", "1931?"),
        ("[1937?]", "1937?"),
        ("19[37]", "1937"),
        ("предположительно, 1931 г.", "1931?"),
        ("[не ранее 1931 г.]", "1931/.."),
        ("1931 жылға дейін", "../1931"),
        ("1937 жылдың 5 мамырына дейін", "../1937-05-05"),
        ("1931-жылга чейин", "../1931"),
        ("1931 жылдан кейін", "1931/.."),
        ("1931-жылдан кийин", "1931/.."),
        ("1931 жыл шамасында", "1931~"),
        ("болжол менен 1931-ж.", "1931~"),
        # parts of a year and of a decade
        ("весна 1932 г.", "1932-03/1932-05"),
        ("I квартал 1937 г.", "1937-01/1937-03"),
        ("начало 1930-х гг.", "193X"),
        ("первая половина 1930-х гг.", "1930/1934"),
        ("1932 жылдың көктемінде", "1932-03/1932-05"),
        ("1932-жылдын күзүндө", "1932-09/1932-11"),
        ("1930-жылдардын башы", "193X"),
        # extreme dates as inventories have them
        ("05.05.1937 - 07.06.1938", "1937-05-05/1938-06-07"),
        ("05.05.1937\n07.06.1938", "1937-05-05/1938-06-07"),
        ("5.V.1937–7.VI.1938", "1937-05-05/1938-06-07"),
        ("1931, 1933–1935 гг.", "1931/1935"),
    ],
)
def test_dates_as_people_write_them(written: str, edtf: str) -> None:
    assert parse_date(written).edtf == edtf


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("март 1938", "1938-03"),
        ("1931-жылдын 17-сентябры", "1931-09-17"),
        ("1931-жылдын 17-сентябрында", "1931-09-17"),
        ("17-сентябрь 1931-ж.", "1931-09-17"),
        ("1937-жыл, бугунун 5и", "1937-05-05"),
        ("1937-жылдын майынын 5инде", "1937-05-05"),
        ("1937 жылғы мамырдың 5-і күні", "1937-05-05"),
        ("1931 ж. 17-ші қыркүйек", "1931-09-17"),
        ("1931 ж. қыркүйек айы", "1931-09"),
        ("1937-жыл, үчтүн айы", "1937-01"),
        ("1937-жыл, бирдин айы", "1937-02"),
        ("1937-жыл, жалган куран", "1937-03"),
        ("1937-жыл, чын куран айы", "1937-04"),
        ("1937-жыл, бугу", "1937-05"),
        ("1937-жыл, кулжа", "1937-06"),
        ("1937-жылдын теке айында", "1937-07"),
        ("1937-жыл, баш оона", "1937-08"),
        ("17-аяк оона 1931-ж.", "1931-09-17"),
        ("1937-ж. тогуздун айынын 17си", "1937-10-17"),
        ("жетинин айы 1937-жыл", "1937-11"),
        ("1937-жылдын 5-бештин айы", "1937-12-05"),
    ],
)
def test_months_of_three_languages_in_any_case(written: str, edtf: str) -> None:
    assert parse_date(written).edtf == edtf


def test_the_words_are_kept_as_they_were_written() -> None:
    assert parse_date("не ранее  1931").words == "не ранее 1931"
    assert parse_date("[1937?]").words == "[1937?]"
    assert parse_date("1931~").words == ""
    assert parse_date("1930-е гг.") == parse_date("193X")


@pytest.mark.parametrize("written", ["б/д", "б. д.", "Без даты", "не датировано", "–", "күні жоқ"])
def test_words_for_no_date(written: str) -> None:
    assert is_undated(written)
    assert not is_undated("1931")


@pytest.mark.parametrize(
    "written",
    [
        "",
        "вчера",
        "17 числа",
        "1931-02-30",
        "1931-13",
        "31 июня 1937 г.",
        "32.01.1937",
        "0000",
        "..",
        "/",
        "до 1931–1935 гг.",
        "до до 1931",
        "до " * 5000 + "1931",
        "9" * 100_000,
    ],
)
def test_what_is_no_date_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(BadDate) as refused:
        parse_date(written)
    assert "17 сентября 1931" in str(refused.value.remedy)
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize("written", ["1935/1931", "1935–1931 гг.", "5 мая 1937 г. – 3 мая 1937 г."])
def test_a_span_that_ends_before_it_begins(written: str) -> None:
    with pytest.raises(BadDate, match="ends before it begins"):
        parse_date(written)


@pytest.mark.parametrize(
    ("written", "earliest", "latest", "meaning"),
    [
        ("1931", date(1931, 1, 1), date(1931, 12, 31), Meaning.EXTENT),
        ("1931-02", date(1931, 2, 1), date(1931, 2, 28), Meaning.EXTENT),
        ("193X", date(1930, 1, 1), date(1939, 12, 31), Meaning.ONE_OF),
        ("1931~", date(1931, 1, 1), date(1931, 12, 31), Meaning.ONE_OF),
        ("1931-XX", date(1931, 1, 1), date(1931, 12, 31), Meaning.ONE_OF),
        ("1931~/1935", date(1931, 1, 1), date(1935, 12, 31), Meaning.EXTENT),
        ("../1931", None, date(1931, 12, 31), Meaning.EXTENT),
        ("1931/", date(1931, 1, 1), None, Meaning.EXTENT),
        ("не позднее 1931 г.", None, date(1931, 12, 31), Meaning.ONE_OF),
        ("весна 1932 г.", date(1932, 3, 1), date(1932, 5, 31), Meaning.ONE_OF),
        ("начало 1937 г.", date(1937, 1, 1), date(1937, 12, 31), Meaning.ONE_OF),
    ],
)
def test_the_days_that_a_date_may_touch(
    written: str, earliest: date | None, latest: date | None, meaning: Meaning
) -> None:
    read = parse_date(written)
    assert (read.earliest, read.latest, read.meaning) == (earliest, latest, meaning)


def test_what_is_said_of_its_meaning_counts() -> None:
    assert parse_date("1931/1935", Meaning.ONE_OF).meaning is Meaning.ONE_OF


@pytest.mark.parametrize(
    ("edtf", "years", "decades"),
    [
        ("1931", (1931, 1931), (1930,)),
        ("1930/1940", (1930, 1940), (1930, 1940)),
        ("1929-12-31/1941", (1929, 1941), (1920, 1930, 1940)),
        ("../1931", (1931, 1931), (1930,)),
        ("1949/..", (1949, 1949), (1940,)),
    ],
)
def test_years_and_decades(edtf: str, years: tuple[int, int], decades: tuple[int, ...]) -> None:
    read = parse_date(edtf)
    assert (read.years(), read.decades()) == (years, decades)


@settings(max_examples=25)
@given(st.dates(date(1800, 1, 1)))
def test_every_day_is_read_in_figures_and_in_words(day: date) -> None:
    month = next(word for word, number in months().items() if number == day.month)
    for written in (day.isoformat(), f"{day:%d.%m.%Y}", f"{day.day} {month} {day.year} г."):
        assert parse_date(written) == UncertainDate(day.isoformat(), day, day)


@given(
    st.text(max_size=120)
    | st.lists(
        st.sampled_from(
            [
                "до",
                "около",
                "1931",
                "17",
                "мая",
                "-",
                "–",
                "/",
                ".",
                "XX",
                "?",
                "г.",
                "193X",
                "жылы",
            ]
        ),
        max_size=9,
    ).map(" ".join)
    | st.text("0123456789X-/.~?% –мая", max_size=30)
)
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        read = parse_date(text)
    except BadDate:
        return
    assert read.years()[0] <= read.years()[1]
    assert parse_date(read.edtf, read.meaning) == read


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Приказ № 651\nот 6 августа 1941 г. о режиме", {"6 августа 1941 г.": "1941-08-06"}),
        ("«17» сентября\n1931 года", {"«17» сентября\n1931 года": "1931-09-17"}),
        ("Долинское, 15/IX-37 г.", {"15/IX-37 г.": "1937-09-15"}),
        ("сдано 17.09.1931, принято 5.Х.1931г.", {"17.09.1931": "1931-09-17",
                                                 "5.Х.1931г.": "1931-10-05"}),
        ("1931 жылғы 17 қыркүйекте Қарлаг құрылды", {"1931 жылғы 17 қыркүйекте": "1931-09-17"}),
        ("1931-жылдын 17-сентябрында", {"1931-жылдын 17-сентябрында": "1931-09-17"}),
        ("арестован 17.09.37, осужден 5/X-37", {"17.09.37": "1937-09-17", "5/X-37": "1937-10-05"}),
        ("2 /IХ- 1931 г.", {"2 /IХ- 1931 г.": "1931-09-02"}),
        ("1937-09-17 №", {"1937-09-17": "1937-09-17"}),
        ("за март 1938 г. и за 1937 год", {"март 1938 г.": "1938-03", "1937 год": "1937"}),
        # what only looks like one
        ("ст. 58-10, всего 1937 чел., № 9.1931, д. 393-2-1931, 31.02.1937", {}),
        ("п. 1.2.37, 17.13.37, 10.10.10.10, 1937-09-17-3", {}),
        ("3 15 1931 17", {}),
    ],
)  # fmt: skip
def test_dates_that_stand_in_a_text(text: str, dates: dict[str, str]) -> None:
    found = list(find_dates(text))
    assert {text[one.start : one.end]: one.date.edtf for one in found} == dates


@given(st.text(alphabet="1937 5.05/«»-IXмаяг.жылдын\nİß", max_size=60))
def test_dates_are_found_in_any_text(text: str) -> None:
    end = 0
    for one in find_dates(text):
        assert end <= one.start < one.end <= len(text)
        end = one.end


FIGURES = ["1", "5", "17", "31", "37", "1931", "2026", "09", "ix", "хіі"]
SIGNS = [",", ".", "/", "-", "–", "№", "«", "»", "(", "\n", *[" "] * 20]
WORDS = ["г.", "году", "ж.", "жылғы", "айы", "күні", "-го", "-ші", "сентября", "қаңтар", "5-май"]
WORDS += ["бугунун", "жалган курандын айында", "ab"]


@given(st.lists(st.sampled_from(FIGURES + SIGNS + WORDS), max_size=25))
def test_dates_are_looked_for_wherever_one_may_begin(pieces: list[str]) -> None:
    text = "".join(pieces)
    beginnings = date_words._beginnings(text)
    for pattern, _ in date_words._findable():
        matches = date_words._matches(pattern, text, beginnings)
        assert [m.span() for m in matches] == [m.span() for m in pattern.finditer(text)]


@pytest.mark.parametrize(
    ("edtf", "exact"),
    [
        ("1931", True), ("1931-09", True), ("1931-09-17", True), ("1931-09-17/1931-10-05", True),
        ("1931~", False), ("1931?", False), ("193X", False), ("1931-XX", False),
        ("1931/..", False), ("../1931", False), ("1931/1935", False), ("1931~/1931", False),
    ],
)  # fmt: skip
def test_what_is_dated_exactly(edtf: str, exact: bool) -> None:
    assert parse_date(edtf).is_exact == exact


@pytest.mark.parametrize(
    ("edtf", "within", "years"),
    [
        ("1935/..", ["1932/1938"], (1935, 1938)),
        ("../1935", ["1932/1938"], (1932, 1935)),
        ("1935/..", ["1932/.."], (1935, 1935)),  # the file's end is not known either
        ("1935/..", ["1930/1933"], (1935, 1935)),  # the file ends before: one of the two is wrong
        ("1935/..", ["1930/1933", "1930/1950"], (1935, 1935)),  # and nobody looks further
        ("1935", ["1932/1938"], (1935, 1935)),
        ("1935/..", [], (1935, 1935)),
        (
            "../1935",
            ["../1938", "1931/1940"],
            (1931, 1935),
        ),  # the opis knows what the file does not
        ("1935/..", ["1932/..", "../1939", "1920/1950"], (1935, 1939)),
    ],
)
def test_an_open_end_is_that_of_the_nearest_whole_that_has_it(
    edtf: str, within: list[str], years: tuple[int, int]
) -> None:
    assert parse_date(edtf).years([parse_date(one) for one in within]) == years
