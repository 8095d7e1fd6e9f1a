//! What an answer is limited to: the choices of the request and what the text itself excludes.

use crate::query::Request;
use crate::read::{Needle, Operators};
use crate::rooms::Room;
use crate::search::stands::find_units;

/// The conditions that every hit fulfils.
pub(crate) struct Filter<'a> {
    request: &'a Request<'a>,
    operators: &'a Operators,
    is_open: bool,
}

impl<'a> Filter<'a> {
    pub(crate) fn new(request: &'a Request<'a>, operators: &'a Operators) -> Self {
        let is_open = request.workflow.is_none()
            && request.collection.is_none()
            && request.subject_field.is_none()
            && operators.is_empty();
        Self {
            request,
            operators,
            is_open,
        }
    }

    /// Tells whether nothing is excluded.
    pub(crate) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Tells whether a concept may be a hit.
    pub(crate) fn admits(&self, room: &Room<'_>, document: u32) -> bool {
        room.counts(document) && (self.is_open || self.fulfils(room, document))
    }

    fn fulfils(&self, room: &Room<'_>, document: u32) -> bool {
        let documents = &room.lexicon.documents;
        let request = self.request;
        let workflow = request.workflow.is_none_or(|w| w == documents.workflow(document));
        let collection = request
            .collection
            .as_ref()
            .is_none_or(|c| documents.collections(document).any(|name| name == c.as_str()));
        let subject_field = request
            .subject_field
            .as_ref()
            .is_none_or(|s| documents.subject_fields(document).any(|name| name == s.as_str()));
        let domains = &self.operators.domains;
        let domain = domains.iter().all(|d| {
            documents
                .subject_fields(document)
                .any(|name| name.starts_with(d.as_str()))
        });
        workflow && collection && subject_field && domain && !self.is_excluded(room, document)
    }

    fn is_excluded(&self, room: &Room<'_>, document: u32) -> bool {
        let has = |needle: &Needle| {
            let side = room.lexicon.side(needle.lang);
            let mut headwords = room.lexicon.documents.headwords(document);
            headwords.any(|headword| {
                let traits = room.lexicon.headwords.traits(headword);
                std::ptr::eq(room.lexicon.side(traits.lang), side)
                    && find_units(side.unit, room.lexicon.fold(headword), &needle.fold).is_some()
            })
        };
        self.operators.excluded.iter().any(has)
    }
}
