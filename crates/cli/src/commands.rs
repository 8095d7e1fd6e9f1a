//! The commands: each reads its settings, opens what it needs and calls one use-case.

mod config_show;
mod import;
mod index;
mod open;
mod search;
mod serve;
mod text;

use anyhow::Context;
use tracing_subscriber::filter::LevelFilter;

use crate::arguments::{Command, ConfigCommand, Import};
use crate::config::{self, Config, Sources};
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
        Command::Search(what) => search::run(what, &prepare_quiet(&what.data.sources())?),
        Command::Reindex(flags) => index::reindex(&prepare_quiet(&flags.sources())?),
        Command::Verify(what) => index::verify(&prepare_quiet(&what.sources())?),
        Command::Config(ConfigCommand::Show { json, flags }) => {
            config_show::run(&Config::load(&flags.sources())?, *json)
        }
        Command::Text(what) => text::run(&what.work),
    }
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
