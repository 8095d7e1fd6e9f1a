//! Reading of CSV and TSV into rows that know the line they start on, and the shield of cells against formulas.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord};

use crate::issue::Fault;
use crate::table::{
    Budget, FORMULA_STARTS, LOST_BREAK, MAX_COLUMNS, MAX_HEADER_ROWS, MAX_LINE_BYTES, Record, long_cell,
};
use crate::{FileError, codes};

/// Returns the delimiter of a `.csv` file: the one under which its header has a term column and most columns.
pub(crate) fn detect_delimiter(text: &str, has_term_column: impl Fn(&[&str]) -> bool) -> u8 {
    let (_, body) = split_comments(text);
    let lines = || {
        body.lines()
            .filter(|line| !line.trim().is_empty())
            .take(MAX_HEADER_ROWS)
    };
    let width = |line: &str, delimiter: u8| line.bytes().filter(|b| *b == delimiter).count();
    let header = lines()
        .filter(|line| line.len() <= MAX_LINE_BYTES)
        .find_map(|line| {
            let fitting = DELIMITERS.into_iter().filter(|delimiter| {
                let cells: Vec<&str> = line
                    .split(char::from(*delimiter))
                    .take(MAX_COLUMNS)
                    .map(|c| c.trim_matches('"'))
                    .collect();
                has_term_column(&cells)
            });
            fitting.rev().max_by_key(|delimiter| width(line, *delimiter))
        });
    let widest_of_first = || {
        DELIMITERS
            .into_iter()
            .rev()
            .max_by_key(|d| width(lines().next().unwrap_or_default(), *d))
    };
    header.or_else(widest_of_first).unwrap_or(b',')
}

/// In the order of preference.
const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];

/// Reads `text` into rows, one after the other. Lines of comments before the header and empty lines are passed over.
///
/// It ends with an error if the file has more rows or cells than are read.
pub(crate) fn records<'a>(
    text: &'a str,
    delimiter: u8,
    budget: &'a mut Budget<'_>,
) -> impl Iterator<Item = Result<Record, FileError>> {
    let (first_line, body) = split_comments(text);
    let mut reader = ReaderBuilder::new();
    let mut reader = reader
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(body.as_bytes());
    let mut lines = LineCounter {
        text: body,
        offset_bytes: 0,
        line: first_line,
    };
    let mut fields = StringRecord::new();
    let records = std::iter::from_fn(move || {
        // The text is valid UTF-8 and the reader flexible, so that no record can fail.
        if !matches!(reader.read_record(&mut fields), Ok(true)) {
            return None;
        }
        let begin = fields
            .position()
            .map_or(0, |p| usize::try_from(p.byte()).unwrap_or(usize::MAX));
        let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        let counted = budget.count_row().and_then(|()| budget.count_cells(fields.len()));
        if let Err(error) = counted {
            return Some(Err(error));
        }
        let line = lines.advance(begin);
        let faults = faults_of(
            body.get(lines.offset_bytes..end).unwrap_or_default(),
            &fields,
            end >= body.len(),
        );
        Some(Ok(Record {
            line,
            cells: fields.iter().map(|cell| unshield(cell).to_owned()).collect(),
            faults,
        }))
    });
    records.filter(|record| record.as_ref().map_or(true, |record| !record.is_blank()))
}

/// Takes off the apostrophe that keeps a spreadsheet from reading a cell as a formula.
fn unshield(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(FORMULA_STARTS) => rest,
        _ => cell,
    }
}

/// Puts an apostrophe before a cell that a spreadsheet program would take for a formula. Reading takes it off again,
/// so a cell that has apostrophes before such a character gets one more.
pub(crate) fn shield(cell: Cow<'_, str>) -> Cow<'_, str> {
    if cell.trim_start_matches('\'').starts_with(FORMULA_STARTS) {
        format!("'{cell}").into()
    } else {
        cell
    }
}

fn faults_of(raw: &str, fields: &StringRecord, is_last: bool) -> Vec<(Option<usize>, Fault)> {
    let mut faults = Vec::new();
    // A sound record has every quotation mark twice: around a cell, or doubled in it.
    if is_last && raw.trim_end().contains('\n') && raw.bytes().filter(|b| *b == b'"').count() % 2 == 1 {
        let wrong = (
            "begins a row with a quotation mark that is never closed, so that the rest of the file is one cell",
            "所在的行有未闭合的引号，其后的内容全部成了一格",
        );
        let hint = (
            "close it, or write two for one that belongs to the text",
            "请闭合引号；文字本身的引号请写两个",
        );
        faults.push((None, Fault::new(codes::UNCLOSED_QUOTE, wrong, hint)));
    } else if raw.len() > MAX_LINE_BYTES {
        let n_bytes = raw.len();
        let wrong = (
            format!("begins a row of {n_bytes} bytes, at most {MAX_LINE_BYTES} are read"),
            format!("所在的行有 {n_bytes} 字节，最多读取 {MAX_LINE_BYTES} 字节"),
        );
        faults.push((None, Fault::new(codes::LINE_TOO_LONG, wrong, LOST_BREAK)));
    } else {
        faults.extend(
            fields
                .iter()
                .enumerate()
                .filter_map(|(n, cell)| Some((Some(n), long_cell(cell)?))),
        );
    }
    faults
}

/// Splits off the comments and empty lines at the top; returns the number of the first line of the rest, and the rest.
fn split_comments(text: &str) -> (u32, &str) {
    let (mut line, mut rest) = (1, text);
    while let Some((first, following)) = rest.split_once('\n') {
        if !(first.starts_with('#') || first.trim().is_empty()) {
            break;
        }
        (line, rest) = (line + 1, following);
    }
    (
        line,
        if rest.starts_with('#') && !rest.contains('\n') {
            ""
        } else {
            rest
        },
    )
}

/// Tells the line of rising offsets into a text.
struct LineCounter<'a> {
    text: &'a str,
    offset_bytes: usize,
    line: u32,
}

impl LineCounter<'_> {
    /// Moves on to the record at or after `begin`, past the line breaks before it, and returns its line.
    fn advance(&mut self, begin: usize) -> u32 {
        let bytes = self.text.as_bytes();
        let is_break = |at: usize| matches!(bytes.get(at), Some(b'\n' | b'\r'));
        while self.offset_bytes < begin || is_break(self.offset_bytes) {
            let at = self.offset_bytes;
            let ends_line =
                bytes.get(at) == Some(&b'\n') || (is_break(at) && bytes.get(at + 1) != Some(&b'\n'));
            self.line = self.line.saturating_add(u32::from(ends_line));
            self.offset_bytes += 1;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::MAX_CELL_CHARS;

    fn read(text: &str) -> Vec<Record> {
        let mut budget = Budget::new("a.csv", 0);
        records(text, b',', &mut budget)
            .collect::<Result<_, _>>()
            .unwrap()
    }

    fn rows(text: &str) -> Vec<(u32, Vec<String>)> {
        read(text).into_iter().map(|r| (r.line, r.cells)).collect()
    }

    fn lines(text: &str) -> Vec<u32> {
        rows(text).into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn a_row_knows_the_line_it_starts_on() {
        for (text, expected) in [
            ("a\nb\nc", vec![1, 2, 3]),
            ("a\r\nb\r\n\r\nc\r\n", vec![1, 2, 4]),
            ("a\rb\r\rc", vec![1, 2, 4]),
            ("\n\na\n\n\nb", vec![3, 6]),
            ("# one\n\n# two\nzh\n#3\n", vec![4, 5]),
            ("a,\"b\nc\nd\"\ne\n,,\nf", vec![1, 4, 6]),
            ("a,\"b\r\nc\"\r\ne", vec![1, 3]),
            ("# only a comment", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(lines(text), expected, "{text:?}");
        }
    }

    #[test]
    fn the_delimiter_is_the_one_under_which_the_header_is_one() {
        let is_header = |cells: &[&str]| cells.contains(&"zh");
        for (text, delimiter) in [
            ("zh,bo\n", b','),
            ("# a,b,c\nzh;bo;a,b\n", b';'),
            ("zh\tbo,x\n", b'\t'),
            ("\"zh\";\"bo\"\n", b';'),
            ("title, of the list\nzh;bo\n", b';'),
            ("zh\n", b','),
            ("汉;藏;注,a\n", b';'),
            ("", b','),
        ] {
            assert_eq!(
                char::from(detect_delimiter(text, is_header)),
                char::from(delimiter),
                "{text:?}"
            );
        }
    }

    #[test]
    fn the_shield_against_formulas_is_taken_off_once() {
        assert_eq!(rows("'=a,''=a,'a,'－a,'")[0].1, ["=a", "'=a", "'a", "－a", "'"]);
    }

    #[test]
    fn an_open_quotation_mark_is_told_apart_from_an_inch() {
        let codes = |text: &str| {
            let records = read(text);
            let faults = records.iter().flat_map(|record| &record.faults);
            faults.map(|(_, fault)| fault.code).collect::<Vec<_>>()
        };
        assert_eq!(codes("a,b\n\"c,d\ne,f\n"), [codes::UNCLOSED_QUOTE]);
        assert_eq!(codes("a,b\n5\" pipe,d\n"), [] as [&str; 0]);
        assert_eq!(codes("a,b\n\"c \"\"d\"\"\ne\",f\n"), [] as [&str; 0]);
        assert_eq!(
            codes(&format!("a,{}\n", "b".repeat(MAX_LINE_BYTES))),
            [codes::LINE_TOO_LONG]
        );
        assert_eq!(
            codes(&format!("a,{}\n", "ཀ".repeat(MAX_CELL_CHARS + 1))),
            [codes::LINE_TOO_LONG]
        );
        assert_eq!(
            codes(&format!("a,{}\n", "ཀ".repeat(MAX_CELL_CHARS))),
            [] as [&str; 0]
        );
    }

    #[test]
    fn a_formula_cannot_hide_in_a_cell() {
        for (cell, written) in [
            ("=cmd()", "'=cmd()"),
            ("＝1", "'＝1"),
            ("-5", "'-5"),
            ("\t=1", "'\t=1"),
            ("'=1", "''=1"),
            ("'a", "'a"),
            ("法院", "法院"),
            ("", ""),
        ] {
            assert_eq!(shield(cell.into()), written);
        }
    }
}
