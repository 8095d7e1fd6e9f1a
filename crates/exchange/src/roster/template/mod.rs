//! Filling of the office's own workbook: its cells get values, everything else of the file stays as it is.
//!
//! A placeholder is the name of a column in double braces, `{{姓名}}`, in any cell, alone or among other words; every heading
//! that reading knows may stand in it, and headings of half-days (`{{2019-10-14 上午}}`) and of tests (`{{笔试}}`). Besides,
//! `{{序号}}` is the running number of a row and `{{人数}}` the number of rows.
//!
//! The row with placeholders of people is repeated: once a statement, with its styles, its height and the cells that are
//! merged in it. A sheet has at most one such row. Rows below it that have no text, as forms have them, are used up first, and
//! further ones are put in where they end; what stands below moves down, and ranges that covered the repeated row grow with
//! it. Placeholders in other rows say something of the training and are filled once: `{{培训班}}`, `{{培训时间}}`.
//!
//! Only the sheets with placeholders are written anew, their texts inside the cells, so that the table of shared texts stays
//! as it is: every other member of the archive is copied byte by byte, in its order. What could not be kept right that way is
//! refused with the reason, and nothing is guessed: a list of formulas, a print area, a table or a picture below the row that
//! would have to move, and formulas that are shared between cells.

mod archive;
mod cell;
mod obstacles;
mod placeholder;
mod references;
mod rest;
mod rows;
mod sheet;

use super::{RosterKind, Statement, TrainingCells};
use crate::issue::Words;

/// What a template is filled with.
#[derive(Debug, Clone, Copy)]
pub struct Filling<'a> {
    /// What the rows are about; it decides which placeholder means what, as it decides for headings.
    pub kind: RosterKind,
    /// The training that the placeholders outside the repeated row speak of.
    pub training: &'a TrainingCells,
    /// The rows, in the order in which they are written.
    pub rows: &'a [Statement],
}

/// Why a template cannot be filled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// Not a workbook, or a damaged or too large one: get a sound file.
    #[error(
        "the template cannot be read: {0} (hint: save it in a spreadsheet program as `.xlsx` without a password)"
    )]
    Unreadable(Box<Words>),
    /// No cell has a placeholder: the convention is not known.
    #[error(
        "no cell of the template has a placeholder (hint: write the name of a column in double braces, such as `{{{{姓名}}}}`, into a row of the list)"
    )]
    NoPlaceholder,
    /// A placeholder that names no column: correct it.
    #[error("`{sheet}`!{cell}: `{placeholder}` names no column (hint: {hint})")]
    Unknown {
        /// The name of the sheet.
        sheet: String,
        /// The cell.
        cell: String,
        /// What stands in the braces.
        placeholder: String,
        /// Which there are.
        hint: Box<Words>,
    },
    /// The sheet holds something that would come out wrong: change the template.
    #[error("`{sheet}`: {cause} (hint: {hint})")]
    Obstacle {
        /// The name of the sheet.
        sheet: String,
        /// What stands in the way, and where.
        cause: Box<Words>,
        /// How to change the template.
        hint: Box<Words>,
    },
}

/// Returns the template `bytes` filled.
///
/// A cell that holds one placeholder for a number alone becomes a number, so that formulas can count it; every other one
/// becomes text, whatever it begins with. A value that is not known leaves its cell empty. With no rows the repeated row stays
/// once, empty.
///
/// # Errors
/// [`TemplateError`], before anything is written.
pub fn fill(bytes: &[u8], filling: &Filling<'_>) -> Result<Vec<u8>, TemplateError> {
    let mut archive = archive::Archive::open(bytes)?;
    let shared = archive.shared_texts()?;
    let mut patched = Vec::new();
    for part in archive.sheets() {
        let xml = archive.text(&part)?;
        let sheet = sheet::Sheet::parse(&part, &xml, &shared)?;
        if sheet.has_placeholders() {
            let filled = sheet.filled(filling, &mut archive).map_err(|fault| {
                let name = obstacles::name_of(&part, &mut archive);
                fault.in_sheet(name.unwrap_or_else(|| part.clone()))
            })?;
            patched.push((part.clone(), filled));
        }
    }
    if patched.is_empty() {
        return Err(TemplateError::NoPlaceholder);
    }
    archive.with(&patched)
}

impl TemplateError {
    /// Calls the sheet by the name that readers know.
    fn in_sheet(mut self, name: String) -> Self {
        if let Self::Unknown { sheet, .. } | Self::Obstacle { sheet, .. } = &mut self {
            *sheet = name;
        }
        self
    }
}

fn obstacle(sheet: &str, cause: impl Into<Box<Words>>, hint: impl Into<Box<Words>>) -> TemplateError {
    TemplateError::Obstacle {
        sheet: sheet.to_owned(),
        cause: cause.into(),
        hint: hint.into(),
    }
}
