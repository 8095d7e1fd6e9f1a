//! Transactions that the server gives up: they are run again from the start, and not for ever.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;

use store::{Error, Session, Store, Value, jobs};

use crate::fixtures::Fresh;

/// Fails as a serialisation failure does.
const FAIL: &str = "DO $$ BEGIN RAISE EXCEPTION 'not serializable' USING ERRCODE = '40001'; END $$";

/// Runs a write that fails in its first `failures` runs, whatever it makes of the failure; returns the outcome and how
/// often it was run.
fn failing(store: &Store, failures: usize, is_swallowed: bool) -> (Result<(), Error>, usize) {
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&runs);
    let outcome = store.write_aside(move |session| {
        jobs::create(session, "j-1", "test", "{}", 1)?;
        if counted.fetch_add(1, Ordering::SeqCst) < failures {
            let failed = session.execute(FAIL, &[]);
            if !is_swallowed {
                failed?;
            }
        }
        Ok(())
    });
    (outcome, runs.load(Ordering::SeqCst))
}

#[test]
fn a_serialisation_failure_is_run_again_from_the_start() {
    for is_swallowed in [false, true] {
        let store = Fresh::postgres().store;
        assert_eq!(failing(&store, 2, is_swallowed), (Ok(()), 3));
        assert!(
            store
                .read(|session| jobs::find(session, "j-1"))
                .unwrap()
                .is_some()
        );
    }
}

#[test]
fn a_transaction_is_given_up_in_the_end() {
    let store = Fresh::postgres().store;
    let (outcome, runs) = failing(&store, usize::MAX, false);
    let Err(Error::Unavailable { cause }) = outcome else {
        panic!("{outcome:?}")
    };
    assert!(
        cause.contains("given up after 5 runs") && cause.contains("40001"),
        "{cause}"
    );
    assert_eq!(runs, 5);
    assert_eq!(store.read(|session| jobs::find(session, "j-1")), Ok(None));
}

#[test]
fn of_two_that_wait_for_each_other_one_is_run_again_and_both_are_kept() {
    let store = Fresh::postgres().store;
    for id in ["a", "b"] {
        store
            .write_aside(move |session| jobs::create(session, id, "test", "{}", 1))
            .unwrap();
    }
    let both_hold_one = Arc::new(Barrier::new(2));
    let runs = Arc::new(AtomicUsize::new(0));
    let touch = |session: &mut dyn Session, id: &str| {
        session.execute("UPDATE job SET done = done + 1 WHERE id = ?1", &[Value::from(id)])
    };
    thread::scope(|scope| {
        for order in [["a", "b"], ["b", "a"]] {
            let (store, barrier, runs) = (&store, Arc::clone(&both_hold_one), Arc::clone(&runs));
            scope.spawn(move || {
                let mut is_first = true;
                let outcome: Result<u64, Error> = store.write_aside(move |session| {
                    runs.fetch_add(1, Ordering::SeqCst);
                    touch(session, order[0])?;
                    if std::mem::take(&mut is_first) {
                        barrier.wait();
                    }
                    touch(session, order[1])
                });
                assert_eq!(outcome, Ok(1));
            });
        }
    });
    // Three, unless the one that is run again is quick enough to stand in the other's way once more.
    let runs = runs.load(Ordering::SeqCst);
    assert!(runs >= 3, "one of them was run twice: {runs}");
    let done = |id: &str| {
        store
            .read(|session| jobs::find(session, id))
            .unwrap()
            .unwrap()
            .done
    };
    assert_eq!((done("a"), done("b")), (2, 2));
}

#[test]
fn a_parameter_has_the_type_it_is_given_as_wherever_it_stands() {
    let store = Fresh::postgres().store;
    let big = 1_i64 << 40;
    let integer = |sql: &str, parameters: &[Value]| {
        store.read(|session| session.query(sql, parameters)).unwrap()[0]
            .integer(0)
            .unwrap()
    };
    let cases: [(&str, Vec<Value>, i64); 6] = [
        ("SELECT ?1 + 1", vec![big.into()], big + 1),
        ("SELECT COALESCE(?1, 1)", vec![big.into()], big),
        ("SELECT COALESCE(?1, 1)", vec![Value::Null], 1),
        (
            "SELECT CASE WHEN ?1 = 'a' THEN ?2 ELSE 0 END",
            vec!["a".into(), big.into()],
            big,
        ),
        ("SELECT 7 WHERE 1 IN (?1, ?2)", vec![big.into(), 1_i64.into()], 7),
        (
            "SELECT COUNT(*) FROM (SELECT 1 LIMIT ?1) AS a",
            vec![big.into()],
            1,
        ),
    ];
    // Twice, so that the prepared statement is used again, also for another kind of value.
    for _ in 0..2 {
        for (sql, parameters, expected) in &cases {
            assert_eq!(integer(sql, parameters), *expected, "{sql}");
        }
    }
    for (sql, parameters, part) in [
        ("SELECT ?1", vec![], "0 parameters were given where 1 are needed"),
        ("SELECT CAST(1.5 AS NUMERIC)", vec![], "which no backend shares"),
        ("SELECT 1 = 1", vec![], "has the type bool"),
    ] {
        let outcome = store.read(|session| session.query(sql, &parameters));
        assert!(
            outcome
                .as_ref()
                .is_err_and(|err: &Error| err.to_string().contains(part)),
            "{sql}: {outcome:?}"
        );
    }
}

#[test]
fn more_statements_than_are_kept_all_work() {
    let store = Fresh::postgres().store;
    let outcome: Result<(), Error> = store.read(|session| {
        for number in 0..600_i64 {
            let rows = session.query(&format!("SELECT {number} + ?1"), &[Value::from(1_i64)])?;
            assert_eq!(rows[0].integer(0)?, number + 1);
        }
        Ok(())
    });
    outcome.unwrap();
}
