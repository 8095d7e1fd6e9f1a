//! Writing what was planned: staged in chunks beside all other writes, and moved in one short transaction.

use std::sync::{Arc, mpsc};

use access::Actor;
use glossary::ConceptId;
use glossary::list_change::{ListChange, ListChanges};
use store::jobs::{self, JobCounts};
use store::lists::{self, Succession};
use store::staging::{self, Base, Chunk, StagedRow};
use store::{JobState, Lease, Reserved, Session, Stamp, Tx};

use super::course::Step;
use super::plan::{Plan, Planned};
use super::publication::{NewBatch, Publication};
use super::seen::Seen;
use super::{Course, ImportReport, JOB_KIND, LEASE_MS, Queued};
use crate::audit::{self, AuditEntry, AuditEvent};
use crate::import_jobs::{self, Ending};
use crate::{App, Error};

/// How many concepts are staged in one transaction.
pub(super) const CHUNK_CONCEPTS: usize = 1_000;

/// Who writes what file.
pub(super) struct Writing<'a> {
    pub app: &'a App,
    pub actor: &'a Actor,
    pub name: &'a str,
    /// What the file was published as, if its batch is to be made.
    pub publication: Option<&'a Publication>,
    /// Under which job it is written.
    pub course: &'a Course,
}

impl Writing<'_> {
    /// Keeps numbers for the new concepts of the plan, and returns the base with them. `None` if the plan has given others,
    /// because somebody has made a concept meanwhile: plan it anew with what is now `reserved`. A plan of the first concepts
    /// of a glossary has the numbers of the file.
    ///
    /// # Errors
    /// If the store fails.
    pub fn number(
        &self,
        plan: &Plan,
        base: Base,
        reserved: &mut Option<Reserved>,
    ) -> Result<Option<Base>, Error> {
        let new = changed(plan).filter(|(_, planned)| planned.known_revision.is_none());
        let count = new.count() as u64;
        let is_enough = base.reserved.is_some_and(|reserved| count <= reserved.count);
        if count == 0 || base.last_concept == 0 || is_enough {
            return Ok(Some(base));
        }
        let planned_from = base.new_id(0).number();
        let taken = self
            .app
            .store
            .write(move |tx| Ok::<_, Error>(staging::reserve(tx, count)))?;
        *reserved = Some(taken);
        self.course.has_come_to(Step::Numbered);
        Ok((planned_from == taken.first).then_some(Base {
            reserved: Some(taken),
            ..base
        }))
    }

    /// Stages and moves what the plan changes, and notes in `report` that this stands.
    ///
    /// # Errors
    /// [`store::Error::Changed`] if others have changed what the plan has `seen` since `base`: plan it anew.
    pub fn write(
        &self,
        plan: &Plan,
        base: Base,
        seen: Arc<Seen>,
        report: &mut ImportReport,
    ) -> Result<(), Error> {
        let changed: Vec<_> = changed(plan).collect();
        let list = plan.list_changes.as_ref().filter(|_| !plan.is_list_known);
        if changed.is_empty() && list.is_none() {
            self.write_nothing(report, false)?;
        } else {
            let job = self.job()?;
            let outcome = self
                .stage(&job, &changed)
                .and_then(|()| self.compare(base, &seen))
                .and_then(|base| self.apply(&job, base, seen, list, report));
            if outcome.is_err() {
                self.give_up(&job);
            }
            self.stands(report, outcome?);
        }
        report.applied = true;
        Ok(())
    }

    /// Returns the job under which is written, and makes it if it is not there.
    pub fn job(&self) -> Result<Lease, Error> {
        match self.course.queued() {
            Some(queued) => Ok(queued.lease.clone()),
            None => self.new_job(),
        }
    }

    /// Notes that what was written stands, up to the change `last_seq`.
    pub fn stands(&self, report: &mut ImportReport, last_seq: u64) {
        report.seq = Some(last_seq);
        report.applied = true;
        self.app.indexer.wake();
        self.app.audit_bell.ring();
    }

    /// Ends a job that waited without writing anything else: there is nothing to write, nothing is to be written, or, with
    /// `is_stopped`, rows are wrong. An import of a command has no job then.
    pub fn write_nothing(&self, report: &ImportReport, is_stopped: bool) -> Result<(), Error> {
        let Some(queued) = self.course.queued().cloned() else {
            return Ok(());
        };
        let (ending, now) = (import_jobs::end_of(report, is_stopped)?, self.app.clock.now_ms());
        self.app.store.write_aside(move |session| {
            jobs::renew(session, &queued.lease, LEASE_MS)?;
            queued.expect_wanted(session)?;
            import_jobs::end(session, &queued.lease, &ending, None, now)
        })
    }

    fn new_job(&self) -> Result<Lease, Error> {
        let now_ms = self.app.clock.now_ms();
        let (detail, holder) = (self.name.to_owned(), Arc::clone(&self.app.holder));
        let job = self.app.store.write_aside(move |session| {
            // The number of jobs so far tells two imports of the same millisecond apart. Another node that has counted
            // at the same moment has taken it, and then the next one is ours.
            let mut number = jobs::list(session, None, usize::MAX >> 1)?.len();
            loop {
                let id = format!("import-{now_ms}-{number}");
                match jobs::create(session, &id, JOB_KIND, &detail, now_ms) {
                    Err(store::Error::Taken { .. }) => number += 1,
                    // In the same transaction, or another node would find a job that nobody works on.
                    made => return made.and_then(|()| jobs::take(session, &id, &holder, LEASE_MS)),
                }
            }
        })?;
        Ok(job)
    }

    /// Stages the changed concepts chunk by chunk; while one is written, another thread prepares the next.
    fn stage(&self, job: &Lease, changed: &[(ConceptId, &Planned)]) -> Result<(), Error> {
        let total = changed.len() as u64;
        let (prepared, chunks) = mpsc::sync_channel(1);
        std::thread::scope(|scope| {
            scope.spawn(move || {
                for part in changed.chunks(CHUNK_CONCEPTS) {
                    let rows: Vec<StagedRow> = part.iter().copied().map(staged).collect();
                    // Nobody receives any more when staging has failed.
                    if prepared.send(Chunk::prepare(&rows)).is_err() {
                        return;
                    }
                }
            });
            for chunk in chunks {
                self.stage_chunk(job, chunk?, total)?;
            }
            Ok(())
        })
    }

    fn stage_chunk(&self, job: &Lease, chunk: Chunk, total: u64) -> Result<(), Error> {
        let (job, now) = (job.clone(), self.app.clock.now_ms());
        let queued = self.course.queued().cloned();
        self.app.store.write_aside(move |session| {
            jobs::renew(session, &job, LEASE_MS)?;
            queued
                .as_ref()
                .map_or(Ok(()), |queued| queued.expect_wanted(session))?;
            let done = staging::add_chunk(session, job.job(), &chunk)?;
            Ok::<_, Error>(jobs::progress(session, &job, done, Some(total), now)?)
        })?;
        self.course.has_come_to(Step::Staged);
        Ok(())
    }

    /// Looks at what was written since `base`, and returns the present state as base. What comes after is looked at where
    /// nobody can write, so that is little.
    fn compare(&self, base: Base, seen: &Seen) -> Result<Base, Error> {
        let compared = self.app.store.read(|session| {
            let present = staging::base(session)?;
            expect_untouched(session, &base, &present, seen)?;
            Ok::<_, Error>(present)
        })?;
        self.course.has_come_to(Step::Compared);
        Ok(Base {
            last_seq: compared.last_seq,
            ..base
        })
    }

    /// Moves what was staged, if nothing of what the plan has seen was changed since `base`; returns the last change.
    fn apply(
        &self,
        job: &Lease,
        base: Base,
        seen: Arc<Seen>,
        list: Option<&ListChanges>,
        report: &mut ImportReport,
    ) -> Result<u64, Error> {
        let (job, settling) = (job.clone(), self.settling(list, report)?);
        self.app.store.write(move |tx| {
            let present = staging::base(tx)?;
            expect_untouched(tx, &base, &present, &seen)?;
            let base = Base {
                reserved: base.reserved,
                ..present
            };
            settling.settle(tx, &job, &base)
        })
    }

    /// Puts together what is written beside the rows: the batch that authorises them and the entry that tells of them.
    ///
    /// # Errors
    /// If it cannot be put together.
    pub fn settling(&self, list: Option<&ListChanges>, report: &mut ImportReport) -> Result<Settling, Error> {
        let now = self.app.clock.now_ms();
        let stamp = Stamp {
            author: self.actor.name(),
            at_ms: now,
        };
        let batch = match self.publication {
            Some(publication) => Some(publication.new_batch(self.app, &stamp)?),
            None => None,
        };
        let event = self.event(batch.as_ref(), report);
        let noted = self.app.audit_entry(self.actor, &event)?;
        if let (Some(told), Some(made)) = (&mut report.batch, &batch) {
            told.id = Some(made.id().to_owned());
        }
        let ending = match self.course.queued() {
            Some(queued) => Some((queued.clone(), import_jobs::end_of(report, false)?)),
            None => None,
        };
        Ok(Settling {
            counts: counts_of(report),
            list: list.map(|list| succession(list, now)),
            stamp,
            batch,
            noted,
            ending,
        })
    }

    /// Returns what is told of the import: of a publication the batch, of any other the file.
    fn event(&self, batch: Option<&NewBatch>, report: &ImportReport) -> AuditEvent {
        let ImportReport {
            created,
            updated,
            rejected,
            ..
        } = report;
        let counted = format!("{created} created, {updated} updated, {rejected} rejected");
        match (batch, &report.batch) {
            (Some(batch), Some(told)) => AuditEvent::done("import-published")
                .on("batch", batch.id())
                .detail(format!(
                    "{}, {}: {} authorised, {} held back, {counted}",
                    told.number, self.name, told.authorised, told.held_back
                )),
            _ => {
                AuditEvent::done("import-glossary")
                    .on("file", self.name)
                    .detail(match &report.list_changes {
                        Some(list) => {
                            format!("{counted}, {} in place of {}", list.collection, list.predecessor)
                        }
                        None => counted,
                    })
            }
        }
    }

    /// Puts away what an import that failed has staged. A failure here is only logged: the rows do no harm, and are put
    /// away when the lease has run out.
    pub fn give_up(&self, lease: &Lease) {
        let (job, detail, now_ms) = (lease.clone(), self.name.to_owned(), self.app.clock.now_ms());
        let is_queued = self.course.queued().is_some();
        let put_away = self.app.store.write_aside(move |session| {
            jobs::renew(session, &job, LEASE_MS)?;
            staging::discard(session, job.job())?;
            // A job that waited is begun again, or ended by whoever works on it.
            if is_queued {
                return Ok(());
            }
            let counts = JobCounts::default();
            jobs::finish(session, &job, JobState::Failed, counts, &detail, now_ms)
        });
        if let Err(err) = put_away {
            tracing::warn!(job = lease.job(), error = %err, "the rows of an import that failed could not be put away");
        }
    }
}

/// What is written beside the rows, in the same transaction.
pub(super) struct Settling {
    stamp: Stamp,
    batch: Option<NewBatch>,
    noted: AuditEntry,
    /// The job that waited for the import, and how it ends.
    ending: Option<(Queued, Ending)>,
    counts: JobCounts,
    list: Option<(Succession, Vec<ListChange>)>,
}

impl Settling {
    /// Moves what `job` has staged against `base`, which is the present state, and ends the job; returns the last change.
    ///
    /// # Errors
    /// If it does not fit, the job is another's by now, or nobody wants it any more.
    pub fn settle(&self, tx: &mut Tx<'_>, job: &Lease, base: &Base) -> Result<u64, Error> {
        // First, so that no other node takes the job before this has ended.
        jobs::renew(tx, job, LEASE_MS)?;
        if let Some((queued, _)) = &self.ending {
            queued.expect_wanted(tx)?;
        }
        let applied = match &self.batch {
            Some(batch) => batch.authorise(tx, job.job(), base, &self.stamp)?,
            None => staging::apply(tx, job.job(), base, &self.stamp)?,
        };
        if let Some((succession, changes)) = &self.list {
            lists::succeed(tx, succession, changes)?;
        }
        let now = self.stamp.at_ms;
        match &self.ending {
            Some((_, ending)) => import_jobs::end(tx, job, ending, Some(applied.last_seq), now)?,
            None => jobs::finish(tx, job, JobState::Done, self.counts, "", now)?,
        }
        audit::append(tx, &self.noted)?;
        Ok(applied.last_seq)
    }
}

/// Refuses to go on with a plan of which something was changed since `base`.
fn expect_untouched(
    session: &mut dyn Session,
    base: &Base,
    present: &Base,
    seen: &Seen,
) -> Result<(), Error> {
    if seen.is_touched_since(session, base.last_seq)? {
        let (based_on, current) = (base.last_seq, present.last_seq);
        return Err(store::Error::Changed { based_on, current }.into());
    }
    Ok(())
}

/// Returns what is kept of a list that takes the place of another.
fn succession(list: &ListChanges, at_ms: i64) -> (Succession, Vec<ListChange>) {
    let succession = Succession {
        collection: list.collection.clone(),
        predecessor: list.predecessor.clone(),
        at_ms,
    };
    (succession, list.changes.clone())
}

/// Returns the concepts that the plan changes, in the order of their ids.
pub(super) fn changed(plan: &Plan) -> impl Iterator<Item = (ConceptId, &Planned)> {
    let all = plan.concepts.iter().map(|(id, planned)| (*id, planned));
    all.filter(|(_, planned)| planned.is_changed())
}

/// Returns what is to be written of a concept.
pub(super) fn staged((id, planned): (ConceptId, &Planned)) -> StagedRow {
    StagedRow {
        id,
        expected_revision: planned.known_revision.unwrap_or(0),
        body: planned.text(),
    }
}

/// Returns what the job of an import came to.
pub(crate) fn counts_of(report: &ImportReport) -> JobCounts {
    let ImportReport {
        created,
        updated,
        unchanged,
        rejected,
        ..
    } = *report;
    JobCounts {
        created,
        updated,
        unchanged,
        rejected,
    }
}
