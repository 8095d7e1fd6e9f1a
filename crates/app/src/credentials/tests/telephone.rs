//! Codes of the telephone: those of RFC 6238, each once, and the address that a telephone reads.

use proptest::prelude::*;

use super::*;
use crate::credentials::totp::{TotpSecret, provisioning_uri, verify};

/// The secret of RFC 6238, appendix B.
const SECRET: &[u8] = b"12345678901234567890";
/// Seconds and codes of the same appendix for SHA-1; of its eight digits the last six are the code of six.
const RFC_6238: &[(i64, &str)] = &[
    (59, "94287082"),
    (1_111_111_109, "07081804"),
    (1_111_111_111, "14050471"),
    (1_234_567_890, "89005924"),
    (2_000_000_000, "69279037"),
    (20_000_000_000, "65353130"),
];

fn secret() -> TotpSecret {
    TotpSecret::from_bytes(SECRET).unwrap()
}

#[test]
fn the_codes_are_those_of_rfc_6238() {
    for (seconds, eight) in RFC_6238 {
        let step = u64::try_from(seconds / 30).unwrap();
        for within in [0, 999] {
            let found = verify(&secret(), &eight[2..], seconds * 1_000 + within, None);
            assert_eq!(found, Some(step), "{seconds}");
        }
        assert_eq!(
            verify(&secret(), eight, seconds * 1_000, None),
            None,
            "six digits, not eight"
        );
    }
}

#[test]
fn a_clock_may_be_off_by_one_step_and_no_more() {
    let (seconds, eight) = RFC_6238[3];
    let (begin, code) = (seconds / 30 * 30 * 1_000, &eight[2..]);
    let step = u64::try_from(seconds / 30).unwrap();
    let check = |now_ms: i64, expected: Option<u64>| {
        assert_eq!(
            verify(&secret(), code, now_ms, None),
            expected,
            "{}",
            now_ms - begin
        );
    };
    check(begin - 30_001, None);
    check(begin - 30_000, Some(step));
    check(begin, Some(step));
    check(begin + 29_999, Some(step));
    check(begin + 59_999, Some(step));
    check(begin + 60_000, None);
}

#[test]
fn a_code_that_was_used_is_not_taken_again_nor_an_older_one() {
    let (seconds, eight) = RFC_6238[3];
    let step = u64::try_from(seconds / 30).unwrap();
    let check = |last: u64, expected| {
        assert_eq!(
            verify(&secret(), &eight[2..], seconds * 1_000, Some(last)),
            expected
        );
    };
    check(step - 1, Some(step));
    check(step, None);
    check(step + 1, None);
    check(u64::MAX, None);
    check(0, Some(step));
}

#[test]
fn a_code_is_read_however_it_is_typed() {
    let now_ms = RFC_6238[3].0 * 1_000;
    for typed in [
        "005924",
        " 005 924 ",
        "005-924",
        "００５９２４",
        "༠༠༥༩༢༤",
        "༠༠༥་༩༢༤",
    ] {
        assert!(verify(&secret(), typed, now_ms, None).is_some(), "{typed}");
    }
    for typed in [
        "",
        "5924",
        "0005924",
        "+05924",
        "00592a",
        "005925",
        "〇〇五九二四",
        "O05924",
    ] {
        assert!(verify(&secret(), typed, now_ms, None).is_none(), "{typed}");
    }
    for now_ms in [-1, i64::MIN, i64::MAX, 0] {
        assert!(verify(&secret(), "005924", now_ms, None).is_none(), "{now_ms}");
    }
}

#[test]
fn another_secret_has_other_codes() {
    let drawn = TotpSecret::draw(&chance).unwrap();
    let again = TotpSecret::from_bytes(drawn.bytes()).unwrap();
    assert_eq!(drawn.base32(), again.base32());
    assert!(verify(&drawn, "005924", RFC_6238[3].0 * 1_000, None).is_none());
    for length in [0, 10, 19, 21, 32] {
        assert!(TotpSecret::from_bytes(&vec![7; length]).is_none(), "{length}");
    }
    assert!(TotpSecret::draw(&no_chance).is_err());
    assert_eq!(format!("{drawn:?}"), "TotpSecret");
}

#[test]
fn a_telephone_is_told_whose_codes_it_shows() {
    let check = |name: &str, label: &str| {
        let expected = format!(
            "otpauth://totp/Shanjar:{label}?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Shanjar&algorithm=SHA1&digits=6\
             &period=30"
        );
        assert_eq!(provisioning_uri(&secret(), name).as_str(), expected);
    };
    check("tashi.dorje", "tashi.dorje");
    check(
        "法院-བཀྲ་ཤིས",
        "%E6%B3%95%E9%99%A2-%E0%BD%96%E0%BD%80%E0%BE%B2%E0%BC%8B%E0%BD%A4%E0%BD%B2%E0%BD%A6",
    );
    check("a:b&c=d?e#f g", "ab%26c%3Dd%3Fe%23f%20g");
    check("", "");
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_address_is_plain_whatever_the_name(name in "\\PC{0,40}", bytes in any::<[u8; 20]>()) {
        let uri = provisioning_uri(&TotpSecret::from_bytes(&bytes).unwrap(), &name);
        prop_assert!(uri.bytes().all(|byte| byte.is_ascii_graphic()));
        prop_assert_eq!(uri.matches("secret=").count(), 1);
        prop_assert_eq!(uri.matches(':').count(), 2);
    }

    #[test]
    fn no_code_does_harm(code in "\\PC{0,30}", now_ms in any::<i64>(), last in any::<Option<u64>>()) {
        if let Some(step) = verify(&secret(), &code, now_ms, last) {
            prop_assert!(step.abs_diff(u64::try_from(now_ms / 30_000).unwrap()) <= 1);
            prop_assert!(last.is_none_or(|last| step > last));
        }
    }
}
