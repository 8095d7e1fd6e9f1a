//! The settings of a run: flag before environment before file before default, each with where it came from.

mod audit;
mod backup;
mod effective;
mod file;
mod http;
mod layers;
pub mod setting;
mod syslog;
mod time_of_day;
mod unknown;

use std::fmt::{self, Display};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use app::{CollectionName, Database, NightTime, personal_data};
use tracing_subscriber::filter::LevelFilter;

pub use self::audit::Audit;
pub use self::backup::Backup;
pub use self::effective::{as_json, as_toml};
pub use self::http::Http;
pub use self::layers::{Layers, Origin, Sources};
use self::setting::Setting;
pub use self::syslog::Syslog;
pub use self::unknown::told as unknown_variable;
use crate::language::Language;

/// Everything that can be set, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// The language of messages.
    pub language: Language,
    /// Where the data is.
    pub data: Data,
    /// The server.
    pub http: Http,
    /// What of the glossary is shown, and to whom.
    pub glossary: Glossary,
    /// The search index.
    pub index: Index,
    /// Backups.
    pub backup: Backup,
    /// The audit.
    pub audit: Audit,
    /// The collector that gets audit entries, if there is one.
    pub syslog: Option<Syslog>,
    /// The log.
    pub log: Log,
    /// The file that was read, if there was one.
    pub file: Option<PathBuf>,
    /// Every setting as text, in the order of [`setting::ALL`].
    pub effective: Vec<Effective>,
    /// Variables that look like settings and are none.
    pub unknown_variables: Vec<String>,
}

/// Where the data is.
#[derive(Debug, Clone)]
pub struct Data {
    /// The data directory; it may not exist yet.
    pub dir: PathBuf,
    /// The database on a server, if the glossary is not in the data directory.
    pub database: Option<Database>,
    /// The file of the keys of personal data, if it is not in the data directory.
    pub keys_file: Option<PathBuf>,
}

impl Data {
    /// Returns the file of the keys of personal data, wherever it is.
    pub fn field_keys(&self) -> PathBuf {
        let in_data_dir = || personal_data::file_in(&self.dir);
        self.keys_file.clone().unwrap_or_else(in_data_dir)
    }
}

/// What of the glossary is shown, and to whom.
#[derive(Debug, Clone)]
pub struct Glossary {
    /// Whether it can be read without signing in.
    pub public_read: bool,
    /// Collections that no answer shows.
    pub hidden_collections: Vec<CollectionName>,
    /// Whether what was looked up in vain is counted.
    pub count_lookups: bool,
}

/// The search index.
#[derive(Debug, Clone)]
pub struct Index {
    /// When it is tidied; `None` for never.
    pub tidy_at: Option<NightTime>,
}

/// The log on standard error.
#[derive(Debug, Clone)]
pub struct Log {
    /// How lines look.
    pub format: LogFormat,
    /// The least level that is written; `None` if nobody chose one.
    pub level: Option<LevelFilter>,
    /// Whether every request is written.
    pub requests: bool,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Plain,
    /// One JSON object a line.
    Json,
}

/// A setting as it is in force.
#[derive(Debug, Clone)]
pub struct Effective {
    /// Which.
    pub setting: &'static Setting,
    /// Its value as text; names of a list with commas between.
    pub value: String,
    /// Where it came from.
    pub origin: Origin,
}

/// A setting that cannot be used. The message is one line.
#[derive(Debug)]
pub struct ConfigError {
    message: String,
    is_wrong_usage: bool,
}

impl Config {
    /// Reads the configuration file, if there is one, and puts the layers together.
    ///
    /// # Errors
    /// If the file cannot be read or a value in any layer cannot be used.
    pub fn load(sources: &Sources) -> Result<Self, ConfigError> {
        Ok(Self {
            unknown_variables: unknown::among(layers::environment_names()),
            ..Self::resolve(&sources.read()?)?
        })
    }

    fn resolve(layers: &Layers) -> Result<Self, ConfigError> {
        let language = layers.value(&setting::LANGUAGE, |text| match text {
            "auto" => Ok(layers
                .locale()
                .map_or(Language::En, |locale| Language::of_locale(locale.1))),
            other => Language::of_code(other).ok_or("zh, en or auto".to_owned()),
        })?;
        let data = Data {
            dir: layers.value(&setting::DATA_DIR, parse_path)?,
            // Nothing is refused here: a refusal would show the value, and the value may hold a password.
            database: layers.value(&setting::DATABASE, |text| {
                Ok((!text.is_empty()).then(|| Database::at(text)))
            })?,
            keys_file: layers.value(&setting::KEYS_FILE, |text| {
                Ok((!text.is_empty()).then(|| PathBuf::from(text)))
            })?,
        };
        let http = Http::resolve(layers)?;
        let glossary = Glossary {
            public_read: layers.value(&setting::PUBLIC_READ, parse_switch)?,
            hidden_collections: layers.value(&setting::HIDDEN_COLLECTIONS, parse_collections)?,
            count_lookups: layers.value(&setting::COUNT_LOOKUPS, parse_switch)?,
        };
        let index = Index {
            tidy_at: layers.value(&setting::TIDY_AT, |text| {
                let minute_of_day = time_of_day::parse(text)?;
                Ok(minute_of_day.map(|minute_of_day| NightTime {
                    minute_of_day,
                    utc_offset_minutes: http.utc_offset_minutes,
                }))
            })?,
        };
        let backup = Backup::resolve(layers, http.utc_offset_minutes)?;
        let audit = Audit::resolve(layers, &data.dir, http.utc_offset_minutes)?;
        let syslog = Syslog::resolve(layers)?;
        let format = layers.value(&setting::LOG_FORMAT, |text| match text {
            "plain" => Ok(LogFormat::Plain),
            "json" => Ok(LogFormat::Json),
            _ => Err("plain or json".to_owned()),
        })?;
        let requests = layers.value(&setting::LOG_REQUESTS, parse_switch)?;
        let level = layers.value(&setting::LOG_LEVEL, parse_level)?;
        let is_chosen = layers.effective(&setting::LOG_LEVEL).origin != Origin::Default;
        Ok(Self {
            language,
            data,
            http,
            glossary,
            index,
            backup,
            audit,
            syslog,
            log: Log {
                format,
                level: is_chosen.then_some(level),
                requests,
            },
            file: layers.file.clone(),
            effective: setting::ALL.iter().map(|s| shown(layers.effective(s))).collect(),
            unknown_variables: Vec::new(),
        })
    }
}

impl ConfigError {
    fn at(path: &Path, line: usize, message: &str) -> Self {
        Self {
            message: format!("{}:{line}: {message}", path.display()),
            is_wrong_usage: false,
        }
    }

    fn unreadable(path: &Path, cause: &std::io::Error) -> Self {
        let message = format!(
            "the configuration file `{}` cannot be read: {cause}",
            path.display()
        );
        Self {
            message,
            is_wrong_usage: false,
        }
    }

    fn bad_value(given: &Effective, expected: &str) -> Self {
        let Effective {
            setting,
            value,
            origin,
        } = given;
        let message = match origin {
            Origin::File { path, line } => {
                format!(
                    "{}:{line}: `{}` is `{value}` and must be {expected}",
                    path.display(),
                    setting.key
                )
            }
            named => format!("{named} is `{value}` and must be {expected}"),
        };
        Self {
            message,
            is_wrong_usage: matches!(origin, Origin::Flag(_)),
        }
    }

    /// Tells whether the command line itself was wrong, not what it points to.
    pub fn is_wrong_usage(&self) -> bool {
        self.is_wrong_usage
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ConfigError {}

/// Takes the password out of a value that is going to be shown.
fn shown(given: Effective) -> Effective {
    let is_secret = *given.setting == setting::DATABASE && !given.value.is_empty();
    let value = if is_secret {
        Database::at(given.value).to_string()
    } else {
        given.value
    };
    Effective { value, ..given }
}

/// Reads a whole number without sign and leading zeros, so that `config show` prints what TOML takes.
fn parse_number<N: FromStr + Display + PartialOrd>(text: &str, least: N, most: N) -> Result<N, String> {
    let number: Option<N> = text.parse().ok().filter(|number: &N| number.to_string() == text);
    number
        .filter(|number| (&least..=&most).contains(&number))
        .ok_or_else(|| format!("a whole number from {least} to {most}"))
}

fn parse_path(text: &str) -> Result<PathBuf, String> {
    if text.is_empty() {
        Err("the path of a directory".to_owned())
    } else {
        Ok(PathBuf::from(text))
    }
}

fn parse_switch(text: &str) -> Result<bool, String> {
    text.parse().map_err(|_| "true or false".to_owned())
}

fn parse_utc_offset(text: &str) -> Result<i16, String> {
    let form = time::macros::format_description!("[offset_hour sign:mandatory]:[offset_minute]");
    let offset = time::UtcOffset::parse(text, form);
    offset
        .map(time::UtcOffset::whole_minutes)
        .map_err(|_| "hours and minutes such as +08:00".to_owned())
}

fn parse_collections(text: &str) -> Result<Vec<CollectionName>, String> {
    let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
    let parsed: Result<_, <CollectionName as FromStr>::Err> = names.map(str::parse).collect();
    parsed.map_err(|err| format!("a list of collections, but {err}"))
}

fn parse_level(text: &str) -> Result<LevelFilter, String> {
    // `LevelFilter` would also take numbers and capitals, which no manual page of ours mentions.
    let is_name = matches!(text, "off" | "error" | "warn" | "info" | "debug" | "trace");
    let level = is_name.then(|| text.parse().ok()).flatten();
    level.ok_or("off, error, warn, info, debug or trace".to_owned())
}

#[cfg(test)]
mod tests;
