//! What is packed comes out as it was, whatever it holds.

use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[法院ཁྲིམས་a-z]{1,12}",
        Just("长".repeat(100)),
        any::<String>(),
    ]
}

fn collection() -> impl Strategy<Value = CollectionName> {
    select(vec!["charges-2024", "a"]).prop_map(|name| name.parse().unwrap())
}

fn source() -> impl Strategy<Value = Source> {
    (
        text(),
        option::of(text()),
        option::of(text()),
        option::of(collection()),
    )
        .prop_map(|(title, url, locator, collection)| Source {
            title,
            url,
            locator,
            collection,
        })
}

fn term() -> impl Strategy<Value = Term> {
    let kinds = (
        select(Lang::ALL),
        select(AdministrativeStatus::ALL),
        option::of(select(TermType::ALL)),
        option::of(select(PartOfSpeech::ALL)),
        select(Register::ALL),
        option::of(1..=4_u8),
        option::of(select(vec!["amdo", "632700"])),
    );
    let context = (text(), option::of(text())).prop_map(|(text, source)| Context { text, source });
    let texts = (
        text(),
        option::of(text()),
        option::of(text()),
        prop::collection::vec(source(), 0..3),
        prop::collection::vec(context, 0..2),
    );
    (kinds, texts).prop_map(|(kinds, (text, replaced_by, note, sources, contexts))| Term {
        lang: kinds.0,
        text,
        administrative_status: kinds.1,
        replaced_by,
        term_type: kinds.2,
        part_of_speech: kinds.3,
        region: kinds.6.map(|region| Region::try_from(region.to_owned()).unwrap()),
        register: kinds.4,
        reliability: kinds.5.map(|level| Reliability::try_from(level).unwrap()),
        sources,
        contexts,
        note,
    })
}

fn legal_basis() -> impl Strategy<Value = LegalBasis> {
    let detail = || option::of(text());
    (text(), detail(), detail(), detail(), detail(), detail()).prop_map(
        |(law, article, chapter, edition, in_force_from, in_force_to)| LegalBasis {
            law,
            article,
            chapter,
            edition,
            in_force_from,
            in_force_to,
        },
    )
}

fn concept() -> impl Strategy<Value = Concept> {
    let several = 0..3_usize;
    let membership =
        (collection(), option::of(text())).prop_map(|(collection, number)| Membership { collection, number });
    let definition = (select(Lang::ALL), text(), option::of(text()))
        .prop_map(|(lang, text, source)| Definition { lang, text, source });
    let relation = (select(RelationKind::ALL), any::<u64>()).prop_map(|(kind, id)| Relation {
        kind,
        id: ConceptId::new(id),
    });
    let many = prop::collection::vec(relation.clone(), 300);
    let relations = prop_oneof![prop::collection::vec(relation, 0..3), many];
    let note = (select(Visibility::ALL), text()).prop_map(|(visibility, text)| Note { visibility, text });
    let field = select(vec!["criminal-law", "x"]).prop_map(|name| name.parse().unwrap());
    (
        select(Workflow::ALL),
        prop::collection::vec(field, several.clone()),
        prop::collection::vec(membership, several.clone()),
        prop::collection::vec(definition, several.clone()),
        prop::collection::vec(term(), several.clone()),
        prop::collection::vec(legal_basis(), several.clone()),
        // More than fit one byte of a number.
        relations,
        prop::collection::vec(note, several),
    )
        .prop_map(|parts| Concept {
            workflow: parts.0,
            subject_fields: parts.1,
            memberships: parts.2,
            definitions: parts.3,
            terms: parts.4,
            legal_basis: parts.5,
            relations: parts.6,
            notes: parts.7,
        })
}

proptest! {
    #[test]
    fn what_is_packed_comes_out_as_it_was(concept in concept()) {
        let packed = PackedConcept::pack(&concept);
        prop_assert_eq!(&packed.relations(), &concept.relations);
        prop_assert_eq!(packed.unpack(), concept);
    }

    #[test]
    fn packed_concepts_are_equal_as_their_concepts_are(one in concept(), other in concept()) {
        let [packed, again, different] = [&one, &one, &other].map(PackedConcept::pack);
        prop_assert_eq!(&packed, &again);
        prop_assert_eq!(packed == different, one == other);
    }
}

#[test]
fn a_pair_takes_no_more_bytes_than_its_texts_and_two_dozen() {
    let mut concept = Concept::draft();
    concept.terms = vec![
        Term::new(Lang::Zh, "法院").unwrap(),
        Term::new(Lang::Bo, "ཁྲིམས་ཁང").unwrap(),
    ];
    let texts: usize = concept.terms.iter().map(|term| term.text.len()).sum();
    let packed = PackedConcept::pack(&concept);
    assert!(packed.0.len() <= texts + 2 * 12 + 8, "{}", packed.0.len());
}
