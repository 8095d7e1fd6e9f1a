//! Keys: without the right ones nothing starts, and nothing is written in the clear instead.

use super::super::town::Town;
use crate::cli::program::Place;

fn place_with_town() -> Place {
    let place = Place::with_database_file();
    Town::get().copy_to(&place);
    place
}

/// Runs `serve` where it has to refuse, and returns what it says.
#[track_caller]
fn refused(place: &Place) -> String {
    place.run(["serve", "--listen", "127.0.0.1:0"]).refused(1)
}

#[test]
fn a_server_whose_keys_are_gone_does_not_start() {
    // attack 67
    let place = place_with_town();
    std::fs::remove_dir_all(place.data_dir().join("keys")).unwrap();
    let said = refused(&place);
    assert_eq!(said.lines().count(), 1, "{said}");
    // Nor does it make new ones that would look right the next time.
    refused(&place);
}

#[test]
fn a_server_with_the_keys_of_another_does_not_start() {
    // attack 67
    let place = place_with_town();
    let other = Place::with_database_file();
    other
        .run(["user", "add", "first-admin", "--role", "security_admin", "--json"])
        .done();
    let (own, foreign) = (place.data_dir().join("keys"), other.data_dir().join("keys"));
    let mut n_replaced = 0;
    for entry in std::fs::read_dir(foreign).unwrap() {
        let entry = entry.unwrap();
        if own.join(entry.file_name()).is_file() {
            std::fs::copy(entry.path(), own.join(entry.file_name())).unwrap();
            n_replaced += 1;
        }
    }
    assert!(n_replaced > 0, "the two have no file of keys in common");
    refused(&place);
}

#[test]
fn keys_that_others_can_read_are_refused_or_closed() {
    // attack 67
    use std::os::unix::fs::PermissionsExt as _;
    let place = place_with_town();
    let keys = place.data_dir().join("keys");
    for entry in std::fs::read_dir(&keys).unwrap() {
        let mode = std::fs::metadata(entry.unwrap().path())
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}");
    }
    assert_eq!(std::fs::metadata(&keys).unwrap().permissions().mode() & 0o077, 0);
}
