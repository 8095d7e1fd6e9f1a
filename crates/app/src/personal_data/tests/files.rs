//! The file of keys: what it holds, who may read it, and what is refused with which words.

use std::os::unix::fs::{MetadataExt, symlink};

use proptest::prelude::*;

use super::*;
use crate::personal_data::key::MasterKey;
use crate::personal_data::key_file::KeyFile;
use crate::personal_data::{KeyError, KeyState, Suite};

const FIRST: &str = "key 2eb15909206fd312 aes-256-gcm-siv present 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

#[test]
fn a_new_file_is_its_owners_only_and_opens_again() {
    let folder = Folder::new();
    assert!(Keyring::open(&folder.file()).unwrap().is_none());
    let keyring = folder.keyring();
    let mode = |path: &Path| path.metadata().unwrap().mode() & 0o777;
    assert_eq!(mode(&folder.file()), 0o600);
    assert_eq!(mode(folder.file().parent().unwrap()), 0o700);
    let text = fs::read_to_string(folder.file()).unwrap();
    let id = keyring.present_key();
    let start = format!("shanjar field keys 1\nkey {id} aes-256-gcm-siv present ");
    assert!(
        text.starts_with(&start) && text.len() == start.len() + 65,
        "{text}"
    );
    let again = Keyring::open(&folder.file()).unwrap().unwrap();
    assert_eq!(again.key_ids(), [id]);
    assert_eq!(again.path(), folder.file());
    let sealed = keyring.seal(&AT, b"x", &chance).unwrap();
    assert_eq!(*again.open_field(&AT, &sealed).unwrap(), b"x");
}

#[test]
fn a_file_that_is_there_is_never_written_over() {
    let folder = Folder::new();
    for text in [
        format!("shanjar field keys 1\n{FIRST}\n"),
        "damaged".into(),
        String::new(),
    ] {
        folder.put(&text);
        check_refused(
            Keyring::create(&folder.file(), &chance),
            &["fields.keys` is there already"],
        );
        assert_eq!(fs::read_to_string(folder.file()).unwrap(), text);
    }
    fs::remove_file(folder.file()).unwrap();
    symlink("nowhere", folder.file()).unwrap();
    check_refused(
        Keyring::create(&folder.file(), &chance),
        &["fields.keys` is there already"],
    );
    let other = Folder::new();
    check_refused(
        Keyring::create(&other.file(), &no_chance),
        &["no random bytes: the pool is empty"],
    );
    assert!(!other.file().exists());
}

#[test]
fn keys_that_others_can_read_are_refused_with_the_command_that_helps() {
    let folder = Folder::new();
    folder.keyring();
    let file = folder.file();
    for mode in [0o640, 0o604, 0o644, 0o660, 0o610, 0o601, 0o666] {
        set_mode(&file, mode);
        let help = format!("chmod 600 {}", file.display());
        check_refused(
            Keyring::open(&file),
            &[&help, &format!("mode {mode:03o}"), "new keys"],
        );
    }
    for mode in [0o600, 0o400] {
        set_mode(&file, mode);
        assert!(Keyring::open(&file).unwrap().is_some(), "{mode:o}");
    }
}

#[test]
fn what_is_no_plain_file_is_refused() {
    let folder = Folder::new();
    let real = folder.file().with_extension("real");
    folder.keyring();
    fs::rename(folder.file(), &real).unwrap();
    symlink(&real, folder.file()).unwrap();
    check_refused(
        Keyring::open(&folder.file()),
        &["is no plain file", "not a link to it"],
    );
    fs::remove_file(folder.file()).unwrap();
    fs::create_dir(folder.file()).unwrap();
    check_refused(Keyring::open(&folder.file()), &["is no plain file"]);
    fs::remove_dir(folder.file()).unwrap();
    folder.put(&" ".repeat(64 * 1024 + 1));
    check_refused(
        Keyring::open(&folder.file()),
        &["cannot be read", "more than 65536 bytes"],
    );
    let below_a_file = real.join("fields.keys");
    check_refused(Keyring::open(&below_a_file), &["cannot be read"]);
    check_refused(Keyring::create(&below_a_file, &chance), &["cannot be written"]);
}

#[test]
fn a_damaged_file_is_refused_with_its_line_and_without_its_secrets() {
    let folder = Folder::new();
    let check = |lines: &[&str], line: usize, reason: &str| {
        folder.put(&lines.join("\n"));
        let refused = Keyring::open(&folder.file()).unwrap_err();
        let said = refused.to_string();
        assert!(
            said.contains(&format!("fields.keys`, line {line}: {reason}")),
            "{said}"
        );
        assert!(!said.contains("0001020304"), "{said}");
    };
    let title = "shanjar field keys 1";
    check(&[], 1, "it is not `shanjar field keys 1`");
    check(&["shanjar backup key 1"], 1, "it is not `shanjar field keys 1`");
    check(&[title], 1, "no key of the file is `present`");
    let opens = FIRST.replace("present", "opens");
    check(&[title, &opens], 1, "no key of the file is `present`");
    check(&[title, "", FIRST, FIRST], 4, "the key stands in the file twice");
    check(&[title, "id 2eb15909206fd312"], 2, "it does not begin with `key`");
    let with = |from: &str, to: &str| FIRST.replace(from, to);
    check(&[title, &with("2eb1", "2EB1")], 2, "its second word is not an id");
    check(
        &[title, &with("aes-256-gcm-siv", "sm4-gcm")],
        2,
        "its third word is no suite",
    );
    check(&[title, &with("present", "PRESENT")], 2, "its fourth word");
    check(&[title, &with("1e1f", "1e")], 2, "its fifth and last word");
    check(&[title, &format!("{FIRST} x")], 2, "its fifth and last word");
    check(
        &[title, &with(" key", "  key").replace("key 2e", "key  2e")],
        2,
        "its second word",
    );
    for (from, to) in [("2eb1", "3eb1"), ("1e1f", "1e1e"), ("0001", "1001")] {
        check(&[title, &with(from, to)], 2, "the key does not fit its id");
    }
    fs::write(folder.file(), [0xff, 0xfe, 0]).unwrap();
    check_refused(Keyring::open(&folder.file()), &["line 1: the file is no text"]);
}

#[test]
fn the_first_present_key_seals_and_every_key_opens() {
    let keys: Vec<MasterKey> = (1..=3)
        .map(|number| MasterKey::from_bytes(Suite::Aes256GcmSivHmacSha256, [number; 32]))
        .collect();
    let line = |key: &MasterKey, state: &str| {
        let digits = crate::hex::encode(key.bytes());
        format!("key {} aes-256-gcm-siv {state} {digits}\r\n", key.id())
    };
    let check = |states: [&str; 3], first: usize| {
        let lines: String = keys
            .iter()
            .zip(states)
            .map(|(key, state)| line(key, state))
            .collect();
        let file = KeyFile::parse(&format!("shanjar field keys 1\n{lines}")).unwrap();
        let ids: Vec<_> = file.by_use().map(MasterKey::id).collect();
        assert_eq!(ids[0], keys[first].id(), "{states:?}");
        assert_eq!(ids.len(), 3);
    };
    check(["present", "opens", "opens"], 0);
    check(["opens", "opens", "present"], 2);
    check(["opens", "present", "present"], 1);
}

#[test]
fn a_file_holds_64_keys_and_no_more() {
    let folder = Folder::new();
    let keyring = folder.keyring();
    for _ in 1..64 {
        keyring.add_key(KeyState::Present, &chance).unwrap();
    }
    assert_eq!(keyring.key_ids().len(), 64);
    let full = fs::read_to_string(folder.file()).unwrap();
    assert!(full.len() < 64 * 1024);
    let refused = keyring.add_key(KeyState::Present, &chance);
    assert!(
        matches!(refused, Err(KeyError::TooMany { most: 64, .. })),
        "{refused:?}"
    );
    assert_eq!(fs::read_to_string(folder.file()).unwrap(), full);
    folder.put(&format!("{full}{FIRST}\n"));
    check_refused(
        Keyring::open(&folder.file()),
        &["line 66: there are more than 64 keys"],
    );
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_written_is_read_again(keys in prop::collection::vec((any::<[u8; 32]>(), any::<bool>()), 1..8)) {
        let key = |bytes| MasterKey::from_bytes(Suite::Aes256GcmSivHmacSha256, bytes);
        let mut file = KeyFile::of_one(key([0; 32]));
        for (bytes, is_present) in &keys {
            let state = if *is_present { KeyState::Present } else { KeyState::Opens };
            // The same key twice is refused, and chance does not give it.
            if file.by_use().all(|other| other.bytes() != bytes) {
                file.add(key(*bytes), state);
            }
        }
        let text = file.to_text();
        let again = KeyFile::parse(&text).unwrap();
        prop_assert_eq!(&*again.to_text(), &*text);
        let ids = |file: &KeyFile| file.by_use().map(MasterKey::id).collect::<Vec<_>>();
        prop_assert_eq!(ids(&again), ids(&file));
    }

    #[test]
    fn no_text_does_harm(text in "\\PC{0,80}", at in 0..FIRST.len(), other in any::<char>()) {
        prop_assert!(KeyFile::parse(&text).is_err());
        let under_the_title = format!("shanjar field keys 1\nkey {text}\n");
        prop_assert!(KeyFile::parse(&under_the_title).is_err());
        let mut changed: Vec<char> = FIRST.chars().collect();
        let is_changed = changed[at] != other;
        changed[at] = other;
        let line: String = changed.into_iter().collect();
        let with_one_change = format!("shanjar field keys 1\n{line}\n");
        prop_assert_eq!(KeyFile::parse(&with_one_change).is_err(), is_changed);
    }
}
