//! How the audit stands, for whoever watches the installation.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};

/// Figures of one process; they can be asked for at any time and cost nothing.
#[derive(Debug, Default)]
pub struct AuditFigures {
    unsealed: AtomicU64,
    last: AtomicU64,
    sealed_at_ms: AtomicI64,
    head: AtomicU64,
    is_head_stuck: AtomicBool,
}

impl AuditFigures {
    /// Returns how many entries waited for their link when the sealer last looked.
    #[must_use]
    pub fn unsealed(&self) -> u64 {
        self.unsealed.load(Ordering::Relaxed)
    }

    /// Returns the number of the last link that this process has seen; 0 for none.
    #[must_use]
    pub fn last_number(&self) -> u64 {
        self.last.load(Ordering::Relaxed)
    }

    /// Returns the number of the link that the head file names; 0 for none.
    #[must_use]
    pub fn head_number(&self) -> u64 {
        self.head.load(Ordering::Relaxed)
    }

    /// Tells whether the head cannot move, because the chain is not what it was, or the file cannot be written.
    #[must_use]
    pub fn is_head_stuck(&self) -> bool {
        self.is_head_stuck.load(Ordering::Relaxed)
    }

    /// Returns the seconds since nothing was left to seal, at `now_ms`; `None` before the first look.
    #[must_use]
    pub fn seconds_since_seal(&self, now_ms: i64) -> Option<u64> {
        let sealed_at_ms = self.sealed_at_ms.load(Ordering::Relaxed);
        let since_ms = now_ms.saturating_sub(sealed_at_ms);
        (sealed_at_ms != 0).then(|| u64::try_from(since_ms / 1_000).unwrap_or(0))
    }

    pub(super) fn note_unsealed(&self, unsealed: u64, now_ms: i64) {
        self.unsealed.store(unsealed, Ordering::Relaxed);
        if unsealed == 0 {
            self.sealed_at_ms.store(now_ms, Ordering::Relaxed);
        }
    }

    pub(super) fn note_last(&self, number: u64) {
        self.last.store(number, Ordering::Relaxed);
    }

    pub(super) fn note_head(&self, number: u64, is_stuck: bool) {
        self.head.store(number, Ordering::Relaxed);
        self.is_head_stuck.store(is_stuck, Ordering::Relaxed);
    }
}
