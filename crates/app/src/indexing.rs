//! Bringing the index to the state of the store: by the changes since its position, or all anew.
//!
//! The index is committed with the last change that was read as its position, so index and position are one, and a
//! change that is applied twice does no harm.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use glossary::{CollectionName, ConceptId};
use search::{Indexed, SearchIndex, Writer};
use store::{Change, Store, changes, shown};

use crate::Error;
use crate::names::NameBook;

/// How many changes are read before a commit.
const BATCH_CHANGES: usize = 5_000;
/// How many concepts are read at a time when the index is made anew.
const PAGE_CONCEPTS: usize = 1_000;

/// What indexing works with.
#[derive(Clone)]
pub(crate) struct Indexing {
    pub store: Arc<Store>,
    pub index: SearchIndex,
    pub hidden: Arc<[CollectionName]>,
    /// Whether there is an index that can answer; set once it is, and never unset.
    pub is_built: Arc<AtomicBool>,
    /// Whether the store did not answer when it was last asked.
    pub is_store_away: Arc<AtomicBool>,
    /// What collections and fields are called; read beside the index, for pages that ask nothing but memory.
    pub names: Arc<NameBook>,
    /// The change at the index's position, as it was when it was read; `None` before the first look.
    pub last_read: Arc<Mutex<Option<Change>>>,
}

/// How an index stands to its store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It has read every change.
    Current,
    /// There are changes to read.
    Behind,
    /// It has read changes that the store does not have: a standby took over that had lost them, or a backup was put back.
    OfAnotherPast,
}

impl Indexing {
    /// Tells how the index stands to the store now.
    pub fn standing(&self) -> Result<Standing, Error> {
        let position = self.index.position();
        let (last_seq, there) = self.store.read(|session| {
            Ok::<_, store::Error>((changes::last_seq(session)?, changes::find(session, position)?))
        })?;
        if position > last_seq {
            return Ok(Standing::OfAnotherPast);
        }
        // The numbers that were lost are given again, to other changes.
        let mut last_read = self.last_read.lock().unwrap_or_else(PoisonError::into_inner);
        if last_read.is_some() && *last_read != there {
            return Ok(Standing::OfAnotherPast);
        }
        *last_read = there;
        Ok(if position == last_seq {
            Standing::Current
        } else {
            Standing::Behind
        })
    }

    /// Applies the next batch of changes, or all of them by making the index anew; false if there was none.
    pub fn catch_up(&self, writer: &mut Writer) -> Result<bool, Error> {
        let position = self.index.position();
        let last_seq = self.store.read(changes::last_seq)?;
        if self.index.is_quicker_rebuilt(last_seq.saturating_sub(position)) {
            self.rebuild(writer)?;
            return Ok(true);
        }
        let batch = self.store.read(|session| {
            let batch = changes::since(session, position, BATCH_CHANGES)?;
            // One concept changed ten times is indexed once, as it is now.
            let ids: BTreeSet<ConceptId> = batch.iter().filter_map(Change::concept_id).collect();
            for id in ids {
                match shown::find(session, id)? {
                    Some(seen) => self.put(writer, &seen)?,
                    None => writer.delete(id)?,
                }
            }
            Ok::<_, Error>(batch)
        })?;
        let Some(last) = batch.last() else {
            return Ok(false);
        };
        writer.commit(last.seq)?;
        self.note_read(Some(last.clone()));
        Ok(true)
    }

    /// Makes the index anew from one snapshot of the store, beside the one that serves; returns its concepts.
    pub fn rebuild(&self, writer: &mut Writer) -> Result<u64, Error> {
        self.store.read(|session| {
            let position = changes::last_seq(session)?;
            let mut rebuild = writer.rebuild()?;
            let (mut after, mut count) = (None, 0);
            loop {
                let page = shown::page_after(session, after, PAGE_CONCEPTS)?;
                let Some(last) = page.last() else { break };
                after = Some(last.id);
                for seen in &page {
                    if let Some(concept) = seen.body.without_collections(&self.hidden) {
                        rebuild.add(&Indexed {
                            id: seen.id,
                            revision: seen.revision,
                            concept: &concept,
                        })?;
                        count += 1;
                    }
                }
            }
            rebuild.finish(position)?;
            self.note_read(changes::find(session, position)?);
            self.is_built.store(true, Ordering::Release);
            Ok(count)
        })
    }

    fn note_read(&self, change: Option<Change>) {
        *self.last_read.lock().unwrap_or_else(PoisonError::into_inner) = change;
    }

    fn put(&self, writer: &mut Writer, seen: &shown::Shown) -> Result<(), Error> {
        match seen.body.without_collections(&self.hidden) {
            Some(concept) => {
                writer.upsert(&Indexed {
                    id: seen.id,
                    revision: seen.revision,
                    concept: &concept,
                })?;
            }
            None => writer.delete(seen.id)?,
        }
        Ok(())
    }
}
