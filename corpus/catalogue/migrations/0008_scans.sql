-- What a worker saw of a scan while it read it (corpus/scans.py); pages that were born as text, or
-- that are read by the text of their file, have none.
CREATE TABLE scans (
    original    TEXT NOT NULL REFERENCES originals,
    page        INTEGER NOT NULL CHECK (page >= 1),
    blur        REAL,                     -- inches, NULL where it could not be measured
    turned      INTEGER NOT NULL,         -- degrees by which the text is turned: 0, 90, 180
    cut         TEXT NOT NULL,            -- sides at which text runs off, «left top»
    fingerprint BLOB,                     -- NULL where there is too little to recognise it by
    PRIMARY KEY (original, page)
) STRICT;
