//! Time steps of second factors: each counts once.

use store::Store;
use store::accounts::{self, Account};

use super::accounts::{find, open_account, update};
use crate::fixtures::{account, in_fifty_transactions, the_one_that_won};

fn use_step(store: &Store, id: &str, step: u64) -> bool {
    let id = id.to_owned();
    store
        .write_aside(move |session| accounts::use_totp_step(session, &id, step))
        .unwrap()
}

fn with_second_factor(id: &str, step: u64) -> Account {
    Account {
        totp_secret: Some(vec![1; 60]),
        totp_step: Some(step),
        ..account(id, id)
    }
}

pub fn a_time_step_is_used_once(store: &Store) {
    open_account(store, &account("a-0", "without")).unwrap();
    open_account(store, &with_second_factor("a-1", 10)).unwrap();
    let unconfirmed = Account {
        totp_step: None,
        ..with_second_factor("a-2", 0)
    };
    open_account(store, &unconfirmed).unwrap();
    for (id, step, expected) in [
        ("a-0", 10, false),
        ("a-2", 10, false),
        ("a-9", 10, false),
        ("a-1", 9, false),
        ("a-1", 10, false),
        ("a-1", 11, true),
        ("a-1", 11, false),
        ("a-1", 10, false),
        ("a-1", 13, true),
        ("a-1", 12, false),
    ] {
        assert_eq!(use_step(store, id, step), expected, "{id} {step}");
    }
    let after = find(store, "a-1");
    assert_eq!(after, with_second_factor("a-1", 13), "and makes no revision");
}

pub fn of_fifty_uses_of_one_time_step_one_counts(store: &Store) {
    open_account(store, &with_second_factor("a-1", 10)).unwrap();
    let answers = in_fifty_transactions(store, |session, _| accounts::use_totp_step(session, "a-1", 11));
    the_one_that_won(&answers);
}

pub fn an_update_does_not_bring_a_used_time_step_back(store: &Store) {
    open_account(store, &with_second_factor("a-1", 10)).unwrap();
    let read_before = find(store, "a-1");
    assert!(use_step(store, "a-1", 12));
    assert_eq!(update(store, &read_before, 1), Ok(2));
    assert!(!use_step(store, "a-1", 12), "it was used");
    let step_of = |account: &Account, expected| {
        update(store, account, expected).unwrap();
        find(store, "a-1").totp_step
    };
    assert_eq!(step_of(&with_second_factor("a-1", 20), 2), Some(20));
    assert_eq!(
        step_of(&account("a-1", "a-1"), 3),
        None,
        "with its second factor it goes"
    );
    assert_eq!(
        step_of(&with_second_factor("a-1", 5), 4),
        Some(5),
        "and a new one begins anew"
    );
}
