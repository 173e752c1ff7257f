"""The thesaurus that is shipped is sound; headings go by date; a collection adds to it."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import kinds, thesaurus
from corpus.collection import THESAURUS, Collection, create_collection
from corpus.dates import parse_date
from corpus.thesaurus import BadThesaurus, Concept, Label, Role, Thesaurus, Type
from corpus.thesaurus.checking import problems
from corpus.thesaurus.reading import Content, read

SHIPPED = thesaurus.load()


def made(text: str, *, overlay: bool = False) -> Thesaurus:
    content = Content()
    if overlay:
        content.concepts.update(SHIPPED.concepts)
        content.sources.update(SHIPPED.sources)
    read(text, "own.yaml", content, overlay=overlay)
    return Thesaurus(content.concepts, SHIPPED.sources | content.sources)


def said(of: Thesaurus) -> list[str]:
    return [str(problem) for problem in problems(of)]


def test_what_is_shipped_is_sound() -> None:
    assert said(SHIPPED) == []
    assert len(SHIPPED.concepts) > 300


def test_every_kind_of_document_is_a_concept_of_the_same_names() -> None:
    for code, names in kinds.names().items():
        concept = SHIPPED.concepts[f"doc-{code}"]
        headings = {one.lang: one.text for one in concept.labels if one.role is Role.PREF}
        assert headings == names


@pytest.mark.parametrize(
    "names",
    [
        ("цинга", "дистрофия", "сыпной тиф", "брюшной тиф", "малярия"),
        ("указ", "постановление", "решение", "приказ", "распоряжение", "приговор", "циркуляр"),
        ("жалоба", "письмо", "телеграмма", "сводка", "анкета", "характеристика", "заявление"),
        ("следственное дело", "личное дело", "карта", "фотография", "справка", "удостоверение"),
        ("газета", "Казахстанская правда", "Лениншіл жас"),
        ("НКВД", "УНКВД", "ГУЛАГ", "ОГПУ"),
        ("ЦГА КР", "ЦГА ПД КР", "РГАЭ", "РГАСПИ", "УКПСиСУ"),
        ("побег", "беглец", "отказчик", "отказ от работы", "промотчик"),
        ("Акмолинск", "Акмолинская область", "АЛЖИР", "Целинный край"),
        ("ссыльный", "ссылка", "спецпоселенец", "ссыльнопоселенец"),
    ],
)
def test_what_historians_keep_apart_is_apart(names: tuple[str, ...]) -> None:
    found = [SHIPPED.named(name) for name in names]
    assert [len(concepts) for concepts in found] == [1] * len(names)
    assert len({concepts[0].id for concepts in found}) == len(names)


def test_what_nobody_checked_says_so() -> None:
    labels = [label for concept in SHIPPED.concepts.values() for label in concept.labels]
    checked = [label for label in labels if label.is_checked]
    # Four names in five are general knowledge: nobody may take the thesaurus for an authority.
    assert 0.1 < len(checked) / len(labels) < 0.2
    bases = {label.basis for label in labels}
    for concept in SHIPPED.concepts.values():
        bases |= {concept.dates_basis, concept.geo_basis}
    assert bases == SHIPPED.sources.keys() - {"archivists"}


@pytest.mark.parametrize(
    ("id", "lang", "when", "heading"),
    [
        ("place-astana", "ru", "1935", "Акмолинск (Астана)"),
        ("place-astana", "ru", "1965-05", "Целиноград (Астана)"),
        ("place-astana", "ru", "1994", "Акмола (Астана)"),
        ("place-astana", "ru", "2001", "Астана"),
        ("place-astana", "ru", "2020", "Нур-Султан (Астана)"),
        ("place-astana", "ru", "", "Астана"),
        ("place-astana", "kk", "1935", "Ақмола (Астана)"),
        ("place-astana", "en", "1965", "Tselinograd (Astana)"),
        ("place-taraz", "ru", "1937", "Мирзоян (Тараз)"),
        ("place-karakol", "ru", "1930", "Каракол"),
        ("place-karakol", "ru", "1950", "Пржевальск (Каракол)"),
        ("place-kyrgyzstan", "ru", "1930", "Киргизская АССР (Кыргызстан)"),
        ("place-akmola-obl", "ru", "1970", "Целиноградская область (Акмолинская область)"),
        ("place-akmola-obl", "ru", "1950", "Акмолинская область"),
        ("cat-special-settler", "ru", "1932", "спецпереселенец (спецпоселенец)"),
        ("cat-special-settler", "ru", "1940", "трудпоселенец (спецпоселенец)"),
        ("place-ukhta", "kk", "1950", "Ухта"),  # it has no Kazakh name
    ],
)
def test_a_heading_is_the_name_of_its_time(id: str, lang: str, when: str, heading: str) -> None:
    assert str(SHIPPED.heading(id, lang, parse_date(when) if when else None)) == heading


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """How far two places, as latitude and longitude, lie apart on a globe."""
    (a, b), (c, d) = ([math.radians(angle) for angle in place] for place in (one, other))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(half))


def test_places_lie_where_somebody_else_says_that_they_do() -> None:
    lines = (Path(__file__).parent / "where.tsv").read_text(encoding="utf-8").splitlines()
    second = {
        id: (float(latitude), float(longitude))
        for id, latitude, longitude in (line.split("\t") for line in lines if line[0] != "#")
    }
    placed = {concept.id: concept.geo for concept in SHIPPED.concepts.values() if concept.geo}
    assert placed.keys() - second.keys() == {"place-zhezdy"}  # of which one source is known
    assert second.keys() <= placed.keys()
    assert {
        id: (placed[id], where)
        for id, where in second.items()
        if _kilometres(placed[id], where) > 30
    } == {}


@pytest.mark.parametrize(
    ("id", "where"),
    [
        ("place-dolinka", "place-dolinka"),
        ("camp-karlag", "place-dolinka"),  # by its seat
        ("camp-luglag", None),  # nobody says where it was
        ("place-karaganda-obl", None),  # no point is a region
        ("nobody-knows", None),
    ],
)
def test_a_camp_lies_where_its_administration_had_its_seat(id: str, where: str | None) -> None:
    found = SHIPPED.placed(id)
    assert (found.id if found else None) == where


def test_kirgiz_assr_is_kazakhstan_until_1925() -> None:
    found = {concept.id: concept for concept in SHIPPED.named("Киргизская АССР")}
    assert found.keys() == {"place-kirgiz-assr-1920", "place-kyrgyzstan"}
    spans = {
        id: label.span.years()
        for id, concept in found.items()
        for label in concept.labels
        if label.text == "Киргизская АССР" and label.ambiguous and label.span
    }
    assert spans == {"place-kirgiz-assr-1920": (1920, 1925), "place-kyrgyzstan": (1926, 1936)}


def test_competing_dates_stand_side_by_side_and_the_life_span_has_all_of_them() -> None:
    karlag = SHIPPED.concepts["camp-karlag"]
    assert karlag.dates == "1931-09-17/1959-07-27"
    assert karlag.other_dates[0].dates == "1931-12-19/1959-07-27"
    assert karlag.span is not None
    assert karlag.span.years() == (1930, 1959)


def test_every_name_in_all_languages_and_the_narrower_ones_on_request() -> None:
    own = {name.label.text for name in SHIPPED.expand("camp-karlag")}
    assert {"Карлаг", "Қарлаг", "Карагандинский ИТЛ", "КИТЛ", "Karlag"} <= own
    assert "АЛЖИР" not in own
    below = SHIPPED.expand("camp-karlag", narrower=True)
    assert {"АЛЖИР": "camp-alzhir"}.items() <= {
        name.label.text: name.concept.id for name in below if name.relation == "narrower"
    }.items()
    kazakh = SHIPPED.expand("camp-karlag", languages=["kk"])
    assert {name.label.lang for name in kazakh} == {"kk"}


CONCEPT = """
- id: place-one
  type: place
  labels:
    - {lang: ru, role: pref, text: "Первое", basis: general}
"""


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ("  broader: [place-two]", "place-one: there is no «place-two»"),
        ("  seat: place-two", "place-one: there is no «place-two»"),
        ("  broader: [place-one]", "place-one: names itself"),
        ("  dates: '1931'\n  dates_basis: hearsay", "place-one: there is no source «hearsay»"),
        ("  dates: 1931-02-30", "place-one: «1931-02-30» is not a date."),
        ("  ambiguous: why", "place-one: no name is called ambiguous and it is said why"),
        ("  replaced_by: place-two", "place-one: there is no «place-two»"),
    ],
)
def test_what_is_wrong_with_a_concept_is_found(more: str, problem: str) -> None:
    assert problem in said(made(CONCEPT.replace("  labels:", f"{more}\n  labels:")))


@pytest.mark.parametrize(
    ("label", "problem"),
    [
        ("{lang: ru, role: pref, text: Второе}", "place-one: 2 headings in «ru»"),
        ("{lang: ru, role: alt, text: «Первое»}", "place-one: «первое» twice in «ru»"),
        (
            "{lang: ru, text: Другое, ambiguous: true}",
            "place-one: names are called ambiguous and nobody says why",
        ),
    ],
)
def test_what_is_wrong_with_a_label_is_found(label: str, problem: str) -> None:
    assert problem in said(made(f"{CONCEPT}    - {label}\n"))


def test_a_name_of_two_concepts_has_to_be_called_ambiguous() -> None:
    two = CONCEPT.replace("place-one", "place-two")
    (problem,) = said(made(CONCEPT + two))
    assert problem.startswith("«первое» is a name of place-one, place-two")
    below = two.replace("  labels:", "  broader: [place-one]\n  labels:")
    assert said(made(CONCEPT + below)) == []


def test_circles_are_found() -> None:
    one = CONCEPT.replace("  labels:", "  broader: [place-two]\n  labels:")
    two = one.replace("one", "three").replace("two", "one").replace("three", "two")
    assert "place-one: is broader than itself" in said(made(one + two))


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("- id: [", 2, "not YAML"),
        ("id: place-one", 1, "a list is expected here"),
        ("- title: nothing", 1, "neither a concept (id) nor a source"),
        ("- id: One\n  type: place\n  labels: [{lang: ru, text: x}]", 1, "not an id"),
        ("- id: place-one\n  type: planet", 2, "unknown type «planet»"),
        (CONCEPT + CONCEPT, 7, "is there already"),
        (CONCEPT + "    - {lang: de, text: Eins}", 6, "«de» is not a language"),
        (CONCEPT + "    - {lang: ru, role: nick, text: Два}", 6, "unknown role «nick»"),
        (CONCEPT + "    - {lang: ru, txt: Два}", 6, "unknown key «txt»"),
        (CONCEPT + "    - {lang: ru, text: Два, dates: вчера}", 6, "«вчера» is not an EDTF date"),
        (CONCEPT + "    - {lang: ru, text: Два, lang: kk}", 6, "«lang» is given twice"),
        (CONCEPT + "  geo: [91, 0]", 2, "lies nowhere on earth"),
        ("- &a [*a]", 1, "keys with values are expected here"),
        ("- id: place-one\n  hide: true", 1, "«place-one» is not there"),
    ],
)
def test_an_error_names_the_file_and_the_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(BadThesaurus) as raised:
        made(text)
    assert f"«own.yaml», line {line}: " in str(raised.value)
    assert reason in str(raised.value)


OVERLAY = """
- id: camp-karlag
  note: Our own note.
  labels:
    - {lang: ru, text: "Карагандинский комбинат"}
    - {lang: ru, text: "КИТЛ", hide: true}
- id: camp-pow-45
  hide: true
- id: place-zharkul
  type: place
  broader: [place-karaganda-obl]
  labels:
    - {lang: ru, role: pref, text: Жаркуль}
"""


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return create_collection(tmp_path / "collection")


def test_a_collection_adds_changes_and_hides(collection: Collection) -> None:
    assert thesaurus.load(collection) == SHIPPED
    (collection.path / THESAURUS).write_text(OVERLAY, encoding="utf-8")
    own = thesaurus.load(collection)
    assert said(own) == []
    karlag = own.concepts["camp-karlag"]
    names = {label.text: label.basis for label in karlag.labels}
    assert names["Карагандинский комбинат"] == "archivists"
    assert "КИТЛ" not in names
    assert (karlag.note, karlag.dates) == ("Our own note.", "1931-09-17/1959-07-27")
    assert "camp-pow-45" not in own.concepts
    assert own.named("жаркуль") == (own.concepts["place-zharkul"],)
    assert own.concepts["place-zharkul"] in own.narrower("place-karaganda-obl")
    assert SHIPPED.concepts["camp-karlag"].note != "Our own note."


def test_a_change_of_the_file_is_seen(collection: Collection) -> None:
    file = collection.path / THESAURUS
    file.write_text(OVERLAY, encoding="utf-8")
    assert "place-zharkul" in thesaurus.load(collection).concepts
    file.write_text("", encoding="utf-8")
    assert thesaurus.load(collection).concepts == SHIPPED.concepts


def test_another_heading_makes_the_one_before_it_another_name() -> None:
    own = made(
        "- id: place-oral\n  labels:\n    - {lang: ru, role: pref, text: Орал}\n", overlay=True
    )
    roles = {one.text: one.role for one in own.concepts["place-oral"].labels if one.lang == "ru"}
    assert (roles["Орал"], roles["Уральск"]) == (Role.PREF, Role.ALT)


def test_a_replaced_concept_leads_to_the_one_in_use() -> None:
    new = Concept("place-new", Type.PLACE, labels=(Label("ru", Role.PREF, "Новое"),))
    old = replace(new, id="place-old", replaced_by="place-new")
    both = Thesaurus({"place-old": old, "place-new": new}, SHIPPED.sources)
    assert said(both) == []
    assert both.current("place-old") == new
    assert both.named("новое") == (new,)
    assert [name.concept.id for name in both.expand("place-old")] == ["place-new"]
