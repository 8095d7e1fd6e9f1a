-- Who said so and since when: what each revision was written for, the batches in which a committee authorises terms, and
-- editions, the citable states of the whole glossary.
--
-- `batch` columns hold the id of a batch. Dates are civil dates as text, YYYY-MM-DD.

-- The last authorised revision: what everybody reads while its successor is drafted. Null as long as nothing of the
-- concept was authorised, and once it is withdrawn: then everybody reads the present revision.
ALTER TABLE concept ADD COLUMN standing INTEGER;

-- What the revision was written for; it decides who must not review it.
ALTER TABLE concept_revision ADD COLUMN act TEXT NOT NULL DEFAULT 'write' CHECK (act IN
    ('write', 'import', 'review', 'authorise', 'withdraw', 'send_back', 'restore', 'replace', 'merge', 'delete'));
ALTER TABLE concept_revision ADD COLUMN reason TEXT;
ALTER TABLE concept_revision ADD COLUMN batch  TEXT;  -- of an authorised revision; null if only its spelling had changed

-- Where an address leads whose concept was joined into another.
CREATE INDEX change_merge ON change (id) WHERE op = 'merge';

CREATE INDEX concept_revision_batch ON concept_revision (batch) WHERE batch IS NOT NULL;

CREATE TABLE batch (
    id               TEXT    PRIMARY KEY,  -- random
    kind             TEXT    NOT NULL CHECK (kind IN ('meeting', 'published_before')),
    number           TEXT    NOT NULL UNIQUE,  -- as the committee counts
    committee        TEXT    NOT NULL,         -- the body that decides or decided
    decided_on       TEXT,                     -- null while it is open
    decision         TEXT,                     -- the number of the decision
    title            TEXT,                     -- of the published work
    publisher        TEXT,
    note             TEXT,
    state            TEXT    NOT NULL CHECK (state IN ('open', 'authorised')),
    revision         INTEGER NOT NULL CHECK (revision >= 1),
    created_by       TEXT    NOT NULL,
    created_at_ms    INTEGER NOT NULL,
    authorised_by    TEXT,
    authorised_at_ms INTEGER,
    seq              INTEGER,  -- the last change of the act
    CHECK ((state = 'authorised') = (authorised_by IS NOT NULL)),
    CHECK ((authorised_by IS NULL) = (authorised_at_ms IS NULL)),
    CHECK ((authorised_by IS NULL) = (seq IS NULL)),
    CHECK (state = 'open' OR (decided_on IS NOT NULL AND decision IS NOT NULL))
) STRICT;

CREATE INDEX batch_created ON batch (created_at_ms);

-- The concepts that a batch is about. In an open batch, the revision that was read; then the one that was authorised.
CREATE TABLE batch_item (
    batch    TEXT    NOT NULL REFERENCES batch (id),
    concept  INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    class    TEXT    NOT NULL CHECK (class IN ('substance', 'spelling')),
    PRIMARY KEY (batch, concept)
) STRICT, WITHOUT ROWID;

CREATE INDEX batch_item_concept ON batch_item (concept);

-- Authorised by the short way, because only the spelling had changed, and listed in no batch yet.
CREATE TABLE spelling_change (
    concept  INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    at_ms    INTEGER NOT NULL,
    PRIMARY KEY (concept, revision)
) STRICT, WITHOUT ROWID;

-- The page on which a decision stands, as a picture or a document.
CREATE TABLE batch_scan (
    batch      TEXT PRIMARY KEY REFERENCES batch (id),
    name       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes      BLOB NOT NULL,
    digest     BLOB NOT NULL CHECK (length(digest) = 32)  -- SHA-256
) STRICT;

CREATE TABLE edition (
    number       INTEGER PRIMARY KEY CHECK (number >= 1),  -- without gap
    title        TEXT    NOT NULL,
    note         TEXT,
    frozen_by    TEXT    NOT NULL,
    frozen_at_ms INTEGER NOT NULL,
    seq          INTEGER NOT NULL,  -- the last change that it knows
    concepts     INTEGER NOT NULL,
    digest       BLOB    NOT NULL CHECK (length(digest) = 32)  -- SHA-256 over its concepts and their revisions
) STRICT;

-- Never updated, never deleted.
CREATE TABLE edition_concept (
    edition  INTEGER NOT NULL REFERENCES edition (number),
    concept  INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (edition, concept)
) STRICT, WITHOUT ROWID;
