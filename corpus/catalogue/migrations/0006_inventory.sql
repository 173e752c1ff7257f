-- What archives' own inventories say of their files, so that files exist without scans. The table of
-- an inventory is kept among the originals, where it counts no pages.
CREATE TABLE inventories (
    original TEXT PRIMARY KEY REFERENCES originals,
    name     TEXT NOT NULL,
    added    TEXT NOT NULL
) STRICT;

ALTER TABLE files ADD COLUMN inventory TEXT REFERENCES inventories;  -- NULL: known by a reference only
ALTER TABLE files ADD COLUMN row INTEGER;                            -- in the inventory, from 1
ALTER TABLE files ADD COLUMN office_index TEXT NOT NULL DEFAULT '';  -- that of the office it comes from
ALTER TABLE files ADD COLUMN date TEXT NOT NULL DEFAULT '';          -- EDTF
ALTER TABLE files ADD COLUMN earliest TEXT;
ALTER TABLE files ADD COLUMN latest TEXT;
ALTER TABLE files ADD COLUMN date_meaning TEXT NOT NULL DEFAULT 'extent';
ALTER TABLE files ADD COLUMN date_words TEXT NOT NULL DEFAULT '';    -- as written
ALTER TABLE files ADD COLUMN leaf_count INTEGER;
ALTER TABLE files ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE files ADD COLUMN access TEXT NOT NULL DEFAULT 'open';
ALTER TABLE files ADD COLUMN opens TEXT;
ALTER TABLE files ADD COLUMN basis TEXT NOT NULL DEFAULT '';
CREATE INDEX files_by_inventory ON files (inventory) WHERE inventory IS NOT NULL;
CREATE INDEX documents_by_file ON documents (file);

ALTER TABLE documents ADD COLUMN date_words TEXT NOT NULL DEFAULT '';
