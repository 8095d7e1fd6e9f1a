//! Roles: nobody raises himself, two people for every change, the last administrator stays.

use serde_json::{Value, json};

use super::super::browser::Browser;
use super::super::world::World;

/// Asks for a role change and returns the answer's state: `made`, `waits`, or the problem.
fn ask(browser: &mut Browser<'_>, account: &str, role: &str, op: &str) -> String {
    let wish = json!({"role": role, "op": op, "reason": "a reason"});
    let answer = browser.post_json(&format!("/api/v1/accounts/{account}/roles"), &wish);
    let problem = answer.problem();
    if problem.is_empty() {
        answer.json()["state"].as_str().unwrap_or_default().to_owned()
    } else {
        problem
    }
}

fn waiting(browser: &mut Browser<'_>) -> Vec<Value> {
    let list = browser.get("/api/v1/role-changes").expect(200).json();
    list["items"].as_array().unwrap().clone()
}

fn roles_of(browser: &mut Browser<'_>, account: &str) -> Vec<String> {
    let account = browser
        .get(&format!("/api/v1/accounts/{account}"))
        .expect(200)
        .json();
    account["roles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|role| role.as_str().unwrap().to_owned())
        .collect()
}

fn decide(browser: &mut Browser<'_>, id: &str, approve: bool) -> u16 {
    browser
        .post_json(
            &format!("/api/v1/role-changes/{id}/decision"),
            &json!({"approve": approve}),
        )
        .status
}

#[test]
fn a_role_change_needs_a_second_person() {
    // attack 10
    let world = World::start();
    let object = world.person("object-a").id.clone();
    let mut first = world.logged_in("security-admin-a");
    let mut second = world.logged_in("security-admin-b");
    assert_eq!(ask(&mut first, &object, "security_admin", "grant"), "waits");
    assert_eq!(roles_of(&mut first, &object), ["reader"]);
    let change = waiting(&mut first);
    let id = change[0]["id"].as_str().unwrap().to_owned();
    // Not by whoever asked, also not from another session.
    assert_eq!(decide(&mut first, &id, true), 403);
    assert_eq!(decide(&mut world.logged_in("security-admin-a"), &id, true), 403);
    assert_eq!(roles_of(&mut first, &object), ["reader"]);
    assert_eq!(decide(&mut second, &id, true), 204);
    assert!(roles_of(&mut first, &object).contains(&"security_admin".to_owned()));
    // It is decided once.
    assert!((400..500).contains(&decide(&mut second, &id, false)));
    assert!(roles_of(&mut first, &object).contains(&"security_admin".to_owned()));
}

#[test]
fn a_refused_change_is_not_made() {
    // attack 10, attack 11
    let world = World::start();
    let object = world.person("object-a").id.clone();
    let mut first = world.logged_in("security-admin-a");
    let mut second = world.logged_in("security-admin-b");
    ask(&mut first, &object, "auditor", "grant");
    let id = waiting(&mut second)[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(decide(&mut second, &id, false), 204);
    assert!((400..500).contains(&decide(&mut second, &id, true)));
    assert_eq!(roles_of(&mut first, &object), ["reader"]);
}

#[test]
fn two_approvals_at_once_make_one_change() {
    // attack 69
    let world = World::start();
    let object = world.person("object-a").id.clone();
    ask(
        &mut world.logged_in("security-admin-a"),
        &object,
        "reviewer",
        "grant",
    );
    let mut second = world.logged_in("security-admin-b");
    let id = waiting(&mut second)[0]["id"].as_str().unwrap().to_owned();
    let browsers: Vec<_> = (0..4).map(|_| world.logged_in("security-admin-b")).collect();
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let decided: Vec<_> = browsers
            .into_iter()
            .map(|mut browser| {
                let id = &id;
                scope.spawn(move || decide(&mut browser, id, true))
            })
            .collect();
        decided.into_iter().map(|d| d.join().unwrap()).collect()
    });
    assert_eq!(
        statuses.iter().filter(|status| **status == 204).count(),
        1,
        "{statuses:?}"
    );
}

#[test]
fn nobody_raises_himself() {
    // attack 10
    let world = World::start();
    let own = world.person("security-admin-a").id.clone();
    let mut admin = world.logged_in("security-admin-a");
    for role in ["auditor", "system_admin", "committee", "coordinator"] {
        let state = ask(&mut admin, &own, role, "grant");
        assert_ne!(state, "made", "{role}");
    }
    assert_eq!(roles_of(&mut admin, &own), ["security_admin"]);
    // Nor does anybody else, by any door.
    for name in [
        "reader-a",
        "coordinator-a",
        "system-admin-a",
        "auditor-a",
        "committee-a",
    ] {
        let own = world.person(name).id.clone();
        let mut browser = world.logged_in(name);
        let wish = json!({"role": "security_admin", "op": "grant", "reason": "x"});
        let answer = browser.post_json(&format!("/api/v1/accounts/{own}/roles"), &wish);
        assert!([403, 404].contains(&answer.status), "{name}: {answer}");
        let account = json!({"login_name": format!("puppet-of-{name}"), "display_name": "x", "court": "6301", "roles": ["security_admin"]});
        let answer = browser.post_json("/api/v1/accounts", &json!({"accounts": [account]}));
        assert!((400..500).contains(&answer.status), "{name}: {answer}");
    }
}

#[test]
fn the_three_of_protection_are_never_in_one_hand() {
    // attack 10
    let world = World::start();
    let mut first = world.logged_in("security-admin-a");
    let mut second = world.logged_in("security-admin-b");
    let three = ["system_admin", "security_admin", "auditor"];
    for (name, has) in [
        ("system-admin-a", "system_admin"),
        ("auditor-a", "auditor"),
        ("security-admin-b", "security_admin"),
    ] {
        let id = world.person(name).id.clone();
        for role in three.iter().filter(|role| **role != has) {
            ask(&mut first, &id, role, "grant");
            for change in waiting(&mut second) {
                decide(&mut second, change["id"].as_str().unwrap(), true);
            }
            assert_eq!(roles_of(&mut first, &id), [has], "{role} to {name}");
        }
    }
    let both = json!({"login_name": "both", "display_name": "x", "court": "6301", "roles": ["security_admin", "auditor"]});
    let answer = first.post_json("/api/v1/accounts", &json!({"accounts": [both]}));
    assert!((400..500).contains(&answer.status), "{answer}");
    let ran = world.place().run([
        "user",
        "add",
        "both",
        "--role",
        "security_admin",
        "--role",
        "auditor",
    ]);
    assert_ne!(ran.status, 0, "{ran:?}");
}

#[test]
fn the_last_administrator_stays() {
    // attack 10
    let world = World::start();
    let (one, two) = (
        world.person("security-admin-a").id.clone(),
        world.person("security-admin-b").id.clone(),
    );
    let mut first = world.logged_in("security-admin-a");
    first
        .post_json(&format!("/api/v1/accounts/{two}/disable"), &json!({}))
        .expect(204);
    let answer = first.post_json(&format!("/api/v1/accounts/{one}/disable"), &json!({}));
    assert!((400..500).contains(&answer.status), "{answer}");
    assert_ne!(ask(&mut first, &one, "security_admin", "revoke"), "made");
    // On the machine itself nobody is the own account: there the rule stands alone.
    let ran = world.place().run(["user", "disable", "security-admin-a"]);
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(ran.stderr.contains("the last security administrator"), "{ran:?}");
    assert!(first.is_signed_in());
    world.logged_in("security-admin-a");
}

#[test]
fn two_administrators_that_end_each_other_at_once_leave_one() {
    // attack 10, attack 69
    let world = World::start();
    let end = |by: &str, whom: &str| {
        let id = world.person(whom).id.clone();
        let mut browser = world.logged_in(by);
        browser
            .post_json(&format!("/api/v1/accounts/{id}/disable"), &json!({}))
            .status
    };
    std::thread::scope(|scope| {
        let one = scope.spawn(|| end("security-admin-a", "security-admin-b"));
        let two = scope.spawn(|| end("security-admin-b", "security-admin-a"));
        // A login may already be refused, which is as good.
        let _ = (one.join(), two.join());
    });
    let left = ["security-admin-a", "security-admin-b"]
        .into_iter()
        .filter(|name| {
            let password = world.person(name).password.clone();
            Browser::new(&world).log_in(name, &password).status == 303
        });
    assert!(left.count() >= 1, "nobody is left who could let anybody in");
}

#[test]
fn a_role_that_is_taken_away_is_gone_at_the_next_request() {
    // attack 8
    let world = World::start();
    let mut coordinator = world.logged_in("coordinator-b");
    coordinator.get("/api/v1/accounts").expect(200);
    let id = world.person("coordinator-b").id.clone();
    let state = ask(
        &mut world.logged_in("security-admin-a"),
        &id,
        "coordinator",
        "revoke",
    );
    if state == "waits" {
        let mut second = world.logged_in("security-admin-b");
        let change = waiting(&mut second)[0]["id"].as_str().unwrap().to_owned();
        assert_eq!(decide(&mut second, &change, true), 204);
    }
    let answer = coordinator.get("/api/v1/accounts");
    assert!([401, 403].contains(&answer.status), "{answer}");
}

#[test]
fn an_administrator_is_no_reader_of_the_audit_and_an_auditor_no_administrator() {
    // attack 1, attack 64
    let world = World::start();
    for (name, path) in [
        ("security-admin-a", "/api/v1/audit"),
        ("system-admin-a", "/api/v1/audit"),
        ("system-admin-a", "/api/v1/accounts"),
        ("auditor-a", "/api/v1/accounts"),
        ("auditor-a", "/api/v1/tokens"),
    ] {
        assert_eq!(
            world.logged_in(name).get(path).problem(),
            "forbidden",
            "{name} {path}"
        );
    }
}
