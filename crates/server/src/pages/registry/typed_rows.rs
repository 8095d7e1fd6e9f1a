//! Rows of a form whose fields repeat, one row an entry: what somebody has studied, the venues of a training.

use app::Error;
use axum::http::StatusCode;
use serde::Serialize;

use super::told::{Told, told};
use super::typed::{Asked, Typed, fields};
use crate::input::Fields;
use crate::pages::concept_form::view::FieldView;
use crate::problem::Problem;
use crate::web::Web;
use crate::web::ui::Ui;

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

/// What is wrong with a form that has rows.
#[derive(Debug, Clone, Default)]
pub struct FormFaults {
    /// Of its fields, and of the whole.
    pub told: Told,
    /// Of each row that was sent.
    pub rows: Vec<Told>,
    /// Whether somebody else has written meanwhile.
    pub is_stale: bool,
}

impl FormFaults {
    /// Returns what `error` says of a form, as [`told`] does.
    ///
    /// # Errors
    /// What a form cannot mend.
    pub fn of(error: Error, page: (&Web, Ui), name_of: impl Fn(&str) -> String) -> Result<Self, Problem> {
        Ok(Self {
            is_stale: matches!(error, Error::StaleRecord { .. }),
            told: told(error, page, name_of)?,
            rows: Vec::new(),
        })
    }

    /// Puts what is said under `/<list>/N` beside the first field of the row that became the entry `N`.
    pub fn in_rows(self, list: &str, sent: &[Typed], asked: &[Asked]) -> Self {
        let filled = sent.iter().enumerate().filter(|(_, row)| !is_empty(row, asked));
        let places: Vec<usize> = filled.map(|(place, _)| place).collect();
        let mut sorted = Self {
            rows: vec![Told::default(); sent.len()],
            is_stale: self.is_stale,
            ..Self::default()
        };
        let first = asked.first().map_or("", |one| one.name);
        for (name, sentence) in self.told.lines() {
            let entry = name.strip_prefix('/').and_then(|name| name.strip_prefix(list));
            let entry = entry.and_then(|entry| entry.split('/').nth(1)?.parse::<usize>().ok());
            let place = entry.and_then(|entry| places.get(entry));
            match place.and_then(|place| sorted.rows.get_mut(*place)) {
                Some(row) => row.add(first, sentence),
                None => sorted.told.add(name, sentence),
            }
        }
        sorted
    }

    /// Tells whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.told.is_empty() && self.rows.iter().all(Told::is_empty)
    }

    /// Returns what stands above the form with the fields `names`, and that there is something in the rows.
    pub fn above(&self, names: &[&str], (web, ui): (&Web, Ui)) -> Vec<String> {
        let mut above = self.told.above(names, (web, ui));
        if !self.rows.iter().all(Told::is_empty) {
            above.push(web.translations().text(ui, "registry.bad_rows").to_owned());
        }
        above
    }

    /// Returns the status of an answer that tells this.
    pub fn status(&self) -> StatusCode {
        match self.is_empty() {
            true => StatusCode::OK,
            false => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
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
    fn what_is_said_of_an_entry_stands_beside_the_row_it_was_made_of() {
        let row = |school: &str| Typed::from_iter([("school", school.to_owned()), ("degree", String::new())]);
        let mut faults = FormFaults::default();
        for name in ["/schools/1/name", "/schools/7", "/others/0", "title"] {
            faults.told.add(name, name);
        }
        let sorted = faults.in_rows("schools", &[row("一"), row(""), row("三")], &ASKED);
        assert_eq!(
            sorted.rows[2].of_field("school").as_deref(),
            Some("/schools/1/name")
        );
        assert!(sorted.rows[..2].iter().all(Told::is_empty) && !sorted.is_empty());
        let web = Web::load().unwrap();
        let above = sorted.above(&["title"], (&web, Ui::En));
        assert_eq!(above[..3], ["/schools/7", "/others/0", "Title: title"]);
        assert_eq!(above.len(), 4);
    }

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
