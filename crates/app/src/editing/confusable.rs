//! Pairs that are easily confused: whoever marks one of the two marks both.

use std::collections::BTreeSet;

use glossary::{Concept, ConceptId, Relation, RelationKind};
use store::{Act, Deed, Stamp, Stored, Tx, concepts};

use super::draft_of;
use crate::Error;

/// Writes on the other side of each pair what `stored` says of it now and did not say `before`, or says no more: a reader of
/// either has to be warned (rule `confusable_not_mutual`). What the other one says besides stays as it is.
///
/// A concept that is not there any more is passed over.
pub(crate) fn keep_mutual(
    tx: &mut Tx<'_>,
    before: Option<&Concept>,
    stored: &Stored,
    stamp: &Stamp,
) -> Result<(), Error> {
    let before = before.map(confused_with).unwrap_or_default();
    let after = confused_with(&stored.body);
    for other in before
        .symmetric_difference(&after)
        .filter(|other| **other != stored.id)
    {
        let Some(known) = concepts::find(tx, *other)? else {
            continue;
        };
        let mut next = known.body.clone();
        let own = Relation {
            kind: RelationKind::Confusable,
            id: stored.id,
        };
        if after.contains(other) {
            next.relations.push(own);
        } else {
            next.relations.retain(|relation| *relation != own);
        }
        if confused_with(&next) != confused_with(&known.body) {
            let deed = Deed {
                reason: Some(format!("易混淆词条 {}", stored.id)),
                ..Deed::of(Act::Write)
            };
            tx.perform(known.id, known.revision, draft_of(next), &deed, stamp)?;
        }
    }
    Ok(())
}

fn confused_with(concept: &Concept) -> BTreeSet<ConceptId> {
    let relations = concept.relations.iter();
    relations
        .filter(|relation| relation.kind == RelationKind::Confusable)
        .map(|relation| relation.id)
        .collect()
}
