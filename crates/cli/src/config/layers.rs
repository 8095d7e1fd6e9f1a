//! Where settings are given: reads the environment and the file, and picks the layer that counts.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use super::file::{self, FileSettings};
use super::setting::{self, Setting};
use super::{ConfigError, Effective};

/// The name of the configuration file inside the data directory.
const FILE_NAME: &str = "shanjar.toml";
/// Names another configuration file, as `--config` does.
pub(super) const CONFIG_VARIABLE: &str = "SHANJAR_CONFIG";
/// What tells the language of messages, the strongest first, as in POSIX.
const LOCALE_VARIABLES: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody said otherwise.
    Default,
    /// A line of the configuration file, counted from 1.
    File {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
    },
    /// An environment variable.
    Variable(&'static str),
    /// A flag, without its dashes.
    Flag(&'static str),
}

/// What the command line says about settings.
#[derive(Debug, Default)]
pub struct Sources {
    /// The values of flags.
    pub flags: Vec<(&'static Setting, String)>,
    /// The value of `--config`.
    pub config_file: Option<PathBuf>,
}

/// Everything that was given, read but not yet checked.
#[derive(Debug, Default)]
pub struct Layers {
    pub(super) flags: BTreeMap<&'static str, String>,
    pub(super) variables: BTreeMap<&'static str, String>,
    pub(super) settings: FileSettings,
    pub(super) file: Option<PathBuf>,
}

impl Sources {
    /// Reads the environment and the configuration file.
    pub(super) fn read(&self) -> Result<Layers, ConfigError> {
        self.read_with(environment_variable)
    }

    /// Reads the environment from `variable`.
    pub(super) fn read_with(
        &self,
        variable: impl Fn(&'static str) -> Option<OsString>,
    ) -> Result<Layers, ConfigError> {
        let mut layers = Layers::default();
        layers.flags.extend(
            self.flags
                .iter()
                .map(|(setting, value)| (setting.key, value.clone())),
        );
        // Other names that begin alike are told, not refused: orchestrators set some on their own.
        let names = setting::ALL.iter().map(|s| s.variable).chain(LOCALE_VARIABLES);
        for name in names {
            // An empty variable counts as none, so that a unit file can switch one off.
            let Some(value) = variable(name).filter(|value| !value.is_empty()) else {
                continue;
            };
            // What is no UTF-8 becomes a value that no setting accepts, and is shown.
            layers
                .variables
                .insert(name, value.to_string_lossy().into_owned());
        }
        let named = self
            .config_file
            .clone()
            .or_else(|| variable(CONFIG_VARIABLE).map(PathBuf::from));
        let is_named = named.is_some();
        let dir = layers.effective(&setting::DATA_DIR).value;
        let path = named.unwrap_or_else(|| Path::new(&dir).join(FILE_NAME));
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                layers.settings = file::parse(&path, &text)?;
                layers.file = Some(path);
            }
            Err(err) if !is_named && is_absent(&err) => {}
            Err(err) => return Err(ConfigError::unreadable(&path, &err)),
        }
        match (&layers.file, layers.settings.get(setting::DATA_DIR.key)) {
            (Some(path), Some((elsewhere, line))) if !is_named && *elsewhere != dir => {
                let message = format!(
                    "the file inside a data directory cannot move it to `{elsewhere}` \
                     (hint: use `--data-dir`, {} or a file named by `--config`)",
                    setting::DATA_DIR.variable
                );
                Err(ConfigError::at(path, *line, &message))
            }
            _ => Ok(layers),
        }
    }
}

impl Layers {
    /// Returns the value of a setting as text, and where it came from.
    pub fn effective(&self, setting: &'static Setting) -> Effective {
        let (value, origin) = self.strongest(setting);
        Effective {
            setting,
            value: value.to_owned(),
            origin,
        }
    }

    /// Returns the value of a setting as `parse` reads it; `parse` says what it expects when it cannot.
    pub(super) fn value<T>(
        &self,
        setting: &'static Setting,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<T, ConfigError> {
        let given = self.effective(setting);
        parse(&given.value).map_err(|expected| ConfigError::bad_value(&given, &expected))
    }

    /// Returns the locale variable that counts and its value.
    pub(super) fn locale(&self) -> Option<(&'static str, &String)> {
        LOCALE_VARIABLES
            .iter()
            .find_map(|name| self.variables.get_key_value(name))
            .map(|(name, v)| (*name, v))
    }

    fn strongest(&self, setting: &'static Setting) -> (&str, Origin) {
        if let (Some(value), Some(flag)) = (self.flags.get(setting.key), setting.flag) {
            return (value, Origin::Flag(flag));
        }
        if let Some(value) = self.variables.get(setting.variable) {
            return (value, Origin::Variable(setting.variable));
        }
        if let (Some((value, line)), Some(path)) = (self.settings.get(setting.key), &self.file) {
            return (
                value,
                Origin::File {
                    path: path.clone(),
                    line: *line,
                },
            );
        }
        (setting.default, Origin::Default)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, line } => write!(f, "{}:{line}", path.display()),
            Self::Variable(name) => f.write_str(name),
            Self::Flag(name) => write!(f, "--{name}"),
        }
    }
}

/// Returns the names of all variables.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the program reads the environment"
)]
pub(super) fn environment_names() -> Vec<OsString> {
    std::env::vars_os().map(|(name, _)| name).collect()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the program reads the environment"
)]
fn environment_variable(name: &'static str) -> Option<OsString> {
    std::env::var_os(name)
}

/// Tells whether there is no such file; a data directory that is a file is the store's to complain about.
fn is_absent(err: &std::io::Error) -> bool {
    matches!(
        err.kind(),
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory
    )
}
