//! Why a file as a whole could not be read or written. What is wrong inside a readable file is an [`Issue`](crate::Issue).

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
        found: String,
        /// How much is read, in the same unit.
        limit: String,
    },
    /// Not what its format says: get a sound file.
    #[error("`{name}` cannot be read as a workbook: {cause} (hint: {hint})")]
    Unreadable {
        /// The file.
        name: String,
        /// What stopped the reading.
        cause: String,
        /// The way out.
        hint: &'static str,
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
