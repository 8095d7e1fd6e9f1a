//! What has to hold for any bytes: the fuzz target calls this, and the tests of `app` replay the kept corpus.

/// Reads an input as each part of a backup, and seals it and opens that.
pub fn backup(input: &[u8]) {
    assert_eq!(app::backup::check_reading(input), Ok(()));
}
