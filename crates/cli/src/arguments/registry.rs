//! The flags of `registry`.

use clap::{Args, Subcommand};

use super::accounts::Output;

/// `registry`.
#[derive(Debug, Subcommand)]
pub enum Registry {
    /// List whose records have been kept for as long as the court says; nothing is erased
    Retention(Retention),
}

/// `registry retention`.
#[derive(Debug, Args)]
pub struct Retention {
    /// Only list; it has to be said, because nothing else is done yet
    #[arg(long)]
    pub dry_run: bool,
    /// How many years the court gives to a class, such as `record=10`; several with several flags
    #[arg(long = "years", value_name = "CLASS=N", value_parser = class_and_years)]
    pub years: Vec<(String, u16)>,
    /// The day on which it has run out [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub on: Option<String>,
    #[command(flatten)]
    pub output: Output,
}

fn class_and_years(typed: &str) -> Result<(String, u16), String> {
    let read = typed.split_once('=').and_then(|(class, years)| {
        Some((
            class.to_owned(),
            app::registry::rules::retention::years_of(years)?,
        ))
    });
    read.ok_or_else(|| "it is a class, `=` and a number of years up to 100".to_owned())
}
