//! What files are imported into: a data directory that is made only when there is something to put in.

use app::{Actor, App, Error, ImportFile, ImportOptions, ImportReport, ReadOnlyApp, WriteGlossary};

use crate::arguments::ImportGlossary;
use crate::commands::open::{open, open_read_only};
use crate::config::Config;

/// What files are imported into.
pub enum Target {
    /// The data directory; opened, and made if it is not there, for the first file that can be read.
    DataDirectory(Option<App>),
    /// A data directory of which only is said what would happen in it.
    Preview(ReadOnlyApp),
    /// The same where there is no data yet.
    FirstPreview,
}

impl Target {
    /// Chooses what to import into.
    ///
    /// # Errors
    /// If a data directory that is only looked at cannot be read.
    pub fn of(what: &ImportGlossary, config: &Config) -> anyhow::Result<Self> {
        Ok(match what.dry_run {
            false => Self::DataDirectory(None),
            true if config.data.database.is_some() || app::holds_data(&config.data.dir) => {
                Self::Preview(open_read_only(config)?)
            }
            true => Self::FirstPreview,
        })
    }

    /// Imports one file, or says what importing it would do.
    ///
    /// # Errors
    /// If the data directory cannot be opened. What is wrong with the import of this file is inside.
    pub fn import(
        &mut self,
        file: &ImportFile,
        options: &ImportOptions,
        config: &Config,
    ) -> anyhow::Result<Result<ImportReport, Error>> {
        Ok(match self {
            Self::DataDirectory(opened) => {
                let app = match opened {
                    Some(app) => app,
                    none => none.insert(open(config)?),
                };
                let permit = app.policy().permit::<WriteGlossary>(&Actor::Operator)?;
                app.import_glossary(&permit, file, options)
            }
            Self::Preview(app) => {
                let permit = app.policy().permit::<WriteGlossary>(&Actor::Operator)?;
                app.preview_import(&permit, file, options)
            }
            Self::FirstPreview => app::preview_first_import(file, options),
        })
    }

    /// Waits for the index and lets go of the directory.
    ///
    /// # Errors
    /// If the index could not follow.
    pub fn close(self) -> Result<(), Error> {
        let Self::DataDirectory(Some(app)) = self else {
            return Ok(());
        };
        let followed = app.wait_for_index();
        app.close();
        followed.map(|_| ())
    }
}
