"""A person who is confirmed in the thesaurus stands under that heading, however he is written."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from corpus.reading import Reading
from corpus.thesaurus import Concept, Label, Role, Thesaurus, Type, load
from index.names import Finder, Layer, values
from index.query.concepts import headings

SHIPPED = load()


def known(*names: str) -> Thesaurus:
    """The thesaurus with a person of each name: person-1, person-2, and so on."""
    more = {
        f"person-{n}": Concept(f"person-{n}", Type.PERSON, labels=(Label("ru", Role.PREF, name),))
        for n, name in enumerate(names, 1)
    }
    return Thesaurus(MappingProxyType({**SHIPPED.concepts, **more}), SHIPPED.sources)


def told(text: str, *names: str) -> tuple[str, ...]:
    """The values of the facet of persons for a page, those who are known being these."""
    return values(Finder(known(*names)).find(Reading(text)))["person"]


@pytest.mark.parametrize(("text", "names", "persons"), [
    ("Сапоги выдал П. Д. Волошин.", [], ("Волошин П. Д.",)),
    ("Сапоги выдал П. Д. Волошин.", ["Волошин П. Д."], ("person-1",)),
    ("Сапоги выдал П. Д. Волошин.", ["Волошин Пётр Данилович"], ("person-1",)),
    ("Выдан Волошину Петру Даниловичу пропуск.", ["Волошин П. Д."], ("person-1",)),
    # somebody else of these initials, and two of them
    ("Выдан Волошину Петру Даниловичу пропуск.", ["Волошин Павел Денисович"], ("Волошин П. Д.",)),
    ("Сапоги выдал П. Д. Волошин.", ["Волошин Пётр Данилович", "Волошин Павел Денисович"],
     ("Волошин П. Д.",)),
    # the surname alone says nothing more
    ("Выдал П. Д. Волошин. Подпись: тов. Волошин.", ["Волошин П. Д."], ("person-1",)),
])  # fmt: skip
def test_who_is_known(text: str, names: list[str], persons: tuple[str, ...]) -> None:
    assert told(text, *names) == persons


def test_of_he_and_she_the_one_who_is_known_is_meant() -> None:
    text = "Дело Ивановой А. И. и Петрова С. С."
    assert told("Рапорт Иванова А. И.", "Иванов А. И.") == ("person-1",)
    assert "person-1" not in told(text, "Иванов А. И.")


def test_who_is_known_is_sure() -> None:
    found = Finder(known("Волошин П. Д.")).find(Reading("Сапоги выдал П. Д. Волошин."))
    person = next(one for one in found if one.headings == ("person-1",))
    assert (person.layer, person.surface) == (Layer.THESAURUS, "П. Д. Волошин")


@pytest.mark.parametrize("typed", ["Волошин", "Волошина", "П. Д. Волошин", "Волошин П.Д."])
def test_a_query_finds_who_is_known(typed: str) -> None:
    assert "person-1" in headings(known("Волошин Пётр Данилович"), "person", typed)
    assert "person-1" not in headings(known("Волошинский П. Д."), "person", typed)
