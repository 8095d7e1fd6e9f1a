//! The settings of backups.

use std::path::PathBuf;

use app::NightTime;
use app::backup::Keep;

use super::layers::Layers;
use super::{ConfigError, parse_number, setting, time_of_day};

/// Backups: where they go, when, and for how long.
#[derive(Debug, Clone)]
pub struct Backup {
    /// What the server makes every night, if it does.
    pub nightly: Option<Nightly>,
    /// The file of the passphrase of keys in backups, if there is one.
    pub passphrase_file: Option<PathBuf>,
}

/// The backups that the server makes every night.
#[derive(Debug, Clone)]
pub struct Nightly {
    /// Their folder; `None` for the one in the data directory.
    pub path: Option<PathBuf>,
    /// The folder to which each is copied, if there is one.
    pub second_path: Option<PathBuf>,
    /// From which time on.
    pub at: NightTime,
    /// How long they are kept.
    pub keep: Keep,
}

impl Backup {
    pub(super) fn resolve(layers: &Layers, utc_offset_minutes: i16) -> Result<Self, ConfigError> {
        let path = |text: &str| Ok((!text.is_empty()).then(|| PathBuf::from(text)));
        let folder = layers.value(&setting::BACKUP_PATH, path)?;
        let second_path = layers.value(&setting::BACKUP_SECOND_PATH, path)?;
        let at = layers.value(&setting::BACKUP_AT, time_of_day::parse)?;
        let keep = Keep {
            days: layers.value(&setting::BACKUP_KEEP_DAYS, |text| parse_number(text, 1, 3_650))?,
            months: layers.value(&setting::BACKUP_KEEP_MONTHS, |text| parse_number(text, 0, 120))?,
        };
        Ok(Self {
            nightly: at.map(|minute_of_day| Nightly {
                path: folder,
                second_path,
                at: NightTime {
                    minute_of_day,
                    utc_offset_minutes,
                },
                keep,
            }),
            passphrase_file: layers.value(&setting::BACKUP_PASSPHRASE_FILE, path)?,
        })
    }
}
