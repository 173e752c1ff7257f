-- A misreading that is corrected everywhere is one act and many events, one a page: each can be
-- taken back by itself, or all at once. «act» is the id of the first of them.
ALTER TABLE events ADD COLUMN act INTEGER;
CREATE INDEX events_by_act ON events (act) WHERE act IS NOT NULL;
