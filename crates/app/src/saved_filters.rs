//! Filters of concepts that somebody keeps under a name, and may share with all who edit.

use access::{KeepFilters, Permit, ReadDrafts};
use glossary::filter::Filter;
use store::saved_filters::{self, SavedFilter};

use crate::accounts::new_id;
use crate::{App, Error};

/// How many filters one account or token keeps at most.
pub const MAX_SAVED_FILTERS: u64 = 50;
/// Longest name of one, in characters.
pub const MAX_FILTER_NAME_CHARS: usize = 60;
/// How many are listed: one's own, and some hundreds that others share.
const MOST_LISTED: usize = 500;

impl App {
    /// Keeps `filter` under `name`, in place of the one that has this name. Whoever brings `shared` shares it with all who
    /// edit.
    ///
    /// # Errors
    /// [`Error::BadFilterName`] without a name of 1 to 60 characters, none of them a control character;
    /// [`Error::EmptyFilter`] if everything passes it; [`Error::TooManyFilters`].
    pub fn save_filter(
        &self,
        permit: &Permit<KeepFilters>,
        shared: Option<&Permit<ReadDrafts>>,
        name: &str,
        filter: &Filter,
    ) -> Result<SavedFilter, Error> {
        let name = name.trim();
        let is_name = (1..=MAX_FILTER_NAME_CHARS).contains(&name.chars().count());
        if !is_name || name.chars().any(char::is_control) {
            return Err(Error::BadFilterName);
        }
        if filter.is_empty() {
            return Err(Error::EmptyFilter);
        }
        let actor = permit.actor();
        let saved = SavedFilter {
            id: new_id("f", &*self.identity.chance)?,
            owner: actor.id().to_owned(),
            saved_by: actor.name(),
            name: name.to_owned(),
            filter: filter.to_string(),
            is_shared: shared.is_some(),
            saved_at_ms: self.clock.now_ms(),
        };
        self.store.write_aside(move |session| {
            let kept = saved_filters::save(session, &saved)?;
            if saved_filters::count(session, &saved.owner)? > MAX_SAVED_FILTERS {
                return Err(Error::TooManyFilters {
                    most: MAX_SAVED_FILTERS,
                });
            }
            Ok(kept)
        })
    }

    /// Lists the filters of whoever asks, by name; behind them, to those who edit, what others share.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn list_saved_filters(
        &self,
        permit: &Permit<KeepFilters>,
        drafts: Option<&Permit<ReadDrafts>>,
    ) -> Result<Vec<SavedFilter>, Error> {
        let owner = permit.actor().id();
        Ok(self
            .store
            .read(|session| saved_filters::list(session, owner, drafts.is_some(), MOST_LISTED))?)
    }

    /// Deletes a filter of whoever asks.
    ///
    /// # Errors
    /// [`Error::NoSuchFilter`], also of one that is somebody else's.
    pub fn delete_saved_filter(&self, permit: &Permit<KeepFilters>, id: &str) -> Result<(), Error> {
        let (owner, id) = (permit.actor().id().to_owned(), id.to_owned());
        self.store.write_aside(
            move |session| match saved_filters::delete(session, &owner, &id)? {
                true => Ok(()),
                false => Err(Error::NoSuchFilter),
            },
        )
    }
}
