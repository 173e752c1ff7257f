"""Words of a text with their places.

A token is what a reader would call one word: a compound with its hyphens, an abbreviation with its
full stops, a number with its slashes, a heading set with spaces between the letters, and a word
that a line end divides. Offsets are half-open ranges of code points into the text.

=========================  ==================  ============
on the page                compared as         parts
=========================  ==================  ============
заклю-⏎ченными             заключенными        (and with the hyphen)
исправительно-трудовой     (the whole)         исправительно, трудовой
з/к, з-к                   зк
58-10, 58/10               58-10
О.Г.П.У.                   огпу
П Р И К А З                приказ
ВКП(б)                     вкп(б)              вкп
№                          n
=========================  ==================  ============
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.reading import HYPHENS, line_end_joins
from index.analysis.folding import exact

#: stands for a line-end hyphen while words are looked for; a noncharacter, so in no text
_JOIN = "\ufdd0"
_JOINS = re.compile(_JOIN + "+")
_LETTER = rf"[^\W\d_{_JOIN}]"
#: a letter or figure and what may go on with it: accents, soft hyphens, joined line ends
_RUN = rf"[^\W_](?:[^\W_]|[\u0300-\u036f\u00ad{_JOIN}])*"
_TOKEN = re.compile(
    rf"(?P<spaced>(?<!\S){_LETTER}(?:[ ]{_LETTER}){{3,}}(?![^\s.,:;!?]))"
    rf"|(?P<stops>(?<!\w)(?:{_LETTER}\.){{2,}}{_LETTER}(?!\w)\.?)"
    rf"|(?P<figures>(?<!\w)\d+(?:[-/]\d+)+(?!\w))"
    rf"|(?P<slash>(?<!\w){_LETTER}{{1,3}}/{_LETTER}{{1,3}}(?!\w))"
    rf"|(?P<bracket>{_RUN}\({_LETTER}{{1,2}}\))"
    rf"|(?P<word>{_RUN}(?:[{HYPHENS}]{_RUN})*)"
    r"|(?P<number>№)"
)


@dataclass(frozen=True, slots=True)
class Token:
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
    """Yield the words of ``text`` in order."""
    joined = text
    for start, end in line_end_joins(text):
        joined = joined[:start] + _JOIN * (end - start) + joined[end:]
    for m in _TOKEN.finditer(joined):
        raw = text[m.start() : m.end()]
        if m["word"] and m.end() - m.start() > 1:
            word = _word(m.start(), m.end(), m.group().replace(_JOIN, ""))
            if _JOIN in m.group():
                word = replace(word, hyphened=exact(_JOINS.sub("-", m.group())))
            yield word
        else:
            yield _other(m, raw)


def _word(start: int, end: int, raw: str) -> Token:
    form = exact(raw)
    parts = tuple(p for p in form.split("-") if p)
    if len(parts) > 1 and all(len(p) <= 2 and p.isalpha() for p in parts):
        return Token(start, end, "".join(parts))
    return Token(start, end, form, parts if len(parts) > 1 else ())


def _other(m: re.Match[str], raw: str) -> Token:
    start, end = m.span()
    if m["number"]:
        return Token(start, end, "n")
    if m["figures"]:
        return Token(start, end, raw.replace("/", "-"))
    if m["bracket"]:
        return Token(start, end, exact(raw), (exact(raw.split("(")[0]),))
    return Token(start, end, exact(re.sub(r"[ ./]", "", raw)))
