"""Read the reference that a citation names, written by people or printed by us.

«Там же. Л. 7.» (Kazakh «Сонда», Kyrgyz «Ошол эле жерде») goes on from the note before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.citing.cited import TRAINING_NOTE
from corpus.errors import BadReference
from corpus.reference import Reference, below, parse_reference

_IBID = re.compile(
    r"\(?\s*(?:там же|сонда|ошол эле жерде|ibid(?:em)?)\b[\s.,;:–—-]*", re.IGNORECASE
)
#: «24. » before an entry of a list, «12) » or «12 » before a note
_NUMBER = re.compile(r"\d{1,4}[.)]?\s+(?=\D)")
_THROUGH = re.compile(r"цит\. по:?\s*", re.IGNORECASE)
#: what a citation of ours says to be missing
_MISSING = re.compile(r"⟨[^⟨⟩]+\?⟩[\s.,–]*")
#: the title of the file behind the search data
_FILE_TITLE = re.compile(r"(?<=[\w.])\s\((?=[^()]*[^\W\d_])[^()]*(?:\([^()]*\)[^()]*)*\)\.?$")


@dataclass(frozen=True, slots=True)
class Note:
    """A citation as written; ``text`` that of the note that it repeats.

    ``reference`` is None where it names no place in an archive; ``lost`` says that it goes on from
    a note that is not there.
    """

    text: str
    reference: Reference | None
    lost: bool = False


def read_notes(texts: Iterable[str]) -> list[Note]:
    """Read notes in their order, each with what it repeats of the one before."""
    out: list[Note] = []
    for text in texts:
        out.append(follow(text, out[-1] if out else None))
    return out


def follow(text: str, before: Note | None) -> Note:
    """Read a note that stands behind another one."""
    text = text.strip()
    begin = _IBID.match(text)
    if begin is None:
        return Note(text, read_citation(text))
    named = read_citation(text[begin.end() :])
    if before is None or before.lost or (named is not None and before.reference is None):
        return Note(text, None, lost=True)
    if named is None:
        return before
    return Note(before.text, below(before.reference or Reference(), named))


def is_repetition(text: str) -> bool:
    """Whether a note says «Там же»."""
    return _IBID.match(text.strip()) is not None


def read_citation(text: str) -> Reference | None:
    """The reference of one citation in any style or form; None where it names none.

    What stands before « // » is the title. Of «цит. по» the source that was seen is taken.
    """
    text = " ".join(text.split()).removesuffix(f"[{TRAINING_NOTE}]").strip()
    text = _THROUGH.split(text)[-1]
    text = _MISSING.sub("", text.rpartition(" // ")[2]).strip()
    text = _NUMBER.sub("", text, count=1) if _NUMBER.match(text) else text
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    try:
        return parse_reference(_FILE_TITLE.sub("", text)) or parse_reference(text)
    except BadReference:
        return None
