//! Converts legacy text with a table that the operator has.

use std::collections::HashMap;

use super::{Encoding, MappingFault, MappingProblem};
use crate::bo::letter::{is_letter, is_sign};
use crate::bo::normalize;
use crate::bo::punctuation::Punctuation;

/// How many unmapped characters [`Converted`] lists at most; it counts all.
pub const MAX_UNMAPPED: usize = 1_000;

/// The most characters a source or a target has.
const MAX_CELL_CHARS: usize = 16;

/// The name of the header line.
const HEADER: &str = "encoding:";

/// A table from the characters of one encoding to Unicode Tibetan.
///
/// ```
/// // An invented table: it maps nothing of the standard.
/// let mapping = text::bo::legacy::Mapping::parse("# encoding: gbt20542-a\nF300\t0F40\nF300 F301\t0F41\n").unwrap();
/// let converted = mapping.convert("\u{f300}་\u{f300}\u{f301}\u{f302}");
/// assert_eq!(converted.text, "ཀ་ཁ\u{f302}");
/// assert_eq!((converted.count, converted.unmapped), (2, vec![(4, '\u{f302}')]));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    encoding: Encoding,
    targets: HashMap<String, String>,
    /// For the first character of a source the lengths in bytes its sources have, longest first.
    lengths: HashMap<char, Vec<usize>>,
}

/// Text that a [`Mapping`] has converted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    /// The text in canonical form ([`normalize`]), unmapped characters where they were.
    pub text: String,
    /// Characters the encoding is written in that the table does not have, each with its position in the original
    /// in characters; at most [`MAX_UNMAPPED`].
    pub unmapped: Vec<(usize, char)>,
    /// How many there are in all.
    pub unmapped_count: usize,
    /// How many sources were replaced.
    pub count: usize,
}

impl Mapping {
    /// Reads a table: in each line a source, a tab and its target; further columns are for the reader.
    ///
    /// Source and target are code points in hexadecimal with spaces between (`F300`, `U+F300`), a source of one
    /// character also the character itself, a target also the Tibetan itself. Lines that begin with `#` are comments,
    /// and one of them before the first row names the encoding: `# encoding: gbt20542-a`. A number sign before a tab is
    /// a source.
    ///
    /// # Errors
    /// The first cell that cannot be used, with its line and column, its value and what to write instead.
    ///
    /// ```
    /// use text::bo::legacy::Mapping;
    ///
    /// // An invented table: a real one comes from the maker of the font.
    /// let mapping = Mapping::parse("# encoding: gbt20542-a\nF300\t0F40 0F72\n").unwrap();
    /// assert_eq!(mapping.convert("\u{f300}\u{f0b}").text, "ཀི་");
    ///
    /// let fault = Mapping::parse("# encoding: gbt20542-a\nF300\tki\n").unwrap_err();
    /// assert_eq!(fault.line, 2);
    /// ```
    pub fn parse(tsv: &str) -> Result<Self, MappingFault> {
        let mut encoding: Option<(usize, Encoding)> = None;
        let mut targets = HashMap::new();
        let mut lines_of: HashMap<String, usize> = HashMap::new();
        for (number, line) in (1..).zip(tsv.strip_prefix('\u{feff}').unwrap_or(tsv).lines()) {
            if let Some(comment) = line.strip_prefix('#').filter(|_| !is_row_of_number_sign(line)) {
                if let Some(id) = comment.trim_start().strip_prefix(HEADER) {
                    encoding = Some((number, header(number, id.trim(), encoding)?));
                }
                continue;
            }
            if line.trim().is_empty() {
                continue;
            }
            if encoding.is_none() {
                return Err(MappingFault::new(number, 1, line, MappingProblem::NoEncoding));
            }
            let (source, target) = row(number, line)?;
            if let Some(first) = lines_of.insert(source.clone(), number) {
                let value = line.split('\t').next().unwrap_or_default();
                return Err(MappingFault::new(
                    number,
                    1,
                    value,
                    MappingProblem::Duplicate(first),
                ));
            }
            targets.insert(source, target);
        }
        let end = |problem| MappingFault::new(tsv.lines().count().max(1), 1, "", problem);
        let (_, encoding) = encoding.ok_or_else(|| end(MappingProblem::NoEncoding))?;
        if targets.is_empty() {
            return Err(end(MappingProblem::NoRow));
        }
        let lengths = lengths(&targets);
        Ok(Self {
            encoding,
            targets,
            lengths,
        })
    }

    /// Returns the encoding the table says it is for.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Returns `text` with every source of the table replaced, longest first, in canonical form.
    ///
    /// What the table does not have stays and is listed when text of the encoding is written in it. Text without
    /// legacy characters comes back in canonical form. Runs in linear time.
    pub fn convert(&self, text: &str) -> Converted {
        let mut converted = String::with_capacity(text.len());
        let (mut unmapped, mut unmapped_count, mut count) = (Vec::new(), 0, 0);
        let (mut rest, mut position) = (text, 0);
        while let Some(c) = rest.chars().next() {
            let length = if let Some((source, target)) = self.longest(c, rest) {
                converted.push_str(target);
                count += 1;
                position += source.chars().count();
                source.len()
            } else {
                if self.encoding.is_written_in(c) {
                    unmapped_count += 1;
                    if unmapped.len() < MAX_UNMAPPED {
                        unmapped.push((position, c));
                    }
                }
                converted.push(c);
                position += 1;
                c.len_utf8()
            };
            rest = rest.get(length..).unwrap_or_default();
        }
        Converted {
            text: normalize(&converted).into_owned(),
            unmapped,
            unmapped_count,
            count,
        }
    }

    /// Returns the longest source that `rest` begins with, and its target; `first` is the first character of `rest`.
    fn longest<'t>(&self, first: char, rest: &'t str) -> Option<(&'t str, &str)> {
        self.lengths.get(&first)?.iter().find_map(|&length| {
            let source = rest.get(..length)?;
            Some((source, self.targets.get(source)?.as_str()))
        })
    }
}

/// Tells whether a line maps the number sign itself, which otherwise begins a comment.
fn is_row_of_number_sign(line: &str) -> bool {
    line.starts_with("#\t")
}

fn header(line: usize, id: &str, before: Option<(usize, Encoding)>) -> Result<Encoding, MappingFault> {
    if let Some((first, _)) = before {
        return Err(MappingFault::new(
            line,
            1,
            id,
            MappingProblem::SecondEncoding(first),
        ));
    }
    Encoding::of_id(id).ok_or_else(|| MappingFault::new(line, 1, id, MappingProblem::UnknownEncoding))
}

/// Reads the first two cells of a line.
fn row(line: usize, text: &str) -> Result<(String, String), MappingFault> {
    let mut cells = text.split('\t').map(str::trim);
    let source_cell = cells.next().unwrap_or_default();
    let target_cell = cells.next().unwrap_or_default();
    let fault = |column, value, problem| Err(MappingFault::new(line, column, value, problem));

    let source = match single(source_cell) {
        Some(c) => Some(c.to_string()),
        None => code_points(source_cell),
    };
    let Some(source) = source else {
        return fault(1, source_cell, MappingProblem::NotCodePoints);
    };
    if source.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return fault(1, source_cell, MappingProblem::BlankSource);
    }
    if source.chars().all(is_tibetan) {
        return fault(1, source_cell, MappingProblem::UnicodeSource);
    }
    if target_cell.is_empty() {
        return fault(1, source_cell, MappingProblem::NoTarget);
    }
    let target = if target_cell.chars().all(is_tibetan) {
        Some(target_cell.to_owned())
    } else {
        code_points(target_cell)
    };
    let Some(target) = target else {
        return fault(2, target_cell, MappingProblem::NotCodePoints);
    };
    if !target.chars().all(is_target) {
        return fault(2, target_cell, MappingProblem::NotTibetan);
    }
    for (column, cell, text) in [(1, source_cell, &source), (2, target_cell, &target)] {
        if text.chars().count() > MAX_CELL_CHARS {
            return fault(column, cell, MappingProblem::TooLong);
        }
    }
    Ok((source, target))
}

/// Returns the character that `cell` consists of.
fn single(cell: &str) -> Option<char> {
    let mut chars = cell.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// Reads `F300 F301` or `U+F300 U+F301`; each code point has four to six digits.
fn code_points(cell: &str) -> Option<String> {
    if cell.is_empty() {
        return None;
    }
    cell.split(' ')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let digits = part.strip_prefix("U+").unwrap_or(part);
            let is_hex = (4..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
            let code = u32::from_str_radix(digits, 16).ok().filter(|_| is_hex)?;
            char::from_u32(code)
        })
        .collect()
}

/// Tells whether `c` is an assigned character of the Tibetan block.
fn is_tibetan(c: char) -> bool {
    is_letter(c)
        || is_sign(c)
        || matches!(c, '\u{f00}'..='\u{f47}' | '\u{f85}' | '\u{fbe}'..='\u{fcc}' | '\u{fce}'..='\u{fda}')
}

fn is_target(c: char) -> bool {
    let is_mark = c.is_ascii_punctuation()
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3003}');
    is_tibetan(c) || c == ' ' || (is_mark || Punctuation::of(c).is_some()) && !c.is_whitespace()
}

fn lengths(targets: &HashMap<String, String>) -> HashMap<char, Vec<usize>> {
    let mut lengths: HashMap<char, Vec<usize>> = HashMap::new();
    for source in targets.keys() {
        if let Some(first) = source.chars().next() {
            lengths.entry(first).or_default().push(source.len());
        }
    }
    for of_one in lengths.values_mut() {
        of_one.sort_unstable_by(|a, b| b.cmp(a));
        of_one.dedup();
    }
    lengths
}
