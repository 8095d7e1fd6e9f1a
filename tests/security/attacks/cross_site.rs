//! Other sites cannot make a browser act for whoever is logged in with it.

use serde_json::json;

use super::super::browser::Browser;
use super::super::http::{Answer, Request};
use super::super::world::{TRACES, World};

/// Unsafe requests of every kind: a form of a page, a form that opens a door, JSON, and a method of scripts.
fn unsafe_requests(world: &World) -> Vec<Request> {
    let account = world.person("object-a").id.clone();
    let token = world.token("object-own").id.clone();
    let login = [
        ("login_name", "reader-a"),
        ("password", "no such password at all"),
        ("next", "/"),
    ];
    vec![
        Request::post("/login").form(&login),
        Request::post("/login/first").form(&login),
        Request::post("/login/code").form(&[("code", "000000")]),
        Request::post("/logout").form(&[]),
        Request::post("/account/password").form(&[
            ("present", "x"),
            ("password", "y"),
            ("password_again", "y"),
        ]),
        Request::post("/account/sessions/end").form(&[]),
        Request::post("/account/second-factor").form(&[]),
        Request::post(&format!("/accounts/{account}/disable")).form(&[]),
        Request::post(&format!("/accounts/{account}/reset")).form(&[]),
        Request::post("/tokens").form(&[
            ("name", "x"),
            ("scopes", "glossary:read"),
            ("expires_on", "2026-12-31"),
        ]),
        Request::post(&format!("/api/v1/accounts/{account}/disable")).json(&json!({})),
        Request::post("/api/v1/tokens").json(&json!({"name": "x", "scopes": ["glossary:read"]})),
        Request::new("DELETE", &format!("/api/v1/tokens/{token}")),
    ]
}

/// Sends from a browser that is logged in as an administrator, with these headers in place of its own.
fn send_as(
    browser: &Browser<'_>,
    world: &World,
    request: &Request,
    origin: Option<&str>,
    site: Option<&str>,
) -> Answer {
    let cookies: Vec<String> = browser.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
    let mut request = request.clone().header("Cookie", &cookies.join("; "));
    if let Some(origin) = origin {
        request = request.header("Origin", origin);
    }
    if let Some(site) = site {
        request = request.header("Sec-Fetch-Site", site);
    }
    world.send(&request)
}

#[test]
fn unsafe_requests_from_elsewhere_are_refused_whatever_they_carry() {
    // attack 27
    let world = World::start();
    let browser = world.logged_in("security-admin-a");
    let before = world.rows(TRACES);
    let own = format!("http://{}", world.address());
    let port = world.address().rsplit(':').next().unwrap().to_owned();
    let like_own = [
        "https://evil.example".to_owned(),
        "null".to_owned(),
        format!("{own}.evil.example"),
        format!("http://evil.example:{port}"),
        // The same machine by another port is another site's business.
        "http://127.0.0.1:1".to_owned(),
        format!("http://localhost:{port}"),
        format!("ftp://{}", world.address()),
        format!("{own}@evil.example"),
        String::new(),
    ];
    let mut n_refused = 0;
    for request in unsafe_requests(&world) {
        let mut cases: Vec<(Option<&str>, Option<&str>)> = vec![
            (Some(&own), Some("cross-site")),
            (Some(&own), Some("same-site")),
            (None, Some("cross-site")),
            (None, Some("same-site")),
            (None, Some("cross-site, same-origin")),
            // A browser that sends neither has to show the token of the page.
            (None, None),
        ];
        cases.extend(like_own.iter().map(|origin| (Some(origin.as_str()), None)));
        for (origin, site) in cases {
            let answer = send_as(&browser, &world, &request, origin, site);
            let what = format!("{} {} from {origin:?} {site:?}", request.method, request.target);
            assert_eq!(answer.status, 403, "{what}: {answer}");
            n_refused += 1;
        }
    }
    let after = world.rows(TRACES);
    assert_eq!(before, after, "something was done for another site");
    println!("cross-site: {n_refused} refused, 0 done");
}

#[test]
fn the_same_requests_from_the_own_page_are_looked_at() {
    // attack 27: the control, or the test above would pass for a server that refuses everything.
    let world = World::start();
    let browser = world.logged_in("reader-a");
    let own = format!("http://{}", world.address());
    for request in unsafe_requests(&world)
        .into_iter()
        .filter(|request| request.target != "/logout")
    {
        for (origin, site) in [
            (Some(own.as_str()), Some("same-origin")),
            (Some(&*own), None),
            (None, Some("same-origin")),
        ] {
            let answer = send_as(&browser, &world, &request, origin, site);
            assert_ne!(
                answer.problem(),
                "cross-site",
                "{} {}: {answer}",
                request.method,
                request.target
            );
        }
    }
    let logout = Request::post("/logout").form(&[]);
    send_as(&browser, &world, &logout, None, Some("same-origin")).expect(303);
}

#[test]
fn a_body_that_a_form_of_another_site_can_send_is_no_json() {
    // attack 27
    let world = World::start();
    let mut admin = world.logged_in("security-admin-a");
    let body =
        json!({"name": "x", "scopes": ["glossary:read"], "expires_at": world.in_days(300)}).to_string();
    let multipart =
        format!("--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\n{body}\r\n--b--\r\n");
    let tokens = |world: &World| {
        world
            .rows(&[])
            .iter()
            .filter(|row| row.starts_with("token: "))
            .count()
    };
    let before = tokens(&world);
    for (content_type, body) in [
        ("text/plain", body.clone()),
        ("text/plain; charset=application/json", body.clone()),
        ("application/x-www-form-urlencoded", body.clone()),
        ("multipart/form-data; boundary=b", multipart),
        ("", body.clone()),
        ("application/jsonp", body),
    ] {
        let answer = admin.ask(Request::post("/api/v1/tokens").body(content_type, body));
        assert_eq!(answer.status, 415, "`{content_type}`: {answer}");
    }
    assert_eq!(tokens(&world), before);
    let pages = ["/tokens", "/account/password", "/logout"];
    for page in pages {
        let answer = admin.ask(Request::post(page).body("text/plain", "name=x&scopes=glossary:read"));
        assert!([400, 403, 415, 422].contains(&answer.status), "{page}: {answer}");
    }
}

#[test]
fn a_token_needs_no_origin_because_no_browser_adds_it() {
    // attack 27
    let world = World::start();
    let secret = world.token("glossary:read").secret.clone();
    let request = Request::post("/api/v1/search")
        .json(&json!({"q": "法院"}))
        .bearer(&secret);
    world.send(&request).expect(200);
}

#[test]
fn a_form_that_logs_in_cannot_be_sent_by_another_site() {
    // attack 27: nobody is made to work under somebody else's name.
    let world = World::start();
    let person = world.person("reader-b").clone();
    let fields = [
        ("login_name", person.login_name.as_str()),
        ("password", &person.password),
        ("next", "/"),
    ];
    let request = Request::post("/login").form(&fields);
    let answer = world.send(
        &request
            .header("Origin", "https://evil.example")
            .header("Sec-Fetch-Site", "cross-site"),
    );
    assert_eq!(answer.expect(403).all("set-cookie").count(), 0);
}
