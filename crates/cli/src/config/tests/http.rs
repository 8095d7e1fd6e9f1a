//! The settings of the server.

use std::path::Path;

use server::ForwardedHeader;

use super::{Given, NOTHING, check_refused};

#[test]
fn the_server_is_open_to_all_hosts_and_no_page_and_trusts_no_proxy_unless_told() {
    let http = NOTHING.load().unwrap().http;
    assert_eq!(http.tls, None);
    assert!(http.trusted_proxies.is_empty() && http.allowed_hosts.is_empty());
    assert!(http.cors_origins.is_empty() && http.embed_origins.is_empty());
    assert_eq!(http.forwarded_header, ForwardedHeader::XForwarded);
    assert_eq!(http.max_connections, 10_000);
    let limit = http.rate_limit.unwrap();
    assert_eq!((limit.per_minute.get(), limit.burst.get()), (1_200, 200));
    assert!(limit.exempt.is_empty());
}

#[test]
fn everything_about_the_server_can_stand_in_a_file() {
    let file = r#"
        [http]
        tls = { certificate = "a.pem", key = "a.key" }
        trusted_proxies = ["127.0.0.1", "10.0.0.0/8"]
        forwarded_header = "forwarded"
        allowed_hosts = ["terms.court.example", "[::1]"]
        max_connections = 7
        [http.rate_limit]
        per_minute = 0
        exempt = ["10.0.0.0/8"]
        [cors]
        allowed_origins = ["https://case.court.example"]
        [embed]
        allowed_origins = ["https://case.court.example", "http://10.0.0.8:8080"]
    "#;
    let http = Given { file, ..NOTHING }.load().unwrap().http;
    let tls = http.tls.unwrap();
    assert_eq!(
        (tls.certificate.as_path(), tls.key.as_path()),
        (Path::new("a.pem"), Path::new("a.key"))
    );
    assert!(http.trusted_proxies[1].contains([10, 1, 2, 3].into()));
    assert_eq!(http.forwarded_header, ForwardedHeader::Forwarded);
    assert_eq!(http.max_connections, 7);
    assert_eq!(http.rate_limit, None, "0 is no limit");
    assert!(http.allowed_hosts[0].is("TERMS.court.example"));
    assert_eq!(http.cors_origins[0].as_str(), "https://case.court.example");
    assert_eq!(http.embed_origins.len(), 2);
}

#[track_caller]
fn check_variable(name: &'static str, value: &'static str, expected: &str) {
    let variables = &[(name, value)];
    check_refused(
        &Given { variables, ..NOTHING },
        &format!("{name} is `{value}` and must be {expected}"),
    );
}

#[test]
fn what_cannot_be_meant_is_refused_with_the_item_that_is_wrong() {
    check_variable(
        "SHANJAR_TRUSTED_PROXIES",
        "10.0.0.1, 10.0.0.0/33",
        "a list, but `10.0.0.0/33` is neither an address nor a range (such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32)",
    );
    check_variable(
        "SHANJAR_ALLOWED_HOSTS",
        "https://terms.court.example",
        "a list, but `https://terms.court.example` is no host such as terms.court.example, 10.0.0.8 or [fd00::1]: \
         without a scheme, a port or a path",
    );
    for variable in ["SHANJAR_CORS_ALLOWED_ORIGINS", "SHANJAR_EMBED_ALLOWED_ORIGINS"] {
        for value in [
            "*",
            "null",
            "https://*.court.example",
            "https://case.court.example/",
            "case.court.example",
        ] {
            let variables = &[(variable, value)];
            let message = Given { variables, ..NOTHING }.load().unwrap_err();
            let expected =
                format!("{variable} is `{value}` and must be a list, but `{value}` is no origin such as ");
            assert!(message.starts_with(&expected), "{message}");
        }
    }
    check_variable(
        "SHANJAR_FORWARDED_HEADER",
        "x-real-ip",
        "x-forwarded-for or forwarded",
    );
    check_variable("SHANJAR_MAX_CONNECTIONS", "0", "a whole number from 1 to 1000000");
    check_variable(
        "SHANJAR_RATE_LIMIT_PER_MINUTE",
        "-1",
        "a whole number from 0 to 1000000",
    );
    check_variable(
        "SHANJAR_RATE_LIMIT_BURST",
        "0",
        "a whole number from 1 to 1000000",
    );
}

#[test]
fn a_certificate_without_its_key_is_a_slip() {
    check_refused(
        &Given {
            file: "http.tls.certificate = \"a.pem\"",
            ..NOTHING
        },
        "shanjar.toml:1: `http.tls.certificate` is `a.pem` and must be given together with `http.tls.key`",
    );
    check_variable(
        "SHANJAR_TLS_KEY",
        "a.key",
        "given together with `http.tls.certificate`",
    );
}
