//! Summaries: what they hold, in which order, and as which bytes.

use glossary::{Membership, Workflow};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

#[test]
fn a_collection_is_named_once_and_every_number_in_it_is_kept() {
    let mut concept = Concept::draft();
    for number in ["14", "15"] {
        concept.memberships.push(Membership {
            collection: "civil-causes-2026".parse().unwrap(),
            number: Some(number.to_owned()),
        });
    }
    let summary = ConceptSummary::of(ConceptId::new(7), 3, &concept);
    assert_eq!(summary.collections, ["civil-causes-2026"]);
    assert_eq!(summary.list_entries.len(), 2);
    assert!(summary.bo.is_empty());
}

#[test]
fn terms_say_how_they_are_read_in_their_own_language() {
    for (lang, text, pinyin, ewts) in [
        (Lang::Zh, "取保候审", Some("qǔ bǎo hòu shěn"), None),
        (Lang::Zh, "……", None, None),
        (Lang::Bo, "ཁྲིམས་ཁང", None, Some("khrims khang")),
        (Lang::En, "court", None, None),
    ] {
        let term = TermSummary::of(&Term::new(lang, text).unwrap());
        assert_eq!(
            (term.pinyin.as_deref(), term.ewts.as_deref()),
            (pinyin, ewts),
            "{text}"
        );
    }
}

fn region(name: &str) -> Region {
    name.to_owned().try_into().unwrap()
}

/// A form as `text region`, with a mark behind it: `older`, `deprecated`.
fn form(line: &str) -> Term {
    let mut words = line.split(' ');
    let mut term = Term::new(Lang::Bo, words.next().unwrap()).unwrap();
    term.region = words.next().filter(|r| *r != "norm").map(region);
    match words.next() {
        Some("older") => term.register = Register::Older,
        Some(status) => term.administrative_status = status.parse().unwrap(),
        None => {}
    }
    term
}

#[track_caller]
fn check_region(forms: &[&str], asked: &str, expect: &str) {
    let mut concept = Concept::draft();
    concept.terms.extend(forms.iter().map(|line| form(line)));
    let mut summary = ConceptSummary::of(ConceptId::new(1), 1, &concept);
    summary.prefer_region(&region(asked));
    let order: Vec<_> = summary.bo.iter().map(|t| t.text.as_str()).collect();
    assert_eq!(order.join(" "), expect, "{asked}");
}

#[test]
fn the_forms_of_a_hit_stand_in_the_order_of_the_region_asked_for() {
    let forms = ["ཀ norm", "ཁ amdo", "ག kham", "ང amdo"];
    check_region(&forms, "amdo", "ཁ ང ཀ ག");
    check_region(&forms, "kham", "ག ཀ ཁ ང");
    check_region(&forms, "u-tsang", "ཀ ཁ ག ང");
    check_region(&["ཀ kham", "ཁ norm"], "amdo", "ཁ ཀ");
}

#[test]
fn a_region_lifts_no_form_that_is_not_to_be_written() {
    let forms = ["ཀ norm", "ཁ amdo older", "ག amdo deprecated", "ང kham"];
    check_region(&forms, "amdo", "ཀ ང ག ཁ");
}

#[test]
fn notes_for_editors_are_not_shown() {
    let mut concept = Concept::draft();
    for visibility in [Visibility::Editors, Visibility::Public] {
        concept.notes.push(Note {
            visibility,
            text: visibility.to_string(),
        });
    }
    let shown: Vec<_> = public_notes(&concept).iter().map(|n| n.text.as_str()).collect();
    assert_eq!(shown, ["public"]);
}

#[test]
fn the_bytes_of_an_entry_are_what_the_api_says_of_it() {
    let mut concept = Concept::draft();
    concept.terms = vec![Term::new(Lang::Zh, "盗窃罪").unwrap(), form("རྐུ་བ amdo older")];
    concept.memberships.push(Membership {
        collection: "charges-2024".parse().unwrap(),
        number: Some("234".to_owned()),
    });
    let summary = ConceptSummary {
        legal_basis: Some(("中华人民共和国刑法".to_owned(), None)),
        ..ConceptSummary::of(ConceptId::new(7), 3, &concept)
    };
    let expected = concat!(
        r#"{"id":"c-000007","revision":3,"workflow":"draft","#,
        r#""zh":[{"text":"盗窃罪","administrative_status":"preferred","region":null,"register":"norm","#,
        r#""reliability":null,"source":null,"pinyin":"dào qiè zuì"}],"#,
        r#""bo":[{"text":"རྐུ་བ","administrative_status":"preferred","region":"amdo","register":"older","#,
        r#""reliability":null,"source":null,"ewts":"rku ba"}],"#,
        r#""subject_fields":[],"collections":["charges-2024"],"#,
        r#""list_entries":[{"collection":"charges-2024","number":"234"}],"#,
        r#""legal_basis":{"law":"中华人民共和国刑法","article":null}}"#,
    );
    assert_eq!(String::from_utf8(summary.encode().unwrap()).unwrap(), expected);
}

/// Texts that JSON writers and readers stumble over, and any other.
fn any_text() -> impl Strategy<Value = String> {
    let awkward = [
        "\"",
        "\\",
        "\u{0}",
        "\u{1f}",
        "\u{7f}",
        "\r\n",
        "\u{2028}",
        "\u{2029}",
        "\u{fb2}\u{f71}",
        "\u{301}",
        "\u{feff}",
        "\u{10ffff}",
        "</script>",
        "{}",
        "ཁྲིམས་ཁང",
    ];
    let piece = prop_oneof![
        prop::sample::select(awkward.to_vec()).prop_map(str::to_owned),
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

fn any_term() -> impl Strategy<Value = TermSummary> {
    let optional = || prop::option::of(any_text());
    let closed = (
        prop::sample::select(AdministrativeStatus::ALL.to_vec()),
        prop::sample::select(Register::ALL.to_vec()),
        prop::option::of(prop::sample::select(vec!["amdo", "kham", "632700"])),
        prop::option::of(1_u8..=4),
    );
    (any_text(), optional(), optional(), optional(), closed).prop_map(
        |(text, source, pinyin, ewts, (administrative_status, register, place, reliability))| TermSummary {
            text,
            administrative_status,
            replaced_by: None,
            region: place.map(region),
            register,
            reliability: reliability.map(|r| r.try_into().unwrap()),
            source,
            pinyin,
            ewts,
        },
    )
}

fn any_summary() -> impl Strategy<Value = ConceptSummary> {
    let texts = || prop::collection::vec(any_text(), 0..3);
    let terms = || prop::collection::vec(any_term(), 0..3);
    let pairs = prop::collection::vec((any_text(), any_text()), 0..3);
    let basis = prop::option::of((any_text(), prop::option::of(any_text())));
    let head = (
        0..1_u64 << 63,
        0..1_u64 << 63,
        prop::sample::select(Workflow::ALL.to_vec()),
    );
    (head, terms(), terms(), texts(), texts(), pairs, basis).prop_map(
        |((id, revision, workflow), zh, bo, subject_fields, collections, list_entries, legal_basis)| {
            ConceptSummary {
                id: ConceptId::new(id),
                revision,
                workflow,
                zh,
                bo,
                subject_fields,
                collections,
                list_entries,
                legal_basis,
                replaced_by: Vec::new(),
            }
        },
    )
}

#[test]
fn an_entry_says_what_takes_the_place_of_its_forms_and_of_itself() {
    let mut concept = Concept::draft();
    for (text, replaced_by) in [("ཁྲིམས་ཁང", None), ("ཁྲིམས་ར", Some("ཁྲིམས་ཁང"))]
    {
        let mut term = Term::new(Lang::Bo, text).unwrap();
        if replaced_by.is_some() {
            term.administrative_status = AdministrativeStatus::Superseded;
        }
        term.replaced_by = replaced_by.map(str::to_owned);
        concept.terms.push(term);
    }
    let encoded = |concept: &Concept| {
        ConceptSummary::of(ConceptId::new(7), 3, concept)
            .encode()
            .unwrap()
    };
    let bytes = encoded(&concept);
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(
        text.contains(r#""administrative_status":"superseded","replaced_by":"ཁྲིམས་ཁང""#),
        "{text}"
    );
    assert!(!ConceptSummary::may_be_replaced(&bytes));
    for number in [8, 9] {
        concept.relations.push(glossary::Relation {
            kind: glossary::RelationKind::ReplacedBy,
            id: ConceptId::new(number),
        });
    }
    let bytes = encoded(&concept);
    assert!(bytes.ends_with(br#","replaced_by":["c-000008","c-000009"]}"#));
    assert!(ConceptSummary::may_be_replaced(&bytes));
}

proptest! {
    #[test]
    fn an_entry_is_read_back_as_it_was_written(summary in any_summary()) {
        prop_assert_eq!(ConceptSummary::decode(&summary.encode().unwrap()).unwrap(), summary);
    }

    #[test]
    fn an_entry_is_one_line_of_json_whatever_its_texts(summary in any_summary()) {
        let bytes = summary.encode().unwrap();
        prop_assert!(bytes.iter().all(|byte| *byte >= b' '), "a control character stands bare");
        let object: Value = serde_json::from_slice(&bytes).unwrap();
        prop_assert_eq!(&object["revision"], &json!(summary.revision));
        for (term, written) in summary.zh.iter().zip(object["zh"].as_array().unwrap()) {
            prop_assert_eq!(&written["text"], &json!(term.text));
        }
        prop_assert_eq!((bytes.first(), bytes.last()), (Some(&b'{'), Some(&b'}')), "one object, and nothing around it");
    }
}
