//! How often somebody has signed in, or has tried to, for whoever watches the installation.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::{App, Error};

/// What came of tries to sign in at this process since its start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LoginCounts {
    /// Somebody has signed in, with the second factor if there is one.
    pub done: u64,
    /// Name, password or code was wrong.
    pub refused: u64,
    /// There were too many tries, so nothing was compared.
    pub blocked: u64,
}

/// The counters behind [`LoginCounts`].
#[derive(Debug, Default)]
pub(crate) struct LoginFigures {
    done: AtomicU64,
    refused: AtomicU64,
    blocked: AtomicU64,
}

impl LoginFigures {
    /// Counts what came of a try, if it is one of the three.
    pub(super) fn note<T>(&self, outcome: &Result<T, Error>, is_signed_in: impl FnOnce(&T) -> bool) {
        let counter = match outcome {
            Ok(done) if is_signed_in(done) => &self.done,
            Err(Error::WrongLogin) => &self.refused,
            Err(Error::TooManyAttempts { .. }) => &self.blocked,
            _ => return,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

impl App {
    /// Returns what came of tries to sign in at this process.
    #[must_use]
    pub fn login_counts(&self) -> LoginCounts {
        let LoginFigures {
            done,
            refused,
            blocked,
        } = &self.identity.logins;
        LoginCounts {
            done: done.load(Ordering::Relaxed),
            refused: refused.load(Ordering::Relaxed),
            blocked: blocked.load(Ordering::Relaxed),
        }
    }
}
