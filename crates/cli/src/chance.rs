//! The program's only source of chance; everything else is handed the bytes.

/// Returns random bytes from the system.
///
/// # Errors
/// If the system has none to give.
pub fn random_bytes() -> anyhow::Result<[u8; 16]> {
    let mut bytes = [0; 16];
    fill(&mut bytes).map_err(|err| anyhow::anyhow!("the system gives no random bytes: {err}"))?;
    Ok(bytes)
}

/// Fills `bytes` with random bytes from the system.
///
/// # Errors
/// If the system has none to give; in its words.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the program draws random bytes"
)]
pub fn fill(bytes: &mut [u8]) -> Result<(), String> {
    getrandom::fill(bytes).map_err(|err| err.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_draws_differ() {
        assert_ne!(random_bytes().unwrap(), random_bytes().unwrap());
    }
}
