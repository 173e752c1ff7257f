-- What is counted of every page, by document: without it each count goes through the whole file.
CREATE INDEX pages_counted ON pages
    (document, said_access, said_opens, said_copying, said_exporting, state, again);
