//! The file that was read last, as it was read: whoever answers questions about it asks for it again and again.
//!
//! It lies in the memory of the process only, one at a time, and goes when its import is applied or discarded. Another node,
//! or the same after a start, reads the sealed file anew.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use exchange::roster::RosterReading;

use super::keeping::{Kept, KeptWish};

/// At most one reading, with the import and what was said about its columns.
#[derive(Default)]
pub(crate) struct LastReading(Mutex<Option<(String, KeptWish, Arc<RosterReading>)>>);

impl LastReading {
    /// Returns the reading of an import, if it was the last and its columns are read in the same way.
    pub(super) fn of(&self, kept: &Kept) -> Option<Arc<RosterReading>> {
        let last = self.lock();
        let (id, wish, reading) = last.as_ref()?;
        (*id == kept.import.id && *wish == kept.wish).then(|| Arc::clone(reading))
    }

    /// Puts a reading in the place of the one before.
    pub(super) fn keep(&self, kept: &Kept, reading: RosterReading) -> Arc<RosterReading> {
        let reading = Arc::new(reading);
        *self.lock() = Some((kept.import.id.clone(), kept.wish.clone(), Arc::clone(&reading)));
        reading
    }

    /// Forgets the reading of an import.
    pub(super) fn forget(&self, id: &str) {
        let mut last = self.lock();
        if last.as_ref().is_some_and(|(known, ..)| known == id) {
            *last = None;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<(String, KeptWish, Arc<RosterReading>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
