-- Filters of concepts that somebody keeps under a name.

CREATE TABLE saved_filter (
    id          TEXT COLLATE "C" PRIMARY KEY,  -- random
    owner       TEXT COLLATE "C" NOT NULL,  -- id of the account or token
    saved_by    TEXT COLLATE "C" NOT NULL,  -- its name then
    name        TEXT COLLATE "C" NOT NULL,
    filter      TEXT COLLATE "C" NOT NULL,  -- as people write it
    is_shared   BIGINT           NOT NULL CHECK (is_shared IN (0, 1)),  -- with all who edit
    saved_at_ms BIGINT           NOT NULL,
    UNIQUE (owner, name)
);

CREATE INDEX saved_filter_shared ON saved_filter (is_shared, name);
