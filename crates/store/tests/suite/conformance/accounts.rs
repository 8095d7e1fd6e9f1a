//! Accounts.

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use store::accounts::{self, Account};
use store::courts::{self, Court};
use store::{Error, Store};

use crate::fixtures::{account, in_fifty_transactions};

/// Writes an account in a transaction of its own.
pub fn open_account(store: &Store, account: &Account) -> Result<(), Error> {
    let account = account.clone();
    store.write_aside(move |session| accounts::create(session, &account))
}

/// Returns an account that is there.
pub fn find(store: &Store, id: &str) -> Account {
    store
        .read(|session| accounts::find(session, id))
        .unwrap()
        .unwrap()
}

/// Writes an account in place of its revision `expected`, in a transaction of its own.
pub fn update(store: &Store, account: &Account, expected: u64) -> Result<u64, Error> {
    let account = account.clone();
    store.write_aside(move |session| accounts::update(session, &account, expected))
}

fn put_court(store: &Store, code: &str) {
    let court = Court {
        code: code.to_owned(),
        name_zh: "法院".to_owned(),
        parent: None,
    };
    store
        .write_aside(move |session| courts::put(session, &court))
        .unwrap();
}

/// An account that has everything.
fn full(id: &str, login_name: &str, court: &str) -> Account {
    Account {
        display_name: "བཀྲ་ཤིས 扎西".to_owned(),
        court: Some(court.to_owned()),
        person: Some("p-7".to_owned()),
        is_disabled: true,
        password: Some("$argon2id$v=19$m=47104,t=1,p=1$c2FsdA$aGFzaA".to_owned()),
        password_at_ms: Some(20),
        totp_secret: Some(vec![0, 255, 0]),
        totp_step: Some(1 << 40),
        roles: vec!["auditor".to_owned(), "reader".to_owned()],
        ..account(id, login_name)
    }
}

fn taken(login_name: &str) -> Error {
    Error::Taken {
        what: "account",
        id: login_name.to_owned(),
    }
}

pub fn an_account_reads_back_as_it_was_written(store: &Store) {
    put_court(store, "A-1");
    let written = [full("a-1", "བཀྲ་ཤིས", "A-1"), account("a-2", "李明")];
    for account in &written {
        open_account(store, account).unwrap();
    }
    for account in &written {
        assert_eq!(&find(store, &account.id), account);
        let by_login = store.read(|session| accounts::find_by_login(session, &account.login_key));
        assert_eq!(by_login.as_ref(), Ok(&Some(account.clone())));
    }
    assert_eq!(store.read(|session| accounts::find(session, "李明")), Ok(None));
    assert_eq!(
        store.read(|session| accounts::find_by_login(session, "a-1")),
        Ok(None)
    );
}

pub fn any_account_reads_back(store: &Store) {
    put_court(store, "A-1");
    let text = "[a-z法院ཀཁྲ་' \\n]{0,6}";
    let names = (text, text, prop::option::of(text), any::<bool>());
    let secrets = (
        prop::option::of((text, any::<i64>())),
        prop::option::of((any::<[u8; 8]>(), prop::option::of(0..=i64::MAX as u64))),
    );
    let rest = (
        prop::collection::btree_set("[a-z_]{1,4}", 0..4),
        any::<i64>(),
        any::<bool>(),
    );
    let mut runner = TestRunner::new(ProptestConfig {
        cases: 32,
        ..ProptestConfig::default()
    });
    let nth = std::cell::Cell::new(0);
    let outcome = runner.run(&(names, secrets, rest), |(names, secrets, rest)| {
        nth.set(nth.get() + 1);
        let id = format!("a-{}", nth.get());
        let (password, factor) = secrets;
        let written = Account {
            login_name: names.0,
            display_name: names.1,
            person: names.2,
            is_disabled: names.3,
            password: password.as_ref().map(|(hash, _)| hash.clone()),
            password_at_ms: password.map(|(_, at_ms)| at_ms),
            totp_secret: factor.map(|(secret, _)| secret.to_vec()),
            totp_step: factor.and_then(|(_, step)| step),
            roles: rest.0.into_iter().collect(),
            created_at_ms: rest.1,
            court: rest.2.then(|| "A-1".to_owned()),
            ..account(&id, &id)
        };
        open_account(store, &written).unwrap();
        prop_assert_eq!(&find(store, &id), &written);
        // An update writes the same columns by another statement.
        open_account(store, &account(&format!("b-{id}"), &format!("b-{id}"))).unwrap();
        let moved = Account {
            id: format!("b-{id}"),
            login_key: format!("b-{id}"),
            ..written
        };
        update(store, &moved, 1).unwrap();
        let expected = Account {
            revision: 2,
            created_at_ms: 10,
            ..moved
        };
        prop_assert_eq!(find(store, &expected.id), expected);
        Ok(())
    });
    outcome.unwrap();
}

pub fn an_id_and_a_login_key_are_given_once(store: &Store) {
    let first = Account {
        roles: vec!["reader".to_owned()],
        ..account("a-1", "Li")
    };
    open_account(store, &first).unwrap();
    for (id, login_name) in [("a-1", "wang"), ("a-2", "LI")] {
        let second = Account {
            roles: vec!["auditor".to_owned()],
            ..account(id, login_name)
        };
        assert_eq!(open_account(store, &second), Err(taken(login_name)));
    }
    assert_eq!(find(store, "a-1"), first, "and has no role of the others");
    assert_eq!(
        store.read(|session| accounts::list(session, None, None, 9)),
        Ok(vec![first])
    );
}

pub fn an_account_belongs_to_a_court_that_is_there(store: &Store) {
    let nowhere = open_account(store, &full("a-1", "li", "A-1"));
    assert!(matches!(nowhere, Err(Error::Internal { .. })), "{nowhere:?}");
    open_account(store, &account("a-1", "li")).unwrap();
    let moved = update(store, &full("a-1", "li", "A-1"), 1);
    assert!(matches!(moved, Err(Error::Internal { .. })), "{moved:?}");
    assert_eq!(find(store, "a-1"), account("a-1", "li"));
}

pub fn an_update_takes_the_place_of_account_and_roles(store: &Store) {
    put_court(store, "A-1");
    open_account(store, &full("a-1", "li", "A-1")).unwrap();
    let changed = Account {
        login_name: "Wang".to_owned(),
        login_key: "wang".to_owned(),
        display_name: "王".to_owned(),
        roles: vec!["committee".to_owned(), "reader".to_owned()],
        revision: 9,
        created_at_ms: 9,
        updated_at_ms: 30,
        ..account("a-1", "li")
    };
    assert_eq!(update(store, &changed, 1), Ok(2));
    let expected = Account {
        revision: 2,
        created_at_ms: 10,
        ..changed
    };
    assert_eq!(find(store, "a-1"), expected);
    assert_eq!(
        update(store, &full("a-1", "li", "A-1"), 2),
        Ok(3),
        "a name that was given back is free"
    );
    let back = Account {
        revision: 3,
        ..full("a-1", "li", "A-1")
    };
    assert_eq!(find(store, "a-1"), back);
}

pub fn an_update_that_cannot_be_changes_nothing(store: &Store) {
    let (li, wang) = (account("a-1", "li"), account("a-2", "wang"));
    open_account(store, &li).unwrap();
    open_account(store, &wang).unwrap();
    let changed = Account {
        roles: vec!["reader".to_owned()],
        is_disabled: true,
        ..li.clone()
    };
    let stale = |expected| Error::StaleRow {
        what: "account",
        id: "a-1".to_owned(),
        expected,
        current: 1,
    };
    let named = Account {
        login_name: "Wang".to_owned(),
        login_key: "wang".to_owned(),
        ..changed.clone()
    };
    let missing = Error::NotFound {
        what: "account",
        id: "a-3".to_owned(),
    };
    for (account, expected, refusal) in [
        (&changed, 0, stale(0)),
        (&changed, 2, stale(2)),
        (&changed, u64::MAX, stale(u64::MAX)),
        (&named, 2, stale(2)),
        (&named, 1, taken("Wang")),
        (&account("a-3", "zhao"), 1, missing.clone()),
        (&account("a-3", "wang"), 1, missing),
    ] {
        assert_eq!(update(store, account, expected), Err(refusal));
    }
    let all = store.read(|session| accounts::list(session, None, None, 9));
    assert_eq!(all, Ok(vec![li, wang]));
}

pub fn of_fifty_updates_of_one_account_one_wins(store: &Store) {
    open_account(store, &account("a-1", "li")).unwrap();
    let changed = |nth: u8| Account {
        display_name: nth.to_string(),
        roles: vec!["reader".to_owned(), format!("role-{nth}")],
        ..account("a-1", "li")
    };
    let outcomes = in_fifty_transactions(store, move |session, nth| {
        accounts::update(session, &changed(nth), 1)
    });
    let (won, lost): (Vec<_>, Vec<_>) = (0..).zip(outcomes).partition(|(_, outcome)| outcome.is_ok());
    let stale = Err(Error::StaleRow {
        what: "account",
        id: "a-1".to_owned(),
        expected: 1,
        current: 2,
    });
    assert_eq!((won.len(), lost.len()), (1, 49));
    assert!(lost.iter().all(|(_, outcome)| *outcome == stale), "{lost:?}");
    let written = Account {
        revision: 2,
        ..changed(won[0].0)
    };
    assert_eq!(
        find(store, "a-1"),
        written,
        "and has the roles of the winner alone"
    );
}

pub fn accounts_are_listed_by_login_key(store: &Store) {
    for code in ["A", "B", "C"] {
        put_court(store, code);
    }
    for (nth, (name, court)) in [
        ("zhao", Some("A")),
        ("李", Some("B")),
        ("བཀྲ", Some("C")),
        ("a", None),
        ("B", Some("A")),
    ]
    .into_iter()
    .enumerate()
    {
        let made = Account {
            court: court.map(str::to_owned),
            roles: (0..nth).map(|role| format!("role-{role}")).collect(),
            ..account(&format!("a-{nth}"), name)
        };
        open_account(store, &made).unwrap();
    }
    let all = store
        .read(|session| accounts::list(session, None, None, 9))
        .unwrap();
    for listed in &all {
        assert_eq!(listed, &find(store, &listed.id), "as it is found, with its roles");
    }
    let listed = |after: Option<&str>, courts: Option<&[&str]>, limit| {
        let courts: Option<Vec<String>> =
            courts.map(|codes| codes.iter().map(|code| (*code).to_owned()).collect());
        let found = store.read(|session| accounts::list(session, after, courts.as_deref(), limit));
        let names = found.unwrap().into_iter().map(|account| account.login_name);
        names.collect::<Vec<_>>()
    };
    assert_eq!(listed(None, None, 9), ["a", "B", "zhao", "བཀྲ", "李"]);
    assert_eq!(listed(None, None, 2), ["a", "B"], "roles do not count as rows");
    assert_eq!(listed(Some("b"), None, 2), ["zhao", "བཀྲ"]);
    assert_eq!(listed(Some("李"), None, 2), [""; 0]);
    assert_eq!(listed(None, Some(&["A"]), 9), ["B", "zhao"]);
    assert_eq!(listed(Some("b"), Some(&["A", "B"]), 9), ["zhao", "李"]);
    assert_eq!(listed(None, Some(&["A", "B", "C"]), 3), ["B", "zhao", "བཀྲ"]);
    assert_eq!(listed(None, Some(&["A", "none", "C", "A", "B"]), 9).len(), 4);
    assert_eq!(listed(None, Some(&["none"]), 9), [""; 0]);
    assert_eq!(listed(None, Some(&[]), 9), [""; 0]);
}

pub fn a_role_is_counted_without_disabled_accounts(store: &Store) {
    for (id, roles, is_disabled) in [
        ("a-1", &["auditor", "reader"][..], false),
        ("a-2", &["reader"], false),
        ("a-3", &["auditor"], true),
    ] {
        let made = Account {
            is_disabled,
            roles: roles.iter().map(|role| (*role).to_owned()).collect(),
            ..account(id, id)
        };
        open_account(store, &made).unwrap();
    }
    for (role, expected) in [("reader", 2), ("auditor", 1), ("committee", 0)] {
        let counted = store.read(|session| accounts::count_with_role(session, role));
        assert_eq!(counted, Ok(expected), "{role}");
    }
}

pub fn accounts_follow_the_person_they_are_linked_with(store: &Store) {
    for (id, person) in [("a-1", Some("p-1")), ("a-2", Some("p-2")), ("a-3", None)] {
        let linked = Account {
            person: person.map(str::to_owned),
            ..account(id, id)
        };
        open_account(store, &linked).unwrap();
    }
    let relink = |person: &'static str, with: Option<&'static str>| {
        store.write_aside(move |session| accounts::relink(session, person, with, 77))
    };
    assert_eq!(relink("p-1", Some("p-2")), Ok(1));
    let first = find(store, "a-1");
    assert_eq!(
        (first.person.as_deref(), first.revision, first.updated_at_ms),
        (Some("p-2"), 2, 77)
    );
    assert_eq!(relink("p-2", None), Ok(2));
    assert_eq!(relink("p-2", None), Ok(0));
    assert_eq!(
        (find(store, "a-2").person, find(store, "a-3").revision),
        (None, 1)
    );
}
