//! Comparing secrets so that the time taken does not say how much of them was right.

use ring::hmac;

/// Tells whether two byte strings are the same, in a time that depends on their lengths alone.
///
/// Both are digested under one key first and the digests compared in constant time, so lengths may differ.
pub(crate) fn is_same(left: &[u8], right: &[u8]) -> bool {
    // The key is no secret: it only names the purpose.
    let key = hmac::Key::new(hmac::HMAC_SHA256, b"shanjar comparison");
    hmac::verify(&key, left, hmac::sign(&key, right).as_ref()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn only_equal_bytes_are_the_same() {
        let check = |left: &str, right: &str, expected: bool| {
            assert_eq!(
                is_same(left.as_bytes(), right.as_bytes()),
                expected,
                "{left} {right}"
            );
            assert_eq!(
                is_same(right.as_bytes(), left.as_bytes()),
                expected,
                "{right} {left}"
            );
        };
        check("", "", true);
        check("", "\0", false);
        check("口令", "口令", true);
        check("口令", "口今", false);
        check("གསང་", "གསང་", true);
        check("གསང་", "གསང", false);
    }
}
