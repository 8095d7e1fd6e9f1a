//! Tokens of other systems.

use store::courts::{self, Court};
use store::tokens::{self, Token};
use store::{Error, Store};

use crate::fixtures::{digest, in_fifty_transactions, the_one_that_won};

fn token(id: &str, byte: u8) -> Token {
    Token {
        id: id.to_owned(),
        name: "电子卷宗".to_owned(),
        digest: digest(byte),
        scopes: "glossary:read documents".to_owned(),
        court: None,
        addresses: String::new(),
        created_by: "a-1".to_owned(),
        created_at_ms: 10,
        expires_at_ms: 1_000,
        revoked_at_ms: None,
        last_used_at_ms: None,
        last_used_from: None,
    }
}

fn create(store: &Store, token: &Token) -> Result<(), Error> {
    let token = token.clone();
    store.write_aside(move |session| tokens::create(session, &token))
}

fn find(store: &Store, id: &str) -> Option<Token> {
    store.read(|session| tokens::find(session, id)).unwrap()
}

fn revoke(store: &Store, id: &'static str, at_ms: i64) -> bool {
    store
        .write_aside(move |session| tokens::revoke(session, id, at_ms))
        .unwrap()
}

pub fn a_token_is_found_by_id_and_by_digest(store: &Store) {
    let court = Court {
        code: "A-1".to_owned(),
        name_zh: "法院".to_owned(),
        parent: None,
    };
    store
        .write_aside(move |session| courts::put(session, &court))
        .unwrap();
    let full = Token {
        court: Some("A-1".to_owned()),
        addresses: "10.0.0.0/8 2001:db8::/32".to_owned(),
        revoked_at_ms: Some(20),
        last_used_at_ms: Some(15),
        last_used_from: Some("10.1.2.3".to_owned()),
        ..token("t-1", 1)
    };
    for written in [full, token("t-2", 2)] {
        create(store, &written).unwrap();
        assert_eq!(find(store, &written.id), Some(written.clone()));
        let by_digest = store.read(|session| tokens::find_by_digest(session, &written.digest));
        assert_eq!(by_digest, Ok(Some(written)));
    }
    assert_eq!(find(store, "t-3"), None);
    for unknown in [digest(3), Vec::new()] {
        assert_eq!(
            store.read(|session| tokens::find_by_digest(session, &unknown)),
            Ok(None)
        );
    }
}

pub fn an_id_and_a_digest_of_a_token_are_given_once(store: &Store) {
    create(store, &token("t-1", 1)).unwrap();
    for (id, byte) in [("t-1", 2), ("t-2", 1)] {
        let taken = Err(Error::Taken {
            what: "token",
            id: id.to_owned(),
        });
        assert_eq!(create(store, &token(id, byte)), taken);
    }
    let elsewhere = Token {
        court: Some("none".to_owned()),
        ..token("t-3", 3)
    };
    let short = Token {
        digest: vec![3; 33],
        ..token("t-3", 3)
    };
    for refused in [elsewhere, short] {
        let outcome = create(store, &refused);
        assert!(matches!(outcome, Err(Error::Internal { .. })), "{outcome:?}");
    }
    assert_eq!(store.read(tokens::list), Ok(vec![token("t-1", 1)]));
}

pub fn tokens_are_listed_by_name_and_age(store: &Store) {
    for (id, byte, name, created_at_ms) in [
        ("t-1", 1, "b", 30),
        ("t-2", 2, "b", 20),
        ("t-3", 3, "a", 40),
        ("t-5", 5, "b", 20),
        ("t-4", 4, "法", 10),
    ] {
        let made = Token {
            name: name.to_owned(),
            created_at_ms,
            ..token(id, byte)
        };
        create(store, &made).unwrap();
    }
    let listed: Vec<_> = store.read(tokens::list).unwrap();
    let ids: Vec<_> = listed.iter().map(|token| token.id.as_str()).collect();
    assert_eq!(ids, ["t-3", "t-2", "t-5", "t-1", "t-4"]);
}

pub fn a_token_is_revoked_once(store: &Store) {
    create(store, &token("t-1", 1)).unwrap();
    create(store, &token("t-2", 2)).unwrap();
    assert!(revoke(store, "t-1", 20));
    assert!(!revoke(store, "t-1", 30));
    assert!(!revoke(store, "t-3", 30));
    let revoked = Token {
        revoked_at_ms: Some(20),
        ..token("t-1", 1)
    };
    assert_eq!(find(store, "t-1"), Some(revoked), "it stays, as the one it was");
    let answers = in_fifty_transactions(store, |session, nth| tokens::revoke(session, "t-2", nth.into()));
    let winner = the_one_that_won(&answers);
    assert_eq!(find(store, "t-2").unwrap().revoked_at_ms, Some(winner.into()));
}

pub fn tokens_that_end_soon_are_counted(store: &Store) {
    for (id, byte, expires_at_ms) in [("t-1", 1, 100), ("t-2", 2, 101), ("t-3", 3, 200), ("t-4", 4, 201)] {
        let made = Token {
            expires_at_ms,
            ..token(id, byte)
        };
        create(store, &made).unwrap();
    }
    let count = || store.read(|session| tokens::count_ending(session, 100, 200));
    assert_eq!(count(), Ok(2), "neither what is over nor what goes on");
    assert!(revoke(store, "t-2", 20));
    assert_eq!(count(), Ok(1));
}

pub fn the_last_use_of_a_token_is_noted(store: &Store) {
    create(store, &token("t-1", 1)).unwrap();
    create(store, &token("t-2", 2)).unwrap();
    let used = |id: &'static str, at_ms, from: &'static str| {
        store
            .write_aside(move |session| tokens::used(session, id, at_ms, from))
            .unwrap();
    };
    for (at_ms, from) in [(20, "10.0.0.1"), (40, "10.0.0.2"), (30, "10.0.0.3")] {
        used("t-1", at_ms, from);
    }
    used("t-3", 50, "10.0.0.4");
    let expected = Token {
        last_used_at_ms: Some(40),
        last_used_from: Some("10.0.0.2".to_owned()),
        ..token("t-1", 1)
    };
    assert_eq!(find(store, "t-1"), Some(expected));
    assert_eq!(find(store, "t-2"), Some(token("t-2", 2)));
    assert_eq!(find(store, "t-3"), None);
}
