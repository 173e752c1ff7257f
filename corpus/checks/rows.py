"""The catalogue as SQLite sees it: pages of the file, and rows that name others."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.catalogue import FROM_A_BACKUP, Database
from corpus.checks.finding import Finding, Part
from corpus.errors import BadUse
from corpus.messages import N_, Message

#: faults told one by one; a file that has more is not the better known for it
MOST = 5


def check_rows(database: Database) -> Iterator[Finding]:
    """What is wrong with the catalogue's file. Nothing of it can be mended without a copy."""
    remedy = Message(FROM_A_BACKUP)
    try:
        for fault in database.faults()[:MOST]:
            what = Message(N_("The catalogue is damaged: {fault}"), {"fault": fault})
            yield Finding(Part.CATALOGUE, what, remedy)
        lost = database.rows(
            """SELECT "table", parent, count(*) AS count FROM pragma_foreign_key_check
               GROUP BY "table", parent"""
        )
    except BadUse as error:
        yield Finding(Part.CATALOGUE, error.what, error.remedy)
        return
    for row in lost:
        what = Message(
            N_("In the catalogue {count} rows of «{table}» name rows of «{parent}» that are gone."),
            {"count": row["count"], "table": row["table"], "parent": row["parent"]},
        )
        yield Finding(Part.CATALOGUE, what, remedy)
