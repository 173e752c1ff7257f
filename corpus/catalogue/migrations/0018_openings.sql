-- The use sheets: which reader opened, copied or exported which document, once a day each. `page` and
-- `leaves` are where he began, NULL and empty for the whole. A document that is gone keeps its rows.
CREATE TABLE openings (
    day      TEXT NOT NULL,              -- UTC
    who      TEXT NOT NULL,
    document TEXT NOT NULL,
    use      TEXT NOT NULL CHECK (use IN ('view', 'copy', 'export')),
    at       TEXT NOT NULL,
    page     INTEGER,
    leaves   TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (day, who, document, use)
) STRICT, WITHOUT ROWID;
CREATE INDEX openings_by_document ON openings (document, day);
