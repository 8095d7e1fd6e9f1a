-- Filters of concepts that somebody keeps under a name.

CREATE TABLE saved_filter (
    id          TEXT    PRIMARY KEY,  -- random
    owner       TEXT    NOT NULL,  -- id of the account or token
    saved_by    TEXT    NOT NULL,  -- its name then
    name        TEXT    NOT NULL,
    filter      TEXT    NOT NULL,  -- as people write it
    is_shared   INTEGER NOT NULL CHECK (is_shared IN (0, 1)),  -- with all who edit
    saved_at_ms INTEGER NOT NULL,
    UNIQUE (owner, name)
) STRICT;

CREATE INDEX saved_filter_shared ON saved_filter (is_shared, name);
