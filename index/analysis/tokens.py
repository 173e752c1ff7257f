"""Words of a text with their places.

A token is what a reader would call one word: a compound with its hyphens, an abbreviation with its
full stops, a number with its slashes, a heading set with spaces between the letters, and a word
that a line end divides. Offsets are half-open ranges of code points into the text.

=========================  ==================  ============
on the page                compared as         parts
=========================  ==================  ============
заклю-⏎ченными             заключенными        (and with the hyphen)
Кызыл-⏎Орда                кызыл-орда          кызыл, орда
исправительно-трудовой     (the whole)         исправительно, трудовой
з/к, з-к                   зк
58-10, 58/10               58-10               58, 10
00447, ОО447               00447
О.Г.П.У.                   огпу
П Р И К А З                приказ
ВКП(б)                     вкп(б)              вкп
№                          n
=========================  ==================  ============
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from corpus.reading import HYPHENED, HYPHENS, line_end_joins
from index.analysis.folding import exact
from index.analysis.fonts import as_meant

#: stand for a hyphen that divides a word, and for line feed and margin behind any hyphen, while
#: words are looked for; noncharacters, so in no text
_JOIN, _GAP = "\ufdd0", "\ufdd1"
_LETTER = r"[^\W\d_]"
#: what goes on with a word, no letter: accents, soft hyphens, joined line ends
_INSIDE = rf"\u0300-\u036f\u00ad{_JOIN}{_GAP}"
_RUN = rf"[^\W_]++(?:[{_INSIDE}]++[^\W_]*+)*+"
#: no letter or figure before a word, none and no accent behind it
_START, _END = r"(?<![^\W_])", r"(?![^\W_]|[\u0300-\u036f])"
_UPPER, _LOWER = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ", "a-zа-яёәғқңөұүһі"
#: «П Р И К А З», «П р и к а з»: four letters or more with single spaces between them
SPACED = (
    rf"(?<![^\s«„“\"(\[])(?:[{_UPPER}](?:[ ][{_UPPER}]){{3,}}|{_LETTER}(?:[ ][{_LOWER}]){{3,}})"
    r"(?![^\s.,:;!?»”“\")\]])"
)
_TOKEN = re.compile(
    r"(?=[^\W_]|№)(?:"  # most signs begin no rule
    # nearly all words: no other rule can begin like this
    rf"(?P<plain>{_LETTER}{{2,}}+(?![{HYPHENS}\d/({_INSIDE}]))"
    rf"|(?P<spaced>{SPACED})"
    rf"|(?P<stops>{_START}(?:{_LETTER}\.){{2,}}{_LETTER}{_END}\.?)"
    rf"|(?P<figures>{_START}\d+(?:[-/]{_GAP}*\d+)+{_END})"
    rf"|(?P<slash>{_START}{_LETTER}{{1,3}}/{_LETTER}{{1,3}}{_END})"
    rf"|(?P<bracket>{_RUN}\({_LETTER}{{1,2}}\))"
    rf"|(?P<word>{_RUN}(?:[{HYPHENS}]{_GAP}*{_RUN})*)"
    r"|(?P<number>№))"
)
#: a number whose zeros a scan takes for the letter О
_ZEROS = re.compile(r"[оo\d]*\d[оo\d]*")


class Token(NamedTuple):
    """One word: its range, how it is compared, and the parts of a compound (else none).

    ``hyphened`` is a word that a line end divides as it would read if the hyphen were its own:
    «исправительно-⏎трудовой» may be either.
    """

    start: int
    end: int
    form: str
    parts: tuple[str, ...] = ()
    hyphened: str = ""


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of ``text`` in order; legacy fonts are read as they were meant."""
    for m in _TOKEN.finditer(_joined(as_meant(text))):
        start, end = m.span()
        if m.lastgroup == "plain":
            yield Token(start, end, *_compared(m[0]))
            continue
        written = m.group().replace(_GAP, "")
        raw = written.replace(_JOIN, "")
        if m["word"]:
            hyphened = exact(written.replace(_JOIN, "-")) if _JOIN in written else ""
            yield Token(start, end, *_compared(raw), hyphened)
        else:
            yield _other(m, raw)


def _joined(text: str) -> str:
    """The text, of the same length, with words whole that line ends divide."""
    text = text.replace(_JOIN, " ").replace(_GAP, " ")
    divided = set(line_end_joins(text))
    out, at = [], 0
    for m in HYPHENED.finditer(text):  # where it divides no word («Кызыл-⏎Орда») it stays
        start, end = m.span()
        hyphen = _JOIN if (start, end) in divided else text[start]
        out += [text[at:start], hyphen, _GAP * (end - start - 1)]
        at = end
    return "".join([*out, text[at:]])


@lru_cache(maxsize=1 << 17)
def _compared(raw: str) -> tuple[str, tuple[str, ...]]:
    """How a word is compared, and the parts of a compound."""
    form = exact(raw)
    if _ZEROS.fullmatch(form):
        return re.sub("[оo]", "0", form), ()
    parts = tuple(p for p in form.split("-") if p)
    if len(parts) > 1 and all(len(p) <= 2 and p.isalpha() for p in parts):
        return exact("".join(parts)), ()
    return form, parts if len(parts) > 1 else ()


def _other(m: re.Match[str], raw: str) -> Token:
    start, end = m.span()
    if m["number"]:
        return Token(start, end, "n")
    if m["figures"]:
        parts = tuple(re.split("[-/]", raw))
        return Token(start, end, "-".join(parts), parts)
    if m["bracket"]:
        return Token(start, end, exact(raw), (exact(raw.split("(")[0]),))
    return Token(start, end, exact(re.sub(r"[ ./]", "", raw)))
