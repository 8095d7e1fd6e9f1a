//! Reading batches, for those who may read drafts.

use access::{Permit, ReadDrafts};
use glossary::{ConceptId, Lang, Workflow};
use store::batches::{self, Batch, BatchItem};
use store::{ItemClass, Session, concepts};

use crate::{App, Error};

/// A concept in a batch, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchLine {
    /// The concept.
    pub id: ConceptId,
    /// The revision that stands in the batch.
    pub revision: u64,
    /// Why it stands there.
    pub class: ItemClass,
    /// Its Chinese name in that revision.
    pub zh: Option<String>,
    /// Its Tibetan name.
    pub bo: Option<String>,
    /// How far that revision has come.
    pub workflow: Option<Workflow>,
    /// Whether somebody has written to the concept since; it cannot be authorised so.
    pub has_changed: bool,
}

impl App {
    /// Returns a batch.
    ///
    /// # Errors
    /// [`Error::NoSuchBatch`].
    pub fn find_batch(&self, _: &Permit<ReadDrafts>, id: &str) -> Result<Batch, Error> {
        let found = self.store.read(|session| batches::find(session, id))?;
        found.ok_or_else(|| Error::NoSuchBatch(id.to_owned()))
    }

    /// Lists up to `limit` batches, newest first; those made before `before`, a time and an id, when it is given.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn list_batches(
        &self,
        _: &Permit<ReadDrafts>,
        before: Option<(i64, String)>,
        limit: usize,
    ) -> Result<Vec<Batch>, Error> {
        let before = before.as_ref().map(|(at_ms, id)| (*at_ms, id.as_str()));
        Ok(self.store.read(|session| batches::list(session, before, limit))?)
    }

    /// Lists up to `limit` concepts of a batch with ids after `after`, by id.
    ///
    /// # Errors
    /// [`Error::NoSuchBatch`].
    pub fn list_batch(
        &self,
        _: &Permit<ReadDrafts>,
        id: &str,
        after: Option<ConceptId>,
        limit: usize,
    ) -> Result<Vec<BatchLine>, Error> {
        self.store.read(|session| {
            batches::find(session, id)?.ok_or_else(|| Error::NoSuchBatch(id.to_owned()))?;
            let items = batches::items(session, id, after, limit)?;
            items.into_iter().map(|item| line(session, item)).collect()
        })
    }
}

fn line(session: &mut dyn Session, item: BatchItem) -> Result<BatchLine, Error> {
    let found = concepts::find_revision(session, item.concept, item.revision)?;
    let newest = concepts::find(session, item.concept)?;
    let body = found.and_then(|found| found.body);
    let name = |lang| {
        body.as_ref()
            .and_then(|body| body.preferred(lang))
            .map(str::to_owned)
    };
    Ok(BatchLine {
        id: item.concept,
        revision: item.revision,
        class: item.class,
        zh: name(Lang::Zh),
        bo: name(Lang::Bo),
        workflow: body.as_ref().map(|body| body.workflow),
        has_changed: newest.is_none_or(|newest| newest.revision != item.revision),
    })
}
