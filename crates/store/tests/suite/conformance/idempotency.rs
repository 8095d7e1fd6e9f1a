//! Idempotency keys.

use std::sync::Arc;
use std::thread;

use store::{Error, KeyedRequest, Store, concepts, idempotency};

use crate::fixtures::{concept, stamp};

/// Creates a concept under `key` unless that was done, and returns its id.
fn create_once(store: &Store, author: &str, key: &str, zh: &'static str) -> Result<String, Error> {
    let request = KeyedRequest::new(author, key, zh);
    store.write(move |tx| {
        if let Some(answer) = idempotency::find(tx, &request)? {
            return Ok(answer);
        }
        let answer = tx.create(concept(zh, ""), &stamp("a", 1))?.id.to_string();
        idempotency::keep(tx, &request, &answer, 1)?;
        Ok(answer)
    })
}

pub fn a_key_gives_the_answer_it_was_kept_with(store: &Store) {
    for (author, key, zh, answer) in [
        ("a", "k-1", "法院", "c-000001"),
        ("a", "k-1", "法院", "c-000001"),
        ("b", "k-1", "法院", "c-000002"),
        ("a", "k-2", "法院", "c-000003"),
        ("b", "k-1", "法院", "c-000002"),
        ("a", "ཀ", "法官", "c-000004"),
        ("a", "ཀ", "法官", "c-000004"),
    ] {
        assert_eq!(
            create_once(store, author, key, zh),
            Ok(answer.to_owned()),
            "{author} {key}"
        );
    }
    assert_eq!(store.read(concepts::count), Ok(4));
}

pub fn a_key_is_kept_with_the_work_or_not_at_all(store: &Store) {
    let request = KeyedRequest::new("a", "k-1", "法院");
    let failing = request.clone();
    let outcome: Result<(), Error> = store.write(move |tx| {
        tx.create(concept("法院", ""), &stamp("a", 1))?;
        idempotency::keep(tx, &failing, "c-000001", 1)?;
        Err(Error::Nested)
    });
    assert_eq!(outcome, Err(Error::Nested));
    assert_eq!(store.write(move |tx| idempotency::find(tx, &request)), Ok(None));
    assert_eq!(create_once(store, "a", "k-1", "法院"), Ok("c-000001".to_owned()));
}

pub fn a_key_for_another_request_is_refused(store: &Store) {
    create_once(store, "a", "k-1", "法院").unwrap();
    let refused = Err(Error::OtherRequest {
        key: "k-1".to_owned(),
    });
    assert_eq!(create_once(store, "a", "k-1", "法官"), refused);
    assert_eq!(store.read(concepts::count), Ok(1));
}

pub fn of_many_writers_with_one_key_one_writes(store: &Arc<Store>) {
    let writers: Vec<_> = (0..8)
        .map(|_| {
            let store = Arc::clone(store);
            thread::spawn(move || create_once(&store, "a", "k-1", "法院"))
        })
        .collect();
    for writer in writers {
        assert_eq!(writer.join().unwrap(), Ok("c-000001".to_owned()));
    }
    assert_eq!(store.read(concepts::count), Ok(1));
}

pub fn old_keys_are_forgotten(store: &Store) {
    create_once(store, "a", "k-1", "法院").unwrap();
    let forget = |before_ms| store.write_aside(move |session| idempotency::forget_before(session, before_ms));
    assert_eq!(forget(1), Ok(0));
    assert_eq!(forget(2), Ok(1));
    assert_eq!(
        create_once(store, "a", "k-1", "法院"),
        Ok("c-000002".to_owned()),
        "what is forgotten is done again"
    );
}
