//! Whether the audit is what was sealed: the chain from its first link to its last, what waits, and the head.

use std::path::Path;

use access::ReadAudit;
use access::chain::{Bad, Head, HeadError, verify as verify_chain};
use store::audit::{self, Stray};
use store::{Session, Store};

use super::head_file::HeadFileError;
use super::links::{Links, end, is_at, start};
use super::{AuditKeys, head_file};
use crate::{App, Error, Permit, ReadOnlyApp};

/// How many strays a report names.
const MOST_STRAYS: usize = 100;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditReport {
    /// The last number that was removed because its time was over; 0 if none was.
    pub removed: u64,
    /// How many links were found to be right, from the first that is left up to the first bad one.
    pub links: u64,
    /// The number of the last link there is.
    pub last: u64,
    /// The first number that is not what was sealed.
    pub first_bad: Option<Bad>,
    /// What lies beside the chain and does not belong there, up to a hundred.
    pub strays: Vec<Stray>,
    /// How many entries wait for their link.
    pub unsealed: u64,
    /// How long the oldest of them has waited, in milliseconds.
    pub oldest_unsealed_ms: Option<u64>,
    /// How the head outside the database stands to the chain.
    pub head: HeadState,
}

/// How the head stands to the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeadState {
    /// It names the last link.
    Agrees,
    /// It names an earlier link as it is.
    Behind {
        /// The number of that link.
        number: u64,
    },
    /// It names a link that the chain does not reach: the end was cut off.
    Ahead {
        /// The number of that link.
        number: u64,
    },
    /// Under the number that it names there is another link: the end was cut off, and the chain went on.
    Differs {
        /// The number.
        number: u64,
    },
    /// There is no file.
    Missing,
    /// None of our keys has signed the file.
    BadSignature,
    /// The file cannot be read as a head; in words.
    Unreadable(String),
}

impl AuditReport {
    /// Tells whether nothing is wrong. A head that is behind is not, nor are entries that wait; a missing one is, as soon as
    /// there are links.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let is_head_sound = match self.head {
            HeadState::Agrees | HeadState::Behind { .. } => true,
            HeadState::Missing => self.last == 0,
            _ => false,
        };
        self.first_bad.is_none() && self.strays.is_empty() && is_head_sound
    }
}

/// Compares all of the audit in `store` with the keys and with the head in the file `head_path`. Reads all of it.
///
/// # Errors
/// If the store cannot be read. What is merely wrong stands in the report.
pub fn verify(
    store: &Store,
    keys: &dyn AuditKeys,
    head_path: &Path,
    now_ms: i64,
) -> Result<AuditReport, Error> {
    // Before the store: the head must not have seen more than the snapshot of a store that is being written.
    let (head, unusable) = match head_file::read(head_path, keys) {
        Ok(Some(head)) => (Some(head), None),
        Ok(None) => (None, Some(HeadState::Missing)),
        Err(HeadFileError::Text(HeadError::NotSigned)) => (None, Some(HeadState::BadSignature)),
        Err(err) => (None, Some(HeadState::Unreadable(err.to_string()))),
    };
    Ok(store.read(|session| {
        let mut report = report(session, keys, head.as_ref(), now_ms)?;
        if let Some(state) = unusable {
            report.head = state;
        }
        Ok::<_, store::Error>(report)
    })?)
}

/// Goes along the chain in `store`, whatever head there is; returns the first number that is not what was sealed.
///
/// # Errors
/// If the store cannot be read.
pub(crate) fn first_bad(store: &Store, keys: &dyn AuditKeys) -> Result<Option<Bad>, store::Error> {
    let report = store.read(|session| report(session, keys, None, 0))?;
    Ok(report.first_bad)
}

/// Returns the number that the head in the file `head_path` names, if that is beyond `last`: the chain went back, as it does
/// where a store was restored from a backup. The signature is not asked for: this warns, and proves nothing.
#[must_use]
pub fn head_beyond(head_path: &Path, last: u64) -> Option<u64> {
    let number = head_file::read_unproved(head_path)?.point.number;
    (number > last).then_some(number)
}

impl App {
    /// Compares all of the audit with the keys and with the head in the file `head_path`. Reads all of it.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn verify_audit(
        &self,
        _: &Permit<ReadAudit>,
        keys: &dyn AuditKeys,
        head_path: &Path,
    ) -> Result<AuditReport, Error> {
        verify(&self.store, keys, head_path, self.clock.now_ms())
    }
}

impl ReadOnlyApp {
    /// As [`App::verify_audit`], at `now_ms`.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn verify_audit(
        &self,
        _: &Permit<ReadAudit>,
        keys: &dyn AuditKeys,
        head_path: &Path,
        now_ms: i64,
    ) -> Result<AuditReport, Error> {
        verify(self.store(), keys, head_path, now_ms)
    }
}

fn report(
    session: &mut dyn Session,
    keys: &dyn AuditKeys,
    head: Option<&Head>,
    now_ms: i64,
) -> Result<AuditReport, store::Error> {
    let last = end(session)?.number;
    let state = match head {
        Some(head) => head_state(session, head, last)?,
        None => HeadState::Missing,
    };
    let (removed, links, first_bad) = match start(session, keys)? {
        Err(bad) => (bad.number, 0, Some(bad)),
        Ok(start) => {
            // From the first number there is, so that what stands below the anchor is found.
            let links = Links::new(session, 1, u64::MAX);
            let head = head.map(|head| head.point);
            let verified = verify_chain(start, links, head.as_ref(), &|text, mac| keys.is_mac(text, mac))?;
            (start.number, verified.links, verified.first_bad)
        }
    };
    let unsealed = audit::unsealed_state(session)?;
    let age = |at_ms: i64| u64::try_from(now_ms.saturating_sub(at_ms)).unwrap_or(0);
    Ok(AuditReport {
        removed,
        links,
        last,
        first_bad,
        strays: audit::strays(session, MOST_STRAYS)?,
        unsealed: unsealed.count,
        oldest_unsealed_ms: unsealed.oldest_at_ms.map(age),
        head: state,
    })
}

fn head_state(session: &mut dyn Session, head: &Head, last: u64) -> Result<HeadState, store::Error> {
    let number = head.point.number;
    if number > last {
        return Ok(HeadState::Ahead { number });
    }
    let is_there = match audit::find_link(session, number)? {
        Some(link) => is_at(&link, &head.point),
        // Removed because its time was over, or else the walk finds that it is missing.
        None => audit::anchor(session)?.is_some_and(|anchor| {
            anchor.number > number || (anchor.number == number && anchor.digest == head.point.digest)
        }),
    };
    Ok(match is_there {
        false => HeadState::Differs { number },
        true if number == last => HeadState::Agrees,
        true => HeadState::Behind { number },
    })
}
