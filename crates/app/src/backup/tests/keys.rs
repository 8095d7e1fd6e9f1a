//! Keys: found, missing, of another backup, mistyped, and inside under a passphrase.

use std::fs;

use super::*;
use crate::backup::key::{Key, find, folder_in};
use crate::backup::{Outside, look_at};

#[test]
fn a_missing_key_is_named_with_its_place_and_the_way_to_give_it() {
    let place = Place::new();
    let made = place.back_up("a.backup").unwrap();
    let elsewhere = place.path("other");
    let id = made.key.to_string();
    let expected = [
        id.as_str(),
        "other/keys`",
        "`--key FILE`",
        "fetch the file of the key",
    ];
    check_refused(
        restore(&operator(), &place.path("a.backup"), &unlock(&elsewhere), &chance),
        &expected,
    );
    assert!(!elsewhere.exists(), "nothing is made before the key is there");
    let outside = look_at(&place.path("a.backup"), &unlock(&elsewhere)).unwrap();
    let expected = Outside {
        key: made.key,
        holds_keys: false,
        is_key_at_hand: false,
    };
    assert_eq!(outside, expected);
}

#[test]
fn another_key_is_named_beside_the_one_that_is_needed() {
    let (place, other) = (Place::new(), Place::new());
    let (made, others) = (
        place.back_up("a.backup").unwrap(),
        other.back_up("b.backup").unwrap(),
    );
    assert_ne!(made.key, others.key);
    let (data_dir, other_key) = (place.data_dir(), other.key_file());
    let with_key = Unlock {
        key_file: Some(&other_key),
        ..unlock(&data_dir)
    };
    let (needed, found) = (made.key.to_string(), others.key.to_string());
    check_refused(
        place.verify_with("a.backup", &with_key),
        &[&needed, &found, "backup.key` holds"],
    );
}

#[test]
fn a_key_that_was_put_aside_still_opens_what_it_sealed() {
    let place = Place::new();
    let first = place.back_up("a.backup").unwrap();
    let folder = folder_in(&place.data_dir());
    fs::rename(place.key_file(), folder.join("backup-2025.key")).unwrap();
    let second = place.back_up("b.backup").unwrap();
    assert!(first.is_new_key && second.is_new_key);
    assert_ne!(first.key, second.key);
    // One that was damaged hides no other, and what is not named as a key is not looked at.
    fs::write(folder.join("backup-0.key"), "shanjar backup key 1\n").unwrap();
    fs::write(folder.join("note.txt"), "x").unwrap();
    place.verify("a.backup").unwrap();
    place.verify("b.backup").unwrap();
    assert!(!place.back_up("c.backup").unwrap().is_new_key);
    assert!(find(&folder, first.key).is_some());
}

/// Found in use: the night after a restore drew a key that nobody had a copy of.
#[test]
fn the_key_that_opened_a_backup_seals_the_next_one_of_what_was_restored() {
    let place = Place::new();
    let made = place.back_up("a.backup").unwrap();
    let key_file = place.key_file();
    let check = |directory: &str, other_key: Option<&str>, sealed_with: &str, keys: &[&str]| {
        let directory = place.path(directory);
        let own = folder_in(&directory).join("backup.key");
        if let Some(text) = other_key {
            fs::create_dir_all(folder_in(&directory)).unwrap();
            fs::write(&own, text).unwrap();
        }
        let unlock = Unlock {
            key_file: Some(&key_file),
            ..unlock(&directory)
        };
        let restored = restore(&operator(), &place.path("a.backup"), &unlock, &chance).unwrap();
        assert_eq!(restored.keys, keys);
        assert_eq!(Key::read(&own).unwrap().id().to_string(), sealed_with);
    };
    check("bare", None, &made.key.to_string(), &["backup.key"]);
    let other = Key::draw(&chance).unwrap();
    check("keyed", Some(&other.to_file()), &other.id().to_string(), &[]);
}

#[test]
fn a_key_with_a_wrong_digit_is_refused_and_never_replaced() {
    let place = Place::new();
    place.back_up("a.backup").unwrap();
    let text = fs::read_to_string(place.key_file()).unwrap();
    let last = text.trim_end().chars().last().unwrap();
    let wrong = format!(
        "{}{}\n",
        &text[..text.len() - 2],
        if last == '0' { '1' } else { '0' }
    );
    for (text, reason) in [
        (wrong.as_str(), "a digit of one of them is wrong"),
        ("", "its first line is not `shanjar backup key 1`"),
        ("shanjar backup key 1\nid 00\n", "its second line is not `id`"),
    ] {
        fs::write(place.key_file(), text).unwrap();
        check_refused(place.back_up("b.backup"), &["backup.key", reason]);
        assert_eq!(fs::read_to_string(place.key_file()).unwrap(), text);
        assert!(!place.path("b.backup").exists());
    }
    fs::write(place.key_file(), text).unwrap();
    place.back_up("b.backup").unwrap();
}

#[test]
fn a_key_never_stands_in_a_log() {
    let key = Key::from_bytes([0xab; 32]);
    assert_eq!(format!("{key:?}"), format!("Key({})", key.id()));
    assert!(!format!("{key:?}").contains("abab"));
}

#[test]
fn with_the_keys_inside_a_passphrase_brings_everything_back() {
    let place = Place::new();
    let wrapping = Passphrase::to_wrap(PASSPHRASE.into()).unwrap();
    let made = place.back_up_with("a.backup", Some(&wrapping)).unwrap();
    let directory = place.path("other");
    let outside = look_at(&place.path("a.backup"), &unlock(&directory)).unwrap();
    assert!(outside.holds_keys && !outside.is_key_at_hand);
    let with = |passphrase: &Passphrase| {
        let unlock = Unlock {
            passphrase: Some(passphrase),
            ..unlock(&directory)
        };
        restore(&operator(), &place.path("a.backup"), &unlock, &chance)
    };
    let id = made.key.to_string();
    check_refused(
        restore(&operator(), &place.path("a.backup"), &unlock(&directory), &chance),
        &[&id, "give its passphrase, because the keys are in it"],
    );
    check_refused(
        with(&Passphrase::to_open("十二个字符以上的备份口今".into())),
        &[
            "the passphrase does not open the keys in `",
            "capitals, blanks and punctuation count",
        ],
    );
    assert!(!directory.exists());
    let restored = with(&Passphrase::to_open(PASSPHRASE.into())).unwrap();
    assert_eq!(restored.keys, ["backup.key"]);
    let key = directory.join("keys/backup.key");
    assert_eq!(fs::read(&key).unwrap(), fs::read(place.key_file()).unwrap());
    // From now on it is at hand, and the backup can be checked with it.
    assert!(
        look_at(&place.path("a.backup"), &unlock(&directory))
            .unwrap()
            .is_key_at_hand
    );
    place.verify_with("a.backup", &unlock(&directory)).unwrap();
}

#[test]
fn a_key_that_is_there_is_not_replaced_by_one_from_a_backup() {
    let place = Place::new();
    let wrapping = Passphrase::to_wrap(PASSPHRASE.into()).unwrap();
    place.back_up_with("a.backup", Some(&wrapping)).unwrap();
    let directory = place.path("other");
    fs::create_dir_all(directory.join("keys")).unwrap();
    let kept = Key::from_bytes([4; 32]).to_file();
    fs::write(directory.join("keys/backup.key"), &kept).unwrap();
    let unlock = Unlock {
        passphrase: Some(&wrapping),
        ..unlock(&directory)
    };
    let restored = restore(&operator(), &place.path("a.backup"), &unlock, &chance).unwrap();
    assert!(restored.keys.is_empty());
    assert_eq!(
        fs::read_to_string(directory.join("keys/backup.key")).unwrap(),
        kept
    );
}
