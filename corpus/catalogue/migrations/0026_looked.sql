-- Faults of scans that a person has looked at and let stand. A rescan is another scan: its faults are new.
CREATE TABLE looked (
    id       INTEGER PRIMARY KEY,
    document TEXT NOT NULL REFERENCES documents,
    scan     TEXT NOT NULL,              -- original and page in it, empty where it is of all scans
    fault    TEXT NOT NULL,
    reason   TEXT NOT NULL,              -- what was told of it
    who      TEXT NOT NULL,
    at       TEXT NOT NULL,
    UNIQUE (document, scan, fault, reason)
) STRICT;

-- Documents whose pages are read before others; the greatest number first.
ALTER TABLE documents ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0;
CREATE INDEX documents_urgent ON documents (urgent) WHERE urgent > 0;
