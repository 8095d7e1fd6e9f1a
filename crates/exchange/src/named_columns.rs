//! Reading of a table whose columns have fixed names, such as one of courts: any format of a table, each row with its place.

use std::sync::Arc;

use crate::issue::Fault;
use crate::table::{Budget, MAX_FILE_BYTES, MAX_HEADER_ROWS, Record, Table};
use crate::{Extent, FileError, Format, Issue, Place, codes, delimited, encoding, workbook};

/// A row: the cells of the columns that were asked for, in their order, without spaces around them; empty where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedRow {
    /// Where it begins.
    pub place: Place,
    /// Its cells.
    pub cells: Vec<String>,
}

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamedTable {
    /// The rows that hold something, sheet by sheet.
    pub rows: Vec<NamedRow>,
    /// What is wrong with the file: a row that an issue is about is not among the rows.
    pub issues: Vec<Issue>,
}

/// Reads the columns `columns` of the file `bytes`, which messages call `name`; other columns are passed over.
///
/// The header is the first of the first rows that names one of them. A comma-separated file may have other separators, a
/// byte order mark, or be written in GB18030, as files of a glossary may.
///
/// # Errors
/// If the file as a whole cannot be read: too large, no workbook although it should be one, or of a format without columns.
pub fn read_named(
    name: &str,
    bytes: &[u8],
    format: Format,
    columns: &[&str],
) -> Result<NamedTable, FileError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(FileError::TooLarge {
            name: name.to_owned(),
            found: crate::Words::bytes(bytes.len()),
            limit: MAX_FILE_BYTES.to_string(),
        });
    }
    let file: Arc<str> = name.into();
    let mut budget = Budget::new(name, bytes.len());
    let mut read = NamedTable::default();
    let tables = match format {
        Format::Jsonl | Format::Tbx => return Err(FileError::UnknownFormat(name.to_owned())),
        Format::Xlsx => workbook::read(name, bytes, &mut budget)?,
        Format::Csv | Format::Tsv => {
            let decoded = match encoding::decode(bytes) {
                Ok(decoded) => decoded,
                Err(undecodable) => {
                    read.issues.push(undecodable.into_issue(&file));
                    return Ok(read);
                }
            };
            let names_one = |cells: &[&str]| cells.iter().any(|cell| columns.contains(&cell.trim()));
            let delimiter = match format {
                Format::Tsv => b'\t',
                _ => delimited::detect_delimiter(&decoded.text, names_one),
            };
            let records = delimited::records(&decoded.text, delimiter, &mut budget);
            vec![Table {
                records: records.collect::<Result<_, _>>()?,
                ..Table::default()
            }]
        }
    };
    for table in tables {
        read_sheet(table, &file, columns, &mut read);
    }
    Ok(read)
}

fn read_sheet(table: Table, file: &Arc<str>, columns: &[&str], read: &mut NamedTable) {
    let sheet = Place::of_sheet(file, table.sheet.as_ref());
    if table.records.is_empty() && table.sheet.is_some() {
        return;
    }
    let places_in = |record: &Record| -> Vec<Option<usize>> {
        let place = |column: &&str| record.cells.iter().position(|cell| cell.trim() == *column);
        columns.iter().map(place).collect()
    };
    let header = table
        .records
        .iter()
        .take(MAX_HEADER_ROWS)
        .position(|record| places_in(record).iter().any(Option::is_some));
    let Some((at, header)) = header.and_then(|at| Some((at, table.records.get(at)?))) else {
        read.issues
            .push(Issue::new(sheet, None, "", no_header(columns), Extent::Sheet));
        return;
    };
    let places = places_in(header);
    let texts = header.cells.clone();
    for record in table.records.into_iter().skip(at + 1) {
        let place = sheet.on_line(record.line);
        if let Some((index, fault)) = record.faults.first() {
            let cell = index.and_then(|index| record.cells.get(index));
            let heading = index.and_then(|index| texts.get(index)).map(String::as_str);
            let place = index.map_or_else(|| place.clone(), |index| place.at_column(index));
            let value = cell.map_or("", String::as_str);
            let issue = Issue::new(place, heading, value, fault.clone(), Extent::Row);
            read.issues.push(issue);
            continue;
        }
        let cell = |place: &Option<usize>| {
            let found = place.and_then(|index| record.cells.get(index));
            found.map_or_else(String::new, |cell| cell.trim().to_owned())
        };
        let cells = places.iter().map(cell).collect();
        read.rows.push(NamedRow { place, cells });
    }
}

fn no_header(columns: &[&str]) -> Fault {
    let (en, zh) = (columns.join(", "), columns.join("、"));
    Fault::new(
        codes::MISSING_HEADER,
        (
            "none of the first rows names a column that is known",
            "前几行中没有认识的列名",
        ),
        (
            format!("the first row has names such as {en}"),
            format!("首行应有列名，如 {zh}"),
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [&str; 2] = ["code", "name_zh"];

    fn rows(name: &str, bytes: &[u8]) -> Vec<(String, String, String)> {
        let read = read_named(name, bytes, Format::of_path(name).unwrap(), &COLUMNS).unwrap();
        assert_eq!(read.issues, []);
        let row = |row: NamedRow| {
            let mut cells = row.cells.into_iter();
            let mut next = || cells.next().unwrap();
            (row.place.to_string(), next(), next())
        };
        read.rows.into_iter().map(row).collect()
    }

    #[test]
    fn quotes_marks_encodings_and_columns_in_any_order_are_read() {
        let expected = |name: &str| {
            vec![
                (
                    format!("{name}:3"),
                    "qh".to_owned(),
                    "青海省, 高级人民法院".to_owned(),
                ),
                (format!("{name}:4"), "qh-1".to_owned(), String::new()),
            ]
        };
        let text = "# remark\nnote,name_zh,code\nx,\"青海省, 高级人民法院\", qh \n,,qh-1\n";
        let tabs = "# remark\nname_zh\tcode\n\"青海省, 高级人民法院\"\tqh\n\tqh-1\n";
        let (gb18030, _, _) = encoding_rs::GB18030.encode(text);
        for (name, bytes) in [
            ("a.csv", text.as_bytes()),
            ("a.csv", format!("\u{feff}{text}").as_bytes()),
            ("a.csv", text.replace('\n', "\r\n").as_bytes()),
            ("a.csv", &gb18030),
            ("a.tsv", tabs.as_bytes()),
        ] {
            assert_eq!(rows(name, bytes), expected(name));
        }
    }

    #[test]
    fn what_is_wrong_with_the_file_is_told_with_its_place() {
        for (text, place, code) in [
            ("", "a.csv", codes::MISSING_HEADER),
            ("a,b\nc,d\n", "a.csv", codes::MISSING_HEADER),
            ("code,name_zh\nqh,\"x\nqh-1,y\n", "a.csv:2", codes::UNCLOSED_QUOTE),
        ] {
            let read = read_named("a.csv", text.as_bytes(), Format::Csv, &COLUMNS).unwrap();
            let issue = &read.issues[0];
            assert_eq!(
                (issue.place.to_string().as_str(), issue.code),
                (place, code),
                "{text}"
            );
            assert!(read.rows.is_empty(), "{text}");
        }
        let refused = read_named("a.jsonl", b"{}", Format::Jsonl, &COLUMNS);
        assert!(matches!(refused, Err(FileError::UnknownFormat(_))), "{refused:?}");
    }
}
