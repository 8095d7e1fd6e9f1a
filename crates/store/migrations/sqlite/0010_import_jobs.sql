-- Imports that are asked for over the network: the file waits here until its job has ended, and what came of it stays a while.

CREATE TABLE import_file (
    job          TEXT PRIMARY KEY REFERENCES job (id),
    wish         TEXT NOT NULL,  -- JSON that only the import understands: who wants it, and how the file is to be read
    bytes        BLOB,           -- the file; null once the job has ended
    cancelled_by TEXT,           -- who does not want it any more
    report       TEXT,           -- JSON that only the import understands: what is wrong with the file
    rejected     BLOB            -- the rows that were refused, as a file of the same format
) STRICT;
