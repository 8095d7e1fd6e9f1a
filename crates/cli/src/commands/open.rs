//! Opens the data directory that the settings name.

use std::sync::Arc;

use anyhow::bail;
use app::{Actor, App, Error, IndexState, LookUp, Operate, Permit, Policy, ReadOnlyApp, StoreError, StoreId};

use crate::chance;
use crate::clock;
use crate::config::Config;
use crate::messages;

/// A data directory that can be searched.
pub enum Searchable {
    /// As it lies there, perhaps beside the server that writes in it.
    AsItIs(ReadOnlyApp),
    /// Opened for this command alone, because something had to be made first.
    Alone(App),
}

impl Searchable {
    pub fn policy(&self) -> &Policy {
        match self {
            Self::AsItIs(read_only) => read_only.policy(),
            Self::Alone(app) => app.policy(),
        }
    }

    pub fn look_up(&self) -> &LookUp {
        match self {
            Self::AsItIs(read_only) => read_only.look_up(),
            Self::Alone(app) => app.look_up(),
        }
    }

    /// Lets go of the directory.
    pub fn close(self) {
        if let Self::Alone(app) = self {
            app.close();
        }
    }

    /// Returns how the index stands to the store.
    pub fn index(&self) -> &IndexState {
        match self {
            Self::AsItIs(read_only) => read_only.index(),
            Self::Alone(_) => &IndexState::Current,
        }
    }
}

/// Returns the right to look after the installation, for what opens nothing by itself.
pub fn operator(config: &Config) -> anyhow::Result<Permit<Operate>> {
    let policy = Policy {
        public_read: config.glossary.public_read,
    };
    policy
        .permit(&Actor::Operator)
        .map_err(|refusal| messages::refusal(config.language, refusal.into()))
}

/// Opens the data directory for this command alone, and makes it if there is none.
pub fn open(config: &Config) -> anyhow::Result<App> {
    open_alone(config)?.map_err(|err| messages::refusal(config.language, err))
}

/// Opens the data directory for this command alone, for a caller who knows what to do if it is held.
pub fn try_open(config: &Config) -> anyhow::Result<Result<App, Error>> {
    open_alone(config)
}

/// Opens the data directory as [`open`] does, for a server: it calls [`App::finish_opening`] once it listens.
pub fn open_to_serve(config: &Config) -> anyhow::Result<App> {
    App::open_to_serve(wanted(config), Arc::new(clock::now_ms), Arc::new(chance::fill))
        .map_err(|err| messages::refusal(config.language, err))
}

/// Opens a data directory that is there for reading, also beside a server.
pub fn open_read_only(config: &Config) -> Result<ReadOnlyApp, Error> {
    ReadOnlyApp::open(wanted(config))
}

/// Opens a data directory that is there so that it can be searched.
///
/// Most often it is read as it lies there. If the index has to be made or brought up first, the directory is opened
/// alone; where a server holds it, an index that is behind is used as it is.
pub fn open_to_search(config: &Config) -> anyhow::Result<Searchable> {
    let refused = |err| messages::refusal(config.language, err);
    let read_only = match ReadOnlyApp::open(wanted(config)) {
        // An older version made it, or its log cannot be read here: opening alone mends that or says why not.
        Err(Error::Store(StoreError::Outdated { .. } | StoreError::Unavailable { .. })) => None,
        opened => Some(opened.map_err(refused)?),
    };
    let read_only = match read_only {
        Some(current) if *current.index() == IndexState::Current => return Ok(Searchable::AsItIs(current)),
        other => other,
    };
    match (open_alone(config)?, read_only) {
        (Ok(app), _) => {
            // An import that was ended at once, or a deleted index, must not make a search miss what is in the store.
            app.wait_for_index()?;
            Ok(Searchable::Alone(app))
        }
        (Err(Error::Store(StoreError::Locked { .. })), Some(found)) if found.index().can_answer() => {
            Ok(Searchable::AsItIs(found))
        }
        (Err(Error::Store(StoreError::Locked { .. })), Some(_)) => {
            bail!(messages::index_of_the_server(config.language, &config.data.dir))
        }
        (Err(err), _) => Err(refused(err)),
    }
}

fn open_alone(config: &Config) -> anyhow::Result<Result<App, Error>> {
    Ok(App::open(
        wanted(config),
        Arc::new(clock::now_ms),
        Arc::new(chance::fill),
    ))
}

/// Draws an id each time; it is used once, by the run that makes the store.
pub fn fresh_id() -> anyhow::Result<StoreId> {
    Ok(StoreId::from_random(chance::random_bytes()?))
}

fn wanted(config: &Config) -> app::Config {
    app::Config {
        data_dir: config.data.dir.clone(),
        database: config.data.database.clone(),
        public_read: config.glossary.public_read,
        hidden_collections: config.glossary.hidden_collections.clone(),
        keys_file: config.data.keys_file.clone(),
    }
}
