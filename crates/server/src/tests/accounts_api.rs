//! Accounts, roles and tokens through the API: what goes in, what comes out, what is refused.

use access::{Role, Scope};
use axum::http::StatusCode;
use serde_json::json;

use super::house::{Asker, House, PASSWORD};

#[tokio::test]
async fn accounts_are_made_listed_page_by_page_and_found() {
    let house = House::open();
    let (_, admin) = house.person("zz-admin", &[Role::SecurityAdmin], None);
    let body = json!({"accounts": [
        {"login_name": "ＺｈｕｏＭａ", "display_name": "卓玛", "court": "qh-yushu", "roles": ["reader", "self"]},
        {"login_name": "བཀྲ་ཤིས", "display_name": "བཀྲ་ཤིས་"},
    ]});
    let made = house
        .json(&admin, "POST", "/api/v1/accounts", &body.to_string())
        .await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    assert_eq!(made.header("cache-control"), "no-store");
    let slips = made.json()["slips"].clone();
    assert_eq!(slips[0]["login_name"], "ZhuoMa");
    assert_eq!(slips[0]["expires_at"], "2026-01-08T00:00:00Z");
    let code = slips[0]["code"].as_str().unwrap();
    let first = [
        ("login_name", "zhuoma"),
        ("code", code),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
    ];
    let set = house.post(&Asker::nobody(), "/login/first", &first).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER);

    let first = house.get(&admin, "/api/v1/accounts?limit=1").await.json();
    assert_eq!(first["items"][0]["login_name"], "ZhuoMa");
    let cursor = first["next_cursor"].as_str().unwrap();
    let rest = house
        .get(&admin, &format!("/api/v1/accounts?limit=2&cursor={cursor}"))
        .await
        .json();
    assert_eq!(rest["items"].as_array().unwrap().len(), 2);
    assert_eq!(rest["next_cursor"], json!(null));
    let id = slips[0]["account"].as_str().unwrap();
    let found = house.get(&admin, &format!("/api/v1/accounts/{id}")).await.json();
    assert_eq!(found, first["items"][0]);
    assert_eq!(
        (&found["has_password"], &found["disabled"], &found["roles"]),
        (&json!(true), &json!(false), &json!(["reader", "self"]))
    );
    assert!(!found.to_string().contains("argon2") && !rest.to_string().contains(code));
}

#[tokio::test]
async fn what_is_wrong_with_a_list_is_named_with_its_place_and_nothing_is_kept() {
    let house = House::open();
    let (_, admin) = house.person("admin", &[Role::SecurityAdmin], None);
    for (accounts, expected) in [
        (json!([]), vec!["/accounts empty"]),
        (json!([1]), vec!["/accounts/0 wrong_type"]),
        (
            json!([{"login_name": "a", "display_name": "A", "id": "a-1", "password": "x"}]),
            vec![
                "/accounts/0/id unknown_member",
                "/accounts/0/password unknown_member",
            ],
        ),
        (
            json!([{"display_name": "A"}, {"login_name": "b", "display_name": "", "roles": ["judge"]}]),
            vec![
                "/accounts/0/login_name missing",
                "/accounts/1/display_name missing",
                "/accounts/1/roles/0 unknown_role",
            ],
        ),
        (
            json!([{"login_name": "a\u{430}", "display_name": "A", "court": "玉树"}]),
            vec![
                "/accounts/0/login_name login_name_character",
                "/accounts/0/court bad_court_code",
            ],
        ),
        (
            json!([{"login_name": "ok", "display_name": "A"},
                {"login_name": "Admin", "display_name": "A"},
                {"login_name": "c", "display_name": "A", "court": "none"},
                {"login_name": "d", "display_name": "A", "roles": ["auditor"]}]),
            vec![
                "/accounts/1/login_name taken",
                "/accounts/2/court no_such_court",
                "/accounts/3/roles role_not_by_one",
            ],
        ),
    ] {
        let body = json!({"accounts": accounts}).to_string();
        let answer = house.json(&admin, "POST", "/api/v1/accounts", &body).await;
        let problem = answer.problem(422, "invalid-input");
        let issues = problem["issues"].as_array().unwrap().iter();
        let found: Vec<_> = issues
            .map(|i| {
                format!(
                    "{} {}",
                    i["pointer"].as_str().unwrap(),
                    i["code"].as_str().unwrap()
                )
            })
            .collect();
        assert_eq!(found, expected, "{body}");
    }
    let listed = house.get(&admin, "/api/v1/accounts").await.json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    let many: Vec<_> = (0..501)
        .map(|n| json!({"login_name": format!("n{n}"), "display_name": "A"}))
        .collect();
    let body = json!({"accounts": many}).to_string();
    let answer = house.json(&admin, "POST", "/api/v1/accounts", &body).await;
    assert_eq!(
        answer.problem(422, "invalid-input")["issues"][0]["code"],
        "too_many"
    );
}

#[tokio::test]
async fn a_role_change_waits_for_another_and_tells_each_whether_it_is_for_them() {
    let house = House::open();
    let (_, asker) = house.person("asker", &[Role::SecurityAdmin], None);
    let (_, decider) = house.person("decider", &[Role::SecurityAdmin], None);
    let (id, _) = house.person("reader", &[Role::Reader], None);
    let path = format!("/api/v1/accounts/{id}/roles");
    let ask = |role: &str, op: &str| json!({"role": role, "op": op, "reason": "调入审委会"}).to_string();
    let made = house.json(&asker, "POST", &path, &ask("self", "grant")).await;
    assert_eq!(made.json(), json!({"state": "made"}));
    let waits = house.json(&asker, "POST", &path, &ask("auditor", "grant")).await;
    assert_eq!(waits.json(), json!({"state": "waits"}));
    let listed = async |who: &Asker| house.get(who, "/api/v1/role-changes").await.json()["items"].clone();
    let mine = listed(&asker).await;
    assert_eq!(
        (&mine[0]["for_you"], &mine[0]["op"]),
        (&json!(false), &json!("grant"))
    );
    assert_eq!(listed(&decider).await[0]["for_you"], json!(true));
    let decision = format!(
        "/api/v1/role-changes/{}/decision",
        mine[0]["id"].as_str().unwrap()
    );
    let approve = json!({"approve": true}).to_string();
    house
        .json(&asker, "POST", &decision, &approve)
        .await
        .problem(403, "second-person-needed");
    let done = house.json(&decider, "POST", &decision, &approve).await;
    assert_eq!(done.status, StatusCode::NO_CONTENT);
    house
        .json(&decider, "POST", &decision, &approve)
        .await
        .problem(404, "not-found");
    assert_eq!(listed(&decider).await, json!([]));
    let conflict = house
        .json(&asker, "POST", &path, &ask("committee", "grant"))
        .await;
    conflict.problem(409, "role-conflict");
    for body in [
        json!({}),
        json!({"role": "self", "op": "grant"}),
        json!({"role": "x", "op": "give", "reason": "r"}),
    ] {
        house
            .json(&asker, "POST", &path, &body.to_string())
            .await
            .problem(422, "invalid-input");
    }
}

#[tokio::test]
async fn a_token_is_made_listed_used_and_revoked() {
    let house = House::open();
    let (_, admin) = house.person("admin", &[Role::SecurityAdmin], None);
    let body = json!({"name": "电子卷宗", "scopes": ["glossary:read", "documents"], "court": "qh",
        "addresses": ["127.0.0.0/8"], "expires_at": "2026-03-01T00:00:00+08:00"});
    let made = house
        .json(&admin, "POST", "/api/v1/tokens", &body.to_string())
        .await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let made = made.json();
    let secret = made["secret"].as_str().unwrap();
    assert!(secret.starts_with("sjt_"));
    let token = &made["token"];
    assert_eq!(token["expires_at"], "2026-02-28T16:00:00Z");
    assert_eq!(
        (&token["state"], &token["created_by"]),
        (&json!("good"), &json!("admin"))
    );
    let system = Asker::system(secret);
    assert_eq!(house.get(&system, "/api/v1/me").await.json()["court"], "qh");
    let listed = house.get(&admin, "/api/v1/tokens").await;
    assert!(!listed.text.contains(secret));
    let line = listed.json()["items"][0].clone();
    assert_eq!(line["last_used_at"], "2026-01-01T00:00:00Z");
    let path = format!("/api/v1/tokens/{}", line["id"].as_str().unwrap());
    assert_eq!(
        house.json(&admin, "DELETE", &path, "").await.status,
        StatusCode::NO_CONTENT
    );
    house
        .json(&admin, "DELETE", &path, "")
        .await
        .problem(404, "not-found");
    assert_eq!(
        house.get(&admin, "/api/v1/tokens").await.json()["items"][0]["state"],
        "revoked"
    );
}

#[tokio::test]
async fn what_is_wrong_with_a_token_is_named() {
    let house = House::open();
    let (_, admin) = house.person("admin", &[Role::SecurityAdmin], None);
    house.token("two", &[Scope::Documents], &[]);
    house.token("two", &[Scope::Documents], &[]);
    let good = json!({"name": "n", "scopes": ["documents"], "expires_at": "2026-03-01T00:00:00Z"});
    for (member, value, expected) in [
        ("name", json!(""), "/name missing"),
        ("name", json!("n".repeat(61)), "/name bad_token_name"),
        ("name", json!("two"), "/name too_many_of_name"),
        ("scopes", json!([]), "/scopes no_scope"),
        ("scopes", json!(["documents", "all"]), "/scopes/1 not_one_of"),
        ("court", json!("none"), "/court no_such_court"),
        ("addresses", json!(["here"]), "/addresses/0 bad_address"),
        ("expires_at", json!("soon"), "/expires_at bad_time"),
        (
            "expires_at",
            json!("2027-03-01T00:00:00Z"),
            "/expires_at bad_token_end",
        ),
        (
            "expires_at",
            json!("2025-12-31T00:00:00Z"),
            "/expires_at bad_token_end",
        ),
        ("created_by", json!("me"), "/created_by unknown_member"),
    ] {
        let mut body = good.clone();
        body[member] = value;
        let answer = house
            .json(&admin, "POST", "/api/v1/tokens", &body.to_string())
            .await;
        let issue = answer.problem(422, "invalid-input")["issues"][0].clone();
        let found = format!(
            "{} {}",
            issue["pointer"].as_str().unwrap(),
            issue["code"].as_str().unwrap()
        );
        assert_eq!(found, expected, "{body}");
    }
}
