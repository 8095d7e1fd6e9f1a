//! Sheets that are exported open safely in a spreadsheet program, read back, and change nothing where they came from.

use exchange::glossary::{Reading, read};
use exchange::sheet_out::{SheetFormat, write};
use exchange::{ExportError, ExportReport, Format, ReadOptions};
use glossary::{
    AdministrativeStatus, Concept, Lang, Note, Register, Reliability, Term, Visibility, Workflow, merge,
};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::export_fixture::{Full, court, exported, header, lawful_concept};
use crate::tbx_round_trip::cases;

const FORMATS: [(SheetFormat, Format); 3] = [
    (SheetFormat::Csv, Format::Csv),
    (SheetFormat::Tsv, Format::Tsv),
    (SheetFormat::Xlsx, Format::Xlsx),
];

fn written(format: SheetFormat, concepts: &[Concept]) -> (Vec<u8>, ExportReport) {
    let mut file = Vec::new();
    let report = write(&mut file, format, &header(), &mut exported(concepts)).unwrap();
    (file, report)
}

fn csv(concepts: &[Concept]) -> String {
    String::from_utf8(written(SheetFormat::Csv, concepts).0).unwrap()
}

fn reading(file: &[u8], format: Format) -> Reading {
    let reading = read("x", file, format, &ReadOptions::default()).unwrap();
    assert_eq!(reading.issues, [], "{}", String::from_utf8_lossy(file));
    reading
}

fn left_out(report: &ExportReport) -> Vec<(&'static str, usize)> {
    report
        .not_carried
        .iter()
        .map(|left| (left.field, left.count))
        .collect()
}

#[test]
fn a_concept_is_a_row_and_other_forms_follow_it() {
    let (file, report) = written(SheetFormat::Csv, &[court()]);
    insta::assert_snapshot!(String::from_utf8(file).unwrap().trim_start_matches('\u{feff}'));
    assert_eq!(report.concepts, 1);
    assert_eq!(left_out(&report), [("terms", 1), ("revisions", 1), ("seq", 1)]);
}

#[test]
fn a_sheet_begins_as_excel_wants_it() {
    assert!(csv(&[]).starts_with("\u{feff}id,zh,zh_variants,zh_status,zh_replaced_by,bo,"));
    assert!(written(SheetFormat::Tsv, &[]).0.starts_with(b"id\tzh\t"));
    assert!(written(SheetFormat::Xlsx, &[]).0.starts_with(b"PK"));
    for (sheet, format) in FORMATS {
        assert_eq!(reading(&written(sheet, &[]).0, format).rows, []);
    }
}

#[test]
fn a_formula_cannot_hide_in_an_export_and_comes_back_as_it_was() {
    for text in [
        "=1+1", "+1", "-1", "@a", "＝1", "＋1", "－1", "＠a", "'=1", "''=1", "'a", "=\"a\",b", "=a\n=b",
    ] {
        let mut concept = court();
        concept.notes[0].text = text.to_owned();
        for (sheet, format) in FORMATS {
            let (file, _) = written(sheet, &[concept.clone()]);
            let rows = reading(&file, format).rows;
            assert_eq!(
                rows[0].contribution.concept.notes, concept.notes,
                "{text} {format}"
            );
            if sheet != SheetFormat::Xlsx {
                let delimiters: &[char] = &[',', '\t', '"'];
                let file = String::from_utf8(file).unwrap();
                let has_formula = file
                    .split(delimiters)
                    .any(|cell| cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']));
                // Within quotes a comma may stand before anything.
                assert!(!has_formula || text.contains(','), "{file}");
            }
        }
    }
}

#[test]
fn a_tab_at_the_beginning_of_a_cell_is_left_out_and_told() {
    let mut concept = court();
    concept.notes[0].text = "\t=1".to_owned();
    let (file, report) = written(SheetFormat::Csv, &[concept]);
    assert!(!String::from_utf8(file).unwrap().contains('\t'));
    assert!(left_out(&report).contains(&("notes", 1)), "{report:?}");
}

#[test]
fn two_entries_that_say_the_same_are_no_repetition() {
    let (file, _) = written(SheetFormat::Csv, &[court(), court()]);
    let ids: Vec<_> = reading(&file, Format::Csv)
        .rows
        .iter()
        .map(|row| row.contribution.id.unwrap().number())
        .collect();
    assert_eq!(ids, [1, 1, 1, 1, 2, 2, 2, 2]);
}

#[test]
fn states_and_numbers_of_revisions_are_told_and_not_taken() {
    let mut concept = court();
    concept.workflow = Workflow::Authorised;
    let file = csv(&[concept]);
    assert!(file.contains("workflow,revision\n"), "{file}");
    assert!(file.contains(",authorised,3\n"), "{file}");
    let reading = reading(file.as_bytes(), Format::Csv);
    assert_eq!(reading.warnings, []);
    assert_eq!(reading.rows[0].contribution.concept.workflow, Workflow::Draft);
}

#[test]
fn what_does_not_hold_of_every_form_of_a_row_is_not_said_of_it() {
    let mut concept = court();
    concept.terms.truncate(3);
    concept.terms[0].sources.clear();
    concept.terms[2].reliability = None;
    let (file, report) = written(SheetFormat::Csv, &[concept.clone()]);
    let read = &reading(&file, Format::Csv).rows[0].contribution.concept;
    assert!(read.terms.iter().all(|t| t.sources.is_empty()));
    assert_eq!(merge::merge(&concept, read), concept);
    assert_eq!(left_out(&report), [("revisions", 1), ("sources", 2), ("seq", 1)]);
}

#[test]
fn the_least_reliability_of_a_row_was_written_for_all_of_its_forms() {
    let level = |level: u8| Some(Reliability::try_from(level).unwrap());
    for (levels, cell) in [
        ([level(3), level(2)], "3|2"),
        ([level(4), None], "4|"),
        ([None, level(1)], "|1"),
        ([level(3), level(3)], "3"),
        ([None, None], ""),
    ] {
        let mut concept = Concept::draft();
        concept.terms = vec![
            Term::new(Lang::Zh, "法院").unwrap(),
            Term::new(Lang::Bo, "ཁྲིམས་ཁང").unwrap(),
        ];
        for (term, level) in concept.terms.iter_mut().zip(levels) {
            term.reliability = level;
        }
        for (sheet, format) in FORMATS {
            let (file, report) = written(sheet, &[concept.clone()]);
            let rows = reading(&file, format).rows;
            assert_eq!(
                rows[0].contribution.concept.terms, concept.terms,
                "{cell} {format}"
            );
            assert!(!left_out(&report).iter().any(|(field, _)| *field == "reliability"));
        }
        assert!(
            csv(&[concept]).contains(&format!(",{cell},,,,,,,draft,3\n")),
            "{cell}"
        );
    }
}

#[test]
fn a_concept_without_a_form_for_a_sheet_is_counted() {
    let mut english = Concept::draft();
    english.terms = vec![Term::new(Lang::En, "court").unwrap()];
    let (_, report) = written(SheetFormat::Csv, &[Concept::draft(), english]);
    assert_eq!(report.concepts, 0);
    assert_eq!(left_out(&report), [("concepts", 2), ("terms", 1), ("seq", 1)]);
}

#[test]
fn a_workbook_says_what_it_was_made_from() {
    let (file, report) = written(SheetFormat::Xlsx, &[court()]);
    assert!(!left_out(&report).iter().any(|(field, _)| *field == "seq"));
    // The properties are compressed; that they differ with the state is enough here.
    let mut other = Vec::new();
    let later = exchange::ExportHeader {
        seq: 1043,
        ..header()
    };
    write(&mut other, SheetFormat::Xlsx, &later, &mut exported(&[court()])).unwrap();
    assert_ne!(file, other);
    assert_eq!(file, written(SheetFormat::Xlsx, &[court()]).0);
}

#[test]
fn an_export_that_breaks_off_says_why() {
    for (format, room) in [
        (SheetFormat::Csv, 2_000),
        (SheetFormat::Tsv, 100),
        (SheetFormat::Xlsx, 100),
    ] {
        let many = vec![court(); 50];
        let error = write(&mut Full(room), format, &header(), &mut exported(&many)).unwrap_err();
        assert!(matches!(error, ExportError::Output(_)), "{error}");
        let mut broken = std::iter::once(Err("the store is away"));
        let error = write(&mut Vec::new(), format, &header(), &mut broken).unwrap_err();
        assert!(matches!(error, ExportError::Concepts("the store is away")));
    }
}

/// Returns the forms that a sheet can have: Chinese of the norm and Tibetan.
fn forms(concept: &Concept) -> Vec<(Lang, String, AdministrativeStatus, Option<String>, Register)> {
    let is_carried = |term: &&Term| match term.lang {
        Lang::Zh => term.region.is_none() && term.register == Register::Norm,
        Lang::Bo => true,
        Lang::En => false,
    };
    let mut forms: Vec<_> = concept
        .terms
        .iter()
        .filter(is_carried)
        .map(|term| {
            let region = term.region.as_ref().map(|region| region.as_str().to_owned());
            (
                term.lang,
                term.text.clone(),
                term.administrative_status,
                region,
                term.register,
            )
        })
        .collect();
    forms.sort_by_key(|form| format!("{form:?}"));
    forms.dedup();
    forms
}

/// Returns the first public note that a cell can have.
fn first_note(concept: &Concept) -> Vec<Note> {
    let fits = |note: &&Note| {
        note.visibility == Visibility::Public && note.text.trim() == note.text && !note.text.contains('\r')
    };
    concept.notes.iter().filter(fits).take(1).cloned().collect()
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_sheet_reads_back_and_changes_nothing_where_it_came_from(concepts in vec(lawful_concept(), 0..6)) {
        for (sheet, format) in FORMATS {
            let (file, report) = written(sheet, &concepts);
            let reading = reading(&file, format);
            let mut with_forms = 0;
            for (n, concept) in concepts.iter().enumerate() {
                let rows: Vec<&Concept> = reading
                    .rows
                    .iter()
                    .filter(|row| row.contribution.id.unwrap().number() == n as u64 + 1)
                    .map(|row| &*row.contribution.concept)
                    .collect();
                // Nothing is claimed that is not so.
                let after = rows.iter().fold(concept.clone(), |known, row| merge::merge(&known, row));
                prop_assert_eq!(&after, &merge::merge(concept, &Concept::draft()), "{} {}", format, n);
                // And what a sheet has a place for is there.
                let mut read: Vec<_> = rows.iter().flat_map(|row| forms(row)).collect();
                read.sort_by_key(|form| format!("{form:?}"));
                read.dedup();
                prop_assert_eq!(read, forms(concept), "{} {}", format, n);
                let Some(first) = rows.first() else { continue };
                with_forms += 1;
                prop_assert_eq!(&first.notes, &first_note(concept));
                prop_assert_eq!(&first.subject_fields, &concept.subject_fields);
                prop_assert_eq!(first.memberships.len(), concept.memberships.len().min(1));
            }
            prop_assert_eq!(report.concepts, with_forms);
        }
    }
}
