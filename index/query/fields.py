"""The fields of the query language and their names in four languages: a table, ``fields.tsv``."""

from __future__ import annotations

from functools import cache

from corpus.kinds import kind_code
from corpus.labels import value_named
from corpus.tables import rows

#: not fields of a description, but written like one: a concept, a word that others are like
TOPIC, LIKE = "topic", "like"


@cache
def _names() -> dict[str, str]:
    return {name: field for field, _, name, _ in rows("index.query", "fields.tsv")}


@cache
def _printed() -> dict[str, str]:
    pairs = [(field, name) for field, language, name, _ in rows("index.query", "fields.tsv")
             if language == "ru"]  # fmt: skip
    return dict(reversed(pairs))


def field_named(name: str) -> str | None:
    """The field that ``name`` is a name of in one of the languages, or None."""
    return _names().get(name.casefold())


def printed_name(field: str) -> str:
    """The name under which a field is printed in a query."""
    return _printed()[field]


def value_of(field: str, words: str) -> str:
    """The value that words stand for: the code of a language or kind, else the words."""
    if field == "language":
        return value_named("language", words)
    if field == "kind":
        return kind_code(words)
    return words
