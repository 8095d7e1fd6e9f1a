//! Handing sealed entries on to another system, such as a collector of logs, in the order of the chain.

use store::audit::AuditEntry;

use super::figures::Backlog;

/// An entry with its number in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedEntry {
    /// The number.
    pub number: u64,
    /// The entry.
    pub entry: AuditEntry,
}

/// Takes sealed entries.
pub trait Forward: Send + Sync {
    /// Takes the next entries; when this returns `Ok`, they are kept where a power cut does not reach them.
    ///
    /// An entry may be given again after a crash, and no entry is left out.
    ///
    /// # Errors
    /// If they cannot be kept, in words; they are given again a second later.
    fn forward(&self, entries: &[SealedEntry]) -> Result<(), String>;

    /// Returns what the other system has not got by now.
    fn backlog(&self) -> Backlog;
}
