//! Changes of roles.

use store::role_changes::{self, RoleChange};
use store::{Error, RoleOp, RoleState, Store};

use super::accounts::open_account;
use crate::fixtures::{account, in_fifty_transactions, the_one_that_won};

fn change(id: &str, asked_at_ms: i64) -> RoleChange {
    RoleChange {
        id: id.to_owned(),
        account: "a-1".to_owned(),
        role: "security_admin".to_owned(),
        op: RoleOp::Grant,
        reason: "接替李明\nབརྗེ་བ།".to_owned(),
        asked_by: "王".to_owned(),
        asked_at_ms,
        state: RoleState::Waiting,
        decided_by: None,
        decided_at_ms: None,
    }
}

fn ask(store: &Store, change: &RoleChange) -> Result<(), Error> {
    let change = change.clone();
    store.write_aside(move |session| role_changes::ask(session, &change))
}

fn decide(store: &Store, id: &'static str, state: RoleState, by: &str, at_ms: i64) -> Result<bool, Error> {
    let by = by.to_owned();
    store.write_aside(move |session| role_changes::decide(session, id, state, &by, at_ms))
}

fn find(store: &Store, id: &str) -> Option<RoleChange> {
    store.read(|session| role_changes::find(session, id)).unwrap()
}

fn waiting(store: &Store, limit: usize) -> Vec<String> {
    let changes = store.read(|session| role_changes::list_waiting(session, limit));
    changes.unwrap().into_iter().map(|change| change.id).collect()
}

pub fn a_change_waits_until_it_is_decided(store: &Store) {
    open_account(store, &account("a-1", "li")).unwrap();
    let revoked = RoleChange {
        op: RoleOp::Revoke,
        ..change("r-2", 20)
    };
    ask(store, &change("r-1", 10)).unwrap();
    ask(store, &revoked).unwrap();
    assert_eq!(find(store, "r-1"), Some(change("r-1", 10)));
    assert_eq!(find(store, "r-2"), Some(revoked.clone()));
    assert_eq!(find(store, "r-3"), None);

    assert_eq!(decide(store, "r-1", RoleState::Done, "赵", 30), Ok(true));
    assert_eq!(decide(store, "r-2", RoleState::Refused, "赵", 40), Ok(true));
    let done = RoleChange {
        state: RoleState::Done,
        decided_by: Some("赵".to_owned()),
        decided_at_ms: Some(30),
        ..change("r-1", 10)
    };
    let refused = RoleChange {
        state: RoleState::Refused,
        decided_by: Some("赵".to_owned()),
        decided_at_ms: Some(40),
        ..revoked
    };
    for (id, state) in [
        ("r-1", RoleState::Refused),
        ("r-1", RoleState::Done),
        ("r-2", RoleState::Done),
        ("r-3", RoleState::Done),
    ] {
        assert_eq!(decide(store, id, state, "钱", 50), Ok(false), "{id}");
    }
    assert_eq!(find(store, "r-1"), Some(done));
    assert_eq!(find(store, "r-2"), Some(refused));
}

pub fn what_waits_is_listed_oldest_first(store: &Store) {
    open_account(store, &account("a-1", "li")).unwrap();
    for (id, at_ms) in [("r-b", 20), ("r-d", 10), ("r-a", 20), ("r-c", 30)] {
        ask(store, &change(id, at_ms)).unwrap();
    }
    assert_eq!(waiting(store, 9), ["r-d", "r-a", "r-b", "r-c"]);
    assert_eq!(waiting(store, 2), ["r-d", "r-a"]);
    decide(store, "r-a", RoleState::Refused, "赵", 40).unwrap();
    assert_eq!(waiting(store, 9), ["r-d", "r-b", "r-c"]);
}

pub fn a_change_is_asked_for_once_and_of_an_account(store: &Store) {
    let of_nobody = ask(store, &change("r-1", 10));
    assert!(matches!(of_nobody, Err(Error::Internal { .. })), "{of_nobody:?}");
    open_account(store, &account("a-1", "li")).unwrap();
    let decided_before = RoleChange {
        state: RoleState::Done,
        decided_by: Some("王".to_owned()),
        decided_at_ms: Some(10),
        ..change("r-1", 10)
    };
    ask(store, &decided_before).unwrap();
    assert_eq!(
        find(store, "r-1"),
        Some(change("r-1", 10)),
        "it waits all the same"
    );
    let taken = Err(Error::Taken {
        what: "role change",
        id: "r-1".to_owned(),
    });
    assert_eq!(ask(store, &change("r-1", 20)), taken);
    let undecided = decide(store, "r-1", RoleState::Waiting, "赵", 30);
    assert!(matches!(undecided, Err(Error::Internal { .. })), "{undecided:?}");
    assert_eq!(find(store, "r-1"), Some(change("r-1", 10)));
}

pub fn of_fifty_decisions_one_counts(store: &Store) {
    open_account(store, &account("a-1", "li")).unwrap();
    ask(store, &change("r-1", 10)).unwrap();
    let state_of = |nth: u8| {
        if nth.is_multiple_of(2) {
            RoleState::Done
        } else {
            RoleState::Refused
        }
    };
    let answers = in_fifty_transactions(store, move |session, nth| {
        role_changes::decide(session, "r-1", state_of(nth), &format!("decider-{nth}"), 20)
    });
    let winner = the_one_that_won(&answers);
    let decided = RoleChange {
        state: state_of(winner),
        decided_by: Some(format!("decider-{winner}")),
        decided_at_ms: Some(20),
        ..change("r-1", 10)
    };
    assert_eq!(
        find(store, "r-1"),
        Some(decided),
        "what is there is what the winner wrote"
    );
}
