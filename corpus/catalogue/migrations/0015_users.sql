-- Who may sign in where the pages are served to others, and who has.
CREATE TABLE users (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    folded   TEXT NOT NULL UNIQUE,       -- the name as it is compared
    rank     TEXT NOT NULL CHECK (rank IN ('reader', 'archivist', 'administrator')),
    password TEXT NOT NULL,              -- its Argon2id hash with its salt and costs
    added    TEXT NOT NULL
) STRICT;

CREATE TABLE sessions (
    token TEXT PRIMARY KEY,              -- SHA-256 of what the browser keeps
    user  INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    begun INTEGER NOT NULL,              -- seconds since 1970, UTC
    seen  INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_user ON sessions (user);
