"""What would be known of a document that is going to be added, and from where, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.access import Level
from corpus.labels import label
from corpus.messages import N_
from corpus.reference import Leaf
from ui.i18n import Translator
from ui.when import a_day

if TYPE_CHECKING:  # a command's help need not load what reads scans
    from ingest.previewing import Foreseen

#: what the origin of a fact is called
_ORIGINS = {
    "name": N_("from the name"),
    "table": N_("from the table"),
    "sidecar": N_("from the sidecar"),
    "describe": N_("said for all files"),
    "inventory": N_("from the inventory"),
}
#: leaves of so many pages are written out; of more, the first and the last
_PAGES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Fact:
    """A name for what is known, its value, and where it is from (empty where that is plain)."""

    name: str
    value: str
    origin: str


def facts(one: Foreseen, words: Translator) -> Iterator[Fact]:
    """What is known of a document."""
    for name, value, field in _known(one, words):
        said = (words.gettext(_ORIGINS[source]) for source in one.part.origin.get(field, ()))
        yield Fact(name, value, ", ".join(said))


def _known(one: Foreseen, words: Translator) -> Iterator[tuple[str, str, str]]:
    """A name, the value, the field of the description."""
    _ = words.gettext
    d = one.part.description
    if d.title:
        yield _("title"), d.title, "title"
    if d.kind:
        yield _("kind"), label("kind", d.kind, words.language), "kind"
    if d.reference:
        yield _("reference"), str(d.reference), "reference"
    if any(one.leaves):
        field = "page_leaves" if d.page_leaves else "reference"
        yield _("leaves by page"), _leaves(one.leaves), field
    if d.date:
        words_of_it = f"{d.date.words} ({d.date})" if d.date.words else str(d.date)
        yield _("date"), words_of_it, "date"
    if d.access is not Level.OPEN:
        until = " · " + _("opens {day}").format(day=a_day(d.opens, words)) if d.opens else ""
        yield _("access"), label("access", d.access, words.language) + until, "access"


def _leaves(pages: Sequence[Sequence[Leaf]]) -> str:
    shown = [", ".join(map(str, leaves)) or "–" for leaves in pages]
    if len(shown) > _PAGES_SHOWN:
        shown = [*shown[: _PAGES_SHOWN - 2], "…", shown[-1]]
    return " | ".join(shown)
