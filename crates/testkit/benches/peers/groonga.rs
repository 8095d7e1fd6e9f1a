//! groonga with TokenBigram: a process that reads commands from a pipe and answers each with a line of JSON.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;
use testkit::peers::{Form, Row, Statements, fragments, nearest};

use super::contestant::{Found, Peer, add, names_by_length};

const STATEMENTS: &str = include_str!("../../../../tests/peers/groonga.grn");

/// A groonga database with a process of its own.
pub struct Groonga {
    statements: Statements,
    process: Child,
    commands: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    own_ns: u64,
    directory: TempDir,
}

impl Groonga {
    /// Makes an empty database and starts the process.
    pub fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let mut process = Command::new("groonga")
            .arg("-n")
            .arg(directory.path().join("peer"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let commands = process.stdin.take();
        let answers = BufReader::new(process.stdout.take().unwrap());
        let mut groonga = Self {
            statements: Statements::parse(STATEMENTS),
            process,
            commands,
            answers,
            own_ns: 0,
            directory,
        };
        groonga.run("schema");
        groonga
    }

    /// Sends one command and returns the body of its answer.
    fn ask(&mut self, command: &str) -> Value {
        let commands = self.commands.as_mut().unwrap();
        commands.write_all(format!("{command}\n").as_bytes()).unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        let mut answer: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(answer[0][0], json!(0), "{command}: {line}");
        self.own_ns += (answer[0][2].as_f64().unwrap() * 1e9) as u64;
        answer[1].take()
    }

    fn run(&mut self, statement: &str) {
        let commands: Vec<String> = self
            .statements
            .named(statement)
            .lines()
            .map(str::to_owned)
            .collect();
        for command in commands {
            self.ask(&command);
        }
    }

    fn load(&mut self, table: &str, rows: &[Value]) {
        for part in rows.chunks(5_000) {
            let part = serde_json::to_string(part).unwrap();
            self.ask(&format!("load --table {table}\n{part}"));
        }
    }

    /// Asks `statement` with `value` in the place of `{name}`, and returns the cells of the rows.
    fn select(&mut self, statement: &str, name: &str, value: &str) -> Vec<Vec<Value>> {
        let command = self
            .statements
            .named(statement)
            .replace(&format!("{{{name}}}"), &in_quotes(value));
        let answer = self.ask(&command);
        let rows = answer[0].as_array().unwrap().iter().skip(2);
        rows.map(|row| row.as_array().unwrap().clone()).collect()
    }

    /// Names with one of `keys`, the best key first; with `beginnings` also those that begin with one.
    fn keyed(&mut self, keys: &[String], beginnings: bool) -> Vec<(usize, Found)> {
        let operator = if beginnings { "@^" } else { "==" };
        let conditions: Vec<String> = keys
            .iter()
            .map(|key| format!("key {operator} {}", literal(key)))
            .collect();
        let rows = self.select("keys", "keys", &conditions.join(" || "));
        let mut found: Vec<(usize, Found)> = rows
            .into_iter()
            .map(|row| {
                let key = row[0].as_str().unwrap();
                let equal = keys.iter().position(|asked| asked == key);
                let begun = || keys.iter().position(|asked| key.starts_with(asked.as_str()));
                let place = equal.or_else(|| begun().map(|place| place + keys.len()));
                (place.unwrap_or(usize::MAX), found_in(&row, 1))
            })
            .collect();
        found.sort_by_key(|(place, _)| *place);
        found
    }
}

impl Peer for Groonga {
    fn fill(&mut self, rows: &[Row], form: Form) {
        let concepts: Vec<Value> = rows.iter().map(|row| json!({"shown": row.shown()})).collect();
        self.load("Concept", &concepts);
        let with_length = |column: &str, text: &str, number: i64| {
            // The rows of a table without keys are numbered from one.
            json!({column: text, "length": text.chars().count(), "concept": number + 1})
        };
        let names = names_by_length(rows, form);
        let names: Vec<Value> = names
            .iter()
            .map(|(name, number)| {
                let mut row = with_length("text", name, *number);
                row["marked"] = json!(marked(name));
                row
            })
            .collect();
        self.load("Name", &names);
        let keys = (0_i64..).zip(rows).flat_map(|(number, row)| {
            form.keys(row)
                .into_iter()
                .map(move |key| with_length("key", &key, number))
        });
        let keys: Vec<Value> = keys.collect();
        self.load("Key", &keys);
        self.run("index");
    }

    fn named(&mut self, text: &str, keys: &[String]) -> Vec<Found> {
        let mut found = Vec::new();
        if !keys.is_empty() {
            for (_, next) in self.keyed(keys, true) {
                add(&mut found, next);
            }
        }
        if found.is_empty() {
            for row in self.select("named", "text", &literal(text)) {
                add(&mut found, found_in(&row, 0));
            }
        }
        found.truncate(super::contestant::HITS);
        found
    }

    fn sounding(&mut self, keys: &[String]) -> Vec<Found> {
        let mut found = Vec::new();
        for (_, next) in self.keyed(keys, false) {
            add(&mut found, next);
        }
        found
    }

    fn scattered(&mut self, text: &str) -> Vec<Found> {
        let characters = text
            .chars()
            .map(|c| format!("Grams.names @ {}", literal(&c.to_string())));
        let rows = self.select(
            "scattered",
            "characters",
            &characters.collect::<Vec<_>>().join(" && "),
        );
        let mut found = Vec::new();
        for row in rows
            .iter()
            .filter(|row| has_in_order(row[0].as_str().unwrap(), text))
        {
            if !add(&mut found, found_in(row, 1)) {
                break;
            }
        }
        found
    }

    fn misspelt(&mut self, text: &str, edits: usize) -> Vec<Found> {
        // Thirty times as quick when the first character is right, which it mostly is.
        let quick = format!(
            "{}, {{\"max_distance\": {edits}, \"prefix_length\": 1}}",
            literal(text)
        );
        let found = nearest_in(text, &self.select("fuzzy", "text", &quick));
        if !found.is_empty() {
            return found;
        }
        let marked: Vec<char> = marked(text).chars().collect();
        let fragments = fragments(&marked, edits, 2)
            .into_iter()
            .map(|piece| format!("Grams.names @ {}", literal(&String::from_iter(piece))));
        let any = fragments.collect::<Vec<_>>().join(" || ");
        let length = text.chars().count();
        let near = format!(
            "({any}) && length >= {} && length <= {}",
            length.saturating_sub(edits),
            length + edits
        );
        let rows = self.select("misspelt", "near", &near);
        nearest_in(text, &rows)
    }

    fn within(&mut self, pieces: &[String]) -> Vec<Found> {
        let pieces: Vec<String> = pieces.iter().map(|piece| literal(piece)).collect();
        let mut found = Vec::new();
        for row in self.select("within", "pieces", &pieces.join(", ")) {
            if !add(&mut found, found_in(&row, 0)) {
                break;
            }
        }
        found
    }

    fn server(&self) -> Option<u32> {
        Some(self.process.id())
    }

    fn own_ns(&mut self) -> Option<u64> {
        Some(std::mem::take(&mut self.own_ns))
    }

    fn round_trip(&mut self) {
        self.ask("cache_limit");
    }

    fn bytes(&mut self) -> u64 {
        super::building::bytes_in(self.directory.path())
    }
}

impl Drop for Groonga {
    /// The process ends when there is nothing more to read.
    fn drop(&mut self) {
        drop(self.commands.take());
        self.process.wait().unwrap();
    }
}

/// The text with its ends marked, so that they are part of a pair.
fn marked(text: &str) -> String {
    format!("^{text}$")
}

/// Tells whether `name` has the characters of `text` in their order.
fn has_in_order(name: &str, text: &str) -> bool {
    let mut rest = name.chars();
    text.chars().all(|wanted| rest.any(|c| c == wanted))
}

/// The concepts of rows that begin with a name, by the edit distance of the name.
fn nearest_in(text: &str, rows: &[Vec<Value>]) -> Vec<Found> {
    let candidates = rows
        .iter()
        .map(|row| (row[0].as_str().unwrap().to_owned(), found_in(row, 1)));
    let mut found = Vec::new();
    for next in nearest(text, candidates.collect()) {
        if !add(&mut found, next) {
            break;
        }
    }
    found
}

fn found_in(row: &[Value], first: usize) -> Found {
    Found {
        concept: row[first].as_i64().unwrap(),
        shown: row[first + 1].as_str().unwrap().to_owned(),
    }
}

/// A text of groonga's script language.
fn literal(text: &str) -> String {
    format!(
        "\"{}\"",
        text.replace('\\', "\\\\")
            .replace('"', "\\\"")
            .replace(['\n', '\r'], " ")
    )
}

/// What stands between the single quotes of an argument.
fn in_quotes(argument: &str) -> String {
    argument.replace('\\', "\\\\").replace('\'', "\\'")
}
