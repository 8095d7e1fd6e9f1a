//! Opening a data directory, and closing it again.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use glossary::CollectionName;
use search::{Condition, Definition, Encoder, Indexed, Origin, RebuildReason, SearchIndex, Setup, Words};
use store::{HeldDirectory, Session, Store, StoreId, VerifyReport, changes, collections, identity};
use tracing::info;

use crate::accounts::{Identity, file_of};
use crate::audit::{self, AuditFigures, AuditKeys, Bell};
use crate::data_directory::index_folder;
use crate::database::{Database, open_store};
use crate::import_jobs::ImportBell;
use crate::indexer::{First, Indexer};
use crate::indexing::Indexing;
use crate::look_up::LookUp;
use crate::lookups::Tally;
use crate::names::NameBook;
use crate::personal_data::Keyring;
use crate::registry::renew_name_keys;
use crate::registry::sheets::LastReading;
use crate::view::{ConceptSummary, ENCODER_VERSION};
use crate::{Chance, Clock, Error, NightTime, Operate, Permit, Policy, import};

/// What an installation is told.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where store and index are; with `database`, the index alone.
    pub data_dir: PathBuf,
    /// The database on a server, if the store is not in the data directory.
    pub database: Option<Database>,
    /// Whether the glossary can be read without signing in.
    pub public_read: bool,
    /// Collections that are not shown: neither their concepts nor the forms that rest on them alone.
    pub hidden_collections: Vec<CollectionName>,
    /// The file of the keys of personal data; else `keys/fields.keys` in the data directory.
    pub keys_file: Option<PathBuf>,
}

/// An open data directory: the use-cases are its methods. Shared by cloning.
#[derive(Clone)]
pub struct App {
    pub(crate) store: Arc<Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) look_up: LookUp,
    /// What readers look for in vain, until it is written.
    pub(crate) tally: Arc<Tally>,
    pub(crate) hidden: Arc<[CollectionName]>,
    pub(crate) names: Arc<NameBook>,
    policy: Policy,
    pub(crate) identity: Arc<Identity>,
    pub(crate) indexer: Arc<Indexer>,
    /// Rung after an audit entry was written.
    pub(crate) audit_bell: Arc<Bell>,
    /// How the audit of this process stands.
    pub(crate) audit_figures: Arc<AuditFigures>,
    /// Rung when there may be something to import.
    pub(crate) imports: Arc<ImportBell>,
    /// The sheet that was read last.
    pub(crate) last_sheet: Arc<LastReading>,
    /// Under which name this process holds jobs.
    pub(crate) holder: Arc<str>,
    _held: Option<Arc<HeldDirectory>>,
    /// The data directory, if the store is in it.
    pub(crate) own_directory: Option<Arc<Path>>,
}

impl App {
    /// Opens a data directory, making it if it is not there, and starts following its changes; then does in the background
    /// what [`finish_opening`](Self::finish_opening) does.
    ///
    /// # Errors
    /// Those of [`open_to_serve`](Self::open_to_serve).
    pub fn open(config: Config, clock: Arc<dyn Clock>, chance: Arc<dyn Chance>) -> Result<Self, Error> {
        let app = Self::open_to_serve(config, clock, chance)?;
        app.finish_opening();
        Ok(app)
    }

    /// Opens a data directory as [`open`](Self::open) does, for a caller who answers questions before anything else and
    /// calls [`finish_opening`](Self::finish_opening) once it can.
    ///
    /// If the index is missing, damaged, of another definition, of another store or ahead of this one, it is made anew in the
    /// background.
    ///
    /// # Errors
    /// If the directory is in use, cannot be written, is not ours, was made by a newer version or has lost its database;
    /// and the same of a database on a server, or if that cannot be reached; if the keys of its personal data are missing.
    pub fn open_to_serve(
        config: Config,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
    ) -> Result<Self, Error> {
        search::read_tables_in_background();
        let mut random = [0; 16];
        chance.fill(&mut random).map_err(Error::Internal)?;
        // Also where the store has an id already, this one is random, and of this process alone.
        let fresh_id = StoreId::from_random(random);
        let holder: Arc<str> = fresh_id.to_string().into();
        let (store, held) = open_store(&config, &fresh_id, &holder, clock.now_ms())?;
        let store = Arc::new(store);
        let keys_file = file_of(config.keys_file.as_ref(), &config.data_dir);
        let identity = Identity::open(&store, &keys_file, chance, clock.now_ms())?;
        renew_name_keys(&store)?;
        let hidden: Arc<[CollectionName]> = config.hidden_collections.into();
        let setup = setup(store.read(origin)?, &hidden, Words::on_demand())?;
        let last_seq = setup.origin.last_seq;
        let (index, condition) = SearchIndex::open(&index_folder(&config.data_dir), setup)?;
        let first = match condition {
            Condition::Ready { position, is_checked } => First::Follow {
                is_current: position == last_seq,
                is_checked,
            },
            Condition::NeedsRebuild(reason) => {
                // A directory that never had an index is nothing to report.
                if reason != RebuildReason::Missing {
                    info!(?reason, "the index is made anew from the store");
                }
                First::Rebuild
            }
        };
        let is_built = Arc::new(AtomicBool::new(first != First::Rebuild));
        let names: Arc<NameBook> = Arc::default();
        let indexing = Indexing {
            store: Arc::clone(&store),
            index: index.clone(),
            hidden: Arc::clone(&hidden),
            is_built: Arc::clone(&is_built),
            is_store_away: Arc::default(),
            names: Arc::clone(&names),
            last_read: Arc::default(),
        };
        let tally: Arc<Tally> = Arc::default();
        let away = Arc::clone(&indexing.is_store_away);
        let look_up = LookUp::new(index, is_built, away, Arc::clone(&tally));
        let tending = tending(&store, &identity.keyring, &holder, &clock);
        let indexer = Arc::new(Indexer::start(indexing, first, tending)?);
        let policy = Policy {
            public_read: config.public_read,
        };
        let own_directory = config.database.is_none().then(|| config.data_dir.into());
        Ok(Self {
            store,
            clock,
            look_up,
            tally,
            hidden,
            names,
            policy,
            identity: Arc::new(identity),
            indexer,
            audit_bell: Arc::default(),
            audit_figures: Arc::default(),
            imports: Arc::default(),
            last_sheet: Arc::default(),
            holder,
            _held: held.map(Arc::new),
            own_directory,
        })
    }

    /// Does in the background, one after the other, what the first answers need not wait for: loads the Chinese dictionary,
    /// and compares an index that was opened by its seal with its checksums. A damaged index is made anew.
    pub fn finish_opening(&self) {
        self.indexer.want_opening_finished();
    }

    /// Returns what the installation allows.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Returns what collections and fields of law are called, from memory.
    #[must_use]
    pub fn name_book(&self) -> Arc<NameBook> {
        Arc::clone(&self.names)
    }

    /// Returns the keys as the audit uses them.
    #[must_use]
    pub fn audit_keys(&self) -> Arc<dyn AuditKeys> {
        audit::keys_of(Arc::clone(&self.identity.keys))
    }

    /// Returns how the audit of this process stands; all of it is 0 before [`start_audit`](Self::start_audit).
    #[must_use]
    pub fn audit_figures(&self) -> &AuditFigures {
        &self.audit_figures
    }

    /// Returns the door for looking up: memory and index only.
    #[must_use]
    pub fn look_up(&self) -> &LookUp {
        &self.look_up
    }

    /// Returns the change up to which the index has read.
    #[must_use]
    pub fn index_position(&self) -> u64 {
        self.look_up.position()
    }

    /// Waits until the index has read everything that is in the store now and the Chinese dictionary is loaded, so that
    /// answers are whole; returns how far the index has come.
    ///
    /// # Errors
    /// If the store cannot be read or the index cannot be written.
    pub fn wait_for_index(&self) -> Result<u64, Error> {
        let wanted = self.last_seq()?;
        self.indexer
            .wait_until(None, || self.look_up.position() >= wanted)?;
        self.look_up.wait_for_words();
        Ok(self.look_up.position())
    }

    /// Waits at most `limit` for the index to read what is in the store now; tells whether it has. The Chinese dictionary is
    /// not waited for: names have no parts, and texts no words, until it is there a moment later.
    ///
    /// # Errors
    /// If the store cannot be read or the index cannot be written.
    pub fn wait_for_index_at_most(&self, limit: Duration) -> Result<bool, Error> {
        let wanted = self.last_seq()?;
        self.indexer
            .wait_until(Some(limit), || self.look_up.position() >= wanted)
    }

    /// Returns the milliseconds since 1970 by the clock that the application was given.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// Tidies the index from now on every night at `at`, while it goes on answering: see [`search::Writer::tidy`].
    pub fn tidy_nightly(&self, at: NightTime) {
        self.indexer.tidy_nightly(at, Arc::clone(&self.clock));
    }

    /// Tidies the index now, while it goes on answering.
    ///
    /// # Errors
    /// If the index cannot be written.
    pub fn tidy(&self, _: &Permit<Operate>) -> Result<(), Error> {
        self.indexer.tidy()
    }

    /// Makes the index anew from the store, tidies it, and returns the change it has read up to.
    ///
    /// # Errors
    /// If the store cannot be read or the index cannot be written.
    pub fn reindex(&self, _: &Permit<Operate>) -> Result<Reindexed, Error> {
        self.indexer.want_rebuild();
        let position = self.wait_for_index()?;
        self.indexer.tidy()?;
        Ok(Reindexed {
            concepts: self.look_up.len(),
            position,
        })
    }

    /// Checks everything the store promises about its data. Reads all of it.
    ///
    /// # Errors
    /// If the data cannot be read at all.
    pub fn verify(&self, _: &Permit<Operate>) -> Result<VerifyReport, Error> {
        Ok(self.store.verify()?)
    }

    /// Returns the collections that are to be hidden and that nothing in the store belongs to: mistyped names, most often,
    /// which hide nothing; and those that there are.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn hidden_in_vain(&self) -> Result<HiddenInVain, Error> {
        // The names that are there are found by reading all of them, which a start does not do for nothing.
        if self.hidden.is_empty() {
            return Ok(HiddenInVain::default());
        }
        let in_use = self.store.read(|session| collections::in_use(session))?;
        let unknown = self.hidden.iter().filter(|name| !in_use.contains(name));
        Ok(HiddenInVain {
            unknown: unknown.cloned().collect(),
            in_use,
        })
    }

    /// Stops following changes and lets go of the data directory once the last clone is gone.
    pub fn close(self) {
        self.indexer.stop();
    }

    fn last_seq(&self) -> Result<u64, Error> {
        Ok(self.store.read(|session| store::changes::last_seq(session))?)
    }
}

/// Collections that were to be hidden and are not there; empty if none is to be hidden.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HiddenInVain {
    /// The names that hide nothing.
    pub unknown: Vec<CollectionName>,
    /// The collections that there are, by name.
    pub in_use: Vec<CollectionName>,
}

/// What making the index anew came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reindexed {
    /// How many concepts it holds.
    pub concepts: usize,
    /// The change it has read up to.
    pub position: u64,
}

/// Returns what a node does now and then: ends imports that nobody works on any more, for all of them, and reads the keys
/// that another node may have added.
fn tending(
    store: &Arc<Store>,
    keyring: &Arc<Keyring>,
    holder: &Arc<str>,
    clock: &Arc<dyn Clock>,
) -> impl Fn() + Send + 'static {
    let (store, holder, clock) = (Arc::clone(store), Arc::clone(holder), Arc::clone(clock));
    let keyring = Arc::clone(keyring);
    move || {
        if let Err(err) = keyring.reload() {
            tracing::warn!("the keys that are held stay in use: {err}");
        }
        // A database that is away is told of by the indexer.
        drop(import::end_abandoned(&store, &holder, clock.now_ms()));
    }
}

/// Returns what the index of a store is made with.
pub(crate) fn setup(origin: Origin, hidden: &[CollectionName], words: Arc<Words>) -> Result<Setup, Error> {
    Ok(Setup {
        definition: Definition::load()?,
        encoder: Encoder::new(ENCODER_VERSION.to_string(), encode),
        origin,
        words,
        hidden: hidden.to_vec(),
    })
}

/// Returns what binds an index to the store and to its present state.
pub(crate) fn origin(session: &mut dyn Session) -> Result<Origin, Error> {
    Ok(Origin {
        id: identity::find(session)?.to_string(),
        last_seq: changes::last_seq(session)?,
    })
}

/// The encoder that travels with the index. Bytes that cannot be read back are told of when they are read.
fn encode(indexed: &Indexed<'_>) -> Vec<u8> {
    ConceptSummary::of(indexed.id, indexed.revision, indexed.concept)
        .encode()
        .unwrap_or_default()
}
