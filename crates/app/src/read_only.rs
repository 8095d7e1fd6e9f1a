//! Opening a data directory for reading alone, also beside the server that writes in it.
//!
//! Nothing is locked, made or mended: what is found is used as it is, or what is wrong with it is told.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use access::AuthoriseGlossary;
use glossary::CollectionName;
use search::{Condition, Origin, RebuildReason, SearchIndex, Words};
use store::{Options, Store, VerifyReport, changes};

use crate::application::{Config, origin, setup};
use crate::data_directory::{expect_data, index_folder};
use crate::import::{self, ImportFile, ImportOptions, ImportReport, Publication};
use crate::look_up::LookUp;
use crate::{Error, Operate, Permit, Policy, WriteGlossary};

/// A data directory opened for reading.
pub struct ReadOnlyApp {
    store: Store,
    hidden: Vec<CollectionName>,
    look_up: LookUp,
    index: IndexState,
    policy: Policy,
}

/// How the index stands to the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexState {
    /// It has read every change.
    Current,
    /// It has still changes to read; what it holds can be asked for.
    Behind {
        /// The change up to which it has read.
        position: u64,
        /// The last change in the store.
        last_seq: u64,
    },
    /// There is none.
    Missing,
    /// It is of another version of the program, or was made with other collections hidden.
    OtherDefinition,
    /// It was made from another store.
    OtherStore,
    /// It has read more changes than there are: the store was put back to an earlier state.
    Ahead {
        /// The change up to which it has read.
        position: u64,
        /// The last change in the store.
        last_seq: u64,
    },
    /// Its files are damaged; in words.
    Damaged(String),
}

impl IndexState {
    /// Tells whether it can answer.
    #[must_use]
    pub fn can_answer(&self) -> bool {
        matches!(self, Self::Current | Self::Behind { .. })
    }

    /// Tells whether it is as the program leaves it, a first start and a new version included. Anything else is made
    /// anew as well, but something has happened to the directory.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.can_answer() || matches!(self, Self::Missing | Self::OtherDefinition)
    }

    fn of(condition: Condition, last_seq: u64) -> Self {
        match condition {
            Condition::Ready { position, .. } if position == last_seq => Self::Current,
            Condition::Ready { position, .. } if position > last_seq => Self::Ahead { position, last_seq },
            Condition::Ready { position, .. } => Self::Behind { position, last_seq },
            Condition::NeedsRebuild(reason) => match reason {
                RebuildReason::Missing => Self::Missing,
                RebuildReason::OtherDefinition => Self::OtherDefinition,
                RebuildReason::OtherOrigin => Self::OtherStore,
                RebuildReason::Ahead { position, last_seq } => Self::Ahead { position, last_seq },
                RebuildReason::Damaged(what) => Self::Damaged(what),
            },
        }
    }
}

impl ReadOnlyApp {
    /// Opens a data directory that has data in it, or whose database is on a server.
    ///
    /// # Errors
    /// [`Error::NoData`] if there is none, and those of [`store::Store::open_read_only`].
    pub fn open(config: Config) -> Result<Self, Error> {
        let store = match &config.database {
            Some(database) => database.open_read_only()?,
            None => {
                expect_data(&config.data_dir)?;
                Store::open_read_only(&config.data_dir, Options::default())?
            }
        };
        let origin = Origin {
            // Whoever writes may go on while the index is opened, so the numbers are compared afterwards.
            last_seq: u64::MAX,
            ..store.read(origin)?
        };
        let setup = setup(origin, &config.hidden_collections, Words::load_in_background())?;
        let (index, condition) = SearchIndex::open_for_reading(&index_folder(&config.data_dir), setup)?;
        let state = IndexState::of(condition, store.read(|session| changes::last_seq(session))?);
        let look_up = LookUp::new(
            index,
            Arc::new(AtomicBool::new(state.can_answer())),
            Arc::default(),
            Arc::default(),
        );
        Ok(Self {
            store,
            hidden: config.hidden_collections,
            look_up,
            index: state,
            policy: Policy {
                public_read: config.public_read,
            },
        })
    }

    /// Returns what the installation allows.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Returns the store.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// Returns the collections that are not shown.
    pub(crate) fn hidden(&self) -> &[CollectionName] {
        &self.hidden
    }

    /// Returns how the index stood to the store when it was opened.
    #[must_use]
    pub fn index(&self) -> &IndexState {
        &self.index
    }

    /// Waits for the Chinese dictionary and returns the door for looking up.
    #[must_use]
    pub fn look_up(&self) -> &LookUp {
        self.look_up.wait_for_words();
        &self.look_up
    }

    /// Checks everything the store promises about its data. Reads all of it.
    ///
    /// # Errors
    /// If the data cannot be read at all.
    pub fn verify(&self, _: &Permit<Operate>) -> Result<VerifyReport, Error> {
        Ok(self.store.verify()?)
    }

    /// Says what an import would do.
    ///
    /// # Errors
    /// If the file or the store cannot be read.
    pub fn preview_import(
        &self,
        _: &Permit<WriteGlossary>,
        file: &ImportFile,
        options: &ImportOptions,
    ) -> Result<ImportReport, Error> {
        import::preview((&self.store, &self.hidden), file, options, None)
    }

    /// Says what importing a dictionary that was published before would do.
    ///
    /// # Errors
    /// Those of [`App::import_published`](crate::App::import_published) but [`Error::BatchEmpty`].
    pub fn preview_published(
        &self,
        _: &Permit<AuthoriseGlossary>,
        file: &ImportFile,
        options: &ImportOptions,
        publication: &Publication,
    ) -> Result<ImportReport, Error> {
        import::preview((&self.store, &self.hidden), file, options, Some(publication))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_answers_when_it_is_of_this_store_and_not_ahead_of_it() {
        let ready = |position| Condition::Ready {
            position,
            is_checked: true,
        };
        let needs = Condition::NeedsRebuild;
        let damaged = || RebuildReason::Damaged("x".into());
        for (condition, can_answer, is_sound) in [
            (ready(5), true, true),
            (ready(4), true, true),
            (ready(6), false, false),
            (needs(RebuildReason::Missing), false, true),
            (needs(RebuildReason::OtherDefinition), false, true),
            (needs(RebuildReason::OtherOrigin), false, false),
            (needs(damaged()), false, false),
        ] {
            let state = IndexState::of(condition, 5);
            assert_eq!(
                (state.can_answer(), state.is_sound()),
                (can_answer, is_sound),
                "{state:?}"
            );
        }
    }
}
