//! What a transaction promises.

use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use store::{Error, Row, Session, Store, Value, changes, concepts, jobs};

use crate::fixtures::{concept, create, number, stamp};

#[track_caller]
fn check_empty(store: &Store) {
    assert_eq!(store.read(concepts::count), Ok(0));
    assert_eq!(store.read(changes::last_seq), Ok(0));
    assert_eq!(number(store, "SELECT COUNT(*) FROM concept_term", &[]), 0);
}

pub fn a_write_that_fails_leaves_nothing(store: &Store) {
    let outcome: Result<(), Error> = store.write(|tx| {
        tx.create(concept("法院", "ཁྲིམས་ཁང"), &stamp("a", 1))?;
        Err(Error::Nested)
    });
    assert_eq!(outcome, Err(Error::Nested));
    check_empty(store);
    assert_eq!(create(store, concept("法院", "ཁྲིམས་ཁང")).seq, 1);
}

pub fn a_write_that_panics_leaves_nothing_and_others_go_on(store: &Store) {
    for message in ["plain", "formatted"] {
        let outcome: Result<(), Error> = store.write(move |tx| {
            tx.create(concept("法院", "ཁྲིམས་ཁང"), &stamp("a", 1))?;
            if message == "plain" {
                panic!("plain")
            } else {
                panic!("{message}")
            }
        });
        assert_eq!(
            outcome,
            Err(Error::Panicked {
                message: message.to_owned()
            })
        );
    }
    check_empty(store);
    assert_eq!(create(store, concept("法院", "ཁྲིམས་ཁང")).seq, 1);
}

pub fn a_failed_statement_cannot_be_swallowed(store: &Store) {
    let outcome: Result<(), Error> = store.write(|tx| {
        tx.create(concept("法院", "ཁྲིམས་ཁང"), &stamp("a", 1))?;
        let _ = tx.execute("INSERT INTO nowhere (a) VALUES (1)", &[]);
        Ok(())
    });
    assert!(matches!(outcome, Err(Error::Internal { .. })), "{outcome:?}");
    check_empty(store);
}

pub fn a_write_inside_a_write_is_refused(store: &Arc<Store>) {
    // A borrowed store cannot be captured by a write; a shared one can.
    let inner = Arc::clone(store);
    let outcome: Result<(), Error> =
        store.write(move |_| inner.write_aside(|session| jobs::create(session, "j", "k", "{}", 1)));
    assert_eq!(outcome, Err(Error::Nested));
    check_empty(store);
}

pub fn a_reader_cannot_write(store: &Store) {
    let outcome = store.read(|session| session.execute("DELETE FROM change_counter WHERE one = 1", &[]));
    assert!(outcome.is_err(), "{outcome:?}");
    assert_eq!(create(store, concept("法院", "ཁྲིམས་ཁང")).seq, 1);
}

pub fn work_sees_its_own_writes(store: &Store) {
    let outcome: Result<_, Error> = store.write(|tx| {
        let court = tx.create(concept("法院", "ཁྲིམས་ཁང"), &stamp("a", 1))?;
        let found = concepts::find(tx, court.id)?;
        let next = tx.update(court.id, 1, concept("人民法院", ""), &stamp("a", 2))?;
        Ok((Some(court) == found, next.revision, tx.last_seq()))
    });
    assert_eq!(outcome, Ok((true, 2, 2)));
}

/// A caller's own error type, as every caller has one.
#[derive(Debug, PartialEq)]
enum CallerError {
    Rule(&'static str),
    Store(Error),
}

impl From<Error> for CallerError {
    fn from(err: Error) -> Self {
        Self::Store(err)
    }
}

pub fn an_error_of_the_caller_comes_through(store: &Store) {
    let broken: Result<(), _> = store.write(|_| Err(CallerError::Rule("no term")));
    assert_eq!(broken, Err(CallerError::Rule("no term")));
    let read: Result<(), _> = store.read(|_| Err(CallerError::Rule("not yours")));
    assert_eq!(read, Err(CallerError::Rule("not yours")));
    let refused: Result<u64, CallerError> =
        store.write_aside(|session| Ok(session.execute("NONSENSE", &[])?));
    assert!(
        matches!(refused, Err(CallerError::Store(Error::Internal { .. }))),
        "{refused:?}"
    );
    let panicked: Result<(), CallerError> = store.write(|_| panic!("broken rule"));
    let message = "broken rule".to_owned();
    assert_eq!(panicked, Err(CallerError::Store(Error::Panicked { message })));
}

pub fn text_reads_back_in_every_script(store: &Store) {
    let sql = "SELECT CAST(?1 AS TEXT), CAST(?2 AS BIGINT)";
    let outcome = TestRunner::default().run(&(any::<String>(), any::<i64>()), |(text, integer)| {
        let parameters = [Value::from(text.as_str()), Value::from(integer)];
        let rows = store.read(|session| session.query(sql, &parameters));
        if text.contains('\0') {
            prop_assert!(matches!(rows, Err(Error::NulInText { .. })), "{:?}", rows);
        } else {
            prop_assert_eq!(rows, Ok(vec![Row::new(parameters.to_vec())]));
        }
        Ok(())
    });
    outcome.unwrap();
}
