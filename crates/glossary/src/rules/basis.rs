//! Rules of the law that an entry rests on.

use super::Violation;
use crate::{Concept, is_civil_date};

/// The days of a provision are days that the calendar has: others cannot be compared with the day of a judgment.
pub(super) fn bad_date(concept: &Concept, found: &mut Vec<Violation>) {
    for (position, basis) in concept.legal_basis.iter().enumerate() {
        for (member, day) in [
            ("in_force_from", &basis.in_force_from),
            ("in_force_to", &basis.in_force_to),
        ] {
            if let Some(value) = day.as_ref().filter(|day| !is_civil_date(day)) {
                let value = value.clone();
                found.push(Violation::BadDate {
                    position,
                    member,
                    value,
                });
            }
        }
    }
}

/// A provision ends on the day it begins or later: otherwise it was never in force. Days may be given without an edition.
pub(super) fn in_force_reversed(concept: &Concept, found: &mut Vec<Violation>) {
    for (position, basis) in concept.legal_basis.iter().enumerate() {
        let (Some(from), Some(to)) = (&basis.in_force_from, &basis.in_force_to) else {
            continue;
        };
        if is_civil_date(from) && is_civil_date(to) && from > to {
            found.push(Violation::InForceReversed {
                position,
                law: basis.law.clone(),
                from: from.clone(),
                to: to.clone(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{broken, concept};
    use crate::{Lang, LegalBasis};

    #[track_caller]
    fn check(from: Option<&str>, to: Option<&str>, expected: &[&str]) {
        let mut bail = concept(&[(Lang::Zh, "取保候审")]);
        let basis = |from: Option<&str>, to: Option<&str>| LegalBasis {
            law: "中华人民共和国刑事诉讼法".to_owned(),
            article: Some("第六十七条".to_owned()),
            chapter: None,
            edition: None,
            in_force_from: from.map(str::to_owned),
            in_force_to: to.map(str::to_owned),
        };
        bail.legal_basis = vec![basis(None, None), basis(from, to)];
        assert_eq!(broken(&bail), expected, "{from:?} {to:?}");
    }

    #[test]
    fn bad_date() {
        check(Some("2018-10-26"), None, &[]);
        check(
            Some("2018-02-30"),
            None,
            &["bad_date /legal_basis/1/in_force_from"],
        );
        check(None, Some("2018年10月"), &["bad_date /legal_basis/1/in_force_to"]);
        check(
            Some("z"),
            Some("a"),
            &[
                "bad_date /legal_basis/1/in_force_from",
                "bad_date /legal_basis/1/in_force_to",
            ],
        );
    }

    #[test]
    fn in_force_reversed() {
        check(Some("2018-10-26"), Some("2018-10-26"), &[]);
        check(Some("2018-10-26"), Some("2018-10-27"), &[]);
        check(
            Some("2018-10-27"),
            Some("2018-10-26"),
            &["in_force_reversed /legal_basis/1/in_force_to"],
        );
    }
}
