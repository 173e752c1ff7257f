-- OCR that came with a page of an original. The file that holds it is kept among the originals, where
-- it counts no pages of its own.
CREATE TABLE imported (
    original  TEXT NOT NULL REFERENCES originals,
    page      INTEGER NOT NULL CHECK (page >= 1),
    file      TEXT NOT NULL REFERENCES originals,
    file_page INTEGER NOT NULL CHECK (file_page >= 1),
    PRIMARY KEY (original, page)
) STRICT;
