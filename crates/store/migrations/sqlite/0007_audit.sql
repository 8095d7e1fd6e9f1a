-- Who did what, when, from where and why; and the chain that shows whether anything of it was changed since.
--
-- There are no foreign keys: what does not fit together is to be found and named by whoever goes along the chain, and
-- the end of an entry's time is the end of its link too.

-- Never updated; deleted only when its time is over.
CREATE TABLE audit_entry (
    id          TEXT    PRIMARY KEY,  -- random, 32 hexadecimal digits
    at_ms       INTEGER NOT NULL,
    actor_kind  TEXT    NOT NULL,
    actor_id    TEXT,                 -- null for actors without one
    actor_name  TEXT    NOT NULL,     -- as it was then
    address     TEXT,                 -- null on the machine itself
    action      TEXT    NOT NULL,
    outcome     TEXT    NOT NULL CHECK (outcome IN ('done', 'refused', 'failed')),
    object_kind TEXT,
    object_id   TEXT,
    fields      TEXT    NOT NULL,     -- names with commas between, never values
    reason      TEXT,
    request_id  TEXT,
    detail      TEXT,
    CHECK ((object_kind IS NULL) = (object_id IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX audit_entry_time ON audit_entry (at_ms, id);
CREATE INDEX audit_entry_actor ON audit_entry (actor_name, at_ms);
CREATE INDEX audit_entry_object ON audit_entry (object_kind, object_id, at_ms);

-- The entries that have no link yet; written with the entry, so that nobody has to look for them among all.
CREATE TABLE audit_unsealed (
    entry TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_link (
    number INTEGER PRIMARY KEY CHECK (number >= 1),  -- without gap
    entry  TEXT NOT NULL UNIQUE,
    digest BLOB NOT NULL  -- keyed, over the digest before it, the number and the entry
) STRICT;

-- One row, once links have been removed because their time was over: the last of them.
CREATE TABLE audit_anchor (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    digest BLOB    NOT NULL,
    at_ms  INTEGER NOT NULL,  -- when they were removed
    mac    BLOB    NOT NULL   -- keyed, over the other columns
) STRICT;
