//! Relations between the concepts of an import: wider ones of a list, those given by the ids of another glossary, what took the
//! place of an old name, and warnings of what is easily confused.

use glossary::{CollectionName, ConceptId, PackedConcept, Relation, RelationKind};

use super::placing::Placing;
use super::refusal::Refusal;
use crate::Error;

/// What the relations of a row came to that were given by the ids of another glossary.
#[derive(Debug, Default)]
pub(crate) struct RelatedForeign {
    /// Whether one was new.
    pub is_changed: bool,
    /// The ids that stand for nothing in the file; what they relate to cannot be told.
    pub not_in_file: Vec<ConceptId>,
}

impl Placing<'_> {
    /// Makes the relations that a row gives by the ids of another glossary, once all rows have their places.
    pub fn relate_foreign(&mut self, id: ConceptId, row: &PackedConcept) -> RelatedForeign {
        let mut done = RelatedForeign::default();
        let Some(foreign) = &self.foreign else { return done };
        let Some(planned) = self.concepts.get_mut(&id) else {
            return done;
        };
        for relation in row.relations() {
            let kind = relation.kind;
            match foreign.get(&relation.id) {
                Some(meant) if *meant != id => {
                    let related = Relation { kind, id: *meant };
                    done.is_changed |= planned.relate(related);
                }
                // Two entries of the file are one concept here, which is not related to itself.
                Some(_) => {}
                None => done.not_in_file.push(relation.id),
            }
        }
        done
    }

    /// Notes that the entry at (`collection`, `number`) is the wider concept of `id`; false if that was known.
    pub fn relate(
        &mut self,
        id: ConceptId,
        collection: &CollectionName,
        number: &str,
    ) -> Result<Result<bool, Refusal>, Error> {
        let Some(parent) = self
            .list_entry(collection, number)?
            .filter(|parent| *parent != id)
        else {
            let (collection, number) = (collection.clone(), number.to_owned());
            return Ok(Err(Refusal::UnknownBroader { collection, number }));
        };
        let relation = Relation {
            kind: RelationKind::Broader,
            id: parent,
        };
        let planned = self.concepts.get_mut(&id);
        Ok(Ok(planned.is_some_and(|planned| planned.relate(relation))))
    }

    /// Notes that `successor` took the place of `id`; false if that was known.
    pub fn replace(&mut self, id: ConceptId, successor: ConceptId) -> Result<bool, Error> {
        let relation = Relation {
            kind: RelationKind::ReplacedBy,
            id: successor,
        };
        if id == successor || !self.bring_in(id)? {
            return Ok(false);
        }
        let planned = self.concepts.get_mut(&id);
        Ok(planned.is_some_and(|planned| planned.relate(relation)))
    }

    /// Marks on the other side too each pair that this import says is easily confused: a reader of either has to be warned
    /// (rule `confusable_not_mutual`). Returns the concepts that are changed by that; one that is not there is passed over.
    pub fn keep_mutual(&mut self) -> Result<Vec<ConceptId>, Error> {
        let is_confusable = |relation: &Relation| relation.kind == RelationKind::Confusable;
        let mut said: Vec<(ConceptId, ConceptId)> = Vec::new();
        for (id, planned) in &self.concepts {
            let known = planned.known.relations();
            let relations = planned.concept.relations().into_iter().filter(is_confusable);
            let new = relations.filter(|r| planned.known_revision.is_none() || !known.contains(r));
            said.extend(new.map(|relation| (*id, relation.id)));
        }
        let mut changed = Vec::new();
        for (id, other) in said {
            let own = Relation {
                kind: RelationKind::Confusable,
                id,
            };
            if id == other || !self.bring_in(other)? {
                continue;
            }
            let planned = self.concepts.get_mut(&other);
            if planned.is_some_and(|planned| planned.relate(own)) {
                changed.push(other);
            }
        }
        Ok(changed)
    }
}
