//! What the audit stands on: digests of links and signatures of heads, before and after a rotation.

use super::*;
use crate::personal_data::{KeyState, verify_head};

const HEAD: &[u8] = "12 审计 རྩིས་ཞིབ།".as_bytes();

#[test]
fn a_head_is_verified_by_the_public_key_alone() {
    let keyring = Folder::new().keyring();
    let signed = keyring.sign_head(HEAD);
    let key = keyring.head_keys()[0];
    assert_eq!(
        (signed.key, key.key),
        (keyring.present_key(), keyring.present_key())
    );
    assert!(verify_head(&key.public_key, HEAD, &signed.signature));
    assert!(!verify_head(&key.public_key, &HEAD[1..], &signed.signature));
    let others = Folder::new().keyring().head_keys()[0];
    assert!(!verify_head(&others.public_key, HEAD, &signed.signature));
    for at in 0..64 {
        let mut signature = signed.signature;
        signature[at] ^= 1;
        assert!(!verify_head(&key.public_key, HEAD, &signature), "byte {at}");
    }
    for public_key in [[0; 32], [0xff; 32]] {
        assert!(!verify_head(&public_key, HEAD, &signed.signature));
        assert!(!verify_head(&public_key, HEAD, &[0; 64]));
    }
}

#[test]
fn what_was_signed_and_chained_before_a_rotation_is_still_known() {
    let folder = Folder::new();
    let keyring = folder.keyring();
    let (signed, link) = (keyring.sign_head(HEAD), keyring.audit_mac(HEAD));
    keyring.add_key(KeyState::Present, &chance).unwrap();
    let keys = keyring.head_keys();
    let key = keys.iter().find(|key| key.key == signed.key).unwrap();
    assert!(verify_head(&key.public_key, HEAD, &signed.signature));
    assert_ne!(keyring.sign_head(HEAD), signed);
    assert_eq!(keyring.audit_macs(HEAD), [keyring.audit_mac(HEAD), link]);
    assert_ne!(keyring.audit_mac(HEAD), link);
}

#[test]
fn a_link_has_one_digest_and_another_link_another() {
    let keyring = Folder::new().keyring();
    assert_eq!(keyring.audit_mac(HEAD), keyring.audit_mac(HEAD));
    assert_ne!(keyring.audit_mac(HEAD), keyring.audit_mac(b""));
    assert_ne!(keyring.audit_mac(b""), Folder::new().keyring().audit_mac(b""));
}
