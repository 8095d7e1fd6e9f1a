//! Giving and taking roles: never alone, never all in one hand, never the last.

use app::Error;
use app::access::{Actor, DecideRoleChange, ManageAccounts, ReadAccounts, ReadRoleChanges, Role};
use app::accounts::{AskedRoleChange, RoleChangeOutcome};

use super::{Person, World};

fn asked(account: &Person, role: Role, is_given: bool) -> AskedRoleChange {
    AskedRoleChange {
        account: account.actor.id().to_owned(),
        role,
        is_given,
        reason: "岗位调整".to_owned(),
    }
}

/// Returns the id of the only change that waits.
fn waiting(world: &World, who: &Person) -> String {
    let permit = world.permit::<ReadRoleChanges>(who).unwrap();
    let mut changes = world.app().waiting_role_changes(&permit).unwrap();
    assert_eq!(changes.len(), 1);
    changes.remove(0).id
}

fn roles(world: &World, person: &Person) -> Vec<String> {
    let permit = world.operator::<ReadAccounts>();
    world
        .app()
        .find_account(&permit, person.actor.id())
        .unwrap()
        .roles
}

#[test]
fn one_asks_and_another_one_decides() {
    let world = World::new();
    let (first, second) = (
        world.person("sec1", &[Role::SecurityAdmin], ""),
        world.person("sec2", &[Role::SecurityAdmin], ""),
    );
    let person = world.person("zhuoma", &[Role::Reader], "");
    let manage = world.permit::<ManageAccounts>(&first).unwrap();
    let outcome = world
        .app()
        .ask_role_change(&manage, &asked(&person, Role::Reviewer, true))
        .unwrap();
    assert_eq!(outcome, RoleChangeOutcome::Waits);
    assert_eq!(roles(&world, &person), ["reader"]);
    let id = waiting(&world, &second);
    let own = world.permit::<DecideRoleChange>(&first).unwrap();
    let refused = world.app().decide_role_change(&own, &id, true);
    assert!(matches!(refused, Err(Error::SecondPersonNeeded)));
    let other = world.permit::<DecideRoleChange>(&second).unwrap();
    world.app().decide_role_change(&other, &id, true).unwrap();
    assert_eq!(roles(&world, &person), ["reader", "reviewer"]);
    assert!(!world.lives(&person.session), "new roles come with a new login");
    let again = world.app().decide_role_change(&other, &id, false);
    assert!(matches!(again, Err(Error::NoSuchRoleChange)));
}

#[test]
fn nobody_decides_on_the_own_roles() {
    let world = World::new();
    let first = world.person("sec1", &[Role::SecurityAdmin], "");
    let second = world.person("sec2", &[Role::SecurityAdmin], "");
    let manage = world.permit::<ManageAccounts>(&first).unwrap();
    world
        .app()
        .ask_role_change(&manage, &asked(&second, Role::SecurityAdmin, false))
        .unwrap();
    let id = waiting(&world, &first);
    let own = world.permit::<DecideRoleChange>(&second).unwrap();
    let refused = world.app().decide_role_change(&own, &id, false);
    assert!(matches!(refused, Err(Error::SecondPersonNeeded)));
}

#[test]
fn a_refused_change_changes_nothing_and_an_old_one_cannot_be_made() {
    let world = World::new();
    let first = world.person("sec1", &[Role::SecurityAdmin], "");
    let second = world.person("sec2", &[Role::SecurityAdmin], "");
    let person = world.person("zhuoma", &[Role::Reader], "");
    let manage = world.permit::<ManageAccounts>(&first).unwrap();
    let decide = world.permit::<DecideRoleChange>(&second).unwrap();
    world
        .app()
        .ask_role_change(&manage, &asked(&person, Role::Committee, true))
        .unwrap();
    world
        .app()
        .decide_role_change(&decide, &waiting(&world, &second), false)
        .unwrap();
    assert_eq!(roles(&world, &person), ["reader"]);
    world
        .app()
        .ask_role_change(&manage, &asked(&person, Role::Committee, true))
        .unwrap();
    let id = waiting(&world, &second);
    world.wait_ms(30 * 24 * 60 * 60 * 1_000);
    let late = world.app().decide_role_change(&decide, &id, true);
    assert!(matches!(late, Err(Error::NoSuchRoleChange)), "{late:?}");
}

#[test]
fn roles_that_exclude_each_other_are_refused_when_asked_and_when_decided() {
    let world = World::new();
    let first = world.person("sec1", &[Role::SecurityAdmin], "");
    let second = world.person("sec2", &[Role::SecurityAdmin], "");
    let person = world.person("zhuoma", &[Role::Reader], "");
    let manage = world.permit::<ManageAccounts>(&first).unwrap();
    let decide = world.permit::<DecideRoleChange>(&second).unwrap();
    world
        .app()
        .ask_role_change(&manage, &asked(&person, Role::Auditor, true))
        .unwrap();
    let auditor = waiting(&world, &second);
    // Meanwhile the machine's operator gives another one.
    let operator = world
        .app()
        .policy()
        .permit::<ManageAccounts>(&Actor::Operator)
        .unwrap();
    let done = world
        .app()
        .ask_role_change(&operator, &asked(&person, Role::SystemAdmin, true))
        .unwrap();
    assert_eq!(done, RoleChangeOutcome::Made);
    let refused = world.app().decide_role_change(&decide, &auditor, true);
    assert!(matches!(refused, Err(Error::RoleConflict(_))), "{refused:?}");
    let refused = world
        .app()
        .ask_role_change(&manage, &asked(&person, Role::SecurityAdmin, true));
    assert!(matches!(refused, Err(Error::RoleConflict(_))), "{refused:?}");
}

#[test]
fn the_last_security_administrator_stays() {
    let world = World::new();
    let only = world.person("sec1", &[Role::SecurityAdmin], "");
    let operator = world.operator::<ManageAccounts>();
    let refused = world
        .app()
        .ask_role_change(&operator, &asked(&only, Role::SecurityAdmin, false));
    assert!(matches!(refused, Err(Error::LastAdministrator)), "{refused:?}");
    let refused = world.app().set_account_disabled(&operator, only.actor.id(), true);
    assert!(matches!(refused, Err(Error::LastAdministrator)));
    world.person("sec2", &[Role::SecurityAdmin], "");
    assert!(
        world
            .app()
            .set_account_disabled(&operator, only.actor.id(), true)
            .is_ok()
    );
}

#[test]
fn a_change_needs_a_reason_and_a_coordinator_asks_for_none() {
    let world = World::new();
    let person = world.person("zhuoma", &[Role::Reader], "qh-yushu");
    let reasonless = AskedRoleChange {
        reason: " ".to_owned(),
        ..asked(&person, Role::Reviewer, true)
    };
    let refused = world.app().ask_role_change(&world.operator(), &reasonless);
    assert!(matches!(refused, Err(Error::ReasonMissing)));
    let coordinator = world.person("coordinator", &[Role::Coordinator], "qh");
    let permit = world.permit::<ManageAccounts>(&coordinator).unwrap();
    let refused = world
        .app()
        .ask_role_change(&permit, &asked(&person, Role::Reviewer, true));
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
}
