-- Who works on a job, and until when nobody else may. `token` grows with each holder: one that was late is told by it.

ALTER TABLE job ADD COLUMN holder TEXT COLLATE "C";  -- null before anybody began
ALTER TABLE job ADD COLUMN leased_until_ms BIGINT;  -- by the clock of the database; null if nobody holds it
ALTER TABLE job ADD COLUMN token BIGINT NOT NULL DEFAULT 0;
