//! The flags of `export people`, `roster` and the other sheets of the registry.

use std::path::PathBuf;

use app::registry::SheetFormat;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::DataFlags;

/// `export courts`, `people`, `posts`, `skills`.
#[derive(Debug, Args)]
pub struct ExportPeople {
    /// Only those of this court and of those below it
    #[arg(long, value_name = "CODE")]
    pub court: Option<String>,
    #[command(flatten)]
    pub sheet: SheetFlags,
}

/// `export trainings`, `roster`, `attendance`, `results`.
#[derive(Debug, Args)]
pub struct ExportRoster {
    /// Only this training, by its id
    #[arg(long, value_name = "ID", conflicts_with_all = ["programme", "number", "year"])]
    pub training: Option<String>,
    /// Only the trainings of this programme, by its id or its name
    #[arg(long, value_name = "NAME")]
    pub programme: Option<String>,
    /// Only trainings with this number in their series
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub number: Option<u16>,
    /// Only trainings of this year
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i16).range(1900..2200))]
    pub year: Option<i16>,
    /// Only people of this court and of those below it
    #[arg(long, value_name = "CODE")]
    pub court: Option<String>,
    #[command(flatten)]
    pub sheet: SheetFlags,
}

/// Where a sheet goes, and how it is written.
#[derive(Debug, Args)]
pub struct SheetFlags {
    /// The format, if the extension of PATH does not tell it
    #[arg(long, value_parser = format_parser(), conflicts_with = "template")]
    pub format: Option<SheetFormat>,
    /// A workbook to fill: its cells name columns in double braces, such as {{姓名}}
    #[arg(long, value_name = "FILE.xlsx")]
    pub template: Option<PathBuf>,
    /// The file to write, in place of what is there; `-` is standard output
    #[arg(long, value_name = "PATH")]
    pub out: PathBuf,
    /// Print one JSON document: what was written
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub data: DataFlags,
}

impl SheetFlags {
    /// Returns how the sheet is written: as it is said, or as the extension of the file says; a workbook otherwise, and text
    /// to standard output.
    pub fn format(&self) -> SheetFormat {
        let extension = self.out.extension().and_then(|extension| extension.to_str());
        let of_path = match extension.map(str::to_ascii_lowercase).as_deref() {
            Some("csv") => SheetFormat::Csv,
            Some("tsv" | "txt") => SheetFormat::Tsv,
            _ if self.out.as_os_str() == "-" => SheetFormat::Csv,
            _ => SheetFormat::Xlsx,
        };
        self.format.unwrap_or(of_path)
    }
}

fn format_parser() -> impl TypedValueParser<Value = SheetFormat> {
    PossibleValuesParser::new(["csv", "tsv", "xlsx"]).map(|name| match name.as_str() {
        "csv" => SheetFormat::Csv,
        "tsv" => SheetFormat::Tsv,
        _ => SheetFormat::Xlsx,
    })
}
