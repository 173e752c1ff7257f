-- What is said of a fonds and of an opis as a whole, beside what is said of who may see it. `name` is what
-- references print behind the number of a fonds, «Ф. 223 (С. Д. Полторацкий)»; it is no title yet.
ALTER TABLE fonds RENAME COLUMN title TO name;
ALTER TABLE fonds ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE fonds ADD COLUMN date TEXT NOT NULL DEFAULT '';          -- EDTF
ALTER TABLE fonds ADD COLUMN earliest TEXT;
ALTER TABLE fonds ADD COLUMN latest TEXT;
ALTER TABLE fonds ADD COLUMN date_meaning TEXT NOT NULL DEFAULT 'extent';
ALTER TABLE fonds ADD COLUMN date_words TEXT NOT NULL DEFAULT '';    -- as written
ALTER TABLE fonds ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE opis ADD COLUMN date TEXT NOT NULL DEFAULT '';
ALTER TABLE opis ADD COLUMN earliest TEXT;
ALTER TABLE opis ADD COLUMN latest TEXT;
ALTER TABLE opis ADD COLUMN date_meaning TEXT NOT NULL DEFAULT 'extent';
ALTER TABLE opis ADD COLUMN date_words TEXT NOT NULL DEFAULT '';
ALTER TABLE opis ADD COLUMN note TEXT NOT NULL DEFAULT '';
