//! The command line as it is typed.
//!
//! Long because all commands of the program stand in one list.

mod accounts;
mod audit;
mod export;
mod export_sheet;
mod import_sheet;
mod keys;
mod migrate;
mod registry;

use std::path::{Path, PathBuf};

use app::{CollectionName, ColumnList, Format, OnError};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};

pub use self::accounts::{ImportCollections, ImportSubjectFields, Output, Token, User};
pub use self::audit::Audit;
pub use self::export::{Export, ExportGlossary};
pub use self::export_sheet::{ExportPeople, ExportRoster, SheetFlags};
pub use self::import_sheet::{ImportSheet, ImportUndo};
pub use self::keys::Keys;
pub use self::migrate::Migrate;
pub use self::registry::Registry;
use crate::config::Sources;
use crate::config::setting::{self, Setting};

/// A Chinese–Tibetan legal termbase.
#[derive(Debug, Parser)]
#[command(
    name = "shanjar",
    version,
    after_help = "Settings come from flags, then SHANJAR_* variables, then shanjar.toml in the data directory, \
                  then defaults; `shanjar config show` prints them. Exit status: 0 done, 1 the work failed, \
                  2 wrong usage."
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Answer on HTTP: pages and API, until SIGINT or SIGTERM
    Serve(ServeFlags),
    /// Read files into the data directory
    #[command(subcommand)]
    Import(Import),
    /// Write the glossary or the registry into files, also while the server runs
    #[command(subcommand)]
    Export(Export),
    /// Look a term up, in Chinese or Tibetan
    Search(Search),
    /// Make accounts and look after them, also while the server runs
    #[command(subcommand)]
    User(User),
    /// Make tokens for other systems and revoke them, also while the server runs
    #[command(subcommand)]
    Token(Token),
    /// Change the keys of personal data, also while the server runs
    #[command(subcommand)]
    Keys(Keys),
    /// Invented people and trainings, to see what the registry is like
    #[command(subcommand)]
    Demo(Demo),
    /// Look into the registry
    #[command(subcommand)]
    Registry(Registry),
    /// Look into the audit
    #[command(subcommand)]
    Audit(Audit),
    /// Build the search index anew from the store
    Reindex(DataFlags),
    /// Make a backup, also while the server runs: one sealed file
    Backup(Backup),
    /// Restore a backup into a data directory that is empty or not there
    Restore(Restore),
    /// Check that the data directory is sound, or that a backup can be restored
    Verify(Verify),
    /// Copy a data directory into an empty PostgreSQL database, and compare the two
    ///
    /// Run again after it was cut off, it goes on where it stopped. No command uses the database before it was found equal.
    Migrate(Migrate),
    /// Show the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Work on text: lines in, lines out
    Text(Text),
}

/// The demonstration.
#[derive(Debug, Subcommand)]
pub enum Demo {
    /// Load invented people and trainings into a registry without real people; a second time changes nothing
    Load(Output),
}

/// What can be imported.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Read glossary files; each is one transaction, and reading one twice changes nothing
    Glossary(ImportGlossary),
    /// Read courts, a row each, or a plain table of the tree that rights of coordinators follow: court_code, name_zh and
    /// parent_code, or division_code, name_zh and parent_zh
    Courts(ImportSheet),
    /// Read people, a row each, with what they are now
    People(ImportSheet),
    /// Read posts of people over time
    Posts(ImportSheet),
    /// Read what people can do in dialects
    Skills(ImportSheet),
    /// Read trainings, a row each
    Trainings(ImportSheet),
    /// Read who is enrolled in trainings
    Enrolments(ImportSheet),
    /// Read who was there when
    Attendance(ImportSheet),
    /// Read what came of tests
    Results(ImportSheet),
    /// Take back, within a day, what one of these has written
    Undo(ImportUndo),
    /// Read the fields of law as a tree: each row takes the place of the field with its code
    SubjectFields(ImportSubjectFields),
    /// Read what collections are called and what they are: each table takes the place of the one of its name
    Collections(ImportCollections),
}

/// `import glossary`.
#[derive(Debug, Args)]
pub struct ImportGlossary {
    /// The files, in this order; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The format of the files, if their extensions do not tell it
    #[arg(long, value_parser = format_parser())]
    pub format: Option<Format>,
    /// The collection of rows that name none
    #[arg(long, value_name = "NAME")]
    pub collection: Option<CollectionName>,
    /// The official list whose complete new edition FILE is; its own name is that of `--collection`
    #[arg(long, value_name = "NAME", conflicts_with = "as_published")]
    pub succeeds: Option<CollectionName>,
    /// What the file was published as, in a TOML file: its rows are authorised by that
    #[arg(long, value_name = "BATCH.toml")]
    pub as_published: Option<PathBuf>,
    /// A file of lines `heading = column`, for headings that are not recognised
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// The columns of files that have no header, such as zh,bo
    #[arg(long, value_name = "NAMES", conflicts_with = "mapping", value_parser = ColumnList::parse)]
    pub columns: Option<ColumnList>,
    /// Pass over unknown columns
    #[arg(long)]
    pub ignore_extra: bool,
    /// The file is another glossary's: find its concepts by name, and use its ids only inside the file
    #[arg(long)]
    pub ignore_ids: bool,
    /// What to do when rows are bad: write nothing, or write the good rows and save the bad ones beside FILE
    #[arg(long, value_name = "HOW", default_value = "stop", value_parser = on_error_parser())]
    pub on_error: OnError,
    /// Say what would happen and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print one JSON document: `files`, an object for each file
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub data: DataFlags,
}

/// `search`.
#[derive(Debug, Args)]
pub struct Search {
    /// The term, or a part of it
    pub query: String,
    /// At most this many hits, 1 to 100
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u8).range(1..=100))]
    pub limit: u8,
    /// Print one JSON document, as GET /api/v1/search answers
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub data: DataFlags,
}

/// `backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// The file to make; it must not be there, and its folder must
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
    /// Put the keys into the backup as well, under a passphrase: with it alone everything can be restored
    #[arg(long)]
    pub with_keys: bool,
    /// A file whose first line is the passphrase, instead of asking at the terminal
    #[arg(long, value_name = "FILE", requires = "with_keys")]
    pub passphrase_file: Option<PathBuf>,
    #[command(flatten)]
    pub data: DataFlags,
}

/// `restore`.
#[derive(Debug, Args)]
pub struct Restore {
    /// The backup
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
    #[command(flatten)]
    pub unlock: Unlock,
    #[command(flatten)]
    pub data: DataFlags,
}

/// `verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// The data directory, in place of `--data-dir`; or the file of a backup
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,
    #[command(flatten)]
    pub unlock: Unlock,
    #[command(flatten)]
    pub data: DataFlags,
}

/// With what a backup is opened when its key is not in the data directory.
#[derive(Debug, Args)]
pub struct Unlock {
    /// The file of the key that the backup was sealed with [default: the keys in the data directory]
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// A file whose first line is the passphrase of the keys in the backup, instead of asking at the terminal
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// `config`.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print every setting in force and where it came from
    Show {
        /// Print one JSON document
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        flags: ServeFlags,
    },
}

/// `text`.
#[derive(Debug, Args)]
pub struct Text {
    /// The work to do on each line of standard input
    #[command(subcommand)]
    pub work: TextWork,
}

/// The kinds of work on text.
#[derive(Debug, Subcommand)]
pub enum TextWork {
    /// Work that gives a line for each line whatever stands in it.
    #[command(flatten)]
    Line(LineWork),
    /// Tibetan to Extended Wylie (EWTS); what had to be escaped is told on standard error
    ToEwts,
    /// Extended Wylie (EWTS) to Tibetan; what is doubtful is told on standard error
    FromEwts(FromEwts),
    /// All lines in dictionary order: numbers, Tibetan, Latin, Chinese
    Sort,
    /// Tibetan of old fonts and encodings to Unicode, with a table of yours; tells what it finds without one
    Convert(Convert),
}

/// The kinds of work that cannot fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Subcommand)]
pub enum LineWork {
    /// The form entries are kept in: canonical order and punctuation
    Normalize,
    /// The form that is compared when searching
    Fold,
    /// Tibetan syllables, with | between
    Syllables,
    /// What each syllable is to native spelling: its parts, a loan, or what is wrong with it
    Parse,
    /// Tibetan by its sound, in THL Simplified Phonetics
    Phonetic,
    /// The key that Tibetan is found by when it is typed by ear
    PhoneticKey,
    /// How near two Tibetan terms are, given with a tab between: 0 is the same, 10 a wholly different letter
    Distance,
    /// Traditional Chinese to simplified
    Simplify,
    /// Chinese in Hanyu Pinyin with tone marks
    Pinyin,
    /// The keys that Chinese is found by: each reading spaced, then its initials with z and with zh, with | between
    PinyinKeys,
    /// The key that Chinese terms of like sound share
    Homophone,
    /// Chinese words, with | between
    Segment,
    /// Stretches of one script, each with its name, with | between
    Runs,
}

/// `text from-ewts`.
#[derive(Debug, Args)]
pub struct FromEwts {
    /// Read Wylie as people type it: any capitals and apostrophes, syllables run together
    #[arg(long)]
    pub loose: bool,
}

/// `text convert`.
#[derive(Debug, Args)]
pub struct Convert {
    /// The table: `# encoding: …`, then a source, a tab and its Tibetan in each line
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
}

/// Flags of every command that opens the data directory.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Settings")]
pub struct DataFlags {
    /// The data directory [default: shanjar-data]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<String>,
    /// A PostgreSQL database that holds the glossary in place of the data directory; better in SHANJAR_DATABASE, where other
    /// accounts do not see its password
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// A configuration file instead of shanjar.toml in the data directory
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The form of log lines: plain or json
    #[arg(long, value_name = "FORMAT")]
    log_format: Option<String>,
    /// The least level logged: off, error, warn, info, debug or trace
    #[arg(long, value_name = "LEVEL")]
    log_level: Option<String>,
}

/// Flags of the server.
#[derive(Debug, Args)]
#[command(next_help_heading = "Settings")]
pub struct ServeFlags {
    /// Address and port [default: 127.0.0.1:8080]; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// A PEM file with the server's certificate, to answer on HTTPS
    #[arg(long, value_name = "FILE")]
    tls_certificate: Option<String>,
    /// A PEM file with the private key of that certificate
    #[arg(long, value_name = "FILE")]
    tls_key: Option<String>,
    /// Whether the glossary can be read without signing in [default: true]
    #[arg(long, value_name = "true|false")]
    public_read: Option<String>,
    #[command(flatten)]
    data: DataFlags,
}

impl DataFlags {
    /// Returns what the flags say about settings.
    pub fn sources(&self) -> Sources {
        let flags = given([
            (&setting::DATA_DIR, &self.data_dir),
            (&setting::DATABASE, &self.database),
            (&setting::LOG_FORMAT, &self.log_format),
            (&setting::LOG_LEVEL, &self.log_level),
        ]);
        Sources {
            flags,
            config_file: self.config.clone(),
        }
    }
}

impl Verify {
    /// Returns the backup that is to be checked, if it is not the data directory.
    pub fn backup(&self) -> Option<&Path> {
        self.path.as_deref().filter(|path| path.is_file())
    }

    /// Tells whether what to check was named in two ways.
    pub fn names_two(&self) -> bool {
        let is_otherwise_named = self.data.data_dir.is_some() || self.data.database.is_some();
        self.path.is_some() && self.backup().is_none() && is_otherwise_named
    }

    /// Returns what the command line says about settings.
    pub fn sources(&self) -> Sources {
        let mut sources = self.data.sources();
        if let Some(path) = self.path.as_ref().filter(|_| self.backup().is_none()) {
            // What was named is checked, and not the database that the settings name.
            let named = [
                (&setting::DATA_DIR, path.to_string_lossy().into_owned()),
                (&setting::DATABASE, String::new()),
            ];
            sources.flags.extend(named);
        }
        sources
    }
}

impl ServeFlags {
    /// Returns what the flags say about settings.
    pub fn sources(&self) -> Sources {
        let mut sources = self.data.sources();
        let own = [
            (&setting::LISTEN, &self.listen),
            (&setting::TLS_CERTIFICATE, &self.tls_certificate),
            (&setting::TLS_KEY, &self.tls_key),
            (&setting::PUBLIC_READ, &self.public_read),
        ];
        sources.flags.extend(given(own));
        sources
    }
}

fn given<const N: usize>(flags: [(&'static Setting, &Option<String>); N]) -> Vec<(&'static Setting, String)> {
    flags
        .into_iter()
        .filter_map(|(setting, value)| Some((setting, value.clone()?)))
        .collect()
}

fn format_parser() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::as_str)).try_map(|name| name.parse::<Format>())
}

fn on_error_parser() -> impl TypedValueParser<Value = OnError> {
    PossibleValuesParser::new(["stop", "skip"]).map(|name| match name.as_str() {
        "skip" => OnError::Skip,
        _ => OnError::Stop,
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_declaration_holds_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_setting_with_a_flag_can_be_given_to_serve() {
        let command = Arguments::command();
        let serve = command.find_subcommand("serve").unwrap();
        let offered: Vec<_> = serve.get_arguments().filter_map(clap::Arg::get_long).collect();
        for flag in setting::ALL.iter().filter_map(|s| s.flag) {
            assert!(offered.contains(&flag), "--{flag}");
        }
    }

    #[test]
    fn a_flag_reaches_the_setting_of_its_name() {
        for setting in setting::ALL {
            let Some(flag) = setting.flag else { continue };
            let typed = ["shanjar", "serve", &format!("--{flag}"), "value"];
            let Command::Serve(flags) = Arguments::parse_from(typed).command else {
                panic!("{flag}")
            };
            assert_eq!(flags.sources().flags, [(*setting, "value".to_owned())]);
        }
    }
}
