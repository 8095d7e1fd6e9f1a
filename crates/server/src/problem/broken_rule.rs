//! Which issue a broken rule of the glossary is: the member it is about, and the values of its sentence.

use glossary::rules::Violation;

use super::{Issue, IssueCode};

/// Returns what is wrong with an entry by a rule, as an issue of the member it is about.
pub fn broken_rule(violation: &Violation) -> Issue {
    let (code, args) = code_and_values(violation);
    Issue {
        pointer: violation.pointer(),
        code,
        args,
        told: None,
    }
}

/// Returns the code of a violation and the values that its sentence names.
fn code_and_values(violation: &Violation) -> (IssueCode, Vec<(&'static str, String)>) {
    let text = |text: &String| ("text", text.clone());
    match violation {
        Violation::NoTerm => (IssueCode::NoTerm, vec![]),
        Violation::SameTermTwice { text: form, .. } => (IssueCode::SameTermTwice, vec![text(form)]),
        Violation::TwoPreferred { first, second, .. } => (
            IssueCode::TwoPreferred,
            vec![("first", first.clone()), ("second", second.clone())],
        ),
        Violation::SpokenWithStatus { text: form, .. } => (IssueCode::SpokenWithStatus, vec![text(form)]),
        Violation::ReplacementMissing {
            text: form, status, ..
        } => (
            IssueCode::ReplacementMissing,
            vec![text(form), ("status", status.to_string())],
        ),
        Violation::ReplacementUnknown {
            text: form,
            replacement,
            ..
        } => (
            IssueCode::ReplacementUnknown,
            vec![text(form), ("replacement", replacement.clone())],
        ),
        Violation::AuthorisedWithoutTibetan(name) => (IssueCode::AuthorisedWithoutTibetan, vec![text(name)]),
        Violation::BadDate { value, .. } => (IssueCode::BadDate, vec![("value", value.clone())]),
        Violation::InForceReversed { law, from, to, .. } => (
            IssueCode::InForceReversed,
            vec![("law", law.clone()), ("from", from.clone()), ("to", to.clone())],
        ),
        Violation::RelationToItself { id, .. } => (IssueCode::RelationToItself, vec![("id", id.to_string())]),
        Violation::RelationToNothing { id, .. } => {
            (IssueCode::RelationToNothing, vec![("id", id.to_string())])
        }
        Violation::ConfusableNotMutual { id, other } => (
            IssueCode::ConfusableNotMutual,
            vec![("id", id.to_string()), ("other", other.to_string())],
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use glossary::rules::{ReplacementFault, Violation};
    use glossary::{AdministrativeStatus, ConceptId, Lang};

    use super::*;
    use crate::web::Web;
    use crate::web::ui::Ui;

    fn violations() -> Vec<Violation> {
        let (text, replacement) = ("ཁྲིམས་ར".to_owned(), "ཁྲིམས་ཁང".to_owned());
        let (position, lang) = (3, Lang::Bo);
        vec![
            Violation::NoTerm,
            Violation::SameTermTwice {
                position,
                lang,
                text: text.clone(),
            },
            Violation::TwoPreferred {
                position,
                lang,
                place: "amdo".to_owned(),
                first: replacement.clone(),
                second: text.clone(),
            },
            Violation::SpokenWithStatus {
                position,
                lang,
                text: text.clone(),
            },
            Violation::ReplacementMissing {
                position,
                lang,
                text: text.clone(),
                status: AdministrativeStatus::Superseded,
            },
            Violation::ReplacementUnknown {
                position,
                lang,
                text,
                replacement,
                fault: ReplacementFault::NotThere,
            },
            Violation::AuthorisedWithoutTibetan("离婚纠纷".to_owned()),
            Violation::BadDate {
                position,
                member: "in_force_from",
                value: "2018年".to_owned(),
            },
            Violation::InForceReversed {
                position,
                law: "刑法".to_owned(),
                from: "2024-03-01".to_owned(),
                to: "2020-01-01".to_owned(),
            },
            Violation::RelationToItself {
                position,
                id: ConceptId::new(7),
            },
            Violation::RelationToNothing {
                position,
                id: ConceptId::new(7),
            },
            Violation::ConfusableNotMutual {
                id: ConceptId::new(7),
                other: ConceptId::new(8),
            },
        ]
    }

    #[test]
    fn every_rule_has_a_sentence_with_its_values_in_every_language() {
        let web = Web::load().unwrap();
        let mut seen = BTreeSet::new();
        for violation in violations() {
            let issue = broken_rule(&violation);
            assert_eq!(issue.code.as_str(), violation.code());
            assert_eq!(issue.pointer, violation.pointer());
            for ui in Ui::ALL {
                let sentence =
                    web.translations()
                        .fill(ui, &format!("issue.{}", violation.code()), &issue.args);
                assert!(!sentence.contains('{'), "a value is not filled in: {sentence}");
                for (name, value) in &issue.args {
                    assert!(sentence.contains(value.as_str()), "{name} is missing: {sentence}");
                }
            }
            seen.insert(violation.code());
        }
        assert_eq!(seen, BTreeSet::from(Violation::CODES));
    }

    #[test]
    fn a_broken_rule_points_to_its_member() {
        let pointers: Vec<String> = violations().iter().map(|v| broken_rule(v).pointer).collect();
        assert_eq!(
            pointers,
            [
                "/terms",
                "/terms/3/text",
                "/terms/3/administrative_status",
                "/terms/3/administrative_status",
                "/terms/3/replaced_by",
                "/terms/3/replaced_by",
                "/workflow",
                "/legal_basis/3/in_force_from",
                "/legal_basis/3/in_force_to",
                "/relations/3",
                "/relations/3",
                "/relations",
            ]
        );
    }
}
