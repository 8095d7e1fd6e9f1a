//! SQLite with FTS5 and trigrams, as its documentation advises: whole terms and beginnings by B-trees beside it, what is too
//! short for trigrams by LIKE.

use rusqlite::{Connection, params};
use tempfile::TempDir;
use testkit::{Generated, Query, QueryKind};

use crate::measure::{Engine, payload};
use crate::ours::folder_bytes;

pub struct Fts5 {
    connection: Connection,
    folder: TempDir,
}

const SCHEMA: &str = "
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE entry (id INTEGER PRIMARY KEY, zh TEXT, bo TEXT, pinyin TEXT, initials TEXT, confused TEXT,
        phonetic TEXT, wylie TEXT, definition TEXT, payload BLOB);
    CREATE VIRTUAL TABLE grams USING fts5(zh, bo, pinyin, initials, confused, phonetic, wylie, definition,
        content = 'entry', content_rowid = 'id', tokenize = 'trigram');
";
const INDEXES: &str = "
    CREATE INDEX entry_zh ON entry (zh);
    CREATE INDEX entry_bo ON entry (bo);
    CREATE INDEX entry_pinyin ON entry (pinyin);
    INSERT INTO grams (grams) VALUES ('rebuild');
    ANALYZE;
";

impl Fts5 {
    /// Builds the table with the same keys that ours derives, and indexes them.
    pub fn build(entries: &[Generated]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut connection = Connection::open(folder.path().join("fts5.db")).unwrap();
        connection.execute_batch(SCHEMA).unwrap();
        let transaction = connection.transaction().unwrap();
        {
            let sql = "INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
            let mut insert = transaction.prepare(sql).unwrap();
            for (id, entry) in (1..).zip(entries) {
                let key = text::zh::pinyin::best_key(&entry.zh);
                let bo = text::bo::fold(&entry.bo);
                let values = params![
                    id,
                    text::zh::fold(&entry.zh),
                    bo,
                    key.spaced,
                    key.initials,
                    text::zh::pinyin::fuzzy_key(&key.spaced),
                    text::bo::phonetic::key(&bo),
                    text::bo::to_ewts(&entry.bo).text,
                    entry.definition,
                    payload(&entry.zh, &entry.bo, &entry.definition),
                ];
                insert.execute(values).unwrap();
            }
        }
        transaction.commit().unwrap();
        connection.execute_batch(INDEXES).unwrap();
        Self { connection, folder }
    }

    fn ask(&self, sql: &str, value: &str) -> usize {
        let mut statement = self.connection.prepare_cached(sql).unwrap();
        let rows = statement
            .query_map([value], |row| row.get::<_, Vec<u8>>(0))
            .unwrap();
        rows.map(|payload| payload.unwrap().len()).sum()
    }

    /// The ten best by relevance of a trigram query over one column.
    fn grams(&self, query: &str) -> usize {
        let sql = "SELECT payload FROM grams JOIN entry ON entry.id = grams.rowid WHERE grams MATCH ?1 \
                   ORDER BY rank LIMIT 10";
        self.ask(sql, query)
    }

    fn substring(&self, text: &str) -> usize {
        if text.chars().count() < 3 {
            let sql = "SELECT payload FROM entry WHERE zh LIKE '%' || ?1 || '%' ORDER BY length(zh) LIMIT 10";
            return self.ask(sql, text);
        }
        self.grams(&format!("zh : \"{text}\""))
    }
}

impl Engine for Fts5 {
    fn name(&self) -> &'static str {
        "FTS5 trigram"
    }

    fn bytes(&self) -> u64 {
        folder_bytes(self.folder.path())
    }

    fn answer(&self, query: &Query) -> usize {
        let zh = || text::zh::fold(&query.text);
        let bo = || text::bo::fold(&query.text);
        match query.kind {
            QueryKind::ExactZh | QueryKind::Miss => {
                self.ask("SELECT payload FROM entry WHERE zh = ?1 LIMIT 10", &zh())
            }
            QueryKind::ExactBo => self.ask("SELECT payload FROM entry WHERE bo = ?1 LIMIT 10", &bo()),
            QueryKind::PrefixZh => {
                let sql = "SELECT payload FROM entry WHERE zh >= ?1 AND zh < ?1 || char(1114111) \
                           ORDER BY length(zh) LIMIT 10";
                self.ask(sql, &zh())
            }
            QueryKind::SubstringZh => self.substring(&zh()),
            QueryKind::OneEditZh => {
                let chars: Vec<char> = zh().chars().collect();
                let grams = chars
                    .windows(3)
                    .map(|gram| format!("\"{}\"", gram.iter().collect::<String>()));
                let grams: Vec<String> = grams.collect();
                if grams.is_empty() {
                    return self.substring(&zh());
                }
                self.grams(&format!("zh : ({})", grams.join(" OR ")))
            }
            QueryKind::PairBo => self.grams(&format!("bo : \"{}\"", bo())),
            QueryKind::Pinyin => self.ask(
                "SELECT payload FROM entry WHERE pinyin = ?1 LIMIT 10",
                &query.text,
            ),
            QueryKind::Mixed => {
                let pieces: Vec<String> = query.text.split(' ').map(str::to_owned).collect();
                let like = |piece: &String| format!("zh LIKE '%{piece}%'");
                let all: Vec<String> = pieces.iter().map(like).collect();
                let sql = format!(
                    "SELECT payload FROM entry WHERE ?1 <> '' AND {} ORDER BY length(zh) LIMIT 10",
                    all.join(" AND ")
                );
                self.ask(&sql, &query.text)
            }
        }
    }
}
