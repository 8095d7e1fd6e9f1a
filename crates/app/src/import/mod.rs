//! The import of a glossary file: read, plan, stage, move.
//!
//! Nothing of a file is written before all of it is known to be right, and all that is written is written in one
//! transaction. Rows are prepared and staged in chunks beforehand, so that other writes never wait long.

mod abandoned;
mod known;
mod placing;
mod plan;
mod refusal;
mod rule_in_chinese;
mod store_known;

use std::sync::Arc;

use exchange::glossary::{Reading, Rejection};
use exchange::{Extent, Format, Issue, ReadOptions, rejected};
use store::jobs::{self, JobCounts};
use store::staging::{self, Base, Chunk, StagedRow};
use store::{JobState, Lease, Stamp, Store};

use crate::audit::{self, AuditEvent};
use crate::{App, Error, Permit, WriteGlossary};
pub(crate) use abandoned::{end_abandoned, end_unfinished};
use known::NothingKnown;
use plan::{Counts, Plan};
pub use refusal::codes;
use store_known::StoreKnown;

/// The kind of the jobs made here.
const JOB_KIND: &str = "import_glossary";
/// How long an import is held without a sign of life, in milliseconds; each chunk is one.
const LEASE_MS: u64 = 60_000;
/// How many concepts are staged in one transaction.
const CHUNK_CONCEPTS: usize = 1_000;
/// How often an import starts over because somebody else wrote meanwhile.
const ATTEMPTS: usize = 5;

/// A file to import.
#[derive(Debug, Clone)]
pub struct ImportFile {
    /// Its name, as messages show it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// How it is written.
    pub format: Format,
}

/// How to import.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// How to read the file.
    pub read: ReadOptions,
    /// What to do about rows that are wrong.
    pub on_error: OnError,
    /// Whether to say only what would happen.
    pub dry_run: bool,
}

/// What to do about rows that are wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnError {
    /// Write nothing if any row is wrong.
    #[default]
    Stop,
    /// Write the rows that are right and give the others back.
    Skip,
}

/// What an import did, or would do.
#[derive(Debug, Clone, Default)]
pub struct ImportReport {
    /// Rows that were taken.
    pub rows: u64,
    /// Concepts that are new. A concept counts once, here and below, however many rows speak of it.
    pub created: u64,
    /// Concepts to which the rows add something.
    pub updated: u64,
    /// Concepts of which the rows say nothing new.
    pub unchanged: u64,
    /// Rows that are wrong.
    pub rejected: u64,
    /// What is wrong, in the order of the file.
    pub issues: Vec<Issue>,
    /// What is unusual about rows that were taken, in the order of the file.
    pub warnings: Vec<Issue>,
    /// The encoding of a text file.
    pub encoding: Option<&'static str>,
    /// Whether the counts stand in the store now. False for a dry run, and if wrong rows stopped the import.
    pub applied: bool,
    /// The last change in the store, if anything was written.
    pub seq: Option<u64>,
    /// The rows that are wrong, with their reasons, as a file of the same format.
    pub rejected_sheet: Option<Vec<u8>>,
    /// Whether this says only what would happen.
    pub dry_run: bool,
}

impl App {
    /// Imports a glossary file in one transaction.
    ///
    /// Importing the same file again changes nothing. When this returns with `applied`, what was written is durable;
    /// the index follows within moments.
    ///
    /// # Errors
    /// If the file cannot be read at all, the store fails, or other writers kept changing what the import builds on.
    /// What is wrong inside the file is no error: it stands in the report.
    pub fn import_glossary(
        &self,
        permit: &Permit<WriteGlossary>,
        file: &ImportFile,
        options: &ImportOptions,
    ) -> Result<ImportReport, Error> {
        let reading = exchange::glossary::read(&file.name, &file.bytes, file.format, &options.read)?;
        for _ in 0..ATTEMPTS {
            let (plan, base) = self.store.read(|session| {
                let mut known = StoreKnown::new(session)?;
                let base = known.base();
                Ok::<_, Error>((plan::plan(&reading.rows, &mut known)?, base))
            })?;
            let mut report = report(&reading, &plan, file.format, options)?;
            let is_stopped = match options.on_error {
                OnError::Stop => !report.issues.is_empty(),
                // A sheet that could not be looked into may hold anything: its rows would be lost without a word.
                OnError::Skip => report.issues.iter().any(|issue| issue.extent == Extent::Sheet),
            };
            if options.dry_run || is_stopped {
                return Ok(report);
            }
            match self.write(permit, &file.name, &plan, base, &report) {
                Ok(seq) => {
                    (report.applied, report.seq) = (true, seq);
                    self.indexer.wake();
                    self.audit_bell.ring();
                    return Ok(report);
                }
                Err(Error::Store(store::Error::Changed { .. })) => {}
                Err(err) => return Err(err),
            }
        }
        Err(Error::Busy)
    }

    /// Stages and moves what the plan changes; returns the last `seq` if that is anything.
    fn write(
        &self,
        permit: &Permit<WriteGlossary>,
        name: &str,
        plan: &Plan,
        base: Base,
        report: &ImportReport,
    ) -> Result<Option<u64>, Error> {
        let staged: Vec<StagedRow> = plan
            .concepts
            .iter()
            .filter(|(_, planned)| planned.is_changed())
            .map(|(id, planned)| StagedRow {
                id: *id,
                expected_revision: planned.known_revision.unwrap_or(0),
                body: planned.text(),
            })
            .collect();
        if staged.is_empty() {
            return Ok(None);
        }
        let now = self.clock.now_ms();
        let job = self.new_job(name, now)?;
        let outcome = self
            .stage(&job, &staged)
            .and_then(|()| self.apply(permit, name, &job, base, report));
        if outcome.is_err() {
            self.give_up(&job, name, now);
        }
        outcome.map(Some)
    }

    fn new_job(&self, name: &str, now_ms: i64) -> Result<Lease, Error> {
        let (detail, holder) = (name.to_owned(), Arc::clone(&self.holder));
        let job = self.store.write_aside(move |session| {
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

    fn stage(&self, job: &Lease, staged: &[StagedRow]) -> Result<(), Error> {
        let total = staged.len() as u64;
        for rows in staged.chunks(CHUNK_CONCEPTS) {
            let (job, chunk, now) = (job.clone(), Chunk::prepare(rows)?, self.clock.now_ms());
            self.store.write_aside(move |session| {
                jobs::renew(session, &job, LEASE_MS)?;
                let done = staging::add_chunk(session, job.job(), &chunk)?;
                jobs::progress(session, &job, done, Some(total), now)
            })?;
        }
        Ok(())
    }

    fn apply(
        &self,
        permit: &Permit<WriteGlossary>,
        name: &str,
        job: &Lease,
        base: Base,
        report: &ImportReport,
    ) -> Result<u64, Error> {
        let now = self.clock.now_ms();
        let stamp = Stamp {
            author: permit.actor().name(),
            at_ms: now,
        };
        let ImportReport {
            created,
            updated,
            unchanged,
            rejected,
            ..
        } = *report;
        let counts = JobCounts {
            created,
            updated,
            unchanged,
            rejected,
        };
        let event = AuditEvent::done("import-glossary").on("file", name);
        let event = event.detail(format!(
            "{created} created, {updated} updated, {rejected} rejected"
        ));
        let (job, noted) = (job.clone(), self.audit_entry(permit.actor(), &event)?);
        let applied = self.store.write(move |tx| {
            // First, so that no other node takes the job before this has ended.
            jobs::renew(tx, &job, LEASE_MS)?;
            let applied = staging::apply(tx, job.job(), &base, &stamp)?;
            jobs::finish(tx, &job, JobState::Done, counts, "", now)?;
            audit::append(tx, &noted)?;
            Ok::<_, Error>(applied)
        })?;
        Ok(applied.last_seq)
    }

    /// Puts away what an import that failed has staged. A failure here is only logged: the rows do no harm, and are put
    /// away when the lease has run out.
    fn give_up(&self, lease: &Lease, name: &str, now_ms: i64) {
        let (job, detail) = (lease.clone(), name.to_owned());
        let put_away = self.store.write_aside(move |session| {
            jobs::renew(session, &job, LEASE_MS)?;
            staging::discard(session, job.job())?;
            let counts = JobCounts::default();
            jobs::finish(session, &job, JobState::Failed, counts, &detail, now_ms)
        });
        if let Err(err) = put_away {
            tracing::warn!(job = lease.job(), error = %err, "the rows of an import that failed could not be put away");
        }
    }
}

/// Says what importing `file` into an empty glossary would do: a preview where there is no data directory yet.
///
/// # Errors
/// If the file cannot be read.
pub fn preview_first_import(file: &ImportFile, options: &ImportOptions) -> Result<ImportReport, Error> {
    preview(None, file, options)
}

/// Says what importing `file` would do with the glossary in `store`, or with an empty one.
pub(crate) fn preview(
    store: Option<&Store>,
    file: &ImportFile,
    options: &ImportOptions,
) -> Result<ImportReport, Error> {
    let reading = exchange::glossary::read(&file.name, &file.bytes, file.format, &options.read)?;
    let plan = match store {
        Some(store) => store.read(|session| plan::plan(&reading.rows, &mut StoreKnown::new(session)?))?,
        None => plan::plan(&reading.rows, &mut NothingKnown)?,
    };
    let options = ImportOptions {
        dry_run: true,
        ..options.clone()
    };
    report(&reading, &plan, file.format, &options)
}

fn report(
    reading: &Reading,
    plan: &Plan,
    format: Format,
    options: &ImportOptions,
) -> Result<ImportReport, Error> {
    let Counts {
        created,
        updated,
        unchanged,
    } = plan.counts();
    let mut report = ImportReport {
        rows: plan.outcomes.iter().flatten().count() as u64,
        created,
        updated,
        unchanged,
        encoding: reading.encoding,
        warnings: reading.warnings.clone(),
        dry_run: options.dry_run,
        ..Default::default()
    };
    report.issues = reading
        .issues
        .iter()
        .chain(plan.refused.iter().map(|(_, issue)| issue))
        .cloned()
        .collect();
    let refused = plan
        .refused
        .iter()
        .map(|(position, issue)| reading.rows[*position].clone().reject(issue.clone()));
    let rejections: Vec<Rejection> = reading.rejections.iter().cloned().chain(refused).collect();
    report.rejected = rejections.len() as u64;
    if !rejections.is_empty() && options.on_error == OnError::Skip {
        report.rejected_sheet = Some(rejected::write(
            format,
            &reading.sheets,
            &rejections,
            options.read.language,
        )?);
    }
    Ok(report)
}
