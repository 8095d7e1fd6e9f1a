-- What the glossary keeps: concepts and their revisions, the log that numbers every committed change, tables
-- derived from the bodies for finding, collections, jobs, and the rows of imports that wait to be applied.
--
-- Columns that end in _ms are milliseconds since 1970-01-01T00:00:00Z. `concept` columns hold the number of a
-- concept id: 123 for c-000123.

-- One row. Every numbered write locks it first and advances it last, so that `seq` has no gap and follows the
-- order of commits.
CREATE TABLE change_counter (
    one          INTEGER PRIMARY KEY CHECK (one = 1),
    last_seq     INTEGER NOT NULL,
    last_concept INTEGER NOT NULL  -- the highest number ever given; that of a deleted concept is not given again
) STRICT;

INSERT INTO change_counter (one, last_seq, last_concept) VALUES (1, 0, 0);

CREATE TABLE change (
    seq      INTEGER PRIMARY KEY,
    kind     TEXT    NOT NULL,  -- what kind of aggregate changed: concept
    id       TEXT    NOT NULL,  -- its id as the API writes it, because other kinds have no number
    revision INTEGER NOT NULL,
    op       TEXT    NOT NULL CHECK (op IN ('upsert', 'delete', 'merge')),
    target   TEXT,              -- the id that took this one's place
    at_ms    INTEGER NOT NULL,
    CHECK ((op = 'merge') = (target IS NOT NULL))
) STRICT;

-- The present state; a deleted concept has no row here and keeps its revisions.
CREATE TABLE concept (
    id            INTEGER PRIMARY KEY,
    revision      INTEGER NOT NULL CHECK (revision >= 1),
    workflow      TEXT    NOT NULL,
    body          TEXT    NOT NULL,  -- JSON of the concept without id and revision
    updated_at_ms INTEGER NOT NULL,
    seq           INTEGER NOT NULL   -- the change that made this revision
) STRICT;

CREATE TABLE concept_revision (
    concept  INTEGER NOT NULL,
    revision INTEGER NOT NULL,  -- from 1 without gap
    workflow TEXT,              -- null in the last revision of what was deleted or merged away
    body     TEXT,              -- null in the last revision of what was deleted or merged away
    digest   BLOB    NOT NULL,  -- SHA-256 over concept, revision and body: finds a letter that changed on the disk
    author   TEXT    NOT NULL,
    at_ms    INTEGER NOT NULL,
    seq      INTEGER NOT NULL,
    PRIMARY KEY (concept, revision),
    CHECK ((body IS NULL) = (workflow IS NULL))
) STRICT;

-- The terms of the present bodies, in the order of the body.
CREATE TABLE concept_term (
    concept  INTEGER NOT NULL REFERENCES concept (id),
    position INTEGER NOT NULL,  -- place in the body, from 0
    lang     TEXT    NOT NULL,
    rank     INTEGER NOT NULL,  -- place among the terms of its language, best first, from 0
    key      TEXT    NOT NULL,  -- what all spellings of the term share
    text     TEXT    NOT NULL,
    status   TEXT    NOT NULL,
    register TEXT    NOT NULL,
    region   TEXT,              -- null is the written norm for all regions
    PRIMARY KEY (concept, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX concept_term_key ON concept_term (lang, key);

CREATE TABLE concept_membership (
    concept    INTEGER NOT NULL REFERENCES concept (id),
    position   INTEGER NOT NULL,  -- place in the body, from 0
    collection TEXT    NOT NULL,
    number     TEXT,              -- as the official list writes it
    PRIMARY KEY (concept, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX concept_membership_number ON concept_membership (collection, number);

-- The different works that the terms of a concept were seen in.
CREATE TABLE concept_source (
    concept    INTEGER NOT NULL REFERENCES concept (id),
    position   INTEGER NOT NULL,  -- in order of collection and title, from 0
    collection TEXT,              -- the collection that brought the source, if one did
    title      TEXT    NOT NULL,
    PRIMARY KEY (concept, position)
) STRICT, WITHOUT ROWID;

-- Where entries come from. A concept may name a collection that nobody has described yet.
CREATE TABLE collection (
    name     TEXT PRIMARY KEY,
    title_zh TEXT,
    title_en TEXT,
    licence  TEXT,
    source   TEXT,              -- who published it and where
    note     TEXT,
    register TEXT NOT NULL      -- the register of its forms
) STRICT, WITHOUT ROWID;

CREATE TABLE job (
    id             TEXT    PRIMARY KEY,
    kind           TEXT    NOT NULL,
    state          TEXT    NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    created_at_ms  INTEGER NOT NULL,
    started_at_ms  INTEGER,
    finished_at_ms INTEGER,
    done           INTEGER NOT NULL,  -- units of work behind it
    total          INTEGER,           -- units of work in all, once known
    created        INTEGER NOT NULL,
    updated        INTEGER NOT NULL,
    unchanged      INTEGER NOT NULL,
    rejected       INTEGER NOT NULL,
    detail         TEXT    NOT NULL   -- JSON that only the kind of job understands
) STRICT;

CREATE INDEX job_created ON job (created_at_ms);

-- Rows of an import, parsed and checked, waiting for the one transaction that moves them.
CREATE TABLE import_row (
    job               TEXT    NOT NULL REFERENCES job (id),
    row_number        INTEGER NOT NULL,  -- from 1 without gap; its change will be number base + row_number
    concept           INTEGER NOT NULL,
    id                TEXT    NOT NULL,  -- the concept's id as the change log writes it
    expected_revision INTEGER NOT NULL,  -- 0 for a concept that is to be created
    workflow          TEXT    NOT NULL,
    body              TEXT    NOT NULL,
    digest            BLOB    NOT NULL,
    PRIMARY KEY (job, row_number),
    UNIQUE (job, concept)
) STRICT;

-- The derived rows of import_row, with the columns of the tables they move to.
CREATE TABLE import_term (
    job      TEXT    NOT NULL REFERENCES job (id),
    concept  INTEGER NOT NULL,
    position INTEGER NOT NULL,
    lang     TEXT    NOT NULL,
    rank     INTEGER NOT NULL,
    key      TEXT    NOT NULL,
    text     TEXT    NOT NULL,
    status   TEXT    NOT NULL,
    register TEXT    NOT NULL,
    region   TEXT,
    PRIMARY KEY (job, concept, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_membership (
    job        TEXT    NOT NULL REFERENCES job (id),
    concept    INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    collection TEXT    NOT NULL,
    number     TEXT,
    PRIMARY KEY (job, concept, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_source (
    job        TEXT    NOT NULL REFERENCES job (id),
    concept    INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    collection TEXT,
    title      TEXT    NOT NULL,
    PRIMARY KEY (job, concept, position)
) STRICT, WITHOUT ROWID;
