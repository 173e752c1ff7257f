"""The catalogue: the one source of truth, in SQLite. What may be done to it has a module each."""

from corpus.catalogue.database import FROM_A_BACKUP, Database, now

__all__ = ["FROM_A_BACKUP", "Database", "now"]
