//! `reindex` and `verify`: looks after the index and the store.

use std::io::Write;

use app::{Actor, Operate};

use super::Outcome;
use super::open::{open, open_read_only};
use crate::config::Config;
use crate::messages;

/// Builds the index anew.
pub fn reindex(config: &Config) -> anyhow::Result<Outcome> {
    if config.data.database.is_none() {
        app::expect_data(&config.data.dir).map_err(|err| messages::refusal(config.language, err))?;
    }
    let app = open(config)?;
    let done = app.reindex(&app.policy().permit::<Operate>(&Actor::Operator)?)?;
    app.close();
    writeln!(
        std::io::stdout(),
        "{}",
        messages::reindexed(config.language, done.concepts, done.position)
    )?;
    Ok(Outcome::Done)
}

/// Checks the data directory and prints what was found.
pub fn verify(config: &Config) -> anyhow::Result<Outcome> {
    let app = open_read_only(config).map_err(|err| messages::refusal(config.language, err))?;
    let report = app.verify(&app.policy().permit::<Operate>(&Actor::Operator)?)?;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{}",
        messages::verified(config.language, &report, app.index())
    )?;
    for problem in &report.problems {
        writeln!(out, "{problem}")?;
    }
    let unnamed = report.problem_count.saturating_sub(report.problems.len() as u64);
    if unnamed > 0 {
        writeln!(out, "{}", messages::and_more(config.language, unnamed))?;
    }
    if let Some(remark) = messages::index_state(config.language, app.index()) {
        writeln!(out, "{remark}")?;
    }
    Ok(if report.is_sound() && app.index().is_sound() {
        Outcome::Done
    } else {
        Outcome::Failed
    })
}
