//! `keys`, with and without a server: a key is added, everything sealed anew, the old key retired.

use super::program::{Place, Serving};

fn keys(place: &Place) -> Vec<(String, String)> {
    let listed = place.run(["keys", "list", "--json"]).json();
    let keys = listed["keys"].as_array().unwrap();
    keys.iter()
        .map(|key| {
            let text = |name: &str| key[name].as_str().unwrap().to_owned();
            (text("id"), text("state"))
        })
        .collect()
}

/// Goes the whole way from one key to the next, in words.
fn rotate(place: &Place) {
    let before = keys(place);
    let old = before[0].0.clone();
    let added = place.run(["keys", "add"]).done();
    assert!(
        added.contains("was added and seals from now on (hint: "),
        "{added}"
    );
    let resealed = place.run(["keys", "reseal"]).done();
    assert_eq!(resealed, "0 values were sealed anew with the present key\n");
    let listed = place.run(["keys", "list"]).done();
    // The account that has not signed in yet has a code of before.
    let line = listed.lines().find(|line| line.starts_with(&old)).unwrap();
    assert!(line.contains("\topens\t0 values, "), "{listed}");
    if line.contains("1 codes") {
        let refused = place.run(["keys", "retire", &old]).refused(1);
        assert!(
            refused.contains("0 sealed values and 1 codes stand under it (hint: "),
            "{refused}"
        );
    }
    let retired = place.run(["keys", "retire", &old, "--end-codes"]).done();
    assert!(retired.starts_with(&format!("key {old} is retired")), "{retired}");
    let after = keys(place);
    assert_eq!(after.len(), before.len() + 1);
    assert_eq!(after[0].1, "present");
    assert!(
        after[1..].iter().all(|(_, state)| state == "retired"),
        "{after:?}"
    );
}

#[test]
fn keys_change_beside_a_server_and_without_one() {
    let place = Place::with_database_file();
    place
        .run(["user", "add", "zhou", "--role", "security_admin"])
        .done();
    rotate(&place);
    let serving = Serving::start(&place, &[]);
    rotate(&place);
    serving.signal("TERM");
    assert!(serving.wait().success());
    assert_eq!(keys(&place).len(), 3);
    let told = place.run(["audit", "verify"]).done();
    assert!(told.starts_with("sound: "), "{told}");
}

#[test]
fn a_key_that_there_is_not_is_refused_with_the_way_out() {
    let place = Place::with_database_file();
    let present = keys(&place)[0].0.clone();
    for (id, said) in [
        ("3f9a", "`3f9a` is no id of a key (hint: "),
        ("0011223344556677", "holds no field key 0011223344556677 (hint: "),
        (&present, "is the one that seals, and cannot be retired (hint: "),
    ] {
        let refused = place.run(["keys", "retire", id]).refused(1);
        assert!(refused.contains(said), "{refused}");
    }
    let refused = place.run(["keys", "use", "0011223344556677"]).refused(1);
    assert!(refused.contains("holds no field key"), "{refused}");
}
