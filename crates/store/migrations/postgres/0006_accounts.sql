-- Who signs in and with what: courts, accounts with roles, login sessions, one-time codes, tries, tokens of other systems,
-- and what the store keeps of the keys of personal data to know them again.
--
-- No column holds a password, a code or a token: only what they are compared by. The secret of a second factor, which has to
-- be read again, is sealed. Digests have 32 bytes.

-- The tree that rights follow. What else a court has comes with the registry. There is no foreign key on `parent`, because
-- rows are copied in the order of codes; whoever writes a court looks for the one above it.
CREATE TABLE court (
    code    TEXT COLLATE "C" PRIMARY KEY,
    name_zh TEXT COLLATE "C" NOT NULL,
    parent  TEXT COLLATE "C" CHECK (parent <> code)  -- null for the highest
);

CREATE TABLE account (
    id             TEXT COLLATE "C" PRIMARY KEY,
    login_name     TEXT COLLATE "C" NOT NULL,  -- as it is shown
    login_key      TEXT COLLATE "C" NOT NULL UNIQUE,  -- what all ways of typing the login name share
    display_name   TEXT COLLATE "C" NOT NULL,
    court          TEXT COLLATE "C" REFERENCES court (code),
    person         TEXT COLLATE "C",  -- the person of the registry that it belongs to
    is_disabled    BIGINT           NOT NULL CHECK (is_disabled IN (0, 1)),
    password       TEXT COLLATE "C",  -- argon2id in the form of PHC; null before the first one is set
    password_at_ms BIGINT,
    totp_secret    BYTEA,  -- sealed
    totp_step      BIGINT,  -- the last time step that was used; null while the secret is not confirmed
    revision       BIGINT           NOT NULL CHECK (revision >= 1),
    created_at_ms  BIGINT           NOT NULL,
    updated_at_ms  BIGINT           NOT NULL,
    CHECK (password IS NULL OR password_at_ms IS NOT NULL),
    CHECK (totp_step IS NULL OR totp_secret IS NOT NULL)
);

CREATE INDEX account_court ON account (court);

CREATE TABLE account_role (
    account TEXT COLLATE "C" NOT NULL REFERENCES account (id),
    role    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (account, role)
);

CREATE INDEX account_role_role ON account_role (role);

-- Changes of roles that one person asks for and another one decides on.
CREATE TABLE role_change (
    id            TEXT COLLATE "C" PRIMARY KEY,
    account       TEXT COLLATE "C" NOT NULL REFERENCES account (id),
    role          TEXT COLLATE "C" NOT NULL,
    op            TEXT COLLATE "C" NOT NULL CHECK (op IN ('grant', 'revoke')),
    reason        TEXT COLLATE "C" NOT NULL,
    asked_by      TEXT COLLATE "C" NOT NULL,
    asked_at_ms   BIGINT           NOT NULL,
    state         TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'done', 'refused')),
    decided_by    TEXT COLLATE "C",
    decided_at_ms BIGINT,
    CHECK ((state = 'waiting') = (decided_by IS NULL)),
    CHECK ((decided_by IS NULL) = (decided_at_ms IS NULL))
);

CREATE INDEX role_change_waiting ON role_change (state, asked_at_ms);

CREATE TABLE one_time_code (
    digest        BYTEA            PRIMARY KEY CHECK (length(digest) = 32),
    account       TEXT COLLATE "C" NOT NULL REFERENCES account (id),
    purpose       TEXT COLLATE "C" NOT NULL CHECK (purpose IN ('first', 'reset', 'recovery')),
    created_at_ms BIGINT           NOT NULL,
    expires_at_ms BIGINT,  -- null for recovery codes
    used_at_ms    BIGINT
);

CREATE INDEX one_time_code_account ON one_time_code (account, purpose);

CREATE TABLE login_session (
    digest        BYTEA            PRIMARY KEY CHECK (length(digest) = 32),  -- of the secret in the cookie
    account       TEXT COLLATE "C" NOT NULL REFERENCES account (id),
    stage         TEXT COLLATE "C" NOT NULL CHECK (stage IN ('password', 'full')),  -- password: the second factor is still wanted
    created_at_ms BIGINT           NOT NULL,
    seen_at_ms    BIGINT           NOT NULL,
    proved_at_ms  BIGINT           NOT NULL,  -- when the password was given last
    address       TEXT COLLATE "C" NOT NULL,
    agent         TEXT COLLATE "C" NOT NULL
);

CREATE INDEX login_session_account ON login_session (account);
CREATE INDEX login_session_seen ON login_session (seen_at_ms);
CREATE INDEX login_session_created ON login_session (created_at_ms);

-- How often something was tried. What a kind counts, and by what key, is the business of whoever counts.
CREATE TABLE login_counter (
    kind           TEXT COLLATE "C" NOT NULL,
    key            TEXT COLLATE "C" NOT NULL,
    window_from_ms BIGINT           NOT NULL,
    tries          BIGINT           NOT NULL CHECK (tries >= 1),
    last_at_ms     BIGINT           NOT NULL,
    PRIMARY KEY (kind, key)
);

CREATE INDEX login_counter_age ON login_counter (last_at_ms);

-- Tokens of other systems. A revoked one stays: the audit names it.
CREATE TABLE token (
    id              TEXT COLLATE "C" PRIMARY KEY,
    name            TEXT COLLATE "C" NOT NULL,
    digest          BYTEA            NOT NULL UNIQUE CHECK (length(digest) = 32),
    scopes          TEXT COLLATE "C" NOT NULL,  -- with spaces between
    court           TEXT COLLATE "C" REFERENCES court (code),
    addresses       TEXT COLLATE "C" NOT NULL,  -- ranges with spaces between; empty for everywhere
    created_by      TEXT COLLATE "C" NOT NULL,
    created_at_ms   BIGINT           NOT NULL,
    expires_at_ms   BIGINT           NOT NULL,
    revoked_at_ms   BIGINT,
    last_used_at_ms BIGINT,
    last_used_from  TEXT COLLATE "C",
    CHECK ((last_used_at_ms IS NULL) = (last_used_from IS NULL))
);

CREATE TABLE key_check (
    key_id        TEXT COLLATE "C" PRIMARY KEY,
    suite         TEXT COLLATE "C" NOT NULL,
    digest        BYTEA            NOT NULL CHECK (length(digest) = 32),
    created_at_ms BIGINT           NOT NULL
);
