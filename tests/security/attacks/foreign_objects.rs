//! What belongs to another court can be neither seen nor touched, and looks like what is not there.

use serde_json::json;

use super::super::http::Answer;
use super::super::town::{COURT_A, COURT_B, COURT_BELOW_A};
use super::super::world::World;

/// What is seen of a refusal, without the ids that were asked for and drawn.
fn seen(answer: &Answer, id: &str) -> String {
    let mut document = answer.json();
    document["request_id"] = json!(null);
    format!("{} {}", answer.status, document.to_string().replace(id, "ID"))
}

#[test]
fn another_courts_account_looks_like_one_that_is_not_there() {
    // attack 4
    let world = World::start();
    let mut coordinator = world.logged_in("coordinator-a");
    let foreign = world.person("object-b").id.clone();
    let unknown: String = foreign
        .chars()
        .map(|c| {
            if c == '0' {
                '1'
            } else if c == '1' {
                '0'
            } else {
                c
            }
        })
        .collect();
    for path in ["", "/reset", "/disable", "/enable"] {
        let mut ask = |id: &str| {
            let path = format!("/api/v1/accounts/{id}{path}");
            if path.ends_with(id) {
                coordinator.get(&path)
            } else {
                coordinator.post_json(&path, &json!({}))
            }
        };
        assert_eq!(
            seen(&ask(&foreign).expect(404), &foreign),
            seen(&ask(&unknown).expect(404), &unknown),
            "{path}"
        );
    }
    // Of the own court and below it goes through.
    for name in ["object-a", "below-a"] {
        coordinator
            .get(&format!("/api/v1/accounts/{}", world.person(name).id))
            .expect(200);
    }
}

#[test]
fn a_list_holds_what_may_be_seen_and_nothing_else() {
    // attack 1, attack 4
    let world = World::start();
    let mut coordinator = world.logged_in("coordinator-a");
    let mut names = Vec::new();
    let mut target = "/api/v1/accounts?limit=7".to_owned();
    loop {
        let page = coordinator.get(&target).expect(200).json();
        for item in page["items"].as_array().unwrap() {
            assert!(
                [COURT_A, COURT_BELOW_A].contains(&item["court"].as_str().unwrap_or_default()),
                "{item}"
            );
            // An account is shown without what proves it.
            for secret in ["password", "totp_secret", "totp_step", "login_key"] {
                assert!(item.get(secret).is_none(), "{item}");
            }
            names.push(item["login_name"].as_str().unwrap().to_owned());
        }
        let Some(cursor) = page["next_cursor"].as_str() else {
            break;
        };
        target = format!(
            "/api/v1/accounts?limit=7&cursor={}",
            super::super::http::encoded(cursor)
        );
    }
    assert!(
        names.contains(&"object-a".to_owned()) && names.contains(&"below-a".to_owned()),
        "{names:?}"
    );
    assert!(!names.contains(&"object-b".to_owned()), "{names:?}");
    // A cursor of a wider list does not widen this one.
    let mut admin = world.logged_in("security-admin-a");
    let page = admin.get("/api/v1/accounts?limit=1").expect(200).json();
    let cursor = super::super::http::encoded(page["next_cursor"].as_str().unwrap());
    let answer = coordinator.get(&format!("/api/v1/accounts?limit=100&cursor={cursor}"));
    assert!(!answer.text().contains("object-b"), "{answer}");
    let page = coordinator.get("/accounts").expect(200).text();
    assert!(
        !page.contains("object-b"),
        "the page shows another court's account"
    );
}

#[test]
fn one_foreign_row_in_fifty_keeps_all_fifty_out() {
    // attack 6
    let world = World::start();
    let account = |n: usize, court: &str| json!({"login_name": format!("batch-{n}"), "display_name": "新法官", "court": court, "roles": ["reader"]});
    let mut accounts: Vec<_> = (0..50).map(|n| account(n, COURT_A)).collect();
    let mut coordinator = world.logged_in("coordinator-a");
    let accounts_of = |world: &World| {
        world
            .rows(&[])
            .iter()
            .filter(|row| row.starts_with("account: "))
            .count()
    };
    let before = accounts_of(&world);
    for (at, bad) in [
        (0, account(0, COURT_B)),
        (49, account(49, COURT_B)),
        (25, account(25, "no-such-court")),
    ] {
        let good = std::mem::replace(&mut accounts[at], bad);
        let answer = coordinator.post_json("/api/v1/accounts", &json!({"accounts": accounts}));
        assert!((400..500).contains(&answer.status), "{answer}");
        assert_eq!(accounts_of(&world), before);
        accounts[at] = good;
    }
    // A role above the coordinator's own, and a name that is taken.
    for (name, value) in [
        ("roles", json!(["security_admin"])),
        ("login_name", json!("reader-a")),
    ] {
        let good = accounts[30].clone();
        accounts[30][name] = value;
        let answer = coordinator.post_json("/api/v1/accounts", &json!({"accounts": accounts}));
        assert!((400..500).contains(&answer.status), "{answer}");
        assert_eq!(accounts_of(&world), before);
        accounts[30] = good;
    }
    // The control: without it all fifty are made.
    let slips = coordinator
        .post_json("/api/v1/accounts", &json!({"accounts": accounts}))
        .expect(201)
        .json();
    for slip in slips["slips"].as_array().unwrap() {
        world.keep_secret("a first code", slip["code"].as_str().unwrap());
    }
    assert_eq!(accounts_of(&world), before + 50);
}

#[test]
fn more_rows_than_are_taken_are_refused_before_any_work() {
    // attack 59
    let world = World::start();
    let account = |n: usize| json!({"login_name": format!("batch-{n}"), "display_name": "x", "court": COURT_A, "roles": ["reader"]});
    let accounts: Vec<_> = (0..501).map(account).collect();
    let mut admin = world.logged_in("security-admin-a");
    let answer = admin.post_json("/api/v1/accounts", &json!({"accounts": accounts}));
    assert!([413, 422].contains(&answer.status), "{answer}");
}

#[test]
fn nobody_resets_a_higher_role() {
    // attack 10
    let world = World::start();
    let mut coordinator = world.logged_in("coordinator-a");
    for name in ["security-admin-a", "system-admin-a", "auditor-a"] {
        let id = world.person(name).id.clone();
        for action in ["reset", "disable"] {
            let answer = coordinator.post_json(&format!("/api/v1/accounts/{id}/{action}"), &json!({}));
            assert!(
                [403, 404].contains(&answer.status),
                "{action} of {name}: {answer}"
            );
        }
        world.logged_in(name);
    }
}

#[test]
fn a_name_asked_for_fifty_times_at_once_is_given_once() {
    // attack 69
    let world = World::start();
    let browsers: Vec<_> = (0..50).map(|_| world.browser_of("security-admin-a")).collect();
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let asked: Vec<_> = browsers
            .into_iter()
            .map(|mut browser| {
                let account =
                    json!({"login_name": "wanted", "display_name": "x", "court": COURT_A, "roles": ["reader"]});
                scope.spawn(move || browser.post_json("/api/v1/accounts", &json!({"accounts": [account]})).status)
            })
            .collect();
        asked.into_iter().map(|a| a.join().unwrap()).collect()
    });
    assert_eq!(
        statuses.iter().filter(|status| **status == 201).count(),
        1,
        "{statuses:?}"
    );
    assert!(
        statuses.iter().all(|status| *status < 500 || *status == 503),
        "{statuses:?}"
    );
}
