//! Whether the installation can do its work, how far the index has come, and how old the last backup is.

use store::changes;

use crate::App;
use crate::backup::BackupState;

/// The state of the installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readiness {
    /// The last change in the store, or why the store cannot be reached.
    pub store: Result<u64, String>,
    /// The change up to which the index has read.
    pub index_position: u64,
    /// How many changes the index has still to read, as far as is known.
    pub lag_changes: u64,
    /// How long ago the first of those was written, in milliseconds; while the store cannot be reached, for how long that
    /// has been, because there may have been changes since then.
    pub lag_ms: i64,
    /// Whether the index is being made anew; the old one answers meanwhile.
    pub is_rebuilding: bool,
    /// How many concepts can be found.
    pub concepts: usize,
    /// What is known of the backups; `None` if the store is on a server, which has backups of its own. Nothing of it makes
    /// the installation unready: it answers as well without.
    pub backup: Option<BackupState>,
    /// How old the youngest verified backup is, in milliseconds; `None` if there is none.
    pub backup_age_ms: Option<i64>,
}

/// An index further behind than this cannot be called ready; in milliseconds.
const MAX_LAG_MS: i64 = 30_000;

impl Readiness {
    /// Tells whether questions get answers worth giving.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        // An index that has read more than there is shows what is not in the store.
        let is_of_the_store = self
            .store
            .as_ref()
            .is_ok_and(|last_seq| self.index_position <= *last_seq);
        is_of_the_store && self.lag_ms <= MAX_LAG_MS && !(self.is_rebuilding && self.concepts == 0)
    }
}

impl App {
    /// Tells whether the store is in the data directory, so that its backups are made here and not by a server.
    #[must_use]
    pub fn has_own_store(&self) -> bool {
        self.own_directory.is_some()
    }

    /// Returns the state of the installation. Reads the store and what the data directory remembers of backups.
    #[must_use]
    pub fn readiness(&self) -> Readiness {
        let position = self.look_up.position();
        let found = self.store.read(|session| {
            let last_seq = changes::last_seq(session)?;
            let waiting = changes::since(session, position, 1)?;
            Ok::<_, store::Error>((last_seq, waiting.first().map(|change| change.at_ms)))
        });
        let (store, waiting_since) = match found {
            Ok((last_seq, waiting_since)) => (Ok(last_seq), waiting_since),
            Err(err) => (Err(err.to_string()), None),
        };
        let now_ms = self.clock.now_ms();
        let backup = self.own_directory.as_deref().map(BackupState::of);
        Readiness {
            lag_changes: store
                .as_ref()
                .map_or(0, |last_seq| last_seq.saturating_sub(position)),
            lag_ms: match (&store, waiting_since) {
                (Err(_), _) => i64::try_from(self.indexer.store_away().as_millis()).unwrap_or(i64::MAX),
                (Ok(_), Some(at_ms)) => (now_ms - at_ms).max(0),
                (Ok(_), None) => 0,
            },
            store,
            index_position: position,
            is_rebuilding: self.indexer.is_rebuilding(),
            concepts: self.look_up.len(),
            backup_age_ms: backup.as_ref().and_then(|state| state.age_ms(now_ms)),
            backup,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_installation_is_ready_when_store_and_index_can_answer() {
        let ready = Readiness {
            store: Ok(5),
            index_position: 5,
            lag_changes: 0,
            lag_ms: 0,
            is_rebuilding: false,
            concepts: 3,
            backup: Some(BackupState::default()),
            backup_age_ms: None,
        };
        for (state, expected) in [
            (ready.clone(), true),
            (
                Readiness {
                    store: Err("gone".into()),
                    ..ready.clone()
                },
                false,
            ),
            (
                Readiness {
                    lag_ms: 30_000,
                    ..ready.clone()
                },
                true,
            ),
            (
                Readiness {
                    lag_ms: 30_001,
                    ..ready.clone()
                },
                false,
            ),
            (
                Readiness {
                    is_rebuilding: true,
                    ..ready.clone()
                },
                true,
            ),
            (
                Readiness {
                    is_rebuilding: true,
                    concepts: 0,
                    ..ready.clone()
                },
                false,
            ),
            (
                Readiness {
                    index_position: 6,
                    ..ready.clone()
                },
                false,
            ),
            (Readiness { concepts: 0, ..ready }, true),
        ] {
            assert_eq!(state.is_ready(), expected, "{state:?}");
        }
    }
}
