//! The change feed: what happened to which concept, in the order of commits.

use glossary::{Concept, ConceptId};
use store::{Op, changes, shown};

use crate::{App, Error, Permit, ReadGlossary};

/// A page of the change feed.
#[derive(Debug, Clone)]
pub struct ChangePage {
    /// The changes, oldest first.
    pub changes: Vec<Change>,
    /// The last change there is.
    pub last_seq: u64,
    /// How far was read: from here the next page goes on. It can be beyond the last of the changes, because those of
    /// other things than concepts are passed over.
    pub read_to: u64,
}

/// One committed change of a concept.
#[derive(Debug, Clone)]
pub struct Change {
    /// Its number, from 1, without gaps.
    pub seq: u64,
    /// The concept.
    pub id: ConceptId,
    /// The revision that the change made.
    pub revision: u64,
    /// What was done. A concept that the caller may not see any more shows as deleted.
    pub op: Op,
    /// For a merge: the concept that says the same.
    pub target: Option<ConceptId>,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// The concept as everybody reads it now, if it was asked for and is there.
    pub body: Option<Concept>,
}

impl App {
    /// Returns up to `limit` changes after `since`, oldest first.
    ///
    /// With `with_body`, each change carries the concept *as everybody reads it now*: a client that applies them in order ends
    /// with the present state.
    ///
    /// # Errors
    /// [`Error::ChangesGone`] if `since` is above the last change: the caller's copy is of another history. If the store
    /// cannot be read.
    pub fn list_changes(
        &self,
        _: &Permit<ReadGlossary>,
        since: u64,
        limit: usize,
        with_body: bool,
    ) -> Result<ChangePage, Error> {
        self.store.read(|session| {
            let last_seq = changes::last_seq(session)?;
            if since > last_seq {
                return Err(Error::ChangesGone { since, last_seq });
            }
            let (mut page, mut read_to) = (Vec::new(), since);
            for change in changes::since(session, since, limit)? {
                read_to = change.seq;
                let Some(id) = change.concept_id() else { continue };
                let now = shown::find(session, id)?;
                let seen = now.and_then(|stored| self.public_view(&stored.body));
                page.push(Change {
                    seq: change.seq,
                    id,
                    revision: change.revision,
                    op: if change.op == Op::Upsert && seen.is_none() {
                        Op::Delete
                    } else {
                        change.op
                    },
                    target: change.target.as_deref().and_then(|target| target.parse().ok()),
                    at_ms: change.at_ms,
                    body: seen.filter(|_| with_body),
                });
            }
            Ok(ChangePage {
                changes: page,
                last_seq,
                read_to,
            })
        })
    }
}
