-- Who asked for a path to be added, where that is not whoever runs the process; else empty.
ALTER TABLE jobs ADD COLUMN who TEXT NOT NULL DEFAULT '';
