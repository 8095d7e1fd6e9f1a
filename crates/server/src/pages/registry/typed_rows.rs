//! Rows of a form whose fields repeat, one row an entry: what somebody has studied, the venues of a training.

use serde::Serialize;

use super::told::Told;
use super::typed::{Asked, Typed, fields};
use crate::input::Fields;
use crate::pages::concept_form::view::FieldView;

/// How many rows are taken.
const MAX_ROWS: usize = 100;
/// How many empty rows stand behind those that are filled in.
const EMPTY_ROWS: usize = 2;

/// A row as it is shown.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RowView {
    /// From 1.
    pub number: usize,
    pub fields: Vec<FieldView>,
}

/// Takes the rows of a form: the fields of one name, in the order in which they stand, are the column of the rows.
pub fn take(sent: &mut Fields, asked: &[Asked]) -> Vec<Typed> {
    let column = |one: &Asked| sent.list(one.name, MAX_ROWS, |text| Ok(text.to_owned()));
    let columns: Vec<Vec<String>> = asked.iter().map(column).collect();
    let rows = columns.iter().map(Vec::len).max().unwrap_or(0);
    let cell = |column: &[String], row: usize| column.get(row).cloned().unwrap_or_default();
    let row = |row: usize| {
        let names = asked.iter().map(|one| one.name).zip(&columns);
        names.map(|(name, column)| (name, cell(column, row))).collect()
    };
    (0..rows).map(row).collect()
}

/// Tells whether nothing stands in a row.
pub fn is_empty(row: &Typed, asked: &[Asked]) -> bool {
    asked.iter().all(|one| row.value(one.name).is_empty())
}

/// Shows the rows that are filled in, each with what is wrong with it, and empty ones for more.
pub fn shown(form: &str, asked: &[Asked], rows: &[Typed], told: &[Told]) -> Vec<RowView> {
    let nothing = (Typed::default(), Told::default());
    let filled = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !is_empty(row, asked))
        .map(|(place, row)| (row, told.get(place).unwrap_or(&nothing.1)));
    let empty = std::iter::repeat_n((&nothing.0, &nothing.1), EMPTY_ROWS);
    let view = |((typed, told), number): ((&Typed, &Told), usize)| RowView {
        number,
        fields: fields(&format!("{form}-{number}"), asked, typed, told),
    };
    filled.chain(empty).zip(1..).map(view).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::registry::typed::{Kind, asked};

    const ASKED: [Asked; 2] = [asked("school", Kind::Line), asked("degree", Kind::Line)];

    #[test]
    fn fields_of_one_name_are_a_column_and_empty_rows_stay_away() {
        for (sent, expected) in [
            (&[][..], &[][..]),
            (&[("school", "")], &[]),
            (
                &[("degree", "ས་ཁྲིམས"), ("school", "民族大学")],
                &["民族大学|ས་ཁྲིམས"],
            ),
            (
                &[
                    ("school", "一"),
                    ("degree", "甲"),
                    ("school", ""),
                    ("degree", ""),
                    ("school", "三"),
                ],
                &["一|甲", "三|"],
            ),
        ] {
            let pairs = sent
                .iter()
                .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
            let rows = take(&mut Fields::of_form(pairs), &ASKED);
            let views = shown("form", &ASKED, &rows, &[]);
            let cells = |view: &RowView| {
                let cells: Vec<&str> = view.fields.iter().map(|field| field.value.as_str()).collect();
                cells.join("|")
            };
            let (filled, empty) = views.split_at(views.len() - EMPTY_ROWS);
            assert_eq!(filled.iter().map(cells).collect::<Vec<_>>(), expected);
            assert!(empty.iter().all(|view| cells(view) == "|"));
            assert_eq!(views[0].fields[0].id, "form-1-school");
        }
    }
}
