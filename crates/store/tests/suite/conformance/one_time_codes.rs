//! One-time codes.

use store::one_time_codes::{self, OneTimeCode};
use store::{Error, Purpose, Store};

use super::accounts::open_account;
use crate::fixtures::{account, digest, in_fifty_transactions, the_one_that_won};

fn code(byte: u8, account: &str, purpose: Purpose, expires_at_ms: Option<i64>) -> OneTimeCode {
    OneTimeCode {
        digest: digest(byte),
        account: account.to_owned(),
        purpose,
        created_at_ms: 10,
        expires_at_ms,
        used_at_ms: None,
    }
}

fn put(store: &Store, code: &OneTimeCode) -> Result<(), Error> {
    let code = code.clone();
    store.write_aside(move |session| one_time_codes::put(session, &code))
}

fn find(store: &Store, digest: &[u8]) -> Option<OneTimeCode> {
    store
        .read(|session| one_time_codes::find(session, digest))
        .unwrap()
}

fn use_once(store: &Store, byte: u8, at_ms: i64) -> bool {
    store
        .write_aside(move |session| one_time_codes::use_once(session, &digest(byte), at_ms))
        .unwrap()
}

fn unused(store: &Store, account: &str, purpose: Purpose) -> u64 {
    store
        .read(|session| one_time_codes::count_unused(session, account, purpose))
        .unwrap()
}

pub fn a_code_is_used_once(store: &Store) {
    open_account(store, &account("a-1", "li")).unwrap();
    let written = code(1, "a-1", Purpose::Recovery, None);
    put(store, &written).unwrap();
    assert_eq!(find(store, &digest(1)), Some(written.clone()));
    assert_eq!(find(store, &digest(2)), None);
    assert_eq!(find(store, &digest(1)[..31]), None);
    assert!(use_once(store, 1, 20));
    assert!(!use_once(store, 1, 30));
    assert!(!use_once(store, 2, 30), "nobody has it");
    let used = OneTimeCode {
        used_at_ms: Some(20),
        ..written
    };
    assert_eq!(find(store, &digest(1)), Some(used));
}

pub fn a_code_is_not_used_when_its_time_is_over(store: &Store) {
    open_account(store, &account("a-1", "li")).unwrap();
    for (byte, expires_at_ms, at_ms, expected) in [
        (1, Some(100), 99, true),
        (2, Some(100), 100, false),
        (3, Some(100), 101, false),
        (4, None, i64::MAX, true),
    ] {
        put(store, &code(byte, "a-1", Purpose::First, expires_at_ms)).unwrap();
        assert_eq!(
            use_once(store, byte, at_ms),
            expected,
            "{expires_at_ms:?} at {at_ms}"
        );
    }
}

pub fn of_fifty_uses_of_one_code_one_counts(store: &Store) {
    open_account(store, &account("a-1", "li")).unwrap();
    put(store, &code(1, "a-1", Purpose::Reset, Some(100))).unwrap();
    let answers = in_fifty_transactions(store, |session, nth| {
        one_time_codes::use_once(session, &digest(1), nth.into())
    });
    let winner = the_one_that_won(&answers);
    assert_eq!(find(store, &digest(1)).unwrap().used_at_ms, Some(winner.into()));
}

pub fn codes_are_counted_and_forgotten_by_account_and_purpose(store: &Store) {
    for id in ["a-1", "a-2"] {
        open_account(store, &account(id, id)).unwrap();
    }
    for (byte, account, purpose) in [
        (1, "a-1", Purpose::Recovery),
        (2, "a-1", Purpose::Recovery),
        (3, "a-1", Purpose::Recovery),
        (4, "a-1", Purpose::Reset),
        (5, "a-2", Purpose::Recovery),
    ] {
        put(store, &code(byte, account, purpose, None)).unwrap();
    }
    assert!(use_once(store, 2, 20));
    assert_eq!(unused(store, "a-1", Purpose::Recovery), 2);
    assert_eq!(unused(store, "a-1", Purpose::Reset), 1);
    assert_eq!(unused(store, "a-1", Purpose::First), 0);
    let forget = |account: &'static str, purpose| {
        store.write_aside(move |session| one_time_codes::forget_of(session, account, purpose))
    };
    assert_eq!(forget("a-1", Purpose::Recovery), Ok(3), "the used one too");
    assert_eq!(forget("a-1", Purpose::Recovery), Ok(0));
    assert_eq!(unused(store, "a-1", Purpose::Reset), 1);
    assert_eq!(unused(store, "a-2", Purpose::Recovery), 1);
}

pub fn codes_whose_time_is_over_are_forgotten(store: &Store) {
    open_account(store, &account("a-1", "li")).unwrap();
    for (byte, expires_at_ms) in [(1, Some(100)), (2, Some(101)), (3, None)] {
        put(store, &code(byte, "a-1", Purpose::First, expires_at_ms)).unwrap();
    }
    let forget = |at_ms| store.write_aside(move |session| one_time_codes::forget_expired(session, at_ms));
    assert_eq!(forget(100), Ok(0));
    assert_eq!(forget(101), Ok(1));
    let left: Vec<u8> = (1..=3)
        .filter(|byte| find(store, &digest(*byte)).is_some())
        .collect();
    assert_eq!(left, [2, 3]);
}

pub fn a_code_has_a_digest_of_its_own_and_an_account(store: &Store) {
    open_account(store, &account("a-1", "li")).unwrap();
    put(store, &code(1, "a-1", Purpose::First, None)).unwrap();
    let short = OneTimeCode {
        digest: vec![7; 31],
        ..code(2, "a-1", Purpose::First, None)
    };
    for refused in [
        code(1, "a-1", Purpose::Reset, None),
        code(2, "a-9", Purpose::First, None),
        short,
    ] {
        let outcome = put(store, &refused);
        assert!(matches!(outcome, Err(Error::Internal { .. })), "{outcome:?}");
    }
    assert_eq!(find(store, &digest(1)).unwrap().purpose, Purpose::First);
}

pub fn codes_are_counted_and_forgotten_by_the_front_of_their_digests(store: &Store) {
    open_account(store, &account("a-1", "li")).unwrap();
    for (byte, expires_at_ms) in [(1, None), (2, Some(100)), (3, Some(101)), (4, None)] {
        put(store, &code(byte, "a-1", Purpose::Recovery, expires_at_ms)).unwrap();
    }
    assert!(use_once(store, 4, 20));
    let counted = |front: usize, at_ms| {
        store
            .read(|session| one_time_codes::count_good_by_front(session, front, at_ms))
            .unwrap()
    };
    let front = |byte| digest(byte)[..8].to_vec();
    assert_eq!(
        counted(8, 100),
        [(front(1), 1), (front(3), 1)],
        "neither used nor over"
    );
    let forget = |front: Vec<u8>| {
        store
            .write_aside(move |session| one_time_codes::forget_with_front(session, &front))
            .unwrap()
    };
    assert_eq!((forget(front(1)), forget(front(1)), forget(front(4))), (1, 0, 1));
    assert_eq!(counted(8, 0), [(front(2), 1), (front(3), 1)]);
}
