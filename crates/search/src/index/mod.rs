//! The index that serves: opened once, read from any thread, swapped as a whole when it is rebuilt.

mod definitions;
mod folder;
mod lexicons;
mod position;
mod rebuild;
mod seal;
mod setup;
mod snapshot;
mod tidy;
mod whole;
mod writer;

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use arc_swap::ArcSwap;
use glossary::{ConceptId, Lang};
use tantivy::schema::Schema;

pub use rebuild::Rebuild;
pub use setup::{Condition, Origin, RebuildReason, Setup};
pub use tidy::Tidied;
pub use writer::Writer;

use self::definitions::Definitions;
use self::folder::Folder;
use self::snapshot::{Shared, Snapshot};
use self::whole::Whole;
use crate::answer::{Answer, Named, Part, Suggestion};
use crate::browse::{Browsed, DictionaryPlace, Direction};
use crate::query::Request;
use crate::schema::{Fields, schema};
use crate::{Error, Payload};

/// How often an index that another process writes is looked at before it is called damaged: files come and go with each
/// of its commits.
const READING_ATTEMPTS: usize = 5;

/// The index. Cheap to clone; all clones are the same index.
#[derive(Clone)]
pub struct SearchIndex {
    shared: Arc<Shared>,
}

impl SearchIndex {
    /// Opens the index of this definition in the folder `path`, which is made if it is missing. Indexes of other
    /// definitions lie beside it and are left alone.
    ///
    /// An index that is missing, damaged, of another definition or of another origin is no error: the condition says so, and the index
    /// answers every search with no hits until it is rebuilt. Reads every byte of the index once, unless its seal shows
    /// that it is as it was when it was found whole; one that was read and is whole is sealed for the next time.
    ///
    /// # Errors
    /// [`Error::Folder`] if the folder cannot be made or read, [`Error::Definition`] for a faulty program.
    pub fn open(path: &Path, setup: Setup) -> Result<(Self, Condition), Error> {
        Self::open_in(Definitions::open(path)?, setup, Access::Alone)
    }

    /// Opens the index in the folder `path` as it is, also beside the process that writes it. Makes nothing.
    ///
    /// # Errors
    /// As [`SearchIndex::open`].
    pub fn open_for_reading(path: &Path, setup: Setup) -> Result<(Self, Condition), Error> {
        Self::open_in(Definitions::open_for_reading(path)?, setup, Access::BesideWriter)
    }

    /// Opens what is of this definition among `definitions`.
    fn open_in(definitions: Definitions, setup: Setup, access: Access) -> Result<(Self, Condition), Error> {
        let schema = schema(&setup.definition);
        let hash = setup.definition.hash(setup.encoder.version(), &setup.hidden);
        let folder = definitions.of(&hash, &setup.origin)?;
        let mut found = find(&folder, &setup, &schema, &hash, access)?;
        for _ in 1..access.attempts() {
            if !matches!(found, Err(RebuildReason::Damaged(_))) {
                break;
            }
            found = find(&folder, &setup, &schema, &hash, access)?;
        }
        let (snapshot, condition) = match found {
            Ok(whole) => {
                let position = whole.position.seq;
                let is_checked = whole.is_checked;
                (
                    Snapshot::new(
                        whole.index,
                        whole.reader,
                        whole.rooms,
                        whole.position.lexicon,
                        position,
                    ),
                    Condition::Ready { position, is_checked },
                )
            }
            Err(reason) => {
                let stand_in = Snapshot {
                    built: false,
                    ..Snapshot::empty(&schema, &setup.words)?
                };
                (stand_in, Condition::NeedsRebuild(reason))
            }
        };
        Ok((Self::new(Some(folder), setup, schema, hash, snapshot)?, condition))
    }

    /// Tells whether an index is in the folder `path`, whole or not. Makes nothing.
    #[must_use]
    pub fn is_in(path: &Path) -> bool {
        Definitions::is_in(path)
    }

    /// Makes an empty index in memory, at position 0.
    ///
    /// # Errors
    /// [`Error::Definition`] for a faulty program.
    pub fn in_memory(setup: Setup) -> Result<Self, Error> {
        let schema = schema(&setup.definition);
        let hash = setup.definition.hash(setup.encoder.version(), &setup.hidden);
        let snapshot = Snapshot::empty(&schema, &setup.words)?;
        Self::new(None, setup, schema, hash, snapshot)
    }

    fn new(
        folder: Option<Folder>,
        setup: Setup,
        schema: Schema,
        hash: String,
        snapshot: Snapshot,
    ) -> Result<Self, Error> {
        let fields = Fields::of(&schema)?;
        let (snapshot, has_writer) = (ArcSwap::from_pointee(snapshot), AtomicBool::new(false));
        Ok(Self {
            shared: Arc::new(Shared {
                folder,
                setup,
                hash,
                schema,
                fields,
                snapshot,
                has_writer,
            }),
        })
    }

    /// Searches. Bounded work for any text; every answer says which position it is of.
    ///
    /// # Errors
    /// [`Error::Unusable`] if the index cannot be read; never because of the text.
    pub fn search(&self, request: &Request<'_>) -> Result<Answer, Error> {
        self.shared.with_desk(|desk| desk.search(request))
    }

    /// Returns up to `limit` terms that begin with `text`, best first; the last syllable of `text` may be incomplete.
    ///
    /// # Errors
    /// As [`SearchIndex::search`].
    pub fn suggest(&self, text: &str, limit: usize) -> Result<Vec<Suggestion>, Error> {
        self.shared.with_desk(|desk| desk.suggest(text, limit))
    }

    /// Returns the longest parts of the Chinese name `name_zh` that are terms of concepts with Tibetan, in the order of
    /// the name, none overlapping another. The name itself is no part. They are no rendering of the name.
    ///
    /// A part begins and ends where words of the name do. So there are none while the Chinese dictionary is being
    /// loaded, rather than wrong ones; who cannot ask again calls [`SearchIndex::wait_for_words`] first.
    pub fn parts(&self, name_zh: &str) -> Vec<Part> {
        self.shared.with_desk(|desk| desk.parts(name_zh))
    }

    /// Compares every byte of the index in its folder with its checksum, and seals it for the next start; says what is
    /// wrong. For an index that was opened by its seal; an index in memory is whole.
    ///
    /// # Errors
    /// In words what is damaged: the index must be built anew.
    pub fn check(&self) -> Result<(), String> {
        let shared = &self.shared;
        let Some(folder) = &shared.folder else {
            return Ok(());
        };
        let Ok(Some(name)) = folder.current() else {
            return Ok(());
        };
        let path = folder.subfolder(&name);
        let look = seal::look(&path);
        whole::open(&path, &shared.schema, &shared.hash, &shared.setup.words, true)?;
        // Without a seal the next start compares everything again.
        drop(look.and_then(|look| look.keep(&path)));
        Ok(())
    }

    /// Starts loading the Chinese dictionary in the background, unless it is there.
    pub fn load_words(&self) {
        self.shared.setup.words.load();
    }

    /// Waits until the Chinese dictionary is there: a few hundred milliseconds after it was begun to be loaded.
    pub fn wait_for_words(&self) {
        self.shared.setup.words.wait();
    }

    /// Returns what the encoder made of the concept `id`; `None` if the index does not have it.
    pub fn payload(&self, id: ConceptId) -> Option<Payload> {
        self.shared.with_desk(|desk| desk.payload(id))
    }

    /// Returns the concepts one of whose terms in `lang` equals `text` after folding, best first.
    pub fn exact(&self, lang: Lang, text: &str) -> Vec<Named> {
        self.shared.with_desk(|desk| desk.exact(lang, text))
    }

    /// Returns terms in the order of the dictionaries of `lang`, from a place on.
    pub fn browse(
        &self,
        lang: Lang,
        from: &DictionaryPlace,
        direction: Direction,
        limit: usize,
    ) -> Vec<Browsed> {
        self.shared
            .with_desk(|desk| desk.browse(lang, from, direction, limit))
    }

    /// Returns the `seq` of the last change that searches see now.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.shared.snapshot.load().position
    }

    /// Returns how many concepts searches see now.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shared.snapshot.load().rooms.len()
    }

    /// Tells whether so many changes are quicker to take in by building the index anew: its lexicon would have to be made
    /// anew anyway.
    #[must_use]
    pub fn is_quicker_rebuilt(&self, changes: u64) -> bool {
        let changes = usize::try_from(changes).unwrap_or(usize::MAX);
        self.shared.snapshot.load().rooms.should_fold(changes)
    }

    /// Tells whether there is nothing to find.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the hash of everything that shapes the index; see [`crate::Definition::hash`].
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.shared.hash
    }

    /// Takes the writer, of which there is one.
    ///
    /// # Errors
    /// [`Error::Busy`] while another writer lives, in this process or another one.
    pub fn writer(&self) -> Result<Writer, Error> {
        Writer::new(Arc::clone(&self.shared))
    }
}

/// Whose the folder is while the index is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    /// This process's alone: it may write in it.
    Alone,
    /// Another process may write in it; this one does not.
    BesideWriter,
}

impl Access {
    /// Returns how often an index that looks damaged is looked at.
    fn attempts(self) -> usize {
        match self {
            Self::Alone => 1,
            Self::BesideWriter => READING_ATTEMPTS,
        }
    }
}

/// Looks for the index that serves; says why there is none that could.
fn find(
    folder: &Folder,
    setup: &Setup,
    schema: &Schema,
    hash: &str,
    access: Access,
) -> Result<Result<Whole, RebuildReason>, Error> {
    Ok(match folder.current()? {
        None if folder.has_only_others() => Err(RebuildReason::OtherDefinition),
        None => Err(RebuildReason::Missing),
        Some(name) => {
            let path = folder.subfolder(&name);
            let look = seal::look(&path);
            let check = !look.as_ref().is_ok_and(|look| look.is_sealed(&path));
            let opened = whole::open(&path, schema, hash, &setup.words, check);
            if check && access == Access::Alone && opened.is_ok() {
                // Without a seal the next start compares everything again.
                drop(look.and_then(|look| look.keep(&path)));
            }
            opened
                .map_err(RebuildReason::Damaged)
                .and_then(|whole| of_this_origin(whole, &setup.origin))
        }
    })
}

/// Refuses an index of another store, or of a state that the store is no longer in.
fn of_this_origin(whole: Whole, origin: &Origin) -> Result<Whole, RebuildReason> {
    if whole.position.origin != origin.id {
        return Err(RebuildReason::OtherOrigin);
    }
    if whole.position.seq > origin.last_seq {
        return Err(RebuildReason::Ahead {
            position: whole.position.seq,
            last_seq: origin.last_seq,
        });
    }
    Ok(whole)
}

impl fmt::Debug for SearchIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SearchIndex")
            .field("hash", &self.hash())
            .field("position", &self.position())
            .finish()
    }
}
