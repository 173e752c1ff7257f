-- What a citation of something printed, or of a whole file, says of it.
ALTER TABLE documents ADD COLUMN place TEXT NOT NULL DEFAULT '';   -- of printing
ALTER TABLE documents ADD COLUMN extent TEXT NOT NULL DEFAULT '';  -- «28 с.», «214 л.»
ALTER TABLE documents ADD COLUMN degree TEXT NOT NULL DEFAULT '';  -- «канд. ист. наук, 07.00.02»
