//! Finding concepts.

use glossary::{AdministrativeStatus, CollectionName, ConceptId, Lang, Register, Term, term_key};
use store::{SourceCount, Store, concepts};

use crate::fixtures::{concept, create, listed, shown};

fn by_key(store: &Store, lang: Lang, text: &str) -> Vec<String> {
    let key = term_key(lang, text);
    shown(
        &store
            .read(|session| concepts::ids_by_term_key(session, lang, &key))
            .unwrap(),
    )
}

fn by_preferred_zh(store: &Store, text: &str) -> Vec<String> {
    let key = term_key(Lang::Zh, text);
    shown(
        &store
            .read(|session| concepts::ids_by_preferred_zh(session, &key))
            .unwrap(),
    )
}

fn by_place(store: &Store, collection: &str, number: &str) -> Vec<String> {
    let collection: CollectionName = collection.parse().unwrap();
    shown(
        &store
            .read(|session| concepts::ids_by_membership(session, &collection, number))
            .unwrap(),
    )
}

pub fn a_concept_is_found_by_each_of_its_keys(store: &Store) {
    create(store, concept("法院", "ཁྲིམས་ཁང"));
    create(store, concept("人民法院", "མི་དམངས་ཁྲིམས་ཁང"));
    create(store, concept("审判机关", "ཁྲིམས་ཁང"));
    assert_eq!(by_key(store, Lang::Zh, "法院"), ["c-000001"]);
    assert_eq!(by_key(store, Lang::Bo, "ཁྲིམས་ཁང་།"), ["c-000001", "c-000003"]);
    assert_eq!(
        by_key(store, Lang::Bo, "法院"),
        [""; 0],
        "a key belongs to its language"
    );
    assert_eq!(by_key(store, Lang::Zh, "法"), [""; 0]);
    assert_eq!(by_key(store, Lang::Zh, "' OR 1=1 --"), [""; 0]);
}

pub fn a_preferred_term_is_found_as_such(store: &Store) {
    let mut theft = concept("偷窃", "རྐུ་བ");
    theft.terms[0].administrative_status = AdministrativeStatus::Admitted;
    theft.terms.push(Term::new(Lang::Zh, "盗窃").unwrap());
    create(store, theft);
    let mut older = concept("盗窃", "རྐུ་ལས");
    older.terms[0].register = Register::Older;
    older.terms.push(Term::new(Lang::Zh, "窃盗").unwrap());
    create(store, older);

    assert_eq!(
        by_preferred_zh(store, "盗窃"),
        ["c-000001"],
        "the norm stands before the older form"
    );
    assert_eq!(by_preferred_zh(store, "窃盗"), ["c-000002"]);
    assert_eq!(by_preferred_zh(store, "偷窃"), [""; 0]);
    assert_eq!(by_preferred_zh(store, "རྐུ་བ"), [""; 0], "only Chinese is asked");
    assert_eq!(by_key(store, Lang::Zh, "盗窃"), ["c-000001", "c-000002"]);
}

pub fn the_same_number_in_another_list_is_another_place(store: &Store) {
    create(
        store,
        listed(concept("离婚纠纷", ""), "civil-causes-2026", "8(1)"),
    );
    create(store, listed(concept("盗窃罪", "རྐུ་ཉེས"), "charges-2024", "8(1)"));
    assert_eq!(by_place(store, "civil-causes-2026", "8(1)"), ["c-000001"]);
    assert_eq!(by_place(store, "charges-2024", "8(1)"), ["c-000002"]);
    assert_eq!(by_place(store, "charges-2024", "8"), [""; 0]);
}

/// An index may take less of a text than a table does.
pub fn the_longest_term_is_found_by_its_key(store: &Store) {
    // 400 characters of four bytes, none twice, so that nothing can be packed.
    let longest: String = (0x2_0000..0x2_0190).filter_map(char::from_u32).collect();
    let stored = create(store, listed(concept(&longest, ""), "a-list", &"8".repeat(100)));
    let key = term_key(Lang::Zh, &longest);
    assert!(key.len() >= 1_600);
    let found = store.read(|session| concepts::ids_by_term_key(session, Lang::Zh, &key));
    assert_eq!(found, Ok(vec![stored.id]));
}

pub fn many_are_found_in_the_order_asked_for(store: &Store) {
    for n in 1..=70 {
        create(store, concept(&format!("第{n}条"), ""));
    }
    let many = |numbers: &[u64]| {
        let ids: Vec<_> = numbers.iter().map(|n| ConceptId::new(*n)).collect();
        let found = store.read(|session| concepts::find_many(session, &ids)).unwrap();
        found.iter().map(|stored| stored.id.number()).collect::<Vec<_>>()
    };
    assert_eq!(many(&[]), [0; 0]);
    assert_eq!(many(&[3, 1, 99, 2]), [3, 1, 2], "what is not there is left out");
    assert_eq!(many(&[5, 5]), [5, 5]);
    let all: Vec<u64> = (1..=70).rev().collect();
    assert_eq!(many(&all), all, "more than one statement takes");
    assert_eq!(
        many(&all[..32]),
        all[..32],
        "exactly as many as one statement takes"
    );
}

pub fn pages_walk_through_all_concepts(store: &Store) {
    assert_eq!(
        store.read(|session| concepts::page_after(session, None, 3)),
        Ok(vec![])
    );
    let stored: Vec<_> = (0..7)
        .map(|n| create(store, concept(&format!("第{n}条"), "དོན་ཚན")))
        .collect();
    let mut walked = Vec::new();
    loop {
        let after = walked.last().map(|s: &store::Stored| s.id);
        let page = store
            .read(|session| concepts::page_after(session, after, 3))
            .unwrap();
        assert!(page.len() <= 3);
        if page.is_empty() {
            break;
        }
        walked.extend(page);
    }
    assert_eq!(walked, stored);
    assert_eq!(store.read(concepts::count), Ok(7));
}

pub fn collections_and_sources_are_counted(store: &Store) {
    create(store, listed(concept("盗窃罪", "རྐུ་ཉེས"), "charges-2024", "1"));
    let both = listed(
        listed(concept("抢劫罪", "འཕྲོག་བཅོམ"), "charges-2024", "2"),
        "a-list",
        "9",
    );
    create(store, both);
    // In one list under two numbers: one concept.
    create(
        store,
        listed(listed(concept("离婚", ""), "a-list", "1"), "a-list", "2"),
    );
    create(store, concept("无", ""));

    let counts = store.read(concepts::counts_by_collection).unwrap();
    assert_eq!(
        counts,
        [
            ("a-list".parse().unwrap(), 2),
            ("charges-2024".parse().unwrap(), 2)
        ]
    );
    let source = |collection: &str, concepts| SourceCount {
        collection: Some(collection.parse().unwrap()),
        title: format!("{collection} list"),
        concepts,
    };
    let sources = store.read(concepts::counts_by_source).unwrap();
    assert_eq!(sources, [source("a-list", 2), source("charges-2024", 2)]);
}
