//! The cursor of a list that is ordered by a number and an id: the time of the last line in milliseconds, or how often it was
//! asked for, and its id.

use crate::problem::Problem;

/// Writes the cursor that goes on after a line.
pub fn write_time_cursor(at_ms: i64, id: &str) -> String {
    format!("{at_ms}-{id}")
}

/// Reads a cursor.
///
/// # Errors
/// [`Code::BadCursor`](crate::problem::Code::BadCursor).
pub fn read_time_cursor(raw: &str) -> Result<(i64, String), Problem> {
    let parts = raw.split_once('-');
    let read = parts.and_then(|(at_ms, id)| Some((at_ms.parse().ok()?, id.to_owned())));
    let is_id = |id: &str| id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    read.filter(|(_, id): &(i64, String)| is_id(id))
        .ok_or_else(|| Problem::bad_cursor(raw))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Code;

    #[test]
    fn a_cursor_reads_back_and_nothing_else_is_one() {
        let cursor = write_time_cursor(1_795_000_000_123, "p-00ff");
        assert_eq!(
            read_time_cursor(&cursor).unwrap(),
            (1_795_000_000_123, "p-00ff".to_owned())
        );
        for raw in [
            "",
            "x",
            "12",
            "a-p-1",
            "12-p'1",
            "12-法",
            "99999999999999999999-p-1",
        ] {
            assert_eq!(read_time_cursor(raw).unwrap_err().code, Code::BadCursor, "{raw}");
        }
    }
}
