//! Tidying: what a day of edits leaves behind is merged, folded and removed, while searches go on.

use std::sync::Arc;

use tantivy::{Index, IndexWriter};

use super::lexicons;
use super::seal;
use super::snapshot::{Shared, Snapshot};
use super::writer::{Writer, commit};
use crate::Error;

/// What was found to tidy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tidied {
    /// How many segments the full-text room had; now it has at most one.
    pub segments: usize,
    /// How many entries in them were deleted and still lay there.
    pub deleted: usize,
    /// How many concepts the small lexicon held, those that are gone included; now they are part of the large one.
    pub changes: usize,
}

impl Writer {
    /// Merges the full-text room into one segment without deleted entries, folds the small lexicon into the large one, and
    /// removes the files that no commit names and the indexes of definitions that are no longer used. The position stays;
    /// uncommitted changes are given up.
    ///
    /// Searches go on, and are answered the same before, during and after. Reads and writes the whole index once where there
    /// is anything to tidy; a process killed meanwhile leaves an index that is whole.
    ///
    /// # Errors
    /// [`Error::NotBuilt`] before the first rebuild, [`Error::Folder`] or [`Error::Unusable`] if the index cannot be written.
    pub fn tidy(&mut self) -> Result<Tidied, Error> {
        // Merges that are under way would hold segments back.
        self.give_up()?;
        let shared = Arc::clone(&self.shared);
        let old = shared.snapshot.load_full();
        let editing = self.editing()?;
        let tidied = Tidied {
            changes: old.rooms.delta.len(),
            ..merge(editing, &old.index)?
        };
        let next = folded(&shared, &old, editing)?;
        editing.garbage_collect_files().wait()?;
        lexicons::remove_others(&shared, &next.files);
        if let Some(path) = lexicons::path(&shared)? {
            drop(seal::write(&path));
        }
        shared.snapshot.store(Arc::new(next));
        if let Some(folder) = &shared.folder {
            folder.remove_unused_definitions();
        }
        Ok(tidied)
    }
}

/// Merges all segments into one. A merge is a commit of its own, with what the one before it carries.
fn merge(editing: &mut IndexWriter, index: &Index) -> Result<Tidied, Error> {
    let segments = index.searchable_segment_metas()?;
    let deleted = segments.iter().map(|s| s.num_deleted_docs() as usize).sum();
    if segments.len() > 1 || deleted > 0 {
        let ids: Vec<_> = segments.iter().map(tantivy::SegmentMeta::id).collect();
        editing.merge(&ids).wait()?;
    }
    Ok(Tidied {
        segments: segments.len(),
        deleted,
        changes: 0,
    })
}

/// Commits the lexicons of `old` as one, if they are two, and returns what searches see from now on.
fn folded(shared: &Shared, old: &Snapshot, editing: &mut IndexWriter) -> Result<Snapshot, Error> {
    let (mut rooms, mut files) = (old.rooms.clone(), old.files.clone());
    if files.delta.is_some() {
        let made = lexicons::folded(shared, old, &old.rooms.changes(), old.position)?;
        commit(editing, &shared.payload(old.position, &made.files))?;
        (rooms, files) = (made.rooms, made.files);
    }
    old.reader.reload()?;
    let (index, reader) = (old.index.clone(), old.reader.clone());
    Ok(Snapshot::new(index, reader, rooms, files, old.position))
}
