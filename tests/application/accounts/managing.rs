//! Making accounts and looking after those of others.

use app::Error;
use app::access::{self, ManageAccounts, ReadAccounts, Refusal, Role};
use app::accounts::AccountFault;

use super::{DESK, PASSWORD, World, new_account, origin};

#[test]
fn many_accounts_are_made_all_or_none() {
    let world = World::new();
    let taken = world.slip("zhuoma", &[Role::Reader], "");
    let lists = [
        new_account("new1", &[Role::Reader], "qh"),
        new_account("ZHUOMA", &[Role::Reader], "qh"),
        new_account("new2", &[Role::Reader], "nowhere"),
        new_account("new3", &[Role::Auditor, Role::SystemAdmin], ""),
        new_account("new4", &[Role::Coordinator], ""),
        new_account("new1", &[Role::Reader], "qh"),
    ];
    let refused = world.app().create_accounts(&world.operator(), &lists);
    let Err(Error::Accounts(faults)) = refused else {
        panic!("{:?}", refused.map(|slips| slips.len()));
    };
    let conflict = AccountFault::Conflict(access::RoleConflict(Role::SystemAdmin, Role::Auditor));
    assert_eq!(
        faults,
        [
            (1, AccountFault::Taken("ZHUOMA".into())),
            (2, AccountFault::NoSuchCourt("nowhere".into())),
            (3, conflict),
            (4, AccountFault::CoordinatorWithoutCourt),
            (5, AccountFault::Taken("new1".into())),
        ]
    );
    let there = world.app().list_accounts(&world.operator(), None, 100).unwrap();
    assert_eq!(there.len(), 1);
    assert_eq!(there[0].id, taken.account);
    let too_many: Vec<_> = (0..501).map(|n| new_account(&format!("n{n}"), &[], "")).collect();
    let refused = world.app().create_accounts(&world.operator(), &too_many);
    assert!(matches!(refused, Err(Error::TooManyAccounts { most: 500 })));
    assert_eq!(
        world
            .app()
            .create_accounts(&world.operator(), &too_many[..20])
            .unwrap()
            .len(),
        20
    );
}

#[test]
fn a_coordinator_makes_and_resets_accounts_below_the_own_court_and_sees_no_other() {
    let world = World::new();
    let coordinator = world.person("coordinator", &[Role::Coordinator], "qh-yushu");
    let inside = world.slip("inside", &[Role::Reader], "qh-yushu-nq");
    let outside = world.slip("outside", &[Role::Reader], "qh-golog");
    let higher = world.slip("higher", &[Role::Committee], "qh-yushu-nq");
    let manage = world.permit::<ManageAccounts>(&coordinator).unwrap();
    let read = world.permit::<ReadAccounts>(&coordinator).unwrap();
    let seen = world.app().list_accounts(&read, None, 100).unwrap();
    let names: Vec<_> = seen.iter().map(|line| line.login_name.as_str()).collect();
    assert_eq!(names, ["coordinator", "higher", "inside"]);
    assert!(matches!(
        world.app().find_account(&read, &outside.account),
        Err(Error::NoSuchAccount)
    ));
    assert!(matches!(
        world.app().find_account(&read, "a-unknown"),
        Err(Error::NoSuchAccount)
    ));

    assert!(world.app().reset_account(&manage, &inside.account).is_ok());
    for (id, looks_missing) in [(&outside.account, true), (&higher.account, false)] {
        match world.app().reset_account(&manage, id).unwrap_err() {
            Error::NoSuchAccount => assert!(looks_missing),
            Error::Refused(Refusal::Forbidden { .. }) => assert!(!looks_missing),
            other => panic!("{other:?}"),
        }
        assert!(world.app().set_account_disabled(&manage, id, true).is_err());
    }
    let own = coordinator.actor.id();
    assert!(
        world.app().reset_account(&manage, own).is_err(),
        "not the own account"
    );

    for (new, fault) in [
        (
            new_account("a", &[Role::Reader], "qh-golog"),
            AccountFault::NoSuchCourt("qh-golog".into()),
        ),
        (
            new_account("a", &[Role::Reader], "qh"),
            AccountFault::NoSuchCourt("qh".into()),
        ),
        (
            new_account("a", &[Role::Reader], ""),
            AccountFault::NoSuchCourt(String::new()),
        ),
        (
            new_account("a", &[Role::Terminologist], "qh-yushu"),
            AccountFault::NotByOne(Role::Terminologist),
        ),
    ] {
        match world.app().create_accounts(&manage, &[new]) {
            Err(Error::Accounts(faults)) => assert_eq!(faults, [(0, fault)]),
            other => panic!("{:?}", other.map(|slips| slips.len())),
        }
    }
    let new = new_account("a", &[Role::Reader, Role::SelfService], "qh-yushu-nq");
    assert_eq!(world.app().create_accounts(&manage, &[new]).unwrap().len(), 1);
}

#[test]
fn a_reset_takes_password_and_sessions_and_gives_a_code() {
    let world = World::new();
    let person = world.person("zhuoma", &[Role::Reader], "");
    let slip = world
        .app()
        .reset_account(&world.operator(), person.actor.id())
        .unwrap();
    assert!(!world.lives(&person.session));
    assert!(matches!(
        world.log_in("zhuoma", PASSWORD, DESK),
        Err(Error::WrongLogin)
    ));
    let newer = world
        .app()
        .reset_account(&world.operator(), person.actor.id())
        .unwrap();
    let new = "一个全新的长口令 ཀཁག";
    let redeem = |code: &str| world.app().redeem_code("zhuoma", code, new, &origin(DESK));
    assert!(
        matches!(redeem(&slip.code), Err(Error::WrongLogin)),
        "the older code is gone"
    );
    redeem(&newer.code).unwrap();
    assert!(world.log_in("zhuoma", new, DESK).is_ok());
}

#[test]
fn a_disabled_account_is_out_with_the_next_request() {
    let world = World::new();
    let person = world.person("zhuoma", &[Role::Reader], "");
    let id = person.actor.id().to_owned();
    world
        .app()
        .set_account_disabled(&world.operator(), &id, true)
        .unwrap();
    assert!(!world.lives(&person.session));
    assert!(matches!(
        world.log_in("zhuoma", PASSWORD, DESK),
        Err(Error::WrongLogin)
    ));
    world
        .app()
        .set_account_disabled(&world.operator(), &id, false)
        .unwrap();
    assert!(world.log_in("zhuoma", PASSWORD, DESK).is_ok());
}
