-- The registry: courts, people, programmes, trainings and enrolments as aggregates with revisions, and the rows by which they
-- are found.
--
-- Days are civil dates as text, YYYY-MM-DD. Names and their keys stand here and nowhere else; identity numbers and telephone
-- numbers are sealed, and found again by keyed digests.

-- The present state; what was taken away has no row here and keeps its revisions.
CREATE TABLE record (
    kind          TEXT COLLATE "C" NOT NULL CHECK (kind IN ('court', 'person', 'programme', 'training', 'enrolment')),
    id            TEXT COLLATE "C" NOT NULL,
    revision      BIGINT NOT NULL CHECK (revision >= 1),
    body          TEXT COLLATE "C" NOT NULL,  -- JSON
    updated_at_ms BIGINT NOT NULL,
    seq           BIGINT NOT NULL,  -- the change that made this revision
    PRIMARY KEY (kind, id)
);

CREATE TABLE record_revision (
    kind     TEXT COLLATE "C" NOT NULL,
    id       TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,  -- from 1 without gap
    body     TEXT COLLATE "C",              -- null in the last revision of what was taken away
    digest   BYTEA NOT NULL CHECK (octet_length(digest) = 32),  -- SHA-256 over kind, id, revision and body
    author   TEXT COLLATE "C" NOT NULL,
    at_ms    BIGINT NOT NULL,
    seq      BIGINT NOT NULL,
    act      TEXT COLLATE "C" NOT NULL CHECK (act IN ('write', 'import', 'undo', 'merge', 'close', 'delete')),
    reason   TEXT COLLATE "C",
    job      TEXT COLLATE "C",              -- the import that wrote it, by which it can be undone
    PRIMARY KEY (kind, id, revision)
);

CREATE UNIQUE INDEX record_revision_seq ON record_revision (seq);
CREATE INDEX record_revision_job ON record_revision (job) WHERE job IS NOT NULL;

-- The keys by which a person's names are found.
CREATE TABLE person_name (
    person TEXT COLLATE "C" NOT NULL,
    kind   TEXT COLLATE "C" NOT NULL,
    key    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (person, kind, key)
);

CREATE INDEX person_name_key ON person_name (kind, key);

-- The posts of the present bodies, by which rights reach people.
CREATE TABLE person_post (
    person        TEXT COLLATE "C" NOT NULL,
    position      BIGINT NOT NULL,  -- place in the body, from 0
    court         TEXT COLLATE "C" NOT NULL,
    from_day      TEXT COLLATE "C" NOT NULL,
    to_day        TEXT COLLATE "C",              -- null while it goes on
    is_secondment BIGINT NOT NULL CHECK (is_secondment IN (0, 1)),
    PRIMARY KEY (person, position)
);

CREATE INDEX person_post_court ON person_post (court, from_day);

-- What is sealed of people, also of former revisions; the body names the row.
CREATE TABLE person_secret (
    id     TEXT COLLATE "C" PRIMARY KEY,  -- random
    person TEXT COLLATE "C" NOT NULL,
    kind   TEXT COLLATE "C" NOT NULL CHECK (kind IN ('identity_number', 'phone')),
    sealed BYTEA NOT NULL,
    digest BYTEA NOT NULL CHECK (octet_length(digest) = 32)  -- keyed, of the canonical form
);

CREATE INDEX person_secret_digest ON person_secret (kind, digest);
CREATE INDEX person_secret_person ON person_secret (person);

CREATE TABLE training_listed (
    training  TEXT COLLATE "C" PRIMARY KEY,
    programme TEXT COLLATE "C" NOT NULL,
    year      BIGINT NOT NULL,  -- of the first day
    from_day  TEXT COLLATE "C" NOT NULL,
    to_day    TEXT COLLATE "C" NOT NULL,
    state     TEXT COLLATE "C" NOT NULL
);

CREATE INDEX training_listed_day ON training_listed (from_day, training);
CREATE INDEX training_listed_programme ON training_listed (programme, from_day);

CREATE TABLE enrolment_listed (
    enrolment TEXT COLLATE "C" PRIMARY KEY,
    training  TEXT COLLATE "C" NOT NULL,
    person    TEXT COLLATE "C",  -- null for a guest
    court     TEXT COLLATE "C",  -- that named the person
    state     TEXT COLLATE "C" NOT NULL
);

CREATE INDEX enrolment_listed_training ON enrolment_listed (training, state);
CREATE INDEX enrolment_listed_person ON enrolment_listed (person);

-- One person is enrolled once in a training.
CREATE UNIQUE INDEX enrolment_listed_once ON enrolment_listed (training, person) WHERE person IS NOT NULL;
