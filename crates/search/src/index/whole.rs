//! Opens an index only if all of it is whole.
//!
//! tantivy reads its files where they lie in memory and trusts them: a damaged byte can end the process. So everything
//! is compared with its checksum first, unless its seal shows that nothing changed since it was known to be whole, and the
//! few numbers that no checksum covers with each other.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use tantivy::directory::MmapDirectory;
use tantivy::index::SegmentMeta;
use tantivy::schema::Schema;
use tantivy::{Index, IndexReader, ReloadPolicy};

use super::position::{self, Position};
use crate::Words;
use crate::lexicon::Lexicon;
use crate::rooms::Rooms;
use crate::schema::{ID, tokenizers};

/// An index that was found whole.
pub(crate) struct Whole {
    pub(crate) index: Index,
    pub(crate) reader: IndexReader,
    pub(crate) rooms: Rooms,
    pub(crate) position: Position,
    /// Whether every byte was compared with its checksum.
    pub(crate) is_checked: bool,
}

/// Opens the index at `path`, which must have `schema` and a position of `hash`; says what is wrong otherwise.
///
/// `check` compares every byte with its checksum.
pub(crate) fn open(
    path: &Path,
    schema: &Schema,
    hash: &str,
    words: &Arc<Words>,
    check: bool,
) -> Result<Whole, String> {
    let directory = MmapDirectory::open(path).map_err(|e| e.to_string())?;
    let mut index = Index::open(directory).map_err(|e| e.to_string())?;
    index.set_tokenizers(tokenizers(words));
    if index.schema() != *schema {
        return Err("the fields are others".to_owned());
    }
    let metas = index.load_metas().map_err(|e| e.to_string())?;
    let position = position::read(metas.payload.as_deref(), hash).ok_or("the position cannot be read")?;
    if check {
        check_files(path, &index, &metas.segments)?;
    }
    let reader = reader(&index).map_err(|e| e.to_string())?;
    check_segments(&reader, schema)?;
    let rooms = rooms(path, &position, check)?;
    if usize::try_from(reader.searcher().num_docs()).ok() != Some(rooms.len()) {
        return Err("the two parts hold different numbers of concepts".to_owned());
    }
    Ok(Whole {
        index,
        reader,
        rooms,
        position,
        is_checked: check,
    })
}

/// Makes a reader that changes only when it is told to.
pub(crate) fn reader(index: &Index) -> tantivy::Result<IndexReader> {
    index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()
}

/// Opens the lexicons that the commit names.
fn rooms(path: &Path, position: &Position, check: bool) -> Result<Rooms, String> {
    let open = |name: &str| Lexicon::open(path, name, check).map(Arc::new);
    let base = open(&position.lexicon.base)?;
    let delta = match &position.lexicon.delta {
        Some(name) => open(name)?,
        None => Arc::new(Lexicon::empty().ok_or("an empty lexicon does not read back")?),
    };
    Ok(Rooms::new(base, delta))
}

/// Compares every file of the segments with its checksum. Files that belong to no segment are left-overs.
fn check_files(folder: &Path, index: &Index, segments: &[SegmentMeta]) -> Result<(), String> {
    if segments.iter().any(|s| s.num_deleted_docs() > s.max_doc()) {
        return Err("more entries are deleted than there are".to_owned());
    }
    let ids: HashSet<String> = segments.iter().map(|s| s.id().uuid_string()).collect();
    // The folder itself is asked, because tantivy's own list of files may be damaged too.
    for file in std::fs::read_dir(folder).map_err(|e| e.to_string())? {
        let name = file.map_err(|e| e.to_string())?.file_name();
        let name = Path::new(&name);
        let owned = name
            .to_str()
            .and_then(|n| n.split('.').next())
            .is_some_and(|id| ids.contains(id));
        if owned
            && !index
                .directory()
                .validate_checksum(name)
                .map_err(|e| e.to_string())?
        {
            return Err(format!("`{}` does not match its checksum", name.display()));
        }
    }
    Ok(())
}

/// Opens every part of every segment that a query may need, and compares the numbers of entries.
fn check_segments(reader: &IndexReader, schema: &Schema) -> Result<(), String> {
    for segment in reader.searcher().segment_readers() {
        for (field, entry) in schema.fields() {
            if entry.is_indexed() {
                segment.inverted_index(field).map_err(|e| e.to_string())?;
            }
        }
        let column = segment.fast_fields().u64(ID).map_err(|e| e.to_string())?;
        if column.num_docs() != segment.max_doc() {
            return Err("the number of entries is another".to_owned());
        }
        segment.get_store_reader(1).map_err(|e| e.to_string())?;
    }
    Ok(())
}
