//! The import of a glossary file: read, plan, stage, move.
//!
//! Nothing of a file is written before all of it is known to be right, and all that is written is written in one
//! transaction. Rows are prepared and staged in chunks beforehand, so that other writes never wait long. What others write
//! meanwhile counts only where it concerns what the plan has looked at.

mod abandoned;
mod alone;
mod course;
mod file_row;
mod known;
mod names;
mod new_edition;
mod placing;
mod plan;
mod publication;
mod publishing;
mod refusal;
mod relating;
mod report;
mod rule_in_chinese;
mod seen;
mod store_known;
mod working;
mod writing;

#[cfg(test)]
mod overtaken;

use access::AuthoriseGlossary;
use exchange::{Format, Issue, ReadOptions};
use glossary::CollectionName;
use glossary::list_change::ListChanges;
use store::Store;

use crate::{App, Error, Permit, WriteGlossary};
pub(crate) use abandoned::{end_abandoned, end_unfinished};
pub(crate) use course::{Course, Queued};
pub use publication::{Publication, PublishedBatch};
pub use refusal::codes;
pub(crate) use working::Working;
pub(crate) use writing::counts_of;

/// The kind of the jobs made here.
const JOB_KIND: &str = "import_glossary";
/// How long an import is held without a sign of life, in milliseconds; each chunk is one.
const LEASE_MS: u64 = 60_000;

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
    /// Whose the ids of the file are.
    pub ids: FileIds,
    /// Whether to say only what would happen.
    pub dry_run: bool,
    /// The official list whose complete new edition the file is; its own name is the collection of the rows. A publication
    /// takes no notice of it.
    pub succeeds: Option<CollectionName>,
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

/// Whose the ids of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FileIds {
    /// This glossary's: a row with an id speaks of the concept that has it. A glossary that never had a concept takes them over.
    #[default]
    Ours,
    /// Another glossary's: they tell which rows of the file belong together and what their relations mean, and nothing else.
    Foreign,
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
    /// Whether what is wrong inside the file keeps all of it from being written, also where that was only to be said.
    pub is_refused: bool,
    /// What the file was published as, if it was.
    pub batch: Option<PublishedBatch>,
    /// What it changes as the new edition of a list.
    pub list_changes: Option<ListChanges>,
}

impl App {
    /// Imports a glossary file in one transaction.
    ///
    /// Importing the same file again changes nothing. When this returns with `applied`, what was written is durable;
    /// the index follows within moments.
    ///
    /// # Errors
    /// If the file cannot be read at all, or the store fails.
    /// What is wrong inside the file is no error: it stands in the report.
    pub fn import_glossary(
        &self,
        permit: &Permit<WriteGlossary>,
        file: &ImportFile,
        options: &ImportOptions,
    ) -> Result<ImportReport, Error> {
        let working = Working {
            app: self,
            actor: permit.actor(),
            file,
            options,
            publication: None,
            course: &Course::Command,
        };
        working.run()
    }

    /// Imports a dictionary that was published before, in one transaction: makes its batch and authorises in it what the
    /// rows say, and nothing else.
    ///
    /// A row whose concept holds something that nobody has authorised and the rows do not say is taken as a draft, with a
    /// warning. Importing the same file as the same publication again changes nothing.
    ///
    /// # Errors
    /// As [`import_glossary`](Self::import_glossary); [`Error::Batch`] and [`Error::Scan`] with what is wrong with the
    /// publication, [`Error::PublishedOtherwise`] if its number is that of a batch that says something else,
    /// [`Error::BatchEmpty`] if nothing of the file could be authorised.
    pub fn import_published(
        &self,
        permit: &Permit<AuthoriseGlossary>,
        file: &ImportFile,
        options: &ImportOptions,
        publication: &Publication,
    ) -> Result<ImportReport, Error> {
        let working = Working {
            app: self,
            actor: permit.actor(),
            file,
            options,
            publication: Some(publication),
            course: &Course::Command,
        };
        working.run()
    }
}

/// Says what importing `file` into an empty glossary would do, as what was published before if `publication` is given: a
/// preview where there is no data directory yet.
///
/// # Errors
/// If the file cannot be read, or the publication is not described well.
pub fn preview_first_import(
    file: &ImportFile,
    options: &ImportOptions,
    publication: Option<&Publication>,
) -> Result<ImportReport, Error> {
    working::preview(None, file, options, publication)
}

/// Says what importing `file` would do with the glossary in `store`.
///
/// # Errors
/// If the file or the store cannot be read, or the publication does not fit what is there.
pub(crate) fn preview(
    (store, hidden): (&Store, &[CollectionName]),
    file: &ImportFile,
    options: &ImportOptions,
    publication: Option<&Publication>,
) -> Result<ImportReport, Error> {
    working::preview(Some((store, hidden)), file, options, publication)
}
