//! The values that cross the port: what a statement takes and what a row gives.

use glossary::ConceptId;

use crate::Error;

/// One value of a parameter or a column. Every backend has exactly these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number; also times, in milliseconds since 1970-01-01T00:00:00Z.
    Integer(i64),
    /// Text in UTF-8, without NUL.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// Writes a list of parameters: `values![1_u64, "text", None::<&str>]`.
macro_rules! values {
    ($($value:expr),* $(,)?) => { [$($crate::Value::from($value)),*] };
}
pub(crate) use values;

impl Value {
    /// Refuses a text that holds NUL: one backend would cut it there, the other refuse it.
    pub(crate) fn check(&self) -> Result<(), Error> {
        match self {
            Self::Text(text) if text.contains('\0') => Err(Error::NulInText {
                start: start_of(text),
            }),
            _ => Ok(()),
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Integer(_) => "an integer",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
        }
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<u64> for Value {
    /// A number beyond the column's range becomes the largest one, which no row ever has.
    fn from(number: u64) -> Self {
        Self::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Value {
    /// A number beyond the column's range becomes the largest one.
    fn from(number: usize) -> Self {
        Self::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<ConceptId> for Value {
    fn from(id: ConceptId) -> Self {
        id.number().into()
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_owned())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// One row of an answer. Columns are counted from 0; asking for another type than the column has is an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(Vec<Value>);

impl Row {
    /// Makes a row of its columns, from left to right.
    #[must_use]
    pub fn new(columns: Vec<Value>) -> Self {
        Self(columns)
    }

    /// Returns the columns, from left to right.
    pub(crate) fn values(&self) -> &[Value] {
        &self.0
    }

    /// Returns an integer.
    ///
    /// # Errors
    /// If the column is missing or holds something else.
    pub fn integer(&self, column: usize) -> Result<i64, Error> {
        match self.value(column)? {
            Value::Integer(number) => Ok(*number),
            other => Err(mismatch(column, other, "an integer")),
        }
    }

    /// Returns an integer that is never negative: a count, a revision, a `seq`.
    ///
    /// # Errors
    /// If the column is missing, holds something else or is negative.
    pub fn count(&self, column: usize) -> Result<u64, Error> {
        let number = self.integer(column)?;
        u64::try_from(number)
            .map_err(|_| Error::damaged(format!("column {column} holds `{number}`, which is negative")))
    }

    /// Returns text.
    ///
    /// # Errors
    /// If the column is missing or holds something else.
    pub fn text(&self, column: usize) -> Result<&str, Error> {
        match self.value(column)? {
            Value::Text(text) => Ok(text),
            other => Err(mismatch(column, other, "text")),
        }
    }

    /// Returns bytes.
    ///
    /// # Errors
    /// If the column is missing or holds something else.
    pub fn bytes(&self, column: usize) -> Result<&[u8], Error> {
        match self.value(column)? {
            Value::Bytes(bytes) => Ok(bytes),
            other => Err(mismatch(column, other, "bytes")),
        }
    }

    /// Returns bytes, or `None` for null.
    ///
    /// # Errors
    /// If the column is missing or holds something else.
    pub fn optional_bytes(&self, column: usize) -> Result<Option<&[u8]>, Error> {
        if self.value(column)? == &Value::Null {
            Ok(None)
        } else {
            self.bytes(column).map(Some)
        }
    }

    /// Returns an integer, or `None` for null.
    ///
    /// # Errors
    /// If the column is missing or holds something else.
    pub fn optional_integer(&self, column: usize) -> Result<Option<i64>, Error> {
        if self.value(column)? == &Value::Null {
            Ok(None)
        } else {
            self.integer(column).map(Some)
        }
    }

    /// Returns an integer that is never negative, or `None` for null.
    ///
    /// # Errors
    /// If the column is missing, holds something else or is negative.
    pub fn optional_count(&self, column: usize) -> Result<Option<u64>, Error> {
        if self.value(column)? == &Value::Null {
            Ok(None)
        } else {
            self.count(column).map(Some)
        }
    }

    /// Returns text, or `None` for null.
    ///
    /// # Errors
    /// If the column is missing or holds something else.
    pub fn optional_text(&self, column: usize) -> Result<Option<&str>, Error> {
        if self.value(column)? == &Value::Null {
            Ok(None)
        } else {
            self.text(column).map(Some)
        }
    }

    fn value(&self, column: usize) -> Result<&Value, Error> {
        self.0.get(column).ok_or_else(|| {
            Error::internal(format!(
                "column {column} was asked of a row with {} columns",
                self.0.len()
            ))
        })
    }
}

fn mismatch(column: usize, found: &Value, wanted: &str) -> Error {
    Error::internal(format!(
        "column {column} holds {} where {wanted} was asked for",
        found.name()
    ))
}

/// Returns `bytes` as hexadecimal digits in lower case, two for each: the form in which ids and digests are written.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns the beginning of `text` for a message, with NUL made visible.
pub(crate) fn start_of(text: &str) -> String {
    text.chars().take(40).collect::<String>().replace('\0', "\\0")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Row {
        Row::new(vec![
            Value::Null,
            Value::Integer(-7),
            Value::Text("ཁྲིམས་ཁང".into()),
            Value::Bytes(vec![0, 255]),
            Value::Integer(7),
        ])
    }

    #[test]
    fn a_getter_gives_what_the_column_holds() {
        let row = row();
        assert_eq!(row.integer(1), Ok(-7));
        assert_eq!(row.count(4), Ok(7));
        assert_eq!(row.text(2), Ok("ཁྲིམས་ཁང"));
        assert_eq!(row.bytes(3), Ok(&[0, 255][..]));
        assert_eq!(row.optional_integer(0), Ok(None));
        assert_eq!(row.optional_integer(1), Ok(Some(-7)));
        assert_eq!(row.optional_count(0), Ok(None));
        assert_eq!(row.optional_count(4), Ok(Some(7)));
        assert_eq!(row.optional_text(0), Ok(None));
        assert_eq!(row.optional_text(2), Ok(Some("ཁྲིམས་ཁང")));
    }

    #[test]
    fn a_getter_of_another_type_is_an_error_and_no_panic() {
        let row = row();
        let failures = [
            row.integer(0).map(|_| ()),
            row.count(2).map(|_| ()),
            row.text(1).map(|_| ()),
            row.bytes(2).map(|_| ()),
            row.optional_text(3).map(|_| ()),
            row.optional_integer(2).map(|_| ()),
            row.text(5).map(|_| ()),
        ];
        for failure in failures {
            assert!(matches!(failure, Err(Error::Internal { .. })), "{failure:?}");
        }
        assert!(
            matches!(row.count(1), Err(Error::Damaged { .. })),
            "a count is never negative"
        );
    }

    #[test]
    fn parameters_are_written_as_a_list() {
        let list = values![1_u64, -1_i64, "法", None::<&str>, Some(2_u64), &b"\x00"[..]];
        let expected = [
            Value::Integer(1),
            Value::Integer(-1),
            Value::Text("法".into()),
            Value::Null,
            Value::Integer(2),
            Value::Bytes(vec![0]),
        ];
        assert_eq!(list, expected);
        assert_eq!(Value::from(u64::MAX), Value::Integer(i64::MAX));
    }

    #[test]
    fn text_with_nul_is_refused_and_shown() {
        let err = Value::from("法\0院").check().unwrap_err();
        assert_eq!(
            err.to_string(),
            "the text `法\\0院` holds a NUL character (hint: remove U+0000)"
        );
        assert_eq!(Value::Bytes(vec![0]).check(), Ok(()), "bytes may hold anything");
    }
}
