//! The last resort of an import that others overtake again and again: planned and written where nobody else can write.
//!
//! Others wait meanwhile, which is why it comes last. It is met only by a writer that changes, within each round, a concept
//! that the file speaks of.

use std::sync::Arc;

use store::jobs::{self};
use store::{Chunk, JobState, Lease, StagedRow, Tx, staging};

use super::file_row::FileRead;
use super::plan;
use super::publication;
use super::report::report;
use super::store_known::StoreKnown;
use super::working::{Working, aim, is_stopped, known_publication, new_edition};
use super::writing::{self, CHUNK_CONCEPTS, Writing};
use super::{Course, ImportFile, ImportOptions, ImportReport, Publication};
use crate::{App, Error};
use access::Actor;

impl Working<'_> {
    /// Plans and writes the import in one transaction.
    pub(super) fn run_alone(&self, read: FileRead, options: &ImportOptions) -> Result<ImportReport, Error> {
        let course = self.course.alone();
        let writing = Writing {
            app: self.app,
            actor: self.actor,
            name: &self.file.name,
            publication: self.publication,
            course: &course,
        };
        let job = writing.job()?;
        let alone = Alone {
            app: self.app.clone(),
            actor: self.actor.clone(),
            file: self.file.clone(),
            options: options.clone(),
            publication: self.publication.cloned(),
            course: self.course.alone(),
            read: Arc::new(read),
            job: job.clone(),
        };
        let outcome = self.app.store.write(move |tx| alone.work(tx));
        if outcome.is_err() {
            writing.give_up(&job);
        }
        let (mut report, last_seq) = outcome?;
        match last_seq {
            Some(last_seq) => writing.stands(&mut report, last_seq),
            None => {
                writing.write_nothing(&report, report.is_refused)?;
                report.applied = !report.is_refused;
            }
        }
        Ok(report)
    }
}

/// All that an import is made of, to be handed to the thread that writes.
struct Alone {
    app: App,
    actor: Actor,
    file: ImportFile,
    options: ImportOptions,
    publication: Option<Publication>,
    course: Course,
    read: Arc<FileRead>,
    job: Lease,
}

impl Alone {
    /// Returns what came of it, with the last change if anything was written.
    fn work(&self, tx: &mut Tx<'_>) -> Result<(ImportReport, Option<u64>), Error> {
        let edition = new_edition(&self.file, &self.options, &self.app.hidden);
        let aim = aim(self.publication.as_ref(), edition.as_ref(), &self.options);
        let known = known_publication(tx, self.publication.as_ref())?;
        let mut glossary = StoreKnown::new(tx, None)?;
        let base = glossary.base();
        let plan = plan::plan(&self.read.rows, &mut glossary, aim)?;
        let mut report = report(&self.read, &plan, &self.file, &self.options)?;
        report.batch = publication::told(self.publication.as_ref(), known.as_ref(), &plan)?;
        report.is_refused = is_stopped(&report, &self.options);
        let changed: Vec<_> = writing::changed(&plan).collect();
        let list = plan.list_changes.as_ref().filter(|_| !plan.is_list_known);
        if report.is_refused || (changed.is_empty() && list.is_none()) {
            if self.course.queued().is_none() {
                let (counts, now) = (writing::counts_of(&report), self.app.clock.now_ms());
                jobs::finish(tx, &self.job, JobState::Done, counts, "", now)?;
            }
            return Ok((report, None));
        }
        let is_authorising = |batch: &&super::PublishedBatch| known.is_none() && batch.authorised == 0;
        if let Some(batch) = report.batch.as_ref().filter(is_authorising) {
            return Err(Error::BatchEmpty(batch.number.clone()));
        }
        staging::discard(tx, self.job.job())?;
        for part in changed.chunks(CHUNK_CONCEPTS) {
            let rows: Vec<StagedRow> = part.iter().copied().map(writing::staged).collect();
            staging::add_chunk(tx, self.job.job(), &Chunk::prepare(&rows)?)?;
        }
        let writing = Writing {
            app: &self.app,
            actor: &self.actor,
            name: &self.file.name,
            publication: self.publication.as_ref().filter(|_| known.is_none()),
            course: &self.course,
        };
        let settling = writing.settling(list, &mut report)?;
        let last_seq = settling.settle(tx, &self.job, &base)?;
        Ok((report, Some(last_seq)))
    }
}
