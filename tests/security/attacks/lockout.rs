//! Nobody can lock somebody else out by typing wrong passwords.

use super::super::browser::Browser;
use super::super::world::World;

#[test]
fn an_administrator_still_logs_in_from_the_known_address() {
    // attack 15
    let world = World::start();
    let admin = world.person("security-admin-a").clone();
    // Known is an address from which the right password was given.
    let mut known = Browser::new(&world);
    known.log_in(&admin.login_name, &admin.password).expect(303);
    let known_address = known.address;
    for n in 0..40 {
        Browser::new(&world).log_in(&admin.login_name, &format!("wrong password {n}"));
    }
    let mut stranger = Browser::new(&world);
    stranger.log_in(&admin.login_name, &admin.password).expect(429);
    let mut again = Browser::new(&world);
    again.address = known_address;
    again.log_in(&admin.login_name, &admin.password).expect(303);
    assert!(again.is_signed_in());
    // And whoever is in stays in.
    assert!(known.is_signed_in());
}

#[test]
fn the_known_address_is_no_way_to_guess_without_end() {
    // attack 15, attack 13
    let world = World::start();
    let admin = world.person("security-admin-a").clone();
    let mut known = Browser::new(&world);
    known.log_in(&admin.login_name, &admin.password).expect(303);
    let statuses: Vec<u16> = (0..40)
        .map(|n| {
            let mut browser = Browser::new(&world);
            browser.address = known.address;
            browser
                .log_in(&admin.login_name, &format!("wrong password {n}"))
                .status
        })
        .collect();
    let looked_at = statuses.iter().filter(|status| **status == 401).count();
    assert!(looked_at <= 10, "{statuses:?}");
}
