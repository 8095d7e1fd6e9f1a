//! PostgreSQL with pg_trgm, over a Unix socket.

use std::path::Path;

use testkit::peers::{Form, Row, Statements};
use testkit::postgres::{Cells, Wire, array};

use super::contestant::{Found, Peer, add, names_by_length};

const STATEMENTS: &str = include_str!("../../../../tests/peers/postgres.sql");

/// A database of its own.
pub struct Postgres {
    statements: Statements,
    wire: Wire,
    /// The statement that set the threshold of similarity last.
    threshold: &'static str,
}

impl Postgres {
    /// Makes the empty database `name`, in the place of one that had the name.
    pub fn new(directory: &Path, name: &str) -> Self {
        let mut first = Wire::connect(directory, "postgres");
        first.run(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        first.run(&format!("CREATE DATABASE {name}"));
        let statements = Statements::parse(STATEMENTS);
        let mut wire = Wire::connect(directory, name);
        wire.run(statements.named("schema"));
        Self {
            statements,
            wire,
            threshold: "",
        }
    }

    fn found(&mut self, statement: &str, values: &[&str]) -> Vec<Found> {
        let rows = self.wire.ask(statement, self.statements.named(statement), values);
        let mut found = Vec::new();
        for row in rows {
            if !add(&mut found, found_in(row)) {
                break;
            }
        }
        found
    }
}

impl Peer for Postgres {
    fn fill(&mut self, rows: &[Row], form: Form) {
        let numbered = || (0_i64..).zip(rows);
        self.wire.copy(
            "concept",
            numbered().map(|(number, row)| vec![number.to_string(), row.shown()]),
        );
        let names = names_by_length(rows, form).into_iter();
        self.wire.copy(
            "name",
            names.map(|(name, number)| {
                let grams = array(&grams(&name));
                vec![name, number.to_string(), grams]
            }),
        );
        let keys = numbered().flat_map(|(number, row)| {
            form.keys(row)
                .into_iter()
                .map(move |key| vec![key, number.to_string()])
        });
        self.wire.copy("key", keys);
        self.wire.run(self.statements.named("index"));
        self.wire.run("VACUUM ANALYZE");
        self.wire.run(self.statements.named("settings"));
    }

    fn named(&mut self, text: &str, keys: &[String]) -> Vec<Found> {
        let pattern = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let values = [text, &array(keys), &array(&pairs(text)), &format!("%{pattern}%")];
        self.found("named", &values)
    }

    fn sounding(&mut self, keys: &[String]) -> Vec<Found> {
        self.found("sounding", &[&array(keys)])
    }

    fn scattered(&mut self, text: &str) -> Vec<Found> {
        let characters: Vec<String> = text.chars().map(String::from).collect();
        let pattern = format!("%{}%", characters.join("%"));
        self.found("scattered", &[&array(&characters), &pattern])
    }

    fn misspelt(&mut self, text: &str, edits: usize) -> Vec<Found> {
        // The function of PostgreSQL takes no longer text.
        if text.chars().count() > 200 {
            return Vec::new();
        }
        let characters: Vec<String> = text.chars().map(String::from).collect();
        let (statement, threshold) = match characters.len() {
            0..8 => ("misspelt_short", "threshold_short"),
            8..16 => ("misspelt", "threshold"),
            _ => ("misspelt", "threshold_long"),
        };
        if self.threshold != threshold {
            self.threshold = threshold;
            self.wire.run(self.statements.named(threshold));
        }
        self.found(statement, &[text, &edits.to_string(), &array(&characters)])
    }

    fn within(&mut self, pieces: &[String]) -> Vec<Found> {
        self.found("within", &[&array(pieces)])
    }

    fn server(&self) -> Option<u32> {
        Some(self.wire.process)
    }

    fn round_trip(&mut self) {
        self.wire.ask("nothing", "SELECT 1", &[]);
    }

    fn bytes(&mut self) -> u64 {
        let rows = self.wire.run(
            "SELECT sum(pg_total_relation_size(oid)) FROM pg_class
            WHERE relkind = 'r' AND relname IN ('concept', 'name', 'key')",
        );
        rows[0][0].as_ref().unwrap().parse().unwrap()
    }
}

fn found_in(mut row: Cells) -> Found {
    let shown = row.pop().flatten().unwrap();
    Found {
        concept: row.pop().flatten().unwrap().parse().unwrap(),
        shown,
    }
}

/// The single characters and the pairs of a text.
fn grams(text: &str) -> Vec<String> {
    let mut grams: Vec<String> = text.chars().map(String::from).chain(pairs(text)).collect();
    grams.sort();
    grams.dedup();
    grams
}

fn pairs(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    chars.windows(2).map(|pair| pair.iter().collect()).collect()
}
