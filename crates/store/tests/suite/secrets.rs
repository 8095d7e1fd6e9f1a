//! What can be shown of an account, a code, a session, a token and a key: nothing that lets anybody in.

use std::fmt::Debug;

use store::accounts::Account;
use store::key_checks::KeyCheck;
use store::login_sessions::LoginSession;
use store::one_time_codes::OneTimeCode;
use store::tokens::Token;
use store::{Purpose, Stage};

use crate::fixtures::{account, digest};

/// The byte that every secret here is made of, as `Debug` would write a list of it.
const SECRET_BYTE: u8 = 173;

#[track_caller]
fn check(shown: &impl Debug, told: &str) {
    for text in [format!("{shown:?}"), format!("{shown:#?}")] {
        assert!(text.contains(told), "{text}");
        for secret in ["173", "0xad", "adad", "argon2id"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}

#[test]
fn what_is_secret_is_not_shown() {
    check(
        &Account {
            password: Some("$argon2id$v=19$m=47104,t=1,p=1$c2FsdA$aGFzaA".to_owned()),
            password_at_ms: Some(1),
            totp_secret: Some(vec![SECRET_BYTE; 60]),
            totp_step: Some(1),
            ..account("a-1", "李明")
        },
        "李明",
    );
    check(
        &OneTimeCode {
            digest: digest(SECRET_BYTE),
            account: "a-1".to_owned(),
            purpose: Purpose::Reset,
            created_at_ms: 1,
            expires_at_ms: None,
            used_at_ms: None,
        },
        "Reset",
    );
    check(
        &LoginSession {
            digest: digest(SECRET_BYTE),
            account: "a-1".to_owned(),
            stage: Stage::Full,
            created_at_ms: 1,
            seen_at_ms: 1,
            proved_at_ms: 1,
            address: "10.0.0.1".to_owned(),
            agent: "Firefox".to_owned(),
        },
        "a-1",
    );
    check(
        &Token {
            id: "t-1".to_owned(),
            name: "电子卷宗".to_owned(),
            digest: digest(SECRET_BYTE),
            scopes: "glossary:read".to_owned(),
            court: None,
            addresses: String::new(),
            created_by: "a-1".to_owned(),
            created_at_ms: 1,
            expires_at_ms: 2,
            revoked_at_ms: None,
            last_used_at_ms: None,
            last_used_from: None,
        },
        "电子卷宗",
    );
    check(
        &KeyCheck {
            key_id: "k-1".to_owned(),
            suite: "aes-256-gcm-siv".to_owned(),
            digest: digest(SECRET_BYTE),
            created_at_ms: 1,
        },
        "k-1",
    );
}
