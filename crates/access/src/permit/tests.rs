//! Who may do what, asked of the policy.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::{
    AccountActor, ChangeOwnAccount, ManageAccounts, Operate, Origin, ReadAccounts, ReadAudit, ReadGlossary,
    ReadRegistry, SeePersonalData, TokenActor, WriteGlossary, WriteResults,
};

const OPEN: Policy = Policy { public_read: true };
const CLOSED: Policy = Policy { public_read: false };

fn account(roles: &[Role], court: &str, has_proved_itself: bool) -> Actor {
    Actor::Account(Arc::new(AccountActor {
        id: "a-1".into(),
        login_name: "卓玛".into(),
        roles: roles.iter().copied().collect(),
        court: court.parse().ok(),
        person: None,
        has_proved_itself,
        origin: Origin::default(),
    }))
}

fn token(scopes: &[Scope], court: &str) -> Actor {
    Actor::Token(Arc::new(TokenActor {
        id: "t-1".into(),
        name: "电子卷宗".into(),
        scopes: scopes.iter().copied().collect(),
        court: court.parse().ok(),
        origin: Origin::default(),
    }))
}

fn lines(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

#[test]
fn the_glossary_is_open_to_all_only_when_the_installation_says_so() {
    assert!(OPEN.permit::<ReadGlossary>(&Actor::anonymous()).is_ok());
    assert!(OPEN.permit::<ReadGlossary>(&token(&[], "")).is_ok());
    let refused = CLOSED.permit::<ReadGlossary>(&Actor::anonymous()).unwrap_err();
    assert_eq!(
        refused,
        Refusal::Unauthenticated {
            action: "read-glossary"
        }
    );
    assert!(CLOSED.permit::<ReadGlossary>(&Actor::Operator).is_ok());
    assert!(
        CLOSED
            .permit::<ReadGlossary>(&account(&[Role::Auditor], "", false))
            .is_ok()
    );
    assert!(CLOSED.permit::<ReadGlossary>(&account(&[], "", false)).is_err());
}

#[test]
fn nobody_unknown_changes_anything() {
    let anonymous = Actor::anonymous();
    assert!(OPEN.permit::<WriteGlossary>(&anonymous).is_err());
    assert!(OPEN.permit::<Operate>(&anonymous).is_err());
    assert!(OPEN.permit::<ReadAudit>(&anonymous).is_err());
    assert!(OPEN.permit::<WriteGlossary>(&Actor::Operator).is_ok());
}

#[test]
fn a_token_does_what_its_scopes_say_and_no_more() {
    let reading = token(&[Scope::GlossaryRead], "");
    let refused = OPEN.permit::<WriteGlossary>(&reading).unwrap_err();
    assert_eq!(
        refused,
        Refusal::ScopeMissing {
            action: "write-glossary",
            scope: Some(Scope::GlossaryWrite)
        }
    );
    let all = token(&Scope::ALL, "");
    assert!(OPEN.permit::<WriteGlossary>(&all).is_ok());
    let refused = OPEN.permit::<ManageAccounts>(&all).unwrap_err();
    assert_eq!(
        refused,
        Refusal::ScopeMissing {
            action: "manage-accounts",
            scope: None
        }
    );
}

#[test]
fn a_coordinator_reaches_the_own_court_and_those_below_it() {
    let coordinator = account(&[Role::Coordinator], "qh-yushu", false);
    let permit = OPEN.permit::<ReadRegistry>(&coordinator).unwrap();
    for (courts, is_reached) in [
        (lines(&["qh-yushu", "qh"]), true),
        (lines(&["qh-yushu-nangqen", "qh-yushu", "qh"]), true),
        (lines(&["qh-golog", "qh"]), false),
        (lines(&["qh"]), false),
        (lines(&[]), false),
    ] {
        let subject = Subject {
            courts: &courts,
            account: None,
        };
        assert_eq!(permit.on(subject).is_ok(), is_reached, "{courts:?}");
    }
    let without_court = account(&[Role::Coordinator], "", false);
    assert!(OPEN.permit::<ReadRegistry>(&without_court).is_err());
}

#[test]
fn what_lies_outside_looks_as_if_it_were_not_there() {
    let permit = OPEN
        .permit::<WriteResults>(&account(&[Role::Lecturer], "qh", false))
        .unwrap();
    let of_another = Subject {
        courts: &lines(&["qh"]),
        account: Some("a-2"),
    };
    assert_eq!(permit.on(of_another).unwrap_err(), Refusal::Hidden);
    let own = Subject {
        account: Some("a-1"),
        ..of_another
    };
    assert_eq!(permit.on(own).unwrap().actor().name(), "卓玛");
}

#[test]
fn nothing_that_belongs_to_nobody_is_ones_own() {
    let permit = OPEN
        .permit::<ChangeOwnAccount>(&account(&[Role::Reader], "", false))
        .unwrap();
    assert!(permit.on(Subject::default()).is_err());
}

#[test]
fn personal_data_needs_the_password_once_more() {
    let refused = OPEN
        .permit::<SeePersonalData>(&account(&[Role::Coordinator], "qh", false))
        .unwrap_err();
    assert_eq!(
        refused,
        Refusal::ProofNeeded {
            action: "see-personal-data"
        }
    );
    assert!(
        OPEN.permit::<SeePersonalData>(&account(&[Role::Coordinator], "qh", true))
            .is_ok()
    );
    // Whoever may not at all is not asked for a password first.
    let refused = OPEN
        .permit::<SeePersonalData>(&account(&[Role::SecurityAdmin], "qh", false))
        .unwrap_err();
    assert!(matches!(refused, Refusal::Forbidden { .. }));
    assert!(OPEN.permit::<SeePersonalData>(&Actor::Operator).is_err());
}

#[test]
fn two_roles_reach_as_far_as_the_further_one() {
    let both = account(&[Role::Coordinator, Role::SecurityAdmin], "qh", false);
    assert!(OPEN.permit::<ReadAccounts>(&both).unwrap().granted().everywhere);
}

fn role() -> impl Strategy<Value = Role> {
    prop::sample::select(Role::ALL.to_vec())
}

proptest! {
    /// A role more never takes a right away.
    #[test]
    fn another_role_only_adds(roles in prop::collection::btree_set(role(), 0..4), more in role()) {
        let with = |roles: &BTreeSet<Role>| account(&roles.iter().copied().collect::<Vec<_>>(), "qh", true);
        let mut greater = roles.clone();
        greater.insert(more);
        for rule in Rule::ALL {
            let before = CLOSED.decide(&with(&roles), rule);
            let after = CLOSED.decide(&with(&greater), rule);
            if let Ok(before) = before {
                let after = after.unwrap();
                prop_assert!(after.everywhere || !before.everywhere, "{}", rule.name);
                prop_assert!(after.everywhere || after.below.is_some() || before.below.is_none());
                prop_assert!(after.everywhere || after.own.is_some() || before.own.is_none());
            }
        }
    }

    /// Over random trees of courts, a coordinator reaches exactly the courts whose way to the root leads through the own one.
    #[test]
    fn a_subtree_is_what_lies_below(parents in prop::collection::vec(any::<prop::sample::Index>(), 1..40), own in any::<prop::sample::Index>()) {
        // Court `n + 1` lies below one of the courts before it; court 0 is the root.
        let parent_of = |n: usize| parents[n - 1].index(n);
        let count = parents.len() + 1;
        let own = own.index(count);
        let permit = OPEN
            .permit::<ReadRegistry>(&account(&[Role::Coordinator], &format!("k{own}"), false))
            .unwrap();
        // What lies below, found from the other end: downwards from the own court.
        let mut below = vec![false; count];
        below[own] = true;
        for n in own + 1..count {
            below[n] = below[parent_of(n)] || n == own;
        }
        for (court, is_below) in below.into_iter().enumerate() {
            let mut line = vec![format!("k{court}")];
            let mut at = court;
            while at > 0 {
                at = parent_of(at);
                line.push(format!("k{at}"));
            }
            let subject = Subject { courts: &line, account: None };
            prop_assert_eq!(permit.on(subject).is_ok(), is_below, "court {} of {}", court, own);
        }
    }
}
