//! The formats in which a glossary is exported.

use std::fmt;
use std::str::FromStr;

/// A format of export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExportFormat {
    /// Values separated by commas, as spreadsheet programs read them.
    Csv,
    /// Values separated by TAB.
    Tsv,
    /// A workbook of Excel 2007 or later.
    Xlsx,
    /// TBX-Basic of 2019 in DCA.
    Tbx,
    /// One JSON object a line, complete.
    Jsonl,
    /// A dictionary of four files, for `StarDict`, `GoldenDict` and `sdcv`.
    StarDict,
    /// The glossary of a translation program: source, target, comment.
    OmegaT,
    /// A page to be read, that holds all it needs.
    Html,
    /// The same page, to be printed.
    Print,
}

/// A name that is no format of export.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no format of export (hint: use csv, tsv, xlsx, tbx, jsonl, stardict, omegat, html or print)"
)]
pub struct UnknownExportFormat(pub String);

impl ExportFormat {
    /// Every format.
    pub const ALL: [Self; 9] = [
        Self::Csv,
        Self::Tsv,
        Self::Xlsx,
        Self::Tbx,
        Self::Jsonl,
        Self::StarDict,
        Self::OmegaT,
        Self::Html,
        Self::Print,
    ];

    /// Returns the name in commands and addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Xlsx => "xlsx",
            Self::Tbx => "tbx",
            Self::Jsonl => "jsonl",
            Self::StarDict => "stardict",
            Self::OmegaT => "omegat",
            Self::Html => "html",
            Self::Print => "print",
        }
    }

    /// Returns the extension of a file in it; a dictionary in one file is a `tar`.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::StarDict => "tar",
            // The ending by which OmegaT knows that a glossary is UTF-8.
            Self::OmegaT => "utf8",
            Self::Print => "print.html",
            other => other.as_str(),
        }
    }

    /// Returns the media type of a file in it.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Tsv => "text/tab-separated-values; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Tbx => "application/x-tbx+xml",
            Self::Jsonl => "application/jsonl",
            Self::StarDict => "application/x-tar",
            Self::OmegaT => "text/plain; charset=utf-8",
            Self::Html | Self::Print => "text/html; charset=utf-8",
        }
    }
}

impl fmt::Display for ExportFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ExportFormat {
    type Err = UnknownExportFormat;

    fn from_str(name: &str) -> Result<Self, UnknownExportFormat> {
        let known = Self::ALL.into_iter().find(|format| format.as_str() == name);
        known.ok_or_else(|| UnknownExportFormat(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back_and_no_two_share_an_extension() {
        for format in ExportFormat::ALL {
            assert_eq!(format.to_string().parse(), Ok(format));
            let sharing = ExportFormat::ALL
                .iter()
                .filter(|other| other.extension() == format.extension());
            assert_eq!(sharing.count(), 1, "{format}");
        }
    }

    #[test]
    fn an_unknown_format_lists_the_known_ones() {
        let message = "pdf".parse::<ExportFormat>().unwrap_err().to_string();
        assert!(message.starts_with("`pdf` is no format of export"), "{message}");
        for format in ExportFormat::ALL {
            assert!(message.contains(format.as_str()), "{message}");
        }
    }
}
