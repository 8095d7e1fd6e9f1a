//! Hashing and comparing: the same password however it was typed, and the same work whether there is an account or not.

use proptest::prelude::*;

use super::*;
use crate::credentials::password::{PasswordError, hash, needs_rehash, verify};

/// Passwords and their hashes as argon2-cffi 25.1 makes them, in NFC.
const OTHERS: &[(&str, &str)] = &[
    (
        "人民法院双语口令很长很长",
        "$argon2id$v=19$m=47104,t=1,p=1$AAECAwQFBgcICQoLDA0ODw$tNejw/SgOz0zq4HSld83QkssTYpr4x9O6vfZbuxBZOc",
    ),
    (
        "correct horse battery",
        "$argon2id$v=19$m=8192,t=2,p=2$c2FsdHNhbHQ$+9wDxssJ4CHLI5/5CMpo1Z6JtIaDg56Nbux3TJArulc",
    ),
];
/// From the Universal Declaration of Human Rights in Tibetan.
const TIBETAN: &str = "ཡོངས་ཁྱབ་གསལ་བསྒྲགས";

#[test]
fn hashes_are_those_of_another_implementation() {
    let gate = patient_gate();
    let made = hash(&gate, OTHERS[0].0, &counted).unwrap();
    assert_eq!(made, OTHERS[0].1);
    for (password, stored) in OTHERS {
        assert_eq!(verify(&gate, password, Some(stored)), Ok(true), "{password}");
        assert_eq!(
            verify(&gate, &password[..password.len() - 3], Some(stored)),
            Ok(false)
        );
    }
    assert!(!needs_rehash(OTHERS[0].1));
    assert!(needs_rehash(OTHERS[1].1), "made at another cost");
}

#[test]
fn the_same_letters_typed_in_another_way_are_the_same_password() {
    let gate = patient_gate();
    let check = |kept: &str, typed: &str, expected: bool| {
        let stored = hash(&gate, kept, &chance).unwrap();
        assert_eq!(
            verify(&gate, typed, Some(&stored)),
            Ok(expected),
            "{kept} {typed}"
        );
    };
    check(TIBETAN, TIBETAN, true);
    check(TIBETAN, &format!("{TIBETAN}་"), false);
    // U+0F43 is U+0F42 U+0FB7 in NFC.
    check(
        "\u{f43}\u{f0b}ཡོངས་ཁྱབ་གསལ",
        "\u{f42}\u{fb7}\u{f0b}ཡོངས་ཁྱབ་གསལ",
        true,
    );
    check("cafe\u{301} 法院 法院", "caf\u{e9} 法院 法院", true);
    // Full width and capitals are other letters.
    check("ａｂｃ 法院 藏语 口令", "abc 法院 藏语 口令", false);
    check(" 前后的空格也算数的 ", "前后的空格也算数的", false);
}

#[test]
fn nothing_is_cut_off_and_what_is_too_long_is_not_hashed() {
    let gate = patient_gate();
    let longest = format!("{}{}", "藏".repeat(128), "བ".repeat(128));
    let stored = hash(&gate, &longest, &chance).unwrap();
    let mut other = longest.clone();
    other.pop();
    assert_eq!(verify(&gate, &longest, Some(&stored)), Ok(true));
    assert_eq!(verify(&gate, &other, Some(&stored)), Ok(false));
    assert_eq!(gate.runs(), 3);
    for too_long in [
        format!("{longest}x"),
        "x".repeat(257),
        "x".repeat(1 << 20),
        "\u{301}".repeat(1 << 19),
    ] {
        assert_eq!(hash(&gate, &too_long, &chance), Err(PasswordError::TooLong));
        assert_eq!(verify(&gate, &too_long, Some(&stored)), Ok(false));
        assert_eq!(verify(&gate, &too_long, None), Ok(false));
    }
    assert_eq!(gate.runs(), 3, "1 MiB costs nothing");
}

#[test]
fn one_run_is_made_whether_there_is_an_account_or_not() {
    let gate = patient_gate();
    let stored = hash(&gate, TIBETAN, &chance).unwrap();
    let check = |password: &str, stored: Option<&str>, expected| {
        let before = gate.runs();
        assert_eq!(verify(&gate, password, stored), expected);
        assert_eq!(gate.runs() - before, 1, "{stored:?}");
    };
    check(TIBETAN, Some(&stored), Ok(true));
    check("别的口令", Some(&stored), Ok(false));
    check("别的口令", None, Ok(false));
    check("", None, Ok(false));
    check(TIBETAN, Some("!"), Err(PasswordError::Unreadable));
}

#[test]
fn each_hash_has_a_salt_of_its_own() {
    let gate = patient_gate();
    let made = [hash(&gate, TIBETAN, &chance), hash(&gate, TIBETAN, &chance)];
    assert_ne!(made[0], made[1]);
    assert_eq!(
        hash(&gate, TIBETAN, &no_chance),
        Err(PasswordError::NoChance("the pool is empty".into()))
    );
    assert_eq!(gate.runs(), 2);
}

#[test]
fn what_was_kept_cannot_make_a_login_eat_all_memory() {
    let gate = patient_gate();
    let with = |from: &str, to: &str| OTHERS[0].1.replace(from, to);
    for damaged in [
        with("m=47104", "m=47105"),
        with("m=47104", "m=4294967295"),
        with("m=47104", "m=7"),
        with("m=47104", "m=047104"),
        with("m=47104", "m=+47104"),
        with("t=1", "t=0"),
        with("t=1", "t=1000000"),
        with("p=1", "p=0"),
        with("p=1", "p=5"),
        with("p=1", "p=1,x=1"),
        with("argon2id", "argon2i"),
        with("v=19", "v=16"),
        with("AAECAwQFBgcICQoLDA0ODw", "AAEC"),
        with("AAECAwQFBgcICQoLDA0ODw", "AAECAwQFBgcICQoLDA0ODx"),
        with("BZOc", "BZOc="),
        format!("{}$", OTHERS[0].1),
        format!(" {}", OTHERS[0].1),
        String::new(),
        "$".repeat(1_000),
    ] {
        assert!(needs_rehash(&damaged), "{damaged}");
        let said = verify(&gate, OTHERS[0].0, Some(&damaged));
        assert_eq!(said, Err(PasswordError::Unreadable), "{damaged}");
    }
    let said = PasswordError::Unreadable.to_string();
    assert!(said.contains("give the account a new password"), "{said}");
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_kept_text_does_harm(text in "\\PC{0,60}", at in 0..90_usize, other in any::<char>()) {
        prop_assert!(needs_rehash(&text));
        // A kept hash with one character changed is another hash or none.
        let mut changed: Vec<char> = OTHERS[0].1.chars().collect();
        let at = at.min(changed.len() - 1);
        changed[at] = other;
        let changed: String = changed.into_iter().collect();
        let is_hash = !needs_rehash(&changed);
        prop_assert!(!is_hash || changed.starts_with("$argon2id$v=19$m=47104,t=1,p=1$"));
    }
}
