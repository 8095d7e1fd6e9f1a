//! How the audit stands, for whoever watches the installation.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};

/// Figures of one process; they can be asked for at any time and cost nothing.
#[derive(Debug, Default)]
pub struct AuditFigures {
    unsealed: AtomicU64,
    last: AtomicU64,
    sealed_at_ms: AtomicI64,
    head: AtomicU64,
    head_at_ms: AtomicI64,
    is_head_stuck: AtomicBool,
    failures: AtomicU64,
    has_collector: AtomicBool,
    waiting: AtomicU64,
    dropped: AtomicU64,
}

/// What another system that gets the entries has not got.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Backlog {
    /// How many entries wait for it.
    pub waiting: u64,
    /// How many were given up because no more could wait, since the beginning.
    pub dropped: u64,
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

    /// Returns the seconds since the head was found to name the end of the chain, at `now_ms`; `None` before the first time.
    #[must_use]
    pub fn seconds_since_head(&self, now_ms: i64) -> Option<u64> {
        let head_at_ms = self.head_at_ms.load(Ordering::Relaxed);
        let since_ms = now_ms.saturating_sub(head_at_ms);
        (head_at_ms != 0).then(|| u64::try_from(since_ms / 1_000).unwrap_or(0))
    }

    /// Returns how often sealing has failed since the start; it is tried about once a second.
    #[must_use]
    pub fn failures(&self) -> u64 {
        self.failures.load(Ordering::Relaxed)
    }

    /// Returns what the collector of this process has not got; `None` if there is none.
    #[must_use]
    pub fn backlog(&self) -> Option<Backlog> {
        self.has_collector.load(Ordering::Relaxed).then(|| Backlog {
            waiting: self.waiting.load(Ordering::Relaxed),
            dropped: self.dropped.load(Ordering::Relaxed),
        })
    }

    pub(super) fn note_failure(&self) {
        self.failures.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn note_head_at(&self, now_ms: i64) {
        self.head_at_ms.store(now_ms, Ordering::Relaxed);
    }

    pub(super) fn note_backlog(&self, backlog: Backlog) {
        self.waiting.store(backlog.waiting, Ordering::Relaxed);
        self.dropped.store(backlog.dropped, Ordering::Relaxed);
        self.has_collector.store(true, Ordering::Relaxed);
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
