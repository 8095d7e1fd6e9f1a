//! Many logins at once cost memory for two, and the rest of the server goes on.

use super::super::browser::{Browser, fresh_address};
use super::super::http::{Request, send};
use super::super::world::World;

/// What the whole server may use while they are under way, in KiB.
const PEAK_KIB_MAX: u64 = 400 * 1024;

/// Returns the most memory a process has used, in KiB.
fn peak_kib(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn two_hundred_logins_at_once_stay_below_400_mib() {
    // attack 17
    let world = World::start();
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let logins: Vec<_> = (0..200)
            .map(|n| {
                let world = &world;
                // Each a name and an address of its own, so that no counter answers in place of the gate.
                scope.spawn(move || {
                    Browser::new(world)
                        .log_in(&format!("somebody-{n}"), "spring court 2026")
                        .status
                })
            })
            .collect();
        // Meanwhile somebody looks a word up.
        for _ in 0..20 {
            world.send(&Request::get("/api/v1/search?q=a")).expect(200);
        }
        logins.into_iter().map(|login| login.join().unwrap()).collect()
    });
    let peak = peak_kib(world.process());
    let looked_at = statuses.iter().filter(|status| **status == 401).count();
    println!(
        "200 logins at once: {looked_at} looked at, the others refused; peak {} MiB",
        peak / 1024
    );
    assert!(
        statuses.iter().all(|s| [401, 429, 503].contains(s)),
        "{statuses:?}"
    );
    assert!(looked_at >= 2, "{statuses:?}");
    assert!(peak < PEAK_KIB_MAX, "{peak} KiB");
    // Afterwards everything is as before.
    world.logged_in("reader-a");
}

#[test]
fn one_address_is_slowed_down_and_no_other() {
    // attack 59
    let world = World::prepared(&[], |place| {
        std::fs::write(place.data_dir().join("shanjar.toml"), "").unwrap()
    });
    let eager = fresh_address();
    let answers: Vec<_> = (0..400)
        .map(|_| send(world.address(), &Request::get("/api/v1/me").from(eager)))
        .collect();
    let refused = answers.iter().find(|answer| answer.status == 429);
    let refused = refused.expect("nobody was slowed down");
    for name in [
        "retry-after",
        "ratelimit-limit",
        "ratelimit-remaining",
        "ratelimit-reset",
    ] {
        let value = refused
            .header(name)
            .unwrap_or_else(|| panic!("no {name} in {refused}"));
        assert!(value.parse::<u64>().is_ok(), "{name}: {value}");
    }
    assert!(answers.iter().all(|answer| [200, 429].contains(&answer.status)));
    world.send(&Request::get("/api/v1/me")).expect(200);
}
