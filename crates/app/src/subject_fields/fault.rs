//! What can be wrong with a field of law, in both languages.

use glossary::SubjectField;

use super::MAX_FIELDS;

/// Why a field of law cannot be as it is said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldFault {
    /// It has no Chinese name.
    #[error("the field `{0}` has no Chinese name (hint: give `name_zh`)")]
    NameMissing(SubjectField),
    /// A Tibetan name without the work it stands in.
    #[error("the Tibetan name of the field `{0}` has no source (hint: give `source`, or leave the name out)")]
    SourceMissing(SubjectField),
    /// It stands below a field that there is not.
    #[error("the field `{field}` stands below `{parent}`, which there is not (hint: write that one first)")]
    ParentMissing {
        /// The field.
        field: SubjectField,
        /// What it stands below.
        parent: SubjectField,
    },
    /// It stands below itself.
    #[error("the field `{0}` would stand below itself")]
    BelowItself(SubjectField),
    /// Others stand below it.
    #[error("`{child}` stands below the field `{field}` (hint: move or delete that one first)")]
    HasChildren {
        /// The field.
        field: SubjectField,
        /// One that stands below it.
        child: SubjectField,
    },
    /// A row of a table whose code cannot be one.
    #[error(
        "{place}: `{code}` cannot be the code of a field (hint: small letters a–z, digits and hyphens, at most 64)"
    )]
    BadCode {
        /// Where it stands.
        place: String,
        /// What stands there.
        code: String,
    },
    /// A code that stands in a table twice.
    #[error("{place}: the field `{code}` stands in the table twice (hint: keep one of the two rows)")]
    Twice {
        /// Where it stands the second time.
        place: String,
        /// The code.
        code: SubjectField,
    },
    /// What is wrong with a row as such, told by the reader of files in both languages.
    #[error("{message}")]
    Row {
        /// In English.
        message: String,
        /// In Chinese.
        message_zh: String,
    },
    /// There are too many.
    #[error("there are at most {MAX_FIELDS} fields of law")]
    TooMany,
}

/// Returns what is wrong with a field of law as a Chinese sentence; `Display` is the English one.
#[must_use]
pub fn field_fault_in_chinese(fault: &FieldFault) -> String {
    match fault {
        FieldFault::NameMissing(field) => format!("领域“{field}”没有汉文名称（提示：请填写 `name_zh`）"),
        FieldFault::SourceMissing(field) => {
            format!("领域“{field}”的藏文名称没有出处（提示：请填写 `source`，或不写藏文名称）")
        }
        FieldFault::ParentMissing { field, parent } => {
            format!("领域“{field}”的上级“{parent}”不存在（提示：请先建上级领域）")
        }
        FieldFault::BelowItself(field) => format!("领域“{field}”不能在自己之下（提示：请换一个上级）"),
        FieldFault::HasChildren { field, child } => {
            format!("领域“{field}”之下还有“{child}”（提示：请先移走或删除下级领域）")
        }
        FieldFault::BadCode { place, code } => {
            format!("{place}：`{code}` 不能作领域的代码（提示：小写字母 a–z、数字和连字符，最多 64 个）")
        }
        FieldFault::Twice { place, code } => {
            format!("{place}：领域“{code}”在表中出现两次（提示：请保留其中一行）")
        }
        FieldFault::Row { message_zh, .. } => message_zh.clone(),
        FieldFault::TooMany => format!("领域太多，最多 {MAX_FIELDS} 个"),
    }
}
