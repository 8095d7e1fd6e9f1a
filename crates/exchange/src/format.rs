//! The formats a glossary file can have.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use crate::FileError;

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Values separated by `,`, `;` or TAB, whichever the header uses.
    Csv,
    /// Values separated by TAB.
    Tsv,
    /// A workbook of Excel 2007 or later.
    Xlsx,
    /// One JSON object a line.
    Jsonl,
    /// TermBase eXchange, ISO 30042: the XML of terminology programs, of 2019 (`tbx`) or 2008 (`martif`).
    Tbx,
}

impl Format {
    /// Every format that is read.
    pub const ALL: [Self; 5] = [Self::Csv, Self::Tsv, Self::Xlsx, Self::Jsonl, Self::Tbx];

    /// Returns the format that the extension of `path` names, in either case.
    ///
    /// # Errors
    /// [`FileError::UnknownFormat`], which lists the known ones.
    pub fn of_path(path: impl AsRef<Path>) -> Result<Self, FileError> {
        let path = path.as_ref();
        let extension = path
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .to_lowercase();
        extension
            .parse()
            .map_err(|_| FileError::UnknownFormat(path.display().to_string()))
    }

    /// Returns the name, which is also the extension.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Xlsx => "xlsx",
            Self::Jsonl => "jsonl",
            Self::Tbx => "tbx",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = FileError;

    fn from_str(name: &str) -> Result<Self, FileError> {
        let known = Self::ALL.into_iter().find(|format| format.as_str() == name);
        known.ok_or_else(|| FileError::UnknownFormat(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_names_the_format() {
        for (path, format) in [
            ("a.csv", Format::Csv),
            ("dir.x/词条.TSV", Format::Tsv),
            ("a.b.xlsx", Format::Xlsx),
            ("x.jsonl", Format::Jsonl),
            ("iate.TBX", Format::Tbx),
        ] {
            assert_eq!(Format::of_path(path), Ok(format));
        }
        for format in Format::ALL {
            assert_eq!(format.to_string().parse(), Ok(format));
        }
    }

    #[test]
    fn an_unknown_format_lists_the_known_ones() {
        for path in ["terms", "terms.xls", "terms.", ".csv"] {
            let message = Format::of_path(path).unwrap_err().to_string();
            assert!(
                message.starts_with(&format!("`{path}` is in no known format")),
                "{message}"
            );
            assert!(message.contains("csv, tsv, xlsx, jsonl and tbx"), "{message}");
        }
    }
}
