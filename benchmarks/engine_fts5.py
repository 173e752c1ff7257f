"""SQLite's full-text index for scripts/bench engine."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from benchmarks.engine_corpus import Pages
from benchmarks.engine_peers import (
    FACETS,
    FIELDS,
    LIMIT,
    Peer,
    Words,
    copied,
    fields,
    timed,
)
from benchmarks.engine_queries import Query
from index.answer import Kind
from index.query.expand import WEIGHTS


class Fts5:
    """The full-text index of SQLite; the texts of the pages stand in the same file.

    A word's terms add up: FTS5 has no dis_max.
    """

    name = "SQLite FTS5"
    took: float | None = None

    def __init__(self, folder: Path, pages: Pages) -> None:
        self.path, self.pages = folder / f"fts5-{pages.count}", pages

    def build(self) -> tuple[float, float]:
        """Index all pages."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.path.mkdir(parents=True)
        self.open()
        self.database.executescript("""
            PRAGMA journal_mode = wal; PRAGMA synchronous = normal;
            CREATE TABLE page (id INTEGER PRIMARY KEY, document, number, archive, kind, decade,
                               language, text);
            CREATE VIEW content AS SELECT id AS rowid, text AS exact, '' AS lemma, '' AS folded,
                                          '' AS alternative FROM page;
            CREATE VIRTUAL TABLE words USING fts5 (exact, lemma, folded, alternative,
                content = 'content', prefix = '3 4',
                tokenize = "unicode61 remove_diacritics 0 tokenchars ':'");
            CREATE VIRTUAL TABLE forms USING fts5vocab (words, 'col');
        """)

        def work() -> None:
            for page in range(self.pages.count):
                self._insert(page)
            self.database.execute("CREATE INDEX facets ON page (id, archive, kind, decade, "
                                  "language)")  # fmt: skip
            self.database.execute("INSERT INTO words (words) VALUES ('optimize')")
            self.database.commit()
            self.database.execute("PRAGMA wal_checkpoint (truncate)")

        took = timed(work)
        self.close()
        return took

    def _insert(self, page: int, before: str = "", at: int | None = None) -> None:
        number = page if at is None else at
        self.database.execute(
            "INSERT INTO page VALUES (?,?,?,?,?,?,?,?)",
            (number, self.pages.document_name(page), int(self.pages.number[page]),
             *self.pages.facets(page).values(), self.pages.text(page)),
        )  # fmt: skip
        fields = self.pages.fields(page)
        self.database.execute(
            "INSERT INTO words (rowid, exact, lemma, folded, alternative) VALUES (?,?,?,?,?)",
            (number, f"{before} {fields['x']}", fields["l"], fields["f"], fields["a"]),
        )

    def open(self) -> None:
        """Open the file."""
        self.database = sqlite3.connect(self.path / "pages.sqlite")
        self.database.executescript("PRAGMA cache_size = -262144; PRAGMA mmap_size = 4000000000;"
                                    "CREATE TEMP TABLE hit (id INTEGER PRIMARY KEY)")  # fmt: skip

    def _match(self, query: Query, words: Words) -> str | None:
        """The query in FTS5's language; None where it has no such query."""
        match query.kind:
            case "any":
                return " OR ".join(
                    f'{field} : "{term}"' for word in words for field, term, _ in fields(word)
                )
            case "phrase":
                return f'exact : "{" ".join(query.words)}"'
            case "wildcard":
                pattern = query.words[0]
                if pattern.index("*") == len(pattern) - 1:
                    return f'exact : "{pattern[:-1]}"*'
                rows = self.database.execute(
                    "SELECT term FROM forms WHERE col = 'exact' AND term GLOB ?", (pattern,)
                )
                forms = [f'exact : "{term}"' for (term,) in rows]
                return " OR ".join(forms) if len(forms) <= 1000 else None
        return None

    def ask(self, query: Query, words: Words, *, passages: bool = False) -> int | None:
        """Search, count the facets, cut passages."""
        if query.kind == "all":
            self.database.execute("SELECT document, number FROM page LIMIT ?", (LIMIT,)).fetchall()
            for facet in FACETS:
                self.database.execute(
                    f"SELECT {facet}, count(*) FROM page GROUP BY 1"  # noqa: S608
                ).fetchall()
            (count,) = self.database.execute("SELECT count(*) FROM page").fetchone()
            return int(count)
        match = self._match(query, words)
        if match is None:
            return None
        weights = ", ".join(str(WEIGHTS[Kind(field)]) for field in FIELDS.values())
        passage = ", snippet(words, 0, '<b>', '</b>', '…', 24)" if passages else ""
        self.database.execute(
            f"SELECT rowid{passage} FROM words WHERE words MATCH ? "  # noqa: S608
            f"ORDER BY bm25(words, {weights}) LIMIT {LIMIT}",
            (match,),
        ).fetchall()
        self.database.execute("DELETE FROM hit")
        self.database.execute(
            "INSERT INTO hit SELECT rowid FROM words WHERE words MATCH ?", (match,)
        )
        for facet in FACETS:
            self.database.execute(
                f"SELECT {facet}, count(*) FROM hit JOIN page INDEXED BY facets USING (id) "  # noqa: S608
                "GROUP BY 1"
            ).fetchall()
        (count,) = self.database.execute("SELECT count(*) FROM hit").fetchone()
        return int(count)

    def matching(self, query: Query, words: Words) -> set[int]:
        """All pages that match."""
        rows = self.database.execute(
            "SELECT rowid FROM words WHERE words MATCH ?", (self._match(query, words),)
        )
        return {page for (page,) in rows}

    def add(self, page: int, word: str) -> int:
        """Add a page, commit, look for it."""
        (last,) = self.database.execute("SELECT max(id) FROM page").fetchone()
        self._insert(page, word, last + 1)
        self.database.commit()
        rows = self.database.execute("SELECT rowid FROM words WHERE words MATCH ?", (word,))
        return len(rows.fetchall())

    def beside(self, folder: Path) -> Peer:
        """The same index, to be changed: a copy."""
        other = Fts5(folder, self.pages)
        copied(self.path, other.path, shutil.copy2)
        other.open()
        return other

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()
