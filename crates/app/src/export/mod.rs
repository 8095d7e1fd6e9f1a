//! The glossary as a file: what was asked for, from one state of the store, in one of the formats.
//!
//! An export is read in one snapshot and names the last change in it, so that a system which takes the export and follows
//! the changes after it misses none. It shows what reading shows: hidden collections, and drafts of what stands, are for
//! nobody who could not read them otherwise. Each export is an entry of the audit.

mod filter_in_chinese;
mod request;
mod walk;

use std::cell::RefCell;
use std::io;

use access::ReadDrafts;
use exchange::stardict::Tar;
use exchange::{ExportError, ExportFormat, ExportHeader, ExportReport, FileSink};
use exchange::{json_lines_out, omegat, pages, sheet_out, stardict, tbx};
use glossary::CollectionName;
use store::{Session, Store, changes, editions};

pub use self::filter_in_chinese::filter_in_chinese;
pub use self::request::{ExportRequest, ExportScope};
use self::walk::{View, Walk};
use crate::audit::AuditEvent;
use crate::calendar::rfc3339;
use crate::subject_fields::FieldTree;
use crate::{App, Error, Permit, ReadGlossary, ReadOnlyApp};

/// How many bytes are gathered before they are written.
const BUFFER_BYTES: usize = 64 << 10;

/// Where an export goes.
pub enum ExportSink<'a> {
    /// Into one file; a dictionary of several files becomes an archive.
    One(&'a mut dyn io::Write),
    /// Into the files that the format has.
    Files(&'a mut dyn FileSink),
}

impl App {
    /// Writes what `request` asks for to `sink`, and returns what was written and what the format could not carry.
    ///
    /// `drafts`, the right to read drafts, makes it the newest revisions instead of those that everybody reads, with notes
    /// for editors and who wrote what. `begin` is told what the file says of itself before the first byte. Holds one page
    /// of concepts, and what the format needs: the index of a dictionary, the order of a page and 64 MiB of it.
    ///
    /// # Errors
    /// [`Error::NoSuchEdition`]; [`Error::Output`] if `sink` takes nothing more. What is written by then is no whole file.
    /// If it cannot be noted in the audit, nothing is read.
    pub fn export_glossary(
        &self,
        permit: &Permit<ReadGlossary>,
        drafts: Option<&Permit<ReadDrafts>>,
        request: &ExportRequest,
        begin: &mut dyn FnMut(&ExportHeader),
        sink: ExportSink<'_>,
    ) -> Result<ExportReport, Error> {
        self.note_export(permit, request.format, &request.told(drafts.is_some()))?;
        let source = Source {
            store: &self.store,
            hidden: &self.hidden,
            may_read_drafts: drafts.is_some(),
            at_ms: self.clock.now_ms(),
        };
        source.export(request, begin, sink)
    }

    /// Notes in the audit that somebody exports the glossary, for an export that another process makes: `told` is what
    /// [`ExportRequest::told`] says of it.
    ///
    /// # Errors
    /// If it cannot be written. The export must then not happen.
    pub fn note_export(
        &self,
        permit: &Permit<ReadGlossary>,
        format: ExportFormat,
        told: &str,
    ) -> Result<(), Error> {
        let event = AuditEvent::done("export-glossary").on("export", format.as_str());
        self.record(permit.actor(), &event.detail(told))
    }
}

impl ReadOnlyApp {
    /// As [`App::export_glossary`], beside the process that holds the store, which has to note it:
    /// [`App::note_export`]. `at_ms` is the time that the file says it was made at.
    ///
    /// # Errors
    /// Those of [`App::export_glossary`].
    pub fn export_glossary(
        &self,
        _: &Permit<ReadGlossary>,
        drafts: Option<&Permit<ReadDrafts>>,
        request: &ExportRequest,
        at_ms: i64,
        begin: &mut dyn FnMut(&ExportHeader),
        sink: ExportSink<'_>,
    ) -> Result<ExportReport, Error> {
        let source = Source {
            store: self.store(),
            hidden: self.hidden(),
            may_read_drafts: drafts.is_some(),
            at_ms,
        };
        source.export(request, begin, sink)
    }
}

/// What is exported from, and for whom.
struct Source<'a> {
    store: &'a Store,
    hidden: &'a [CollectionName],
    may_read_drafts: bool,
    at_ms: i64,
}

impl Source<'_> {
    fn export(
        &self,
        request: &ExportRequest,
        begin: &mut dyn FnMut(&ExportHeader),
        sink: ExportSink<'_>,
    ) -> Result<ExportReport, Error> {
        self.store.read(|session| {
            if let Some(number) = request.edition {
                editions::find(session, number)?.ok_or(Error::NoSuchEdition(number))?;
            }
            let header = ExportHeader {
                seq: changes::last_seq(session)?,
                edition: request.edition,
                made_at: rfc3339(self.at_ms),
                filter: request.described(self.may_read_drafts),
                batches: if walk::tells_all(request.format) {
                    walk::authorised_batches(session)?
                } else {
                    Vec::new()
                },
            };
            begin(&header);
            let fields = FieldTree::read(session)?;
            let view = View {
                request,
                fields: &fields,
                hidden: self.hidden,
                may_read_drafts: self.may_read_drafts,
            };
            write(&RefCell::new(session), &view, &header, sink)
        })
    }
}

fn write(
    session: &RefCell<&mut dyn Session>,
    view: &View<'_>,
    header: &ExportHeader,
    sink: ExportSink<'_>,
) -> Result<ExportReport, Error> {
    let format = view.request.format;
    let written = match sink {
        ExportSink::Files(files) if format == ExportFormat::StarDict => {
            stardict::write(files, header, &mut || Box::new(Walk::new(session, view)))
        }
        ExportSink::Files(files) => write_one(session, view, header, files),
        ExportSink::One(out) => write_one(session, view, header, out),
    };
    written.map_err(|err| match err {
        ExportError::Output(err) => Error::Output(err),
        ExportError::Concepts(err) => err,
    })
}

fn write_one(
    session: &RefCell<&mut dyn Session>,
    view: &View<'_>,
    header: &ExportHeader,
    out: &mut dyn io::Write,
) -> Result<ExportReport, ExportError<Error>> {
    let mut out = io::BufWriter::with_capacity(BUFFER_BYTES, out);
    let mut concepts = Walk::new(session, view);
    match view.request.format {
        ExportFormat::Csv => sheet_out::write(&mut out, sheet_out::SheetFormat::Csv, header, &mut concepts),
        ExportFormat::Tsv => sheet_out::write(&mut out, sheet_out::SheetFormat::Tsv, header, &mut concepts),
        ExportFormat::Xlsx => sheet_out::write(&mut out, sheet_out::SheetFormat::Xlsx, header, &mut concepts),
        ExportFormat::Tbx => tbx::write(&mut out, header, &mut concepts),
        ExportFormat::Jsonl => json_lines_out::write(&mut out, header, &mut concepts),
        ExportFormat::OmegaT => omegat::write(&mut out, header, view.request.direction, &mut concepts),
        ExportFormat::Html | ExportFormat::Print => {
            let layout = match view.request.format {
                ExportFormat::Print => pages::Layout::Print,
                _ => pages::Layout::Screen,
            };
            pages::write(&mut out, header, layout, &mut || {
                Box::new(Walk::new(session, view))
            })
        }
        ExportFormat::StarDict => {
            let mut tar = Tar::new(out);
            let report = stardict::write(&mut tar, header, &mut || Box::new(Walk::new(session, view)))?;
            tar.finish()?;
            Ok(report)
        }
    }
}
