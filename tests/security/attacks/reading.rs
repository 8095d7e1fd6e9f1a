//! Reading changes nothing: every address that can be got is got, and every table is as before.

use std::collections::BTreeSet;

use super::super::http::Request;
use super::super::town::ROLES;
use super::super::world::{TRACES, World};

/// What a token was last used for is a column of its row.
const LAST_USE: &str = "token: ";

fn rows(world: &World) -> Vec<String> {
    let rows = world.rows(TRACES);
    rows.into_iter()
        .filter(|row| !row.starts_with(LAST_USE))
        .collect()
}

/// Returns the rows that are in one of the two only.
fn changed(before: &[String], after: &[String]) -> Vec<String> {
    let (before, after): (BTreeSet<_>, BTreeSet<_>) = (before.iter().collect(), after.iter().collect());
    before
        .symmetric_difference(&after)
        .map(|row| (*row).clone())
        .collect()
}

/// Returns the addresses of this server that a page links to.
fn links(page: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for attribute in ["href=\"", "src=\"", "action=\"", "formaction=\""] {
        for rest in page.split(attribute).skip(1) {
            let address = rest.split('"').next().unwrap_or_default().replace("&amp;", "&");
            if address.starts_with('/') && !address.starts_with("/assets/") {
                found.insert(address);
            }
        }
    }
    found
}

#[test]
fn nothing_changes_when_everything_is_got() {
    // attack 28
    let world = World::start();
    let before = rows(&world);
    let document = world.send(&Request::get("/api/v1/openapi.json")).json();
    let account = world.person("object-a").id.clone();
    let operations: Vec<String> = document["paths"]
        .as_object()
        .unwrap()
        .keys()
        .map(|path| path.replace("{id}", &account))
        // A stream stays open; one from a change that is to come is refused.
        .map(|path| path.replace("/stream", "/stream?since=999999999"))
        .collect();
    let mut n_got = 0;
    for role in ROLES {
        let mut browser = world.browser_of(&format!("{}-a", role.replace('_', "-")));
        let mut waiting: BTreeSet<String> = operations.iter().cloned().collect();
        waiting
            .extend(["/", "/account", "/accounts", "/role-changes", "/tokens", "/audit"].map(str::to_owned));
        // Addresses that only change something by another method, got all the same.
        waiting.extend(
            [
                "/logout",
                "/account/sessions/end",
                "/account/second-factor/remove",
            ]
            .map(str::to_owned),
        );
        for action in ["reset", "disable", "enable", "roles"] {
            waiting.insert(format!("/accounts/{account}/{action}"));
            waiting.insert(format!("/api/v1/accounts/{account}/{action}"));
        }
        waiting.insert(format!("/tokens/{}/revoke", world.token("object-own").id));
        let mut got = BTreeSet::new();
        while let Some(address) = waiting.pop_first() {
            // Searches lead to searches without an end.
            if got.len() >= 150 || !got.insert(address.clone()) {
                continue;
            }
            for method in ["GET", "HEAD"] {
                let answer = browser.ask(Request::new(method, &address));
                assert!(answer.status < 500, "{method} {address} by {role}: {answer}");
                n_got += 1;
                if method == "GET"
                    && answer
                        .header("content-type")
                        .is_some_and(|t| t.starts_with("text/html"))
                {
                    waiting.extend(links(&answer.text()));
                }
            }
        }
        assert!(browser.is_signed_in(), "{role} was logged out by reading");
    }
    assert_eq!(changed(&before, &rows(&world)), Vec::<String>::new());
    println!(
        "reading: {n_got} requests by {} roles, 0 rows changed",
        ROLES.len()
    );
}

#[test]
fn a_write_is_seen_by_this_comparison() {
    // attack 28: the control.
    let world = World::start();
    let before = rows(&world);
    let mut admin = world.logged_in("security-admin-a");
    let account = world.person("object-a").id.clone();
    admin
        .post_json(
            &format!("/api/v1/accounts/{account}/disable"),
            &serde_json::json!({}),
        )
        .expect(204);
    assert_ne!(rows(&world), before);
}

#[test]
fn no_method_is_smuggled_into_another() {
    // attack 28, attack 55
    let world = World::start();
    let mut admin = world.logged_in("security-admin-a");
    let before = rows(&world);
    let account = world.person("object-a").id.clone();
    let path = format!("/api/v1/accounts/{account}/disable");
    for header in ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"] {
        admin.ask(Request::get(&path).header(header, "POST"));
        admin.ask(Request::get(&format!("{path}?_method=POST")).header(header, "POST"));
    }
    assert_eq!(changed(&before, &rows(&world)), Vec::<String>::new());
}
