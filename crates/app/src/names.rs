//! What collections and fields of law are called, held in memory, so that a page of hits can say it without the store.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use store::{Session, Store, collections, subject_fields};
use tracing::warn;

use crate::Error;

/// After how long the names are read again unasked: another node may have written them, and a description is no change of
/// the log.
const AGE: Duration = Duration::from_secs(30);

/// The names of one thing in the languages in which somebody gave them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GivenNames {
    /// In Chinese.
    pub zh: Option<String>,
    /// In Tibetan, from a named source.
    pub bo: Option<String>,
    /// In English.
    pub en: Option<String>,
}

/// The names of everything that has one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Of collections, by their codes.
    pub collections: HashMap<String, GivenNames>,
    /// Of fields of law, by their codes.
    pub subject_fields: HashMap<String, GivenNames>,
}

/// The names as they were when the store was last asked. Empty until then.
#[derive(Debug, Default)]
pub struct NameBook {
    names: RwLock<Arc<Names>>,
    read_at: Mutex<Option<Instant>>,
}

impl NameBook {
    /// Returns a book of `names`.
    #[must_use]
    pub fn of(names: Names) -> Self {
        Self {
            names: RwLock::new(Arc::new(names)),
            read_at: Mutex::default(),
        }
    }

    /// Returns the names as they are known now; asks nobody.
    #[must_use]
    pub fn names(&self) -> Arc<Names> {
        Arc::clone(&self.names.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the names anew.
    ///
    /// # Errors
    /// If the store cannot be read; the names stay as they were.
    pub(crate) fn refresh(&self, store: &Store) -> Result<(), Error> {
        let names = Arc::new(store.read(read)?);
        *self.names.write().unwrap_or_else(PoisonError::into_inner) = names;
        *self.read_at() = Some(Instant::now());
        Ok(())
    }

    /// As [`refresh`](Self::refresh), after a write that is done already: a failure is told, and leaves the old names.
    pub(crate) fn refresh_or_warn(&self, store: &Store) {
        if let Err(err) = self.refresh(store) {
            warn!(error = %err, "the names of collections and fields could not be read again; they follow within a minute");
        }
    }

    /// As [`refresh`](Self::refresh), unless that was done a moment ago.
    ///
    /// # Errors
    /// As [`refresh`](Self::refresh).
    pub(crate) fn refresh_if_old(&self, store: &Store) -> Result<(), Error> {
        let is_new = self.read_at().is_some_and(|at| at.elapsed() < AGE);
        if is_new { Ok(()) } else { self.refresh(store) }
    }

    fn read_at(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.read_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(session: &mut dyn Session) -> Result<Names, Error> {
    let collections = collections::list(session)?.into_iter().map(|collection| {
        let given = GivenNames {
            zh: collection.title_zh,
            bo: collection.title_bo,
            en: collection.title_en,
        };
        (collection.name.to_string(), given)
    });
    let collections = collections.collect();
    let fields = subject_fields::list(session)?.into_iter().map(|field| {
        let given = GivenNames {
            zh: Some(field.name_zh),
            bo: field.name_bo,
            en: field.name_en,
        };
        (field.code.to_string(), given)
    });
    Ok(Names {
        collections,
        subject_fields: fields.collect(),
    })
}
