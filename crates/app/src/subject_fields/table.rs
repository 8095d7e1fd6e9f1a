//! A table of fields of law, as a file has it.

use std::collections::BTreeSet;

use exchange::{FileError, Format, NamedRow};
use glossary::SubjectField;
use store::subject_fields::FieldOfLaw;

use super::FieldFault;

/// The columns, in any order; the first two are one.
const COLUMNS: [&str; 7] = ["code", "slug", "parent", "zh", "bo", "en", "bo_source"];

/// A table of fields of law.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldTable {
    /// The fields, their places those of the rows.
    pub fields: Vec<FieldOfLaw>,
    /// What is wrong with the other rows.
    pub faults: Vec<FieldFault>,
}

/// Reads the columns `code` (or `slug`), `parent`, `zh`, `bo`, `en` and `bo_source` of the file `bytes`, which messages call
/// `name`. The order of the rows is the order of the fields.
///
/// # Errors
/// If the file as a whole cannot be read.
pub fn read_subject_fields(name: &str, bytes: &[u8], format: Format) -> Result<FieldTable, FileError> {
    let read = exchange::read_named(name, bytes, format, &COLUMNS)?;
    let mut table = FieldTable::default();
    table
        .faults
        .extend(read.issues.into_iter().map(|issue| FieldFault::Row {
            message: issue.message,
            message_zh: issue.message_zh,
        }));
    let mut seen = BTreeSet::new();
    for (position, row) in (1..).zip(&read.rows) {
        match field_of(row, position, &mut seen) {
            Ok(field) => table.fields.push(field),
            Err(fault) => table.faults.push(fault),
        }
    }
    Ok(table)
}

fn field_of(
    row: &NamedRow,
    position: u64,
    seen: &mut BTreeSet<SubjectField>,
) -> Result<FieldOfLaw, FieldFault> {
    let cell = |nth: usize| row.cells.get(nth).map_or("", String::as_str);
    let code = |text: &str| {
        text.parse::<SubjectField>().map_err(|_| FieldFault::BadCode {
            place: row.place.to_string(),
            code: text.chars().take(80).collect(),
        })
    };
    let named = if cell(0).is_empty() { cell(1) } else { cell(0) };
    let text = |nth: usize| Some(cell(nth).to_owned()).filter(|text| !text.is_empty());
    let field = FieldOfLaw {
        code: code(named)?,
        parent: match cell(2) {
            "" => None,
            parent => Some(code(parent)?),
        },
        name_zh: cell(3).to_owned(),
        name_bo: text(4),
        name_en: text(5),
        source: text(6),
        position,
    };
    if !seen.insert(field.code.clone()) {
        return Err(FieldFault::Twice {
            place: row.place.to_string(),
            code: field.code,
        });
    }
    Ok(field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field_fault_in_chinese;

    fn read(text: &str) -> FieldTable {
        read_subject_fields("fields.tsv", text.as_bytes(), Format::Tsv).unwrap()
    }

    #[test]
    fn a_table_is_read_in_its_order_with_names_in_three_languages() {
        let table = read(
            "# fields\nslug\tzh\tbo\ten\tbo_source\tparent\ncivil\t民事\tདམངས་དོན\tCivil\t《西藏法制报》\t\nfamily\t家事\t\t\t\tcivil\n",
        );
        assert_eq!(table.faults, []);
        let shown: Vec<_> = table
            .fields
            .iter()
            .map(|f| {
                (
                    f.code.as_str(),
                    f.parent.as_ref().map(SubjectField::as_str),
                    f.name_bo.as_deref(),
                    f.position,
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("civil", None, Some("དམངས་དོན"), 1),
                ("family", Some("civil"), None, 2)
            ]
        );
    }

    #[test]
    fn a_row_that_cannot_be_used_is_named_with_its_place_in_both_languages() {
        let table = read("code\tzh\n民事\t民事\ncivil\t民事\ncivil\t民法\n");
        assert_eq!(table.fields.len(), 1);
        let told: Vec<_> = table
            .faults
            .iter()
            .map(|fault| (fault.to_string(), field_fault_in_chinese(fault)))
            .collect();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(
            told[0].0.contains("`民事` cannot be the code of a field"),
            "{told:?}"
        );
        assert!(told[0].1.contains("`民事` 不能作领域的代码"), "{told:?}");
        assert!(
            told[1].0.contains("the field `civil` stands in the table twice"),
            "{told:?}"
        );
        assert!(told[1].1.contains("领域“civil”在表中出现两次"), "{told:?}");
    }
}
