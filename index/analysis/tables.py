"""How the tables beside these modules are read: tab-separated, a header line, ``#`` for comments.

They are data that people may want to change, one fact a line; each says in its first lines what
its columns mean.
"""

from __future__ import annotations

from importlib.resources import files


def rows(name: str) -> list[dict[str, str]]:
    """Return the lines of the table ``name`` as column name to text, in file order."""
    text = files(__package__).joinpath(name).read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:]]
