-- What tells this store from every other one, also from one that has as many changes.

CREATE TABLE identity (
    one BIGINT           PRIMARY KEY CHECK (one = 1),
    id  TEXT COLLATE "C" NOT NULL CHECK (length(id) = 32)  -- 128 random bits in hexadecimal, given once
);
