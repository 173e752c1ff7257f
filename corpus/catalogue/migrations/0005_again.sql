-- A page may be asked to be read again: «ocr» by OCR whatever text its file has, «own» as when it
-- was added. The reading that it has stands until the new one is recorded.
ALTER TABLE pages ADD COLUMN again TEXT NOT NULL DEFAULT '' CHECK (again IN ('', 'ocr', 'own'));
ALTER TABLE pages ADD COLUMN queued INTEGER AS (state = 'waiting' OR again <> '') VIRTUAL;
CREATE INDEX pages_queued ON pages (id) WHERE state = 'waiting' OR again <> '';

-- Scans whose place a rescan has taken. Their originals stay, and are known when they are added.
CREATE TABLE replaced (
    page          INTEGER NOT NULL REFERENCES pages,
    original      TEXT NOT NULL REFERENCES originals,
    original_page INTEGER NOT NULL CHECK (original_page >= 1),
    replaced      TEXT NOT NULL,
    PRIMARY KEY (page, original, original_page)
) STRICT;
CREATE INDEX replaced_by_original ON replaced (original);
