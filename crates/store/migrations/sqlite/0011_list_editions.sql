-- New editions of official lists: which list succeeds which, and what became of each name. Collections say what they are.

ALTER TABLE collection ADD COLUMN title_bo TEXT;
ALTER TABLE collection ADD COLUMN bo_source TEXT;  -- where the Tibetan title stands
ALTER TABLE collection ADD COLUMN kind TEXT;       -- official_list, texts, names or dictionary

CREATE TABLE list_succession (
    collection  TEXT    PRIMARY KEY,  -- the newer list; its names stand in concept_membership
    predecessor TEXT    NOT NULL,
    at_ms       INTEGER NOT NULL      -- when it was loaded as the successor
) STRICT, WITHOUT ROWID;

CREATE TABLE list_change (
    collection  TEXT    NOT NULL REFERENCES list_succession (collection),
    position    INTEGER NOT NULL,     -- from 1, in the order of the newer list, what it has no more at the end
    kind        TEXT    NOT NULL,     -- unchanged, new, renamed or abolished
    old_concept INTEGER,
    old_number  TEXT,
    old_name    TEXT,
    old_article TEXT,
    new_concept INTEGER,
    new_number  TEXT,
    new_name    TEXT,
    new_article TEXT,
    PRIMARY KEY (collection, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX list_change_old ON list_change (old_concept);
CREATE INDEX list_change_new ON list_change (new_concept);
