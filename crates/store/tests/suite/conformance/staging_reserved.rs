//! Numbers that an import keeps for its new concepts while others write.

use glossary::ConceptId;
use store::{Base, Error, Store, concepts, staging};

use super::staging::{JOB, add, apply, begin, check_sound, new};
use crate::fixtures::{concept, create};

pub fn reserved_numbers_are_given_to_nobody_else(store: &Store) {
    create(store, concept("法院", "ཁྲིམས་ཁང"));
    let begun = begin(store);
    let reserved = store.write(|tx| Ok::<_, Error>(staging::reserve(tx, 3))).unwrap();
    assert_eq!((reserved.first, reserved.count), (2, 3));
    let other = create(store, concept("书记员", ""));
    assert_eq!(other.id.number(), 5);
    let base = Base {
        reserved: Some(reserved),
        ..store.read(staging::base).unwrap()
    };
    assert_eq!(base.new_id(1).number(), 3);
    let judge = concept("法官", "ཁྲིམས་དཔོན");
    add(
        store,
        &[
            new(&base, 0, judge.clone()),
            new(&base, 1, concept("盗窃罪", "རྐུ་ཉེས")),
        ],
    )
    .unwrap();
    // Against the state before, they do not fit.
    let of_before = Base {
        reserved: Some(reserved),
        ..begun
    };
    assert!(matches!(apply(store, of_before), Err(Error::Changed { .. })));
    assert_eq!(apply(store, base).unwrap().created, 2);
    let found = store
        .read(|session| concepts::find(session, ConceptId::new(2)))
        .unwrap()
        .unwrap();
    assert_eq!((found.revision, found.body), (1, judge));
    // What is there is not written over, and numbers that were not reserved are not given.
    let again = Base {
        reserved: Some(reserved),
        ..store.read(staging::base).unwrap()
    };
    add(store, &[new(&again, 0, concept("法官", ""))]).unwrap();
    let err = apply(store, again).unwrap_err().to_string();
    assert!(err.contains("`c-000002` is staged as new and is there"), "{err}");
    store
        .write_aside(|session| staging::discard(session, JOB))
        .unwrap();
    let rows: Vec<_> = (0..4).map(|n| new(&again, n, concept("法官", ""))).collect();
    add(store, &rows).unwrap();
    assert!(matches!(apply(store, again), Err(Error::Staging { .. })));
    assert_eq!(create(store, concept("律师", "")).id.number(), 6);
    check_sound(store);
}
