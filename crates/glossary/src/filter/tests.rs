//! What filters find, and what is said of those that cannot be read.

use super::*;
use crate::{Definition, LegalBasis, Membership, Term};

const FIELDS_BELOW: [(&str, &str); 1] = [("evidence", "criminal-procedure")];

fn is_within(field: &SubjectField, asked: &SubjectField) -> bool {
    field == asked || FIELDS_BELOW.contains(&(field.as_str(), asked.as_str()))
}

/// 取保候审 with an Amdo form, in one collection and one field, without definition and legal basis.
fn bail() -> Concept {
    let mut concept = Concept::draft();
    let mut amdo = Term::new(Lang::Bo, "འགན་ལེན").unwrap();
    amdo.region = Some(Region::try_from("amdo".to_owned()).unwrap());
    concept.terms = vec![Term::new(Lang::Zh, "取保候审").unwrap(), amdo];
    concept.memberships.push(Membership {
        collection: "charges-2024".parse().unwrap(),
        number: None,
    });
    concept.subject_fields.push("evidence".parse().unwrap());
    concept
}

const FACTS: Facts<'static> = Facts {
    workflow: Workflow::Reviewed,
    author: Some("索朗 次仁"),
    changed_on: Some("2024-03-01"),
    batch: Some("〔2024〕3号"),
};

/// Asserts what each filter says of a concept, and that its opposite says the opposite.
fn check(concept: &Concept, facts: &Facts<'_>, table: &[(&str, bool)]) {
    for (raw, expected) in table {
        let matches = |raw: &str| {
            let filter: Filter = raw.parse().unwrap();
            filter.matches(concept, facts, is_within)
        };
        assert_eq!(matches(raw), *expected, "{raw}");
        assert_eq!(matches(&format!("-{raw}")), !expected, "-{raw}");
    }
}

#[test]
fn each_key_asks_for_what_it_names() {
    check(
        &bail(),
        &FACTS,
        &[
            ("collection:charges-2024", true),
            ("collection:charges", false),
            ("subject_field:evidence", true),
            ("subject_field:criminal-procedure", true),
            ("subject_field:civil", false),
            ("workflow:reviewed", true),
            // What the body says of itself is not what is asked.
            ("workflow:draft", false),
            ("author:\"索朗 次仁\"", true),
            ("author:索朗", false),
            ("changed_since:2024-03-01", true),
            ("changed_since:2024-02-29", true),
            ("changed_since:2024-03-02", false),
            ("batch:〔2024〕3号", true),
            ("batch：〔2024〕3号", true),
            ("batch:3", false),
            ("has:bo", true),
            ("has:definition", false),
            ("has:legal_basis", false),
            ("has:region-amdo", true),
            ("has:region-kham", false),
            ("has:region-632700", false),
            ("without:definition", true),
            ("without:bo", false),
            ("without:region-amdo", false),
            ("without:region-u-tsang", true),
        ],
    );
}

#[test]
fn what_is_not_known_holds_of_no_condition() {
    let facts = Facts::of(&bail());
    let table = [
        ("author:索朗", false),
        ("changed_since:0001-01-01", false),
        ("batch:1", false),
        ("workflow:draft", true),
    ];
    check(&bail(), &facts, &table);
}

#[test]
fn what_is_said_aloud_is_no_tibetan_form() {
    let mut concept = bail();
    concept.terms[1].register = Register::CourtroomOral;
    check(
        &concept,
        &FACTS,
        &[("has:bo", false), ("without:region-amdo", true)],
    );
}

#[test]
fn a_definition_is_one_that_says_something() {
    let mut concept = bail();
    let definition = |text: &str| Definition {
        lang: Lang::Bo,
        text: text.to_owned(),
        source: None,
    };
    concept.definitions = vec![definition("  ")];
    check(&concept, &FACTS, &[("has:definition", false)]);
    concept.definitions.push(definition("འགན་ལེན་བྱེད་པའི་དོན"));
    concept.legal_basis.push(LegalBasis {
        law: "刑事诉讼法".to_owned(),
        article: None,
        chapter: None,
        edition: None,
        in_force_from: None,
        in_force_to: None,
    });
    check(
        &concept,
        &FACTS,
        &[("has:definition", true), ("has:legal_basis", true)],
    );
}

#[test]
fn all_tokens_must_hold() {
    let matches = |raw: &str| raw.parse::<Filter>().unwrap().matches(&bail(), &FACTS, is_within);
    assert!(matches(""));
    assert!(matches(" \t\u{3000}\n"));
    assert!(matches("has:bo\u{3000}without:definition  -workflow:draft"));
    assert!(!matches("has:bo has:definition"));
    assert!(!matches("workflow:draft workflow:reviewed"));
}

#[test]
fn a_filter_says_whether_it_asks_for_acts() {
    for (raw, needs) in [
        ("", false),
        ("collection:a has:bo workflow:draft subject_field:b", false),
        ("author:a", true),
        ("has:bo -changed_since:2024-01-01", true),
        ("batch:1", true),
    ] {
        assert_eq!(raw.parse::<Filter>().unwrap().needs_acts(), needs, "{raw}");
    }
}

#[test]
fn a_fault_names_the_token_its_place_and_what_is_allowed() {
    let keys = "`collection:`, `subject_field:`, `workflow:`, `author:`, `changed_since:`, `batch:`, `has:`, `without:`";
    for (raw, code, position, message) in [
        ("法院", "filter_no_colon", 0, format!("`法院` at character 1: is not `key:value` (hint: write {keys})")),
        (
            "has:bo  藏文:无",
            "filter_unknown_key",
            8,
            format!("`藏文:无` at character 9: has a key that is not known (hint: write {keys})"),
        ),
        (
            "workflow:done",
            "filter_workflow",
            0,
            "`workflow:done` at character 1: does not give a state of the workflow (hint: write `draft`, `reviewed`, \
             `authorised`, `withdrawn`)"
                .to_owned(),
        ),
        (
            "-changed_since:2023-02-29",
            "filter_day",
            0,
            "`-changed_since:2023-02-29` at character 1: does not give a day of the calendar (hint: write `2024-02-29`)"
                .to_owned(),
        ),
    ] {
        let fault = raw.parse::<Filter>().unwrap_err();
        assert_eq!((fault.kind.code(), fault.position), (code, position), "{raw}");
        assert_eq!(fault.to_string(), message);
    }
}

#[test]
fn what_cannot_be_read_is_refused_by_kind() {
    for (raw, token, code) in [
        ("Collection:a", "Collection:a", "filter_unknown_key"),
        (":a", ":a", "filter_unknown_key"),
        ("-", "-", "filter_no_colon"),
        ("--has:bo", "--has:bo", "filter_unknown_key"),
        ("collection:", "collection:", "filter_name"),
        ("collection:罪名", "collection:罪名", "filter_name"),
        ("subject_field:A", "subject_field:A", "filter_name"),
        ("author:", "author:", "filter_nothing"),
        ("batch:\" \"", "batch:\" \"", "filter_nothing"),
        ("author:\"a has:bo", "author:\"a has:bo", "filter_quotes"),
        ("author:\"a\"b has:bo", "author:\"a\"b", "filter_quotes"),
        ("without:zh", "without:zh", "filter_part"),
        ("has:region-lhasa", "has:region-lhasa", "filter_part"),
        ("has:region-", "has:region-", "filter_part"),
    ] {
        let fault = raw.parse::<Filter>().unwrap_err();
        assert_eq!((fault.token.as_str(), fault.kind.code()), (token, code), "{raw}");
        // The sentence gives a way out.
        assert!(fault.to_string().contains("(hint: "), "{fault}");
    }
}

#[test]
fn every_word_that_is_offered_can_be_written() {
    for word in FilterFaultKind::Part.allowed() {
        assert!(format!("has:{word}").parse::<Filter>().is_ok(), "{word}");
    }
    for word in FilterFaultKind::Workflow.allowed() {
        assert!(format!("workflow:{word}").parse::<Filter>().is_ok(), "{word}");
    }
    for key in FilterFaultKind::UnknownKey.allowed() {
        let fault = format!("{key}\"").parse::<Filter>().unwrap_err();
        assert_eq!(fault.kind, FilterFaultKind::Quotes, "{key}");
        let fault = key.parse::<Filter>().unwrap_err();
        assert_ne!(fault.kind, FilterFaultKind::UnknownKey, "{key}");
    }
    let examples = [
        FilterFaultKind::Name,
        FilterFaultKind::Quotes,
        FilterFaultKind::Nothing,
    ];
    for word in examples.iter().flat_map(|kind| kind.allowed()) {
        assert!(word.parse::<Filter>().is_ok(), "{word}");
    }
}

#[test]
fn a_filter_has_bounds() {
    let author = |n: usize| format!("author:{}", "ཀ".repeat(n));
    assert!(author(MAX_FILTER_CHARS - 7).parse::<Filter>().is_ok());
    let fault = author(MAX_FILTER_CHARS - 6).parse::<Filter>().unwrap_err();
    assert_eq!((fault.kind.code(), fault.position), ("filter_too_long", 256));
    let fault = author(1_000_000).parse::<Filter>().unwrap_err();
    assert_eq!(fault.token.chars().count(), 21);
    let many = |n: usize| vec!["has:bo"; n].join(" ");
    assert_eq!(
        many(MAX_FILTER_TOKENS).parse::<Filter>().unwrap().tokens.len(),
        32
    );
    let fault = many(MAX_FILTER_TOKENS + 1).parse::<Filter>().unwrap_err();
    assert_eq!(
        (fault.kind.code(), fault.position),
        ("filter_too_many_tokens", 32 * 7)
    );
}
