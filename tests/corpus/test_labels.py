from __future__ import annotations

import pytest

from corpus import kinds, labels
from corpus.access import Level
from corpus.kinds import LANGUAGES, kind_code
from corpus.labels import PATH, label, value_named
from corpus.reading import Source
from corpus.thesaurus import Role, Type, load
from index.answer import FOUND, UNDATED


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("приказ", "order"),
        ("Приказ ", "order"),
        ("бұйрық", "order"),
        ("буйрук", "order"),
        ("order", "order"),
        ("отчет", "report"),  # without ё
        ("автореферат", "abstract"),
        ("похвальный лист", "похвальный лист"),  # archives have their own
    ],
)
def test_a_kind_by_its_name_in_any_language(written: str, code: str) -> None:
    assert kind_code(written) == code


@pytest.mark.parametrize(
    ("facet", "value", "language", "name"),
    [
        ("kind", "order", "ru", "приказ"),
        ("kind", "order", "kk", "бұйрық"),
        ("kind", "administrative", "ru", "делопроизводственные"),
        ("kind", "found", "kk", "тақырыбы бойынша табылған"),
        ("quality", "weak", "ru", "слабо"),
        ("copy", "copy", "ky", "көчүрмө"),
        ("kind", "похвальный лист", "en", "похвальный лист"),
        ("language", "kk", "ru", "казахский"),
        ("decade", "1930", "ru", "1930-е"),
        ("decade", "1930", "en", "1930s"),
        ("decade", UNDATED, "ru", "без даты"),
        ("archive", "ГА РФ", "ru", "ГА РФ"),
        ("archive", f"ГА РФ{PATH}Р-9414", "ru", "Ф. Р-9414"),
        ("language", "de", "ru", "de"),
    ],
)
def test_what_a_value_is_called(facet: str, value: str, language: str, name: str) -> None:
    assert label(facet, value, language) == name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_ours_has_a_name_in_every_language(language: str) -> None:
    ours = [("access", level) for level in Level]
    ours += [("text_source", source) for source in Source]  # type: ignore[misc]  # both are str
    ours += [("decade", UNDATED), ("archive", "unreferenced"), ("archive", "unnamed")]  # type: ignore[list-item]  # as above
    more = {
        "kind": {*kinds.groups().values(), FOUND},
        "copy": {"original", "copy"},
        "quality": {"verified", "good", "weak"},
    }
    assert all(label(of, one, language) for of, values in more.items() for one in values)
    assert [pair for pair in ours if not label(*pair, language)] == []
    unnamed = [pair for pair in ours if label(*pair, language) == pair[1] and language != "en"]
    assert unnamed == []


def test_every_other_name_of_a_kind_in_the_thesaurus_is_known() -> None:
    for concept in load().of_type(Type.DOCUMENT):
        for own in concept.labels:
            if own.role is Role.ALT and own.lang != "en" and not own.ambiguous:
                known = value_named("kind", own.text), kind_code(own.text)
                assert concept.id.removeprefix("doc-") in known, own.text


def test_no_name_of_a_kind_stands_twice() -> None:
    for language in LANGUAGES:
        names = [of[language] for of in kinds.names().values()]
        assert len(names) == len(set(names)), language


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("киргизский", "ky"),
        ("Кыргыз тили", "ky"),
        ("казахский", "kk"),
        ("Қазақша", "kk"),
        ("ky", "ky"),
        ("чеченский", "чеченский"),
    ],
)
def test_a_language_by_its_name(written: str, value: str) -> None:
    assert value_named("language", written) == value


def test_the_table_names_four_languages() -> None:
    assert {len(names) for names in labels._table().values()} == {len(LANGUAGES)}
