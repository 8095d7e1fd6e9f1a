//! Passwords cannot be tried one after the other: not on one account, not from one address, not side by side.

use std::net::Ipv4Addr;

use super::super::browser::Browser;
use super::super::town::ROLES;
use super::super::world::World;

/// Tries of one account that are looked at in a quarter of an hour.
const TRIES_OF_ACCOUNT: usize = 10;
/// Tries from one address that are looked at in a minute.
const TRIES_FROM_ADDRESS: usize = 30;

fn statuses(world: &World, tries: impl Iterator<Item = (String, String, Option<Ipv4Addr>)>) -> Vec<u16> {
    tries
        .map(|(login_name, password, address)| {
            let mut browser = Browser::new(world);
            if let Some(address) = address {
                browser.address = address;
            }
            browser.log_in(&login_name, &password).status
        })
        .collect()
}

fn looked_at(statuses: &[u16]) -> usize {
    statuses.iter().filter(|status| **status == 401).count()
}

#[test]
fn one_account_is_tried_ten_times_at_most_from_any_addresses() {
    // attack 13
    let world = World::start();
    let tries = (0..40).map(|n| ("reader-a".to_owned(), format!("wrong password {n}"), None));
    let statuses = statuses(&world, tries);
    assert!(looked_at(&statuses) <= TRIES_OF_ACCOUNT, "{statuses:?}");
    assert!(looked_at(&statuses) >= 3, "a person mistypes: {statuses:?}");
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
    let mut browser = Browser::new(&world);
    let refused = browser
        .log_in("reader-a", &world.person("reader-a").password)
        .expect(429);
    // The right password is not looked at either, and the page says how long.
    let seconds: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=15 * 60).contains(&seconds), "{seconds}");
    assert_eq!(browser.session(), "");
}

#[test]
fn tries_side_by_side_are_counted_like_tries_one_after_the_other() {
    // attack 13, attack 69
    let world = World::start();
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..40)
            .map(|n| {
                let world = &world;
                scope.spawn(move || {
                    let mut browser = Browser::new(world);
                    browser
                        .log_in("reviewer-a", &format!("wrong password {n}"))
                        .status
                })
            })
            .collect();
        tries.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert!(looked_at(&statuses) <= TRIES_OF_ACCOUNT, "{statuses:?}");
    assert!(
        statuses.iter().all(|s| [401, 429, 503].contains(s)),
        "{statuses:?}"
    );
}

#[test]
fn one_password_for_many_accounts_is_stopped_at_the_address() {
    // attack 14
    let world = World::start();
    let names: Vec<String> = (0..100).map(|n| format!("somebody-{n}")).collect();
    let from = Some(Ipv4Addr::new(127, 200, 0, 1));
    let tries = names
        .iter()
        .map(|name| (name.clone(), "spring court 2026".to_owned(), from));
    let statuses = statuses(&world, tries);
    assert!(looked_at(&statuses) <= TRIES_FROM_ADDRESS, "{statuses:?}");
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
    // Others are not held up by it.
    let mut other = Browser::new(&world);
    other
        .log_in("reader-a", &world.person("reader-a").password)
        .expect(303);
}

#[test]
fn names_that_differ_only_in_case_and_form_are_one_account_for_the_count() {
    // attack 13, attack 48
    let world = World::start();
    let spellings = [
        "reader-b",
        "READER-B",
        "Reader-b",
        " reader-b",
        "reader-b ",
        "ｒeader-b",
    ];
    let tries = (0..60).map(|n| {
        (
            spellings[n % spellings.len()].to_owned(),
            format!("wrong password {n}"),
            None,
        )
    });
    let _ = statuses(&world, tries);
    let mut browser = Browser::new(&world);
    browser
        .log_in("reader-b", &world.person("reader-b").password)
        .expect(429);
}

#[test]
fn a_success_is_no_way_to_go_on_guessing_from_the_address() {
    // attack 14: whoever has an account of his own must not reset the count of the address by using it.
    let world = World::start();
    let mut looked = 0;
    let own = world.person("reader-a").clone();
    for n in 0..120 {
        let mut browser = Browser::new(&world);
        browser.address = Ipv4Addr::new(127, 200, 0, 2);
        if n % 5 == 4 {
            browser.log_in(&own.login_name, &own.password);
        } else if browser
            .log_in(&format!("somebody-{n}"), "spring court 2026")
            .status
            == 401
        {
            looked += 1;
        }
    }
    assert!(looked <= TRIES_FROM_ADDRESS, "{looked}");
}

#[test]
fn a_court_behind_one_address_signs_in_side_by_side() {
    // attack 14: what the count of an address must not do. Everybody of the town, twice, within the same seconds.
    let world = World::start();
    let address = Ipv4Addr::new(127, 200, 0, 3);
    let names = ROLES.iter().flat_map(|role| {
        let name = role.replace('_', "-");
        [format!("{name}-a"), format!("{name}-b")]
    });
    let names: Vec<String> = names.flat_map(|name| [name.clone(), name]).collect();
    assert!(names.len() > TRIES_FROM_ADDRESS, "{}", names.len());
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let logins: Vec<_> = names
            .iter()
            .map(|name| {
                let mut browser = Browser::new(&world);
                browser.address = address;
                let password = &world.person(name).password;
                scope.spawn(move || browser.log_in(name, password).status)
            })
            .collect();
        logins.into_iter().map(|login| login.join().unwrap()).collect()
    });
    // 503 says that too many wait, and not that one was counted.
    assert!(
        statuses.iter().all(|status| [303, 503].contains(status)),
        "{statuses:?}"
    );
    assert!(
        statuses.iter().filter(|status| **status == 303).count() > TRIES_FROM_ADDRESS,
        "{statuses:?}"
    );
    // And whoever guesses there has as many tries as ever, side by side too.
    let guesses: Vec<u16> = std::thread::scope(|scope| {
        let guesses: Vec<_> = (0..60)
            .map(|n| {
                let mut browser = Browser::new(&world);
                browser.address = address;
                scope.spawn(move || {
                    browser
                        .log_in(&format!("somebody-{n}"), "spring court 2026")
                        .status
                })
            })
            .collect();
        guesses.into_iter().map(|guess| guess.join().unwrap()).collect()
    });
    assert!(looked_at(&guesses) <= TRIES_FROM_ADDRESS, "{guesses:?}");
    assert!(guesses.contains(&429), "{guesses:?}");
}

#[test]
fn codes_of_slips_are_counted_like_passwords() {
    // attack 13, attack 26
    let world = World::start();
    let fields = |code: &str| {
        vec![
            ("login_name".to_owned(), "reader-a".to_owned()),
            ("code".to_owned(), code.to_owned()),
            ("password".to_owned(), "a password for this 12".to_owned()),
            ("password_again".to_owned(), "a password for this 12".to_owned()),
        ]
    };
    let statuses: Vec<u16> = (0..40)
        .map(|n| {
            let mut browser = Browser::new(&world);
            let fields = fields(&format!("7KQ4-9M2X-H{n:03}"));
            let fields: Vec<_> = fields
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            browser.post("/login/first", &fields).status
        })
        .collect();
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
    assert!(!statuses.contains(&303), "{statuses:?}");
}
