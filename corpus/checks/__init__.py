"""Checking that a collection is whole, part by part; each part has a module.

A check yields what it finds, and mends it where it is asked to ``repair`` and can do so without
losing anything.
"""

from corpus.checks.finding import Finding
from corpus.checks.originals import check_originals
from corpus.checks.readings import check_readings
from corpus.checks.rows import check_rows
from corpus.checks.thesaurus import check_thesaurus
from corpus.checks.unfinished import check_unfinished

__all__ = [
    "Finding",
    "check_originals",
    "check_readings",
    "check_rows",
    "check_thesaurus",
    "check_unfinished",
]
