//! The one writer: changes the entries of the serving index and makes the change visible.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use glossary::ConceptId;
use tantivy::indexer::IndexWriterOptions;
use tantivy::{Index, IndexWriter, Term};

use super::lexicons;
use super::rebuild::Rebuild;
use super::seal;
use super::snapshot::{Shared, Snapshot};
use crate::document::document;
use crate::lexicon::Prepared;
use crate::rooms::gone;
use crate::{Error, Indexed};

/// Memory for edits, in bytes: the least that tantivy takes.
pub(super) const EDITING_BYTES: usize = 15_000_000;

/// Writes the index. There is one at a time; dropping it gives up what is not committed.
///
/// After an error drop it, take a new one, and write again what follows [`SearchIndex::position`].
///
/// [`SearchIndex::position`]: crate::SearchIndex::position
pub struct Writer {
    pub(super) shared: Arc<Shared>,
    /// `None` until the first edit, and again after a rebuild: an idle writer needs no threads and no memory.
    editing: Option<IndexWriter>,
    /// What changed since the large lexicon was made, and what of it is not committed; `None` until the first edit.
    changes: Option<BTreeMap<ConceptId, Prepared>>,
}

impl Writer {
    pub(super) fn new(shared: Arc<Shared>) -> Result<Self, Error> {
        if shared.has_writer.swap(true, Ordering::AcqRel) {
            return Err(Error::Busy);
        }
        let mut writer = Self {
            shared,
            editing: None,
            changes: None,
        };
        if writer.shared.snapshot.load().built {
            // Taken at once, so that a second process learns here that it is one too many.
            writer.editing()?;
        }
        Ok(writer)
    }

    /// Puts a concept in, in place of the entry of its id. Seen after the next commit.
    ///
    /// Waits for the Chinese dictionary if it is still being loaded.
    ///
    /// # Errors
    /// [`Error::NotBuilt`] before the first rebuild, [`Error::Unusable`] if the index cannot be written.
    pub fn upsert(&mut self, indexed: &Indexed<'_>) -> Result<(), Error> {
        let prepared = Prepared::new(indexed, self.shared.setup.encoder.encode(indexed));
        let document = document(&self.shared.fields, indexed, &prepared);
        let term = self.id_term(indexed.id);
        let editing = self.editing()?;
        editing.delete_term(term);
        editing.add_document(document)?;
        self.changes().insert(indexed.id, prepared);
        Ok(())
    }

    /// Takes the entry of `id` out, if there is one. Seen after the next commit.
    ///
    /// # Errors
    /// As [`Writer::upsert`].
    pub fn delete(&mut self, id: ConceptId) -> Result<(), Error> {
        let term = self.id_term(id);
        self.editing()?.delete_term(term);
        self.changes().insert(id, gone(id));
        Ok(())
    }

    /// Makes every change so far durable and then visible, as of `seq`.
    ///
    /// # Errors
    /// As [`Writer::upsert`]. Until it returns, searches see the state of the commit before.
    pub fn commit(&mut self, seq: u64) -> Result<(), Error> {
        self.editing()?;
        let shared = Arc::clone(&self.shared);
        let old = shared.snapshot.load_full();
        let made = lexicons::next(&shared, &old, self.changes(), seq)?;
        let payload = self.shared.payload(seq, &made.files);
        commit(self.editing()?, &payload)?;
        if made.is_folded {
            self.changes = None;
        }
        old.reader.reload()?;
        lexicons::remove_others(&shared, &made.files);
        if let Some(path) = lexicons::path(&shared)? {
            drop(seal::write(&path));
        }
        self.shared.snapshot.store(Arc::new(Snapshot::new(
            old.index.clone(),
            old.reader.clone(),
            made.rooms,
            made.files,
            seq,
        )));
        Ok(())
    }

    /// Starts to build the index anew from all concepts, beside the one that serves. Uncommitted changes are given up.
    ///
    /// # Errors
    /// [`Error::Folder`] or [`Error::Unusable`] if the new index cannot be made.
    pub fn rebuild(&mut self) -> Result<Rebuild<'_>, Error> {
        self.editing = None;
        self.changes = None;
        Rebuild::new(self)
    }

    /// Gives up what is not committed, and waits for merges that are under way.
    pub(super) fn give_up(&mut self) -> Result<(), Error> {
        self.changes = None;
        match self.editing.take() {
            Some(editing) => Ok(editing.wait_merging_threads()?),
            None => Ok(()),
        }
    }

    pub(super) fn editing(&mut self) -> Result<&mut IndexWriter, Error> {
        let snapshot = self.shared.snapshot.load();
        if !snapshot.built {
            return Err(Error::NotBuilt);
        }
        match &mut self.editing {
            Some(editing) => Ok(editing),
            none => Ok(none.insert(open(&snapshot.index, EDITING_BYTES)?)),
        }
    }

    fn changes(&mut self) -> &mut BTreeMap<ConceptId, Prepared> {
        let shared = &self.shared;
        self.changes
            .get_or_insert_with(|| shared.snapshot.load().rooms.changes())
    }

    fn id_term(&self, id: ConceptId) -> Term {
        Term::from_field_u64(self.shared.fields.id, id.number())
    }
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer")
            .field("hash", &self.shared.hash)
            .finish_non_exhaustive()
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // The lock of the folder goes first, or the next writer would find it taken.
        self.editing = None;
        self.shared.has_writer.store(false, Ordering::Release);
    }
}

/// Opens tantivy's writer with one thread: on small machines more of them only cost merges.
pub(super) fn open(index: &Index, bytes: usize) -> Result<IndexWriter, Error> {
    let options = IndexWriterOptions::builder()
        .num_worker_threads(1)
        .num_merge_threads(1)
        .memory_budget_per_thread(bytes)
        .build();
    Ok(index.writer_with_options(options)?)
}

/// Commits with the position in the commit itself, as `payload`, so that index and position are one.
pub(super) fn commit(writer: &mut IndexWriter, payload: &str) -> Result<(), Error> {
    let mut commit = writer.prepare_commit()?;
    commit.set_payload(payload);
    commit.commit()?;
    Ok(())
}
