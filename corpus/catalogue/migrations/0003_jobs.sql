-- Jobs: paths that were accepted and not yet taken, or refused; a taken path has no job any more.
-- A lease names the process that is at work on a path or page; that of a dead process counts for
-- nothing (corpus/leases.py).
DROP TABLE refusals;

CREATE TABLE jobs (
    path    TEXT PRIMARY KEY,
    base    TEXT NOT NULL,               -- the description given for all files, JSON
    state   TEXT NOT NULL CHECK (state IN ('accepted', 'refused')),
    lease   TEXT NOT NULL,
    reason  TEXT NOT NULL DEFAULT '',    -- messages
    remedy  TEXT NOT NULL DEFAULT '',
    updated TEXT NOT NULL
) STRICT;

ALTER TABLE pages ADD COLUMN lease TEXT NOT NULL DEFAULT '';
