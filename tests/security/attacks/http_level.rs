//! HTTP itself: hosts, methods, parameters given twice, floods of headers, requests inside requests.

use std::io::Write;
use std::net::TcpStream;

use super::super::http::{Request, send_bytes};
use super::super::town::ROLES;
use super::super::world::World;

#[test]
fn a_strange_host_gets_nothing_that_names_it() {
    // attack 53
    let world = World::start();
    let strange = "evil.example";
    for path in [
        "/",
        "/login",
        "/account",
        "/api/v1/me",
        "/no/such/page",
        "/api/v1/openapi.json",
    ] {
        for request in [
            Request::get(path).header("Host", strange),
            Request::get(path).header("X-Forwarded-Host", strange),
            Request::get(path).header("Forwarded", "host=evil.example;proto=https"),
            Request::get(path)
                .header("X-Original-URL", "/accounts")
                .header("X-Rewrite-URL", "/accounts"),
            Request::get(&format!("http://{strange}{path}")),
        ] {
            let answer = world.send(&request);
            assert!(answer.status < 500, "{path}: {answer}");
            let head = format!("{:?}", answer.headers);
            assert!(
                !head.contains(strange) && !answer.text().contains(strange),
                "{path}: {answer}"
            );
        }
    }
    let two = format!(
        "GET / HTTP/1.1\r\nHost: {0}\r\nHost: {strange}\r\nConnection: close\r\n\r\n",
        world.address()
    );
    assert_eq!(send_bytes(world.address(), two.as_bytes()).unwrap().status, 400);
}

#[test]
fn requests_that_two_readers_would_read_differently_are_refused() {
    // attack 54
    let world = World::start();
    let host = world.address();
    let smuggled = format!("GET /smuggled HTTP/1.1\r\nHost: {host}\r\n\r\n");
    let body = "{\"q\":\"a\"}";
    let start = format!("POST /api/v1/search HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n");
    for (what, bytes) in [
        (
            "CL and TE",
            format!(
                "{start}Content-Length: {}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{smuggled}",
                5 + smuggled.len()
            ),
        ),
        (
            "two CL",
            format!(
                "{start}Content-Length: {}\r\nContent-Length: 0\r\n\r\n{body}",
                body.len()
            ),
        ),
        (
            "CL of two values",
            format!("{start}Content-Length: 9, 0\r\n\r\n{body}"),
        ),
        (
            "CL with a sign",
            format!("{start}Content-Length: +9\r\n\r\n{body}"),
        ),
        (
            "TE of two values",
            format!("{start}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
        ),
        (
            "TE with a tab",
            format!("{start}Transfer-Encoding:\tchunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n"),
        ),
        (
            "blank before the colon",
            format!("{start}Content-Length : 9\r\n\r\n{body}"),
        ),
        (
            "folded header",
            format!("{start}X-A: b\r\n c: d\r\nContent-Length: 0\r\n\r\n"),
        ),
        (
            "bare CR",
            format!("GET / HTTP/1.1\r\nHost: {host}\r\nX-A: b\rX-B: c\r\n\r\n"),
        ),
        (
            "chunk with a sign",
            format!("{start}Transfer-Encoding: chunked\r\n\r\n+9\r\n{body}\r\n0\r\n\r\n"),
        ),
        (
            "chunk too long to count",
            format!("{start}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\n{body}\r\n"),
        ),
    ] {
        let mut stream = TcpStream::connect(host).unwrap();
        stream
            .set_read_timeout(Some(std::time::Duration::from_secs(30)))
            .unwrap();
        let _ = stream.write_all(bytes.as_bytes());
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut answers = Vec::new();
        let _ = std::io::Read::read_to_end(&mut stream, &mut answers);
        let answers = String::from_utf8_lossy(&answers).into_owned();
        let n_answers = answers.matches("HTTP/1.1 ").count();
        assert!(n_answers <= 1, "{what}: {answers}");
        assert!(!answers.contains("HTTP/1.1 5"), "{what}: {answers}");
    }
    world.send(&Request::get("/healthz")).expect(200);
    assert!(
        !world.log().contains("/smuggled"),
        "a request inside a request was read"
    );
}

#[test]
fn only_declared_methods_do_anything() {
    // attack 55
    let world = World::start();
    let document = world.send(&Request::get("/api/v1/openapi.json")).json();
    let mut n_refused = 0;
    for (path, declared) in document["paths"].as_object().unwrap() {
        for method in [
            "GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "BREW",
        ] {
            if declared.get(method.to_lowercase()).is_some() {
                continue;
            }
            let target = path.replace("{id}", "nothing");
            let answer = world.send(&Request::new(method, &target)).expect(405);
            let allowed = answer.header("allow").unwrap_or_default();
            assert!(
                !allowed.is_empty() && !allowed.contains(method),
                "{method} {path}: {answer}"
            );
            n_refused += 1;
        }
    }
    for page in [
        "/",
        "/login",
        "/account",
        "/accounts",
        "/tokens",
        "/audit",
        "/logout",
    ] {
        for method in ["PUT", "PATCH", "DELETE", "TRACE"] {
            let answer = world.send(&Request::new(method, page).header("X-Echo", "echoed1337"));
            assert_eq!(answer.status, 405, "{method} {page}: {answer}");
            assert!(!answer.text().contains("echoed1337"), "{method} {page}");
        }
    }
    // The name of a method is written in one way.
    assert!((400..500).contains(&world.send(&Request::new("get", "/api/v1/me")).status));
    println!("methods: {n_refused} refused");
}

#[test]
fn a_parameter_given_twice_is_refused() {
    // attack 56
    let world = World::start();
    let document = world.send(&Request::get("/api/v1/openapi.json")).json();
    let mut n_refused = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        for parameter in methods["get"]["parameters"].as_array().into_iter().flatten() {
            if parameter["in"] != "query" {
                continue;
            }
            let name = parameter["name"].as_str().unwrap();
            let path = path.replace("{id}", "c-000001");
            // Each by a role that may ask at all.
            let statuses = ROLES.map(|role| {
                let mut browser = world.browser_of(&format!("{}-a", role.replace('_', "-")));
                browser.get(&format!("{path}?{name}=1&{name}=2")).status
            });
            assert!(statuses.contains(&400), "{path} {name}: {statuses:?}");
            assert!(
                statuses.iter().all(|s| [400, 403].contains(s)),
                "{path} {name}: {statuses:?}"
            );
            n_refused += 1;
        }
    }
    let twice = world.send(&Request::get("/api/v1/search?q=1&q=2")).expect(400);
    assert_eq!(twice.problem(), "duplicate-parameter");
    assert!(n_refused > 15, "{n_refused}");
}

#[test]
fn floods_of_headers_and_long_addresses_are_refused() {
    // attack 58
    let world = World::start();
    let big = "x".repeat(8 * 1024);
    let mut many = Request::get("/");
    for n in 0..100 {
        many = many.header(&format!("X-Flood-{n}"), &big);
    }
    // The server may close while the flood still comes.
    if let Some(answer) = send_bytes(world.address(), &many.bytes(world.address())) {
        assert_eq!(answer.status, 431, "{answer}");
    }
    let mut small = Request::get("/");
    for n in 0..2_000 {
        small = small.header(&format!("X-{n}"), "1");
    }
    if let Some(answer) = send_bytes(world.address(), &small.bytes(world.address())) {
        assert_eq!(answer.status, 431, "{answer}");
    }
    let cookies = "a=b; ".repeat(5_000);
    let answer = world.send(&Request::get("/api/v1/me").header("Cookie", &cookies));
    assert!([200, 400, 431].contains(&answer.status), "{answer}");
    let long = format!("/?q={}", "x".repeat(64 * 1024 + 1));
    assert_eq!(world.send(&Request::get(&long)).status, 414);
    world.send(&Request::get("/healthz")).expect(200);
}

#[test]
fn a_page_cannot_be_asked_for_at_any_cost() {
    // attack 59
    let world = World::start();
    let mut admin = world.logged_in("security-admin-a");
    let mut auditor = world.logged_in("auditor-a");
    for limit in [
        "1000000000",
        "101",
        "0",
        "-1",
        "18446744073709551616",
        "1e3",
        "ten",
    ] {
        let answer = admin.get(&format!("/api/v1/accounts?limit={limit}"));
        assert_eq!(answer.status, 422, "{limit}: {answer}");
        let answer = auditor.get(&format!("/api/v1/audit?limit={limit}"));
        assert_eq!(answer.status, 422, "{limit}: {answer}");
    }
    for cursor in ["x", "AAAA", "%00", "MTIz", "../../etc"] {
        let answer = admin.get(&format!("/api/v1/accounts?cursor={cursor}"));
        assert_eq!(answer.status, 400, "{cursor}: {answer}");
        let answer = auditor.get(&format!("/api/v1/audit?cursor={cursor}"));
        assert_eq!(answer.status, 400, "{cursor}: {answer}");
    }
}
