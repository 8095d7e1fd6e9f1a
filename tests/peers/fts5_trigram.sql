-- SQLite FTS5 with the trigram tokenizer, and B-trees for what it cannot do; README.md says what was tried.

-- :schema
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -262144;
PRAGMA mmap_size = 268435456;
PRAGMA temp_store = MEMORY;
CREATE TABLE concept (id INTEGER PRIMARY KEY, shown TEXT NOT NULL);
-- Shorter names have smaller numbers, so the order of the rows is the order of the hits and nothing is sorted.
CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT NOT NULL, concept INTEGER NOT NULL);
-- The numbers of the names of each length, in characters.
CREATE TABLE span (length INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL);
CREATE TABLE key (key TEXT NOT NULL, concept INTEGER NOT NULL, PRIMARY KEY (key, concept)) WITHOUT ROWID;
-- The marks around a name give it trigrams of its ends: without them a name of four characters with one of its middle
-- characters wrong has no trigram left.
CREATE VIRTUAL TABLE grams USING fts5(text, content = '', tokenize = 'trigram', columnsize = 1);

-- :add_concept
INSERT INTO concept VALUES (?1, ?2);

-- :add_name
INSERT INTO name VALUES (?1, ?2, ?3);

-- :add_span
INSERT INTO span VALUES (?1, ?2, ?2) ON CONFLICT DO UPDATE SET last = excluded.last;

-- :add_grams
INSERT INTO grams (rowid, text) VALUES (?1, ?2);

-- :add_key
INSERT INTO key VALUES (?1, ?2);

-- :index
CREATE INDEX name_text ON name (text, concept);
INSERT INTO grams (grams) VALUES ('optimize');
ANALYZE;

-- :named
-- ?1 the text, ?2 a JSON array of keys, ?3 the text as a phrase of trigrams. The arms run one after the other, and none
-- once the caller has its ten hits.
WITH hit (concept) AS (
  SELECT * FROM (SELECT concept FROM name WHERE text = ?1 LIMIT 10)
  UNION ALL
  SELECT * FROM (SELECT key.concept FROM json_each(?2) AS asked CROSS JOIN key ON key.key = asked.value LIMIT 10)
  UNION ALL
  SELECT * FROM (
    SELECT concept FROM name WHERE text > ?1 AND text < ?1 || char(1114111) ORDER BY +id LIMIT 10)
  UNION ALL
  SELECT * FROM (
    SELECT key.concept FROM json_each(?2) AS asked
    CROSS JOIN key ON key.key > asked.value AND key.key < asked.value || char(1114111)
    ORDER BY asked.key, length(key.key) LIMIT 10)
  UNION ALL
  SELECT * FROM (
    SELECT name.concept FROM grams CROSS JOIN name ON name.id = grams.rowid
    WHERE length(?1) > 2 AND grams MATCH ?3 ORDER BY grams.rowid LIMIT 20)
  UNION ALL
  SELECT * FROM (
    SELECT concept FROM name WHERE length(?1) < 3 AND instr(text, ?1) > 1 ORDER BY id LIMIT 10)
)
SELECT hit.concept, (SELECT shown FROM concept WHERE id = hit.concept) FROM hit;

-- :sounding
-- ?1 a JSON array of keys.
SELECT key.concept, (SELECT shown FROM concept WHERE id = key.concept)
FROM json_each(?1) AS asked CROSS JOIN key ON key.key = asked.value LIMIT 10;

-- :scattered
-- ?1 the pattern of the characters with anything between them, ?2 how many they are.
SELECT concept, (SELECT shown FROM concept WHERE id = name.concept) FROM name
WHERE id > (SELECT max(last) FROM span WHERE length <= ?2) AND text GLOB ?1 ORDER BY id;

-- :misspelt
-- ?1 fragments of the text with OR between them, ?2 its length, ?3 its edits; the caller orders the rows by edit distance.
SELECT name.text, name.concept, (SELECT shown FROM concept WHERE id = name.concept)
FROM grams CROSS JOIN name ON name.id = grams.rowid
WHERE grams MATCH ?1
  AND grams.rowid >= (SELECT min(first) FROM span WHERE length >= ?2 - ?3)
  AND grams.rowid <= (SELECT max(last) FROM span WHERE length <= ?2 + ?3)
LIMIT 2000;

-- :within
-- ?1 a JSON array of the pieces of the text, longest first.
SELECT name.concept, (SELECT shown FROM concept WHERE id = name.concept)
FROM json_each(?1) AS piece CROSS JOIN name ON name.text = piece.value LIMIT 10;
