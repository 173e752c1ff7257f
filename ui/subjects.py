"""What the thesaurus added to a query, or would add, told to people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.messages import N_, visible
from index.answer import Added, Answer
from ui.i18n import Translator

#: what the concept of a name is to the one that was meant
RELATIONS = {
    "": N_("From the thesaurus:"),
    "narrower": N_("Narrower:"),
    "related": N_("Related:"),
}
#: stands behind a name that nobody has checked
MARK = "*"
#: what the mark means
UNCHECKED = N_("* a name that nobody has checked")


def understood(answer: Answer, words: Translator) -> str:
    """How a query was read, with the names that the thesaurus added to it."""
    read = words.text(answer.understood)
    said = added(answer.added, words)
    return f"{read}. {said}" if said else read


def added(names: Sequence[Added], words: Translator) -> str:
    """Names by what their concepts are to the one meant; nothing where there are none."""
    lines = [
        f"{words.gettext(RELATIONS[relation])} {', '.join(map(shown, own))}"
        for relation, own in by_relation(names)
    ]
    if any(not name.checked for name in names):
        lines.append(words.gettext(UNCHECKED))
    return "; ".join(lines)


def by_relation(names: Iterable[Added]) -> list[tuple[str, list[Added]]]:
    """Names by what their concepts are to the one meant, those of this itself first."""
    out: dict[str, list[Added]] = {relation: [] for relation in RELATIONS}
    for name in names:
        out[name.relation].append(name)
    return [(relation, own) for relation, own in out.items() if own]


def shown(name: Added) -> str:
    """A name, marked where nobody has checked it."""
    return visible(name.text) + ("" if name.checked else MARK)
