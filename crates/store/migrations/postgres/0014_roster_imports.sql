-- Sheets of the registry that are taken in: each waits, sealed, until it is applied or a day is over.
--
-- Nothing about a person stands here in the clear: the file, its name and what was wrong with it are sealed in pieces, and
-- what was answered about somebody is found by a keyed digest.

CREATE TABLE roster_import (
    id            TEXT COLLATE "C" PRIMARY KEY,  -- random
    kind          TEXT COLLATE "C" NOT NULL,  -- of sheet
    format        TEXT COLLATE "C" NOT NULL,
    court         TEXT COLLATE "C",  -- of whoever imports; null of whoever reaches everything
    account       TEXT COLLATE "C" NOT NULL,  -- to whom alone it belongs
    state         TEXT COLLATE "C" NOT NULL CHECK (state IN ('staged', 'applied', 'undone', 'discarded')),
    created_at_ms BIGINT NOT NULL,
    ended_at_ms   BIGINT,  -- when it left the state before
    counts        TEXT COLLATE "C"  -- JSON of numbers, once it was applied
);

CREATE INDEX roster_import_account ON roster_import (account, created_at_ms);

CREATE TABLE roster_piece (
    id     TEXT COLLATE "C" PRIMARY KEY,  -- import, part and place, so that no piece can stand for another one
    import TEXT COLLATE "C" NOT NULL,
    part   TEXT COLLATE "C" NOT NULL,
    sealed BYTEA NOT NULL
);

CREATE INDEX roster_piece_import ON roster_piece (import, part, id);

-- What a court has said about headings.
CREATE TABLE roster_choice (
    court   TEXT COLLATE "C" NOT NULL,  -- empty of whoever reaches everything
    kind    TEXT COLLATE "C" NOT NULL,
    choices TEXT COLLATE "C" NOT NULL,  -- a heading and a member a line
    PRIMARY KEY (court, kind)
);

-- Who somebody in a sheet is.
CREATE TABLE roster_answer (
    import  TEXT COLLATE "C" NOT NULL,  -- empty once the import was applied: it holds for the next ones
    key     TEXT COLLATE "C" NOT NULL,  -- keyed digest of name, court, birth and number, hexadecimal
    verdict TEXT COLLATE "C" NOT NULL CHECK (verdict IN ('same', 'new', 'new_apart', 'leave_out')),
    person  TEXT COLLATE "C",
    PRIMARY KEY (import, key)
);
