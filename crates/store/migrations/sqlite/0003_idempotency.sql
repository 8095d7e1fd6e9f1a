-- What was written under an idempotency key, in the transaction that wrote it.

CREATE TABLE idempotency_key (
    author TEXT    NOT NULL,  -- whose key it is: two people may choose the same
    key    TEXT    NOT NULL,
    digest BLOB    NOT NULL,  -- SHA-256 of what was asked under it
    answer TEXT    NOT NULL,  -- what was answered, in the form of whoever asked
    at_ms  INTEGER NOT NULL,
    PRIMARY KEY (author, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_key_age ON idempotency_key (at_ms);
