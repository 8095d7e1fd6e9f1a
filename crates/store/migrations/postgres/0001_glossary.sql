-- What the glossary keeps: concepts and their revisions, the log that numbers every committed change, tables
-- derived from the bodies for finding, collections, jobs, and the rows of imports that wait to be applied.
--
-- Columns that end in _ms are milliseconds since 1970-01-01T00:00:00Z. `concept` columns hold the number of a
-- concept id: 123 for c-000123. Text is compared by its bytes, as SQLite does.

-- One row. Every numbered write locks it first and advances it last, so that `seq` has no gap and follows the
-- order of commits.
CREATE TABLE change_counter (
    one          BIGINT PRIMARY KEY CHECK (one = 1),
    last_seq     BIGINT NOT NULL,
    last_concept BIGINT NOT NULL  -- the highest number ever given; that of a deleted concept is not given again
) WITH (fillfactor = 10);  -- room for the next version of the row on its own page: each write makes two

INSERT INTO change_counter (one, last_seq, last_concept) VALUES (1, 0, 0);

-- Wakes who follows the change log, at the commit. Only the counter's advance does, not its lock.
CREATE FUNCTION change_counter_announce() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NOTIFY shanjar_changes;
    RETURN NULL;
END
$$;

CREATE TRIGGER change_counter_advanced AFTER UPDATE ON change_counter
    FOR EACH ROW WHEN (OLD.last_seq <> NEW.last_seq) EXECUTE FUNCTION change_counter_announce();

CREATE TABLE change (
    seq      BIGINT           PRIMARY KEY,
    kind     TEXT COLLATE "C" NOT NULL,  -- what kind of aggregate changed: concept
    id       TEXT COLLATE "C" NOT NULL,  -- its id as the API writes it, because other kinds have no number
    revision BIGINT           NOT NULL,
    op       TEXT COLLATE "C" NOT NULL CHECK (op IN ('upsert', 'delete', 'merge')),
    target   TEXT COLLATE "C",  -- the id that took this one's place
    at_ms    BIGINT           NOT NULL,
    CHECK ((op = 'merge') = (target IS NOT NULL))
);

-- The present state; a deleted concept has no row here and keeps its revisions.
CREATE TABLE concept (
    id            BIGINT           PRIMARY KEY,
    revision      BIGINT           NOT NULL CHECK (revision >= 1),
    workflow      TEXT COLLATE "C" NOT NULL,
    body          TEXT COLLATE "C" NOT NULL,  -- JSON of the concept without id and revision
    updated_at_ms BIGINT           NOT NULL,
    seq           BIGINT           NOT NULL  -- the change that made this revision
);

CREATE TABLE concept_revision (
    concept  BIGINT           NOT NULL,
    revision BIGINT           NOT NULL,  -- from 1 without gap
    workflow TEXT COLLATE "C",  -- null in the last revision of what was deleted or merged away
    body     TEXT COLLATE "C",  -- null in the last revision of what was deleted or merged away
    digest   BYTEA            NOT NULL,  -- SHA-256 over concept, revision and body: finds a letter that changed on the disk
    author   TEXT COLLATE "C" NOT NULL,
    at_ms    BIGINT           NOT NULL,
    seq      BIGINT           NOT NULL,
    PRIMARY KEY (concept, revision),
    CHECK ((body IS NULL) = (workflow IS NULL))
);

-- The terms of the present bodies, in the order of the body.
CREATE TABLE concept_term (
    concept  BIGINT           NOT NULL REFERENCES concept (id),
    position BIGINT           NOT NULL,  -- place in the body, from 0
    lang     TEXT COLLATE "C" NOT NULL,
    rank     BIGINT           NOT NULL,  -- place among the terms of its language, best first, from 0
    key      TEXT COLLATE "C" NOT NULL,  -- what all spellings of the term share
    text     TEXT COLLATE "C" NOT NULL,
    status   TEXT COLLATE "C" NOT NULL,
    register TEXT COLLATE "C" NOT NULL,
    region   TEXT COLLATE "C",  -- null is the written norm for all regions
    PRIMARY KEY (concept, position)
);

CREATE INDEX concept_term_key ON concept_term (lang, key);

CREATE TABLE concept_membership (
    concept    BIGINT           NOT NULL REFERENCES concept (id),
    position   BIGINT           NOT NULL,  -- place in the body, from 0
    collection TEXT COLLATE "C" NOT NULL,
    number     TEXT COLLATE "C",  -- as the official list writes it
    PRIMARY KEY (concept, position)
);

CREATE INDEX concept_membership_number ON concept_membership (collection, number);

-- The different works that the terms of a concept were seen in.
CREATE TABLE concept_source (
    concept    BIGINT           NOT NULL REFERENCES concept (id),
    position   BIGINT           NOT NULL,  -- in order of collection and title, from 0
    collection TEXT COLLATE "C",  -- the collection that brought the source, if one did
    title      TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (concept, position)
);

-- Where entries come from. A concept may name a collection that nobody has described yet.
CREATE TABLE collection (
    name     TEXT COLLATE "C" PRIMARY KEY,
    title_zh TEXT COLLATE "C",
    title_en TEXT COLLATE "C",
    licence  TEXT COLLATE "C",
    source   TEXT COLLATE "C",  -- who published it and where
    note     TEXT COLLATE "C",
    register TEXT COLLATE "C" NOT NULL  -- the register of its forms
);

CREATE TABLE job (
    id             TEXT COLLATE "C" PRIMARY KEY,
    kind           TEXT COLLATE "C" NOT NULL,
    state          TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    created_at_ms  BIGINT           NOT NULL,
    started_at_ms  BIGINT,
    finished_at_ms BIGINT,
    done           BIGINT           NOT NULL,  -- units of work behind it
    total          BIGINT,  -- units of work in all, once known
    created        BIGINT           NOT NULL,
    updated        BIGINT           NOT NULL,
    unchanged      BIGINT           NOT NULL,
    rejected       BIGINT           NOT NULL,
    detail         TEXT COLLATE "C" NOT NULL  -- JSON that only the kind of job understands
);

CREATE INDEX job_created ON job (created_at_ms);

-- Rows of an import, parsed and checked, waiting for the one transaction that moves them.
CREATE TABLE import_row (
    job               TEXT COLLATE "C" NOT NULL REFERENCES job (id),
    row_number        BIGINT           NOT NULL,  -- from 1 without gap; its change will be number base + row_number
    concept           BIGINT           NOT NULL,
    id                TEXT COLLATE "C" NOT NULL,  -- the concept's id as the change log writes it
    expected_revision BIGINT           NOT NULL,  -- 0 for a concept that is to be created
    workflow          TEXT COLLATE "C" NOT NULL,
    body              TEXT COLLATE "C" NOT NULL,
    digest            BYTEA            NOT NULL,
    PRIMARY KEY (job, row_number),
    UNIQUE (job, concept)
);

-- The derived rows of import_row, with the columns of the tables they move to.
CREATE TABLE import_term (
    job      TEXT COLLATE "C" NOT NULL REFERENCES job (id),
    concept  BIGINT           NOT NULL,
    position BIGINT           NOT NULL,
    lang     TEXT COLLATE "C" NOT NULL,
    rank     BIGINT           NOT NULL,
    key      TEXT COLLATE "C" NOT NULL,
    text     TEXT COLLATE "C" NOT NULL,
    status   TEXT COLLATE "C" NOT NULL,
    register TEXT COLLATE "C" NOT NULL,
    region   TEXT COLLATE "C",
    PRIMARY KEY (job, concept, position)
);

CREATE TABLE import_membership (
    job        TEXT COLLATE "C" NOT NULL REFERENCES job (id),
    concept    BIGINT           NOT NULL,
    position   BIGINT           NOT NULL,
    collection TEXT COLLATE "C" NOT NULL,
    number     TEXT COLLATE "C",
    PRIMARY KEY (job, concept, position)
);

CREATE TABLE import_source (
    job        TEXT COLLATE "C" NOT NULL REFERENCES job (id),
    concept    BIGINT           NOT NULL,
    position   BIGINT           NOT NULL,
    collection TEXT COLLATE "C",
    title      TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (job, concept, position)
);
