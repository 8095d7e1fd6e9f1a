//! `reindex` and `verify`: looks after the index and the store.

use std::io::Write;

use app::{Actor, Operate};

use super::Outcome;
use super::open::open;
use crate::config::Config;
use crate::messages;

/// Builds the index anew.
pub fn reindex(config: &Config) -> anyhow::Result<Outcome> {
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
    // Opening would make the directory, and an empty one is sound: a mistyped path must not pass.
    if !config.data.dir.join("shanjar.db").exists() {
        anyhow::bail!(messages::no_data_directory(config.language, &config.data.dir));
    }
    let app = open(config)?;
    let report = app.verify(&app.policy().permit::<Operate>(&Actor::Operator)?)?;
    app.close();
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", messages::verified(config.language, &report))?;
    for problem in &report.problems {
        writeln!(out, "{problem}")?;
    }
    let unnamed = report.problem_count.saturating_sub(report.problems.len() as u64);
    if unnamed > 0 {
        writeln!(out, "{}", messages::and_more(config.language, unnamed))?;
    }
    Ok(if report.is_sound() {
        Outcome::Done
    } else {
        Outcome::Failed
    })
}
