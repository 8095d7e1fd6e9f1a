//! The conformance suite on the SQLite driver.

conformance_tests!(crate::fixtures::Fresh::sqlite);
