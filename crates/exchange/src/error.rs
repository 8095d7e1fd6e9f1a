//! Why a file as a whole could not be read or written. What is wrong inside a readable file is an [`Issue`](crate::Issue).

use crate::Words;

/// A file that cannot be read at all, or wishes about it that make no sense.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Neither the name nor the wish says a known format: name the format.
    #[error(
        "`{0}` is in no known format (hint: known formats are csv, tsv, xlsx, jsonl and tbx; name one with --format)"
    )]
    UnknownFormat(String),
    /// Larger than is read at once: split the file.
    #[error("`{name}` is too large: it has {found}, at most {limit} are read (hint: split the file)")]
    TooLarge {
        /// The file.
        name: String,
        /// What was counted, with its unit.
        found: Box<Words>,
        /// How much is read, in the same unit.
        limit: String,
    },
    /// Not what its format says: get a sound file.
    #[error("`{name}` cannot be read as a workbook: {cause} (hint: {hint})")]
    Unreadable {
        /// The file.
        name: String,
        /// What stopped the reading.
        cause: Box<Words>,
        /// The way out.
        hint: Box<Words>,
    },
    /// A `--mapping` or `--columns` that cannot be used: correct it.
    #[error("{option}: {cause} (hint: {hint})")]
    Option {
        /// The option, with the line where there are several.
        option: String,
        /// What is wrong with which value.
        cause: String,
        /// The way out.
        hint: String,
    },
    /// The workbook of rejected rows could not be made.
    #[error("the rejected rows cannot be written: {0}")]
    Unwritable(String),
}

impl FileError {
    /// Tells the same in Chinese.
    #[must_use]
    pub fn in_chinese(&self) -> String {
        match self {
            Self::UnknownFormat(name) => format!(
                "`{name}` 不是可用的格式（提示：可用的格式有 csv、tsv、xlsx、jsonl、tbx，请用 `--format` 指明）"
            ),
            Self::TooLarge { name, found, limit } => {
                format!("`{name}` 太大：{}，最多 {limit}（提示：请拆分文件）", found.zh)
            }
            Self::Unreadable { name, cause, hint } => {
                format!("`{name}` 不能作为工作簿读取：{}（提示：{}）", cause.zh, hint.zh)
            }
            Self::Option { option, cause, hint } => format!("`{option}` 不能使用：{cause}（提示：{hint}）"),
            Self::Unwritable(cause) => format!("退回的行无法写出：{cause}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stops_the_reading_of_a_workbook_was_half_english() {
        let refused = |bytes: &[u8]| {
            let kind = crate::roster::RosterKind::People;
            let options = crate::roster::RosterOptions::default();
            let read = crate::roster::read("名册.xlsx", bytes, crate::Format::Xlsx, kind, &options);
            read.unwrap_err().in_chinese()
        };
        for (bytes, expected) in [
            (
                &b"\xd0\xcf\x11\xe0"[..],
                "`名册.xlsx` 不能作为工作簿读取：这是旧格式（.xls）的工作簿，或者有密码（提示：请用表格软件打开，另存为不带密码的 `.xlsx`）",
            ),
            (
                b"%PDF-1.7",
                "`名册.xlsx` 不能作为工作簿读取：它不是工作簿（提示：请用表格软件打开，另存为不带密码的 `.xlsx`）",
            ),
        ] {
            assert_eq!(refused(bytes), expected);
        }
        let damaged = refused(b"PK\x03\x04");
        assert!(
            damaged.starts_with("`名册.xlsx` 不能作为工作簿读取：文件不完整或已损坏"),
            "{damaged}"
        );
        let large = FileError::TooLarge {
            name: "名册.xlsx".to_owned(),
            found: Words::bytes(70),
            limit: "64".to_owned(),
        };
        assert_eq!(
            large.in_chinese(),
            "`名册.xlsx` 太大：70 字节，最多 64（提示：请拆分文件）"
        );
        assert_eq!(
            large.to_string(),
            "`名册.xlsx` is too large: it has 70 bytes, at most 64 are read (hint: split the file)"
        );
    }
}
