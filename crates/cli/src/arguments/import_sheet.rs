//! The flags of `import courts`, `people`, `enrolments` and the other sheets of the registry.

use std::path::PathBuf;

use app::{Format, OnError};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::{Output, on_error_parser};

/// `import courts`, `people`, `posts`, `skills`, `trainings`, `enrolments`, `attendance`, `results`.
#[derive(Debug, Args)]
pub struct ImportSheet {
    /// The file, a workbook or a text
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The format, if the extension does not tell it
    #[arg(long, value_parser = format_parser())]
    pub format: Option<Format>,
    /// A file of lines `heading = member`, for headings that are not recognised
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// The columns of a sheet without a header, with commas between them: name_zh,court,ignore
    #[arg(long, value_name = "NAMES")]
    pub columns: Option<String>,
    /// Pass over unknown columns
    #[arg(long)]
    pub ignore_extra: bool,
    /// A file of lines `QUESTION ANSWER`, in answer to the questions of an earlier try: who somebody in the file is
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// What to do when rows are bad or a question is open: write nothing, or write the other rows
    #[arg(long, value_name = "HOW", default_value = "stop", value_parser = on_error_parser())]
    pub on_error: OnError,
    /// Save the bad rows with their reasons in this file, which must not be there
    #[arg(long, value_name = "PATH")]
    pub rejected: Option<PathBuf>,
    /// Say what would happen and write nothing
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub output: Output,
}

/// `import undo`.
#[derive(Debug, Args)]
pub struct ImportUndo {
    /// The id of the import, as it was told
    #[arg(value_name = "ID")]
    pub id: String,
    #[command(flatten)]
    pub output: Output,
}

fn format_parser() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(["csv", "tsv", "xlsx"]).try_map(|name| name.parse::<Format>())
}
