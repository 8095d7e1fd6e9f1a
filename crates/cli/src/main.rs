//! The program `shanjar`: flags, environment, configuration, log and wiring; the only crate that reads any of them.
//!
//! It must not decide anything about terms or people: each command opens [`app::App`], calls one use-case and prints
//! what came of it.

mod arguments;
mod chance;
mod clock;
mod commands;
mod config;
mod failure;
mod language;
mod logging;
mod messages;
mod operator;
mod passphrase;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // A wrong command line ends here with status 2, `--help` and `--version` with 0.
        Err(ending) => return failure::command_line(&ending),
    };
    match commands::run(&arguments.command) {
        Ok(commands::Outcome::Done) => ExitCode::SUCCESS,
        Ok(commands::Outcome::Failed) => ExitCode::FAILURE,
        Err(err) => failure::report(&err),
    }
}
