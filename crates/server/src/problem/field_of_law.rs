//! What is wrong with a field of law, as an issue of the member it is about.

use app::{FieldFault, field_fault_in_chinese};

use super::{Issue, IssueCode, Told};

/// Returns what is wrong with a field of law.
pub fn field_issue(fault: &FieldFault) -> Issue {
    let told = |pointer: &str, code| {
        let told = Told {
            code,
            en: fault.to_string(),
            zh: field_fault_in_chinese(fault),
        };
        Issue::told(pointer.to_owned(), told)
    };
    match fault {
        FieldFault::NameMissing(_) => Issue::of("name_zh", IssueCode::Missing),
        FieldFault::SourceMissing(_) => Issue::of("source", IssueCode::Missing),
        FieldFault::ParentMissing { .. } => told("/parent", "no_such_parent"),
        FieldFault::BelowItself(_) => told("/parent", "below_itself"),
        FieldFault::HasChildren { .. } => told("", "has_children"),
        FieldFault::BadCode { .. } => told("/code", "bad_code"),
        FieldFault::Twice { .. } => told("", "field_twice"),
        FieldFault::Row { .. } => told("", "bad_row"),
        FieldFault::TooMany => told("", "too_many_fields"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_points_to_its_member_and_is_told_in_both_languages() {
        let code = |name: &str| name.parse().unwrap();
        for (fault, pointer, name, zh) in [
            (FieldFault::NameMissing(code("civil")), "/name_zh", "missing", ""),
            (FieldFault::SourceMissing(code("civil")), "/source", "missing", ""),
            (
                FieldFault::ParentMissing {
                    field: code("family"),
                    parent: code("civil"),
                },
                "/parent",
                "no_such_parent",
                "领域“family”的上级“civil”不存在（提示：请先建上级领域）",
            ),
            (
                FieldFault::BelowItself(code("civil")),
                "/parent",
                "below_itself",
                "领域“civil”不能在自己之下（提示：请换一个上级）",
            ),
        ] {
            let issue = field_issue(&fault);
            let told = issue.told.as_ref();
            assert_eq!(issue.pointer, pointer);
            assert_eq!(told.map_or(issue.code.as_str(), |told| told.code), name);
            assert_eq!(told.map_or("", |told| &told.zh), zh);
            assert!(told.is_none_or(|told| told.en == fault.to_string()));
        }
    }
}
