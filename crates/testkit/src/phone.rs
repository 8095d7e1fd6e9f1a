//! A phone that shows the six digits of a second factor.

/// Returns the six digits that a phone with the Base32 text `secret` shows at `now_ms`.
#[must_use]
pub fn totp_code(secret: &str, now_ms: i64) -> String {
    let totp = totp_rs::Builder::new()
        .with_secret(<[u8; 20]>::try_from(from_base32(secret)).unwrap())
        .build()
        .unwrap();
    totp.generate(u64::try_from(now_ms).unwrap() / 1_000).to_string()
}

/// Returns the bytes that a text of Base32 (RFC 4648) stands for.
#[must_use]
pub fn from_base32(text: &str) -> Vec<u8> {
    let digits = text.bytes().map(|b| match b {
        b'A'..=b'Z' => u64::from(b - b'A'),
        b'2'..=b'7' => u64::from(b - b'2') + 26,
        other => panic!("{other} is no digit of Base32"),
    });
    let (mut bits, mut count, mut bytes) = (0_u64, 0, Vec::new());
    for digit in digits {
        bits = bits << 5 | digit;
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap());
        }
    }
    bytes
}
