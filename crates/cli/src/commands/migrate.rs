//! `migrate`: copies a data directory into a database on a server.

use std::io::{self, IsTerminal, Write};

use app::MigrationProgress;
use tracing::info;

use super::Outcome;
use super::open::{fresh_id, operator};
use crate::config::Config;
use crate::failure::WrongUsage;
use crate::language::Language;
use crate::messages;

/// Copies, compares, and prints what each table came to.
pub fn run(config: &Config) -> anyhow::Result<Outcome> {
    let language = config.language;
    let Some(to) = &config.data.database else {
        return Err(WrongUsage(messages::no_target(language).to_owned()).into());
    };
    let permit = operator(config)?;
    let mut shown = ProgressLine::new(language);
    let outcome = app::migrate(&permit, &config.data.dir, to, &fresh_id()?, &mut |progress| {
        shown.show(progress);
    });
    shown.clear();
    let report = outcome.map_err(|err| messages::refusal(language, err))?;
    let mut out = io::stdout().lock();
    for table in &report.tables {
        writeln!(out, "{}", messages::compared_table(language, table))?;
    }
    if report.is_equal() {
        writeln!(out, "{}", messages::migrated(language, &report, to))?;
        return Ok(Outcome::Done);
    }
    writeln!(
        io::stderr(),
        "shanjar: {}",
        messages::not_equal(language, &report, to)
    )?;
    Ok(Outcome::Failed)
}

/// A line on a terminal that says how far it is; elsewhere each table is told to the log.
struct ProgressLine {
    language: Language,
    is_terminal: bool,
}

/// To the beginning of the line, and everything on it away.
const ANEW: &str = "\r\x1b[K";

impl ProgressLine {
    fn new(language: Language) -> Self {
        Self {
            language,
            is_terminal: io::stderr().is_terminal(),
        }
    }

    fn show(&mut self, progress: MigrationProgress) {
        let told = messages::progress(self.language, progress);
        if self.is_terminal {
            // A terminal that is gone keeps nobody from copying.
            let _ = write!(io::stderr(), "{ANEW}{told}");
        } else {
            info!("{told}");
        }
    }

    fn clear(&mut self) {
        if self.is_terminal {
            let _ = write!(io::stderr(), "{ANEW}");
        }
    }
}
