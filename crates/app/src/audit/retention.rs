//! Removing links whose time is over: never more than was found to be right, and never without saying so in the audit.

use std::sync::Arc;

use access::chain::{Bad, verify};
use store::audit::{self, AuditAnchor, AuditEntry};
use store::{Error as StoreError, Session};

use super::links::{Links, end, start};
use super::sealing::Sealing;
use access::Origin;

use super::{AuditEvent, AuditKeys, Who, entry};
use crate::{Chance, Error};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// How many links are removed in one transaction.
const BATCH: u64 = 2_000;

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// So many links were removed; none if nothing is old enough, or another node sees to it.
    Links(u64),
    /// Nothing was removed from here on, because the chain is not what was sealed: it is evidence now.
    Wrong(Bad),
}

/// Removes the links whose entries are older than `keep_days` days, from the first on, up to the first that is younger.
///
/// # Errors
/// If the store fails, or there are no random bytes.
pub(super) fn cut(
    sealing: &mut Sealing,
    keep_days: u32,
    chance: &dyn Chance,
    is_stopped: impl Fn() -> bool,
) -> Result<Cut, Error> {
    let now_ms = sealing.clock.now_ms();
    let before_ms = now_ms.saturating_sub(i64::from(keep_days).saturating_mul(DAY_MS));
    let mut removed = 0;
    while !is_stopped() && sealing.hold()? {
        let event = AuditEvent::done("cut-audit").because(format!("older than {keep_days} days"));
        let told = entry(&Who::program(), &Origin::default(), &event, now_ms, chance)?;
        let keys = Arc::clone(&sealing.keys);
        let done = sealing.with_lease(move |session, _| cut_batch(session, &*keys, before_ms, &told))?;
        match done {
            None | Some(Cut::Links(0)) => break,
            Some(Cut::Links(links)) => removed += links,
            Some(wrong) => return Ok(wrong),
        }
    }
    Ok(Cut::Links(removed))
}

fn cut_batch(
    session: &mut dyn Session,
    keys: &dyn AuditKeys,
    before_ms: i64,
    told: &AuditEntry,
) -> Result<Cut, StoreError> {
    let start = match start(session, keys)? {
        Ok(start) => start,
        Err(bad) => return Ok(Cut::Wrong(bad)),
    };
    let last_old = match audit::first_since(session, before_ms)? {
        Some(younger) => younger.saturating_sub(1),
        None => end(session)?.number,
    };
    let until = last_old.min(start.number.saturating_add(BATCH));
    if until <= start.number {
        return Ok(Cut::Links(0));
    }
    let links = Links::new(session, start.number.saturating_add(1), until);
    let verified = verify(start, links, None, &|text, mac| keys.is_mac(text, mac))?;
    if let Some(bad) = verified.first_bad {
        return Ok(Cut::Wrong(bad));
    }
    let (last, at_ms) = (verified.last, told.at_ms);
    let anchor = AuditAnchor {
        number: last.number,
        digest: last.digest.to_vec(),
        at_ms,
        mac: keys.mac(&last.anchor_text(at_ms)).to_vec(),
    };
    let removed = audit::cut(session, &anchor)?;
    let told = AuditEntry {
        object_kind: Some("audit".to_owned()),
        object_id: Some(format!("{}-{}", start.number.saturating_add(1), last.number)),
        ..told.clone()
    };
    audit::append(session, &told)?;
    Ok(Cut::Links(removed))
}
