-- Who said so and since when: what each revision was written for, the batches in which a committee authorises terms, and
-- editions, the citable states of the whole glossary.
--
-- `batch` columns hold the id of a batch. Dates are civil dates as text, YYYY-MM-DD.

-- The last authorised revision: what everybody reads while its successor is drafted. Null as long as nothing of the
-- concept was authorised, and once it is withdrawn: then everybody reads the present revision.
ALTER TABLE concept ADD COLUMN standing BIGINT;

-- What the revision was written for; it decides who must not review it.
ALTER TABLE concept_revision ADD COLUMN act TEXT COLLATE "C" NOT NULL DEFAULT 'write' CHECK (act IN
    ('write', 'import', 'review', 'authorise', 'withdraw', 'send_back', 'restore', 'replace', 'merge', 'delete'));
ALTER TABLE concept_revision ADD COLUMN reason TEXT COLLATE "C";
ALTER TABLE concept_revision ADD COLUMN batch  TEXT COLLATE "C";  -- of an authorised revision; null if only its spelling had changed

-- Where an address leads whose concept was joined into another.
CREATE INDEX change_merge ON change (id) WHERE op = 'merge';

CREATE INDEX concept_revision_batch ON concept_revision (batch) WHERE batch IS NOT NULL;

CREATE TABLE batch (
    id               TEXT COLLATE "C" PRIMARY KEY,  -- random
    kind             TEXT COLLATE "C" NOT NULL CHECK (kind IN ('meeting', 'published_before')),
    number           TEXT COLLATE "C" NOT NULL UNIQUE,  -- as the committee counts
    committee        TEXT COLLATE "C" NOT NULL,  -- the body that decides or decided
    decided_on       TEXT COLLATE "C",  -- null while it is open
    decision         TEXT COLLATE "C",  -- the number of the decision
    title            TEXT COLLATE "C",  -- of the published work
    publisher        TEXT COLLATE "C",
    note             TEXT COLLATE "C",
    state            TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'authorised')),
    revision         BIGINT           NOT NULL CHECK (revision >= 1),
    created_by       TEXT COLLATE "C" NOT NULL,
    created_at_ms    BIGINT           NOT NULL,
    authorised_by    TEXT COLLATE "C",
    authorised_at_ms BIGINT,
    seq              BIGINT,  -- the last change of the act
    CHECK ((state = 'authorised') = (authorised_by IS NOT NULL)),
    CHECK ((authorised_by IS NULL) = (authorised_at_ms IS NULL)),
    CHECK ((authorised_by IS NULL) = (seq IS NULL)),
    CHECK (state = 'open' OR (decided_on IS NOT NULL AND decision IS NOT NULL))
);

CREATE INDEX batch_created ON batch (created_at_ms);

-- The concepts that a batch is about. In an open batch, the revision that was read; then the one that was authorised.
CREATE TABLE batch_item (
    batch    TEXT COLLATE "C" NOT NULL REFERENCES batch (id),
    concept  BIGINT           NOT NULL,
    revision BIGINT           NOT NULL,
    class    TEXT COLLATE "C" NOT NULL CHECK (class IN ('substance', 'spelling')),
    PRIMARY KEY (batch, concept)
);

CREATE INDEX batch_item_concept ON batch_item (concept);

-- Authorised by the short way, because only the spelling had changed, and listed in no batch yet.
CREATE TABLE spelling_change (
    concept  BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    at_ms    BIGINT NOT NULL,
    PRIMARY KEY (concept, revision)
);

-- The page on which a decision stands, as a picture or a document.
CREATE TABLE batch_scan (
    batch      TEXT COLLATE "C" PRIMARY KEY REFERENCES batch (id),
    name       TEXT COLLATE "C" NOT NULL,
    media_type TEXT COLLATE "C" NOT NULL,
    bytes      BYTEA            NOT NULL,
    digest     BYTEA            NOT NULL CHECK (length(digest) = 32)  -- SHA-256
);

CREATE TABLE edition (
    number       BIGINT           PRIMARY KEY CHECK (number >= 1),  -- without gap
    title        TEXT COLLATE "C" NOT NULL,
    note         TEXT COLLATE "C",
    frozen_by    TEXT COLLATE "C" NOT NULL,
    frozen_at_ms BIGINT           NOT NULL,
    seq          BIGINT           NOT NULL,  -- the last change that it knows
    concepts     BIGINT           NOT NULL,
    digest       BYTEA            NOT NULL CHECK (length(digest) = 32)  -- SHA-256 over its concepts and their revisions
);

-- Never updated, never deleted.
CREATE TABLE edition_concept (
    edition  BIGINT NOT NULL REFERENCES edition (number),
    concept  BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (edition, concept)
);
