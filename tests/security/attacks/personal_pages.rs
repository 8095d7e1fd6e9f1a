//! What is of one person stays in no cache, and goes with the logout.

use super::super::http::Request;
use super::super::world::World;

#[test]
fn personal_pages_are_kept_nowhere() {
    // attack 35
    let world = World::start();
    let id = world.person("object-a").id.clone();
    let mut admin = world.logged_in("security-admin-a");
    let mut auditor = world.logged_in("auditor-a");
    let accounts = [
        "/account",
        "/accounts",
        "/accounts/new",
        "/role-changes",
        "/tokens",
        "/api/v1/me",
    ];
    let of_admin = accounts.map(str::to_owned).into_iter();
    let of_admin = of_admin.chain([
        format!("/accounts/{id}"),
        format!("/api/v1/accounts/{id}"),
        "/api/v1/tokens".to_owned(),
    ]);
    for path in of_admin {
        let answer = admin.get(&path).expect(200);
        assert!(
            answer
                .header("cache-control")
                .is_some_and(|c| c.contains("no-store")),
            "{path}: {answer}"
        );
    }
    for path in ["/audit", "/audit/verification", "/api/v1/audit"] {
        let answer = auditor.get(path).expect(200);
        assert!(
            answer
                .header("cache-control")
                .is_some_and(|c| c.contains("no-store")),
            "{path}: {answer}"
        );
    }
    // The refusal too, and the public page as somebody who is logged in sees it.
    for path in ["/api/v1/audit", "/accounts/nobody", "/"] {
        let answer = admin.get(path);
        let kept = answer.header("cache-control").unwrap_or_default();
        assert!(
            kept.contains("no-store") || kept.contains("private"),
            "{path}: {answer}"
        );
    }
}

#[test]
fn the_logout_clears_what_the_browser_has() {
    // attack 35
    let world = World::start();
    let mut browser = world.logged_in("reader-a");
    let answer = browser.post("/logout", &[]).expect(303);
    let cleared = answer.header("clear-site-data").unwrap_or_default();
    assert!(
        cleared.contains("\"cookies\"") || cleared.contains("\"*\"") || cleared.contains("\"cache\""),
        "{answer}"
    );
    assert_eq!(browser.session(), "", "the cookie is taken back");
}

#[test]
fn no_secret_stands_in_an_address() {
    // attack 35
    let world = World::start();
    let person = world.person("reader-a").clone();
    // A form sent by its address would leave the password in logs and histories.
    let target = format!(
        "/login?login_name={}&password={}",
        person.login_name,
        super::super::http::encoded(&person.password)
    );
    let answer = world.send(&Request::get(&target));
    assert_ne!(answer.status, 303);
    assert_eq!(
        answer.all("set-cookie").filter(|c| c.contains("shanjar")).count(),
        0
    );
    assert!(
        !world.log().contains("ten%20thousand"),
        "the log holds the address"
    );
    let secret = world.token("glossary:read").secret.clone();
    for name in ["token", "access_token", "api_key", "authorization"] {
        let answer = world.send(&Request::get(&format!("/api/v1/me?{name}={secret}")));
        assert!(
            answer.status == 400 || answer.json()["kind"] == "anonymous",
            "{name}: {answer}"
        );
    }
}
