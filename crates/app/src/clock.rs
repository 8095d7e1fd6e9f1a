//! The clock as a parameter: what is read from it is the same in every test.

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Returns the milliseconds since 1970-01-01T00:00:00Z.
    fn now_ms(&self) -> i64;
}

impl<F: Fn() -> i64 + Send + Sync> Clock for F {
    fn now_ms(&self) -> i64 {
        self()
    }
}
