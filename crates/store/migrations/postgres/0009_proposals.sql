-- What readers say: proposals of terms, what was looked up in vain, and the wish for a Tibetan form; the fields of law as a
-- tree; and change sets.
--
-- Days are civil dates in UTC as text, YYYY-MM-DD.

CREATE TABLE subject_field (
    code     TEXT COLLATE "C" PRIMARY KEY,  -- as concepts name it
    parent   TEXT COLLATE "C",  -- the code of another; null at the top
    name_zh  TEXT COLLATE "C" NOT NULL,
    name_bo  TEXT COLLATE "C",  -- only from a named source
    name_en  TEXT COLLATE "C",
    source   TEXT COLLATE "C",  -- of the Tibetan name
    position BIGINT           NOT NULL  -- among its siblings
);

CREATE INDEX subject_field_parent ON subject_field (parent, position);

CREATE TABLE proposal (
    id             TEXT COLLATE "C" PRIMARY KEY,  -- random
    concept        BIGINT,  -- null for a new concept
    based_on       BIGINT,  -- the revision that the proposer had read
    manner         TEXT COLLATE "C" NOT NULL CHECK (manner IN ('new', 'add', 'replace')),
    body           TEXT COLLATE "C" NOT NULL,  -- what is proposed, as a concept
    reason         TEXT COLLATE "C" NOT NULL,
    proposer       TEXT COLLATE "C" NOT NULL,  -- id of the account or token
    proposed_by    TEXT COLLATE "C" NOT NULL,  -- its name then
    proposed_at_ms BIGINT           NOT NULL,
    state          TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'accepted', 'refused', 'withdrawn')),
    decided_by     TEXT COLLATE "C",
    decided_at_ms  BIGINT,
    answer         TEXT COLLATE "C",  -- why, for the proposer to read
    made_concept   BIGINT,  -- what came of it
    made_revision  BIGINT,
    CHECK ((manner = 'new') = (concept IS NULL)),
    CHECK ((state = 'open') = (decided_at_ms IS NULL)),
    CHECK ((state = 'accepted') = (made_concept IS NOT NULL))
);

CREATE INDEX proposal_state ON proposal (state, proposed_at_ms, id);
CREATE INDEX proposal_proposer ON proposal (proposer, proposed_at_ms, id);

-- Who looked is not kept, and what was looked up not before it came often enough: until then there is a digest that only this
-- installation can make.
CREATE TABLE unanswered_lookup (
    key          TEXT COLLATE "C" PRIMARY KEY,  -- keyed digest of the folded text, in hexadecimal
    lang         TEXT COLLATE "C" NOT NULL CHECK (lang IN ('zh', 'bo')),
    text         TEXT COLLATE "C",  -- null until it is shown
    lookups      BIGINT           NOT NULL CHECK (lookups >= 1),
    days         BIGINT           NOT NULL CHECK (days >= 1),
    first_day    TEXT COLLATE "C" NOT NULL,
    last_day     TEXT COLLATE "C" NOT NULL,
    proposal     TEXT COLLATE "C" REFERENCES proposal (id),  -- what was made of it
    is_put_aside BIGINT           NOT NULL CHECK (is_put_aside IN (0, 1))
);

CREATE INDEX unanswered_lookup_last_day ON unanswered_lookup (last_day);

-- How often somebody has asked for the Tibetan of a concept that has none.
CREATE TABLE tibetan_request (
    concept   BIGINT           PRIMARY KEY,
    requests  BIGINT           NOT NULL CHECK (requests >= 1),
    first_day TEXT COLLATE "C" NOT NULL,
    last_day  TEXT COLLATE "C" NOT NULL
);

-- One string replaced in many concepts by one act.
CREATE TABLE change_set (
    id           TEXT COLLATE "C" PRIMARY KEY,  -- random
    sought       TEXT COLLATE "C" NOT NULL,
    replaced_by  TEXT COLLATE "C" NOT NULL,
    reason       TEXT COLLATE "C" NOT NULL,
    made_by      TEXT COLLATE "C" NOT NULL,
    made_at_ms   BIGINT           NOT NULL,
    undone_by    TEXT COLLATE "C",
    undone_at_ms BIGINT,
    CHECK ((undone_by IS NULL) = (undone_at_ms IS NULL))
);

CREATE INDEX change_set_made ON change_set (made_at_ms, id);

CREATE TABLE change_set_item (
    change_set      TEXT COLLATE "C" NOT NULL REFERENCES change_set (id),
    concept         BIGINT           NOT NULL,
    revision_before BIGINT           NOT NULL,
    revision_after  BIGINT           NOT NULL,
    PRIMARY KEY (change_set, concept)
);
