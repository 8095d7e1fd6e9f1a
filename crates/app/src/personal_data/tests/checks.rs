//! Wrong and missing keys are found before anything is served, and named with the way out.

use super::*;
use crate::personal_data::{KeyCheck, KeyState, expect_keys};

#[test]
fn the_keys_that_the_store_knows_must_be_at_hand() {
    let folder = Folder::new();
    let file = folder.file();
    assert_eq!(
        expect_keys(&file, None, &[]).unwrap(),
        [],
        "a new store needs none"
    );
    let keyring = folder.keyring();
    let first = keyring.checks();
    assert_eq!(
        expect_keys(&file, Some(&keyring), &[]).unwrap(),
        first,
        "to be put into the store"
    );
    assert_eq!(expect_keys(&file, Some(&keyring), &first).unwrap(), []);
    keyring.add_key(KeyState::Present, &chance).unwrap();
    let both = keyring.checks();
    assert_eq!(
        expect_keys(&file, Some(&keyring), &first).unwrap(),
        [both[0].clone()]
    );
    assert_eq!(expect_keys(&file, Some(&keyring), &both).unwrap(), []);
    assert_eq!(both[1], first[0]);
}

#[test]
fn a_missing_file_is_refused_although_it_could_be_made() {
    let folder = Folder::new();
    let kept = folder.keyring().checks();
    fs::remove_file(folder.file()).unwrap();
    let keyring = Keyring::open(&folder.file()).unwrap();
    assert!(keyring.is_none());
    let parts = [folder.file().display().to_string(), kept[0].key_id.clone()];
    check_refused(
        expect_keys(&folder.file(), keyring.as_ref(), &kept),
        &[
            &parts[0],
            &parts[1],
            "is missing",
            "from a backup or another node",
        ],
    );
    assert!(!folder.file().exists());
}

#[test]
fn another_file_of_keys_is_refused() {
    let folder = Folder::new();
    let kept = Folder::new().keyring().checks();
    let keyring = folder.keyring();
    let (needed, present) = (&kept[0].key_id, keyring.present_key().to_string());
    check_refused(
        expect_keys(&folder.file(), Some(&keyring), &kept),
        &["fields.keys`", needed, &present, "never exchanged"],
    );
    // One right key does not make up for one that is missing.
    let both = [keyring.checks(), kept.clone()].concat();
    check_refused(
        expect_keys(&folder.file(), Some(&keyring), &both),
        &["does not hold field key", needed],
    );
}

#[test]
fn a_key_that_only_has_the_right_name_is_refused() {
    let folder = Folder::new();
    let keyring = folder.keyring();
    let right = keyring.checks().remove(0);
    let mut digest = right.digest;
    digest[31] ^= 1;
    let other_digest = KeyCheck {
        digest,
        ..right.clone()
    };
    let other_suite = KeyCheck {
        suite: "sm4-gcm".into(),
        ..right.clone()
    };
    for wrong in [other_digest, other_suite] {
        check_refused(
            expect_keys(&folder.file(), Some(&keyring), &[wrong]),
            &["is not the one that the database knows", &right.key_id],
        );
    }
}

#[test]
fn a_check_stands_for_its_key_and_no_other_digest() {
    let (one, other) = (Folder::new().keyring(), Folder::new().keyring());
    assert_eq!(one.checks(), one.checks());
    assert_ne!(one.checks()[0].digest, other.checks()[0].digest);
    assert_eq!(one.checks()[0].key_id, one.present_key().to_string());
    assert_eq!(one.checks()[0].suite, "aes-256-gcm-siv");
    assert_ne!(one.checks()[0].digest, one.audit_mac(b""));
}

#[test]
fn the_store_is_not_asked_to_know_a_retired_key() {
    let folder = Folder::new();
    let keyring = folder.keyring();
    let first = keyring.present_key();
    let second = keyring.add_key(KeyState::Present, &chance).unwrap();
    let unknown = |keyring: &Keyring| -> Vec<String> {
        let missing = expect_keys(&folder.file(), Some(keyring), &[]).unwrap();
        missing.into_iter().map(|check| check.key_id).collect()
    };
    assert_eq!(unknown(&keyring), [second.to_string(), first.to_string()]);
    keyring.retire(first).unwrap();
    assert_eq!(unknown(&keyring), [second.to_string()]);
}
