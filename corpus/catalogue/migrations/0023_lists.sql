-- The list of a reader who has signed in: passages with tags and notes, as the pages write them.
CREATE TABLE lists (
    user     INTEGER PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    revision INTEGER NOT NULL,           -- how often it was changed
    passages TEXT NOT NULL               -- a JSON array of «PLACE|tags|note»
) STRICT;
