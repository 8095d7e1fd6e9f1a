//! The rows of a sheet, cut out of its XML.

use quick_xml::events::{BytesStart, Event};

use super::TemplateError;
use super::archive::unreadable;
use super::cell::{Cell, attribute, push_reference, with_attribute};
use super::references::{Change, Unmovable, formula};
use crate::issue::Words;

/// A row, with its XML as it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Its number, from 1.
    pub number: u32,
    /// Its first tag, `<row …>`; one that is closed in itself has no cells.
    pub tag: String,
    /// What stands between the tag and the last one, which is not always cells alone.
    pub cells: Vec<Cell>,
    /// Its last tag.
    pub end: String,
}

/// The sheet cut at its rows.
#[derive(Debug)]
pub(super) struct Cut<'x> {
    /// Up to and with the tag of the list of rows.
    pub head: &'x str,
    pub rows: Vec<Row>,
    /// From the last tag of that list on.
    pub tail: &'x str,
}

/// Cuts a sheet; `None` if it has no rows.
pub(super) fn cut<'x>(xml: &'x str, shared: &[String]) -> Result<Option<Cut<'x>>, TemplateError> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut rows, mut row, mut cell): (Vec<Row>, Option<Row>, Option<Open>) = (Vec::new(), None, None);
    let mut head_end = None;
    loop {
        let begin = position(reader.buffer_position());
        let event = reader.read_event().map_err(unreadable)?;
        let end = position(reader.buffer_position());
        let raw = xml.get(begin..end).unwrap_or_default();
        match &event {
            Event::Eof => return Ok(None),
            Event::Start(tag) if head_end.is_none() => {
                if tag.local_name().as_ref() == "sheetData" {
                    head_end = Some(end);
                }
            }
            _ if head_end.is_none() => {}
            Event::End(tag) if tag.local_name().as_ref() == "sheetData" => {
                return Ok(Some(Cut {
                    head: xml.get(..head_end.unwrap_or(0)).unwrap_or_default(),
                    rows,
                    tail: xml.get(begin..).unwrap_or_default(),
                }));
            }
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "row" => {
                let before = rows.last().map_or(0, |row| row.number);
                let number = attribute(raw, "r").and_then(|number| number.parse().ok());
                let begun = Row {
                    number: number.unwrap_or(before + 1),
                    tag: raw.to_owned(),
                    cells: Vec::new(),
                    end: String::new(),
                };
                match event {
                    Event::Empty(_) => rows.push(begun),
                    _ => row = Some(begun),
                }
            }
            Event::End(tag) if tag.local_name().as_ref() == "row" => {
                if let Some(mut whole) = row.take() {
                    raw.clone_into(&mut whole.end);
                    rows.push(whole);
                }
            }
            Event::Start(tag) | Event::Empty(tag) if cell.is_none() && tag.local_name().as_ref() == "c" => {
                let begun = Open::new(raw, begin, row.as_ref());
                match event {
                    Event::Empty(_) => put(&mut row, begun.close(xml, end, shared)),
                    _ => cell = Some(begun),
                }
            }
            Event::End(tag) if tag.local_name().as_ref() == "c" => {
                if let Some(open) = cell.take() {
                    put(&mut row, open.close(xml, end, shared));
                }
            }
            _ => {
                if let Some(open) = &mut cell {
                    open.take(&event)?;
                }
            }
        }
    }
}

fn put(row: &mut Option<Row>, cell: Cell) {
    if let Some(row) = row {
        row.cells.push(cell);
    }
}

fn position(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

/// A cell that is being read.
struct Open {
    begin: usize,
    column: usize,
    kind: String,
    /// The element whose text is read.
    within: Option<&'static str>,
    value: String,
    text: String,
    is_filled: bool,
    has_formula: bool,
}

impl Open {
    fn new(tag: &str, begin: usize, row: Option<&Row>) -> Self {
        let next = row
            .and_then(|row| row.cells.last())
            .map_or(0, |cell| cell.column + 1);
        let column = attribute(tag, "r").and_then(column_of);
        Self {
            begin,
            column: column.unwrap_or(next),
            kind: attribute(tag, "t").unwrap_or("n").to_owned(),
            within: None,
            value: String::new(),
            text: String::new(),
            is_filled: false,
            has_formula: false,
        }
    }

    fn take(&mut self, event: &Event<'_>) -> Result<(), TemplateError> {
        match event {
            Event::Start(tag) => self.begin_part(tag),
            Event::Empty(tag) => {
                self.begin_part(tag);
                self.within = None;
            }
            Event::End(_) => self.within = None,
            Event::Text(part) => match self.within {
                Some("v") => self.value.push_str(part),
                Some("t") => self.text.push_str(part),
                _ => {}
            },
            Event::GeneralRef(reference) => match self.within {
                Some("v") => push_reference(&mut self.value, reference),
                Some("t") => push_reference(&mut self.text, reference),
                _ => {}
            },
            _ => {}
        }
        Ok(())
    }

    fn begin_part(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "f" => (self.has_formula, self.is_filled) = (true, true),
            "v" => (self.within, self.is_filled) = (Some("v"), true),
            "t" => (self.within, self.is_filled) = (Some("t"), true),
            _ => {}
        }
    }

    fn close(self, xml: &str, end: usize, shared: &[String]) -> Cell {
        let text = match self.kind.as_str() {
            "s" => self
                .value
                .trim()
                .parse::<usize>()
                .ok()
                .and_then(|index| shared.get(index).cloned()),
            "inlineStr" => Some(self.text),
            _ => None,
        };
        Cell {
            xml: xml.get(self.begin..end).unwrap_or_default().to_owned(),
            column: self.column,
            text: text.filter(|_| !self.has_formula),
            is_filled: self.is_filled,
            has_formula: self.has_formula,
        }
    }
}

/// Returns the column, from 0, of a reference such as `C7`.
fn column_of(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_uppercase);
    let number = letters.take(4).fold(0_usize, |number, letter| {
        number * 26 + usize::from(letter - b'A') + 1
    });
    number.checked_sub(1)
}

impl Row {
    /// Tells whether it is a row of a form that waits to be filled: cells with styles, and nothing in them.
    pub(super) fn is_waiting(&self) -> bool {
        !self.cells.is_empty() && self.cells.iter().all(|cell| !cell.is_filled)
    }

    /// Returns its XML with other cells, at `number`.
    pub(super) fn with_cells(&self, number: u32, cells: &[String]) -> String {
        let tag = with_attribute(&self.tag, "r", &number.to_string());
        [&tag, cells.concat().as_str(), &self.end].concat()
    }

    /// Returns its XML at another place, its formulas moved. What formulas came to before is left out: the program that opens
    /// the sheet is told to calculate.
    pub(super) fn moved(
        &self,
        own_names: &[String],
        change: Change,
        number: u32,
    ) -> Result<String, Unmovable> {
        let cells: Result<Vec<String>, Unmovable> = self
            .cells
            .iter()
            .map(|cell| moved_cell(cell, own_names, change, None, number))
            .collect();
        Ok(self.with_cells(number, &cells?))
    }
}

/// Returns a cell at row `number`, its formula moved.
pub(super) fn moved_cell(
    cell: &Cell,
    own_names: &[String],
    change: Change,
    copy: Option<u32>,
    number: u32,
) -> Result<String, Unmovable> {
    let at_row = cell.at_row(number);
    if !cell.has_formula {
        return Ok(at_row);
    }
    // <c …><f …>text</f><v>…</v></c>. What it came to of the template is of other people, also where the formula stays as it is.
    let Some((front, text, back)) = formula_of(&at_row) else {
        return Ok(without_value(&at_row));
    };
    let moved = formula(text, own_names, change, copy).map_err(|Unmovable(why)| {
        let at = reference_of(&cell.xml);
        Unmovable(Box::new(Words {
            en: format!("the formula in {at}: {}", why.en),
            zh: format!("{at} 的公式：{}", why.zh),
        }))
    })?;
    Ok([front, &moved, &without_value(back)].concat())
}

fn reference_of(xml: &str) -> &str {
    attribute(xml.split('>').next().unwrap_or_default(), "r").unwrap_or("a cell")
}

/// Cuts a cell at the text of its formula; `None` if it has none of its own.
fn formula_of(xml: &str) -> Option<(&str, &str, &str)> {
    let (open, rest) = xml.match_indices('<').find_map(|(at, _)| {
        let tag = xml.get(at..)?.split('>').next()?;
        let name = tag.trim_start_matches('<').split([' ', '/']).next()?;
        let is_formula = name.rsplit(':').next() == Some("f") && !tag.ends_with('/');
        is_formula
            .then_some(at + tag.len() + 1)
            .map(|open| (open, xml.get(open..).unwrap_or_default()))
    })?;
    let length = rest.find('<')?;
    Some((xml.get(..open)?, rest.get(..length)?, rest.get(length..)?))
}

/// Takes the value out of what follows a formula.
fn without_value(back: &str) -> String {
    let begin = back.match_indices('<').map(|(at, _)| at).find(|at| {
        let tag = back
            .get(*at..)
            .and_then(|tag| tag.split('>').next())
            .unwrap_or_default();
        let name = tag.trim_start_matches('<').rsplit(':').next().unwrap_or_default();
        name == "v" && !tag.starts_with("</")
    });
    let Some(begin) = begin else {
        return back.to_owned();
    };
    let rest = back.get(begin..).unwrap_or_default();
    let end = rest
        .match_indices('>')
        .nth(1)
        .map_or(rest.len(), |(at, _)| at + 1);
    [
        back.get(..begin).unwrap_or_default(),
        rest.get(end..).unwrap_or_default(),
    ]
    .concat()
}
