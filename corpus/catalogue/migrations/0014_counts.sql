-- What is not open to everybody is little of most collections: what a role may read is counted as all
-- pages less these.
CREATE INDEX documents_not_open ON documents (id, access, opens, gone)
    WHERE access <> 'open' OR gone <> '';
CREATE INDEX pages_not_open ON pages (document) WHERE said_access <> 'open';
