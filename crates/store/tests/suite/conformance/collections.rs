//! Descriptions of collections.

use glossary::{CollectionKind, Register};
use store::{Collection, Error, Store, collections};

use crate::fixtures::{concept, create, listed};

fn charges() -> Collection {
    Collection {
        name: "charges-2024".parse().unwrap(),
        title_zh: Some("罪名".to_owned()),
        title_en: None,
        title_bo: Some("ཉེས་མིང་།".to_owned()),
        bo_source: Some("《西藏法制报藏文版》".to_owned()),
        kind: Some(CollectionKind::OfficialList),
        licence: Some("public domain".to_owned()),
        source: None,
        note: None,
        register: Register::Norm,
    }
}

fn upsert(store: &Store, collection: &Collection) -> Result<(), Error> {
    let collection = collection.clone();
    store.write_aside(move |session| collections::upsert(session, &collection))
}

pub fn a_description_takes_the_place_of_the_one_before(store: &Store) {
    upsert(store, &charges()).unwrap();
    let older = Collection {
        name: "a-dictionary".parse().unwrap(),
        register: Register::Older,
        ..charges()
    };
    upsert(store, &older).unwrap();
    let better = Collection {
        title_en: Some("Criminal charges".to_owned()),
        source: Some("最高人民法院".to_owned()),
        note: Some("ཉེས་མིང་།".to_owned()),
        licence: None,
        ..charges()
    };
    upsert(store, &better).unwrap();

    let found = store
        .read(|session| collections::find(session, &better.name))
        .unwrap();
    assert_eq!(found.as_ref(), Some(&better));
    assert_eq!(store.read(collections::list), Ok(vec![older, better]), "by name");
}

pub fn an_unknown_collection_is_none(store: &Store) {
    let name = "nowhere".parse().unwrap();
    assert_eq!(store.read(|session| collections::find(session, &name)), Ok(None));
    assert_eq!(store.read(collections::list), Ok(vec![]));
}

pub fn a_description_with_nul_is_refused(store: &Store) {
    let broken = Collection {
        note: Some("a\0b".to_owned()),
        ..charges()
    };
    assert_eq!(
        upsert(store, &broken),
        Err(Error::NulInText {
            start: "a\\0b".to_owned()
        })
    );
    assert_eq!(store.read(collections::list), Ok(vec![]));
}

pub fn a_collection_is_in_use_whether_it_is_described_or_not(store: &Store) {
    upsert(store, &charges()).unwrap();
    assert_eq!(
        store.read(collections::in_use),
        Ok(vec![]),
        "a description is no use"
    );
    create(store, listed(concept("盗窃罪", ""), "charges-2024", "264"));
    create(store, listed(concept("抢劫罪", ""), "charges-2024", "263"));
    create(store, listed(concept("离婚", "གཉེན་འབྲལ"), "a-dictionary", "1"));
    let names = store.read(collections::in_use).unwrap();
    assert_eq!(
        names.iter().map(|name| name.as_str()).collect::<Vec<_>>(),
        ["a-dictionary", "charges-2024"]
    );
}
