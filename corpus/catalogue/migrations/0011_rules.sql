-- What was said of who may see something, of which thing itself, and in which event; NULL: nothing.
-- `access`, `opens`, `basis` beside them are what follows from it and from what holds above
-- (corpus/rules.py); a page has those of its document, and its own rule on top.
ALTER TABLE fonds ADD COLUMN said_access TEXT;
ALTER TABLE fonds ADD COLUMN said_opens TEXT;
ALTER TABLE fonds ADD COLUMN said_basis TEXT NOT NULL DEFAULT '';
ALTER TABLE fonds ADD COLUMN said_event INTEGER NOT NULL DEFAULT 0;
ALTER TABLE opis ADD COLUMN said_access TEXT;
ALTER TABLE opis ADD COLUMN said_opens TEXT;
ALTER TABLE opis ADD COLUMN said_basis TEXT NOT NULL DEFAULT '';
ALTER TABLE opis ADD COLUMN said_event INTEGER NOT NULL DEFAULT 0;
ALTER TABLE files ADD COLUMN said_access TEXT;
ALTER TABLE files ADD COLUMN said_opens TEXT;
ALTER TABLE files ADD COLUMN said_basis TEXT NOT NULL DEFAULT '';
ALTER TABLE files ADD COLUMN said_event INTEGER NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN said_access TEXT;
ALTER TABLE documents ADD COLUMN said_opens TEXT;
ALTER TABLE documents ADD COLUMN said_basis TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN said_event INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pages ADD COLUMN said_access TEXT;
ALTER TABLE pages ADD COLUMN said_opens TEXT;
ALTER TABLE pages ADD COLUMN said_basis TEXT NOT NULL DEFAULT '';
ALTER TABLE pages ADD COLUMN said_event INTEGER NOT NULL DEFAULT 0;

UPDATE files SET said_access = access, said_opens = opens, said_basis = basis
    WHERE access <> 'open' OR opens IS NOT NULL;
-- A document that has what its file has was given it by that.
UPDATE documents SET said_access = access, said_opens = opens, said_basis = basis, said_event = rowid
    WHERE (access <> 'open' OR opens IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM files x WHERE x.id = documents.file
                      AND x.access = documents.access AND x.opens IS documents.opens);
