-- The history: events (who did what when), and each value that one changed, from what to what. Both
-- stand in the transaction of the change itself.
CREATE TABLE events (
    id     INTEGER PRIMARY KEY,
    at     TEXT NOT NULL,
    who    TEXT NOT NULL,                -- empty: before there was a history
    deed   TEXT NOT NULL,
    undoes INTEGER REFERENCES events     -- the event that this one takes back
) STRICT;
CREATE INDEX events_undone ON events (undoes) WHERE undoes IS NOT NULL;

CREATE TABLE changes (
    id      INTEGER PRIMARY KEY,
    event   INTEGER NOT NULL REFERENCES events,
    subject TEXT NOT NULL,               -- what it is said of: «d…», «f…», «opis:7», «fonds:3»
    page    INTEGER,                     -- its page, from 1, where it is said of one
    place   TEXT NOT NULL,               -- the table that was changed, the row in it, the column
    row     ANY NOT NULL,
    field   TEXT NOT NULL,
    before  ANY,
    after   ANY
) STRICT;
CREATE INDEX changes_by_event ON changes (event);
CREATE INDEX changes_by_subject ON changes (subject, event);
CREATE INDEX changes_by_value ON changes (place, row, field, event);

-- What was added before there was a history has at least the day on which it came.
INSERT INTO events (id, at, who, deed) SELECT rowid, added, '', 'added' FROM documents;
INSERT INTO changes (event, subject, place, row, field, after)
    SELECT rowid, id, 'documents', id, 'id', id FROM documents;
