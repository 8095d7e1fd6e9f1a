//! The codes of issues that only rosters have, beside those of [`codes`](crate::codes).

use crate::codes::codes;

codes! {
    /// None of the headings is one by which a person, court or training could be found.
    NO_NAME_COLUMN = "no_name_column",
    /// A heading that was guessed by a part of it: read, with a warning.
    GUESSED_COLUMN = "guessed_column",
    /// Values in a column without a heading: passed over, with a warning.
    UNNAMED_COLUMN = "unnamed_column",
    /// A row of totals, a signature or a remark below the table: passed over, with a warning.
    ROW_PASSED_OVER = "row_passed_over",
    /// A row says nothing in a column that it needs.
    MISSING_VALUE = "missing_value",
    /// An identity number stands in the file twice.
    PERSON_TWICE = "person_twice",
    /// The lines above a table speak of another training than the name of the sheet.
    TITLE_CONTRADICTS = "title_contradicts",
    /// Below a table begins another one, of another training.
    SECOND_LIST = "second_list",
    /// A period ends before it begins.
    PERIOD_REVERSED = "period_reversed",
}
