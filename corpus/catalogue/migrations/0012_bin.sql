-- Documents that are no more, and why: in the bin, from which they can be taken again; or divided or
-- merged into others, which have their pages. Nobody but the history tells of them.
ALTER TABLE documents ADD COLUMN gone TEXT NOT NULL DEFAULT ''
    CHECK (gone IN ('', 'bin', 'divided', 'merged'));
CREATE INDEX documents_gone ON documents (gone) WHERE gone <> '';
