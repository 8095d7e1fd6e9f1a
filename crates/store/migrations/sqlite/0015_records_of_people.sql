-- What people ask to have corrected in their own records, and what came of it.

CREATE TABLE correction (
    id            TEXT    PRIMARY KEY,  -- random
    person        TEXT    NOT NULL,
    field         TEXT    NOT NULL,  -- which part of the record
    asked         BLOB    NOT NULL,  -- what it should say and why, sealed
    revision      INTEGER NOT NULL CHECK (revision >= 1),  -- of the person, as it was when this was asked
    asker         TEXT    NOT NULL,  -- id of the account
    asked_by      TEXT    NOT NULL,  -- its name then
    asked_at_ms   INTEGER NOT NULL,
    state         TEXT    NOT NULL CHECK (state IN ('open', 'accepted', 'refused')),
    decided_by    TEXT,
    decided_at_ms INTEGER,
    answer        BLOB,              -- what the asker is told, sealed
    written_as    INTEGER            -- the first revision of the person that was written after it was accepted
) STRICT;

CREATE INDEX correction_state ON correction (state, asked_at_ms, id);
CREATE INDEX correction_person ON correction (person);

-- Certificates of completed trainings. The code stands on paper and tells anybody who has it the minimum, so it is not sealed.
CREATE TABLE certificate (
    code         TEXT    PRIMARY KEY,  -- a keyed digest over enrolment and number
    training     TEXT    NOT NULL,
    enrolment    TEXT    NOT NULL UNIQUE,
    serial       INTEGER NOT NULL CHECK (serial >= 1),  -- the place in the training
    revision     INTEGER NOT NULL CHECK (revision >= 1),  -- of the enrolment that it certifies
    issued_at_ms INTEGER NOT NULL,
    UNIQUE (training, serial)
) STRICT;
