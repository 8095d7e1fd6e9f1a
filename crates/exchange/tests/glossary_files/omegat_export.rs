//! The glossary of a translation program has what may be written, and says how far it has come.

use exchange::omegat::{Direction, write};
use exchange::{ExportError, ExportReport};
use glossary::{Concept, Lang, Register, Term, Workflow};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::export_fixture::{Full, court, exported, header, lawful_concept};
use crate::tbx_round_trip::cases;

fn written(direction: Direction, concepts: &[Concept]) -> (String, ExportReport) {
    let mut file = Vec::new();
    let report = write(&mut file, &header(), direction, &mut exported(concepts)).unwrap();
    (String::from_utf8(file).unwrap(), report)
}

#[test]
fn a_line_is_a_pair_that_may_be_written() {
    let mut approved = court();
    approved.workflow = Workflow::Authorised;
    let (file, report) = written(Direction::ZhToBo, &[court(), approved]);
    insta::assert_snapshot!(file);
    assert_eq!(report.concepts, 2);
    // The spoken form and the one that is not to be used, twice, and the English one.
    let terms: usize = report
        .not_carried
        .iter()
        .filter(|left| left.field == "terms")
        .map(|left| left.count)
        .sum();
    assert_eq!(terms, 6);
    let (back, _) = written(Direction::BoToZh, &[court()]);
    assert!(
        back.contains("\nཁྲིམས་ཁང\t法院\t草案，未经审定；c-000001\n"),
        "{back}"
    );
}

#[test]
fn an_entry_without_a_pair_is_counted() {
    let mut spoken = court();
    spoken
        .terms
        .retain(|term| term.lang == Lang::Zh || term.register == Register::CourtroomOral);
    let mut sign = Concept::draft();
    sign.terms = vec![
        Term::new(Lang::Zh, "#法院").unwrap(),
        Term::new(Lang::Bo, "ཁྲིམས").unwrap(),
    ];
    let withdrawn = Concept {
        workflow: Workflow::Withdrawn,
        ..court()
    };
    let (file, report) = written(Direction::ZhToBo, &[spoken, sign, withdrawn]);
    assert_eq!((file.lines().count(), report.concepts), (1, 0));
    assert!(
        report
            .not_carried
            .iter()
            .any(|left| left.field == "concepts" && left.count == 1)
    );
    assert!(
        report
            .not_carried
            .iter()
            .any(|left| left.reason.en.contains("both languages") && left.count == 2)
    );
}

#[test]
fn an_export_that_breaks_off_says_why() {
    let many = vec![court(); 10];
    let error = write(&mut Full(500), &header(), Direction::ZhToBo, &mut exported(&many)).unwrap_err();
    assert!(matches!(error, ExportError::Output(_)), "{error}");
    let mut broken = std::iter::once(Err("the store is away"));
    let error = write(&mut Vec::new(), &header(), Direction::ZhToBo, &mut broken).unwrap_err();
    assert!(matches!(error, ExportError::Concepts("the store is away")));
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn every_line_has_three_columns_and_no_form_that_must_not_be_written(concepts in vec(lawful_concept(), 0..6)) {
        let (file, _) = written(Direction::BoToZh, &concepts);
        prop_assert!(file.starts_with("# Shanjar bo-zh seq=1042 edition=2 "));
        for line in file.lines().skip(1) {
            let columns: Vec<&str> = line.split('\t').collect();
            prop_assert_eq!(columns.len(), 3, "{}", line);
            let id = columns[2].rsplit("c-").next().unwrap();
            let concept = &concepts[id.parse::<usize>().unwrap() - 1];
            for (lang, text) in [(Lang::Bo, columns[0]), (Lang::Zh, columns[1])] {
                let may_be_written = |term: &Term| {
                    term.lang == lang
                        && term.text == text
                        && term.register != Register::CourtroomOral
                        && !term.is_out_of_use()
                };
                prop_assert!(concept.terms.iter().any(may_be_written), "{}", line);
            }
            prop_assert_eq!(concept.workflow == Workflow::Draft, columns[2].starts_with("草案，未经审定"));
        }
    }
}
