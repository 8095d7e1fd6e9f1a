//! Fills an office's workbook with the rows of a roster: `fill_template TEMPLATE.xlsx ROSTER.csv OUT.xlsx`.
//!
//! For `scripts/open_template.sh`, which opens what comes out; the command line has its own export.
#![expect(
    clippy::unwrap_used,
    reason = "a tool for hands, which stops where something is wrong"
)]

use std::path::Path;

use exchange::Format;
use exchange::roster::template::{Filling, fill};
use exchange::roster::{RosterKind, RosterOptions, Statement, read};

fn main() {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let [template, roster, out] = &paths[..] else {
        std::process::exit(2)
    };
    let format = Format::of_path(Path::new(roster)).unwrap();
    let bytes = std::fs::read(roster).unwrap();
    let reading = read(
        roster,
        &bytes,
        format,
        RosterKind::Enrolments,
        &RosterOptions::default(),
    )
    .unwrap();
    assert_eq!(reading.issues, []);
    let training = reading.sheets[0].training.clone();
    let rows: Vec<Statement> = reading.rows.into_iter().map(|row| *row.statement).collect();
    let filling = Filling {
        kind: RosterKind::Enrolments,
        training: &training,
        rows: &rows,
    };
    std::fs::write(out, fill(&std::fs::read(template).unwrap(), &filling).unwrap()).unwrap();
}
