//! Builds the index anew beside the serving one and swaps it in.

use std::fmt;
use std::sync::Arc;

use tantivy::{Index, IndexWriter};

use super::folder::{Folder, Pending};
use super::lexicons::{self, LEXICON};
use super::position::Files;
use super::seal;
use super::snapshot::{Shared, Snapshot};
use super::whole;
use super::writer::{Writer, commit, open};
use crate::document::document;
use crate::lexicon::{Builder, Lexicon, Prepared};
use crate::rooms::{Rooms, unreadable};
use crate::{Error, Indexed};

/// Memory for building, in bytes: enough that some ten thousand concepts become one segment.
const BUILDING_BYTES: usize = 50_000_000;
/// Concepts after which the pages that searches have touched meanwhile are let go.
const MAPPED_ANEW_AFTER: usize = 1 << 16;

/// An index that is being built. Searches are answered by the old one until [`Rebuild::finish`]; dropped before that,
/// it leaves nothing behind.
pub struct Rebuild<'w> {
    writer: &'w mut Writer,
    // Before the subfolder, so that no file is open in it when it is removed.
    building: IndexWriter,
    index: Index,
    lexicon: Builder,
    pending: Option<Pending>,
    /// How many concepts were put in.
    concepts: usize,
}

impl<'w> Rebuild<'w> {
    pub(super) fn new(writer: &'w mut Writer) -> Result<Self, Error> {
        let shared = &writer.shared;
        make_room(shared);
        let pending = shared.folder.as_ref().map(Folder::prepare).transpose()?;
        let index = shared.create(pending.as_ref().map(Pending::path))?;
        let building = open(&index, BUILDING_BYTES)?;
        let lexicon = lexicons::builder(pending.as_ref().map(Pending::path), LEXICON)?;
        Ok(Self {
            building,
            index,
            lexicon,
            pending,
            concepts: 0,
            writer,
        })
    }

    /// Puts a concept in. Each id once; waits for the Chinese dictionary if it is still being loaded.
    ///
    /// # Errors
    /// [`Error::Unusable`] if the new index cannot be written, for want of space for instance.
    pub fn add(&mut self, indexed: &Indexed<'_>) -> Result<(), Error> {
        let shared = &self.writer.shared;
        let prepared = Prepared::new(indexed, shared.setup.encoder.encode(indexed));
        self.building
            .add_document(document(&shared.fields, indexed, &prepared))?;
        self.lexicon
            .add(&prepared)
            .map_err(lexicons::not_written(self.pending.as_ref().map(Pending::path)))?;
        self.concepts += 1;
        if self.concepts.is_multiple_of(MAPPED_ANEW_AFTER) {
            make_room(shared);
        }
        Ok(())
    }

    /// Makes the new index durable, swaps it in as of `seq`, and removes the old one.
    ///
    /// # Errors
    /// As [`Rebuild::add`], or [`Error::Folder`] if the pointer cannot be replaced; the old index serves on then.
    pub fn finish(mut self, seq: u64) -> Result<(), Error> {
        let shared = &self.writer.shared;
        make_room(shared);
        let path = self.pending.as_ref().map(Pending::path);
        let lexicon = lexicons::finish(self.lexicon, path, LEXICON)?;
        let rooms = Rooms::new(
            Arc::new(lexicon),
            Arc::new(Lexicon::empty().ok_or_else(unreadable)?),
        );
        let files = Files {
            base: LEXICON.to_owned(),
            delta: None,
        };
        commit(&mut self.building, &shared.payload(seq, &files))?;
        let reader = whole::reader(&self.index)?;
        let snapshot = Snapshot::new(self.index, reader, rooms, files, seq);
        if let (Some(folder), Some(pending)) = (&shared.folder, &mut self.pending) {
            folder.promote(pending)?;
            // Without a seal the next start compares everything with its checksums.
            drop(seal::write(pending.path()));
            shared.snapshot.store(Arc::new(snapshot));
            // Searches that still run keep the files of the old index open; removing only takes their names.
            folder.remove_all_but(pending);
        } else {
            shared.snapshot.store(Arc::new(snapshot));
        }
        Ok(())
    }
}

/// Lets the index that serves go back to the little memory it began with: what is being built needs as much as it would
/// hold. Until the first index is built there is none.
fn make_room(shared: &Shared) {
    if shared.snapshot.load().built {
        lexicons::map_anew(shared);
    }
}

impl fmt::Debug for Rebuild<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rebuild")
            .field("folder", &self.pending)
            .finish_non_exhaustive()
    }
}
