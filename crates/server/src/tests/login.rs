//! Signing in and out: the slip, the password, the second factor, the cookie, the way back.

use access::Role;
use axum::http::StatusCode;

use super::house::{Asker, House, PASSWORD};
use super::{Answer, html};
use crate::caller::Transport;

/// What is refused of a way back: line 34 of the attacks, as a browser would send it.
const ELSEWHERE: [&str; 12] = [
    "//h",
    "/\\h",
    "/%09/h",
    "/..//h",
    "https:h",
    "https://h/",
    "\t//h",
    "/\t/h",
    "/%0d%0aSet-Cookie: a=b",
    "/a\r\nSet-Cookie: a=b",
    "javascript:alert(1)",
    "/%5ch",
];

#[track_caller]
fn check_led_to(answer: &Answer, to: &str) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert_eq!(answer.header("location"), to);
    assert_eq!(answer.header("cache-control"), "no-store");
}

fn login<'a>(name: &'a str, password: &'a str, next: &'a str) -> [(&'a str, &'a str); 3] {
    [("login_name", name), ("password", password), ("next", next)]
}

#[tokio::test]
async fn a_slip_sets_a_password_and_that_signs_in_until_one_signs_out() {
    let house = House::open();
    let (_, code) = house.add("卓玛", &[Role::Reader], None);
    let nobody = Asker::nobody();
    let form = house
        .get(&nobody, "/login/first?login_name=%E5%8D%93%E7%8E%9B")
        .await;
    assert!(form.text.contains("value=\"卓玛\""), "{}", form.text);
    let first = [
        ("login_name", " 卓玛 "),
        ("code", &code.to_lowercase().replace('-', " ")),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
    ];
    let set = house.post(&nobody, "/login/first", &first).await;
    check_led_to(&set, "/login?after=first&next=/account");
    let page = house.get(&nobody, set.header("location")).await;
    assert!(page.text.contains("密码已设定") && page.text.contains("name=\"next\" value=\"/account\""));
    // A code works once.
    let again = house.post(&nobody, "/login/first", &first).await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED);

    let signed_in = house
        .post(&nobody, "/login", &login("卓玛", PASSWORD, "/browse?lang=bo"))
        .await;
    check_led_to(&signed_in, "/browse?lang=bo");
    let me = Asker::after(&signed_in);
    let page = house.get(&me, "/browse?lang=bo").await;
    assert!(page.text.contains("卓玛") && page.text.contains("action=\"/logout\""));
    assert_eq!(house.get(&me, "/api/v1/me").await.json()["name"], "卓玛");
    // Whoever has signed in goes on.
    check_led_to(&house.get(&me, "/login?next=/about").await, "/about");

    let out = house.post(&me, "/logout", &[]).await;
    check_led_to(&out, "/");
    assert!(
        out.header("set-cookie").starts_with("shanjar-dev=;")
            && out.header("set-cookie").contains("Max-Age=0")
    );
    assert_eq!(out.header("clear-site-data"), "\"cache\", \"storage\"");
    assert_eq!(house.get(&me, "/api/v1/me").await.json()["kind"], "anonymous");
    check_led_to(&house.get(&me, "/account").await, "/login?next=%2Faccount");
    // Signing out twice does no harm.
    check_led_to(&house.post(&me, "/logout", &[]).await, "/");
}

#[tokio::test]
async fn an_unknown_name_and_a_wrong_password_are_answered_alike() {
    let house = House::open();
    house.add_with_password("known", &[Role::Reader], None);
    let disabled = house.add_with_password("ended", &[Role::Reader], None);
    house
        .app
        .set_account_disabled(&super::house::operator(), &disabled, true)
        .unwrap();
    let mut told = Vec::new();
    let runs = house.app.password_runs();
    for (name, password) in [
        ("known", "wrong password here"),
        ("other", "wrong password here"),
        ("ended", PASSWORD),
        ("no name", PASSWORD),
    ] {
        let answer = house
            .post(&Asker::nobody(), "/login", &login(name, password, "/"))
            .await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{name}");
        assert_eq!(answer.header("set-cookie"), "");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(!answer.text.contains(password), "a password is not sent back");
        html::check(&answer.text, "zh-Hans");
        told.push(answer.text.replace(name, "NAME"));
    }
    told.dedup();
    assert_eq!(told.len(), 1, "the same page whatever is wrong");
    assert_eq!(house.app.password_runs() - runs, 4, "and the same work");
}

#[tokio::test]
async fn too_many_tries_are_told_how_long_to_wait() {
    let house = House::open();
    house.add_with_password("known", &[Role::Reader], None);
    let mut last = None;
    for _ in 0..11 {
        last = Some(
            house
                .post(
                    &Asker::nobody(),
                    "/login",
                    &login("known", "wrong password here", "/"),
                )
                .await,
        );
    }
    let last = last.unwrap();
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    let seconds: u64 = last.header("retry-after").parse().unwrap();
    assert!(
        seconds > 0 && last.text.contains(&seconds.to_string()),
        "{}",
        last.text
    );
}

#[tokio::test]
async fn a_session_is_never_the_one_from_before_the_login() {
    let house = House::open();
    house.add_with_password("known", &[Role::Reader], None);
    let before = house.log_in("known");
    let signed_in = house
        .post(&before, "/login", &login("known", PASSWORD, "/"))
        .await;
    let after = Asker::after(&signed_in);
    assert_ne!(before.headers, after.headers);
    let kind = async |who: &Asker| house.get(who, "/api/v1/me").await.json()["kind"].clone();
    assert_eq!(kind(&before).await, "anonymous", "it has ended");
    assert_eq!(kind(&after).await, "account");
}

#[tokio::test]
async fn the_cookie_is_as_safe_as_the_way_it_goes() {
    let house = House::open();
    house.add_with_password("known", &[Role::Reader], None);
    let form = login("known", PASSWORD, "/");
    for (transport, start, end) in [
        (
            Transport::Encrypted,
            "__Host-shanjar=",
            "; Path=/; HttpOnly; SameSite=Lax; Secure",
        ),
        (
            Transport::Loopback,
            "shanjar-dev=",
            "; Path=/; HttpOnly; SameSite=Lax",
        ),
    ] {
        let who = Asker::nobody().over(transport);
        let answer = house.post(&who, "/login", &form).await;
        let cookie = answer.header("set-cookie");
        assert!(cookie.starts_with(start) && cookie.ends_with(end), "{cookie}");
        let other = match transport {
            Transport::Encrypted => Transport::Loopback,
            _ => Transport::Encrypted,
        };
        for (over, kind) in [
            (transport, "account"),
            (other, "anonymous"),
            (Transport::Open, "anonymous"),
        ] {
            let me = Asker::after(&answer).over(over);
            assert_eq!(
                house.get(&me, "/api/v1/me").await.json()["kind"],
                kind,
                "{over:?}"
            );
        }
    }
}

#[tokio::test]
async fn nobody_signs_in_where_others_read_along() {
    let house = House::open();
    let (_, code) = house.add("known", &[Role::Reader], None);
    let open = Asker::nobody().over(Transport::Open);
    for path in ["/login", "/login/first"] {
        let page = house.get(&open, path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.text.contains("TLS") && !page.text.contains("type=\"password\""),
            "{}",
            page.text
        );
    }
    let answer = house.post(&open, "/login", &login("known", PASSWORD, "/")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text.contains("/problems/insecure-origin"));
    assert_eq!(answer.header("set-cookie"), "");
    let first = [
        ("login_name", "known"),
        ("code", &code),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
    ];
    let answer = house.post(&open, "/login/first", &first).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    // The code was not used up.
    check_led_to(
        &house.post(&Asker::nobody(), "/login/first", &first).await,
        "/login?after=first&next=/account",
    );
}

#[tokio::test]
async fn the_way_back_never_leads_elsewhere() {
    let house = House::open();
    house.add_with_password("known", &[Role::Reader], None);
    let me = house.log_in("known");
    for next in ELSEWHERE {
        let answer = house
            .post(&Asker::nobody(), "/login", &login("known", PASSWORD, next))
            .await;
        check_led_to(&answer, "/");
        let answer = house
            .post(&me, "/account/prove", &[("password", PASSWORD), ("next", next)])
            .await;
        check_led_to(&answer, "/");
        let query = crate::web::templates::percent_encode(next);
        check_led_to(&house.get(&me, &format!("/login?next={query}")).await, "/");
        let page = house.get(&Asker::nobody(), &format!("/login?next={query}")).await;
        assert!(page.text.contains("name=\"next\" value=\"/\""), "{next:?}");
        let ui = house.get(&me, &format!("/ui?to=en&back={query}")).await;
        assert_eq!(ui.header("location"), "/");
    }
}

#[tokio::test]
async fn passwords_that_cannot_be_used_are_told_all_at_once_and_never_sent_back() {
    let house = House::open();
    let (_, code) = house.add("known", &[Role::Reader], None);
    for (password, again, status, said) in [
        ("short", "short", 422, "至少要 12 个字符"),
        (PASSWORD, "another one that differs", 422, "不一样"),
        ("known known known", "known known known", 422, "登录名"),
    ] {
        let first = [
            ("login_name", "known"),
            ("code", &code),
            ("password", password),
            ("password_again", again),
        ];
        let answer = house.post(&Asker::nobody(), "/login/first", &first).await;
        assert_eq!(answer.status.as_u16(), status);
        assert!(answer.text.contains(said), "{}", answer.text);
        assert!(!answer.text.contains(&format!("\"{password}\"")) && !answer.text.contains(&code));
    }
    let long = "法".repeat(1 << 18);
    let answer = house
        .post(&Asker::nobody(), "/login", &login("known", &long, "/"))
        .await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
}

#[tokio::test]
async fn a_phone_is_asked_for_after_the_password_and_a_recovery_code_stands_in() {
    let house = House::open();
    house.add_with_password("known", &[Role::Reader], None);
    let me = house.log_in("known");
    let page = house.post(&me, "/account/second-factor", &[]).await;
    assert!(page.text.contains("<svg xmlns") && page.header("cache-control") == "no-store");
    html::check(&page.text, "zh-Hans");
    let secret = page.text.split("class=\"secret\">").nth(1).unwrap();
    let secret = secret.split('<').next().unwrap().replace(' ', "");
    let code = || testkit::totp_code(&secret, app::Clock::now_ms(&house.clock));
    let wrong = house
        .post(&me, "/account/second-factor/confirm", &[("code", "000000x")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert!(!wrong.text.contains(&secret), "shown once");
    let codes = house
        .post(&me, "/account/second-factor/confirm", &[("code", &code())])
        .await;
    assert_eq!(codes.status, StatusCode::OK);
    assert_eq!(codes.text.matches("<li class=\"secret\">").count(), 10);
    let recovery = codes.text.split("<li class=\"secret\">").nth(1).unwrap();
    let recovery = recovery.split('<').next().unwrap().to_owned();

    let answer = house
        .post(&Asker::nobody(), "/login", &login("known", PASSWORD, "/browse"))
        .await;
    check_led_to(&answer, "/login/code?next=%2Fbrowse");
    let half = Asker::after(&answer);
    assert_eq!(house.get(&half, "/api/v1/me").await.json()["kind"], "anonymous");
    check_led_to(&house.get(&half, "/account").await, "/login?next=%2Faccount");
    let form = house.get(&half, "/login/code?next=/browse").await;
    assert!(form.text.contains("known") && form.text.contains("value=\"/browse\""));
    // The code of the moment was used to set the phone up.
    let used = house
        .post(&half, "/login/code", &[("code", &code()), ("next", "/browse")])
        .await;
    assert_eq!(used.status, StatusCode::UNAUTHORIZED);
    house.clock.advance_ms(30_000);
    let answer = house
        .post(&half, "/login/code", &[("code", &code()), ("next", "/browse")])
        .await;
    check_led_to(&answer, "/browse");
    let full = Asker::after(&answer);
    assert_eq!(house.get(&full, "/api/v1/me").await.json()["kind"], "account");
    assert_eq!(
        house.get(&half, "/api/v1/me").await.json()["kind"],
        "anonymous",
        "rotated"
    );
    check_led_to(&house.get(&half, "/login/code").await, "/login");

    let answer = house
        .post(&Asker::nobody(), "/login", &login("known", PASSWORD, "/"))
        .await;
    let half = Asker::after(&answer);
    let answer = house.post(&half, "/login/code", &[("code", &recovery)]).await;
    check_led_to(&answer, "/");
    let page = house.get(&Asker::after(&answer), "/account").await;
    assert!(page.text.contains("还有 9 个恢复码"), "{}", page.text);
}

#[tokio::test]
async fn a_session_ends_after_half_an_hour_without_use() {
    let house = House::open();
    house.add_with_password("known", &[Role::Reader], None);
    let me = house.log_in("known");
    house.clock.advance_ms(app::accounts::IDLE_MS);
    let page = house.get(&me, "/account").await;
    check_led_to(&page, "/login?next=%2Faccount");
    let page = house.get(&me, "/").await;
    assert!(page.status.is_success() && page.text.contains("href=\"/login?next=%2F\""));
}

/// A browser that says neither where a form comes from nor which page asks shows that it is one of ours.
#[tokio::test]
async fn a_form_that_nothing_vouches_for_brings_the_token_of_its_session() {
    let house = House::open();
    house.add_with_password("known", &[Role::Reader], None);
    let (me, other) = (house.log_in("known"), house.log_in("known"));
    let token_of = async |who: &Asker| {
        let page = house.get(who, "/account").await.text;
        let token = page.split("name=\"form_token\" value=\"").nth(1).unwrap();
        token.split('"').next().unwrap().to_owned()
    };
    let (mine, theirs) = (token_of(&me).await, token_of(&other).await);
    assert_ne!(mine, theirs);
    let silent = me.with("origin", "null");
    let path = "/account/sessions/end";
    for wrong in [&[][..], &[("form_token", "")], &[("form_token", theirs.as_str())]] {
        let refused = house.post(&silent, path, wrong).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(refused.text.contains("/problems/cross-site"), "{}", refused.text);
    }
    let done = house.post(&silent, path, &[("form_token", &mine)]).await;
    check_led_to(&done, "/account?done=sessions");
    // Without a session there is no token: such a browser cannot be told from one that another page uses.
    let nobody = Asker::nobody().with("cookie", "ui=en").with("origin", "null");
    let refused = house
        .post(&nobody, "/login", &login("known", PASSWORD, "/"))
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
