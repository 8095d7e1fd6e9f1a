-- Who signs in and with what: courts, accounts with roles, login sessions, one-time codes, tries, tokens of other systems,
-- and what the store keeps of the keys of personal data to know them again.
--
-- No column holds a password, a code or a token: only what they are compared by. The secret of a second factor, which has to
-- be read again, is sealed. Digests have 32 bytes.

-- The tree that rights follow. What else a court has comes with the registry. There is no foreign key on `parent`, because
-- rows are copied in the order of codes; whoever writes a court looks for the one above it.
CREATE TABLE court (
    code    TEXT PRIMARY KEY,
    name_zh TEXT NOT NULL,
    parent  TEXT CHECK (parent <> code)  -- null for the highest
) STRICT;

CREATE TABLE account (
    id             TEXT    PRIMARY KEY,
    login_name     TEXT    NOT NULL,         -- as it is shown
    login_key      TEXT    NOT NULL UNIQUE,  -- what all ways of typing the login name share
    display_name   TEXT    NOT NULL,
    court          TEXT    REFERENCES court (code),
    person         TEXT,                  -- the person of the registry that it belongs to
    is_disabled    INTEGER NOT NULL CHECK (is_disabled IN (0, 1)),
    password       TEXT,                  -- argon2id in the form of PHC; null before the first one is set
    password_at_ms INTEGER,
    totp_secret    BLOB,                  -- sealed
    totp_step      INTEGER,               -- the last time step that was used; null while the secret is not confirmed
    revision       INTEGER NOT NULL CHECK (revision >= 1),
    created_at_ms  INTEGER NOT NULL,
    updated_at_ms  INTEGER NOT NULL,
    CHECK (password IS NULL OR password_at_ms IS NOT NULL),
    CHECK (totp_step IS NULL OR totp_secret IS NOT NULL)
) STRICT;

CREATE INDEX account_court ON account (court);

CREATE TABLE account_role (
    account TEXT NOT NULL REFERENCES account (id),
    role    TEXT NOT NULL,
    PRIMARY KEY (account, role)
) STRICT, WITHOUT ROWID;

CREATE INDEX account_role_role ON account_role (role);

-- Changes of roles that one person asks for and another one decides on.
CREATE TABLE role_change (
    id            TEXT    PRIMARY KEY,
    account       TEXT    NOT NULL REFERENCES account (id),
    role          TEXT    NOT NULL,
    op            TEXT    NOT NULL CHECK (op IN ('grant', 'revoke')),
    reason        TEXT    NOT NULL,
    asked_by      TEXT    NOT NULL,
    asked_at_ms   INTEGER NOT NULL,
    state         TEXT    NOT NULL CHECK (state IN ('waiting', 'done', 'refused')),
    decided_by    TEXT,
    decided_at_ms INTEGER,
    CHECK ((state = 'waiting') = (decided_by IS NULL)),
    CHECK ((decided_by IS NULL) = (decided_at_ms IS NULL))
) STRICT;

CREATE INDEX role_change_waiting ON role_change (state, asked_at_ms);

CREATE TABLE one_time_code (
    digest        BLOB    PRIMARY KEY CHECK (length(digest) = 32),
    account       TEXT    NOT NULL REFERENCES account (id),
    purpose       TEXT    NOT NULL CHECK (purpose IN ('first', 'reset', 'recovery')),
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER,  -- null for recovery codes
    used_at_ms    INTEGER
) STRICT;

CREATE INDEX one_time_code_account ON one_time_code (account, purpose);

CREATE TABLE login_session (
    digest        BLOB    PRIMARY KEY CHECK (length(digest) = 32),  -- of the secret in the cookie
    account       TEXT    NOT NULL REFERENCES account (id),
    stage         TEXT    NOT NULL CHECK (stage IN ('password', 'full')),  -- password: the second factor is still wanted
    created_at_ms INTEGER NOT NULL,
    seen_at_ms    INTEGER NOT NULL,
    proved_at_ms  INTEGER NOT NULL,     -- when the password was given last
    address       TEXT    NOT NULL,
    agent         TEXT    NOT NULL
) STRICT;

CREATE INDEX login_session_account ON login_session (account);
CREATE INDEX login_session_seen ON login_session (seen_at_ms);
CREATE INDEX login_session_created ON login_session (created_at_ms);

-- How often something was tried. What a kind counts, and by what key, is the business of whoever counts.
CREATE TABLE login_counter (
    kind           TEXT    NOT NULL,
    key            TEXT    NOT NULL,
    window_from_ms INTEGER NOT NULL,
    tries          INTEGER NOT NULL CHECK (tries >= 1),
    last_at_ms     INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX login_counter_age ON login_counter (last_at_ms);

-- Tokens of other systems. A revoked one stays: the audit names it.
CREATE TABLE token (
    id              TEXT    PRIMARY KEY,
    name            TEXT    NOT NULL,
    digest          BLOB    NOT NULL UNIQUE CHECK (length(digest) = 32),
    scopes          TEXT    NOT NULL,  -- with spaces between
    court           TEXT    REFERENCES court (code),
    addresses       TEXT    NOT NULL,  -- ranges with spaces between; empty for everywhere
    created_by      TEXT    NOT NULL,
    created_at_ms   INTEGER NOT NULL,
    expires_at_ms   INTEGER NOT NULL,
    revoked_at_ms   INTEGER,
    last_used_at_ms INTEGER,
    last_used_from  TEXT,
    CHECK ((last_used_at_ms IS NULL) = (last_used_from IS NULL))
) STRICT;

CREATE TABLE key_check (
    key_id        TEXT    PRIMARY KEY,
    suite         TEXT    NOT NULL,
    digest        BLOB    NOT NULL CHECK (length(digest) = 32),
    created_at_ms INTEGER NOT NULL
) STRICT;
