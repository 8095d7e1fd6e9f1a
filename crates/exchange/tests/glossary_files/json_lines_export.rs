//! JSON Lines that are exported are complete, and read back with all that an import can give.

use exchange::glossary::{Reading, read};
use exchange::json_lines_out::write;
use exchange::{ExportError, ExportReport, Format, ReadOptions, codes};
use glossary::{Concept, Workflow};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::export_fixture::{Full, court, exported, header, lawful_concept};
use crate::fixture::{read_jsonl, show_issues};
use crate::tbx_round_trip::cases;

fn written(concepts: &[Concept]) -> (String, ExportReport) {
    let mut file = Vec::new();
    let report = write(&mut file, &header(), &mut exported(concepts)).unwrap();
    (String::from_utf8(file).unwrap(), report)
}

fn warnings(reading: &Reading) -> Vec<&str> {
    reading
        .warnings
        .iter()
        .map(|warning| warning.message.as_str())
        .collect()
}

#[test]
fn a_line_has_everything() {
    let mut concept = court();
    concept.workflow = Workflow::Authorised;
    concept.terms.truncate(3);
    let (file, report) = written(&[concept]);
    insta::assert_snapshot!(file);
    assert_eq!((report.concepts, report.not_carried), (1, Vec::new()));
}

#[test]
fn what_an_import_cannot_give_is_told_once() {
    let mut authorised = court();
    authorised.workflow = Workflow::Authorised;
    let reading = read_jsonl(&written(&[authorised.clone(), court(), authorised]).0);
    assert_eq!(show_issues(&reading), "");
    assert_eq!(reading.rows.len(), 3);
    assert_eq!(
        warnings(&reading),
        [
            "terms.jsonl, member `/workflow`: is a state that an import cannot give; 2 entries are taken as drafts (hint: \
             import what a body has published with --as-published)",
            "terms.jsonl, member `/revisions`: tells what became of 3 entries, which is not taken over (hint: nothing need \
             be done)",
        ]
    );
    assert!(reading.warnings[0].message_zh.contains("2 个词条按草案收入"));
}

#[test]
fn a_file_that_does_not_say_that_it_is_ours_is_read_strictly() {
    let (file, _) = written(&[Concept {
        workflow: Workflow::Reviewed,
        ..court()
    }]);
    let lines: Vec<&str> = file.lines().collect();
    let found: Vec<&str> = read_jsonl(lines[1])
        .issues
        .iter()
        .map(|issue| issue.code)
        .collect();
    assert_eq!(found, [codes::WORKFLOW_NEEDS_AUTHORITY, codes::UNKNOWN_MEMBER]);
    // Nor does a line further down that says so change how the others are read.
    let reading = read_jsonl(&format!("{}\n{}\n", lines[1], lines[0]));
    assert_eq!(reading.rows, []);
}

#[test]
fn an_export_that_breaks_off_says_why() {
    let many = vec![court(); 10];
    let error = write(&mut Full(2_000), &header(), &mut exported(&many)).unwrap_err();
    assert!(matches!(error, ExportError::Output(_)), "{error}");
    let mut broken = std::iter::once(Err("the store is away"));
    let error = write(&mut Vec::new(), &header(), &mut broken).unwrap_err();
    assert!(matches!(error, ExportError::Concepts("the store is away")));
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_glossary_reads_back_as_it_was_but_for_its_states(concepts in vec(lawful_concept(), 0..6)) {
        let (file, _) = written(&concepts);
        prop_assert_eq!(file.lines().count(), concepts.len() + 1);
        let reading = read("x.jsonl", file.as_bytes(), Format::Jsonl, &ReadOptions::default()).unwrap();
        prop_assert!(reading.issues.is_empty(), "{:?}", reading.issues);
        let read: Vec<(u64, Concept)> = reading
            .rows
            .into_iter()
            .map(|row| {
                let said = row.contribution;
                (said.id.unwrap().number(), Concept::clone(&said.concept))
            })
            .collect();
        let drafts: Vec<(u64, Concept)> = (1..)
            .zip(&concepts)
            .map(|(id, concept)| (id, Concept { workflow: Workflow::Draft, ..concept.clone() }))
            .collect();
        prop_assert_eq!(read, drafts);
    }
}
