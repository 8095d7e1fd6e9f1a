//! One import from its file to its report: read, planned against a snapshot, written, and planned anew if others wrote.

use std::collections::BTreeSet;
use std::sync::Arc;

use access::Actor;
use exchange::Extent;
use glossary::{CollectionName, SubjectField};
use store::{Session, Store, subject_fields};

use super::course::Step;
use super::file_row::FileRead;
use super::known::NothingKnown;
use super::new_edition::NewEdition;
use super::plan::{self, Aim, Purpose};
use super::publication::{self, KnownPublication, Publication};
use super::report::report;
use super::store_known::StoreKnown;
use super::writing::Writing;
use super::{Course, ImportFile, ImportOptions, ImportReport, OnError};
use crate::{App, Error};

/// How often an import is planned anew because others have changed what it builds on, before it keeps them from writing.
const ROUNDS: usize = 4;

/// An import that is worked on.
pub(crate) struct Working<'a> {
    pub app: &'a App,
    pub actor: &'a Actor,
    pub file: &'a ImportFile,
    pub options: &'a ImportOptions,
    /// What the file was published as, if that authorises it.
    pub publication: Option<&'a Publication>,
    /// Under which job it writes.
    pub course: &'a Course,
}

impl Working<'_> {
    /// Does all of it.
    pub fn run(&self) -> Result<ImportReport, Error> {
        self.publication.map_or(Ok(()), Publication::check)?;
        let options = &with_fields(self.options, Some(&self.app.store))?;
        let read = FileRead::read(self.file, options)?;
        let edition = new_edition(self.file, self.options, &self.app.hidden);
        let aim = aim(self.publication, edition.as_ref(), self.options);
        let mut reserved = None;
        for _ in 0..ROUNDS {
            let (plan, base, known, mut seen) = self.app.store.read(|session| {
                let known = known_publication(session, self.publication)?;
                let mut glossary = StoreKnown::new(session, reserved)?;
                let base = glossary.base();
                let plan = plan::plan(&read.rows, &mut glossary, aim)?;
                Ok::<_, Error>((plan, base, known, glossary.into_seen()))
            })?;
            if aim.purpose != Purpose::Draft {
                // A list is held against all of the one before, and what is authorised against all that stands.
                seen.everything();
            }
            self.course.has_come_to(Step::Planned);
            let mut report = report(&read, &plan, self.file, options)?;
            report.batch = publication::told(self.publication, known.as_ref(), &plan)?;
            let is_stopped = is_stopped(&report, self.options);
            report.is_refused = is_stopped;
            if let Some(queued) = self.course.queued() {
                self.app.store.read(|session| queued.expect_wanted(session))?;
            }
            let writing = Writing {
                app: self.app,
                actor: self.actor,
                name: &self.file.name,
                publication: self.publication.filter(|_| known.is_none()),
                course: self.course,
            };
            if self.options.dry_run || is_stopped {
                writing.write_nothing(&report, is_stopped && !self.options.dry_run)?;
                return Ok(report);
            }
            if let Some(batch) = report
                .batch
                .as_ref()
                .filter(|batch| known.is_none() && batch.authorised == 0)
            {
                return Err(Error::BatchEmpty(batch.number.clone()));
            }
            let Some(base) = writing.number(&plan, base, &mut reserved)? else {
                continue;
            };
            match writing.write(&plan, base, Arc::new(seen), &mut report) {
                Ok(()) => return Ok(report),
                Err(Error::Store(store::Error::Changed { .. })) => {}
                Err(err) => return Err(err),
            }
        }
        self.run_alone(read, options)
    }
}

/// Says what importing `file` would do with the glossary in `store`, which is shown without the `hidden` collections, or with
/// an empty one.
pub(super) fn preview(
    store: Option<(&Store, &[CollectionName])>,
    file: &ImportFile,
    options: &ImportOptions,
    publication: Option<&Publication>,
) -> Result<ImportReport, Error> {
    publication.map_or(Ok(()), Publication::check)?;
    let options = &with_fields(options, store.map(|(store, _)| store))?;
    let read = FileRead::read(file, options)?;
    let edition = new_edition(file, options, store.map_or(&[], |(_, hidden)| hidden));
    let aim = aim(publication, edition.as_ref(), options);
    let (plan, known) = match store {
        Some((store, _)) => store.read(|session| {
            let known = known_publication(session, publication)?;
            let mut glossary = StoreKnown::new(session, None)?;
            let plan = plan::plan(&read.rows, &mut glossary, aim)?;
            Ok::<_, Error>((plan, known))
        })?,
        None => (plan::plan(&read.rows, &mut NothingKnown, aim)?, None),
    };
    let options = ImportOptions {
        dry_run: true,
        ..options.clone()
    };
    let mut report = report(&read, &plan, file, &options)?;
    report.is_refused = is_stopped(&report, &options);
    report.batch = publication::told(publication, known.as_ref(), &plan)?;
    Ok(report)
}

/// Returns the options with the list of the fields of law of `store`, if it has one.
fn with_fields(options: &ImportOptions, store: Option<&Store>) -> Result<ImportOptions, Error> {
    let listed = store.map(|store| store.read(subject_fields::list)).transpose()?;
    let fields = listed.unwrap_or_default().into_iter().map(|field| field.code);
    let fields: BTreeSet<SubjectField> = fields.collect();
    let mut options = options.clone();
    options.read.subject_fields = Some(fields).filter(|fields| !fields.is_empty());
    Ok(options)
}

/// Returns what the file is the new edition of, if it is one.
pub(super) fn new_edition(
    file: &ImportFile,
    options: &ImportOptions,
    hidden: &[CollectionName],
) -> Option<NewEdition> {
    let predecessor = options.succeeds.clone()?;
    Some(NewEdition {
        file: file.name.clone(),
        collection: options.read.collection.clone(),
        is_hidden: hidden.contains(&predecessor),
        predecessor,
    })
}

/// What was published is authorised, and whoever publishes the new edition of a list has to import it as one first.
pub(super) fn aim<'a>(
    publication: Option<&Publication>,
    edition: Option<&'a NewEdition>,
    options: &ImportOptions,
) -> Aim<'a> {
    let purpose = match (publication, edition) {
        (Some(_), _) => Purpose::Authorise,
        (None, Some(edition)) => Purpose::Succeed(edition),
        (None, None) => Purpose::Draft,
    };
    Aim {
        purpose,
        ids: options.ids,
    }
}

pub(super) fn known_publication(
    session: &mut dyn Session,
    publication: Option<&Publication>,
) -> Result<Option<KnownPublication>, Error> {
    match publication {
        Some(publication) => publication.find_known(session),
        None => Ok(None),
    }
}

/// Tells whether nothing is to be written because of what is wrong inside the file.
pub(super) fn is_stopped(report: &ImportReport, options: &ImportOptions) -> bool {
    match options.on_error {
        // A list with holes would call the names that are missing abolished.
        _ if options.succeeds.is_some() => !report.issues.is_empty(),
        OnError::Stop => !report.issues.is_empty(),
        // A sheet that could not be looked into may hold anything: its rows would be lost without a word.
        OnError::Skip => report.issues.iter().any(|issue| issue.extent == Extent::Sheet),
    }
}
