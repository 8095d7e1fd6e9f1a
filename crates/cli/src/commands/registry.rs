//! `registry retention`: whose records have run out, to be looked at.

use std::collections::BTreeMap;

use super::Outcome;
use super::accounts::run as run_one;
use crate::arguments::Registry;
use crate::config::Config;
use crate::failure::WrongUsage;
use crate::operator::Wish;

/// Runs `registry`.
pub fn run(what: &Registry, config: &Config) -> anyhow::Result<Outcome> {
    let Registry::Retention(retention) = what;
    if !retention.dry_run {
        // Whoever leaves the flag out may think that something is erased.
        return Err(WrongUsage("`registry retention` only lists: say `--dry-run`".to_owned()).into());
    }
    let years: BTreeMap<String, u16> = retention.years.iter().cloned().collect();
    let wish = Wish::ListRetention {
        years,
        on: retention.on.clone(),
    };
    run_one(&wish, &retention.output, config)
}
