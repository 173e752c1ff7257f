-- Paths that somebody has cancelled while a folder above them was still to be taken in: whoever takes it in
-- leaves them out. A path goes from here when nothing would bring it back.
CREATE TABLE cancelled (
    path TEXT PRIMARY KEY
) STRICT;
