-- From which store the rows of this one were copied, if they were, and how far that has come.

CREATE TABLE transfer (
    one            BIGINT           PRIMARY KEY CHECK (one = 1),
    source_id      TEXT COLLATE "C" NOT NULL,  -- the id of the store that is copied
    source_seq     BIGINT           NOT NULL,  -- its last change
    digest         BYTEA            NOT NULL,  -- SHA-256 over all that is copied: tells that the source has changed since
    current_table  TEXT COLLATE "C" NOT NULL,  -- the table that is being copied; those before it are complete
    copied         BIGINT           NOT NULL,  -- how many of its rows are here
    finished_at_ms BIGINT  -- null until the copy was found to be equal; before that, the store is not to be used
);
