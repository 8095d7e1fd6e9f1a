//! Where something stands in a file.

use std::fmt;
use std::sync::Arc;

/// A place in a file, as its reader would look for it: `terms.csv:12`, `iate.tbx:12:5` or `book.xlsx[民事]!C17`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The file's name.
    pub file: Arc<str>,
    /// The sheet of a workbook.
    pub sheet: Option<Arc<str>>,
    /// The line, from 1, on which the record starts; in a sheet its row. `None` is the file or sheet as a whole.
    pub line: Option<u32>,
    /// The cell of a sheet, such as `C17`.
    pub cell: Option<String>,
    /// The character in the line, from 1, where the element starts; of XML only, which may stand in one line.
    pub character: Option<u32>,
}

impl Place {
    /// Returns the place of a whole file or sheet.
    #[must_use]
    pub fn of_sheet(file: &Arc<str>, sheet: Option<&Arc<str>>) -> Self {
        Self {
            file: Arc::clone(file),
            sheet: sheet.cloned(),
            line: None,
            cell: None,
            character: None,
        }
    }

    /// Returns the place of a request's body, which has no file.
    #[must_use]
    pub fn of_request() -> Self {
        Self::of_sheet(&Arc::from("body"), None)
    }

    /// Returns the place of line or row `line` in the same sheet.
    #[must_use]
    pub fn on_line(&self, line: u32) -> Self {
        Self {
            line: Some(line),
            cell: None,
            character: None,
            ..self.clone()
        }
    }

    /// Returns the place of the element that starts at the `character`th character of line `line`, both from 1.
    #[must_use]
    pub(crate) fn at_character(&self, line: u32, character: u32) -> Self {
        Self {
            character: Some(character),
            ..self.on_line(line)
        }
    }

    /// Returns the place of the value in column `index`, from 0: a cell in a sheet, the line itself in a text file.
    #[must_use]
    pub fn at_column(&self, index: usize) -> Self {
        let cell = match (&self.sheet, self.line) {
            (Some(_), Some(row)) => Some(format!("{}{row}", column_letters(index))),
            _ => None,
        };
        Self { cell, ..self.clone() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        let Some(sheet) = &self.sheet else {
            let Some(line) = self.line else { return Ok(()) };
            write!(f, ":{line}")?;
            return self
                .character
                .map_or(Ok(()), |character| write!(f, ":{character}"));
        };
        write!(f, "[{sheet}]")?;
        match (&self.cell, self.line) {
            (Some(cell), _) => write!(f, "!{cell}"),
            (None, Some(row)) => write!(f, "!{row}"),
            (None, None) => Ok(()),
        }
    }
}

/// Returns the letters of a sheet's column, from 0: A … Z, AA …
pub(crate) fn column_letters(index: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = index;
    loop {
        // A remainder of 26 fits a byte, and A + 25 is Z.
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
        if rest == 0 {
            return letters.into_iter().rev().collect();
        }
        rest -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_in_a_workbook() {
        for (index, letters) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (51, "AZ"),
            (701, "ZZ"),
            (702, "AAA"),
            (16_383, "XFD"),
        ] {
            assert_eq!(column_letters(index), letters);
        }
    }

    #[test]
    fn a_place_reads_as_its_reader_would_look_for_it() {
        let text = Place::of_sheet(&"terms.csv".into(), None);
        let sheet = Place::of_sheet(&"book.xlsx".into(), Some(&"民事".into()));
        for (place, written) in [
            (text.clone(), "terms.csv"),
            (text.on_line(12).at_column(2), "terms.csv:12"),
            (text.at_character(12, 5), "terms.csv:12:5"),
            (text.at_character(12, 5).on_line(13), "terms.csv:13"),
            (sheet.clone(), "book.xlsx[民事]"),
            (sheet.on_line(17), "book.xlsx[民事]!17"),
            (sheet.on_line(17).at_column(2), "book.xlsx[民事]!C17"),
        ] {
            assert_eq!(place.to_string(), written);
        }
    }
}
