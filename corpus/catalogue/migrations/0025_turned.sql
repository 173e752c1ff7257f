-- By how many degrees, clockwise, a person has turned a page from how its scan lies. The scan stays as it
-- is; the image that is shown and the places of the words are turned.
ALTER TABLE pages ADD COLUMN turned INTEGER NOT NULL DEFAULT 0 CHECK (turned IN (0, 90, 180, 270));
