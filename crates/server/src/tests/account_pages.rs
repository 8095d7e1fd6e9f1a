//! The pages about accounts as people use them: forms in, pages out, nothing kept in a cache.
//!
//! Long because every page of accounts is asked the same ways.

use access::{Role, Scope};
use axum::http::StatusCode;

use super::house::{Asker, House, PASSWORD};
use super::{Answer, html};

/// A name that is markup, in three scripts.
const NAME: &str = "<b>卓玛</b> བཀྲ་ཤིས་།། \"&'";

async fn admin(house: &House) -> Asker {
    house.person("管理员", &[Role::SecurityAdmin], None).1
}

#[track_caller]
fn check_private(answer: &Answer) {
    assert_eq!(answer.header("cache-control"), "no-store");
    html::check(&answer.text, "zh-Hans");
}

#[tokio::test]
async fn a_sheet_becomes_slips_that_are_shown_once() {
    let house = House::open();
    let admin = admin(&house).await;
    let rows = format!("zhuoma\t{NAME}\tqh-yushu\treader\nབཀྲ་ཤིས\tབཀྲ་ཤིས་\t\t本人");
    let slips = house.post(&admin, "/accounts/new", &[("rows", &rows)]).await;
    assert_eq!(slips.status, StatusCode::OK, "{}", slips.text);
    check_private(&slips);
    assert_eq!(slips.text.matches("<li class=\"slip\">").count(), 2);
    assert_eq!(slips.text.matches("<svg xmlns").count(), 2);
    assert!(!slips.text.contains("<b>卓玛") && slips.text.contains("&lt;b&gt;"));
    let code = slips.text.split("<dd class=\"secret\">").nth(1).unwrap();
    let code = code.split('<').next().unwrap();
    let first = [
        ("login_name", "zhuoma"),
        ("code", code),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
    ];
    let set = house.post(&Asker::nobody(), "/login/first", &first).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER);
    let list = house.get(&admin, "/accounts").await;
    check_private(&list);
    assert!(list.text.contains("zhuoma") && !list.text.contains(code));
}

#[tokio::test]
async fn a_sheet_with_a_wrong_row_makes_nothing_and_comes_back_as_it_was() {
    let house = House::open();
    let admin = admin(&house).await;
    let rows = "good\tA\t\nbad name\tB\n\n管理员\tC\t\n";
    let answer = house.post(&admin, "/accounts/new", &[("rows", rows)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    check_private(&answer);
    assert!(
        answer.text.contains("第 2 行") && answer.text.contains("good\tA"),
        "{}",
        answer.text
    );
    let rows = "good\tA\t\n\n管理员\tC\tqh-none\tauditor\n管理员\tC\t\n";
    let answer = house.post(&admin, "/accounts/new", &[("rows", rows)]).await;
    for said in ["第 3 行", "第 4 行", "已被使用"] {
        assert!(answer.text.contains(said), "{said}: {}", answer.text);
    }
    let one = [
        ("login_name", "x"),
        ("display_name", ""),
        ("roles", "reader"),
        ("roles", "self"),
    ];
    let answer = house.post(&admin, "/accounts/new", &one).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        answer.text.matches(" checked").count(),
        2,
        "what was ticked stays ticked"
    );
    let list = house.get(&admin, "/api/v1/accounts").await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_account_is_reset_disabled_and_enabled_by_forms() {
    let house = House::open();
    let admin = admin(&house).await;
    let (id, reader) = house.person("reader", &[Role::Reader], None);
    let page = house.get(&admin, &format!("/accounts/{id}")).await;
    check_private(&page);
    let disabled = house.post(&admin, &format!("/accounts/{id}/disable"), &[]).await;
    assert_eq!(
        disabled.header("location"),
        format!("/accounts/{id}?done=disabled")
    );
    let page = house.get(&admin, disabled.header("location")).await;
    assert!(page.text.contains("已停用") && page.text.contains("/enable\""));
    assert_eq!(house.get(&reader, "/account").await.status, StatusCode::SEE_OTHER);
    let enabled = house.post(&admin, &format!("/accounts/{id}/enable"), &[]).await;
    assert_eq!(enabled.header("location"), format!("/accounts/{id}?done=enabled"));
    let slip = house.post(&admin, &format!("/accounts/{id}/reset"), &[]).await;
    check_private(&slip);
    assert_eq!(slip.text.matches("<li class=\"slip\">").count(), 1);
    let login = [("login_name", "reader"), ("password", PASSWORD)];
    let refused = house.post(&Asker::nobody(), "/login", &login).await;
    assert_eq!(
        refused.status,
        StatusCode::UNAUTHORIZED,
        "the old password is gone"
    );
    // Nobody does this to the own account.
    let own = house.get(&admin, "/api/v1/me").await.json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let page = house.get(&admin, &format!("/accounts/{own}")).await;
    assert!(!page.text.contains("/reset\""));
    let refused = house.post(&admin, &format!("/accounts/{own}/disable"), &[]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_role_is_given_by_two() {
    let house = House::open();
    let admin = admin(&house).await;
    let (_, second) = house.person("第二人", &[Role::SecurityAdmin], None);
    let (id, reader) = house.person("reader", &[Role::Reader], None);
    let empty = house.get(&admin, "/role-changes").await;
    check_private(&empty);
    assert!(empty.text.contains("没有待批的申请"));
    let asked = [("role", "committee"), ("op", "grant"), ("reason", NAME)];
    let waits = house.post(&admin, &format!("/accounts/{id}/roles"), &asked).await;
    assert_eq!(waits.header("location"), format!("/accounts/{id}?done=waits"));
    let (mine, theirs) = (
        house.get(&admin, "/role-changes").await,
        house.get(&second, "/role-changes").await,
    );
    check_private(&theirs);
    assert!(!mine.text.contains("value=\"approve\"") && theirs.text.contains("value=\"approve\""));
    assert!(!theirs.text.contains("<b>卓玛"));
    let path = html::attributes(&theirs.text, "action").find(|a| a.starts_with("/role-changes/"));
    let path = path.unwrap().to_owned();
    let refused = house.post(&admin, &path, &[("decision", "approve")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let done = house.post(&second, &path, &[("decision", "approve")]).await;
    assert_eq!(done.header("location"), "/role-changes");
    assert_eq!(
        house.get(&reader, "/account").await.status,
        StatusCode::SEE_OTHER,
        "it signs in anew"
    );
    let page = house.get(&admin, &format!("/accounts/{id}")).await;
    assert!(page.text.contains("审定委员</span> "));
    let made = [("role", "self"), ("op", "grant"), ("reason", "x")];
    let made = house.post(&admin, &format!("/accounts/{id}/roles"), &made).await;
    assert_eq!(made.header("location"), format!("/accounts/{id}?done=made"));
}

#[tokio::test]
async fn a_token_is_made_shown_once_and_revoked() {
    let house = House::open();
    let admin = admin(&house).await;
    let page = house.get(&admin, "/tokens").await;
    check_private(&page);
    assert!(page.text.contains("还没有令牌"));
    let wrong = [
        ("name", NAME),
        ("court", "玉树"),
        ("addresses", "10.0.0.0/8 nowhere"),
        ("expires_on", "soon"),
    ];
    let answer = house.post(&admin, "/tokens", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    check_private(&answer);
    for said in ["玉树", "nowhere", "2026-12-31"] {
        assert!(answer.text.contains(said), "{said}");
    }
    let form = [
        ("name", NAME),
        ("scopes", "glossary:read"),
        ("scopes", "documents"),
        ("addresses", "127.0.0.0/8, 2001:db8::/32"),
        ("expires_on", "2026-01-20"),
    ];
    let made = house.post(&admin, "/tokens", &form).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    check_private(&made);
    let secret = made.text.split("sjt_").nth(1).unwrap().split('<').next().unwrap();
    let system = Asker::system(&format!("sjt_{secret}"));
    let me = house.get(&system, "/api/v1/me").await.json();
    assert_eq!(me["scopes"], serde_json::json!(["glossary:read", "documents"]));
    let list = house.get(&admin, "/tokens").await;
    check_private(&list);
    assert!(
        list.text.contains("30 天内到期") && !list.text.contains(secret),
        "{}",
        list.text
    );
    let path = html::attributes(&list.text, "action").find(|a| a.ends_with("/revoke"));
    let path = path.unwrap().to_owned();
    let revoked = house.post(&admin, &path, &[]).await;
    assert_eq!(revoked.header("location"), "/tokens");
    house
        .get(&system, "/api/v1/me")
        .await
        .problem(401, "unauthenticated");
    assert_eq!(house.post(&admin, &path, &[]).await.status, StatusCode::NOT_FOUND);
    assert!(house.get(&admin, "/tokens").await.text.contains("已撤销"));
}

#[tokio::test]
async fn the_own_account_changes_its_password_and_ends_other_logins() {
    let house = House::open();
    let (_, me) = house.person("reader", &[Role::Reader], None);
    let elsewhere = house.log_in("reader");
    let page = house.get(&me, "/account").await;
    check_private(&page);
    assert_eq!(page.text.matches("a browser").count(), 2);
    let ended = house.post(&me, "/account/sessions/end", &[]).await;
    assert_eq!(ended.header("location"), "/account?done=sessions");
    assert_eq!(
        house.get(&elsewhere, "/account").await.status,
        StatusCode::SEE_OTHER
    );

    let elsewhere = house.log_in("reader");
    let new = "八座山 རི་བརྒྱད་ 34";
    for (present, password, again, status, said) in [
        ("wrong", new, new, 401, "密码不对"),
        (PASSWORD, new, PASSWORD, 422, "不一样"),
        (PASSWORD, "short", "short", 422, "至少要 12 个字符"),
    ] {
        let form = [
            ("present", present),
            ("password", password),
            ("password_again", again),
        ];
        let answer = house.post(&me, "/account/password", &form).await;
        assert_eq!(answer.status.as_u16(), status);
        check_private(&answer);
        assert!(answer.text.contains(said) && !answer.text.contains(new));
    }
    let form = [("present", PASSWORD), ("password", new), ("password_again", new)];
    let changed = house.post(&me, "/account/password", &form).await;
    assert_eq!(changed.header("location"), "/account?done=password");
    assert!(
        house
            .get(&me, "/account?done=password")
            .await
            .text
            .contains("密码已更改")
    );
    assert_eq!(
        house.get(&elsewhere, "/account").await.status,
        StatusCode::SEE_OTHER
    );
    // What stands in the address is no text of ours.
    assert!(
        !house
            .get(&me, "/account?done=%3Cb%3E")
            .await
            .text
            .contains("role=\"status\">")
    );
}

#[tokio::test]
async fn every_page_says_who_reads_it_also_one_that_fails() {
    let house = House::open();
    let (_, me) = house.person("卓玛", &[Role::Reader], None);
    for path in [
        "/",
        "/browse",
        "/batch",
        "/about",
        "/problems/forbidden",
        "/none",
        "/c/none",
        "/accounts",
    ] {
        let page = house.get(&me, path).await;
        assert!(
            page.text.contains("卓玛</span></a>") || page.text.contains("卓玛</span></span></a>"),
            "{path}"
        );
        assert!(page.text.contains("action=\"/logout\" method=\"post\""), "{path}");
        let page = house.get(&Asker::nobody(), path).await;
        assert!(!page.text.contains("/logout"), "{path}");
    }
    assert!(
        house
            .get(&Asker::nobody(), "/about")
            .await
            .text
            .contains("href=\"/login?next=%2Fabout\"")
    );
}

#[tokio::test]
async fn a_page_lists_a_hundred_accounts_and_leads_to_the_rest() {
    let house = House::open();
    let admin = admin(&house).await;
    let rows: String = (0..101).map(|n| format!("name{n:03}\t姓名\n")).collect();
    let made = house.post(&admin, "/accounts/new", &[("rows", &rows)]).await;
    assert_eq!(made.text.matches("<li class=\"slip\">").count(), 101);
    let first = house.get(&admin, "/accounts").await;
    assert_eq!(first.text.matches("<th scope=\"row\">").count(), 100);
    let next = first.text.split("href=\"/accounts?cursor=").nth(1).unwrap();
    let next = next.split('"').next().unwrap();
    let second = house.get(&admin, &format!("/accounts?cursor={next}")).await;
    check_private(&second);
    assert_eq!(second.text.matches("<th scope=\"row\">").count(), 2);
    let wrong = house.get(&admin, "/accounts?cursor=zz").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn what_is_refused_to_somebody_known_stands_in_the_audit() {
    let house = House::open();
    let (_, me) = house.person("卓玛", &[Role::Reader], None);
    let (_, token) = house.token("电子卷宗", &[Scope::GlossaryRead], &[]);
    house.get(&me, "/accounts").await;
    // Of entries of one millisecond, the order is that of their random ids.
    house.clock.advance_ms(1);
    house
        .json(&Asker::system(&token), "GET", "/api/v1/tokens", "")
        .await
        .problem(403, "not-for-tokens");
    house
        .get(&Asker::nobody(), "/api/v1/tokens")
        .await
        .problem(401, "unauthenticated");
    let entries = house
        .app
        .audit_entries(
            &super::house::operator(),
            &app::audit::AuditFilter::default(),
            100,
        )
        .unwrap();
    let refused: Vec<_> = entries
        .iter()
        .map(|(entry, _)| entry)
        .filter(|entry| entry.outcome == "refused")
        .map(|e| {
            format!(
                "{} {} {}",
                e.actor_name,
                e.action,
                e.reason.as_deref().unwrap_or_default()
            )
        })
        .collect();
    assert_eq!(
        refused,
        [
            "token:电子卷宗 manage-tokens no-scope",
            "卓玛 read-accounts no-right"
        ]
    );
}

#[tokio::test]
async fn an_auditor_looks_on_and_finds_what_was_sealed() {
    let house = House::open();
    let (_, auditor) = house.person("审计员", &[Role::Auditor], None);
    let (id, _) = house.person("卓玛", &[Role::Reader], None);
    let page = house.get(&auditor, "/audit").await;
    check_private(&page);
    assert!(
        page.text.contains("create-account") && page.text.contains("卓玛"),
        "{}",
        page.text
    );
    let only = house
        .get(
            &auditor,
            &format!("/audit?object=account:{id}&action=create-account"),
        )
        .await;
    assert_eq!(
        only.text.matches("<li>\n<p><span class=\"mark").count(),
        1,
        "{}",
        only.text
    );
    let none = house.get(&auditor, "/audit?to=2025-12-31&actor=%3Cb%3E").await;
    check_private(&none);
    assert!(none.text.contains("没有符合条件的记录") && !none.text.contains("<b>"));
    // A day that is none narrows nothing and is shown as it was typed.
    let typed = house.get(&auditor, "/audit?from=soon").await;
    assert!(typed.text.contains("value=\"soon\"") && typed.text.contains("create-account"));
    let first = house.get(&auditor, "/api/v1/audit?limit=1").await.json();
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = house
        .get(&auditor, &format!("/api/v1/audit?limit=1&cursor={cursor}"))
        .await
        .json();
    assert_ne!(first["items"][0]["id"], second["items"][0]["id"]);
    let found = house.get(&auditor, "/audit/verification").await;
    check_private(&found);
    assert!(
        found.text.contains("没有链头文件") && found.text.contains("完好"),
        "{}",
        found.text
    );
    let report = house.get(&auditor, "/api/v1/audit/verification").await.json();
    assert_eq!(
        (&report["is_sound"], &report["head"]["state"]),
        (&true.into(), &"missing".into())
    );
}
