//! Checks of keys.

use store::key_checks::{self, KeyCheck};
use store::{Error, Store};

use crate::fixtures::{digest, in_fifty_transactions};

fn check_of(key_id: &str, byte: u8, created_at_ms: i64) -> KeyCheck {
    KeyCheck {
        key_id: key_id.to_owned(),
        suite: "aes-256-gcm-siv".to_owned(),
        digest: digest(byte),
        created_at_ms,
    }
}

fn put(store: &Store, check: &KeyCheck) -> Result<(), Error> {
    let check = check.clone();
    store.write_aside(move |session| key_checks::put(session, &check))
}

pub fn the_first_check_of_a_key_stays(store: &Store) {
    assert_eq!(store.read(key_checks::list), Ok(Vec::new()));
    for (key_id, byte, at_ms) in [("k-3", 1, 20), ("k-2", 2, 20), ("k-1", 3, 30), ("k-2", 9, 10)] {
        put(store, &check_of(key_id, byte, at_ms)).unwrap();
    }
    let kept = [
        check_of("k-2", 2, 20),
        check_of("k-3", 1, 20),
        check_of("k-1", 3, 30),
    ];
    assert_eq!(store.read(key_checks::list).unwrap(), kept, "oldest first");
    let short = KeyCheck {
        digest: vec![1; 16],
        ..check_of("k-4", 1, 40)
    };
    let outcome = put(store, &short);
    assert!(matches!(outcome, Err(Error::Internal { .. })), "{outcome:?}");
}

pub fn of_fifty_nodes_with_keys_of_their_own_one_is_kept(store: &Store) {
    // Each reads what it has written, or what was there, in the same transaction.
    let seen = in_fifty_transactions(store, |session, nth| {
        key_checks::put(session, &check_of("k-1", nth, 10))?;
        key_checks::list(session)
    });
    let kept = store.read(key_checks::list).unwrap();
    assert_eq!(kept.len(), 1);
    assert!(
        seen.iter().all(|checks| checks.as_ref() == Ok(&kept)),
        "each node reads the one that is kept: {seen:?}"
    );
}

pub fn a_key_that_is_forgotten_is_known_no_more(store: &Store) {
    for (key_id, byte) in [("k-1", 1), ("k-2", 2)] {
        put(store, &check_of(key_id, byte, 10)).unwrap();
    }
    let forget = || store.write_aside(|session| key_checks::forget(session, "k-1"));
    assert_eq!((forget(), forget()), (Ok(true), Ok(false)));
    assert_eq!(store.read(key_checks::list).unwrap(), [check_of("k-2", 2, 10)]);
}
