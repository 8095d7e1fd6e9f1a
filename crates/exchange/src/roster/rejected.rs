//! The rows of a roster that could not be used, in the form in which they came, each with its reasons.

use super::{Member, RosterReading, RosterRejection, RosterSheet, Statement};
use crate::glossary::Rejection;
use crate::{FileError, Format, Language, SheetSummary, rejected as sheets};

/// What the lines above a table say of the training, and is written into columns of its own, because a table that comes back
/// has no lines above it.
const OF_THE_TITLE: [Member; 8] = [
    Member::TrainingId,
    Member::TrainingTitle,
    Member::Number,
    Member::NumberInYear,
    Member::TrainingFrom,
    Member::TrainingTo,
    Member::Place,
    Member::Organiser,
];

/// Returns a file in `format` with the rows of `rejections` under the headers of `reading`, the reasons in `language` in the
/// first column, which reading passes over. Nothing of a row is lost or masked: the file is for whoever sent it.
///
/// # Errors
/// [`FileError::Unwritable`] if a workbook cannot be made.
pub fn rejected(
    reading: &RosterReading,
    rejections: &[RosterRejection],
    format: Format,
    language: Language,
) -> Result<Vec<u8>, FileError> {
    let added: Vec<Vec<(Member, String)>> = reading.sheets.iter().map(of_the_title).collect();
    let headers: Vec<SheetSummary> = reading
        .sheets
        .iter()
        .zip(&added)
        .map(|(sheet, added)| with_columns(sheet, added))
        .collect();
    let rows: Vec<Rejection> = rejections
        .iter()
        .map(|rejection| {
            let added = added.get(rejection.sheet).map_or(&[][..], Vec::as_slice);
            let width = reading
                .sheets
                .get(rejection.sheet)
                .map_or(0, |sheet| sheet.summary.header.len());
            let mut raw = rejection.raw.clone();
            // What stands beyond the header had no heading and was passed over.
            raw.resize(width, String::new());
            raw.extend(added.iter().map(|(_, text)| text.clone()));
            Rejection {
                place: rejection.place.clone(),
                sheet: rejection.sheet,
                raw,
                issues: rejection.issues.clone(),
            }
        })
        .collect();
    sheets::write(format, &headers, &rows, language)
}

fn of_the_title(sheet: &RosterSheet) -> Vec<(Member, String)> {
    let statement = Statement {
        training: sheet.training.clone(),
        ..Statement::default()
    };
    let is_column = |member: Member| {
        let target = Some(super::Target::Member(member));
        sheet.columns.iter().any(|guess| guess.target == target)
    };
    let missing = OF_THE_TITLE.into_iter().filter(|member| !is_column(*member));
    missing
        .filter_map(|member| Some((member, statement.text(member)?)))
        .collect()
}

fn with_columns(sheet: &RosterSheet, added: &[(Member, String)]) -> SheetSummary {
    let mut summary = sheet.summary.clone();
    summary
        .header
        .extend(added.iter().map(|(member, _)| member.zh().to_owned()));
    summary
}
