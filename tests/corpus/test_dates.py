from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.dates import Meaning, UncertainDate, months, parse_date
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
    ],
)
def test_dates_as_people_write_them(written: str, edtf: str) -> None:
    assert parse_date(written).edtf == edtf


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
