//! Change sets: one syllable string replaced in many Tibetan terms, where somebody ticked it, and undone by one act.

mod lines;
mod settling;

pub use lines::{ChangedLine, Fate};
pub use settling::ChangeSetSettled;

use access::{Permit, ReadDrafts, WriteGlossary};
use glossary::filter::{Facts, Filter};
use glossary::search_replace::{Replacement, TermHit};
use glossary::{Concept, ConceptId, Lang, Workflow};
use store::change_sets::{self, ChangeSet, ChangedConcept};
use store::{Act, Deed, Session, Stamp, Tx, concepts, shown};

use crate::accounts::new_id;
use crate::audit::{self, AuditEvent};
use crate::calendar::civil_day;
use crate::concepts::authority;
use crate::editing::{draft_of, expect_rules, newest, reason_of};
use crate::subject_fields::FieldTree;
use crate::{App, Error};

/// How many concepts one change set changes at most: it is one transaction.
pub const MAX_CHANGED: usize = 1_000;
/// How many concepts are looked at for one page of hits.
const MAX_LOOKED_AT: usize = 5_000;
/// How many are read at a time.
const CHUNK: usize = 200;

/// A concept in whose newest text something would be replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeSetHit {
    /// The concept.
    pub id: ConceptId,
    /// Its newest revision.
    pub revision: u64,
    /// How far that has come.
    pub workflow: Workflow,
    /// Its Chinese name.
    pub zh: Option<String>,
    /// Each Tibetan term in which something is replaced: as it is, and what becomes of it.
    pub terms: Vec<(String, TermHit)>,
}

/// A concept that somebody ticked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticked {
    /// The concept.
    pub id: ConceptId,
    /// Its newest revision, as it was seen.
    pub revision: u64,
    /// The terms in which something is replaced, as they are; `None` for all of them.
    pub terms: Option<Vec<String>>,
}

/// A page of hits, by id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeSetHits {
    /// The hits.
    pub hits: Vec<ChangeSetHit>,
    /// After which id the next page begins; `None` at the end. A page can be short, even empty, and yet not the last.
    pub next: Option<ConceptId>,
}

/// A change set with what it has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeSetEntry {
    /// The change set.
    pub set: ChangeSet,
    /// The concepts, by id.
    pub concepts: Vec<ChangedConcept>,
}

/// What undoing a change set came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeSetUndone {
    /// The concepts that say again what they said before.
    pub restored: Vec<ConceptId>,
    /// Those that somebody has edited since, or that are gone: they stay as they are.
    pub left: Vec<ConceptId>,
}

impl App {
    /// Lists up to `limit` concepts with ids after `after` that pass `filter` and in whose newest text something would be
    /// replaced, or stands with a particle that keeps it from being replaced. What the filter asks is asked of that newest text, and of the batch that authorised what stands.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn preview_change_set(
        &self,
        _: &Permit<ReadDrafts>,
        replacement: &Replacement,
        filter: &Filter,
        after: Option<ConceptId>,
        limit: usize,
    ) -> Result<ChangeSetHits, Error> {
        self.store.read(|session| {
            let fields = FieldTree::read(session)?;
            let (mut hits, mut last, mut looked_at) = (Vec::new(), after, 0);
            loop {
                let chunk = concepts::page_after(session, last, CHUNK)?;
                let is_end = chunk.len() < CHUNK;
                for stored in chunk {
                    let terms = named(&stored.body, replacement.hits(&stored.body));
                    if !terms.is_empty() && passes(session, filter, &fields, &stored)? {
                        if hits.len() == limit {
                            return Ok(ChangeSetHits { hits, next: last });
                        }
                        hits.push(ChangeSetHit {
                            id: stored.id,
                            revision: stored.revision,
                            workflow: stored.body.workflow,
                            zh: stored.body.preferred(Lang::Zh).map(str::to_owned),
                            terms,
                        });
                    }
                    (last, looked_at) = (Some(stored.id), looked_at + 1);
                }
                if is_end || looked_at >= MAX_LOOKED_AT {
                    let next = last.filter(|_| !is_end);
                    return Ok(ChangeSetHits { hits, next });
                }
            }
        })
    }

    /// Replaces something in every Tibetan term of `ticked`, each at the revision that was seen: all of them or none. What
    /// comes of it are drafts.
    ///
    /// # Errors
    /// [`Error::ReasonMissing`]; [`Error::NothingReplaced`] of a concept in which it does not stand, or without any;
    /// [`Error::StaleConcept`], [`Error::NoSuchConcept`], [`Error::Merged`], [`Error::Invalid`] of one that would break rules.
    pub fn make_change_set(
        &self,
        permit: &Permit<WriteGlossary>,
        replacement: &Replacement,
        reason: &str,
        ticked: &[Ticked],
    ) -> Result<ChangeSetEntry, Error> {
        if ticked.is_empty() {
            return Err(Error::NothingReplaced(None));
        }
        let stamp = Stamp {
            author: permit.actor().name(),
            at_ms: self.clock.now_ms(),
        };
        let set = ChangeSet {
            id: new_id("s", &*self.identity.chance)?,
            sought: replacement.sought().to_owned(),
            replaced_by: replacement.by().to_owned(),
            reason: reason_of(reason)?,
            made_by: stamp.author.clone(),
            made_at_ms: stamp.at_ms,
            undone: None,
        };
        let event = AuditEvent::done("make-change-set")
            .on("change-set", set.id.clone())
            .because(set.reason.clone())
            .detail(format!("{} concepts", ticked.len()));
        let noted = self.audit_entry(permit.actor(), &event)?;
        let (replacement, mut ticked) = (replacement.clone(), ticked.to_vec());
        ticked.sort_by_key(|concept| concept.id);
        ticked.dedup_by_key(|concept| concept.id);
        let made = self.write_noted(move |tx| {
            let mut changed = Vec::with_capacity(ticked.len());
            for concept in &ticked {
                changed.push(replace_in(tx, &replacement, concept, &set.reason, &stamp)?);
            }
            change_sets::add(tx, &set, &changed)?;
            audit::append(tx, &noted)?;
            Ok(ChangeSetEntry {
                set: set.clone(),
                concepts: changed,
            })
        })?;
        self.indexer.wake();
        Ok(made)
    }

    /// Lists up to `limit` change sets, newest first; those older than `before`, by its time and id.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn list_change_sets(
        &self,
        _: &Permit<ReadDrafts>,
        before: Option<(i64, String)>,
        limit: usize,
    ) -> Result<Vec<ChangeSet>, Error> {
        let before = before.as_ref().map(|(at_ms, id)| (*at_ms, id.as_str()));
        Ok(self
            .store
            .read(|session| change_sets::list(session, before, limit))?)
    }

    /// Returns a change set with what it has changed.
    ///
    /// # Errors
    /// [`Error::NoSuchChangeSet`].
    pub fn find_change_set(&self, _: &Permit<ReadDrafts>, id: &str) -> Result<ChangeSetEntry, Error> {
        self.store.read(|session| entry(session, id))
    }

    /// Undoes a change set: each concept that nobody has edited since says again, as a draft, what it said before. To review or
    /// authorise it is not to edit it.
    ///
    /// # Errors
    /// [`Error::NoSuchChangeSet`]; [`Error::ChangeSetUndone`].
    pub fn undo_change_set(
        &self,
        permit: &Permit<WriteGlossary>,
        id: &str,
    ) -> Result<ChangeSetUndone, Error> {
        let stamp = Stamp {
            author: permit.actor().name(),
            at_ms: self.clock.now_ms(),
        };
        let event = AuditEvent::done("undo-change-set").on("change-set", id);
        let (noted, id) = (self.audit_entry(permit.actor(), &event)?, id.to_owned());
        let undone = self.write_noted(move |tx| {
            let made = entry(tx, &id)?;
            if !change_sets::undo(tx, &id, &stamp.author, stamp.at_ms)? {
                return Err(Error::ChangeSetUndone);
            }
            let (mut restored, mut left) = (Vec::new(), Vec::new());
            for changed in &made.concepts {
                let is_restored = restore(tx, *changed, &stamp)?;
                if is_restored { &mut restored } else { &mut left }.push(changed.concept);
            }
            audit::append(tx, &noted)?;
            Ok(ChangeSetUndone { restored, left })
        })?;
        self.indexer.wake();
        Ok(undone)
    }
}

fn entry(session: &mut dyn Session, id: &str) -> Result<ChangeSetEntry, Error> {
    let set = change_sets::find(session, id)?.ok_or(Error::NoSuchChangeSet)?;
    let concepts = change_sets::concepts(session, id)?;
    Ok(ChangeSetEntry { set, concepts })
}

/// Tells whether the newest text of a concept passes `filter`.
fn passes(
    session: &mut dyn Session,
    filter: &Filter,
    fields: &FieldTree,
    stored: &concepts::Stored,
) -> Result<bool, Error> {
    let (last, act) = match filter.needs_acts() {
        false => (None, None),
        true => {
            let batch = shown::find(session, stored.id)?.and_then(|shown| shown.batch);
            let act = match &batch {
                Some(batch) => authority(session, batch)?,
                None => None,
            };
            let newest = Some(stored.revision.saturating_add(1));
            (
                concepts::list_revisions(session, stored.id, newest, 1)?.pop(),
                act,
            )
        }
    };
    let changed_on = civil_day(stored.updated_at_ms);
    let facts = Facts {
        workflow: stored.body.workflow,
        author: last.as_ref().map(|entry| entry.author.as_str()),
        changed_on: Some(&changed_on),
        batch: act.as_ref().map(|act| act.number.as_str()),
    };
    Ok(filter.matches(&stored.body, &facts, |field, asked| {
        fields.is_within(field, asked)
    }))
}

/// Returns each hit with the text in which it is.
fn named(concept: &Concept, hits: Vec<TermHit>) -> Vec<(String, TermHit)> {
    let text = |hit: &TermHit| concept.terms.get(hit.position).map(|term| term.text.clone());
    hits.into_iter()
        .filter_map(|hit| Some((text(&hit)?, hit)))
        .collect()
}

fn replace_in(
    tx: &mut Tx<'_>,
    replacement: &Replacement,
    ticked: &Ticked,
    reason: &str,
    stamp: &Stamp,
) -> Result<ChangedConcept, Error> {
    let (id, revision) = (ticked.id, ticked.revision);
    let known = newest(tx, id, revision)?;
    let hits = named(&known.body, replacement.hits(&known.body)).into_iter();
    let is_ticked = |text: &String| ticked.terms.as_ref().is_none_or(|terms| terms.contains(text));
    let positions: Vec<usize> = hits
        .filter(|(text, hit)| is_ticked(text) && !hit.replaced.hits.is_empty())
        .map(|(_, hit)| hit.position)
        .collect();
    if positions.is_empty() {
        return Err(Error::NothingReplaced(Some(id)));
    }
    let applied = replacement.apply(&known.body, &positions);
    let next = draft_of(applied.map_err(|_| Error::TooLongReplaced(id))?);
    expect_rules(&next)?;
    let deed = Deed {
        reason: Some(reason.to_owned()),
        ..Deed::of(Act::Replace)
    };
    let stored = tx.perform(id, revision, next, &deed, stamp)?;
    Ok(ChangedConcept {
        concept: id,
        before: revision,
        after: stored.revision,
    })
}

/// Returns the newest revision of a concept if it says what the change set wrote, however far that has come since.
fn as_written(session: &mut dyn Session, changed: ChangedConcept) -> Result<Option<concepts::Stored>, Error> {
    let Some(newest) = concepts::find(session, changed.concept)? else {
        return Ok(None);
    };
    if newest.revision == changed.after {
        return Ok(Some(newest));
    }
    let written =
        concepts::find_revision(session, changed.concept, changed.after)?.and_then(|found| found.body);
    let is_same = written.is_some_and(|written| draft_of(written) == draft_of(newest.body.clone()));
    Ok(is_same.then_some(newest))
}

/// Writes what a concept said before a change set; tells whether it could.
fn restore(tx: &mut Tx<'_>, changed: ChangedConcept, stamp: &Stamp) -> Result<bool, Error> {
    let Some(present) = as_written(tx, changed)? else {
        return Ok(false);
    };
    let before = concepts::find_revision(tx, changed.concept, changed.before)?;
    let Some(body) = before.and_then(|before| before.body) else {
        return Ok(false);
    };
    let deed = Deed::of(Act::Restore);
    tx.perform(changed.concept, present.revision, draft_of(body), &deed, stamp)?;
    Ok(true)
}
