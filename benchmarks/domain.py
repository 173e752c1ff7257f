"""Which forms of camps, agencies, categories of prisoners and places their dictionary form finds.

``scripts/bench languages`` prints the table; tests/quality/test_domain_forms.py holds its floors.
Input: tests/quality/domain_forms.tsv, which was written by hand. A form is found if it shares a
lemma with the query, both read in the language of the table.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.analysis.folding import exact
from index.analysis.positions import lemmas

TABLE = Path(__file__).parents[1] / "tests" / "quality" / "domain_forms.tsv"


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the table and its query; whether the query is ``listed`` in the index's tables."""

    language: str
    query: str
    listed: bool
    form: str

    @property
    def found(self) -> bool:
        """Whether the query finds the form."""
        query, form = (
            {lemma.text for lemma in lemmas(exact(word), self.language)}
            for word in (self.query, self.form)
        )
        return bool(query & form)


def forms() -> Iterator[Form]:
    """All forms, in the order of the table."""
    with TABLE.open(encoding="utf-8") as table:
        rows = csv.DictReader((line for line in table if line[0] != "#"), delimiter="\t")
        for row in rows:
            for form in row["forms"].split():
                yield Form(row["language"], row["query"], row["listed"] == "yes", form)


def main() -> None:
    """Print the table."""
    print("| domain terms | forms | found % |\n|---|---|---|")
    for language in ("ru", "kk", "ky"):
        for listed in (True, False):
            mine = [f for f in forms() if (f.language, f.listed) == (language, listed)]
            found = 100 * sum(f.found for f in mine) / len(mine)
            print(f"| {language}, {'' if listed else 'not '}listed | {len(mine)} | {found:.1f} |")


if __name__ == "__main__":
    main()
