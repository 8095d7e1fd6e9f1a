//! The host that is asked, and who asks through whom.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use super::{Running, server_of};
use crate::config::ServerConfig;
use crate::handle::Handle;
use crate::observe::RequestContext;
use crate::router::{Route, assemble};
use crate::tests::{Answer, TestServer, config};

fn named() -> ServerConfig {
    ServerConfig {
        allowed_hosts: vec!["terms.court.example".parse().unwrap(), "[::1]".parse().unwrap()],
        ..config()
    }
}

async fn ask(server: &TestServer, target: &str, hosts: &[&str]) -> Answer {
    let mut request = Request::get(target);
    for host in hosts {
        request = request.header("host", *host);
    }
    server.send(request.body(Body::empty()).unwrap()).await
}

// attack 53
#[tokio::test]
async fn a_host_that_is_not_ours_is_not_answered() {
    let server = server_of(named());
    for host in ["terms.court.example", "TERMS.court.example:8443", "[::1]:80"] {
        assert_eq!(
            ask(&server, "/api/v1/search?q=a", &[host]).await.status,
            StatusCode::OK,
            "{host}"
        );
    }
    for hosts in [
        &["evil.example"][..],
        &["terms.court.example.evil.example"],
        &["evil.example:terms.court.example"],
        &["10.0.0.8"],
        &[],
    ] {
        let answer = ask(&server, "/api/v1/search?q=a", hosts).await;
        answer.problem(421, "unknown-host");
        assert!(!answer.text.contains("evil"), "the answer never repeats the host");
    }
    // Whoever watches over the server knows no name of it.
    for path in ["/healthz", "/readyz"] {
        assert_eq!(ask(&server, path, &["10.0.0.8"]).await.status, StatusCode::OK);
    }
    ask(&server, "/metrics", &["10.0.0.8"])
        .await
        .problem(421, "unknown-host");
    let any = server_of(config());
    assert_eq!(
        ask(&any, "/healthz", &["whatever.example"]).await.status,
        StatusCode::OK
    );
}

// attack 53
#[tokio::test]
async fn a_request_names_one_host_once() {
    let server = server_of(config());
    let ours = "terms.court.example";
    for (target, hosts) in [
        ("/healthz", &[ours, ours][..]),
        ("/healthz", &[ours, "evil.example"]),
        ("/healthz", &["a b"]),
        ("/healthz", &["a/b"]),
        ("/healthz", &["user@a"]),
        ("/healthz", &[""]),
        ("/healthz", &["a,b"]),
        ("http://evil.example/healthz", &[ours]),
        ("http://evil.example/healthz", &[]),
        ("http://user@terms.court.example/healthz", &[ours]),
    ] {
        let answer = ask(&server, target, hosts).await;
        answer.problem(400, "malformed-request");
    }
    let absolute = ask(&server, "http://terms.court.example/healthz", &[ours]).await;
    assert_eq!(absolute.status, StatusCode::OK);
    let elsewhere = ask(
        &server_of(named()),
        "http://evil.example/api/v1/none",
        &["evil.example"],
    )
    .await;
    elsewhere.problem(421, "unknown-host");
}

// attack 53
#[tokio::test]
async fn a_connection_that_names_no_host_is_refused_unless_it_is_too_old_to() {
    let server = Running::start(config()).await;
    for (request, status) in [
        ("GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n", "400"),
        ("GET /healthz HTTP/1.0\r\n\r\n", "200"),
        (
            "GET http://a/healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
            "200",
        ),
        (
            "GET http://a/healthz HTTP/1.1\r\nHost: b\r\nConnection: close\r\n\r\n",
            "400",
        ),
        (
            "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: a\r\nConnection: close\r\n\r\n",
            "400",
        ),
    ] {
        let answer = server.exchange(request).await;
        assert_eq!(answer.get(9..12), Some(status), "{request}: {answer}");
    }
    server.stop().await;
}

// attack 53
#[tokio::test]
async fn what_a_stranger_says_of_himself_changes_no_answer() {
    async fn who(context: RequestContext) -> String {
        format!("{} {} {}", context.peer, context.is_secure, context.is_loopback)
    }
    let server = server_of(config());
    let said = [
        ("host", "localhost"),
        ("x-forwarded-for", "192.0.2.1"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-host", "evil.example"),
        ("forwarded", "for=192.0.2.1;proto=https;host=evil.example"),
    ];
    let with = |proxies: &[&str]| {
        let trusting = ServerConfig {
            trusted_proxies: proxies.iter().map(|network| network.parse().unwrap()).collect(),
            ..config()
        };
        let handle = Handle::new(server.application.app.clone(), trusting);
        assemble(vec![Route::get("/api/who", axum::routing::get(who))], handle)
    };
    for (proxies, headers, expected) in [
        (&[][..], &said[..], "127.0.0.1 false false"),
        (&["10.0.0.0/8"], &said, "127.0.0.1 false false"),
        (&["127.0.0.1"], &said, "192.0.2.1 true false"),
        (&[], &said[..1], "127.0.0.1 false true"),
        (&[], &[], "127.0.0.1 false false"),
    ] {
        let server = TestServer {
            router: with(proxies),
            application: testkit::Application::empty(),
        };
        let answer = server.get_with("/api/who", headers).await;
        assert_eq!(answer.text, expected, "{proxies:?} {headers:?}");
        assert_eq!(
            answer.header("strict-transport-security").is_empty(),
            !expected.contains("true false"),
            "bound to TLS only where it is spoken"
        );
    }
}
