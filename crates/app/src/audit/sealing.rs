//! Sealing what waits: one node at a time, numbers and digests in one transaction.

use std::sync::Arc;

use store::audit::{self, AuditLink, Unsealed};
use store::{Lease, Session, Store, jobs};
use tracing::warn;

use super::links::{canonical, end};
use super::{AuditFigures, AuditKeys, Forward, SealedEntry};
use crate::{Clock, Error};

/// The job that whoever seals holds. It never ends.
const JOB: &str = "audit-seal";
const JOB_KIND: &str = "audit_seal";
/// How long a node holds it without sealing anything, in milliseconds: so long the others wait when it is gone.
const LEASE_MS: u64 = 10_000;
/// How many entries are sealed in one transaction, or handed on at once.
const BATCH: usize = 500;

/// What a node needs to seal.
pub(super) struct Sealing {
    pub(super) store: Arc<Store>,
    pub(super) keys: Arc<dyn AuditKeys>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) figures: Arc<AuditFigures>,
    /// Under which name this process holds jobs.
    pub(super) holder: Arc<str>,
    pub(super) forward: Option<Arc<dyn Forward>>,
    /// The right to seal, as far as this node knows. A late one is told so in the transaction that would have sealed.
    pub(super) lease: Option<Lease>,
}

/// How the audit stands, read at once.
struct Standing {
    unsealed: Unsealed,
    last: u64,
    forwarded: u64,
}

impl Sealing {
    /// Does the next piece of work, if it is this node's; tells whether there may be more.
    ///
    /// # Errors
    /// If the store fails. What was not sealed waits on.
    pub(super) fn turn(&mut self) -> Result<bool, Error> {
        let standing = self.store.read(standing)?;
        self.figures
            .note_unsealed(standing.unsealed.count, self.clock.now_ms());
        self.figures.note_last(standing.last);
        let is_behind = self.forward.is_some() && standing.forwarded < standing.last;
        if (standing.unsealed.count == 0 && !is_behind) || !self.hold()? {
            return Ok(false);
        }
        let sealed = if standing.unsealed.count == 0 {
            0
        } else {
            self.seal()?
        };
        let forwarded = self.hand_on()?;
        Ok(sealed > 0 || forwarded == BATCH)
    }

    /// Takes the right to seal, unless this node has it; tells whether it has it now.
    pub(super) fn hold(&mut self) -> Result<bool, Error> {
        if self.lease.is_some() {
            return Ok(true);
        }
        let (holder, now_ms) = (Arc::clone(&self.holder), self.clock.now_ms());
        let taken =
            self.store.write_aside(
                move |session| match jobs::create(session, JOB, JOB_KIND, "", now_ms) {
                    Ok(()) | Err(store::Error::Taken { .. }) => jobs::take(session, JOB, &holder, LEASE_MS),
                    Err(err) => Err(err),
                },
            );
        match taken {
            Ok(lease) => self.lease = Some(lease),
            Err(store::Error::Held { .. }) => {}
            Err(err) => return Err(err.into()),
        }
        Ok(self.lease.is_some())
    }

    /// Runs `work` in a transaction that begins by proving the right to seal; `None` if another node has it by now.
    pub(super) fn with_lease<T: Send + 'static>(
        &mut self,
        mut work: impl FnMut(&mut dyn Session, &Lease) -> Result<T, store::Error> + Send + 'static,
    ) -> Result<Option<T>, Error> {
        let Some(lease) = self.lease.clone() else {
            return Ok(None);
        };
        let done = self.store.write_aside(move |session| {
            // First: nobody else can seal before this transaction ends.
            jobs::renew(session, &lease, LEASE_MS)?;
            work(session, &lease)
        });
        match done {
            Ok(done) => Ok(Some(done)),
            Err(store::Error::LeaseLost { .. }) => {
                self.lease = None;
                Ok(None)
            }
            Err(err) => Err(err.into()),
        }
    }

    /// Lets another node seal from now on.
    pub(super) fn let_go(&mut self) {
        if let Some(lease) = self.lease.take() {
            // If this fails, the others wait until the lease has run out.
            drop(
                self.store
                    .write_aside(move |session| jobs::renew(session, &lease, 0)),
            );
        }
    }

    fn seal(&mut self) -> Result<usize, Error> {
        let (keys, now_ms) = (Arc::clone(&self.keys), self.clock.now_ms());
        let is_forwarding = self.forward.is_some();
        let sealed = self.with_lease(move |session, lease| {
            let links = links_of_waiting(session, &*keys)?;
            audit::link(session, &links)?;
            if let Some(last) = links.last().filter(|_| !is_forwarding) {
                // What is not wanted now counts as handed on: a collector that is named later begins then.
                jobs::progress(session, lease, last.number, None, now_ms)?;
            }
            Ok((links.len(), links.last().map(|link| link.number)))
        })?;
        let Some((count, last)) = sealed else { return Ok(0) };
        if let Some(last) = last {
            self.figures.note_last(last);
        }
        let standing = self.store.read(standing)?;
        self.figures
            .note_unsealed(standing.unsealed.count, self.clock.now_ms());
        Ok(count)
    }

    /// Hands on what is sealed and was not handed on yet; returns how many links that were.
    fn hand_on(&mut self) -> Result<usize, Error> {
        let Some(forward) = self.forward.clone() else {
            return Ok(0);
        };
        let links = self.store.read(|session| {
            let from = forwarded(session)?.saturating_add(1);
            audit::walk(session, from, BATCH)
        })?;
        let Some(last) = links.last().map(|(link, _)| link.number) else {
            return Ok(0);
        };
        let count = links.len();
        let entries: Vec<SealedEntry> = links
            .into_iter()
            .filter_map(|(link, entry)| {
                let number = link.number;
                Some(SealedEntry {
                    number,
                    entry: entry?,
                })
            })
            .collect();
        if let Err(cause) = forward.forward(&entries) {
            warn!(cause, "audit entries cannot be handed on; it is tried again");
            return Ok(0);
        }
        let now_ms = self.clock.now_ms();
        self.with_lease(move |session, lease| jobs::progress(session, lease, last, None, now_ms))?;
        Ok(count)
    }
}

fn standing(session: &mut dyn Session) -> Result<Standing, store::Error> {
    Ok(Standing {
        unsealed: audit::unsealed_state(session)?,
        last: end(session)?.number,
        forwarded: forwarded(session)?,
    })
}

/// Returns the number of the last link that was handed on, which is how far the job has come.
fn forwarded(session: &mut dyn Session) -> Result<u64, store::Error> {
    Ok(jobs::find(session, JOB)?.map_or(0, |job| job.done))
}

fn links_of_waiting(session: &mut dyn Session, keys: &dyn AuditKeys) -> Result<Vec<AuditLink>, store::Error> {
    let mut last = end(session)?;
    let entries = audit::unsealed(session, BATCH)?;
    let link = |entry: &audit::AuditEntry| {
        last = last.next(&canonical(entry), |text| keys.mac(text));
        AuditLink {
            number: last.number,
            entry: entry.id.clone(),
            digest: last.digest.to_vec(),
        }
    };
    Ok(entries.iter().map(link).collect())
}
