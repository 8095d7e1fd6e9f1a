//! Writing what was planned: staged in chunks beside all other writes, and moved in one short transaction.

use std::sync::{Arc, mpsc};

use access::Actor;
use glossary::ConceptId;
use glossary::list_change::{ListChange, ListChanges};
use store::jobs::{self, JobCounts};
use store::lists::{self, Succession};
use store::staging::{self, Base, Chunk, StagedRow};
use store::{JobState, Lease, Stamp};

use super::plan::{Plan, Planned};
use super::publication::{NewBatch, Publication};
use super::{Course, ImportReport, JOB_KIND, LEASE_MS};
use crate::audit::{self, AuditEvent};
use crate::{App, Error, import_jobs};

/// How many concepts are staged in one transaction.
const CHUNK_CONCEPTS: usize = 1_000;

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
    /// Stages and moves what the plan changes, and notes in `report` that this stands.
    ///
    /// # Errors
    /// [`store::Error::Changed`] if others wrote since `base`: plan it anew.
    pub fn write(&self, plan: &Plan, base: Base, report: &mut ImportReport) -> Result<(), Error> {
        let changed: Vec<_> = changed(plan).collect();
        let list = plan.list_changes.as_ref().filter(|_| !plan.is_list_known);
        if changed.is_empty() && list.is_none() {
            self.write_nothing(report, false)?;
        } else {
            let job = match self.course.queued() {
                Some(queued) => queued.lease.clone(),
                None => self.new_job()?,
            };
            let outcome = self
                .stage(&job, &changed)
                .and_then(|()| self.apply(&job, base, list, report));
            if outcome.is_err() {
                self.give_up(&job);
            }
            report.seq = Some(outcome?);
            self.app.indexer.wake();
            self.app.audit_bell.ring();
        }
        report.applied = true;
        Ok(())
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
            Ok(jobs::progress(session, &job, done, Some(total), now)?)
        })
    }

    /// Moves what was staged, with the batch that authorises it and the entry that tells of it; returns the last change.
    fn apply(
        &self,
        job: &Lease,
        base: Base,
        list: Option<&ListChanges>,
        report: &mut ImportReport,
    ) -> Result<u64, Error> {
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
        let (job, counts) = (job.clone(), counts_of(report));
        let list = list.map(|list| succession(list, now));
        self.app.store.write(move |tx| {
            // First, so that no other node takes the job before this has ended.
            jobs::renew(tx, &job, LEASE_MS)?;
            if let Some((queued, _)) = &ending {
                queued.expect_wanted(tx)?;
            }
            let applied = match &batch {
                Some(batch) => batch.authorise(tx, job.job(), &base, &stamp)?,
                None => staging::apply(tx, job.job(), &base, &stamp)?,
            };
            if let Some((succession, changes)) = &list {
                lists::succeed(tx, succession, changes)?;
            }
            match &ending {
                Some((_, ending)) => import_jobs::end(tx, &job, ending, Some(applied.last_seq), now)?,
                None => jobs::finish(tx, &job, JobState::Done, counts, "", now)?,
            }
            audit::append(tx, &noted)?;
            Ok::<_, Error>(applied.last_seq)
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
    fn give_up(&self, lease: &Lease) {
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
fn changed(plan: &Plan) -> impl Iterator<Item = (ConceptId, &Planned)> {
    let all = plan.concepts.iter().map(|(id, planned)| (*id, planned));
    all.filter(|(_, planned)| planned.is_changed())
}

/// Returns what is to be written of a concept.
fn staged((id, planned): (ConceptId, &Planned)) -> StagedRow {
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
