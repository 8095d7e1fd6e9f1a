-- What people ask to have corrected in their own records, and what came of it.

CREATE TABLE correction (
    id            TEXT COLLATE "C" PRIMARY KEY,  -- random
    person        TEXT COLLATE "C" NOT NULL,
    field         TEXT COLLATE "C" NOT NULL,  -- which part of the record
    asked         BYTEA            NOT NULL,  -- what it should say and why, sealed
    revision      BIGINT           NOT NULL CHECK (revision >= 1),  -- of the person, as it was when this was asked
    asker         TEXT COLLATE "C" NOT NULL,  -- id of the account
    asked_by      TEXT COLLATE "C" NOT NULL,  -- its name then
    asked_at_ms   BIGINT           NOT NULL,
    state         TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'accepted', 'refused')),
    decided_by    TEXT COLLATE "C",
    decided_at_ms BIGINT,
    answer        BYTEA,                      -- what the asker is told, sealed
    written_as    BIGINT                      -- the first revision of the person that was written after it was accepted
);

CREATE INDEX correction_state ON correction (state, asked_at_ms, id);
CREATE INDEX correction_person ON correction (person);

-- Certificates of completed trainings. The code stands on paper and tells anybody who has it the minimum, so it is not sealed.
CREATE TABLE certificate (
    code         TEXT COLLATE "C" PRIMARY KEY,  -- a keyed digest over enrolment and number
    training     TEXT COLLATE "C" NOT NULL,
    enrolment    TEXT COLLATE "C" NOT NULL UNIQUE,
    serial       BIGINT           NOT NULL CHECK (serial >= 1),  -- the place in the training
    revision     BIGINT           NOT NULL CHECK (revision >= 1),  -- of the enrolment that it certifies
    issued_at_ms BIGINT           NOT NULL,
    UNIQUE (training, serial)
);
