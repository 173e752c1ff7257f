-- The catalogue: descriptions, pages, readings, jobs. Times are UTC, ISO 8601.

CREATE TABLE originals (
    sha256     TEXT PRIMARY KEY,
    media_type TEXT NOT NULL,
    size       INTEGER NOT NULL,
    pages      INTEGER NOT NULL,
    added      TEXT NOT NULL
) STRICT;

-- fonds › opis › file; a level that a reference leaves out has the empty number.
CREATE TABLE fonds (
    id      INTEGER PRIMARY KEY,
    archive TEXT NOT NULL,
    number  TEXT NOT NULL,
    title   TEXT NOT NULL DEFAULT '',
    UNIQUE (archive, number)
) STRICT;

CREATE TABLE opis (
    id     INTEGER PRIMARY KEY,
    fonds  INTEGER NOT NULL REFERENCES fonds,
    number TEXT NOT NULL,
    title  TEXT NOT NULL DEFAULT '',
    UNIQUE (fonds, number)
) STRICT;

CREATE TABLE files (
    id     TEXT PRIMARY KEY,
    opis   INTEGER NOT NULL REFERENCES opis,
    box    TEXT NOT NULL,
    number TEXT NOT NULL,
    unit   TEXT NOT NULL,
    title  TEXT NOT NULL DEFAULT '',
    UNIQUE (opis, box, number)
) STRICT;

CREATE TABLE documents (
    id           TEXT PRIMARY KEY,
    level        TEXT NOT NULL CHECK (level IN ('document', 'file')),
    file         TEXT REFERENCES files,
    leaves       TEXT NOT NULL DEFAULT '',
    source_name  TEXT NOT NULL,
    title        TEXT NOT NULL,
    kind         TEXT NOT NULL DEFAULT '',
    date         TEXT NOT NULL DEFAULT '',
    earliest     TEXT,
    latest       TEXT,
    date_meaning TEXT NOT NULL DEFAULT 'extent',
    author       TEXT NOT NULL DEFAULT '',
    addressee    TEXT NOT NULL DEFAULT '',
    languages    TEXT NOT NULL DEFAULT '',
    copy         TEXT NOT NULL DEFAULT '',
    access       TEXT NOT NULL DEFAULT 'open',
    opens        TEXT,
    basis        TEXT NOT NULL DEFAULT '',
    note         TEXT NOT NULL DEFAULT '',
    added        TEXT NOT NULL
) STRICT;

CREATE TABLE pages (
    id            INTEGER PRIMARY KEY,
    document      TEXT NOT NULL REFERENCES documents,
    number        INTEGER NOT NULL CHECK (number >= 1),
    original      TEXT NOT NULL REFERENCES originals,
    original_page INTEGER NOT NULL CHECK (original_page >= 1),
    leaves        TEXT NOT NULL DEFAULT '',      -- «14 об.;15», empty where none is known
    width         INTEGER NOT NULL DEFAULT 0,    -- of the displayed image in pixels, 0 where none
    height        INTEGER NOT NULL DEFAULT 0,
    state         TEXT NOT NULL DEFAULT 'waiting'
                  CHECK (state IN ('waiting', 'read', 'unread', 'failed')),
    reason        TEXT NOT NULL DEFAULT '',      -- messages, where the page is unread or failed
    remedy        TEXT NOT NULL DEFAULT '',
    changed       INTEGER NOT NULL,              -- serial of the last change, see `serial`
    UNIQUE (document, number)
) STRICT;
CREATE INDEX pages_by_change ON pages (changed);
CREATE INDEX pages_by_original ON pages (original);
CREATE INDEX pages_by_state ON pages (state) WHERE state <> 'read';

-- Layers of a page's text, never overwritten; the newest one is shown.
CREATE TABLE readings (
    id         INTEGER PRIMARY KEY,
    page       INTEGER NOT NULL REFERENCES pages,
    source     TEXT NOT NULL,
    engine     TEXT NOT NULL,
    language   TEXT NOT NULL,           -- codes, most letters first
    confidence REAL,
    created    TEXT NOT NULL,
    body       BLOB NOT NULL
) STRICT;
CREATE INDEX readings_by_page ON readings (page, id);

-- One row for each path that somebody asked to add and that could not be taken.
CREATE TABLE refusals (
    path    TEXT PRIMARY KEY,
    reason  TEXT NOT NULL,
    remedy  TEXT NOT NULL,
    created TEXT NOT NULL
) STRICT;

-- Counts changes of pages and descriptions, so that an index knows what it has not seen.
CREATE TABLE serial (value INTEGER NOT NULL) STRICT;
INSERT INTO serial VALUES (0);
