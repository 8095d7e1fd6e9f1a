//! Rosters: sheets of courts, people, posts, skills, trainings, enrolments, attendance and results, as coordinators write
//! them, read into statements and written from them.
//!
//! One engine reads all kinds. The header is found below titles, in up to three rows; headings are known, guessed or said by
//! hand ([`Choices`]); each cell is read in every way in which people and spreadsheet programs write its value; and every
//! fault names its cell, what is wrong and what to do, without ever repeating a number of a person. What a row states
//! ([`Statement`]) is ready to be compared with what is kept: a person by id or identity number, then by name, court and
//! birth. Nothing here knows whether the person is there.
//!
//! ```
//! use exchange::{Format, roster};
//!
//! let file = "第十一期双语法官培训班花名册\n姓名,单位,出生年月\n扎西,玉树市人民法院,1985年3月\n才让,,八五年\n";
//! let options = roster::RosterOptions::default();
//! let reading = roster::read("a.csv", file.as_bytes(), Format::Csv, roster::RosterKind::Enrolments, &options).unwrap();
//! let row = &reading.rows[0].statement;
//! assert_eq!((row.training.number, row.person.name.zh.as_deref()), (Some(11), Some("扎西")));
//! assert!(reading.issues[0].message.starts_with("a.csv:4, column `出生年月`: `八五年` is no day"));
//! ```

mod cells;
mod choices;
pub mod codes;
mod column_list;
mod faults;
mod header;
mod headings;
mod kind;
mod member;
mod passed_over;
mod reading;
mod rejected;
mod row;
mod sheet;
mod statement;
pub mod template;
mod title;
mod workbook_epoch;
mod write;

pub use cells::{Birth, SheetDay};
pub use choices::Choices;
pub use column_list::ColumnList;
pub use headings::{Confidence, Guess, Target};
pub use kind::RosterKind;
pub use member::Member;
pub use passed_over::shown_name;
pub use reading::{RosterReading, RosterRejection, RosterRow, RosterSheet};
pub use rejected::rejected;
pub use statement::{
    AttendanceCells, CourtCells, EnrolmentCells, PersonCells, PostCells, ResultCells, SkillCells, Statement,
    TrainingCells,
};
pub use write::write;

use self::cells::Epoch;
use self::sheet::{Intake, Next};
use crate::table::{Budget, MAX_FILE_BYTES, Table};
use crate::{FileError, Format, Place, delimited, encoding, workbook};

/// What the person importing says about a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RosterOptions {
    /// Headings that stand for something else than they say, or are to be passed over.
    pub choices: Choices,
    /// Whether columns that are not known are passed over; sheets without any known header then are, too.
    pub ignore_extra: bool,
    /// The columns of a file without a header; every row of it is data then, but for that above rows that came back.
    pub columns: Option<ColumnList>,
}

/// Reads the sheets of `kind` in the file `bytes`, which messages call `name`.
///
/// A workbook may hold a training a sheet: the lines above each table and the name of the sheet say which, where the rows do
/// not. Rows come in the order of the file; whatever is wrong inside it is an issue of the reading.
///
/// # Errors
/// If the file as a whole cannot be read: too large, no workbook although it should be one, or of a format without columns.
pub fn read(
    name: &str,
    bytes: &[u8],
    format: Format,
    kind: RosterKind,
    options: &RosterOptions,
) -> Result<RosterReading, FileError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(FileError::TooLarge {
            name: name.to_owned(),
            found: crate::Words::bytes(bytes.len()),
            limit: MAX_FILE_BYTES.to_string(),
        });
    }
    let mut budget = Budget::new(name, bytes.len());
    match format {
        Format::Jsonl | Format::Tbx => Err(FileError::UnknownFormat(name.to_owned())),
        Format::Xlsx => {
            let tables = workbook::read(name, bytes, &mut budget)?;
            let mut intake = Intake::new(kind, name, options, workbook_epoch::of(bytes));
            for table in tables {
                if intake.read(table) == Next::Stop {
                    break;
                }
            }
            Ok(whole(intake, name))
        }
        Format::Csv | Format::Tsv => {
            let mut intake = Intake::new(kind, name, options, Epoch::default());
            let decoded = match encoding::decode(bytes) {
                Ok(decoded) => decoded,
                Err(undecodable) => {
                    let file = std::sync::Arc::clone(&intake.file);
                    intake.reading.issues.push(undecodable.into_issue(&file));
                    return Ok(intake.reading);
                }
            };
            intake.reading.encoding = Some(decoded.encoding);
            let delimiter = match format {
                Format::Tsv => b'\t',
                _ => delimited::detect_delimiter(&decoded.text, |cells| {
                    header::names_one(kind, cells, &options.choices)
                }),
            };
            let records = delimited::records(&decoded.text, delimiter, &mut budget);
            let records = records.collect::<Result<_, FileError>>()?;
            intake.read(Table {
                sheet: None,
                hidden: false,
                records,
            });
            Ok(whole(intake, name))
        }
    }
}

/// Tells of a file in which no sheet holds anything.
fn whole(intake: Intake<'_>, name: &str) -> RosterReading {
    let mut reading = intake.reading;
    if reading.sheets.is_empty() {
        let place = Place::of_sheet(&name.into(), None);
        let fault = faults::no_header(reading.kind, false);
        reading.issues.push(faults::in_sheet(place, "", fault));
    }
    reading
}
