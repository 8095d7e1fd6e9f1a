//! `export`: writes the glossary, or a sheet of the registry, into a file, whole or not at all.

mod destination;
mod sheets;

use std::io::{self, Write};

use app::{
    Actor, ExportHeader, ExportReport, ExportRequest, ExportSink, Permit, ReadDrafts, ReadGlossary,
    ReadOnlyApp,
};
use serde_json::json;

use self::destination::{Destination, Writing};
pub use self::sheets::run_sheet;
use super::Outcome;
use super::accounts::Office;
use super::open::open_read_only;
use crate::arguments::ExportGlossary;
use crate::clock;
use crate::config::Config;
use crate::failure::WrongUsage;
use crate::language::Language;
use crate::messages::{self, export as told};
use crate::operator::Wish;

/// Exports, and tells what was written and what was not carried.
pub fn run(what: &ExportGlossary, config: &Config) -> anyhow::Result<Outcome> {
    let language = config.language;
    let request = request(what, language)?;
    if what.json && what.out.as_os_str() == "-" {
        return Err(WrongUsage(told::two_for_standard_output(language).to_owned()).into());
    }
    if config.data.database.is_none() {
        app::expect_data(&config.data.dir).map_err(|err| messages::refusal(language, err))?;
    }
    let destination = Destination::of(&what.out, request.format, language)?;
    let mut writing = destination.begin(language)?;
    let exported = export(what, &request, config, &mut writing);
    // What is half written is taken away before anything is told.
    let (header, report) = match exported {
        Ok(done) => done,
        Err(err) => {
            writing.abandon();
            return Err(err);
        }
    };
    writing.finish(language)?;
    if what.json {
        let document = document(what, &header, &report, language);
        writeln!(io::stdout(), "{document:#}")?;
    } else {
        print(what, &header, &report, language)?;
    }
    Ok(Outcome::Done)
}

fn request(what: &ExportGlossary, language: Language) -> anyhow::Result<ExportRequest> {
    let filter = what
        .filter
        .parse()
        .map_err(|fault| WrongUsage(told::bad_filter(language, &fault)))?;
    Ok(ExportRequest {
        format: what.format,
        direction: what.direction,
        scope: what.workflow,
        edition: what.edition,
        collection: what.collection.clone(),
        subject_field: what.subject_field.clone(),
        filter,
    })
}

/// Exports from the data directory if it is free; else beside the server that holds it, which notes the export in the audit.
fn export(
    what: &ExportGlossary,
    request: &ExportRequest,
    config: &Config,
    writing: &mut Writing,
) -> anyhow::Result<(ExportHeader, ExportReport)> {
    let office = Office::open(config)?;
    let mut header = ExportHeader::default();
    let mut begin = |begun: &ExportHeader| header = begun.clone();
    let report = match &office {
        Office::Here(app) => {
            let (permit, drafts) = permits(app.policy(), what.drafts)?;
            let sink = writing.sink();
            app.export_glossary(&permit, drafts.as_ref(), request, &mut begin, sink)
                .map_err(|err| refused(err, config.language))
        }
        Office::Server(_) => beside(&office, what, request, config, writing, &mut begin),
    };
    office.close();
    writing.clear_progress();
    report.map(|report| (header, report))
}

/// A reader of standard output that has seen enough is no failure to be told.
fn refused(err: app::Error, language: Language) -> anyhow::Error {
    match err {
        app::Error::Output(err) if err.kind() == io::ErrorKind::BrokenPipe => err.into(),
        err => messages::refusal(language, err),
    }
}

fn beside(
    office: &Office,
    what: &ExportGlossary,
    request: &ExportRequest,
    config: &Config,
    writing: &mut Writing,
    begin: &mut dyn FnMut(&ExportHeader),
) -> anyhow::Result<ExportReport> {
    let wish = Wish::NoteExport {
        format: request.format.as_str().to_owned(),
        told: request.told(what.drafts),
    };
    office.ask(&wish, config)?;
    let app: ReadOnlyApp = open_read_only(config).map_err(|err| refused(err, config.language))?;
    let (permit, drafts) = permits(app.policy(), what.drafts)?;
    let sink: ExportSink<'_> = writing.sink();
    app.export_glossary(&permit, drafts.as_ref(), request, clock::now_ms(), begin, sink)
        .map_err(|err| refused(err, config.language))
}

/// Returns the rights of the operator: those to drafts only where drafts are asked for.
fn permits(
    policy: &app::Policy,
    with_drafts: bool,
) -> anyhow::Result<(Permit<ReadGlossary>, Option<Permit<ReadDrafts>>)> {
    let drafts = with_drafts
        .then(|| policy.permit::<ReadDrafts>(&Actor::Operator))
        .transpose()?;
    Ok((policy.permit::<ReadGlossary>(&Actor::Operator)?, drafts))
}

/// Prints what was written, and to standard error what was not carried. What goes to standard output is left alone there.
fn print(
    what: &ExportGlossary,
    header: &ExportHeader,
    report: &ExportReport,
    language: Language,
) -> io::Result<()> {
    let written = told::written(language, &what.out, header, report);
    let mut err = io::stderr().lock();
    if what.out.as_os_str() == "-" {
        writeln!(err, "{written}")?;
    } else {
        writeln!(io::stdout(), "{written}")?;
    }
    for left in &report.not_carried {
        writeln!(err, "{}", told::not_carried(language, left))?;
    }
    Ok(())
}

fn document(
    what: &ExportGlossary,
    header: &ExportHeader,
    report: &ExportReport,
    language: Language,
) -> serde_json::Value {
    let left = report.not_carried.iter().map(|left| {
        json!({
            "field": left.field,
            "count": left.count,
            "reason": left.reason.in_language(language.of_messages()),
        })
    });
    json!({
        "path": what.out.display().to_string(),
        "format": what.format.as_str(),
        "seq": header.seq,
        "edition": header.edition,
        "filter": header.filter,
        "concepts": report.concepts,
        "not_carried": left.collect::<Vec<_>>(),
    })
}
