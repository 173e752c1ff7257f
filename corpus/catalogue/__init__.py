"""The catalogue: the one source of truth, in SQLite. What may be done to it has a module each."""

from corpus.catalogue.database import Database, now

__all__ = ["Database", "now"]
