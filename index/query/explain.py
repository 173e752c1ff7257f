"""A query tree in words, for the line that says how a query was understood."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from corpus.labels import label
from corpus.messages import N_, Message
from corpus.reference import Reference
from index.query.tree import (
    GAP,
    And,
    Concept,
    Day,
    Everything,
    Field,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Part,
    Person,
    Phrase,
    Wildcard,
    Word,
    Years,
)

#: field → what its value says of a document
_FIELDS = {
    "fonds": N_("fonds {value}"),
    "opis": N_("opis {value}"),
    "file": N_("file {value}"),
    "language": N_("language: {value}"),
    "kind": N_("kind: {value}"),
    "author": N_("author: «{value}»"),
    "title": N_("title: «{value}»"),
    "archive": N_("archive: «{value}»"),
    "place": N_("place: «{value}»"),
    "person": N_("person: «{value}»"),
    "organisation": N_("organisation: «{value}»"),
    "camp": N_("camp: «{value}»"),
}


def explained(tree: Node) -> Message:
    """What a tree asks for, as a sentence."""
    match tree:
        case Everything():
            return Message(N_("all pages"))
        case And(parts):
            return _all(parts)
        case Or(parts):
            return reduce(_or, map(_grouped, parts))
        case Not(part):
            return Message(N_("all pages without {part}"), {"part": _grouped(part)})
        case Word() | Wildcard() | Fuzzy():
            return _word(tree)
        case Phrase():
            return _phrase(tree)
        case Near(parts, distance):
            template = N_("«{words}» in any order, at most {distance} other words between them")
            return Message(template, {"words": _inside(parts), "distance": distance})
        case Person():
            return Message(N_("{name}, also with the full name"), {"name": str(tree)})
        case Day(value):
            return Message(N_("the day {day}, however it is written"), {"day": value})
        case Concept(text):
            return Message(N_("the subject «{name}» under any of its names"), {"name": text})
        case Field():
            return _field(tree)
        case Reference():
            return Message(N_("everything under {reference}"), {"reference": str(tree)})


def _word(word: Part) -> Message:
    match word:
        case Word(text, exact=True):
            return Message(N_("exactly «{word}»"), {"word": text})
        case Word(text):
            return Message(N_("«{word}» in any form"), {"word": text})
        case Wildcard(pattern):
            return Message(N_("words of the pattern «{pattern}»"), {"pattern": pattern})
        case Fuzzy(text, distance):
            one = N_("words that differ from «{word}» in one letter at most")
            two = N_("words that differ from «{word}» in two letters at most")
            return Message(one if distance == 1 else two, {"word": text})


def _phrase(phrase: Phrase) -> Message:
    words = _inside(phrase.parts, phrase.gaps, exact=phrase.exact)
    if phrase.exact:
        said = Message(N_("the phrase «{phrase}»"), {"phrase": words})
    else:
        said = Message(N_("the phrase «{phrase}» in any forms"), {"phrase": words})
    if any(phrase.gaps):
        gap = N_("{phrase}, with up to {gap} other words for each «…»")
        return Message(gap, {"phrase": said, "gap": GAP})
    return said


def _inside(parts: Sequence[Part], gaps: Sequence[int] = (), *, exact: bool = False) -> str:
    gaps = (0, *gaps) if gaps else (0,) * len(parts)
    written = (part.text if isinstance(part, Word) and exact else str(part) for part in parts)
    return " ".join(("… " if gap else "") + part for gap, part in zip(gaps, written, strict=True))


def _field(field: Field) -> Message:
    value = field.value
    if not isinstance(value, Years):
        if field.name in {"language", "kind"}:  # they have names in every language
            return Message(_FIELDS[field.name], {"value": Message(label(field.name, value, "en"))})
        return Message(_FIELDS[field.name], {"value": value})
    if value.last is None:
        return Message(N_("documents from {year} on"), {"year": value.first})
    if value.first is None:
        return Message(N_("documents up to {year}"), {"year": value.last})
    years = f"{value.first}–{value.last}" if value.first < value.last else str(value.first)
    return Message(N_("documents of {years}"), {"years": years})


def _all(parts: Sequence[Node]) -> Message:
    """Plain words together, then the rest, then what must not stand there."""
    plain = [part for part in parts if isinstance(part, Word) and not part.exact]
    wanted = [_grouped(p) for p in parts if not isinstance(p, Not) and p not in plain]
    if plain:
        words = "», «".join(part.text for part in plain)
        wanted.insert(0, Message(N_("«{word}» in any form"), {"word": words}))
    said = reduce(_and, wanted or [Message(N_("all pages"))])
    for part in parts:
        if isinstance(part, Not):
            said = Message(N_("{first} without {second}"),
                           {"first": said, "second": _grouped(part.part)})  # fmt: skip
    return said


def _and(first: Message, second: Message) -> Message:
    return Message(N_("{first} and {second}"), {"first": first, "second": second})


def _or(first: Message, second: Message) -> Message:
    return Message(N_("{first} or {second}"), {"first": first, "second": second})


def _grouped(node: Node) -> Message:
    said = explained(node)
    return Message("({said})", {"said": said}) if isinstance(node, (And, Or, Not)) else said
