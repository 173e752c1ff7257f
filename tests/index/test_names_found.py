"""Names on pages: what is one, where it stands, which concept it is. Rates are in tests/quality."""

from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import parse_date
from corpus.reading import Line, Reading
from corpus.thesaurus import load
from index.names import Finder, Kind, Layer, Mention, values
from index.names.concepts import Labels

NAMES = {Kind.PERSON, Kind.PLACE, Kind.CAMP, Kind.ORGANISATION}


@cache
def finder() -> Finder:
    return Finder(load())


def find(text: str, language: str = "ru", when: str = "") -> tuple[Mention, ...]:
    spans = (Line(0, len(text), language),) if "\n" not in text else ()
    return finder().find(Reading(text, lines=spans), parse_date(when) if when else None)


def named(text: str, language: str = "ru", when: str = "") -> set[str]:
    """Names of the page as «surface: kind heading»; only the first of several headings."""
    return {
        f"{m.surface}: {m.kind} {m.headings[0]}"
        for m in find(text, language, when)
        if m.kind in NAMES
    }


@pytest.mark.parametrize(
    ("page", "names"),
    [
        # a region is not the town after which it is called
        ("Акмолинская область", {"Акмолинская область: place place-akmola-obl"}),
        ("в Акмолинске", {"Акмолинске: place place-astana"}),
        # the camp in capitals, the country not
        ("женщины из АЛЖИРа", {"АЛЖИРа: camp camp-alzhir"}),
        ("берега Алжира", {"Алжира: place Алжир"}),
        # a camp is no person, nor a person a place
        ("прибыл из Карлага", {"Карлага: camp camp-karlag"}),
        ("работал в Унжлаге", {"Унжлаге: camp Унжлаг"}),
        ("архипелаг островов", set()),
        ("указал М. В. Фрунзе", {"М. В. Фрунзе: person Фрунзе М. В."}),
        ("в гор. Фрунзе", {"Фрунзе: place place-bishkek"}),
        # a sentence begins with a capital
        ("Побегом признаётся отлучка. Зам убыл.", set()),
        # a street and a farm are called after somebody
        ("по улице Ленина", set()),
        ("колхоз имени Кирова", {"колхоз имени Кирова: organisation колхоз имени Кирова"}),
        # no name of their own, several of them, the number of an order
        ("Лагерное отделение", set()),
        ("с отделениями ГУЛАГа", {"ГУЛАГа: organisation agency-gulag"}),
        ("приказом начальника Управления № 651 от 6 августа", set()),
        (
            "начальнику Жаркульского отделения",
            {"Жаркульского отделения: organisation Жаркульское отделение"},
        ),
        (
            "в колхозах «Заря» и «Труд»",
            {"колхозах «Заря»: organisation колхоз «Заря»", "Труд: organisation Труд"},
        ),
        # a place in the nominative, letters that are no name, correspondents
        ("родился в с. Ней-Грюнталь", {"Ней-Грюнталь: place Ней-Грюнталь"}),
        ("Фф\n\nНюра", set()),
        ("письма лагкоров. ПИСЬМА ЛАГКОРОВ", set()),
        # a word for what somebody is
        ("свидетель Коган показал", {"Коган: person Коган"}),
        ("конвоир Зайцев и врач Ли", {"Зайцев: person Зайцев", "Ли: person Ли"}),
        # the initials of the name that follows
        (
            "в Долинку А. С. Петров",
            {"Долинку: place place-dolinka", "А. С. Петров: person Петров А. С."},
        ),
        # a year and a town have the same abbreviation
        ("3 мая 1931 г. Иванов бежал", {"Иванов: person Иванов"}),
        # two regions share one word
        (
            "из Новосибирской и Омской областей",
            {"Новосибирской: place Новосибирская область", "Омской областей: place Омская область"},
        ),
        # the republic of a law is no place
        ("по ст. 58 УК РСФСР", set()),
        ("в Сталинской области УССР", {"Сталинской области: place Сталинская область",
                                       "УССР: place УССР"}),
        # an adjective is no surname
        ("на Саранских шахтах", set()),
        ("Зам. Начальника Управления", set()),
        ("Каркаралинского р-на", {"Каркаралинского р-на: place Каркаралинский район"}),
        ("к ним пришёл Михайлов", {"Михайлов: person Михайлов"}),
        # a title is no name
        ("в газете «Правда» писали", set()),
    ],
)  # fmt: skip
def test_what_is_a_name(page: str, names: set[str]) -> None:
    assert named(page) == names


@pytest.mark.parametrize(
    ("when", "concepts"),
    [
        ("1922", ("place-kirgiz-assr-1920",)),  # Kazakhstan until 1925
        ("1930", ("place-kyrgyzstan",)),
        ("", ("place-kirgiz-assr-1920", "place-kyrgyzstan")),
    ],
)
def test_the_date_chooses_between_concepts_of_one_name(
    when: str, concepts: tuple[str, ...]
) -> None:
    (mention,) = find("Киргизская АССР", when=when)
    assert mention.headings == concepts
    assert (mention.confidence > 0.5) == (len(concepts) == 1)


def test_a_place_is_called_as_it_was_then_with_todays_name_beside_it() -> None:
    (mention,) = find("в Целинограде", when="1965")
    heading = load().heading(mention.headings[0], "ru", parse_date("1965"))
    assert (heading.text, heading.today) == ("Целиноград", "Астана")


def test_capitals_do_not_tell_the_camp_from_the_country() -> None:
    assert not {m for m in find("СУДНО ШЛО В АЛЖИР С ГРУЗОМ УГЛЯ") if "camp-alzhir" in m.headings}
    told = find("ЗАКЛЮЧЕННЫЕ ЛАГЕРЯ АЛЖИР ПЕРЕВЕДЕНЫ В КАРЛАГ")
    assert {"camp-alzhir", "camp-karlag"} <= {m.headings[0] for m in told}


@pytest.mark.parametrize(
    ("page", "found"),
    [("доклад секретной СЧ", False), ("начальник СЧ лагеря", True)],
)
def test_an_ambiguous_abbreviation_needs_a_word_that_tells(page: str, found: bool) -> None:
    assert bool([m for m in find(page) if m.surface == "СЧ"]) == found


def test_a_chain_of_agencies_is_one_mention_and_holds_what_the_thesaurus_knows() -> None:
    text = "в Управление НКВД по Карагандинской области вызван"
    whole, *within = [m for m in find(text) if m.kind in NAMES]
    assert whole.surface == "Управление НКВД по Карагандинской области"
    assert (whole.layer, whole.kind) == (Layer.PATTERN, Kind.ORGANISATION)
    assert {m.headings[0] for m in within} == {"agency-unkvd", "place-karaganda-obl"}


@pytest.mark.parametrize(
    ("page", "concept"),
    [
        ("из Карагаидинского лагеря", "camp-karlag"),  # misread in one letter
        ("из Каранандинсного лагеря", None),  # in two
        ("в Кара-\nганде жили", "place-karaganda"),  # over a line end
    ],
)
def test_long_words_may_be_misread_in_one_letter(page: str, concept: str | None) -> None:
    assert (concept in {m.headings[0] for m in find(page)}) == bool(concept)


@pytest.mark.parametrize(
    ("ends", "is_place"),
    [
        (("Пенза", "Рязань", "Грозный", "Тула", "Орёл"), True),  # from where they came
        (("Пенза", "Шульц", "Грозный", "Тула", "Орёл"), True),
        (("Рыков", "Пенза", "Грозный", "Тула", "Шульц"), False),  # every other line a person
        (("Рыков", "Шульц", "Грозный", "Ким", "Дерунов"), False),
        (("Тула", "Грозный"), False),
    ],
)
def test_a_surname_that_is_a_town_too_is_one_in_a_column_of_towns(
    ends: Sequence[str], is_place: bool
) -> None:
    row = "{} Ли Анна Петровна, 1904 г. рожд., ст. 58-10, срок 10 лет {}"
    page = "\n".join(row.format(n, end) for n, end in enumerate(ends, 1))
    kinds = {m.kind for m in find(page) if m.surface == "Грозный"}
    assert (Kind.PLACE in kinds) == is_place
    assert (Kind.PERSON in kinds) == (not is_place)


def test_a_misread_name_is_less_sure() -> None:
    (sure,) = find("Карагандинский лагерь")
    (misread,) = find("Карагандннский лагерь")
    assert misread.headings == sure.headings
    assert misread.confidence < sure.confidence


def test_a_name_over_a_line_end_is_found_by_its_offsets() -> None:
    text = "этап из Кара-\nганды прибыл"
    (mention,) = [m for m in find(text) if m.kind is Kind.PLACE]
    assert text[mention.start : mention.end] == mention.surface == "Кара-\nганды"


@pytest.mark.parametrize(
    ("language", "page", "names"),
    [
        ("kk", "Қарлагтан хат", {"Қарлагтан: camp camp-karlag"}),
        ("kk", "ол Қарағандыда тұрды", {"Қарағандыда: place place-karaganda"}),
        (
            "kk",
            "тергеуші Досжан Ықыласұлынан жауап алды",
            {"Досжан Ықыласұлынан: person Досжан Ықыласұлы"},
        ),
        ("kk", "ол Торғай облысының тұрғыны", {"Торғай облысының: place Торғай облысы"}),
        ("ky", "ал Карлагга айдалган", {"Карлагга: camp camp-karlag"}),
        (
            "ky",
            "ошондо Касым Тыныстан уулу келди",
            {"Касым Тыныстан уулу: person Касым Тыныстан уулу"},
        ),
        ("ky", "анын Алымкуловдун каты", {"Алымкуловдун: person Алымкулов"}),
    ],
)
def test_kazakh_and_kyrgyz_names(language: str, page: str, names: set[str]) -> None:
    assert names <= named(page, language)


@pytest.mark.parametrize(
    ("language", "page"),
    [
        ("kk", "Жұмысқа шығарылды. Босатылғандардың тізімі жасалды. 1. Лагерьде болды: Жұмысқа"),
        ("ky", "Шахтанын башчысы. Туткундардын саны өстү. Менин катым."),
        ("ru", "Республики росли. Поэтому Совет решил. Верно."),
        ("ru", "Эти лагеря закрыты. Исправительно-трудовые лагеря росли."),
        ("ru", "3 мая 1936 г.\n\nИсполнено в срок."),
    ],
)
def test_the_first_word_of_a_sentence_is_no_name_by_its_capital(language: str, page: str) -> None:
    assert named(page, language) == set()


def test_a_line_in_capitals_has_its_names() -> None:
    assert named("НАЧАЛЬНИКУ КАРЛАГА НКВД ТОВ. СИДОРЕНКО В. П. ДОЛИНКА") == {
        "КАРЛАГА: camp camp-karlag",
        "НКВД: organisation agency-nkvd",
        "СИДОРЕНКО В. П.: person Сидоренко В. П.",
        "ДОЛИНКА: place place-dolinka",
    }


WORDS = """
Карлаг НКВД Управление по Карагандинской области Иванов А. Б. г. Долинка лагерь № 99 Петровна Анна
«Заря» колхоз и , . Киргизская АССР Алжир АЛЖИР тов. ҚАЗАҚ ұлы İ ﬁ -
"""


@given(st.lists(st.sampled_from([*WORDS.split(), "-\n"]), max_size=14).map(" ".join))
def test_a_pattern_never_overrides_the_thesaurus(text: str) -> None:
    mentions = find(text) if text.strip() else ()
    concepts = [m for m in mentions if m.layer is Layer.THESAURUS and m.kind in NAMES]
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.surface
        if mention.layer is Layer.PATTERN:
            for concept in concepts:
                apart = concept.end <= mention.start or mention.end <= concept.start
                holds = mention.start <= concept.start and concept.end <= mention.end
                assert apart or holds, (mention, concept)


@pytest.mark.parametrize(
    ("page", "language"),
    [
        ("Кадрлар бөлүмүнүн башчысы", "ky"),
        ("Милицияның аудандық бөлімшесінен", "kk"),
        ("Бөлімшенің маңындағы", "kk"),
    ],
)
def test_the_capital_of_a_beginning_names_nothing(page: str, language: str) -> None:
    assert named(page, language) == set()


@pytest.mark.parametrize(
    ("page", "language", "place"),
    [("Нары двухъярусные", "ru", "Нары"), ("Темир жолдо иштеген", "ky", "Темир")],
)
def test_a_place_that_is_only_a_beginning_is_unconfirmed(
    page: str, language: str, place: str
) -> None:
    found = values(find(page, language))
    assert (found["place"], found["unconfirmed"]) == ((), ("place", f"place › {place}"))


def test_a_name_is_as_sure_as_the_label_that_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """«Жезказганский ИТЛ» and «Джезказганский ИТЛ» are labels of one camp, alike but for a letter.

    In whatever order the keys of a word come, what is written as one label is not misread.
    """
    text = "узники Жезказганского ИТЛ"
    sure = {mention.confidence for mention in find(text) if mention.kind is Kind.CAMP}
    assert sure == {0.95}
    real = Labels._longest
    monkeypatch.setattr(Labels, "_longest", lambda *given: real(*given)[::-1])
    assert {mention.confidence for mention in find(text) if mention.kind is Kind.CAMP} == sure
