"""The names that the thesaurus added to a query, each to be taken away, and what it would add."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from index.answer import Added, Answer
from ui.address import Address
from ui.i18n import Translator
from ui.markup import soft_link
from ui.subjects import RELATIONS, UNCHECKED, by_relation, shown

#: names told of what the thesaurus would add
NAMES_OFFERED = 8


def added(answer: Answer, words: Translator, here: Address) -> str:
    """The names that the thesaurus added, each a link that takes it away."""
    _ = words.gettext
    lines = []
    for relation, names in by_relation(answer.added):
        each = " ".join(
            _without(here, [name], f"{shown(name)} ×", _("Do not search for «{name}»"))
            for name in names
        )
        every = _without(here, names, _("none of these"), "") if len(names) > 1 else ""
        lines.append(f"{escape(_(RELATIONS[relation]))} {each} {every}")
    if any(not name.checked for name in answer.added):
        lines.append(escape(_(UNCHECKED)))
    if here.left_out:
        back = replace(here, left_out=(), results=1)
        again = _("search again for what was left out: {names}")
        lines.append(soft_link(back, escape(again.format(names=", ".join(here.left_out)))))
    return f'<p class="subjects">{" · ".join(lines)}</p>' if lines else ""


def _without(here: Address, names: Sequence[Added], text: str, title: str) -> str:
    """A link to the same answer without some names."""
    more = (name.text for name in names)
    to = replace(here, left_out=tuple(dict.fromkeys((*here.left_out, *more))), results=1)
    says = title.format(name=names[0].text)
    return soft_link(to, escape(text), **({"title": says, "aria-label": says} if says else {}))


def offered(answer: Answer, words: Translator, here: Address) -> str:
    """What the thesaurus would add, as a link that has it added."""
    if not answer.more:
        return ""
    more = words.ngettext(
        "The thesaurus finds {n} more document:", "The thesaurus finds {n} more documents:",
        answer.more,
    )  # fmt: skip
    names = ", ".join(shown(name) for name in answer.offered[:NAMES_OFFERED])
    names += " …" if len(answer.offered) > NAMES_OFFERED else ""
    to = replace(here, thesaurus=True, left_out=(), results=1)
    return f'<p class="subjects">{soft_link(to, escape(f"{more} {names}"))}</p>'
