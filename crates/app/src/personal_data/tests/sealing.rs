//! Values: what was sealed opens at its own place and nowhere else, and no bytes whatever do harm.

use std::collections::HashSet;
use std::sync::{LazyLock, Mutex};

use proptest::prelude::*;

use super::*;
use crate::personal_data::{FieldError, Suite};

/// The keys of the properties; making a file for each of 100,000 cases would test the disk.
static KEYRING: LazyLock<Keyring> = LazyLock::new(|| Folder::new().keyring());

const NUMBERS: &[&str] = &[
    "",
    "540102199001011234",
    "扎西次仁",
    "བཀྲ་ཤིས་ཚེ་རིང་།",
    "+86 891 000 0000",
    "\0",
];

#[test]
fn what_is_sealed_opens_and_shows_nothing_of_its_text() {
    let keyring = Folder::new().keyring();
    for text in NUMBERS {
        let sealed = keyring.seal(&AT, text.as_bytes(), &chance).unwrap();
        assert_eq!(sealed.len(), text.len() + 37, "suite 1, key 8, nonce 12, tag 16");
        assert_eq!(sealed[0], Suite::Aes256GcmSivHmacSha256.number());
        assert_eq!(sealed[1..9], *keyring.present_key().as_bytes());
        let holds = |part: &[u8]| sealed.windows(part.len().max(1)).any(|window| window == part);
        assert!(text.len() < 4 || !holds(text.as_bytes()), "{text}");
        assert_eq!(*keyring.open_field(&AT, &sealed).unwrap(), text.as_bytes());
    }
}

#[test]
fn a_value_that_was_moved_does_not_open() {
    let keyring = Folder::new().keyring();
    let place = |table, column, row| FieldPlace { table, column, row };
    let home = place("person", "phone", "p-1");
    let sealed = keyring.seal(&home, b"13900000000", &chance).unwrap();
    for elsewhere in [
        place("person", "phone", "p-2"),
        place("person", "id_number", "p-1"),
        place("applicant", "phone", "p-1"),
        // The same letters, cut at another place.
        place("personp", "hone", "p-1"),
        place("person", "phonep", "-1"),
        place("", "", ""),
    ] {
        let refused = keyring.open_field(&elsewhere, &sealed);
        assert!(
            matches!(refused, Err(FieldError::DoesNotOpen { .. })),
            "{elsewhere}"
        );
        let parts = [elsewhere.to_string(), keyring.present_key().to_string()];
        check_refused(
            refused,
            &[&parts[0], &parts[1], "changed, or moved here from another row"],
        );
    }
    keyring.open_field(&home, &sealed).unwrap();
}

#[test]
fn a_value_with_any_bit_changed_does_not_open() {
    let keyring = Folder::new().keyring();
    let sealed = keyring.seal(&AT, "藏语".as_bytes(), &chance).unwrap();
    for at in 0..sealed.len() {
        for bit in 0..8 {
            let mut changed = sealed.clone();
            changed[at] ^= 1 << bit;
            assert!(keyring.open_field(&AT, &changed).is_err(), "byte {at}, bit {bit}");
        }
        assert!(
            keyring.open_field(&AT, &sealed[..at]).is_err(),
            "cut after {at} bytes"
        );
    }
}

#[test]
fn what_cannot_be_opened_is_named_after_what_is_missing() {
    let keyring = Folder::new().keyring();
    let sealed = keyring.seal(&AT, b"x", &chance).unwrap();
    let with_suite = |number| [&[number], &sealed[1..]].concat();
    for number in [0, 2, 255] {
        let refused = keyring.open_field(&AT, &with_suite(number));
        check_refused(
            refused,
            &[
                &format!("suite {number}"),
                "person.id_number of p-1",
                "newer version",
            ],
        );
    }
    check_refused(
        Folder::new().keyring().open_field(&AT, &sealed),
        &[&keyring.present_key().to_string(), "not at hand"],
    );
    check_refused(
        keyring.open_field(&AT, b"540102199001011234"),
        &["is no sealed value"],
    );
    let most = 64 * 1024;
    let longest = keyring.seal(&AT, &vec![7; most], &chance).unwrap();
    assert_eq!(keyring.open_field(&AT, &longest).unwrap().len(), most);
    check_refused(
        keyring.seal(&AT, &vec![7; most + 1], &chance),
        &["65537 bytes", "65536"],
    );
    check_refused(keyring.seal(&AT, b"x", &no_chance), &["the pool is empty"]);
}

#[test]
fn no_nonce_is_used_twice() {
    let folder = Folder::new();
    let keyring = folder.keyring();
    let drawn = Mutex::new(Vec::new());
    let noting = |bytes: &mut [u8]| {
        chance(bytes)?;
        drawn.lock().unwrap().push(bytes.to_vec());
        Ok(())
    };
    // A million of them in `make proof`, from four threads.
    let rounds = cases().max(1_000) / 4;
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..rounds {
                    let sealed = keyring.seal(&AT, b"the same text", &noting).unwrap();
                    assert!(!sealed.is_empty());
                }
            });
        }
    });
    let drawn = drawn.into_inner().unwrap();
    assert_eq!(
        drawn.len(),
        rounds as usize * 4,
        "each value draws once, however many are sealed"
    );
    assert!(drawn.iter().all(|nonce| nonce.len() == 12));
    let different: HashSet<_> = drawn.iter().collect();
    assert_eq!(different.len(), drawn.len());
}

#[test]
fn the_nonce_of_a_value_is_the_one_that_was_drawn_for_it() {
    let keyring = Folder::new().keyring();
    let fixed = |number: u8| {
        move |bytes: &mut [u8]| {
            bytes.fill(number);
            Ok(())
        }
    };
    let seal = |text: &[u8], number| keyring.seal(&AT, text, &fixed(number)).unwrap();
    assert_eq!(seal(b"x", 5)[9..21], [5; 12]);
    assert_ne!(seal(b"x", 5), seal(b"x", 6));
    // If chance ever fails so badly, equal texts show as equal, and different ones open still.
    assert_eq!(seal(b"x", 5), seal(b"x", 5));
    assert_eq!(*keyring.open_field(&AT, &seal(b"y", 5)).unwrap(), b"y");
}

#[test]
fn a_value_is_found_by_its_digest_in_its_own_column_only() {
    let keyring = Folder::new().keyring();
    let phone = FieldColumn {
        table: "person",
        column: "phone",
    };
    let shifted = FieldColumn {
        table: "personi",
        column: "d_number",
    };
    let digest = |column: &FieldColumn<'_>, text: &str| keyring.digests(column, text.as_bytes())[0];
    let mut seen = HashSet::new();
    for text in NUMBERS {
        assert_eq!(digest(&ID_NUMBER, text), digest(&ID_NUMBER, text));
        for column in [ID_NUMBER, phone, shifted] {
            assert!(seen.insert(digest(&column, text)), "{column:?} {text}");
        }
    }
    assert_ne!(
        Folder::new().keyring().digests(&ID_NUMBER, b"x"),
        keyring.digests(&ID_NUMBER, b"x")
    );
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_value_opens_at_its_place_and_at_no_other(
        text in prop::collection::vec(any::<u8>(), 0..200),
        home in prop::array::uniform3("\\PC{0,6}"),
        other in prop::array::uniform3("\\PC{0,6}"),
    ) {
        let place = |[table, column, row]: &'_ [String; 3]| (table.clone(), column.clone(), row.clone());
        let (home_place, other_place) = (place(&home), place(&other));
        let at = FieldPlace { table: &home_place.0, column: &home_place.1, row: &home_place.2 };
        let elsewhere = FieldPlace { table: &other_place.0, column: &other_place.1, row: &other_place.2 };
        let sealed = KEYRING.seal(&at, &text, &chance).unwrap();
        let opened = KEYRING.open_field(&at, &sealed).unwrap();
        prop_assert_eq!(&*opened, &text);
        prop_assert_eq!(KEYRING.open_field(&elsewhere, &sealed).is_ok(), home == other);
        prop_assert!(!KEYRING.needs_resealing(&sealed));
    }

    #[test]
    fn no_bytes_do_harm(bytes in prop::collection::vec(any::<u8>(), 0..120), begins_right in any::<bool>()) {
        let mut sealed = bytes;
        if begins_right && sealed.len() >= 9 {
            sealed[0] = 1;
            sealed[1..9].copy_from_slice(KEYRING.present_key().as_bytes());
        }
        // Nobody guesses a tag of 128 bits.
        prop_assert!(KEYRING.open_field(&AT, &sealed).is_err());
        prop_assert!(KEYRING.reseal(&AT, &sealed, &chance).is_err());
        let is_ours = begins_right && sealed.len() >= 37;
        prop_assert_eq!(KEYRING.needs_resealing(&sealed), !is_ours);
    }
}
