//! The state of the index that serves, and what every handle on it shares.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use arc_swap::ArcSwap;
use tantivy::schema::Schema;
use tantivy::store::Compressor;
use tantivy::{Index, IndexReader, IndexSettings, Searcher};

use super::folder::Folder;
use super::position::{self, Files, Position};
use super::setup::Setup;
use super::whole;
use crate::rooms::Rooms;
use crate::schema::{Fields, tokenizers};
use crate::search::Desk;
use crate::{Error, Words};

/// What all clones, the writer and a rebuild share.
pub(super) struct Shared {
    /// `None` for an index in memory.
    pub(super) folder: Option<Folder>,
    pub(super) setup: Setup,
    pub(super) hash: String,
    pub(super) schema: Schema,
    pub(super) fields: Fields,
    pub(super) snapshot: ArcSwap<Snapshot>,
    pub(super) has_writer: AtomicBool,
}

/// One state of the index. A query works with one snapshot from beginning to end.
pub(super) struct Snapshot {
    pub(super) index: Index,
    pub(super) reader: IndexReader,
    pub(super) searcher: Searcher,
    pub(super) rooms: Rooms,
    /// Where the lexicons lie; empty names for an index in memory.
    pub(super) files: Files,
    pub(super) position: u64,
    /// Whether it was built from the store; the stand-in for a missing index was not.
    pub(super) built: bool,
}

impl Shared {
    pub(super) fn with_desk<T>(&self, answer: impl FnOnce(Desk<'_>) -> T) -> T {
        let snapshot = self.snapshot.load();
        answer(Desk {
            searcher: &snapshot.searcher,
            rooms: &snapshot.rooms,
            position: snapshot.position,
            fields: &self.fields,
            definition: &self.setup.definition,
            words: &self.setup.words,
        })
    }

    /// Returns what a commit as of `seq` with the lexicons `files` carries.
    pub(super) fn payload(&self, seq: u64, files: &Files) -> String {
        let position = Position {
            seq,
            origin: self.setup.origin.id.clone(),
            lexicon: files.clone(),
        };
        position::write(&position, &self.hash)
    }

    /// Makes an empty index in `path`, or in memory.
    pub(super) fn create(&self, path: Option<&Path>) -> Result<Index, Error> {
        create(&self.schema, &self.setup.words, path)
    }
}

impl Snapshot {
    pub(super) fn new(index: Index, reader: IndexReader, rooms: Rooms, files: Files, position: u64) -> Self {
        let searcher = reader.searcher();
        Self {
            index,
            reader,
            searcher,
            rooms,
            files,
            position,
            built: true,
        }
    }

    pub(super) fn empty(schema: &Schema, words: &Arc<Words>) -> Result<Self, Error> {
        let index = create(schema, words, None)?;
        let reader = whole::reader(&index)?;
        Ok(Self::new(index, reader, Rooms::empty()?, Files::default(), 0))
    }
}

fn create(schema: &Schema, words: &Arc<Words>, path: Option<&Path>) -> Result<Index, Error> {
    // Compressed, reading ten hits costs seven times as much; the mapped file is small either way.
    let settings = IndexSettings {
        docstore_compression: Compressor::None,
        ..IndexSettings::default()
    };
    let builder = Index::builder()
        .schema(schema.clone())
        .settings(settings)
        .tokenizers(tokenizers(words));
    Ok(match path {
        Some(path) => builder.create_in_dir(path)?,
        None => builder.create_in_ram()?,
    })
}
