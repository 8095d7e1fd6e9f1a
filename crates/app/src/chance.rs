//! Chance as a parameter: what is drawn from it is the same in every test.

/// Gives random bytes.
pub trait Chance: Send + Sync {
    /// Fills `bytes` with bytes that nobody can guess.
    ///
    /// # Errors
    /// If there are none to be had; in words.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), String>;
}

impl<F: Fn(&mut [u8]) -> Result<(), String> + Send + Sync> Chance for F {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), String> {
        self(bytes)
    }
}
