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
    /// Of a command, between whose steps a test does something.
    #[cfg(test)]
    Watched(Box<dyn Fn(Step) + Send>),
}

/// What an import has done when others may have written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// A plan was made.
    Planned,
    /// Its new concepts have their numbers.
    Numbered,
    /// Some of its rows are staged.
    Staged,
    /// What was written meanwhile was looked at.
    Compared,
}

/// A job that waited and is worked on.
#[derive(Clone)]
pub(crate) struct Queued {
    pub lease: Lease,
    pub bell: Arc<ImportBell>,
}

impl Course {
    /// Returns the job that is worked on, if it is there already.
    pub fn queued(&self) -> Option<&Queued> {
        match self {
            Self::Queued(queued) => Some(queued),
            _ => None,
        }
    }

    /// Returns the course of the same import where nobody can write in between.
    pub fn alone(&self) -> Self {
        self.queued().cloned().map_or(Self::Command, Self::Queued)
    }

    /// Says how far the import has come, for whoever watches it.
    #[cfg_attr(not(test), expect(clippy::unused_self, reason = "only tests watch"))]
    pub fn has_come_to(&self, step: Step) {
        #[cfg(test)]
        if let Self::Watched(watch) = self {
            watch(step);
        }
        #[cfg(not(test))]
        let _ = step;
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
