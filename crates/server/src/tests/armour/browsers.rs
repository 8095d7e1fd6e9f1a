//! What pages of other sites can make a browser do, and what it is told of us.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use super::server_of;
use crate::armour::CrossSite;
use crate::config::ServerConfig;
use crate::handle::Handle;
use crate::problem::Code;
use crate::router::{Route, api_routes, assemble, page_routes};
use crate::tests::{Answer, TestServer, config};

const CASE: &str = "https://case.court.example";

fn shared_with_case() -> TestServer {
    server_of(ServerConfig {
        cors_origins: vec![CASE.parse().unwrap()],
        ..config()
    })
}

/// Returns an address of every route, and one of none.
fn paths() -> Vec<String> {
    let routes = api_routes().into_iter().chain(page_routes());
    let paths = routes.map(|route| route.path.replace("{id}", "c-000001"));
    paths
        .chain(["/none".to_owned(), "/api/v1/none".to_owned()])
        .collect()
}

async fn ask(server: &TestServer, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header("host", "a.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    server.send(request.body(Body::empty()).unwrap()).await
}

// attack 27
#[tokio::test]
async fn a_page_of_another_site_changes_nothing_by_any_method_on_any_route() {
    let server = server_of(config());
    let cross_site = ("sec-fetch-site", "cross-site");
    for path in paths() {
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            let answer = ask(&server, method, &path, &[cross_site]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method} {path}");
        }
    }
    for said in [
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "http://a.example.evil.example"),
    ] {
        for path in ["/batch", "/api/v1/search"] {
            let answer = ask(&server, "POST", path, &[said]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {said:?}");
        }
    }
    let refused = ask(
        &server,
        "POST",
        "/api/v1/search",
        &[("sec-fetch-site", "cross-site")],
    )
    .await;
    refused.problem(403, "cross-site");
}

// attack 27
#[tokio::test]
async fn a_page_of_ours_and_a_program_get_through() {
    let server = server_of(config());
    for said in [
        &[("sec-fetch-site", "same-origin"), ("cookie", "ui=en")][..],
        &[("origin", "http://a.example"), ("cookie", "ui=en")],
        // A scheme that is none of ours: a proxy's.
        &[("authorization", "Basic eDp5"), ("cookie", "ui=en")],
        &[],
    ] {
        let answer = ask(&server, "POST", "/api/v1/search", said).await;
        answer.problem(415, "unsupported-media-type");
    }
    let unproven = ask(&server, "POST", "/api/v1/search", &[("cookie", "ui=en")]).await;
    unproven.problem(403, "cross-site");
}

// attack 27
#[tokio::test]
async fn a_form_of_an_old_browser_is_told_to_bring_its_token() {
    async fn proven(request: axum::extract::Request) -> String {
        format!("{:?}", request.extensions().get::<CrossSite>())
    }
    let server = server_of(config());
    let handle = Handle::new(server.application.app.clone(), config());
    let routes = vec![Route::post("/form", axum::routing::post(proven).get(proven))];
    let server = TestServer {
        router: assemble(routes, handle),
        ..server
    };
    for (method, said, expected) in [
        ("POST", &[("cookie", "a=1")][..], "Some(NeedsToken)"),
        (
            "POST",
            &[("origin", "null"), ("cookie", "a=1")],
            "Some(NeedsToken)",
        ),
        (
            "POST",
            &[("sec-fetch-site", "same-origin"), ("cookie", "a=1")],
            "Some(Passed)",
        ),
        ("GET", &[("cookie", "a=1")], "None"),
    ] {
        assert_eq!(
            ask(&server, method, "/form", said).await.text,
            expected,
            "{method} {said:?}"
        );
    }
}

// attack 33
#[tokio::test]
async fn no_page_of_another_origin_reads_the_api_unless_it_is_named() {
    for (server, origin, is_shared) in [
        (server_of(config()), CASE, false),
        (shared_with_case(), CASE, true),
        (shared_with_case(), "null", false),
        (shared_with_case(), "http://case.court.example", false),
        (
            shared_with_case(),
            "https://case.court.example.evil.example",
            false,
        ),
        (shared_with_case(), "https://evilcase.court.example", false),
        (shared_with_case(), "https://case.court.example:8443", false),
        (shared_with_case(), "https://CASE.court.example", false),
    ] {
        for path in ["/api/v1/search?q=a", "/api/v1/none", "/api/v1/search?q="] {
            let answer = ask(&server, "GET", path, &[("origin", origin)]).await;
            let expected = if is_shared { origin } else { "" };
            assert_eq!(
                answer.header("access-control-allow-origin"),
                expected,
                "{path} {origin}"
            );
            assert_eq!(answer.header("access-control-allow-credentials"), "", "never");
        }
        let page = ask(&server, "GET", "/about", &[("origin", origin)]).await;
        assert_eq!(
            page.header("access-control-allow-origin"),
            "",
            "pages are not for scripts"
        );
    }
    let twice = ask(
        &shared_with_case(),
        "GET",
        "/healthz",
        &[("origin", CASE), ("origin", CASE)],
    )
    .await;
    assert_eq!(twice.header("access-control-allow-origin"), "");
}

// attack 33
#[tokio::test]
async fn a_browser_that_asks_beforehand_is_answered_for_named_origins_and_the_api_alone() {
    let server = shared_with_case();
    let asked = |origin| [("origin", origin), ("access-control-request-method", "POST")];
    let answer = ask(&server, "OPTIONS", "/api/v1/search", &asked(CASE)).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(answer.header("access-control-allow-origin"), CASE);
    assert!(
        answer
            .header("access-control-allow-headers")
            .contains("content-type")
    );
    assert_eq!(answer.header("access-control-allow-credentials"), "");
    assert_eq!(answer.header("vary"), "Origin");
    for (path, origin) in [
        ("/api/v1/search", "https://evil.example"),
        ("/api/v1/search", "null"),
        ("/batch", CASE),
    ] {
        let answer = ask(&server, "OPTIONS", path, &asked(origin)).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path} {origin}");
        assert_eq!(answer.header("access-control-allow-origin"), "");
    }
    let plain = ask(&server, "OPTIONS", "/api/v1/search", &[("origin", CASE)]).await;
    assert_eq!(
        plain.status,
        StatusCode::METHOD_NOT_ALLOWED,
        "not asked beforehand"
    );
}

// attack 32
#[tokio::test]
async fn the_security_headers_stand_on_every_answer_of_every_route_and_method() {
    let server = server_of(config());
    let cases = |path: String| {
        let methods = ["GET", "HEAD", "POST", "OPTIONS", "BREW"].map(|method| (method, ("accept", "*/*")));
        let refused = [
            ("POST", ("sec-fetch-site", "cross-site")),
            ("GET", ("host", "b.example")),
        ];
        methods
            .into_iter()
            .chain(refused)
            .map(move |(method, said)| (method, path.clone(), said))
    };
    for (method, path, said) in paths().into_iter().flat_map(cases) {
        let answer = ask(&server, method, &path, &[said]).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'self'")
                && policy.contains("frame-ancestors 'none'")
                && !policy.contains("unsafe"),
            "{method} {path} {said:?}: {policy}"
        );
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("strict-transport-security", ""),
        ] {
            assert_eq!(answer.header(name), value, "{method} {path} {said:?}");
        }
        assert!(!answer.header("cache-control").is_empty(), "{method} {path}");
    }
}

#[test]
fn a_refusal_says_what_an_administrator_has_to_see_to() {
    let web = crate::web::Web::load().unwrap();
    for ui in [crate::web::ui::Ui::Zh, crate::web::ui::Ui::En] {
        let say = |code: Code| {
            let key = format!("problem.{}.help", code.as_str());
            web.translations().text(ui, &key).to_owned()
        };
        assert!(say(Code::CrossSite).contains("http.trusted_proxies"));
        assert!(say(Code::UnknownHost).contains("http.allowed_hosts"));
    }
}
