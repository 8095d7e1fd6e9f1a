//! Reading of glossary files: every format becomes rows, each row a contribution or a list of what is wrong with it.

pub(crate) mod cell_check;
mod contribution;
mod header;
mod header_faults;
pub(crate) mod intake;
mod json_line;
mod json_lines;
mod legacy_font;
mod replacement;
mod row;
mod row_cells;
mod sheet;
pub(crate) mod term_text;
mod unique_json;
pub(crate) mod value;

use std::collections::BTreeSet;
use std::sync::Arc;

use ::glossary::{CollectionName, SubjectField};

pub(crate) use replacement::{Guess, name_replacements};

pub use contribution::{Contribution, Parent, Reading, Rejection, Row};

use self::intake::{Intake, Next};
use crate::table::{Budget, MAX_FILE_BYTES, Table};
use crate::{
    ColumnList, Extent, FileError, Format, Issue, Language, Mapping, Place, delimited, encoding, tbx,
    workbook,
};

/// What the person importing says about a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// The collection of rows that name none.
    pub collection: Option<CollectionName>,
    /// The columns of a file without a header.
    pub columns: Option<ColumnList>,
    /// Headings that stand for something else than they say, or are to be passed over.
    pub mapping: Mapping,
    /// Whether columns that are not known are passed over; sheets without any known heading then are, too.
    pub ignore_extra: bool,
    /// The language of the reasons with which rows come back.
    pub language: Language,
    /// The fields of law there are, if there is a list of them: the TBX of others can put entries into no other.
    pub subject_fields: Option<BTreeSet<SubjectField>>,
}

/// Reads one concept in the contract's shape, or in the short one with `zh` and `bo`: what a line of JSON Lines is.
///
/// Beside it stands what is unusual about it and taken all the same. The column of an issue is the JSON pointer of the member.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_object(
    members: serde_json::Map<String, serde_json::Value>,
    place: &Place,
) -> Result<(Contribution, Vec<Issue>), Vec<Issue>> {
    let mut said = json_line::read(members, place, None)?;
    let guesses = name_replacements(Arc::make_mut(&mut said.concept));
    let warning = |guess: Guess| {
        let pointer = format!("/terms/{}/replaced_by", guess.index);
        Issue::new(
            place.clone(),
            Some(&pointer),
            &guess.text,
            guess.fault(),
            Extent::Row,
        )
    };
    Ok((said, guesses.into_iter().map(warning).collect()))
}

/// Reads the glossary file `bytes`, which messages call `name`.
///
/// Rows come in the order of the file, sheet by sheet. Everything that is wrong inside the file is an issue of the
/// reading, so that one pass shows all of it; what is left of the work is bounded by the file's size.
///
/// # Errors
/// If the file as a whole cannot be read: too large, or not a workbook although it should be one.
pub fn read(name: &str, bytes: &[u8], format: Format, options: &ReadOptions) -> Result<Reading, FileError> {
    let mut rows = Vec::new();
    let reading = read_each(name, bytes, format, options, &mut |row| rows.push(row))?;
    Ok(Reading { rows, ..reading })
}

/// Reads a file as [`read`] does, and gives the rows that can be used to `taker`, one after the other, instead of keeping
/// them: whoever needs less of them than all holds less of a large file. The same file gives the same rows each time.
///
/// # Errors
/// Those of [`read`]; the rows that were given until then are worth nothing.
pub fn read_each(
    name: &str,
    bytes: &[u8],
    format: Format,
    options: &ReadOptions,
    taker: &mut dyn FnMut(Row),
) -> Result<Reading, FileError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(FileError::TooLarge {
            name: name.to_owned(),
            found: crate::Words::bytes(bytes.len()),
            limit: MAX_FILE_BYTES.to_string(),
        });
    }
    let mut intake = Intake::new(name, options, taker);
    let mut budget = Budget::new(name, bytes.len());
    if format == Format::Xlsx {
        for mut table in workbook::read(name, bytes, &mut budget)? {
            let mut records = std::mem::take(&mut table.records).into_iter().map(Ok);
            if sheet::read(table, &mut records, &mut intake)? == Next::Stop {
                break;
            }
        }
        return Ok(intake.reading);
    }
    let decoded = match format {
        Format::Tbx => encoding::decode_xml(bytes),
        _ => encoding::decode(bytes),
    };
    let decoded = match decoded {
        Ok(decoded) => decoded,
        Err(undecodable) => {
            intake.reading.issues.push(undecodable.into_issue(&intake.file));
            return Ok(intake.reading);
        }
    };
    intake.reading.encoding = Some(decoded.encoding);
    if format == Format::Jsonl {
        json_lines::read(&decoded.text, &mut intake, &mut budget)?;
    } else if format == Format::Tbx {
        tbx::read(&decoded.text, decoded.encoding, &mut intake, &mut budget)?;
    } else {
        let delimiter = match format {
            Format::Tsv => b'\t',
            _ => delimited::detect_delimiter(&decoded.text, |cells| header::has_term_column(cells, options)),
        };
        let mut records = delimited::records(&decoded.text, delimiter, &mut budget);
        sheet::read(Table::default(), &mut records, &mut intake)?;
    }
    Ok(intake.reading)
}
