//! What files are imported into: a data directory that is made only when there is something to put in.

use app::access::AuthoriseGlossary;
use app::{
    Actor, App, Error, ImportFile, ImportOptions, ImportReport, Publication, ReadOnlyApp, WriteGlossary,
};

use super::made_directory::MadeDirectory;
use crate::arguments::ImportGlossary;
use crate::commands::open::{open, open_read_only};
use crate::config::Config;
use crate::messages;

/// What files are imported into, and as what.
pub struct Target {
    place: Place,
    publication: Option<Publication>,
}

enum Place {
    /// The data directory; opened, and made if it is not there, for the first file that can be read.
    DataDirectory(Option<Opened>),
    /// A data directory of which only is said what would happen in it.
    Preview(ReadOnlyApp),
    /// The same where there is no data yet.
    FirstPreview,
}

/// A data directory that was opened.
struct Opened {
    app: App,
    /// What was made for it and is of no use to anybody until something is written.
    made: Option<MadeDirectory>,
}

impl Target {
    /// Chooses what to import into; with a publication, as what was published before.
    ///
    /// # Errors
    /// If a data directory that is only looked at cannot be read.
    pub fn of(
        what: &ImportGlossary,
        publication: Option<Publication>,
        config: &Config,
    ) -> anyhow::Result<Self> {
        let place = Place::of(what, config)?;
        Ok(Self { place, publication })
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
        let publication = self.publication.as_ref();
        Ok(match &mut self.place {
            Place::DataDirectory(opened) => {
                let opened = match opened {
                    Some(opened) => opened,
                    none => {
                        let made = MadeDirectory::before(config);
                        let app = open(config)?;
                        none.insert(Opened { app, made })
                    }
                };
                let app = &opened.app;
                let report = match publication {
                    Some(publication) => {
                        let permit = app.policy().permit::<AuthoriseGlossary>(&Actor::Operator)?;
                        app.import_published(&permit, file, options, publication)
                    }
                    None => {
                        let permit = app.policy().permit::<WriteGlossary>(&Actor::Operator)?;
                        app.import_glossary(&permit, file, options)
                    }
                };
                let may_be_kept = match &report {
                    Ok(report) => !report.is_refused,
                    // It can be unknown whether what failed in the store was kept.
                    Err(err) => matches!(err, Error::Store(_)),
                };
                if may_be_kept {
                    opened.made = None;
                }
                report
            }
            Place::Preview(app) => match publication {
                Some(publication) => {
                    let permit = app.policy().permit::<AuthoriseGlossary>(&Actor::Operator)?;
                    app.preview_published(&permit, file, options, publication)
                }
                None => {
                    let permit = app.policy().permit::<WriteGlossary>(&Actor::Operator)?;
                    app.preview_import(&permit, file, options)
                }
            },
            Place::FirstPreview => app::preview_first_import(file, options, publication),
        })
    }

    /// Waits for the index and lets go of the directory. One that was made for files of which none was written goes again.
    ///
    /// # Errors
    /// If the index could not follow.
    pub fn close(self) -> Result<(), Error> {
        let Place::DataDirectory(Some(Opened { app, made })) = self.place else {
            return Ok(());
        };
        let followed = app.wait_for_index();
        app.close();
        if let Some(made) = made {
            made.remove();
        }
        followed.map(|_| ())
    }
}

impl Place {
    fn of(what: &ImportGlossary, config: &Config) -> anyhow::Result<Self> {
        if !what.dry_run {
            return Ok(Self::DataDirectory(None));
        }
        if config.data.database.is_none() && !app::holds_data(&config.data.dir) {
            return Ok(Self::FirstPreview);
        }
        match open_read_only(config) {
            Ok(app) => Ok(Self::Preview(app)),
            Err(Error::NoStore { .. }) => Ok(Self::FirstPreview),
            Err(err) => Err(messages::refusal(config.language, err)),
        }
    }
}
