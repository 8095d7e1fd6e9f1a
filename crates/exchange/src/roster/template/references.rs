//! References to cells in formulas and ranges, moved when rows are put in.

use crate::issue::Words;

/// What happens to the rows of a sheet: those of the block become `count`, and what stands below moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Change {
    /// The repeated row, from 1.
    pub first: u32,
    /// The last of the empty rows below it that are used up.
    pub last: u32,
    /// How many rows are put in behind it.
    pub shift: u32,
}

/// Why a reference cannot be moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unmovable(pub Box<Words>);

impl Change {
    /// Returns where a row below the block comes to stand.
    pub(super) fn row(self, row: u32) -> u32 {
        if row > self.last { row + self.shift } else { row }
    }

    /// Returns the rows that a range covers afterwards: one that covers the repeated row and ends with it, or with the block,
    /// ends with the last of the new rows.
    pub(super) fn range(self, from: u32, to: u32) -> (u32, u32) {
        let ends_with_list = from <= self.first && (to == self.first || to == self.last);
        let to = if ends_with_list {
            self.last + self.shift
        } else {
            self.row(to)
        };
        (self.row(from), to)
    }

    /// Returns a list of ranges such as `A5:H5 B7`, as attributes have them.
    pub(super) fn ranges(self, list: &str) -> String {
        let moved = list.split(' ').map(|range| {
            let (from, to) = range.split_once(':').unwrap_or((range, range));
            let (Some((from_column, from_row)), Some((to_column, to_row))) = (cut(from), cut(to)) else {
                return range.to_owned();
            };
            let (from_row, to_row) = self.range(from_row, to_row);
            if range.contains(':') || from_row != to_row {
                format!("{from_column}{from_row}:{to_column}{to_row}")
            } else {
                format!("{from_column}{from_row}")
            }
        });
        moved.collect::<Vec<_>>().join(" ")
    }
}

/// Cuts a reference into column and row, with its dollar signs: `$C$7` is `$C$` and 7.
fn cut(reference: &str) -> Option<(&str, u32)> {
    let digits = reference.find(|c: char| c.is_ascii_digit())?;
    let (column, row) = reference.split_at(digits);
    Some((column, row.parse().ok()?))
}

/// Returns a formula with its references to the own sheet moved. In the `copy`th copy of the repeated row, from 0, references
/// to cells of that row mean the copy's own; elsewhere one cell of it cannot be meant.
pub(super) fn formula(
    formula: &str,
    own_names: &[String],
    change: Change,
    copy: Option<u32>,
) -> Result<String, Unmovable> {
    let mut moved = String::with_capacity(formula.len());
    let mut rest = formula;
    while let Some(c) = rest.chars().next() {
        if let Some(text) = ["&quot;", "\""].iter().find_map(|quote| quoted(rest, quote)) {
            moved.push_str(text);
            rest = rest.get(text.len()..).unwrap_or_default();
            continue;
        }
        if let Some((sheet, length)) = qualified(rest) {
            moved.push_str(rest.get(..length).unwrap_or_default());
            rest = rest.get(length..).unwrap_or_default();
            if !own_names.contains(&sheet) {
                let other = range_length(rest);
                moved.push_str(rest.get(..other).unwrap_or_default());
                rest = rest.get(other..).unwrap_or_default();
                continue;
            }
        }
        let length = word_length(rest);
        if length == 0 {
            moved.push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
            continue;
        }
        let whole = range_length(rest).max(length);
        let text = rest.get(..whole).unwrap_or_default();
        rest = rest.get(whole..).unwrap_or_default();
        // A name of a function is no reference: LOG10(.
        let is_function = rest.starts_with('(');
        moved.push_str(&if is_function {
            text.to_owned()
        } else {
            reference(text, change, copy)?
        });
    }
    Ok(moved)
}

/// Returns a reference or range moved; a word that is none, as it is.
fn reference(text: &str, change: Change, copy: Option<u32>) -> Result<String, Unmovable> {
    let (from, to) = text.split_once(':').unwrap_or((text, ""));
    let place = |text| {
        if to.is_empty() {
            cell(text)
        } else {
            cell(text).or_else(|| whole_row(text))
        }
    };
    let Some((from_column, from_row)) = place(from) else {
        return Ok(text.to_owned());
    };
    if to.is_empty() {
        return match (from_row == change.first, copy) {
            (true, Some(_)) if from_column.ends_with('$') => Ok(text.to_owned()),
            (true, Some(copy)) => Ok(format!("{from_column}{}", from_row + copy)),
            (true, None) if change.last + change.shift > change.first => Err(Unmovable(Box::new(Words {
                en: format!("`{text}` means one cell of the repeated row"),
                zh: format!("`{text}` 是要重复的那一行中的一个单元格"),
            }))),
            _ => Ok(format!("{from_column}{}", change.row(from_row))),
        };
    }
    let Some((to_column, to_row)) = place(to) else {
        return Ok(text.to_owned());
    };
    let (from_row, to_row) = match copy {
        // A range inside the row, as in =SUM(D5:F5), is that of the copy; one that is held fast is the whole list, as in
        // =RANK(D5,$D$5:$D$5).
        Some(copy) if from_row == change.first && to_row == change.first && !to_column.ends_with('$') => {
            (from_row + copy, to_row + copy)
        }
        _ => change.range(from_row, to_row),
    };
    Ok(format!("{from_column}{from_row}:{to_column}{to_row}"))
}

/// Returns column and row if `text` is a cell: up to three letters and up to seven digits, with dollar signs.
fn cell(text: &str) -> Option<(&str, u32)> {
    let plain = text.strip_prefix('$').unwrap_or(text);
    let letters = plain.bytes().take_while(u8::is_ascii_uppercase).count();
    let rest = plain.get(letters..)?;
    let digits = rest.strip_prefix('$').unwrap_or(rest);
    let is_cell = (1..=3).contains(&letters)
        && (1..=7).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
        && !digits.starts_with('0');
    let row = digits.parse().ok().filter(|_| is_cell)?;
    Some((text.get(..text.len() - digits.len())?, row))
}

/// Returns the dollar sign and the row of one end of `$5:$8`.
fn whole_row(text: &str) -> Option<(&str, u32)> {
    let digits = text.strip_prefix('$').unwrap_or(text);
    let is_row = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    Some((
        text.get(..text.len() - digits.len())?,
        digits.parse().ok().filter(|_| is_row)?,
    ))
}

/// Returns how many bytes of letters, digits and what names have besides stand at the front.
fn word_length(text: &str) -> usize {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '$' | '_' | '.' | '\\');
    text.find(|c| !is_word(c)).unwrap_or(text.len())
}

/// Returns how long the word or the range of two words at the front is.
fn range_length(text: &str) -> usize {
    let first = word_length(text);
    let Some(rest) = text.get(first..).and_then(|rest| rest.strip_prefix(':')) else {
        return first;
    };
    let second = word_length(rest);
    if first == 0 || second == 0 {
        first
    } else {
        first + 1 + second
    }
}

/// Returns a text in quotation marks at the front, with them; doubled ones belong to it.
fn quoted<'t>(text: &'t str, quote: &str) -> Option<&'t str> {
    let inner = text.strip_prefix(quote)?;
    let end = inner.find(quote)?;
    text.get(..quote.len() + end + quote.len())
}

/// Returns the sheet that the front of a formula names, and how long that is with the `!`: `Sheet1!` or `'花 名册'!`.
fn qualified(text: &str) -> Option<(String, usize)> {
    for quote in ["&apos;", "'"] {
        if let Some(inner) = text.strip_prefix(quote) {
            let end = inner.find(&format!("{quote}!"))?;
            let name = inner.get(..end)?;
            return Some((name.replace(&quote.repeat(2), quote), quote.len() * 2 + end + 1));
        }
    }
    let length = word_length(text);
    let is_name = length > 0 && text.get(length..)?.starts_with('!');
    is_name.then(|| (text.get(..length).unwrap_or_default().to_owned(), length + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANGE: Change = Change {
        first: 5,
        last: 5,
        shift: 3,
    };

    #[test]
    fn references_below_the_list_move_and_ranges_over_it_grow() {
        let own = ["花 名册".to_owned()];
        for (formula_text, moved) in [
            ("SUM(D5:D5)", "SUM(D5:D8)"),
            ("SUM($D$5:$D$5)+D7", "SUM($D$5:$D$8)+D10"),
            ("COUNTA(B4:B5)", "COUNTA(B4:B8)"),
            ("A1&\"D5:D5 A9\"&A9", "A1&\"D5:D5 A9\"&A12"),
            ("LOG10(A6)", "LOG10(A9)"),
            (
                "'花 名册'!A6+'其他'!A6+Sheet2!A6:B7",
                "'花 名册'!A9+'其他'!A6+Sheet2!A6:B7",
            ),
            ("SUM(A:A)", "SUM(A:A)"),
            ("SUM($5:$5,7:9)", "SUM($5:$8,10:12)"),
            ("Rate2019+A6", "Rate2019+A9"),
            ("SUM(D1:D4)", "SUM(D1:D4)"),
        ] {
            assert_eq!(formula(formula_text, &own, CHANGE, None), Ok(moved.to_owned()));
        }
        let told = formula("D5+1", &own, CHANGE, None).unwrap_err().0;
        assert_eq!(told.en, "`D5` means one cell of the repeated row");
    }

    #[test]
    fn a_copy_of_the_row_speaks_of_its_own_cells() {
        for (formula_text, moved) in [
            ("SUM(D5:F5)", "SUM(D7:F7)"),
            ("D5/$D$5+A1", "D7/$D$5+A1"),
            ("D5/D9", "D7/D12"),
            ("RANK(D5,$D$5:$D$5)", "RANK(D7,$D$5:$D$8)"),
        ] {
            assert_eq!(formula(formula_text, &[], CHANGE, Some(2)), Ok(moved.to_owned()));
        }
    }

    #[test]
    fn ranges_of_attributes_move_too() {
        for (list, moved) in [
            ("A1:H1", "A1:H1"),
            ("A7:C8 D9", "A10:C11 D12"),
            ("B5:B5", "B5:B8"),
            ("B5", "B5:B8"),
            ("A:A", "A:A"),
        ] {
            assert_eq!(CHANGE.ranges(list), moved);
        }
    }
}
