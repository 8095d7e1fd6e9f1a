//! The cells of one row by the names of their columns, and what is wrong with them.

use super::header::Header;
use super::{cell_check, value};
use crate::columns::Column;
use crate::issue::{Fault, Words, shorten};
use crate::table::Record;
use crate::{Extent, Issue, Place, codes};

/// Hands out the cells of one row and collects what is wrong with them.
pub(super) struct RowCells<'a> {
    header: &'a Header,
    record: &'a Record,
    place: &'a Place,
    pub issues: Vec<Issue>,
}

impl<'a> RowCells<'a> {
    pub(super) fn new(header: &'a Header, record: &'a Record, place: &'a Place) -> Self {
        Self {
            header,
            record,
            place,
            issues: Vec::new(),
        }
    }

    /// Notes what the format found wrong, and values that no heading says how to read. What else is in such a row
    /// is not worth reading.
    pub(super) fn check_format(&mut self, ignore_extra: bool) {
        for (index, fault) in &self.record.faults {
            self.fault_at(*index, fault.clone());
        }
        let cells = self.record.cells.iter().enumerate();
        let stray = cells
            .clone()
            .find(|(index, cell)| !cell.trim().is_empty() && !self.header.covers(*index));
        if let Some((index, _)) = stray.filter(|_| !ignore_extra) {
            let wrong = ("stands in a column without a heading", "所在的列没有列名");
            let hint = (
                "write a heading, empty the cell, or put quotation marks around a value with a delimiter in it",
                "请写上列名，或清空该格；值中有分隔符时，请给值加引号",
            );
            self.fault_at(Some(index), Fault::new(codes::TOO_MANY_COLUMNS, wrong, hint));
        }
    }

    /// Returns what stands in `column`, without outer spaces; `None` if nothing does.
    fn text(&self, column: Column) -> Option<&'a str> {
        let cell = self.record.cells.get(self.header.index_of(column)?)?;
        Some(cell.trim()).filter(|text| !text.is_empty())
    }

    /// Returns what stands in `column` as it is, if everyone can see what it says.
    pub(super) fn plain(&mut self, column: Column) -> Option<String> {
        self.parse(column, |raw| {
            cell_check::check_plain(raw).map_or(Ok(raw.to_owned()), Err)
        })
    }

    /// Returns what `read` makes of `column`; `None` if nothing stands there, or if it is wrong, which is noted.
    pub(super) fn parse<T>(
        &mut self,
        column: Column,
        read: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Option<T> {
        match read(self.text(column)?) {
            Ok(value) => Some(value),
            Err(fault) => {
                self.fault(column, fault);
                None
            }
        }
    }

    /// Returns what `read` makes of each value in `column`; nothing if one of them is wrong, which is noted.
    pub(super) fn parse_several<T>(
        &mut self,
        column: Column,
        read: impl Fn(&str) -> Result<T, Fault>,
    ) -> Vec<T> {
        let read_all = |raw: &str| {
            let read_part = |part| {
                let named = |fault: Fault| Fault {
                    wrong: Words {
                        en: format!("has `{}`, which {}", shorten(part), fault.wrong.en),
                        zh: format!("中的 `{}` {}", shorten(part), fault.wrong.zh),
                    },
                    ..fault
                };
                read(part).map_err(|fault| if part == raw { fault } else { named(fault) })
            };
            value::several(raw)
                .map(read_part)
                .collect::<Result<Vec<T>, Fault>>()
        };
        self.parse(column, read_all).unwrap_or_default()
    }

    /// Notes `fault` in `column`.
    pub(super) fn fault(&mut self, column: Column, fault: Fault) {
        self.fault_at(self.header.index_of(column), fault);
    }

    /// Notes `fault` in the row as a whole.
    pub(super) fn fault_row(&mut self, fault: Fault) {
        self.fault_at(None, fault);
    }

    /// Notes `fault` in the cell at `index`, or in the row as a whole.
    fn fault_at(&mut self, index: Option<usize>, fault: Fault) {
        let cell = index.and_then(|index| self.record.cells.get(index));
        let heading = index
            .and_then(|index| self.header.texts.get(index))
            .filter(|heading| !heading.trim().is_empty());
        let place = index.map_or_else(|| self.place.clone(), |index| self.place.at_column(index));
        // Without a cell to blame, the row is recognised by how it begins.
        let first = || self.record.cells.iter().find(|cell| !cell.trim().is_empty());
        let value = cell.or_else(first).map_or("", |cell| cell.trim());
        self.issues.push(Issue::new(
            place,
            heading.map(String::as_str),
            value,
            fault,
            Extent::Row,
        ));
    }
}
