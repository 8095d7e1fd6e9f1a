//! A head as text: what is signed reads back, and nothing else does.

use proptest::prelude::*;

use super::super::{Head, HeadError, Signature};
use super::*;

/// A signature that depends on every byte.
fn sign(text: &[u8]) -> Signature {
    let half = keyed(text);
    [half, half].concat().try_into().unwrap()
}

fn is_signed(text: &[u8], signature: &Signature) -> bool {
    sign(text) == *signature
}

fn head() -> Head {
    Head {
        point: Point {
            number: 1_234,
            digest: [0xab; 32],
        },
        at_ms: 1_767_225_600_123,
        store_id: "0102".repeat(8),
    }
}

#[test]
fn a_head_is_six_lines() {
    let expected = [
        "shanjar audit head 1",
        "number 1234",
        &format!("digest {}", "ab".repeat(32)),
        "at_ms 1767225600123",
        &format!("store {}", "0102".repeat(8)),
        &format!("signature {}", "5f".repeat(64)),
    ];
    assert_eq!(head().signed(|_| [0x5f; 64]), expected.join("\n") + "\n");
    assert_eq!(head().point.digest_text(), "ab".repeat(32));
}

#[track_caller]
fn check_refused(change: impl Fn(&str) -> String, expected: HeadError) {
    let text = head().signed(sign);
    assert_eq!(Head::read(&change(&text), is_signed), Err(expected));
}

#[test]
fn another_text_is_refused_at_the_first_line_that_is_wrong() {
    let unreadable = |line| HeadError::Unreadable { line };
    let replaced = |from: &'static str, to: &'static str| move |text: &str| text.replace(from, to);
    check_refused(|_| String::new(), unreadable(1));
    check_refused(|text| "x".repeat(text.len() * 9), unreadable(1));
    check_refused(replaced("head 1", "head 2"), unreadable(1));
    check_refused(replaced("1234", "+1234"), unreadable(2));
    check_refused(replaced("1234", "-1"), unreadable(2));
    check_refused(replaced("digest ab", "digest AB"), unreadable(3));
    check_refused(replaced("digest ab", "digest 法院"), unreadable(3));
    check_refused(replaced("at_ms ", "at "), unreadable(4));
    check_refused(replaced("\n", "\r\n"), unreadable(1));
    check_refused(|text| format!("{text}\n"), unreadable(7));
    check_refused(|text| text.trim_end().to_owned(), unreadable(6));
    check_refused(|text| text[..text.len() - 3].to_owned(), unreadable(6));
}

#[test]
fn what_somebody_else_signed_is_not_ours() {
    check_refused(|text| text.replace("1234", "1235"), HeadError::NotSigned);
    check_refused(|_| head().signed(|_| [0; 64]), HeadError::NotSigned);
}

proptest! {
    #[test]
    fn a_head_reads_back(number in any::<u64>(), digest in any::<[u8; 32]>(), at_ms in any::<i64>(), store_id in "[0-9a-f]{32}") {
        let head = Head { point: Point { number, digest }, at_ms, store_id };
        prop_assert_eq!(Head::read(&head.signed(sign), is_signed), Ok(head));
    }

    #[test]
    fn no_letter_can_be_changed(at in any::<prop::sample::Index>(), letter in "[ -~]") {
        let mut text = head().signed(sign);
        let at = at.index(text.len());
        prop_assume!(text[at..=at] != letter);
        text.replace_range(at..=at, &letter);
        prop_assert!(Head::read(&text, is_signed).is_err(), "{}", text);
    }

    #[test]
    fn any_text_is_read_without_harm(text in any::<String>()) {
        prop_assert!(Head::read(&text, is_signed).is_err());
    }
}
