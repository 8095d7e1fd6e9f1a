//! What a one-time code is kept as.
//!
//! A code has 60 random bits, fewer than the 112 that a plain digest would need against whoever has taken the database and
//! tries all of them (ASVS 5.0.0, 6.5.2). So its digest is keyed: without the keys, which lie elsewhere, nothing can be tried.
//!
//! What is kept begins with the id of the key, so that somebody can tell which codes end with a key: nobody can make their
//! digests anew, since the codes themselves are not kept. 192 bits of the digest follow.

use crate::credentials::one_time_code::OneTimeCode;
use crate::personal_data::{FieldColumn, KeyId, KeyProvider};

/// How many bytes at the front of what is kept are the id of the key.
pub(crate) const CODE_FRONT_BYTES: usize = 8;

/// Where the digests are.
const COLUMN: FieldColumn<'static> = FieldColumn {
    table: "one_time_code",
    column: "digest",
};

/// Returns what a new code is kept as, and what one that was typed may have been kept as: one for each key, the present
/// one first.
pub(super) fn code_digests(keys: &dyn KeyProvider, code: &OneTimeCode) -> Vec<[u8; 32]> {
    let digests = keys.digests_by_key(&COLUMN, &code.digest());
    digests
        .into_iter()
        .map(|(key, digest)| labelled(key, digest))
        .collect()
}

fn labelled(key: KeyId, digest: [u8; 32]) -> [u8; 32] {
    let mut kept = [0; 32];
    let bytes = key.as_bytes().iter().chain(&digest);
    kept.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::one_time_code::draw_recovery;
    use crate::personal_data::{KeyState, Keyring};
    use crate::trial::chance;

    #[test]
    fn a_code_is_found_under_every_key_and_says_which() {
        let folder = tempfile::tempdir().unwrap();
        let keyring = Keyring::create(&folder.path().join("keys/fields.keys"), &chance).unwrap();
        let code = draw_recovery(&chance).unwrap().into_iter().next().unwrap();
        let before = code_digests(&keyring, &code);
        keyring.add_key(KeyState::Present, &chance).unwrap();
        let after = code_digests(&keyring, &code);
        assert_eq!((before.len(), after.len(), after[1]), (1, 2, before[0]));
        assert_ne!(after[0][CODE_FRONT_BYTES..], before[0][CODE_FRONT_BYTES..]);
        for (digest, key) in after.iter().zip(keyring.key_ids()) {
            assert_eq!(digest[..CODE_FRONT_BYTES], *key.as_bytes());
        }
    }
}
