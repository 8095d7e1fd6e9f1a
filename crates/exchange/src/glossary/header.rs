//! Finding the header of a sheet and what its headings stand for.

use super::{ReadOptions, header_faults};
use crate::columns::{Column, REASON_HEADING, Target, fold_heading};
use crate::table::{MAX_COLUMNS, MAX_HEADER_ROWS, Record, Table};
use crate::{Extent, Issue, Place, codes};

/// The header of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// The headings as the file writes them.
    pub texts: Vec<String>,
    /// What stands under each; `None` for a column without a heading.
    targets: Vec<Option<Target>>,
    /// The index of the first record under it.
    pub first_record: usize,
}

impl Header {
    /// Returns the index of `column`.
    pub(super) fn index_of(&self, column: Column) -> Option<usize> {
        self.targets
            .iter()
            .position(|target| *target == Some(Target::Column(column)))
    }

    /// Tells whether values in column `index` are meant to be read or passed over, and not there by mistake.
    pub(super) fn covers(&self, index: usize) -> bool {
        self.targets.get(index).is_some_and(Option::is_some)
    }

    /// Tells whether `record` repeats the header, as sheets made for printing do.
    pub(super) fn is_repeated_by(&self, record: &Record) -> bool {
        let (own, other) = (self.texts.iter(), record.cells.iter());
        own.clone().any(|text| !text.trim().is_empty())
            && own.zip(other).all(|(a, b)| a == b)
            && record.cells.len() == self.texts.len()
    }
}

/// Tells whether one of `cells` is the heading of a column with terms.
pub(super) fn has_term_column(cells: &[&str], options: &ReadOptions) -> bool {
    cells
        .iter()
        .any(|cell| options.mapping.target(cell).is_some_and(Target::names_terms))
}

/// Finds the header of `table`, or says why there is none.
///
/// With columns given by hand every record is data, unless the first is the header that rejected rows come back with.
pub(super) fn find(table: &Table, sheet: &Place, options: &ReadOptions) -> Result<Header, Vec<Issue>> {
    if let Some(columns) = options.columns.as_ref().filter(|_| !comes_back(table)) {
        let targets = columns.targets().iter().copied().map(Some).collect();
        return Ok(Header {
            texts: columns.names().to_vec(),
            targets,
            first_record: 0,
        });
    }
    let candidates = table.records.iter().take(MAX_HEADER_ROWS);
    let is_header = |record: &Record| {
        let cells: Vec<&str> = record
            .cells
            .iter()
            .take(MAX_COLUMNS)
            .map(String::as_str)
            .collect();
        has_term_column(&cells, options)
    };
    let Some(at) = candidates.clone().position(is_header) else {
        return Err(vec![header_faults::no_header(table, sheet, options)]);
    };
    let record = candidates.clone().nth(at).cloned().unwrap_or_default();
    resolve(&record, at + 1, sheet, options)
}

fn comes_back(table: &Table) -> bool {
    let first = table.records.first().and_then(|record| record.cells.first());
    first.is_some_and(|cell| fold_heading(cell) == fold_heading(REASON_HEADING))
}

fn resolve(
    record: &Record,
    first_record: usize,
    sheet: &Place,
    options: &ReadOptions,
) -> Result<Header, Vec<Issue>> {
    let place = sheet.on_line(record.line);
    let mut issues = Vec::new();
    if record.cells.len() > MAX_COLUMNS
        || record
            .faults
            .iter()
            .any(|(_, f)| f.code == codes::TOO_MANY_COLUMNS)
    {
        let fault = header_faults::too_wide();
        return Err(vec![Issue::new(place, None, "", fault, Extent::Sheet)]);
    }
    let mut targets: Vec<Option<Target>> = Vec::new();
    for (index, heading) in record.cells.iter().enumerate() {
        let target = options.mapping.target(heading);
        let fault = match target {
            Some(Target::Column(column)) if targets.contains(&target) => {
                Some(header_faults::duplicate(column))
            }
            None if !heading.trim().is_empty() && !options.ignore_extra => Some(header_faults::unknown()),
            _ => None,
        };
        if let Some(fault) = fault {
            let issue = Issue::new(place.at_column(index), None, heading, fault, Extent::Sheet);
            issues.push(Issue {
                column: Some(heading.clone()),
                ..issue
            });
        }
        targets.push(target.or_else(|| options.ignore_extra.then_some(Target::Ignore)));
    }
    let header = Header {
        texts: record.cells.clone(),
        targets,
        first_record,
    };
    issues.extend(header_faults::missing_collection(&header, &place, options));
    if issues.is_empty() {
        Ok(header)
    } else {
        Err(issues)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ColumnList, Mapping};

    fn table(rows: &[&[&str]]) -> Table {
        let record = |(cells, line): (&&[&str], u32)| {
            let cells = cells.iter().map(|cell| (*cell).to_owned()).collect();
            Record {
                line,
                cells,
                faults: Vec::new(),
            }
        };
        Table {
            sheet: None,
            hidden: false,
            records: rows.iter().zip(1..).map(record).collect(),
        }
    }

    fn find_in(rows: &[&[&str]], options: &ReadOptions) -> Result<Header, Vec<Issue>> {
        find(&table(rows), &Place::of_sheet(&"a.csv".into(), None), options)
    }

    #[test]
    fn the_header_is_looked_for_in_the_first_ten_rows() {
        let title: &[&str] = &["藏汉法律词条"];
        let header: &[&str] = &["备注", "藏文"];
        let with_titles = |n: usize| {
            let rows: Vec<&[&str]> = std::iter::repeat_n(title, n).chain([header]).collect();
            find_in(&rows, &ReadOptions::default())
        };
        let found = with_titles(9).unwrap();
        assert_eq!((found.first_record, found.index_of(Column::Bo)), (10, Some(1)));
        assert_eq!(with_titles(10).unwrap_err()[0].code, codes::MISSING_HEADER);
    }

    #[test]
    fn a_column_is_covered_by_its_heading() {
        let header = find_in(&[&["zh", "", "备注"]], &ReadOptions::default()).unwrap();
        assert_eq!(
            [0, 1, 2, 3].map(|index| header.covers(index)),
            [true, false, true, false]
        );
        assert_eq!(header.index_of(Column::Law), None);
    }

    #[test]
    fn only_the_whole_header_is_a_repeated_header() {
        let header = find_in(&[&["zh", "bo"]], &ReadOptions::default()).unwrap();
        for (cells, is_repeated) in [
            (vec!["zh", "bo"], true),
            (vec!["zh", "x"], false),
            (vec!["zh"], false),
        ] {
            let cells = cells.into_iter().map(str::to_owned).collect();
            assert_eq!(
                header.is_repeated_by(&Record {
                    cells,
                    ..Record::default()
                }),
                is_repeated
            );
        }
    }

    #[test]
    fn columns_given_by_hand_leave_every_row_to_be_read() {
        let columns = Some(ColumnList::parse("zh,bo").unwrap());
        let options = ReadOptions {
            columns,
            ..ReadOptions::default()
        };
        assert_eq!(find_in(&[&["zh", "bo"]], &options).unwrap().first_record, 0);
        assert_eq!(find_in(&[], &options).unwrap().texts, ["zh", "bo"]);
        let returned = find_in(&[&[REASON_HEADING, "zh", "ignore"]], &options).unwrap();
        assert_eq!(
            (returned.first_record, returned.index_of(Column::Zh)),
            (1, Some(1))
        );
    }

    #[test]
    fn a_mapping_settles_what_is_wrong_with_headings() {
        let rows: &[&[&str]] = &[&["汉文", "术语", "序号"]];
        let codes_of = |issues: Vec<Issue>| issues.iter().map(|issue| issue.code).collect::<Vec<_>>();
        let issues = find_in(rows, &ReadOptions::default()).unwrap_err();
        assert_eq!(
            codes_of(issues),
            [codes::DUPLICATE_COLUMN, codes::MISSING_COLLECTION]
        );
        let mapping = Mapping::parse("术语 = note\n序号 = ignore").unwrap();
        let header = find_in(
            rows,
            &ReadOptions {
                mapping,
                ..ReadOptions::default()
            },
        )
        .unwrap();
        assert_eq!((header.index_of(Column::Note), header.covers(2)), (Some(1), true));
    }
}
