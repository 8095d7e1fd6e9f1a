//! Login sessions.

use store::login_sessions::{self, LoginSession};
use store::{Error, Stage, Store};

use super::accounts::open_account;
use crate::fixtures::{account, digest};

fn login(byte: u8, account: &str, at_ms: i64) -> LoginSession {
    LoginSession {
        digest: digest(byte),
        account: account.to_owned(),
        stage: Stage::Full,
        created_at_ms: at_ms,
        seen_at_ms: at_ms,
        proved_at_ms: at_ms,
        address: "2001:db8::1".to_owned(),
        agent: "Mozilla/5.0 (统信)".to_owned(),
    }
}

fn start(store: &Store, login: &LoginSession) -> Result<(), Error> {
    let login = login.clone();
    store.write_aside(move |session| login_sessions::start(session, &login))
}

fn find(store: &Store, byte: u8) -> Option<LoginSession> {
    store
        .read(|session| login_sessions::find(session, &digest(byte)))
        .unwrap()
}

/// Opens accounts and starts sessions: number, account, time.
fn with_sessions(store: &Store, sessions: &[(u8, &str, i64)]) {
    for id in ["a-1", "a-2"] {
        open_account(store, &account(id, id)).unwrap();
    }
    for (byte, account, at_ms) in sessions {
        start(store, &login(*byte, account, *at_ms)).unwrap();
    }
}

fn of(store: &Store, account: &str) -> Vec<u8> {
    let sessions = store.read(|session| login_sessions::list_of(session, account));
    sessions
        .unwrap()
        .into_iter()
        .map(|login| login.digest[0])
        .collect()
}

pub fn a_session_is_found_until_it_ends(store: &Store) {
    with_sessions(store, &[]);
    let half = LoginSession {
        stage: Stage::Password,
        proved_at_ms: 5,
        seen_at_ms: 20,
        ..login(2, "a-1", 10)
    };
    start(store, &login(1, "a-1", 10)).unwrap();
    start(store, &half).unwrap();
    assert_eq!(find(store, 1), Some(login(1, "a-1", 10)));
    assert_eq!(find(store, 2), Some(half.clone()));
    let end = |byte| store.write_aside(move |session| login_sessions::end(session, &digest(byte)));
    for byte in [1, 1, 3] {
        assert_eq!(end(byte), Ok(()));
    }
    assert_eq!((find(store, 1), find(store, 2)), (None, Some(half)));
}

pub fn a_session_is_seen_and_proved(store: &Store) {
    with_sessions(store, &[(1, "a-1", 10), (2, "a-1", 10)]);
    let see =
        |byte, at_ms| store.write_aside(move |session| login_sessions::see(session, &digest(byte), at_ms));
    let prove =
        |byte, at_ms| store.write_aside(move |session| login_sessions::prove(session, &digest(byte), at_ms));
    see(1, 30).unwrap();
    see(1, 20).unwrap();
    prove(1, 40).unwrap();
    let expected = LoginSession {
        seen_at_ms: 30,
        proved_at_ms: 40,
        ..login(1, "a-1", 10)
    };
    assert_eq!(find(store, 1), Some(expected), "an older look sets nothing back");
    assert_eq!(find(store, 2), Some(login(2, "a-1", 10)));
    assert_eq!((see(3, 50), prove(3, 50)), (Ok(()), Ok(())));
    assert_eq!(find(store, 3), None, "what has ended does not begin again");
}

pub fn the_other_sessions_of_an_account_end(store: &Store) {
    with_sessions(
        store,
        &[(1, "a-1", 30), (2, "a-1", 10), (3, "a-1", 20), (4, "a-2", 10)],
    );
    assert_eq!(of(store, "a-1"), [2, 3, 1], "oldest first");
    let end_all = |except: Option<u8>| {
        store.write_aside(move |session| {
            let except = except.map(digest);
            login_sessions::end_all_of(session, "a-1", except.as_deref())
        })
    };
    assert_eq!(end_all(Some(3)), Ok(2));
    assert_eq!(of(store, "a-1"), [3]);
    assert_eq!(end_all(Some(4)), Ok(1), "another's session is no exception");
    assert_eq!(of(store, "a-1"), [0; 0]);
    start(store, &login(5, "a-1", 40)).unwrap();
    assert_eq!(end_all(None), Ok(1));
    assert_eq!(of(store, "a-2"), [4], "nobody else's");
}

pub fn idle_and_old_sessions_are_forgotten(store: &Store) {
    with_sessions(store, &[]);
    for (byte, created_at_ms, seen_at_ms) in [(1, 100, 199), (2, 100, 200), (3, 99, 300), (4, 300, 300)] {
        let started = LoginSession {
            seen_at_ms,
            ..login(byte, "a-1", created_at_ms)
        };
        start(store, &started).unwrap();
    }
    let forget = || store.write_aside(|session| login_sessions::forget_idle(session, 200, 100));
    assert_eq!(forget(), Ok(2));
    assert_eq!(of(store, "a-1"), [2, 4]);
    assert_eq!(forget(), Ok(0));
}

pub fn a_session_has_a_digest_of_its_own_and_an_account(store: &Store) {
    with_sessions(store, &[(1, "a-1", 10)]);
    let short = LoginSession {
        digest: Vec::new(),
        ..login(2, "a-1", 10)
    };
    for refused in [login(1, "a-2", 20), login(2, "a-9", 20), short] {
        let outcome = start(store, &refused);
        assert!(matches!(outcome, Err(Error::Internal { .. })), "{outcome:?}");
    }
    assert_eq!(find(store, 1), Some(login(1, "a-1", 10)));
}
