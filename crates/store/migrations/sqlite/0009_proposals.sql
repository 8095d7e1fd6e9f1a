-- What readers say: proposals of terms, what was looked up in vain, and the wish for a Tibetan form; the fields of law as a
-- tree; and change sets.
--
-- Days are civil dates in UTC as text, YYYY-MM-DD.

CREATE TABLE subject_field (
    code     TEXT    PRIMARY KEY,  -- as concepts name it
    parent   TEXT,  -- the code of another; null at the top
    name_zh  TEXT    NOT NULL,
    name_bo  TEXT,  -- only from a named source
    name_en  TEXT,
    source   TEXT,  -- of the Tibetan name
    position INTEGER NOT NULL  -- among its siblings
) STRICT;

CREATE INDEX subject_field_parent ON subject_field (parent, position);

CREATE TABLE proposal (
    id             TEXT    PRIMARY KEY,  -- random
    concept        INTEGER,  -- null for a new concept
    based_on       INTEGER,  -- the revision that the proposer had read
    manner         TEXT    NOT NULL CHECK (manner IN ('new', 'add', 'replace')),
    body           TEXT    NOT NULL,  -- what is proposed, as a concept
    reason         TEXT    NOT NULL,
    proposer       TEXT    NOT NULL,  -- id of the account or token
    proposed_by    TEXT    NOT NULL,  -- its name then
    proposed_at_ms INTEGER NOT NULL,
    state          TEXT    NOT NULL CHECK (state IN ('open', 'accepted', 'refused', 'withdrawn')),
    decided_by     TEXT,
    decided_at_ms  INTEGER,
    answer         TEXT,  -- why, for the proposer to read
    made_concept   INTEGER,  -- what came of it
    made_revision  INTEGER,
    CHECK ((manner = 'new') = (concept IS NULL)),
    CHECK ((state = 'open') = (decided_at_ms IS NULL)),
    CHECK ((state = 'accepted') = (made_concept IS NOT NULL))
) STRICT;

CREATE INDEX proposal_state ON proposal (state, proposed_at_ms, id);
CREATE INDEX proposal_proposer ON proposal (proposer, proposed_at_ms, id);

-- Who looked is not kept, and what was looked up not before it came often enough: until then there is a digest that only this
-- installation can make.
CREATE TABLE unanswered_lookup (
    key          TEXT    PRIMARY KEY,  -- keyed digest of the folded text, in hexadecimal
    lang         TEXT    NOT NULL CHECK (lang IN ('zh', 'bo')),
    text         TEXT,  -- null until it is shown
    lookups      INTEGER NOT NULL CHECK (lookups >= 1),
    days         INTEGER NOT NULL CHECK (days >= 1),
    first_day    TEXT    NOT NULL,
    last_day     TEXT    NOT NULL,
    proposal     TEXT    REFERENCES proposal (id),  -- what was made of it
    is_put_aside INTEGER NOT NULL CHECK (is_put_aside IN (0, 1))
) STRICT;

CREATE INDEX unanswered_lookup_last_day ON unanswered_lookup (last_day);

-- How often somebody has asked for the Tibetan of a concept that has none.
CREATE TABLE tibetan_request (
    concept   INTEGER PRIMARY KEY,
    requests  INTEGER NOT NULL CHECK (requests >= 1),
    first_day TEXT    NOT NULL,
    last_day  TEXT    NOT NULL
) STRICT;

-- One string replaced in many concepts by one act.
CREATE TABLE change_set (
    id           TEXT    PRIMARY KEY,  -- random
    sought       TEXT    NOT NULL,
    replaced_by  TEXT    NOT NULL,
    reason       TEXT    NOT NULL,
    made_by      TEXT    NOT NULL,
    made_at_ms   INTEGER NOT NULL,
    undone_by    TEXT,
    undone_at_ms INTEGER,
    CHECK ((undone_by IS NULL) = (undone_at_ms IS NULL))
) STRICT;

CREATE INDEX change_set_made ON change_set (made_at_ms, id);

CREATE TABLE change_set_item (
    change_set      TEXT    NOT NULL REFERENCES change_set (id),
    concept         INTEGER NOT NULL,
    revision_before INTEGER NOT NULL,
    revision_after  INTEGER NOT NULL,
    PRIMARY KEY (change_set, concept)
) STRICT, WITHOUT ROWID;
