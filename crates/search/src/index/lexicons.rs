//! The lexicons of an index: making the next ones, in memory or as files that no one reads yet.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use glossary::ConceptId;

use super::position::Files;
use super::snapshot::{Shared, Snapshot};
use crate::Error;
use crate::lexicon::{Builder, Lexicon, Prepared, payloads_of};
use crate::rooms::{Rooms, unreadable};

/// The name of the lexicon of a new index.
pub(super) const LEXICON: &str = "lexicon";
/// What a lexicon of changes and a folded one are called, with a number behind.
const DELTA: &str = "delta";
const FOLDED: &str = "folded";

/// The lexicons after a commit.
pub(super) struct Made {
    pub(super) rooms: Rooms,
    pub(super) files: Files,
    /// Whether the changes are now part of the large lexicon.
    pub(super) is_folded: bool,
}

/// Makes the lexicons that follow `old` when `changes` are all that changed since its large lexicon was made.
pub(super) fn next(
    shared: &Shared,
    old: &Snapshot,
    changes: &BTreeMap<ConceptId, Prepared>,
    seq: u64,
) -> Result<Made, Error> {
    if old.rooms.should_fold(changes.len()) {
        return folded(shared, old, changes, seq);
    }
    let path = path(shared)?;
    let path = path.as_deref();
    let name = free_name(path, DELTA, seq);
    let mut builder = builder(path, &name)?;
    for concept in changes.values() {
        builder.add(concept).map_err(not_written(path))?;
    }
    let delta = Arc::new(finish(builder, path, &name)?);
    let files = Files {
        base: old.files.base.clone(),
        delta: Some(name),
    };
    Ok(Made {
        rooms: Rooms::new(Arc::clone(&old.rooms.base), delta),
        files,
        is_folded: false,
    })
}

/// Makes the one large lexicon that follows `old` when `changes` are all that changed since its large lexicon was made.
pub(super) fn folded(
    shared: &Shared,
    old: &Snapshot,
    changes: &BTreeMap<ConceptId, Prepared>,
    seq: u64,
) -> Result<Made, Error> {
    let path = path(shared)?;
    let path = path.as_deref();
    let name = free_name(path, FOLDED, seq);
    let mut builder = builder(path, &name)?;
    Rooms::fold(&old.rooms.base, changes, &mut builder).map_err(not_written(path))?;
    let base = Arc::new(finish(builder, path, &name)?);
    let delta = Arc::new(Lexicon::empty().ok_or_else(unreadable)?);
    Ok(Made {
        rooms: Rooms::new(base, delta),
        files: Files {
            base: name,
            delta: None,
        },
        is_folded: true,
    })
}

/// Begins a lexicon: the files `name` in `path`, or one in memory.
pub(super) fn builder(path: Option<&Path>, name: &str) -> Result<Builder, Error> {
    match path {
        Some(path) => Builder::in_folder(path, name).map_err(not_written(Some(path))),
        None => Ok(Builder::in_memory()),
    }
}

/// Finishes the lexicon, durably if it is in files, and opens it.
pub(super) fn finish(builder: Builder, path: Option<&Path>, name: &str) -> Result<Lexicon, Error> {
    let built = builder.finish().map_err(not_written(path))?;
    let Some(folder) = path else {
        return built.into_lexicon().ok_or_else(unreadable);
    };
    // What was just written is not read again to compare checksums.
    Lexicon::open(folder, name, false).map_err(|what| not_written(path)(io::Error::other(what)))
}

/// Maps the large lexicon of the index that serves once more, and lets go of the old map: pages of it that searches have
/// touched count as memory of the process, whoever needs memory meanwhile. They stay in the cache of the system, so the
/// next search finds them there. What cannot be mapped again stays as it is.
pub(super) fn map_anew(shared: &Shared) {
    let old = shared.snapshot.load_full();
    let Ok(Some(folder)) = path(shared) else { return };
    if let Ok(base) = old.rooms.base.mapped_anew(&folder, &old.files.base) {
        let rooms = old.rooms.with_base(Arc::new(base));
        let (index, reader) = (old.index.clone(), old.reader.clone());
        let anew = Snapshot::new(index, reader, rooms, old.files.clone(), old.position);
        shared.snapshot.store(Arc::new(anew));
    }
}

/// Removes every lexicon that `kept` does not name, also those of a process that was killed. Searches that still run
/// keep them open; what cannot be removed now is tried again the next time.
pub(super) fn remove_others(shared: &Shared, kept: &Files) {
    let Ok(Some(folder)) = path(shared) else { return };
    for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        // The payloads lie beside their lexicon, with an ending.
        let lexicon = name.split('.').next().unwrap_or(&name);
        let is_ours = lexicon == LEXICON || is_numbered(lexicon, DELTA) || is_numbered(lexicon, FOLDED);
        if is_ours && lexicon != kept.base && Some(lexicon) != kept.delta.as_deref() {
            drop(std::fs::remove_file(entry.path()));
        }
    }
}

/// Returns the error for a lexicon that cannot be written.
pub(super) fn not_written(path: Option<&Path>) -> impl Fn(io::Error) -> Error + use<> {
    let path = path.map_or_else(|| PathBuf::from("memory"), Path::to_owned);
    move |source| Error::Folder {
        path: path.clone(),
        source,
    }
}

/// Returns the folder of the serving index, `None` for one in memory.
pub(super) fn path(shared: &Shared) -> Result<Option<PathBuf>, Error> {
    let Some(folder) = &shared.folder else {
        return Ok(None);
    };
    let name = folder.current()?.ok_or(Error::NotBuilt)?;
    Ok(Some(folder.subfolder(&name)))
}

/// Returns a name that no file has: one that lies there may be open, or be left from a commit that failed.
fn free_name(path: Option<&Path>, stem: &str, seq: u64) -> String {
    let mut number = seq;
    loop {
        let name = format!("{stem}-{number}");
        let is_taken =
            |folder: &Path| folder.join(&name).exists() || folder.join(payloads_of(&name)).exists();
        if !path.is_some_and(is_taken) {
            return name;
        }
        number += 1;
    }
}

fn is_numbered(name: &str, stem: &str) -> bool {
    let number = name.strip_prefix(stem).and_then(|rest| rest.strip_prefix('-'));
    number.is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()))
}
