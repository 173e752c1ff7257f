"""A quotation as it was pasted: its words, what it leaves out, and what it puts in.

Three dots of any sort, alone or in brackets («…», «[...]», «<…>», «(…)»), say that words of the
source are left out. What stands in square or angle brackets is by whoever quotes: «[так в
документе]» need not stand in the source. A bracket inside a word completes it: «пост[ановление]».
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.errors import BadUse
from corpus.messages import N_
from corpus.reading import HYPHENS
from index.analysis.tokens import tokens

#: words that a quotation may have: about ten pages
MOST_WORDS = 3000

_OMISSION = re.compile(r"[\[(<‹{/]?\s*(?:…|\.(?:\s?\.){1,})[\s.…]*[\])>›}/]?")
_INSERTION = re.compile(r"\[[^\[\]]*\]|<[^<>\n]*>|‹[^‹›\n]*›")
#: letters within a word, figures within a number: «пост[ановление]», «[19]31»
_COMPLETED = re.compile(
    r"(?<=[^\W\d_])[\[<‹]([^\W\d_]+)[\]>›]|[\[<‹]([^\W\d_]+)[\]>›](?=[^\W\d_])"
    r"|(?<=\d)\[(\d+)\]|\[(\d+)\](?=\d)"
)
#: a line end that became a space when the text was copied: «заклю- ченных», but not «фото- и»
_LINE_END = re.compile(
    rf"(?<=[^\W\d_])([{HYPHENS}])[ \t]+(?=[^\W\d_])(?!(?:и|или|да|а|но|және|жана|же)\b)"
)
#: a mark of a footnote or a source, no part of any text: «[10, с. 81]», «[3]»
REMARK = re.compile(r"\[\s*\d+(?:\s*,[^\[\]]*)?(?:\]|\Z)")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A word of a quotation, its half-open range in the text, and how it is compared.

    ``optional`` words are by whoever quotes. ``omits`` says that words are left out before it.
    """

    start: int
    end: int
    form: str
    optional: bool = False
    omits: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation: its text, and at least one word."""

    text: str
    words: tuple[Quoted, ...]

    def __post_init__(self) -> None:
        if not any(not word.optional for word in self.words):
            raise BadUse(
                N_("There is no word in the quotation."),
                remedy=N_("Give the words that are to be found."),
            )
        if len(self.words) > MOST_WORDS:
            raise BadUse(
                N_("The quotation has {words} words, more than {most}."),
                remedy=N_("Give a part of it."),
                words=len(self.words),
                most=MOST_WORDS,
            )


def read(text: str) -> Quotation:
    """The quotation in a text.

    Raises:
        BadUse: it has no word, or more than :data:`MOST_WORDS`.

    """
    text = _LINE_END.sub(r"\1\n", REMARK.sub(" ", _completed(text)))
    gaps = [m.start() for m in _OMISSION.finditer(text) if _is_omission(m.group())]
    own = [m.span() for m in _INSERTION.finditer(text)]
    words: list[Quoted] = []
    for token in tokens(text):
        before = words[-1].end if words else 0
        words.append(
            Quoted(
                token.start,
                token.end,
                token.form,
                any(start < token.start < end for start, end in own),
                bool(words) and any(before <= gap < token.start for gap in gaps),
            )
        )
    return Quotation(text, tuple(words))


def _completed(text: str) -> str:
    """The text with words whole that a bracket completes."""
    return _COMPLETED.sub(lambda m: m[m.lastindex or 0], text)


def _is_omission(sign: str) -> bool:
    """Whether dots leave something out: two are a misprint, but not in brackets."""
    dots = sign.count(".") + 3 * sign.count("…")
    return dots >= 3 or (dots == 2 and sign[0] in "[(<‹{/")
