//! One-time codes: drawn, shown, and read however they are typed.

use std::collections::HashSet;

use proptest::prelude::*;

use super::*;
use crate::credentials::one_time_code::{OneTimeCode, RECOVERY_CODES, SLIP_LIFETIME_MS, draw_recovery};
use crate::hex;

#[test]
fn a_code_is_read_however_it_is_typed() {
    let check = |typed: &str, expected: Option<&str>| {
        let shown = OneTimeCode::read(typed).map(|code| code.shown().to_string());
        assert_eq!(shown.as_deref(), expected, "{typed:?}");
    };
    let right = Some("7KQ4-9M2X-HT30");
    for typed in [
        "7KQ4-9M2X-HT30",
        "7kq49m2xht30",
        " 7kq4 9m2x ht3o\n",
        "７ＫＱ４－９ｍ２ｘ－ｈｔ３０",
        "7KQ4–9M2X—HT3O",
        "༧KQ༤་༩M༢X་HT༣༠",
        "7KQ4\u{3000}9M2X\u{200b}HT30\u{feff}",
    ] {
        check(typed, right);
    }
    check("1111-1111-1111", Some("1111-1111-1111"));
    check("iIlL-1111-1111", Some("1111-1111-1111"));
    for typed in [
        "",
        "7KQ4-9M2X-HT3",
        "7KQ4-9M2X-HT300",
        "7KQ4-9M2X-HT3U",
        "7KQ4_9M2X_HT30",
        "七KQ4-9M2X-HT30",
        "7KQ4-9M2X-HT3é",
        &"7".repeat(10_000),
        &" ".repeat(300),
    ] {
        check(typed, None);
    }
}

#[test]
fn a_digest_is_that_of_the_code_and_not_of_how_it_was_typed() {
    let digest = |typed: &str| OneTimeCode::read(typed).unwrap().digest();
    assert_eq!(
        hex::encode(&digest("7KQ4-9M2X-HT3V")),
        "50661cd3947fe3bb4c41a00443c4113fb1b4a4e34e07e60f993f32c74000a7ec"
    );
    assert_eq!(digest("7KQ4-9M2X-HT3V"), digest("7kq49m2xht3v"));
    assert_ne!(digest("7KQ4-9M2X-HT3V"), digest("7KQ4-9M2X-HT3W"));
}

#[test]
fn every_digit_is_as_likely_as_any_other() {
    let mut counts = std::collections::BTreeMap::new();
    for start in 0..=u8::MAX {
        let fixed = move |bytes: &mut [u8]| {
            bytes.fill(start);
            Ok(())
        };
        let code = OneTimeCode::draw(&fixed).unwrap();
        *counts.entry(code.shown().chars().next()).or_insert(0) += 1;
    }
    assert_eq!(counts.len(), 32, "5 bits a digit, 60 in all");
    assert!(counts.values().all(|count| *count == 8), "{counts:?}");
    assert!(
        ['I', 'L', 'O', 'U']
            .iter()
            .all(|look_alike| !counts.contains_key(&Some(*look_alike)))
    );
}

#[test]
fn an_account_gets_ten_different_recovery_codes() {
    let codes = draw_recovery(&chance).unwrap();
    let different: HashSet<[u8; 32]> = codes.iter().map(OneTimeCode::digest).collect();
    assert_eq!((codes.len(), different.len()), (RECOVERY_CODES, 10));
    assert_eq!(draw_recovery(&no_chance).unwrap_err().0, "the pool is empty");
    assert_eq!(SLIP_LIFETIME_MS, 604_800_000);
    assert!(!format!("{codes:?}").contains(codes[0].shown().as_str()));
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_shown_is_read_again(bytes in any::<[u8; 12]>(), blanks in prop::collection::vec("[ –་　-]{0,2}", 12)) {
        let fixed = move |to: &mut [u8]| {
            to.copy_from_slice(&bytes);
            Ok(())
        };
        let code = OneTimeCode::draw(&fixed).unwrap();
        let shown = code.shown();
        let typed: String = shown
            .to_lowercase()
            .replace('-', "")
            .chars()
            .zip(&blanks)
            .flat_map(|(digit, blank)| [digit.to_string(), blank.clone()])
            .collect();
        prop_assert_eq!(OneTimeCode::read(&shown).unwrap().digest(), code.digest());
        prop_assert_eq!(OneTimeCode::read(&typed).unwrap().digest(), code.digest());
    }

    #[test]
    fn no_text_does_harm(text in "\\PC{0,80}") {
        if let Some(code) = OneTimeCode::read(&text) {
            let shown = code.shown();
            prop_assert_eq!(shown.len(), 14);
            prop_assert_eq!(OneTimeCode::read(&shown).unwrap().digest(), code.digest());
        }
    }
}
