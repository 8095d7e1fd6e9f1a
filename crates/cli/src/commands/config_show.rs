//! `config show`: prints the settings in force.

use std::io::Write;

use super::Outcome;
use crate::config::{self, Config};

/// Prints every setting and where it came from.
pub fn run(config: &Config, json: bool) -> anyhow::Result<Outcome> {
    let mut err = std::io::stderr().lock();
    for name in &config.unknown_variables {
        writeln!(err, "shanjar: {}", config::unknown_variable(name))?;
    }
    let mut out = std::io::stdout().lock();
    if json {
        writeln!(out, "{:#}", config::as_json(config))?;
    } else {
        out.write_all(config::as_toml(config).as_bytes())?;
    }
    Ok(Outcome::Done)
}
