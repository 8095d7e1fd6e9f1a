//! The flags of `export`.

use std::path::PathBuf;

use app::{CollectionName, ExportFormat, ExportScope, OmegatDirection, SubjectField};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};

use super::{DataFlags, ExportPeople, ExportRoster};

/// `export`.
#[derive(Debug, Subcommand)]
pub enum Export {
    /// Write the glossary into one file, or a dictionary into a directory
    Glossary(ExportGlossary),
    /// Write the courts into a sheet
    Courts(ExportPeople),
    /// Write people into a sheet, a row each; their numbers are masked
    People(ExportPeople),
    /// Write the posts of people into a sheet
    Posts(ExportPeople),
    /// Write what people can do in dialects into a sheet
    Skills(ExportPeople),
    /// Write trainings into a sheet
    Trainings(ExportRoster),
    /// Write who is enrolled in trainings into a sheet, or into the office's own workbook
    Roster(ExportRoster),
    /// Write who was there when into a sheet
    Attendance(ExportRoster),
    /// Write what came of tests into a sheet
    Results(ExportRoster),
}

/// `export glossary`.
#[derive(Debug, Args)]
pub struct ExportGlossary {
    /// The format
    #[arg(long, value_parser = format_parser())]
    pub format: ExportFormat,
    /// The file to write, in place of what is there; `-` is standard output; for stardict a directory, or a `.tar`
    #[arg(long, value_name = "PATH")]
    pub out: PathBuf,
    /// The edition to write, instead of what everybody reads now
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=i64::MAX.unsigned_abs()))]
    pub edition: Option<u64>,
    /// How far an entry must have come: authorised, or also reviewed, or all
    #[arg(long, value_name = "STATE", default_value = "all", value_parser = scope_parser())]
    pub workflow: ExportScope,
    /// Only what stands in this collection
    #[arg(long, value_name = "NAME")]
    pub collection: Option<CollectionName>,
    /// Only what belongs to this field of law
    #[arg(long, value_name = "NAME")]
    pub subject_field: Option<SubjectField>,
    /// Only what passes, such as `without:bo -author:NAME`
    #[arg(
        long,
        value_name = "EXPR",
        default_value = "",
        hide_default_value = true,
        allow_hyphen_values = true
    )]
    pub filter: String,
    /// The newest drafts instead of what everybody reads, with notes for editors and who wrote what
    #[arg(long, conflicts_with = "edition")]
    pub drafts: bool,
    /// From which language omegat is read
    #[arg(long, value_name = "FROM-TO", default_value = "zh-bo", value_parser = direction_parser())]
    pub direction: OmegatDirection,
    /// Print one JSON document: what was written, and what the format could not carry
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub data: DataFlags,
}

fn format_parser() -> impl TypedValueParser<Value = ExportFormat> {
    PossibleValuesParser::new(ExportFormat::ALL.map(ExportFormat::as_str))
        .try_map(|name| name.parse::<ExportFormat>())
}

fn scope_parser() -> impl TypedValueParser<Value = ExportScope> {
    PossibleValuesParser::new(ExportScope::NAMES.map(|(name, _)| name)).map(|name| {
        let found = ExportScope::NAMES.into_iter().find(|(known, _)| *known == name);
        found.map_or_else(ExportScope::default, |(_, scope)| scope)
    })
}

fn direction_parser() -> impl TypedValueParser<Value = OmegatDirection> {
    PossibleValuesParser::new(["zh-bo", "bo-zh"]).map(|name| match name.as_str() {
        "bo-zh" => OmegatDirection::BoToZh,
        _ => OmegatDirection::ZhToBo,
    })
}
