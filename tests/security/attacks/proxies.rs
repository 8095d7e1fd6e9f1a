//! What a proxy says of the caller counts from proxies that are configured, and from nobody else.

use super::super::http::{Answer, Request, send};
use super::super::world::World;

/// Tries to log in as somebody who is not there, from this machine's first address with these headers more.
fn try_login(world: &World, n: usize, scheme: &str, headers: &[(&str, String)]) -> Answer {
    let name = format!("somebody-{n}");
    let mut request = Request::post("/login")
        .form(&[
            ("login_name", &name),
            ("password", "spring court 2026"),
            ("next", "/"),
        ])
        .header("Origin", &format!("{scheme}://{}", world.address()));
    for (name, value) in headers {
        request = request.header(name, value);
    }
    send(world.address(), &request)
}

#[test]
fn a_peer_that_is_no_proxy_says_nothing_about_others() {
    // attack 53: without the setting, the headers of a proxy are what anybody can write.
    let world = World::start();
    let statuses: Vec<u16> = (0..40)
        .map(|n| {
            let headers = [
                ("X-Forwarded-For", format!("10.7.7.{n}")),
                ("X-Real-IP", format!("10.8.8.{n}")),
                ("Forwarded", format!("for=10.9.9.{n}")),
            ];
            try_login(&world, n, "http", &headers).status
        })
        .collect();
    // With TLS in front, as the header says, a login would be looked at.
    let as_if_by_tls = |n: usize| {
        let headers = [
            ("X-Forwarded-For", format!("10.7.7.{n}")),
            ("X-Forwarded-Proto", "https".to_owned()),
        ];
        try_login(&world, n, "https", &headers).status
    };
    assert_eq!(as_if_by_tls(1), 403, "the header made it TLS");
    // Who seems to come through a proxy that nobody configured may be far away, and is refused without TLS.
    assert!(statuses.iter().all(|status| *status == 403), "{statuses:?}");
    let of_real_ip = |n: usize| try_login(&world, n, "http", &[("X-Real-IP", format!("10.8.8.{n}"))]).status;
    let statuses: Vec<u16> = (0..40).map(of_real_ip).collect();
    assert_eq!(statuses[0], 401, "{statuses:?}");
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
    let plain = Request::get("/").header("X-Forwarded-Proto", "https");
    let answer = send(world.address(), &plain);
    assert_eq!(
        answer.header("strict-transport-security"),
        None,
        "a header made it TLS"
    );
}

#[test]
fn a_proxy_speaks_for_many_addresses() {
    // attack 53: the control.
    let world = World::behind_proxy();
    for n in 0..40 {
        let headers = [
            ("X-Forwarded-For", format!("10.7.7.{n}")),
            ("X-Forwarded-Proto", "https".to_owned()),
        ];
        let answer = try_login(&world, n, "https", &headers);
        assert_eq!(answer.status, 401, "{answer}");
    }
}

#[test]
fn the_nearest_hop_counts_and_not_what_the_client_wrote() {
    // attack 53, attack 14
    let world = World::behind_proxy();
    let statuses: Vec<u16> = (0..40)
        .map(|n| {
            // The client invents the first, the proxy appends the second.
            let headers = [
                ("X-Forwarded-For", format!("10.7.7.{n}, 10.200.0.9")),
                ("X-Forwarded-Proto", "https".to_owned()),
            ];
            try_login(&world, n, "https", &headers).status
        })
        .collect();
    assert_eq!(statuses[0], 401, "{statuses:?}");
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
}

#[test]
fn nobody_logs_in_from_afar_without_tls() {
    // attack 22
    let world = World::behind_proxy();
    let headers = [
        ("X-Forwarded-For", "10.7.7.7".to_owned()),
        ("X-Forwarded-Proto", "http".to_owned()),
    ];
    let answer = try_login(&world, 0, "http", &headers);
    assert_eq!(answer.status, 403, "{answer}");
    assert_eq!(answer.all("set-cookie").count(), 0);
    let page = Request::get("/login").header("X-Forwarded-For", "10.7.7.7");
    let page = send(world.address(), &page.header("X-Forwarded-Proto", "http")).text();
    assert!(
        page.contains("TLS") || page.contains("HTTPS"),
        "the page does not say what to do: {page}"
    );
}
