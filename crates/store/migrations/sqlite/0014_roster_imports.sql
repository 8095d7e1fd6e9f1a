-- Sheets of the registry that are taken in: each waits, sealed, until it is applied or a day is over.
--
-- Nothing about a person stands here in the clear: the file, its name and what was wrong with it are sealed in pieces, and
-- what was answered about somebody is found by a keyed digest.

CREATE TABLE roster_import (
    id            TEXT    PRIMARY KEY,  -- random
    kind          TEXT    NOT NULL,     -- of sheet
    format        TEXT    NOT NULL,
    court         TEXT,                 -- of whoever imports; null of whoever reaches everything
    account       TEXT    NOT NULL,     -- to whom alone it belongs
    state         TEXT    NOT NULL CHECK (state IN ('staged', 'applied', 'undone', 'discarded')),
    created_at_ms INTEGER NOT NULL,
    ended_at_ms   INTEGER,              -- when it left the state before
    counts        TEXT                  -- JSON of numbers, once it was applied
) STRICT, WITHOUT ROWID;

CREATE INDEX roster_import_account ON roster_import (account, created_at_ms);

CREATE TABLE roster_piece (
    id     TEXT PRIMARY KEY,  -- import, part and place, so that no piece can stand for another one
    import TEXT NOT NULL,
    part   TEXT NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

CREATE INDEX roster_piece_import ON roster_piece (import, part, id);

-- What a court has said about headings.
CREATE TABLE roster_choice (
    court   TEXT NOT NULL,  -- empty of whoever reaches everything
    kind    TEXT NOT NULL,
    choices TEXT NOT NULL,  -- a heading and a member a line
    PRIMARY KEY (court, kind)
) STRICT, WITHOUT ROWID;

-- Who somebody in a sheet is.
CREATE TABLE roster_answer (
    import  TEXT NOT NULL,  -- empty once the import was applied: it holds for the next ones
    key     TEXT NOT NULL,  -- keyed digest of name, court, birth and number, hexadecimal
    verdict TEXT NOT NULL CHECK (verdict IN ('same', 'new', 'new_apart', 'leave_out')),
    person  TEXT,
    PRIMARY KEY (import, key)
) STRICT, WITHOUT ROWID;
