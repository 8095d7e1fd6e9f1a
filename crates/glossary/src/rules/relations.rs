//! Rules of how entries stand to one another.

use super::Violation;
use crate::{Concept, ConceptId, RelationKind};

/// A concept is related to others, not to itself: a warning of itself, or a replacement by itself, says nothing.
pub(super) fn relation_to_itself(id: ConceptId, concept: &Concept, found: &mut Vec<Violation>) {
    for (position, relation) in concept.relations.iter().enumerate() {
        if relation.id == id {
            found.push(Violation::RelationToItself { position, id });
        }
    }
}

/// Returns the relations of `concept` to concepts that are not there, in the order of the entry; `is_there` is asked once a
/// relation.
///
/// `relation_to_nothing`: a reader who is sent on has to arrive somewhere.
///
/// # Errors
/// What `is_there` fails with.
pub fn check_related<E>(
    concept: &Concept,
    is_there: &mut dyn FnMut(ConceptId) -> Result<bool, E>,
) -> Result<Vec<Violation>, E> {
    let mut found = Vec::new();
    for (position, relation) in concept.relations.iter().enumerate() {
        let id = relation.id;
        if !is_there(id)? {
            found.push(Violation::RelationToNothing { position, id });
        }
    }
    Ok(found)
}

/// Returns what does not hold between two concepts; empty if all does.
///
/// `confusable_not_mutual`: if one is marked as confusable with the other, so is the other with it, because a reader of
/// either has to be warned. A concept that is named and not given here is not asked about.
#[must_use]
pub fn check_pair(one: (ConceptId, &Concept), other: (ConceptId, &Concept)) -> Vec<Violation> {
    let names = |concept: &Concept, id: ConceptId| {
        let mut relations = concept.relations.iter();
        relations.any(|r| r.kind == RelationKind::Confusable && r.id == id)
    };
    let one_sided = |from: (ConceptId, &Concept), to: (ConceptId, &Concept)| {
        let is_broken = names(from.1, to.0) && !names(to.1, from.0);
        is_broken.then_some(Violation::ConfusableNotMutual {
            id: from.0,
            other: to.0,
        })
    };
    one_sided(one, other)
        .into_iter()
        .chain(one_sided(other, one))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::check_numbered;
    use super::super::sample::concept;
    use super::*;
    use crate::{Lang, Relation};

    fn related(zh: &str, relations: &[(RelationKind, u64)]) -> Concept {
        let mut concept = concept(&[(Lang::Zh, zh)]);
        let relation = |(kind, number): &(RelationKind, u64)| Relation {
            kind: *kind,
            id: ConceptId::new(*number),
        };
        concept.relations = relations.iter().map(relation).collect();
        concept
    }

    #[test]
    fn relation_to_itself() {
        for kind in RelationKind::ALL {
            let concept = related("共同财产", &[(RelationKind::Related, 8), (*kind, 7)]);
            let [violation] = &check_numbered(ConceptId::new(7), &concept)[..] else {
                panic!("one violation expected")
            };
            assert_eq!(violation.code(), "relation_to_itself");
            assert_eq!(violation.pointer(), "/relations/1");
        }
    }

    #[test]
    fn relation_to_nothing() {
        let concept = related(
            "共同财产",
            &[(RelationKind::Related, 8), (RelationKind::Broader, 9)],
        );
        let check =
            |there: u64| check_related(&concept, &mut |id| Ok::<_, ()>(id.number() == there)).unwrap();
        assert_eq!(
            check(8).iter().map(Violation::pointer).collect::<Vec<_>>(),
            ["/relations/1"]
        );
        assert_eq!(check(9)[0].code(), "relation_to_nothing");
        assert_eq!(
            check_related(&concept, &mut |_| Err("the store is away")),
            Err("the store is away")
        );
    }

    #[test]
    fn confusable_not_mutual() {
        let (joint, shared) = (ConceptId::new(1), ConceptId::new(2));
        let confusable = RelationKind::Confusable;
        for (of_joint, of_shared, broken) in [
            (&[][..], &[][..], None),
            (&[(confusable, 2)][..], &[(confusable, 1)][..], None),
            (
                &[(confusable, 2)],
                &[(RelationKind::Related, 1), (confusable, 3)],
                Some((joint, shared)),
            ),
            (&[], &[(confusable, 1)], Some((shared, joint))),
            (&[(confusable, 3)], &[], None),
        ] {
            let (one, other) = (related("共同财产", of_joint), related("共有财产", of_shared));
            let expected = broken.map(|(id, other)| Violation::ConfusableNotMutual { id, other });
            let found = check_pair((joint, &one), (shared, &other));
            assert_eq!(found, Vec::from_iter(expected));
            assert_eq!(
                check_pair((shared, &other), (joint, &one)),
                found,
                "either way round"
            );
        }
    }
}
