-- What was said of who may copy and export, of which thing itself, and in which event; NULL: nothing.
-- `copying`, `exporting` beside them are what follows for documents and files (corpus/permits.py);
-- NULL: who sees it may. A page has those of its document, and its own on top.
ALTER TABLE fonds ADD COLUMN said_copying TEXT;
ALTER TABLE fonds ADD COLUMN said_copying_event INTEGER NOT NULL DEFAULT 0;
ALTER TABLE fonds ADD COLUMN said_exporting TEXT;
ALTER TABLE fonds ADD COLUMN said_exporting_event INTEGER NOT NULL DEFAULT 0;
ALTER TABLE opis ADD COLUMN said_copying TEXT;
ALTER TABLE opis ADD COLUMN said_copying_event INTEGER NOT NULL DEFAULT 0;
ALTER TABLE opis ADD COLUMN said_exporting TEXT;
ALTER TABLE opis ADD COLUMN said_exporting_event INTEGER NOT NULL DEFAULT 0;
ALTER TABLE files ADD COLUMN said_copying TEXT;
ALTER TABLE files ADD COLUMN said_copying_event INTEGER NOT NULL DEFAULT 0;
ALTER TABLE files ADD COLUMN said_exporting TEXT;
ALTER TABLE files ADD COLUMN said_exporting_event INTEGER NOT NULL DEFAULT 0;
ALTER TABLE files ADD COLUMN copying TEXT;
ALTER TABLE files ADD COLUMN exporting TEXT;
ALTER TABLE documents ADD COLUMN said_copying TEXT;
ALTER TABLE documents ADD COLUMN said_copying_event INTEGER NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN said_exporting TEXT;
ALTER TABLE documents ADD COLUMN said_exporting_event INTEGER NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN copying TEXT;
ALTER TABLE documents ADD COLUMN exporting TEXT;
ALTER TABLE pages ADD COLUMN said_copying TEXT;
ALTER TABLE pages ADD COLUMN said_copying_event INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pages ADD COLUMN said_exporting TEXT;
ALTER TABLE pages ADD COLUMN said_exporting_event INTEGER NOT NULL DEFAULT 0;
