//! Under which job an import writes: one of its own that begins with the first row, or one that waited for it.

use std::sync::Arc;

use store::{Lease, Session, import_files};

use crate::Error;
use crate::import_jobs::ImportBell;

/// Under which job an import writes.
pub(crate) enum Course {
    /// Of a command, which waits for it: a job of its own.
    Command,
    /// In the background: the job that waited.
    Queued(Queued),
}

/// A job that waited and is worked on.
#[derive(Clone)]
pub(crate) struct Queued {
    pub lease: Lease,
    pub bell: Arc<ImportBell>,
}

impl Course {
    /// How often the import starts over because somebody else wrote meanwhile. Nobody waits for one in the background.
    pub fn attempts(&self) -> usize {
        match self {
            Self::Command => 5,
            Self::Queued(_) => 20,
        }
    }

    /// Returns the job that is worked on, if it is there already.
    pub fn queued(&self) -> Option<&Queued> {
        match self {
            Self::Command => None,
            Self::Queued(queued) => Some(queued),
        }
    }
}

impl Queued {
    /// Refuses to go on with what nobody wants any more, or what this process has no time for. A result begins with
    /// [`store::jobs::renew`] and this.
    pub fn expect_wanted(&self, session: &mut dyn Session) -> Result<(), Error> {
        if import_files::is_cancelled(session, self.lease.job())? {
            return Err(Error::ImportCancelled);
        }
        if self.bell.is_stopped() {
            return Err(Error::ImportInterrupted);
        }
        Ok(())
    }
}
