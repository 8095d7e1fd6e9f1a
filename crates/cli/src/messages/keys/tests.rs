//! What is said about keys, in both languages.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use app::personal_data::{FieldError, KeyError, KeyId, Keyring};

use super::*;
use crate::messages::accounts::answer;
use crate::messages::refusal::refused;
use crate::operator::{Answer, Wish};

const ID: &str = "3f9a0c12ab34cd56";

fn id() -> KeyId {
    KeyId::parse(ID).unwrap()
}

fn path() -> PathBuf {
    "/data/keys/fields.keys".into()
}

fn cause() -> std::io::Error {
    std::io::ErrorKind::PermissionDenied.into()
}

fn key(id: &str, state: &str, values: u64, codes: u64) -> KeyBody {
    KeyBody {
        id: id.to_owned(),
        suite: "aes-256-gcm-siv".to_owned(),
        state: state.to_owned(),
        made_at_ms: (state != "retired").then_some(1_764_000_000_000),
        values,
        codes,
    }
}

fn told(wish: &Wish, done: &Answer) -> String {
    let lines = [Zh, En].map(|language| answer(language, 480, wish, done).join("\n"));
    lines.join("\n")
}

#[test]
fn keys_are_listed_with_what_stands_under_them() {
    let keys = Answer::Keys {
        keys: vec![
            key(ID, "present", 12, 3),
            key("00112233445566aa", "opens", 0, 0),
            key("00112233445566bb", "opens", 1, 0),
            key("00112233445566cc", "retired", 0, 0),
        ],
        values_of_no_key: 2,
    };
    insta::assert_snapshot!(told(&Wish::ListKeys, &keys));
}

#[test]
fn what_was_done_with_a_key_is_told_with_what_comes_next() {
    let added = |is_present| Answer::Key {
        id: ID.to_owned(),
        is_present,
    };
    let add = Wish::AddKey { is_waiting: false };
    let used = Wish::UseKey { id: ID.to_owned() };
    let retired = Wish::RetireKey {
        id: ID.to_owned(),
        ends_codes: false,
    };
    let total = Total {
        resealed: 41,
        closed: vec!["account.totp_secret of `a-1`".to_owned()],
    };
    let lines = [
        told(&add, &added(true)),
        told(&add, &added(false)),
        told(&used, &Answer::Nothing),
        told(&retired, &Answer::Nothing),
        [Zh, En]
            .map(|language| resealed(language, &total).join("\n"))
            .join("\n"),
        [Zh, En].map(|language| bad_id(language, "3f9a")).join("\n"),
    ];
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn every_failure_of_keys_is_told_in_chinese() {
    let text = || ID.to_owned();
    let keys = [
        KeyError::Unreadable {
            path: path(),
            cause: cause(),
        },
        KeyError::Unwritable {
            path: path(),
            cause: cause(),
        },
        KeyError::NotAFile(path()),
        KeyError::OpenToOthers {
            path: path(),
            mode: 0o644,
        },
        KeyError::Malformed {
            path: path(),
            line: 2,
            reason: "the key stands in the file twice",
        },
        KeyError::Exists(path()),
        KeyError::BeingChanged(path()),
        KeyError::TooMany {
            path: path(),
            most: 64,
        },
        KeyError::MissingFile {
            path: path(),
            id: text(),
        },
        KeyError::MissingKey {
            path: path(),
            id: text(),
            present: id(),
        },
        KeyError::WrongKey {
            path: path(),
            id: text(),
        },
        KeyError::NoSuchKey {
            path: path(),
            id: id(),
        },
        KeyError::IsPresent {
            path: path(),
            id: id(),
        },
        KeyError::InUse {
            id: id(),
            values: 3,
            codes: 10,
        },
        KeyError::NoChance("EAGAIN".to_owned()),
    ];
    let place = || "account.totp_secret of `a-1`".to_owned();
    let fields = [
        FieldError::TooLong {
            place: place(),
            bytes: 70_000,
            most: 65_536,
        },
        FieldError::NotSealed { place: place() },
        FieldError::UnknownSuite {
            place: place(),
            number: 9,
        },
        FieldError::UnknownKey {
            place: place(),
            id: id(),
        },
        FieldError::DoesNotOpen {
            place: place(),
            id: id(),
        },
        FieldError::NoChance("EAGAIN".to_owned()),
    ];
    let keys = keys.map(|err| refused(Zh, &err.into()));
    let fields = fields.map(|err| refused(Zh, &err.into()));
    insta::assert_snapshot!([keys.join("\n"), fields.join("\n")].join("\n"));
}

#[test]
fn whatever_is_wrong_in_the_file_of_keys_is_said_in_chinese() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fields.keys");
    let sixty_four = "0".repeat(64);
    for text in [
        "keys",
        "shanjar field keys 1\n",
        "shanjar field keys 1\nbey",
        "shanjar field keys 1\nkey 12",
        "shanjar field keys 1\nkey 3f9a0c12ab34cd56 rot13",
        "shanjar field keys 1\nkey 3f9a0c12ab34cd56 aes-256-gcm-siv lost",
        "shanjar field keys 1\nkey 3f9a0c12ab34cd56 aes-256-gcm-siv opens 12",
        &format!("shanjar field keys 1\nkey 3f9a0c12ab34cd56 aes-256-gcm-siv opens {sixty_four}"),
    ] {
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        let err = Keyring::open(&path).unwrap_err();
        let KeyError::Malformed { reason, .. } = &err else {
            panic!("{err}");
        };
        let told = key_refused(&err);
        assert!(!told.contains(reason) && told.contains("有误："), "{told}");
    }
}
