//! Counts of tries.

use store::login_counters::{self, Counter};
use store::{Error, Store};

use crate::fixtures::in_fifty_transactions;

const WINDOW_MS: i64 = 100;

fn counter(tries: u64, window_from_ms: i64, last_at_ms: i64) -> Counter {
    Counter {
        tries,
        window_from_ms,
        last_at_ms,
    }
}

fn add(store: &Store, kind: &'static str, key: &'static str, at_ms: i64) -> Counter {
    store
        .write_aside(move |session| login_counters::add(session, kind, key, at_ms, WINDOW_MS))
        .unwrap()
}

fn read(store: &Store, kind: &str, key: &str) -> Option<Counter> {
    store
        .read(|session| login_counters::read(session, kind, key))
        .unwrap()
}

pub fn tries_are_counted_within_a_window(store: &Store) {
    assert_eq!(read(store, "account", "李"), None);
    for (at_ms, expected) in [
        (1_000, counter(1, 1_000, 1_000)),
        (1_050, counter(2, 1_000, 1_050)),
        // Nodes whose clocks are late.
        (1_040, counter(3, 1_000, 1_050)),
        (990, counter(4, 1_000, 1_050)),
        (1_099, counter(5, 1_000, 1_099)),
        (1_100, counter(1, 1_100, 1_100)),
        (1_199, counter(2, 1_100, 1_199)),
        (5_000, counter(1, 5_000, 5_000)),
    ] {
        assert_eq!(add(store, "account", "李", at_ms), expected, "{at_ms}");
        assert_eq!(read(store, "account", "李"), Some(expected), "{at_ms}");
    }
}

pub fn counts_are_apart_by_kind_and_key(store: &Store) {
    for (kind, key, tries) in [
        ("account", "li", 1),
        ("account", "ལི", 1),
        ("address", "li", 1),
        ("account", "li", 2),
    ] {
        assert_eq!(add(store, kind, key, 10).tries, tries, "{kind} {key}");
    }
    let clear = |kind, key| store.write_aside(move |session| login_counters::clear(session, kind, key));
    clear("account", "li").unwrap();
    clear("account", "none").unwrap();
    assert_eq!(read(store, "account", "li"), None);
    assert_eq!(read(store, "account", "ལི"), Some(counter(1, 10, 10)));
    assert_eq!(read(store, "address", "li"), Some(counter(1, 10, 10)));
    assert_eq!(add(store, "account", "li", 11).tries, 1, "counting begins anew");
}

pub fn old_counts_are_forgotten(store: &Store) {
    for (key, at_ms) in [("a", 10), ("b", 10), ("b", 20), ("c", 30)] {
        add(store, "account", key, at_ms);
    }
    let forget = |at_ms| store.write_aside(move |session| login_counters::forget_before(session, at_ms));
    assert_eq!(forget(10), Ok(0));
    assert_eq!(forget(20), Ok(1), "by the last try, not the first");
    let left = ["a", "b", "c"].map(|key| read(store, "account", key).is_some());
    assert_eq!(left, [false, true, true]);
}

pub fn a_try_is_taken_back_once_and_from_its_own_window(store: &Store) {
    let take_back = |key: &'static str, window_from_ms: i64| {
        store
            .write_aside(move |session| login_counters::take_back(session, "address", key, window_from_ms))
            .unwrap()
    };
    add(store, "address", "192.0.2.1", 1_000);
    add(store, "address", "192.0.2.1", 1_010);
    assert!(take_back("192.0.2.1", 1_000));
    assert_eq!(
        read(store, "address", "192.0.2.1"),
        Some(counter(1, 1_000, 1_010))
    );
    for (key, window_from_ms) in [("192.0.2.1", 999), ("192.0.2.2", 1_000)] {
        assert!(!take_back(key, window_from_ms), "{key} {window_from_ms}");
    }
    assert!(take_back("192.0.2.1", 1_000));
    assert!(
        !take_back("192.0.2.1", 1_000),
        "nobody gets more than was counted"
    );
    assert_eq!(read(store, "address", "192.0.2.1"), None);
    assert_eq!(
        add(store, "address", "192.0.2.1", 1_020),
        counter(1, 1_020, 1_020)
    );
    // A window that began anew has nothing of the old one.
    let anew = counter(1, 1_120, 1_120);
    assert_eq!(add(store, "address", "192.0.2.1", 1_120), anew);
    assert!(!take_back("192.0.2.1", 1_020));
    assert_eq!(read(store, "address", "192.0.2.1"), Some(anew));
}

pub fn fifty_tries_that_come_and_go_leave_nothing(store: &Store) {
    let gone = in_fifty_transactions(store, |session, nth| {
        let counted = login_counters::add(session, "address", "192.0.2.3", 1_000, WINDOW_MS)?;
        // Every fifth stays.
        if nth % 5 != 0 {
            assert!(login_counters::take_back(
                session,
                "address",
                "192.0.2.3",
                counted.window_from_ms
            )?);
        }
        Ok(())
    });
    gone.into_iter().for_each(|done| done.unwrap());
    assert_eq!(
        read(store, "address", "192.0.2.3").map(|count| count.tries),
        Some(10)
    );
}

pub fn fifty_tries_at_once_are_fifty(store: &Store) {
    let counted = in_fifty_transactions(store, |session, nth| {
        login_counters::add(session, "account", "li", 1_000 + i64::from(nth), WINDOW_MS)
    });
    let mut tries: Vec<u64> = counted
        .into_iter()
        .map(|counter| counter.unwrap().tries)
        .collect();
    tries.sort_unstable();
    assert_eq!(
        tries,
        (1..=50).collect::<Vec<_>>(),
        "and each has a number of its own"
    );
    let counted = read(store, "account", "li").unwrap();
    assert_eq!((counted.tries, counted.last_at_ms), (50, 1_049));
}

pub fn a_try_counts_with_the_work_or_not_at_all(store: &Store) {
    let outcome: Result<(), Error> = store.write_aside(|session| {
        login_counters::add(session, "account", "li", 10, WINDOW_MS)?;
        Err(Error::Nested)
    });
    assert_eq!(outcome, Err(Error::Nested));
    assert_eq!(read(store, "account", "li"), None);
}
