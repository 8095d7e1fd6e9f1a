//! Writing of statements into sheets that read back as the same statements.

use std::collections::BTreeSet;
use std::io;

use super::cells::SheetDay;
use super::member::Group;
use super::{Member, RosterKind, Statement};
use crate::delimited::shield;
use crate::sheet_out::SheetFormat;
use crate::table_out;

/// The groups of columns in the order in which people read them.
const ORDER: [Group; 8] = [
    Group::Court,
    Group::Person,
    Group::Post,
    Group::Skill,
    Group::Training,
    Group::Enrolment,
    Group::Attendance,
    Group::Result,
];

/// Writes a sheet of `kind` to `out`, with the columns that some statement fills, under our own headings, and returns how many
/// rows it has below them.
///
/// Reading the file gives the same statements again, but for results, of which each becomes a row of its own. A statement
/// without the number of a person has its last four characters masked, and reading them back states nothing. In text formats
/// a cell that a spreadsheet program would take for a formula begins with an apostrophe, which reading takes off; the cells of
/// a workbook are marked as text. Enrolments are written without attendance and results, which have sheets of their own.
///
/// # Errors
/// If `out` takes nothing more, or there are more rows than a sheet has.
pub fn write(
    out: &mut dyn io::Write,
    format: SheetFormat,
    kind: RosterKind,
    statements: &[Statement],
) -> io::Result<usize> {
    let expanded: Vec<Statement> = match kind {
        RosterKind::Results => statements.iter().flat_map(one_result_each).collect(),
        _ => Vec::new(),
    };
    let statements = if kind == RosterKind::Results {
        &expanded
    } else {
        statements
    };
    let members = members(kind, statements);
    let days: BTreeSet<(SheetDay, Option<registry::HalfDay>)> = match kind {
        RosterKind::Attendance => {
            let marks = statements.iter().flat_map(|statement| &statement.attendance);
            marks.map(|mark| (mark.day, mark.half)).collect()
        }
        _ => BTreeSet::new(),
    };
    let of_days = days.iter().map(|(day, half)| match half {
        Some(half) => format!("{day} {}", half.zh()),
        None => day.to_string(),
    });
    let headings: Vec<String> = members
        .iter()
        .map(|member| member.zh().to_owned())
        .chain(of_days)
        .collect();
    let row = |statement: &Statement| -> Vec<String> {
        let texts = members
            .iter()
            .map(|member| statement.text(*member).unwrap_or_default());
        let marks = days.iter().map(|key| {
            let mark = statement
                .attendance
                .iter()
                .find(|mark| (mark.day, mark.half) == *key);
            mark.map_or_else(String::new, super::AttendanceCells::mark)
        });
        texts.chain(marks).collect()
    };
    match format {
        SheetFormat::Csv => {
            // The byte order mark makes spreadsheet programs read the file as UTF-8.
            out.write_all("\u{feff}".as_bytes())?;
            delimited(out, b',', &headings, statements.iter().map(row))?;
        }
        SheetFormat::Tsv => delimited(out, b'\t', &headings, statements.iter().map(row))?,
        SheetFormat::Xlsx => {
            let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
            let rows: Vec<Vec<String>> = statements.iter().map(row).collect();
            let bytes = table_out::workbook(kind.zh(), &headings, &rows);
            out.write_all(&bytes.map_err(|error| io::Error::other(error.to_string()))?)?;
        }
    }
    Ok(statements.len())
}

fn delimited(
    out: &mut dyn io::Write,
    delimiter: u8,
    headings: &[String],
    rows: impl Iterator<Item = Vec<String>>,
) -> io::Result<()> {
    let failed = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    };
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
    writer.write_record(headings).map_err(failed)?;
    for row in rows {
        let shielded = row.into_iter().map(|cell| shield(cell.into()).into_owned());
        writer.write_record(shielded).map_err(failed)?;
    }
    writer.flush()
}

/// Returns the members that some statement says, and the one by which a reader finds the header.
fn members(kind: RosterKind, statements: &[Statement]) -> Vec<Member> {
    let key = match kind {
        RosterKind::Courts => Member::CourtNameZh,
        RosterKind::Trainings => Member::TrainingTitle,
        _ => Member::NameZh,
    };
    let is_said = |member: Member| {
        member == key
            || statements
                .iter()
                .any(|statement| statement.text(member).is_some())
    };
    let of_group = |group: Group| {
        Member::ALL
            .iter()
            .filter(move |member| member.group() == group)
            .copied()
    };
    let members = ORDER
        .into_iter()
        .flat_map(of_group)
        .filter(|member| member.is_of(kind));
    // The first and the last day say it, and marks of attendance have a column a half-day.
    let is_column =
        |member: &Member| *member != Member::TrainingPeriod && member.group() != Group::Attendance;
    members
        .filter(is_column)
        .filter(|member| is_said(*member))
        .collect()
}

fn one_result_each(statement: &Statement) -> impl Iterator<Item = Statement> {
    statement.results.iter().map(|result| Statement {
        results: vec![result.clone()],
        ..statement.clone()
    })
}
