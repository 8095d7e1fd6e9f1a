//! `import glossary`: reads files one after the other, each in a transaction of its own.

mod input;
mod list_changes;
mod made_directory;
mod outcome;
mod published;
mod rejected;
mod target;

use std::io::{self, Write};

use app::{FileIds, ImportFile, ImportOptions, ReadOptions};
use serde_json::json;

use self::input::Input;
use self::outcome::FileOutcome;
pub use self::outcome::{issue_as_json, print_issues, print_warnings};
use self::target::Target;
use super::Outcome;
use crate::arguments::ImportGlossary;
use crate::config::Config;
use crate::language::Language;
use crate::messages;

/// Imports every file and prints each result as soon as it is committed.
///
/// A file that fails is told and passed over; the rest are still read, and the exit status says that not all is done.
pub fn run(what: &ImportGlossary, config: &Config) -> anyhow::Result<Outcome> {
    let inputs = input::inputs(what)?;
    let options = options(what, config.language)?;
    let publication = what.as_published.as_deref();
    let publication = publication.map(|path| published::read(path, config.language));
    let mut target = Target::of(what, publication.transpose()?, config)?;
    let mut outcomes = Vec::new();
    for input in &inputs {
        let outcome = import(&mut target, input, &options, config)?;
        if !what.json {
            print(&outcome, config.language)?;
        }
        outcomes.push(outcome);
    }
    // The lines above stand for committed transactions. Waiting here only spares the next command the indexing, and
    // a failure of it takes nothing back.
    if let Err(err) = target.close() {
        writeln!(
            io::stderr(),
            "shanjar: {}",
            messages::index_behind(config.language, err)
        )?;
    }
    if what.json {
        print_json(&outcomes, config.language)?;
    }
    Ok(if outcomes.iter().all(FileOutcome::is_done) {
        Outcome::Done
    } else {
        Outcome::Failed
    })
}

fn options(what: &ImportGlossary, language: Language) -> anyhow::Result<ImportOptions> {
    let mapping = match &what.mapping {
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|err| anyhow::anyhow!(messages::unreadable(language, path, err)))?;
            app::Mapping::parse(&text)?
        }
        None => app::Mapping::default(),
    };
    let read = ReadOptions {
        collection: what.collection.clone(),
        columns: what.columns.clone(),
        mapping,
        ignore_extra: what.ignore_extra,
        language: language.of_messages(),
        subject_fields: None,
    };
    Ok(ImportOptions {
        read,
        on_error: what.on_error,
        ids: if what.ignore_ids {
            FileIds::Foreign
        } else {
            FileIds::Ours
        },
        dry_run: what.dry_run,
        succeeds: what.succeeds.clone(),
    })
}

/// Imports one file.
///
/// # Errors
/// If the data directory cannot be opened, which concerns every file.
fn import(
    target: &mut Target,
    input: &Input,
    options: &ImportOptions,
    config: &Config,
) -> anyhow::Result<FileOutcome> {
    let (name, language) = (input.name(), config.language);
    let bytes = match input.read() {
        Ok(bytes) => bytes,
        Err(err) => {
            return Ok(FileOutcome::failed(
                name,
                messages::unreadable(language, input.path(), err),
            ));
        }
    };
    let file = ImportFile {
        name: name.clone(),
        bytes,
        format: input.format(),
    };
    let mut report = match target.import(&file, options, config)? {
        Ok(report) => report,
        // What is wrong with a file names it already.
        Err(app::Error::File(err)) => {
            return Ok(FileOutcome::failed(name, messages::file_refused(language, &err)));
        }
        Err(app::Error::Store(app::StoreError::OutcomeUnknown { cause })) => {
            let told = format!("{name}: {}", messages::import_outcome_unknown(language, cause));
            return Ok(FileOutcome::failed(name, told));
        }
        Err(err) => {
            let told = format!("{name}: {}", messages::refusal(language, err));
            return Ok(FileOutcome::failed(name, told));
        }
    };
    let sheet = report.rejected_sheet.take().filter(|_| report.applied);
    let mut outcome = FileOutcome::of(name, report);
    if let Some(bytes) = sheet {
        match rejected::save(input.directory(), &input.stem(), input.format().as_str(), &bytes) {
            Ok(path) => outcome.rejected_sheet = Some(path),
            Err((path, err)) => outcome.error = Some(messages::unwritable(language, &path, err)),
        }
    }
    Ok(outcome)
}

/// Prints the result to standard output and what is wrong to standard error.
fn print(outcome: &FileOutcome, language: Language) -> io::Result<()> {
    if let Some(report) = &outcome.report {
        let mut out = io::stdout().lock();
        writeln!(
            out,
            "{}",
            messages::import_result(language, &outcome.name, report)
        )?;
        if let Some(list) = &report.list_changes {
            list_changes::print(&mut out, list, report.dry_run, language)?;
        }
        out.flush()?;
        print_warnings(&mut io::stderr().lock(), &report.warnings, language)?;
        print_issues(&mut io::stderr().lock(), &report.issues, language)?;
    }
    let mut err = io::stderr().lock();
    if let Some(extent) = outcome.refusal() {
        writeln!(
            err,
            "shanjar: {}",
            messages::import_refused(language, &outcome.name, extent)
        )?;
    }
    if let Some(path) = &outcome.rejected_sheet {
        writeln!(err, "{}", messages::rejected_sheet(language, path))?;
    }
    if let Some(error) = &outcome.error {
        writeln!(err, "shanjar: {error}")?;
    }
    Ok(())
}

/// Prints one document of one shape, however many files there are.
fn print_json(outcomes: &[FileOutcome], language: Language) -> io::Result<()> {
    let files = outcomes.iter().map(|outcome| outcome.as_json(language));
    let document = json!({ "files": files.collect::<Vec<_>>() });
    writeln!(io::stdout(), "{document:#}")
}
