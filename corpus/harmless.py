"""Text from scans and file names made fit for files that other programs open.

A scan, a file name or a description may hold anything: characters that XML has not, that steer a
terminal or turn the order of a line round, and cells that a spreadsheet would take for formulas.
"""

from __future__ import annotations

import re

#: stands for a character that was taken out
REPLACED = "\ufffd"

#: Form feed, vertical tab and the other signs that end a line.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
#: C0 and C1 controls except tab and line feed, what reverses a line (embeddings, overrides,
#: isolates), halves of characters, and what XML 1.0 has not (production 2, Char).
_HARMFUL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
#: What begins a formula where a cell may begin: at the start of a text, after a line feed, and
#: after a sign that some spreadsheets take for the border of a cell. The full-width signs count.
_FORMULA = re.compile("(^|[;\t\n])([ \u00a0]*)(?=[=+@\\-\uff1d\uff0b\uff20\uff0d])")


def harmless(text: str) -> str:
    """``text`` without what harms: ends of lines become line feeds, the rest :data:`REPLACED`."""
    return _HARMFUL.sub(REPLACED, _LINE_ENDS.sub("\n", text))


def cell(text: str) -> str:
    """A harmless text that no spreadsheet takes for a formula, however it divides the line.

    An apostrophe stands before what would begin one (OWASP, «CSV Injection»).
    """
    return _FORMULA.sub(r"\1\2'", harmless(text))


def one_line(text: str) -> str:
    """A harmless text on one line, each run of spaces a single one."""
    return " ".join(harmless(text).split())
