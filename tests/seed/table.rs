//! Reads the tab-separated files of `data/` as rows that know their place.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// One row of a file, with its cells by column name.
pub struct Row {
    /// The file's name without folder and ending; for a file of the seed, its collection.
    pub file: String,
    line: usize,
    cells: BTreeMap<String, String>,
}

impl Row {
    /// Returns the cell of `column`, empty where the file has no such column.
    pub fn get(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// Says where the row stands, for the message of a failed assertion.
    pub fn place(&self) -> String {
        format!(
            "{} line {}: {} {}",
            self.file,
            self.line,
            self.get("zh"),
            self.get("bo")
        )
    }
}

/// Returns all rows of the seed, by file name.
pub fn seed() -> Vec<Row> {
    seed_names().iter().flat_map(|name| table(name)).collect()
}

/// Returns the names of the seed's files without ending, sorted.
pub fn seed_names() -> Vec<String> {
    let entries = fs::read_dir(root().join("data/seed"))
        .into_iter()
        .flatten()
        .flatten();
    let mut names: Vec<_> = entries
        .filter_map(|e| e.file_name().to_str()?.strip_suffix(".tsv").map(str::to_owned))
        .collect();
    names.sort();
    names
}

/// Returns the rows of one file of the seed.
pub fn table(name: &str) -> Vec<Row> {
    read_table(name, &format!("data/seed/{name}.tsv"))
}

/// Returns the rows below the comment lines and the header of the file at `path`.
pub fn read_table(file: &str, path: &str) -> Vec<Row> {
    let text = read(path);
    let mut lines = text
        .lines()
        .zip(1..)
        .skip_while(|(line, _)| line.starts_with('#'));
    let header = lines.next().map_or("", |(line, _)| line);
    lines
        .map(|(line, number)| Row {
            file: file.to_owned(),
            line: number,
            cells: header
                .split('\t')
                .map(str::to_owned)
                .zip(line.split('\t').map(str::to_owned))
                .collect(),
        })
        .collect()
}

/// Reads a file of the repository; one that is missing reads as empty, and the counts show it.
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_default()
}

fn root() -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).to_owned()
}
