//! Where a value stands in the store: what a sealed value is bound to, and what a digest is made apart by.

use std::fmt;

use super::key::KeyId;
use super::suite::Suite;

/// A column with personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldColumn<'a> {
    /// The table.
    pub table: &'a str,
    /// The column.
    pub column: &'a str,
}

/// One value of a column with personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldPlace<'a> {
    /// The table.
    pub table: &'a str,
    /// The column.
    pub column: &'a str,
    /// The id of the row, which never changes.
    pub row: &'a str,
}

impl<'a> FieldColumn<'a> {
    /// Returns the place of this column in one row.
    #[must_use]
    pub fn in_row(self, row: &'a str) -> FieldPlace<'a> {
        FieldPlace {
            table: self.table,
            column: self.column,
            row,
        }
    }

    /// Returns what a digest of `value` is made of: the same number in two columns has two digests, so one cannot be
    /// looked up by the other.
    pub(super) fn digested(&self, value: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for part in [self.table.as_bytes(), self.column.as_bytes(), value] {
            append(&mut bytes, part);
        }
        bytes
    }
}

impl<'a> FieldPlace<'a> {
    /// Returns the column.
    #[must_use]
    pub fn column(&self) -> FieldColumn<'a> {
        FieldColumn {
            table: self.table,
            column: self.column,
        }
    }

    /// Returns what a value sealed here is bound to, besides its text; with any other bytes it does not open.
    pub(super) fn bound_to(&self, key: KeyId, suite: Suite) -> Vec<u8> {
        let mut bytes = Vec::new();
        for part in [self.table, self.column, self.row] {
            append(&mut bytes, part.as_bytes());
        }
        append(&mut bytes, key.as_bytes());
        append(&mut bytes, &[suite.number()]);
        bytes
    }
}

impl fmt::Display for FieldPlace<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{} of {}", self.table, self.column, self.row)
    }
}

/// Appends `part` after its length, so that no two lists of parts make the same bytes.
fn append(bytes: &mut Vec<u8>, part: &[u8]) {
    bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
    bytes.extend_from_slice(part);
}
