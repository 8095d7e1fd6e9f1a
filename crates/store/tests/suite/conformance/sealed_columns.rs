//! Sealed values: found by what sealed them, and exchanged for others.

use store::sealed_columns::{self, ALL, SealedColumn, SealedValue};
use store::{Store, accounts};

use super::accounts::open_account;
use crate::fixtures::account;

const COLUMN: SealedColumn = ALL[0];

fn put(store: &Store, id: &str, sealed: Option<&[u8]>) {
    let mut new = account(id, id);
    new.totp_secret = sealed.map(<[u8]>::to_vec);
    new.totp_step = None;
    open_account(store, &new).unwrap();
}

fn value(row: &str, bytes: &[u8]) -> SealedValue {
    SealedValue {
        row: row.to_owned(),
        bytes: bytes.to_vec(),
    }
}

fn without(store: &Store, front: &[u8], after: &str, limit: usize) -> Vec<SealedValue> {
    store
        .read(|session| sealed_columns::list_without_front(session, &COLUMN, front, after, limit))
        .unwrap()
}

pub fn sealed_values_are_counted_and_listed_by_their_front(store: &Store) {
    let counted = || {
        store
            .read(|session| sealed_columns::count_by_front(session, &COLUMN, 2))
            .unwrap()
    };
    assert_eq!(counted(), []);
    for (id, sealed) in [
        ("a-1", Some(&b"\x01\x00x"[..])),
        ("a-2", Some(b"\x01\xffx")),
        ("a-3", None),
        ("a-4", Some(b"\x01\x00y")),
        ("a-5", Some(b"\x01")),
    ] {
        put(store, id, sealed);
    }
    let expected = [
        (b"\x01".to_vec(), 1),
        (b"\x01\x00".to_vec(), 2),
        (b"\x01\xff".to_vec(), 1),
    ];
    assert_eq!(counted(), expected);
    let others = [value("a-2", b"\x01\xffx"), value("a-5", b"\x01")];
    assert_eq!(without(store, b"\x01\x00", "", 10), others);
    assert_eq!(without(store, b"\x01\x00", "", 1), others[..1]);
    assert_eq!(without(store, b"\x01\x00", "a-2", 10), others[1..]);
}

pub fn a_value_is_exchanged_only_where_it_still_stands(store: &Store) {
    put(store, "a-1", Some(b"old"));
    let replace = |value: SealedValue, new: &'static [u8]| {
        store
            .write_aside(move |session| sealed_columns::replace(session, &COLUMN, &value, new))
            .unwrap()
    };
    let found = || {
        store
            .read(|session| accounts::find(session, "a-1"))
            .unwrap()
            .unwrap()
    };
    let before = found();
    assert!(!replace(value("a-1", b"other"), b"new"));
    assert!(!replace(value("a-2", b"old"), b"new"));
    assert_eq!(found(), before);
    assert!(replace(value("a-1", b"old"), b"new"));
    assert!(!replace(value("a-1", b"old"), b"newer"));
    let after = accounts::Account {
        totp_secret: Some(b"new".to_vec()),
        ..before
    };
    assert_eq!(found(), after, "nothing but the value, and no revision");
}
