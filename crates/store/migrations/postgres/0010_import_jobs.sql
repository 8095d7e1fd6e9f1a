-- Imports that are asked for over the network: the file waits here until its job has ended, and what came of it stays a while.

CREATE TABLE import_file (
    job          TEXT COLLATE "C" PRIMARY KEY REFERENCES job (id),
    wish         TEXT COLLATE "C" NOT NULL,  -- JSON that only the import understands: who wants it, and how the file is to be read
    bytes        BYTEA,                      -- the file; null once the job has ended
    cancelled_by TEXT COLLATE "C",           -- who does not want it any more
    report       TEXT COLLATE "C",           -- JSON that only the import understands: what is wrong with the file
    rejected     BYTEA                       -- the rows that were refused, as a file of the same format
);
