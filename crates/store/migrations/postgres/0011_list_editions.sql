-- New editions of official lists: which list succeeds which, and what became of each name. Collections say what they are.

ALTER TABLE collection ADD COLUMN title_bo TEXT COLLATE "C";
ALTER TABLE collection ADD COLUMN bo_source TEXT COLLATE "C";  -- where the Tibetan title stands
ALTER TABLE collection ADD COLUMN kind TEXT COLLATE "C";       -- official_list, texts, names or dictionary

CREATE TABLE list_succession (
    collection  TEXT COLLATE "C" PRIMARY KEY,  -- the newer list; its names stand in concept_membership
    predecessor TEXT COLLATE "C" NOT NULL,
    at_ms       BIGINT NOT NULL                -- when it was loaded as the successor
);

CREATE TABLE list_change (
    collection  TEXT COLLATE "C" NOT NULL REFERENCES list_succession (collection),
    position    BIGINT NOT NULL,               -- from 1, in the order of the newer list, what it has no more at the end
    kind        TEXT COLLATE "C" NOT NULL,     -- unchanged, new, renamed or abolished
    old_concept BIGINT,
    old_number  TEXT COLLATE "C",
    old_name    TEXT COLLATE "C",
    old_article TEXT COLLATE "C",
    new_concept BIGINT,
    new_number  TEXT COLLATE "C",
    new_name    TEXT COLLATE "C",
    new_article TEXT COLLATE "C",
    PRIMARY KEY (collection, position)
);
CREATE INDEX list_change_old ON list_change (old_concept);
CREATE INDEX list_change_new ON list_change (new_concept);
