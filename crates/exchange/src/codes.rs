//! The codes of issues: stable names for programs, each with what it stands for.

/// Declares codes and the list of them all, so that none can be left out of it.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)+) => {
        $($(#[$doc])* pub const $name: &str = $text;)+

        /// Every code, in the order of this page.
        pub const ALL: &[&str] = &[$($name),+];
    };
}

pub(crate) use codes;

codes! {
    // The file or a sheet of it.
    /// The bytes are neither UTF-8 nor GB18030, or a value shows that an earlier conversion lost characters.
    BAD_ENCODING = "bad_encoding",
    /// None of the first rows holds the name of a column.
    MISSING_HEADER = "missing_header",
    /// The header has known columns, but neither `zh` nor `bo`.
    NO_ZH_OR_BO_COLUMN = "no_zh_or_bo_column",
    /// The header has a name that is not known.
    UNKNOWN_COLUMN = "unknown_column",
    /// Two headings stand for the same column.
    DUPLICATE_COLUMN = "duplicate_column",
    /// A row is wider than the header, or the header is wider than is read.
    TOO_MANY_COLUMNS = "too_many_columns",
    /// A `number` or `broader` column, and no collection that its numbers could belong to.
    MISSING_COLLECTION = "missing_collection",
    /// So many rows are bad that the rest was not read.
    TOO_MANY_ISSUES = "too_many_issues",

    /// A sheet that the workbook hides: read, with a warning.
    HIDDEN_SHEET = "hidden_sheet",
    /// A sheet without any known heading: passed over as was asked for, with a warning.
    SHEET_PASSED_OVER = "sheet_passed_over",

    // A row or line.
    /// A line of more than 1 MB, or a cell of more than 32,767 characters.
    LINE_TOO_LONG = "line_too_long",
    /// A quotation mark is left open to the end of the file.
    UNCLOSED_QUOTE = "unclosed_quote",
    /// The same pair from the same source stands in the file before.
    DUPLICATE_ROW = "duplicate_row",
    /// The row has no term, or a term consists of punctuation only.
    EMPTY_TERM = "empty_term",

    /// A form that is not to be used and names none that is: another one of the row is taken for it, with a warning.
    REPLACEMENT_GUESSED = "replacement_guessed",
    /// A row with Tibetan and no Chinese: taken, with a warning.
    WITHOUT_CHINESE = "without_chinese",

    // A cell.
    /// Chinese characters in a Tibetan cell.
    TIBETAN_CELL_WITH_CHINESE = "tibetan_cell_with_chinese",
    /// Tibetan letters in a Chinese cell.
    CHINESE_CELL_WITH_TIBETAN = "chinese_cell_with_tibetan",
    /// A Chinese cell without any Chinese character or letter.
    NO_CHINESE_CHARACTER = "no_chinese_character",
    /// A Tibetan cell without any Tibetan letter.
    NO_TIBETAN_LETTER = "no_tibetan_letter",
    /// A Tibetan cell that looks like text of a font from before Unicode.
    LOOKS_LIKE_LEGACY_TIBETAN_FONT = "looks_like_legacy_tibetan_font",
    /// A control character, or one that turns the direction of the text.
    CONTROL_CHARACTER = "control_character",
    /// A value that the column does not take: a status, region, date, id, number, name or address.
    BAD_VALUE = "bad_value",
    /// A formula of a workbook that has no value, or an error as its value.
    FORMULA = "formula",

    // A line of JSON Lines.
    /// Not a JSON object.
    BAD_JSON = "bad_json",
    /// A member that its object has twice.
    DUPLICATE_MEMBER = "duplicate_member",
    /// A member that the contract does not know.
    UNKNOWN_MEMBER = "unknown_member",
    /// An entry that claims more than `draft`, which an import cannot give.
    WORKFLOW_NEEDS_AUTHORITY = "workflow_needs_authority",

    // A file of TBX.
    /// Not XML, or XML that is cut off or wrong.
    BAD_XML = "bad_xml",
    /// A document type with declarations of its own, or a reference to an entity: neither is read, so nothing can grow.
    XML_ENTITY = "xml_entity",
    /// Nested deeper, or with more attributes, than any file of terms.
    XML_LIMIT = "xml_limit",
    /// XML of something else.
    NOT_TBX = "not_tbx",
    /// An element or attribute that has no place here: not kept, with a warning.
    NO_PLACE = "no_place",
    /// A value that has no place of its own here and is kept as a remark: with a warning.
    KEPT_AS_NOTE = "kept_as_note",
    /// A value that is taken under another name: with a warning.
    READ_AS = "read_as",
    /// Terms in a language that is not kept here: with a warning.
    OTHER_LANGUAGE = "other_language",
    /// A rule of the dialect that the file claims, and breaks: read, with a warning.
    DIALECT_RULE = "dialect_rule",
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn codes_are_snake_case_and_stand_once() {
        for code in ALL {
            assert!(
                code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'),
                "{code}"
            );
            assert_eq!(ALL.iter().filter(|other| *other == code).count(), 1, "{code}");
        }
    }
}
