-- How the keys of names were made. A program that makes them otherwise makes all of them anew when it opens the store.

CREATE TABLE name_key_scheme (
    one    BIGINT           PRIMARY KEY CHECK (one = 1),
    scheme TEXT COLLATE "C" NOT NULL  -- a digest over the way of making keys and the table of spellings
);
