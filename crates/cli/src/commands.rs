//! The commands: each reads its settings, opens what it needs and calls one use-case.

mod accounts;
mod audit;
mod backup;
mod collections;
mod config_show;
mod demo;
mod export;
mod import;
mod import_sheet;
mod index;
mod keys;
mod migrate;
mod open;
mod registry;
mod rejected_place;
mod search;
mod serve;
mod subject_fields;
mod text;

use anyhow::Context;
use app::registry::RosterKind;
use tracing_subscriber::filter::LevelFilter;

pub use self::keys::Total;
use crate::arguments::{Audit, Command, ConfigCommand, Demo, Export, Import, ImportSheet, Registry};
use crate::config::{self, Config, Sources};
use crate::failure::WrongUsage;
use crate::logging;

/// How a command ended that has told everything itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The work is done: exit status 0.
    Done,
    /// The work failed, and what failed was told where it happened: exit status 1.
    Failed,
}

/// Runs a command.
///
/// # Errors
/// What stopped it, in a form that can be shown.
pub fn run(command: &Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Serve(flags) => serve::run(&prepare(&flags.sources(), LevelFilter::INFO)?),
        Command::Import(Import::Glossary(what)) => import::run(what, &prepare_quiet(&what.data.sources())?),
        Command::Import(Import::Courts(what)) => sheet(RosterKind::Courts, what),
        Command::Import(Import::People(what)) => sheet(RosterKind::People, what),
        Command::Import(Import::Posts(what)) => sheet(RosterKind::Posts, what),
        Command::Import(Import::Skills(what)) => sheet(RosterKind::Skills, what),
        Command::Import(Import::Trainings(what)) => sheet(RosterKind::Trainings, what),
        Command::Import(Import::Enrolments(what)) => sheet(RosterKind::Enrolments, what),
        Command::Import(Import::Attendance(what)) => sheet(RosterKind::Attendance, what),
        Command::Import(Import::Results(what)) => sheet(RosterKind::Results, what),
        Command::Import(Import::Undo(what)) => {
            import_sheet::undo(what, &prepare_quiet(&what.output.data.sources())?)
        }
        Command::Import(Import::SubjectFields(what)) => {
            subject_fields::run(what, &prepare_quiet(&what.output.data.sources())?)
        }
        Command::Import(Import::Collections(what)) => {
            collections::run(what, &prepare_quiet(&what.output.data.sources())?)
        }
        Command::User(what) => accounts::user(what, &prepare_quiet(&what.output().data.sources())?),
        Command::Token(what) => accounts::token(what, &prepare_quiet(&what.output().data.sources())?),
        Command::Keys(what) => keys::run(what, &prepare_quiet(&what.output().data.sources())?),
        Command::Export(Export::Glossary(what)) => export::run(what, &prepare_quiet(&what.data.sources())?),
        Command::Export(sheet) => export::run_sheet(sheet, prepare_quiet),
        Command::Search(what) => search::run(what, &prepare_quiet(&what.data.sources())?),
        Command::Demo(Demo::Load(output)) => demo::load(output, &prepare_quiet(&output.data.sources())?),
        Command::Registry(what @ Registry::Retention(retention)) => {
            registry::run(what, &prepare_quiet(&retention.output.data.sources())?)
        }
        Command::Audit(Audit::Verify { json, data }) => audit::verify(&prepare_quiet(&data.sources())?, *json),
        Command::Reindex(flags) => index::reindex(&prepare_quiet(&flags.sources())?),
        Command::Backup(what) => backup::make(what, &prepare_quiet(&what.data.sources())?),
        Command::Restore(what) => backup::restore(what, &prepare_quiet(&what.data.sources())?),
        Command::Verify(what) if what.names_two() => Err(WrongUsage(
            "the argument '[PATH]' cannot be used with '--data-dir <DIR>' or '--database <URL>' unless it is a backup".to_owned(),
        )
        .into()),
        Command::Verify(what) => {
            let config = prepare_quiet(&what.sources())?;
            match what.backup() {
                Some(path) => backup::verify(path, &what.unlock, &config),
                None => index::verify(&config),
            }
        }
        Command::Migrate(what) => migrate::run(&prepare_quiet(&what.sources())?),
        Command::Config(ConfigCommand::Show { json, flags }) => {
            config_show::run(&Config::load(&flags.sources())?, *json)
        }
        Command::Text(what) => text::run(&what.work),
    }
}

fn sheet(kind: RosterKind, what: &ImportSheet) -> anyhow::Result<Outcome> {
    import_sheet::run(kind, what, &prepare_quiet(&what.output.data.sources())?)
}

/// Prepares a command that prints its own result: its log tells only what is wrong, unless a level was chosen.
fn prepare_quiet(sources: &Sources) -> anyhow::Result<Config> {
    prepare(sources, LevelFilter::WARN)
}

fn prepare(sources: &Sources, level: LevelFilter) -> anyhow::Result<Config> {
    let config = Config::load(sources)?;
    logging::start(&config.log, level).context("the log cannot be started")?;
    for name in &config.unknown_variables {
        tracing::warn!("{}", config::unknown_variable(name));
    }
    Ok(config)
}
