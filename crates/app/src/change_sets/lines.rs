//! What became of the concepts of a change set.

use access::{Permit, ReadDrafts};
use glossary::search_replace::Replacement;
use glossary::{Concept, ConceptId, Lang, Workflow};
use store::change_sets::{self, ChangeSet, ChangedConcept};
use store::{Act, Session, concepts};

use crate::{App, Error};

/// What has become of a concept since a change set wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It says what the change set wrote.
    AsWritten,
    /// Somebody has written it since: undoing the change set leaves it.
    WrittenSince,
    /// Undoing the change set gave it back what it said before.
    Restored,
    /// It was taken away, or joined into another one.
    Gone,
}

impl Fate {
    /// Every fate.
    pub const ALL: [Self; 4] = [Self::AsWritten, Self::WrittenSince, Self::Restored, Self::Gone];

    /// Returns its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AsWritten => "as_written",
            Self::WrittenSince => "written_since",
            Self::Restored => "restored",
            Self::Gone => "gone",
        }
    }
}

/// A concept of a change set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedLine {
    /// The concept with its revisions.
    pub changed: ChangedConcept,
    /// What has become of it.
    pub fate: Fate,
    /// How far its newest revision has come; `None` if it is gone.
    pub workflow: Option<Workflow>,
    /// Its Chinese name before.
    pub zh: Option<String>,
    /// Each Tibetan term that was replaced: as it was, where something was replaced in Unicode scalar values, and what it
    /// became.
    pub terms: Vec<(String, Vec<std::ops::Range<usize>>, String)>,
}

impl App {
    /// Lists up to `limit` concepts of a change set with ids after `after`, by id, with what became of each.
    ///
    /// # Errors
    /// [`Error::NoSuchChangeSet`].
    pub fn list_changed(
        &self,
        _: &Permit<ReadDrafts>,
        id: &str,
        after: Option<ConceptId>,
        limit: usize,
    ) -> Result<Vec<ChangedLine>, Error> {
        self.store.read(|session| {
            let set = change_sets::find(session, id)?.ok_or(Error::NoSuchChangeSet)?;
            let changed = change_sets::concepts(session, id)?.into_iter();
            let wanted = changed.filter(|changed| after.is_none_or(|after| changed.concept > after));
            wanted
                .take(limit)
                .map(|changed| line(session, &set, changed))
                .collect()
        })
    }
}

fn line(session: &mut dyn Session, set: &ChangeSet, changed: ChangedConcept) -> Result<ChangedLine, Error> {
    let mut said = |revision| {
        let found = concepts::find_revision(session, changed.concept, revision)?;
        Ok::<_, Error>(found.and_then(|found| found.body))
    };
    let (before, after) = (said(changed.before)?, said(changed.after)?);
    let newest = concepts::find(session, changed.concept)?;
    let fate = match &newest {
        None => Fate::Gone,
        Some(_) if is_restored(session, set, changed)? => Fate::Restored,
        Some(_) if super::as_written(session, changed)?.is_some() => Fate::AsWritten,
        Some(_) => Fate::WrittenSince,
    };
    Ok(ChangedLine {
        changed,
        fate,
        workflow: newest.map(|newest| newest.body.workflow),
        zh: before
            .as_ref()
            .and_then(|body| body.preferred(Lang::Zh))
            .map(str::to_owned),
        terms: before
            .zip(after)
            .map_or_else(Vec::new, |(before, after)| replaced(set, &before, &after)),
    })
}

/// Tells whether one of the revisions after that of the change set is the one that undoing it wrote: a restored one, and both
/// have one author and time.
fn is_restored(session: &mut dyn Session, set: &ChangeSet, changed: ChangedConcept) -> Result<bool, Error> {
    let Some((by, at_ms)) = &set.undone else {
        return Ok(false);
    };
    let since = concepts::list_revisions(session, changed.concept, None, usize::MAX)?;
    let mut since = since.iter().filter(|revision| revision.revision > changed.after);
    Ok(since.any(|one| one.act == Act::Restore && one.author == *by && one.at_ms == *at_ms))
}

fn replaced(
    set: &ChangeSet,
    before: &Concept,
    after: &Concept,
) -> Vec<(String, Vec<std::ops::Range<usize>>, String)> {
    let Ok(replacement) = Replacement::new(&set.sought, &set.replaced_by) else {
        return Vec::new();
    };
    let is_there = |text: &String| after.terms_in(Lang::Bo).iter().any(|term| term.text == *text);
    let hits = replacement.hits(before).into_iter().filter_map(|hit| {
        let old = before.terms.get(hit.position)?.text.clone();
        let is_replaced = !hit.replaced.hits.is_empty();
        let new = Some(hit.replaced.text).filter(|text| is_replaced && is_there(text))?;
        Some((old, hit.replaced.hits, new))
    });
    hits.collect()
}
