-- PostgreSQL 15 with pg_trgm and fuzzystrmatch; README.md says what was tried.

-- :schema
CREATE EXTENSION pg_trgm;
CREATE EXTENSION fuzzystrmatch;
CREATE UNLOGGED TABLE concept (id integer, shown text NOT NULL);
-- `grams` has each character and each pair of neighbours: a trigram index has nothing for a text of two.
CREATE UNLOGGED TABLE name (text text COLLATE "C" NOT NULL, concept integer NOT NULL, grams text[] NOT NULL);
CREATE UNLOGGED TABLE key (key text COLLATE "C" NOT NULL, concept integer NOT NULL);

-- :index
CREATE UNIQUE INDEX ON concept (id) INCLUDE (shown);
CREATE INDEX ON name (text) INCLUDE (concept);
CREATE INDEX ON name USING gin (text gin_trgm_ops) WITH (fastupdate = off);
CREATE INDEX ON name USING gin (grams) WITH (fastupdate = off);
CREATE INDEX ON key (key) INCLUDE (concept);

-- :settings
SET plan_cache_mode = force_generic_plan;
SET jit = off;
SET max_parallel_workers_per_gather = 0;
SET enable_seqscan = off;
SET random_page_cost = 1.0;

-- :named
-- $1 the text, $2 its keys, $3 its pairs, $4 the text as a pattern. Under the limit the arms run one after the other,
-- and none once there are rows enough.
SELECT hit.concept, (SELECT shown FROM concept WHERE id = hit.concept) FROM (
  (SELECT concept FROM name WHERE text = $1::text LIMIT 10)
  UNION ALL
  (SELECT key.concept FROM unnest($2::text[]) WITH ORDINALITY AS asked (key, place) JOIN key USING (key)
   ORDER BY place LIMIT 10)
  UNION ALL
  (SELECT concept FROM name WHERE text > $1::text AND text < $1::text || U&'\+10FFFF'
   ORDER BY char_length(text) LIMIT 10)
  UNION ALL
  (SELECT key.concept FROM unnest($2::text[]) WITH ORDINALITY AS asked (key, place)
   JOIN key ON key.key > asked.key AND key.key < asked.key || U&'\+10FFFF'
   ORDER BY place, char_length(key.key) LIMIT 10)
  UNION ALL
  (SELECT concept FROM name WHERE char_length($1::text) > 2 AND text LIKE $4::text AND strpos(text, $1::text) > 1
   ORDER BY char_length(text) LIMIT 10)
  UNION ALL
  (SELECT concept FROM name WHERE char_length($1::text) = 2 AND grams @> $3::text[] AND strpos(text, $1::text) > 1
   ORDER BY char_length(text) LIMIT 10)
  UNION ALL
  (SELECT concept FROM name WHERE char_length($1::text) = 1 AND grams @> ARRAY[$1::text] AND strpos(text, $1::text) > 1
   ORDER BY char_length(text) LIMIT 10)
  LIMIT 20
) AS hit;

-- :sounding
-- $1 keys.
SELECT key.concept, (SELECT shown FROM concept WHERE id = key.concept)
FROM unnest($1::text[]) WITH ORDINALITY AS asked (key, place) JOIN key USING (key) ORDER BY place LIMIT 10;

-- :scattered
-- $1 the characters of the text, $2 the pattern of them with anything between them. The empty text keeps the trigram
-- index out, which has nothing for such a pattern and would be read whole.
SELECT name.concept, (SELECT shown FROM concept WHERE id = name.concept)
FROM name WHERE grams @> $1::text[] AND text || '' LIKE $2::text ORDER BY char_length(text) LIMIT 10;

-- :misspelt
-- $1 the text, $2 how many edits it may have, $3 its characters. Two neighbours exchanged are two edits here, so a name
-- that has all the characters comes before one that has other ones.
SELECT near.concept, (SELECT shown FROM concept WHERE id = near.concept) FROM (
  SELECT concept, levenshtein_less_equal(text, $1::text, $2::integer + 1) AS edits, similarity(text, $1::text) AS alike,
    (grams @> $3::text[])::integer AS has_all
  FROM name
  WHERE text % $1::text
    AND char_length(text) BETWEEN char_length($1::text) - $2::integer AND char_length($1::text) + $2::integer
) AS near
WHERE edits - has_all <= $2::integer
ORDER BY edits - has_all, alike DESC LIMIT 10;

-- :misspelt_short
-- As above, for less than eight characters: two of them exchanged may leave no trigram.
SELECT near.concept, (SELECT shown FROM concept WHERE id = near.concept) FROM (
  SELECT concept, levenshtein_less_equal(text, $1::text, $2::integer + 1) AS edits, similarity(text, $1::text) AS alike,
    (grams @> $3::text[])::integer AS has_all
  FROM name
  WHERE (text % $1::text OR grams @> $3::text[])
    AND char_length(text) BETWEEN char_length($1::text) - $2::integer AND char_length($1::text) + $2::integer
) AS near
WHERE edits - has_all <= $2::integer
ORDER BY edits - has_all, alike DESC LIMIT 10;

-- :threshold_short
-- For less than eight characters.
SET pg_trgm.similarity_threshold = 0.1;

-- :threshold
SET pg_trgm.similarity_threshold = 0.3;

-- :threshold_long
-- From sixteen characters on: two edits leave as much, and a lower one lets thousands of Tibetan names in.
SET pg_trgm.similarity_threshold = 0.45;

-- :within
-- $1 the pieces of the text, longest first.
SELECT name.concept, (SELECT shown FROM concept WHERE id = name.concept)
FROM unnest($1::text[]) WITH ORDINALITY AS piece (text, place) JOIN name USING (text) ORDER BY place LIMIT 10;
