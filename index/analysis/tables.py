"""How the tables beside these modules are read: tab-separated, a header line, ``#`` for comments.

They are data that people may want to change, one fact a line; each says in its first lines what
its columns mean. What a script has learned is packed with gzip, which is read three times as fast
as what is smaller; a text beside it says what its lines are.
"""

from __future__ import annotations

import zlib
from importlib.resources import files

#: what zlib calls the format of files named .gz, of the largest window
_GZIP = 31


def rows(name: str) -> list[dict[str, str]]:
    """Return the lines of the table ``name`` as column name to text, in file order."""
    text = files(__package__).joinpath(name).read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:]]


def packed_text(name: str) -> str:
    """Return the text that was packed as the file ``name``."""
    content = files(__package__).joinpath(name).read_bytes()
    return zlib.decompress(content, wbits=_GZIP).decode("utf-8")
