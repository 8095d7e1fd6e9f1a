//! One sheet of a template: which row is repeated, and the sheet with its values.

use super::archive::Archive;
use super::cell::Cell;
use super::placeholder::{self, Piece};
use super::references::Change;
use super::rows::{self, Cut, Row, moved_cell};
use super::{Filling, TemplateError, obstacle, obstacles, rest};
use crate::issue::Words;
use crate::place::column_letters;
use crate::roster::{Member, RosterKind};

/// A sheet that may have placeholders.
pub(super) struct Sheet<'x> {
    part: String,
    cut: Option<Cut<'x>>,
}

impl<'x> Sheet<'x> {
    pub(super) fn parse(part: &str, xml: &'x str, shared: &[String]) -> Result<Self, TemplateError> {
        Ok(Self {
            part: part.to_owned(),
            cut: rows::cut(xml, shared)?,
        })
    }

    pub(super) fn has_placeholders(&self) -> bool {
        let rows = self.cut.iter().flat_map(|cut| &cut.rows);
        rows.flat_map(|row| &row.cells).any(Cell::is_placeholder)
    }

    /// Returns the XML of the sheet with its values.
    pub(super) fn filled(
        &self,
        filling: &Filling<'_>,
        archive: &mut Archive<'_>,
    ) -> Result<String, TemplateError> {
        let Some(cut) = &self.cut else {
            return Err(TemplateError::NoPlaceholder);
        };
        let repeated = self.repeated_row(cut, filling.kind)?;
        let change = repeated.map_or(
            Change {
                first: u32::MAX,
                last: u32::MAX,
                shift: 0,
            },
            |row| change_of(cut, row, filling.rows.len()),
        );
        let surroundings = obstacles::Surroundings::of(&self.part, archive)?;
        if repeated.is_some() {
            obstacles::check(&self.part, cut, change, &surroundings, archive)?;
        }
        let count = filling.rows.len().max(1);
        let mut xml = rest::head(cut.head, change);
        let unmovable = |why: super::references::Unmovable| {
            obstacle(
                &self.part,
                why.0,
                (
                    "let it name the whole list as a range, such as D5:D5",
                    "请改为引用整个列表的区域，如 D5:D5",
                ),
            )
        };
        for row in &cut.rows {
            if repeated.is_some_and(|repeated| repeated.number == row.number) {
                for copy in 0..count {
                    xml.push_str(&self.copy(row, copy, change, &surroundings.own_names, filling)?);
                }
            } else if row.number > change.first && row.number <= change.last {
                // Rows that wait are used up by the copies before them; what is left of them stays.
                if row.number
                    >= change
                        .first
                        .saturating_add(u32::try_from(count).unwrap_or(u32::MAX))
                {
                    xml.push_str(&row.with_cells(row.number, &raw(row)));
                }
            } else if row.cells.iter().any(Cell::is_placeholder) {
                let number = change.row(row.number);
                let cells: Result<Vec<String>, TemplateError> = row
                    .cells
                    .iter()
                    .map(|cell| match self.pieces(cell, row.number, filling.kind)? {
                        Some(pieces) => Ok(cell.filled(&placeholder::value(&pieces, filling, None), number)),
                        None => {
                            moved_cell(cell, &surroundings.own_names, change, None, number).map_err(unmovable)
                        }
                    })
                    .collect();
                xml.push_str(&row.with_cells(number, &cells?));
            } else {
                let number = change.row(row.number);
                xml.push_str(
                    &row.moved(&surroundings.own_names, change, number)
                        .map_err(unmovable)?,
                );
            }
        }
        let tail = rest::tail(&self.part, cut.tail, change, count, &surroundings.own_names)?;
        xml.push_str(&tail);
        Ok(xml)
    }

    /// Finds the row that is repeated.
    fn repeated_row<'c>(&self, cut: &'c Cut<'x>, kind: RosterKind) -> Result<Option<&'c Row>, TemplateError> {
        let mut found: Option<&Row> = None;
        for row in &cut.rows {
            let mut is_of_a_row = false;
            for cell in row.cells.iter().filter(|cell| cell.is_placeholder()) {
                let pieces = self.pieces(cell, row.number, kind)?.unwrap_or_default();
                is_of_a_row |= pieces
                    .iter()
                    .any(|piece| matches!(piece, Piece::Placeholder(one) if one.is_of_a_row(kind)));
            }
            match found {
                Some(first) if is_of_a_row => {
                    let (first, second) = (first.number, row.number);
                    let cause = (
                        format!("rows {first} and {second} both have placeholders of people"),
                        format!("第 {first} 行和第 {second} 行都有人员的占位符"),
                    );
                    let hint = (
                        "keep one of them: it is repeated for each person",
                        "请只留一行，它会按人重复",
                    );
                    return Err(obstacle(&self.part, cause, hint));
                }
                None if is_of_a_row => found = Some(row),
                _ => {}
            }
        }
        Ok(found)
    }

    /// Returns the `copy`th copy of the repeated row, from 0.
    fn copy(
        &self,
        row: &Row,
        copy: usize,
        change: Change,
        own_names: &[String],
        filling: &Filling<'_>,
    ) -> Result<String, TemplateError> {
        let down = u32::try_from(copy).unwrap_or(u32::MAX);
        let number = row.number.saturating_add(down);
        let mut cells = Vec::new();
        for cell in &row.cells {
            cells.push(match self.pieces(cell, row.number, filling.kind)? {
                Some(pieces) => cell.filled(&placeholder::value(&pieces, filling, Some(copy)), number),
                None => moved_cell(cell, own_names, change, Some(down), number).map_err(|why| {
                    let hint = (
                        "use cells of the own row, or a range",
                        "请引用本行的单元格，或引用区域",
                    );
                    obstacle(&self.part, why.0, hint)
                })?,
            });
        }
        Ok(row.with_cells(number, &cells))
    }

    /// Cuts the text of a cell with placeholders.
    fn pieces<'c>(
        &self,
        cell: &'c Cell,
        row: u32,
        kind: RosterKind,
    ) -> Result<Option<Vec<Piece<'c>>>, TemplateError> {
        let Some(text) = cell.text.as_deref().filter(|_| cell.is_placeholder()) else {
            return Ok(None);
        };
        let pieces = placeholder::pieces(kind, text).map_err(|unknown| TemplateError::Unknown {
            sheet: self.part.clone(),
            cell: format!("{}{row}", column_letters(cell.column)),
            placeholder: crate::issue::shorten(&unknown),
            hint: hint(kind),
        })?;
        Ok(Some(pieces))
    }
}

fn hint(kind: RosterKind) -> Box<Words> {
    let members = Member::ALL.iter().filter(|member| member.is_of(kind));
    let names: Vec<&str> = members.map(|member| member.zh()).collect();
    Box::new(Words {
        en: format!(
            "there are 序号, 人数, {}, each as in {{{{姓名}}}}",
            names.join(", ")
        ),
        zh: format!("可用的有：序号、人数、{}，写法如 {{{{姓名}}}}", names.join("、")),
    })
}

fn raw(row: &Row) -> Vec<String> {
    row.cells.iter().map(|cell| cell.xml.clone()).collect()
}

/// Returns what happens to rows: the empty ones right below the repeated row are used up, then rows are put in.
fn change_of(cut: &Cut<'_>, repeated: &Row, count: usize) -> Change {
    let below = cut.rows.iter().skip_while(|row| row.number <= repeated.number);
    let waiting = below
        .zip(repeated.number.saturating_add(1)..)
        .take_while(|(row, number)| row.number == *number && row.is_waiting())
        .count();
    let last = repeated
        .number
        .saturating_add(u32::try_from(waiting).unwrap_or(0));
    let needed = repeated
        .number
        .saturating_add(u32::try_from(count.max(1)).unwrap_or(u32::MAX))
        - 1;
    Change {
        first: repeated.number,
        last,
        shift: needed.saturating_sub(last),
    }
}
