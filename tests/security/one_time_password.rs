//! Codes of an authenticator app, computed here from RFC 6238 and not by the product.

use ring::hmac;

/// How long a code holds, in seconds.
const STEP_SECONDS: u64 = 30;

/// Returns the six digits for the moment `seconds` after 1970.
pub fn code(secret: &[u8], seconds: u64) -> String {
    code_of_step(secret, seconds / STEP_SECONDS)
}

/// Returns the step that the moment `seconds` after 1970 falls into.
pub fn step(seconds: u64) -> u64 {
    seconds / STEP_SECONDS
}

/// Returns the six digits of a step.
pub fn code_of_step(secret: &[u8], step: u64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let digest = hmac::sign(&key, &step.to_be_bytes());
    let digest = digest.as_ref();
    let offset = usize::from(digest[19] & 0x0F);
    let four: [u8; 4] = digest[offset..offset + 4].try_into().unwrap();
    format!("{:06}", (u32::from_be_bytes(four) & 0x7FFF_FFFF) % 1_000_000)
}

/// Reads the base 32 of RFC 4648 as it stands in `otpauth` addresses; blanks between groups are passed over.
pub fn secret_of(base32: &str) -> Vec<u8> {
    let (mut bits, mut n_bits, mut bytes) = (0_u32, 0, Vec::new());
    for letter in base32.chars().filter(|c| !c.is_whitespace() && *c != '=') {
        let five = match letter {
            'A'..='Z' => letter as u32 - 'A' as u32,
            '2'..='7' => letter as u32 - '2' as u32 + 26,
            _ => panic!("`{letter}` is no letter of base 32"),
        };
        bits = (bits << 5) | five;
        n_bits += 5;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push((bits >> n_bits) as u8);
            bits &= (1 << n_bits) - 1;
        }
    }
    bytes
}

#[test]
fn the_codes_are_those_of_the_rfc() {
    // RFC 6238, appendix B, SHA-1: eight digits there, the last six of them here.
    let check = |seconds, expect: &str| assert_eq!(code(b"12345678901234567890", seconds), expect);
    check(59, "287082");
    check(1_111_111_109, "081804");
    check(20_000_000_000, "353130");
    // RFC 4648, section 10.
    assert_eq!(secret_of("MZXW6YTBOI======"), b"foobar");
}
