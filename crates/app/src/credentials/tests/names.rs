//! Session ids and tokens: what is handed over, what is kept, and that neither stands for the other.

use proptest::prelude::*;

use super::*;
use crate::credentials::opaque::{draw_session_id, draw_token, session_digest, token_digest};
use crate::hex;

/// The bytes 0 to 31 in base64url, and the SHA-256 of label and bytes, as Python's hashlib has them.
const COUNTED: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
const SESSION: &str = "ddac93a9d05d2568a1a1fdba8e38945d938a62daf3649f7a8911afebc5245883";
const TOKEN: &str = "f6d0797fa511ae5258b8693d58d921f80247b1cf5a2e41f509b9c412e71fa3c1";

#[test]
fn what_is_handed_over_is_found_by_what_is_kept() {
    let (session, token) = (draw_session_id(&counted).unwrap(), draw_token(&counted).unwrap());
    assert_eq!(session.text(), COUNTED);
    assert_eq!(token.text(), format!("sjt_{COUNTED}"));
    assert_eq!(hex::encode(&session.digest()), SESSION);
    assert_eq!(hex::encode(&token.digest()), TOKEN);
    assert_eq!(session_digest(session.text()), Some(session.digest()));
    assert_eq!(token_digest(token.text()), Some(token.digest()));
    for said in [format!("{session:?}"), format!("{token:?}")] {
        assert_eq!(said, "Opaque");
    }
    assert_eq!(
        draw_token(&no_chance).unwrap_err().to_string(),
        "the system gives no random bytes: the pool is empty"
    );
}

#[test]
fn what_can_be_neither_is_not_looked_up() {
    let check = |text: &str| {
        assert_eq!(session_digest(text), None, "{text:?}");
        assert_eq!(token_digest(text), None, "{text:?}");
        assert_eq!(token_digest(&format!("sjt_{text}")), None, "{text:?}");
    };
    check("");
    check(&COUNTED[1..]);
    check(&format!("{COUNTED}A"));
    check(&format!("{COUNTED}="));
    check(&format!(" {}", &COUNTED[1..]));
    check(&COUNTED.replace("AAEC", "AA/C"));
    check(&COUNTED.replace("AAEC", "AA\0C"));
    // The same bytes with other bits behind them: one name has one text.
    check(&COUNTED.replace("Hh8", "Hh9"));
    check(&"藏".repeat(15));
    check(&"A".repeat(1 << 20));
    // A token is no session id, nor the other way round.
    assert_eq!(session_digest(&format!("sjt_{COUNTED}")), None);
    assert_eq!(token_digest(COUNTED), None);
    assert_eq!(token_digest(&format!("SJT_{COUNTED}")), None);
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_text_does_harm(text in "\\PC{0,60}", characters in "[A-Za-z0-9_-]{43}") {
        prop_assert!(session_digest(&text).is_none() || text.len() == 43);
        let with_prefix = format!("sjt_{characters}");
        prop_assert_eq!(session_digest(&characters).is_some(), token_digest(&with_prefix).is_some());
        if let Some(digest) = session_digest(&characters) {
            prop_assert_ne!(Some(digest), token_digest(&with_prefix));
        }
    }
}
