//! Forms of pages: who may send them is judged first, nothing in them is passed over, nothing that was typed is lost.

use access::Role;
use axum::http::StatusCode;

use super::house::{Asker, House, PASSWORD};
use super::{Answer, html};
use crate::router::page_routes;

/// What whoever makes a form up would like to set.
const GIFTS: [&str; 8] = [
    "id",
    "court_id",
    "verified",
    "rev",
    "created_by",
    "is_disabled",
    "__proto__",
    "Role",
];

const FORM: &str = "application/x-www-form-urlencoded";

/// Rows as a spreadsheet copies them, with all that a page has to escape.
const ROWS: &str = "zhuoma\t<b>卓玛</b> \"&'\t\treader\r\nབཀྲ་ཤིས\tབཀྲ་ཤིས་།། &amp;\t\t本人";

fn paths_of_forms() -> Vec<String> {
    let routes = page_routes();
    let forms = routes.iter().filter(|route| route.method == "POST");
    forms.map(|route| route.path.replace("{id}", "a-0")).collect()
}

/// Returns the hidden fields of a page, as a browser would send them.
fn hidden(page: &str) -> Vec<(String, String)> {
    let plain = |text: &str| {
        text.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&")
    };
    let inputs = page.split("<input type=\"hidden\" name=\"").skip(1);
    let fields = inputs.filter_map(|input| {
        let (name, after) = input.split_once("\" value=\"")?;
        Some((plain(name), plain(after.split('"').next()?)))
    });
    // The form of the head of the page has one too.
    let fields = fields.filter(|(name, _)| name != "form_token");
    fields.collect()
}

async fn post_pairs(house: &House, who: &Asker, path: &str, pairs: &[(String, String)]) -> Answer {
    let pairs: Vec<_> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    house.post(who, path, &pairs).await
}

// attack 3
#[tokio::test]
async fn a_field_that_a_form_does_not_have_was_passed_over() {
    let house = House::open();
    let (_, admin) = house.person("admin", &[Role::SecurityAdmin], None);
    let (_, chair) = house.person("chair", &[Role::Committee], None);
    let (_, coordinator) = house.person("coordinator", &[Role::Coordinator], Some("qh"));
    let (_, own) = house.person("own", &[Role::SelfService], Some("qh"));
    let paths = paths_of_forms();
    assert!(paths.len() >= 30, "{paths:?}");
    for path in paths {
        // Who may use a form is told about its fields.
        let is_edited = [
            "/c/",
            "/concepts/",
            "/batches/",
            "/editions",
            "/proposals/",
            "/lookups/",
            "/change-sets",
        ];
        let is_registry = [
            "/people/",
            "/trainings/",
            "/programmes",
            "/imports",
            "/corrections/",
        ];
        let who = if path.starts_with("/record/") {
            &own
        } else if is_edited.iter().any(|start| path.starts_with(start)) {
            &chair
        } else if is_registry.iter().any(|start| path.starts_with(start)) {
            &coordinator
        } else {
            &admin
        };
        for gift in GIFTS {
            let answer = house.post(who, &path, &[(gift, "x")]).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path} took {gift}");
            assert!(
                answer.text.contains("/problems/unknown-field") && answer.text.contains(&format!("“{gift}”")),
                "{path}: {}",
                answer.text
            );
            html::check(&answer.text, "zh-Hans");
        }
    }
    assert_eq!(
        house.get(&admin, "/account").await.status,
        StatusCode::OK,
        "nobody was signed out"
    );
    let accounts = house.get(&admin, "/api/v1/accounts").await.json();
    assert_eq!(accounts["items"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn a_form_of_ours_has_no_field_that_is_refused() {
    let house = House::open();
    let (_, admin) = house.person("admin", &[Role::SecurityAdmin], None);
    let (id, _) = house.person("reader", &[Role::Reader], None);
    for page in [
        "/login/first",
        "/account",
        "/accounts/new",
        &format!("/accounts/{id}"),
        "/tokens",
        "/batch",
    ] {
        let who = if page.starts_with("/login") {
            Asker::nobody()
        } else {
            admin.clone()
        };
        let text = house.get(&who, page).await.text;
        let mut n_forms = 0;
        for form in text.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap();
            let action = html::attributes(form, "action").next();
            let action = action.or_else(|| form.split(" action=\"").nth(1)?.split('"').next());
            let action = action.unwrap();
            if !form.contains("method=\"post\"") || action == "/logout" {
                continue;
            }
            let names: Vec<_> = html::attributes(form, "name").collect();
            let fields: Vec<_> = names.iter().map(|name| (*name, "")).collect();
            let answer = house.post(&who, action, &fields).await;
            assert!(
                !answer.text.contains("unknown-field"),
                "{page} {action} {names:?}"
            );
            n_forms += 1;
        }
        assert!(n_forms > 0, "{page}");
    }
}

/// Whoever has no right is told that, and not what else is wrong.
#[tokio::test]
async fn what_was_sent_was_read_before_the_right_was_asked_for() {
    let house = House::open();
    let (_, reader) = house.person("reader", &[Role::Reader], None);
    let json = "application/json";
    for (method, path, kind, body) in [
        ("POST", "/api/v1/accounts", json, "{"),
        ("POST", "/api/v1/accounts", json, "{\"accounts\":[]}"),
        ("POST", "/api/v1/accounts", json, "{\"accounts\":[{\"x\":1}]}"),
        ("POST", "/api/v1/accounts", "text/plain", "x"),
        ("POST", "/api/v1/accounts?x=1", json, "{}"),
        ("GET", "/api/v1/accounts?limit=x", "", ""),
        ("GET", "/api/v1/accounts?cursor=zz", "", ""),
        ("GET", "/api/v1/accounts/a-0?x=1", "", ""),
        ("POST", "/api/v1/accounts/a-0/reset?x=1", "", ""),
        ("POST", "/api/v1/accounts/a-0/disable?x=1", "", ""),
        ("POST", "/api/v1/accounts/a-0/enable?x=1", "", ""),
        ("POST", "/api/v1/accounts/a-0/roles", json, "{\"role\":\"judge\"}"),
        ("GET", "/api/v1/role-changes?x=1", "", ""),
        ("POST", "/api/v1/role-changes/r-0/decision", json, "[]"),
        ("GET", "/api/v1/tokens?x=1", "", ""),
        ("POST", "/api/v1/tokens", json, "{\"name\":1}"),
        ("DELETE", "/api/v1/tokens/t-0?x=1", "", ""),
        ("GET", "/api/v1/audit?limit=x", "", ""),
        ("GET", "/api/v1/audit/verification?x=1", "", ""),
        ("GET", "/accounts?cursor=a&cursor=b", "", ""),
        ("GET", "/accounts/a-0?done=a&done=b", "", ""),
        ("POST", "/accounts/new", FORM, "login_name=a&login_name=b"),
        ("POST", "/accounts/new", FORM, "gift=1"),
        ("POST", "/accounts/a-0/reset", FORM, "gift=1"),
        ("POST", "/accounts/a-0/disable", FORM, "gift=1"),
        ("POST", "/accounts/a-0/enable", FORM, "gift=1"),
        ("POST", "/accounts/a-0/roles", FORM, "role=judge"),
        ("POST", "/role-changes/r-0", FORM, ""),
        ("POST", "/tokens", FORM, "scopes=all&gift=1"),
        ("POST", "/tokens/t-0/revoke", FORM, "gift=1"),
        ("GET", "/audit?from=a&from=b", "", ""),
    ] {
        let refused = house.ask(&house.router, &reader, method, path, kind, body).await;
        assert_eq!(
            refused.status,
            StatusCode::FORBIDDEN,
            "{method} {path} {body}: {}",
            refused.text
        );
        let nobody = house
            .ask(&house.router, &Asker::nobody(), method, path, kind, body)
            .await;
        let expected = if path.starts_with("/api/") { 401 } else { 303 };
        assert_eq!(nobody.status.as_u16(), expected, "{method} {path} {body}");
    }
}

/// A form that comes after the password has grown old is done once that was given, with all that was typed.
#[tokio::test]
async fn a_form_that_came_too_late_lost_what_was_typed() {
    let house = House::open();
    let (_, admin) = house.person("admin", &[Role::SecurityAdmin], None);
    house.clock.advance_ms(app::accounts::PROOF_MS);
    let asked = house.post(&admin, "/accounts/new", &[("rows", ROWS)]).await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN);
    assert_eq!(asked.header("cache-control"), "no-store");
    html::check(&asked.text, "zh-Hans");
    assert!(asked.text.contains("action=\"/accounts/new\"") && asked.text.contains("还没有执行"));
    assert_eq!(hidden(&asked.text), [("rows".to_owned(), ROWS.to_owned())]);

    let mut form = hidden(&asked.text);
    form.push(("proof_password".to_owned(), "not the password".to_owned()));
    let wrong = post_pairs(&house, &admin, "/accounts/new", &form).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert!(wrong.text.contains("密码不对") && !wrong.text.contains("not the password"));
    assert_eq!(hidden(&wrong.text), hidden(&asked.text));

    let mut form = hidden(&wrong.text);
    form.push(("proof_password".to_owned(), PASSWORD.to_owned()));
    let made = post_pairs(&house, &admin, "/accounts/new", &form).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    assert_eq!(made.text.matches("<li class=\"slip\">").count(), 2);
    assert!(made.text.contains("བཀྲ་ཤིས་"));
}

#[tokio::test]
async fn every_form_that_needs_a_fresh_password_goes_on_after_it() {
    let house = House::open();
    let (_, admin) = house.person("admin", &[Role::SecurityAdmin], None);
    let (_, second) = house.person("second", &[Role::SecurityAdmin], None);
    let (reader, _) = house.person("reader", &[Role::Reader], None);
    let (token, _) = house.token("x", &[access::Scope::Documents], &[]);
    let wish = [("role", "reviewer"), ("op", "grant"), ("reason", "需要")];
    house
        .post(&second, &format!("/accounts/{reader}/roles"), &wish)
        .await;
    let waiting = house.app.waiting_role_changes(&super::house::operator()).unwrap();
    let waiting = waiting[0].id.clone();
    let done = |word: &str| format!("/accounts/{reader}?done={word}");
    for (path, fields, status, leads_to) in [
        (
            format!("/accounts/{reader}/disable"),
            vec![],
            303,
            done("disabled"),
        ),
        (format!("/accounts/{reader}/enable"), vec![], 303, done("enabled")),
        (
            format!("/accounts/{reader}/roles"),
            vec![("role", "self"), ("op", "grant"), ("reason", "需要")],
            303,
            done("made"),
        ),
        (
            format!("/role-changes/{waiting}"),
            vec![("decision", "refuse")],
            303,
            "/role-changes".to_owned(),
        ),
        (format!("/accounts/{reader}/reset"), vec![], 200, String::new()),
        (
            format!("/tokens/{token}/revoke"),
            vec![],
            303,
            "/tokens".to_owned(),
        ),
        (
            "/tokens".to_owned(),
            vec![
                ("name", "电子卷宗"),
                ("scopes", "documents"),
                ("scopes", "glossary:read"),
                ("expires_on", "2026-01-20"),
            ],
            200,
            String::new(),
        ),
        ("/account/second-factor".to_owned(), vec![], 200, String::new()),
        (
            "/account/second-factor/remove".to_owned(),
            vec![],
            303,
            "/account?done=second_factor_removed".to_owned(),
        ),
    ] {
        house.clock.advance_ms(app::accounts::PROOF_MS);
        let asked = house.post(&admin, &path, &fields).await;
        assert_eq!(asked.status, StatusCode::FORBIDDEN, "{path}: {}", asked.text);
        assert!(
            asked.text.contains(&format!("action=\"{path}\"")),
            "{path}: {}",
            asked.text
        );
        let mut form = hidden(&asked.text);
        form.push(("proof_password".to_owned(), PASSWORD.to_owned()));
        let answer = post_pairs(&house, &admin, &path, &form).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("location")),
            (status, leads_to.as_str()),
            "{path}: {}",
            answer.text
        );
    }
}

#[tokio::test]
async fn what_is_asked_for_in_between_is_a_right_of_nobody_else() {
    let house = House::open();
    let (_, admin) = house.person("admin", &[Role::SecurityAdmin], None);
    let (_, reader) = house.person("reader", &[Role::Reader], None);
    let (id, _) = house.person("another", &[Role::Reader], None);
    let path = format!("/accounts/{id}/disable");
    let password = [("proof_password", PASSWORD)];
    let refused = house.post(&reader, &path, &password).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(!refused.text.contains("name=\"proof_password\""));
    let nobody = house.post(&Asker::nobody(), &path, &password).await;
    assert_eq!(
        nobody.header("location"),
        format!("/login?next=%2Faccounts%2F{id}")
    );
    house.clock.advance_ms(app::accounts::PROOF_MS);
    // A field too many is told before the password is asked for, and after it was given.
    for with_password in [&[("gift", "1")][..], &[("gift", "1"), password[0]]] {
        let refused = house.post(&admin, &path, with_password).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{}", refused.text);
    }
    house.clock.advance_ms(app::accounts::PROOF_MS);
    // Another site's form carries nothing into the page that asks, so that nobody confirms what they did not write.
    let silent = admin.with("origin", "null");
    let refused = house.post(&silent, &path, &[]).await;
    assert!(refused.text.contains("/problems/cross-site"), "{}", refused.text);
    let states = house
        .app
        .list_accounts(&super::house::operator(), None, 9)
        .unwrap();
    assert!(states.iter().all(|account| !account.is_disabled));
}
