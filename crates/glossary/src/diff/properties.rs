//! That a diff loses nothing, whatever the entries and texts.

use proptest::prelude::*;

use super::*;
use crate::{
    AdministrativeStatus, Context, Definition, Lang, LegalBasis, Membership, Note, Region, Register,
    Relation, RelationKind, Source, Term, Visibility, Workflow,
};

/// Pieces that meet in every way: with and without tsheg, shad, other scripts, marks alone.
fn any_text() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "ཁྲིམས",
        "ཁང",
        "ར",
        "འི",
        "་",
        "༌",
        "།",
        " ",
        "法",
        "院",
        "12",
        "WTO",
        "\u{f72}",
        "\u{e0100}",
        "༄༅",
    ]);
    prop::collection::vec(part, 0..14).prop_map(|parts| parts.concat())
}

fn any_word() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["ཀ", "ཁ་ག", "法", "院", "2020-01-01"]).prop_map(str::to_owned)
}

fn any_term() -> impl Strategy<Value = Term> {
    let form = prop::sample::select(vec![
        (Lang::Zh, "法院"),
        (Lang::Zh, "法庭"),
        (Lang::Bo, "ཁྲིམས་ཁང"),
        (Lang::Bo, "ཁྲིམས་ར"),
        (Lang::En, "court"),
    ]);
    let choices = (
        prop::sample::select(AdministrativeStatus::ALL),
        prop::sample::select(Register::ALL),
        prop::option::of(prop::sample::select(Region::DIALECTS.to_vec())),
        prop::option::of(any_word()),
        prop::option::of(any_word()),
    );
    let source = (any_word(), prop::option::of(any_word())).prop_map(|(title, locator)| Source {
        title,
        url: None,
        locator,
        collection: None,
    });
    let context =
        (any_word(), prop::option::of(any_word())).prop_map(|(text, source)| Context { text, source });
    let lists = (
        prop::collection::vec(source, 0..3),
        prop::collection::vec(context, 0..3),
    );
    (form, choices, lists).prop_map(|((lang, text), choices, (sources, contexts))| {
        let (administrative_status, register, region, replaced_by, note) = choices;
        Term {
            administrative_status,
            register,
            region: region.map(|r| Region::try_from(r.to_owned()).unwrap()),
            replaced_by,
            sources,
            contexts,
            note,
            ..Term::new(lang, text).unwrap()
        }
    })
}

fn any_concept() -> impl Strategy<Value = Concept> {
    let definition = (
        prop::sample::select(Lang::ALL),
        any_word(),
        prop::option::of(any_word()),
    )
        .prop_map(|(lang, text, source)| Definition { lang, text, source });
    let basis = (
        any_word(),
        prop::option::of(any_word()),
        prop::option::of(any_word()),
    )
        .prop_map(|(law, article, in_force_to)| LegalBasis {
            law,
            article,
            chapter: None,
            edition: None,
            in_force_from: None,
            in_force_to,
        });
    let relation = (prop::sample::select(RelationKind::ALL), 1..4u64).prop_map(|(kind, number)| Relation {
        kind,
        id: crate::ConceptId::new(number),
    });
    let note = (prop::sample::select(Visibility::ALL), any_word())
        .prop_map(|(visibility, text)| Note { visibility, text });
    let membership = (
        prop::sample::select(vec!["laws", "udhr"]),
        prop::option::of(any_word()),
    )
        .prop_map(|(name, number)| Membership {
            collection: name.parse().unwrap(),
            number,
        });
    (
        prop::sample::select(Workflow::ALL),
        prop::collection::vec(any_term(), 0..5),
        prop::collection::vec(definition, 0..3),
        prop::collection::vec(basis, 0..3),
        prop::collection::vec(relation, 0..3),
        prop::collection::vec(note, 0..3),
        prop::collection::vec(membership, 0..3),
        prop::collection::vec(prop::sample::select(vec!["civil", "criminal"]), 0..3),
    )
        .prop_map(
            |(workflow, terms, definitions, legal_basis, relations, notes, memberships, fields)| Concept {
                workflow,
                subject_fields: fields.into_iter().map(|f| f.parse().unwrap()).collect(),
                memberships,
                definitions,
                terms,
                legal_basis,
                relations,
                notes,
            },
        )
}

/// Puts terms and definitions of a language together: how languages stand among one another says nothing.
fn by_language(mut concept: Concept) -> Concept {
    concept.terms.sort_by_key(|t| t.lang);
    concept.definitions.sort_by_key(|d| d.lang);
    concept
}

proptest! {
    #[test]
    fn what_is_the_same_and_what_went_is_the_old_text(old in any_text(), new in any_text()) {
        let found = pieces(&old, &new);
        let text = |without: fn(&Piece) -> bool| -> String {
            let kept = found.iter().filter(|piece| !without(piece));
            kept.map(|piece| match piece {
                Piece::Same(text) | Piece::Gone(text) | Piece::Come(text) => text.as_str(),
            })
            .collect()
        };
        prop_assert_eq!(text(|piece| matches!(piece, Piece::Come(_))), &*old);
        prop_assert_eq!(text(|piece| matches!(piece, Piece::Gone(_))), &*new);
        for pair in found.windows(2) {
            let order = match (&pair[0], &pair[1]) {
                (Piece::Same(_), Piece::Same(_)) | (Piece::Come(_), Piece::Gone(_)) => false,
                (one, other) => std::mem::discriminant(one) != std::mem::discriminant(other),
            };
            prop_assert!(order, "{:?}", found);
        }
        prop_assert_eq!(old == new, found.iter().all(|piece| matches!(piece, Piece::Same(_))));
    }

    #[test]
    fn entries_without_a_diff_are_equal(old in any_concept(), new in any_concept()) {
        let changes = diff(&old, &new);
        prop_assert_eq!(changes.is_empty(), by_language(old.clone()) == by_language(new.clone()));
        let back = diff(&new, &old);
        prop_assert_eq!(back.is_empty(), changes.is_empty());
        prop_assert!(diff(&new, &new).is_empty());
        let mut fields: Vec<&str> = changes.iter().map(|c| c.field.as_str()).collect();
        fields.sort_unstable();
        let count = fields.len();
        fields.dedup();
        prop_assert_eq!(fields.len(), count, "a path names one field");
        for change in &changes {
            prop_assert!(change.old != change.new || change.field.ends_with(".order"), "{:?}", change);
        }
    }

    #[test]
    fn three_ways_hold_every_change_of_both(
        base in any_concept(), mine in any_concept(), theirs in any_concept(),
    ) {
        let merges = three_way(&base, &mine, &theirs);
        for (changes, is_mine) in [(diff(&base, &mine), true), (diff(&base, &theirs), false)] {
            for change in changes {
                let is_told = merges.iter().any(|m| {
                    let value = if is_mine { &m.mine } else { &m.theirs };
                    (&m.field, &m.base, value) == (&change.field, &change.old, &change.new)
                });
                prop_assert!(is_told, "{:?}", change);
            }
        }
        let alone = three_way(&base, &mine, &base);
        prop_assert!(alone.iter().all(|m| m.changed_by == ChangedBy::Mine));
        let alike = three_way(&base, &mine, &mine);
        prop_assert!(alike.iter().all(|m| m.changed_by == ChangedBy::BothAlike));
    }

    #[test]
    fn what_only_one_changed_comes_out_as_it_is(base in any_concept(), other in any_concept(), takes in any::<bool>()) {
        let (base, other) = (by_language(base), by_language(other));
        prop_assert_eq!(combine(&base, &other, &base, &|_| takes).unwrap(), other.clone());
        prop_assert_eq!(combine(&base, &base, &other, &|_| takes).unwrap(), other.clone());
    }

    #[test]
    fn nothing_that_both_left_alone_is_changed(
        base in any_concept(), mine in any_concept(), theirs in any_concept(), takes in any::<bool>(),
    ) {
        let combined = combine(&base, &mine, &theirs, &|_| takes).unwrap();
        let touched = three_way(&base, &mine, &theirs);
        for change in diff(&base, &combined) {
            let list = change.field.trim_start_matches('+').split('.').next().unwrap();
            prop_assert!(touched.iter().any(|m| m.field.starts_with(list)), "{:?}", change);
        }
        let texts = |concept: &Concept| concept.terms.iter().map(Term::key).collect::<Vec<_>>();
        for form in texts(&combined) {
            let known = [&base, &mine, &theirs].iter().any(|c| texts(c).contains(&form));
            prop_assert!(known, "{} comes from nobody", form);
        }
    }
}
