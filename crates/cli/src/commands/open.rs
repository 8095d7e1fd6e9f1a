//! Opens the data directory that the settings name.

use std::sync::Arc;

use app::{App, StoreId};

use crate::chance;
use crate::clock;
use crate::config::Config;
use crate::messages;

/// Opens the data directory, and makes it if there is none.
pub fn open(config: &Config) -> anyhow::Result<App> {
    let wanted = app::Config {
        data_dir: config.data.dir.clone(),
        public_read: config.glossary.public_read,
        hidden_collections: config.glossary.hidden_collections.clone(),
    };
    // Drawn each time, used once: by the run that makes the store.
    let fresh_id = StoreId::from_random(chance::random_bytes()?);
    App::open(wanted, Arc::new(clock::now_ms), &fresh_id)
        .map_err(|err| messages::refusal(config.language, err))
}
