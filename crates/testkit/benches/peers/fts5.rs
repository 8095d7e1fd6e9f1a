//! SQLite FTS5, with the trigram tokenizer or over names that were cut before.

use rusqlite::{Connection, Params, Row as SqlRow, params};
use tempfile::TempDir;
use testkit::peers::{Form, Row, Statements, cut, fragments, nearest, phrase};

use super::contestant::{Found, Peer, add, names_by_length};

const TRIGRAM: &str = include_str!("../../../../tests/peers/fts5_trigram.sql");
const WORDS: &str = include_str!("../../../../tests/peers/fts5_words.sql");

/// What the full-text table is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grams {
    /// Three characters, by FTS5 itself.
    Trigrams,
    /// Pairs of Chinese characters, Tibetan syllables and words, cut before.
    Words,
}

/// A SQLite database in a file of its own.
pub struct Fts5 {
    grams: Grams,
    statements: Statements,
    connection: Connection,
    directory: TempDir,
}

impl Fts5 {
    /// Makes an empty database.
    pub fn new(grams: Grams) -> Self {
        let statements = Statements::parse(match grams {
            Grams::Trigrams => TRIGRAM,
            Grams::Words => WORDS,
        });
        let directory = tempfile::tempdir().unwrap();
        let connection = Connection::open(directory.path().join("peer.db")).unwrap();
        connection.set_prepared_statement_cache_capacity(16);
        connection.execute_batch(statements.named("schema")).unwrap();
        Self {
            grams,
            statements,
            connection,
            directory,
        }
    }

    /// Reads rows until ten concepts are there.
    fn found(&self, statement: &str, values: impl Params) -> Vec<Found> {
        let mut statement = self
            .connection
            .prepare_cached(self.statements.named(statement))
            .unwrap();
        let mut rows = statement.query(values).unwrap();
        let mut found = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            if !add(&mut found, found_in(row, 0)) {
                break;
            }
        }
        found
    }

    /// The text as a phrase of the full-text table; nothing has the empty phrase.
    fn phrase(&self, text: &str) -> String {
        match self.grams {
            Grams::Trigrams if text.chars().count() < 3 => quoted(""),
            Grams::Trigrams => quoted(text),
            Grams::Words => {
                let (tokens, is_beginning) = phrase(text);
                let any = if is_beginning && !tokens.is_empty() {
                    "*"
                } else {
                    ""
                };
                format!("words : {}{any}", quoted(&tokens.join(" ")))
            }
        }
    }

    /// The fragments of the text, of which a name that is meant has one.
    fn any_fragment(&self, text: &str, edits: usize) -> String {
        let phrases: Vec<String> = match self.grams {
            Grams::Trigrams => {
                let marked: Vec<char> = marked(text).chars().collect();
                let fragments = fragments(&marked, edits, 3).into_iter();
                fragments.map(|piece| quoted(&String::from_iter(piece))).collect()
            }
            Grams::Words => {
                let tokens = cut(text);
                let tokens: Vec<&str> = tokens.split(' ').collect();
                let pieces = fragments(&tokens, edits, 1)
                    .into_iter()
                    .map(|piece| piece.join(" "));
                // In a short text one edit breaks every pair, but not both edges.
                let edges = if tokens.len() < 5 {
                    edges(text)
                } else {
                    String::new()
                };
                pieces
                    .chain(edges.split_whitespace().map(str::to_owned))
                    .map(|piece| quoted(&piece))
                    .collect()
            }
        };
        phrases.join(" OR ")
    }
}

impl Peer for Fts5 {
    fn fill(&mut self, rows: &[Row], form: Form) {
        let transaction = self.connection.transaction().unwrap();
        {
            let prepare = |name| transaction.prepare(self.statements.named(name)).unwrap();
            let [mut concept, mut key] = ["add_concept", "add_key"].map(prepare);
            let [mut name, mut grams, mut span] = ["add_name", "add_grams", "add_span"].map(prepare);
            for (number, row) in (0_i64..).zip(rows) {
                concept.execute(params![number, row.shown()]).unwrap();
                for text in form.keys(row) {
                    key.execute(params![text, number]).unwrap();
                }
            }
            for (id, (text, number)) in (1_i64..).zip(names_by_length(rows, form)) {
                name.execute(params![id, text, number]).unwrap();
                span.execute(params![length(&text), id]).unwrap();
                match self.grams {
                    Grams::Trigrams => grams.execute(params![id, marked(&text)]),
                    Grams::Words => grams.execute(params![id, cut(&text), edges(&text)]),
                }
                .unwrap();
            }
        }
        transaction.execute_batch(self.statements.named("index")).unwrap();
        transaction.commit().unwrap();
    }

    fn named(&mut self, text: &str, keys: &[String]) -> Vec<Found> {
        self.found("named", params![text, json(keys), self.phrase(text)])
    }

    fn sounding(&mut self, keys: &[String]) -> Vec<Found> {
        self.found("sounding", [json(keys)])
    }

    fn scattered(&mut self, text: &str) -> Vec<Found> {
        let mut characters: Vec<String> = text
            .chars()
            .map(|c| format!("{}*", quoted(&c.to_string())))
            .collect();
        characters.dedup();
        let all = format!("words : ({})", characters.join(" AND "));
        match self.grams {
            Grams::Trigrams => self.found("scattered", params![scattered(text), length(text)]),
            Grams::Words => self.found("scattered", [scattered(text), all]),
        }
    }

    fn misspelt(&mut self, text: &str, edits: usize) -> Vec<Found> {
        let grams = self.any_fragment(text, edits);
        if grams.is_empty() {
            return Vec::new();
        }
        let mut statement = self
            .connection
            .prepare_cached(self.statements.named("misspelt"))
            .unwrap();
        let rows = statement
            .query_map(params![grams, length(text), edits as i64], |row| {
                Ok((row.get(0)?, found_in(row, 1)))
            })
            .unwrap();
        let mut found = Vec::new();
        for next in nearest(text, rows.map(Result::unwrap).collect()) {
            if !add(&mut found, next) {
                break;
            }
        }
        found
    }

    fn within(&mut self, pieces: &[String]) -> Vec<Found> {
        self.found("within", [json(pieces)])
    }

    fn bytes(&mut self) -> u64 {
        super::building::bytes_in(self.directory.path())
    }
}

fn found_in(row: &SqlRow<'_>, first: usize) -> Found {
    Found {
        concept: row.get(first).unwrap(),
        shown: row.get(first + 1).unwrap(),
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn marked(text: &str) -> String {
    format!("^^{text}$$")
}

fn edges(text: &str) -> String {
    let (first, last) = (text.chars().next(), text.chars().last());
    let edge = |mark: char, c: Option<char>| c.map_or_else(String::new, |c| format!("{mark}{c}"));
    format!("{} {}", edge('b', first), edge('e', last))
}

/// The pattern of all that have these characters in this order.
fn scattered(text: &str) -> String {
    text.chars()
        .fold("*".to_owned(), |pattern, c| format!("{pattern}{c}*"))
}

fn json(texts: &[String]) -> String {
    serde_json::to_string(texts).unwrap()
}

fn length(text: &str) -> i64 {
    text.chars().count() as i64
}
