-- Who did what, when, from where and why; and the chain that shows whether anything of it was changed since.
--
-- There are no foreign keys: what does not fit together is to be found and named by whoever goes along the chain, and
-- the end of an entry's time is the end of its link too.

-- Never updated; deleted only when its time is over.
CREATE TABLE audit_entry (
    id          TEXT COLLATE "C" PRIMARY KEY,  -- random, 32 hexadecimal digits
    at_ms       BIGINT           NOT NULL,
    actor_kind  TEXT COLLATE "C" NOT NULL,
    actor_id    TEXT COLLATE "C",  -- null for actors without one
    actor_name  TEXT COLLATE "C" NOT NULL,  -- as it was then
    address     TEXT COLLATE "C",  -- null on the machine itself
    action      TEXT COLLATE "C" NOT NULL,
    outcome     TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('done', 'refused', 'failed')),
    object_kind TEXT COLLATE "C",
    object_id   TEXT COLLATE "C",
    fields      TEXT COLLATE "C" NOT NULL,  -- names with commas between, never values
    reason      TEXT COLLATE "C",
    request_id  TEXT COLLATE "C",
    detail      TEXT COLLATE "C",
    CHECK ((object_kind IS NULL) = (object_id IS NULL))
);

CREATE INDEX audit_entry_time ON audit_entry (at_ms, id);
CREATE INDEX audit_entry_actor ON audit_entry (actor_name, at_ms);
CREATE INDEX audit_entry_object ON audit_entry (object_kind, object_id, at_ms);

-- The entries that have no link yet; written with the entry, so that nobody has to look for them among all.
CREATE TABLE audit_unsealed (
    entry TEXT COLLATE "C" PRIMARY KEY
);

CREATE TABLE audit_link (
    number BIGINT           PRIMARY KEY CHECK (number >= 1),  -- without gap
    entry  TEXT COLLATE "C" NOT NULL UNIQUE,
    digest BYTEA            NOT NULL  -- keyed, over the digest before it, the number and the entry
);

-- One row, once links have been removed because their time was over: the last of them.
CREATE TABLE audit_anchor (
    number BIGINT PRIMARY KEY CHECK (number >= 1),
    digest BYTEA  NOT NULL,
    at_ms  BIGINT NOT NULL,  -- when they were removed
    mac    BYTEA  NOT NULL   -- keyed, over the other columns
);
