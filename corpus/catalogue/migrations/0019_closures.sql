-- What an administrator has chosen for the collection on its pages (corpus/choices.py).
CREATE TABLE choices (
    id    TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- A rule may be a term: so many years from the latest possible day of each file below what it is said of.
ALTER TABLE fonds ADD COLUMN said_years INTEGER;
ALTER TABLE opis ADD COLUMN said_years INTEGER;
ALTER TABLE files ADD COLUMN said_years INTEGER;
ALTER TABLE documents ADD COLUMN said_years INTEGER;
ALTER TABLE pages ADD COLUMN said_years INTEGER;
