//! What the tests of secrets share: chance that repeats nothing, chance that fails, and how often a property is tried.

use std::sync::atomic::{AtomicU64, Ordering};

use proptest::test_runner::Config;

/// Bytes that nobody has had before in this process.
pub fn chance(bytes: &mut [u8]) -> Result<(), String> {
    static GIVEN: AtomicU64 = AtomicU64::new(1);
    let number = GIVEN.fetch_add(1, Ordering::Relaxed).to_le_bytes();
    bytes
        .iter_mut()
        .zip(number.iter().cycle())
        .for_each(|(to, from)| *to = *from);
    Ok(())
}

pub fn no_chance(_: &mut [u8]) -> Result<(), String> {
    Err("the pool is empty".into())
}

/// Returns how many cases a property is tried on: 256, or what `SHANJAR_CASES` says in `make proof`.
pub fn cases() -> u32 {
    #[expect(
        clippy::disallowed_methods,
        reason = "the length of a proof is chosen where it is started"
    )]
    let chosen = std::env::var("SHANJAR_CASES");
    chosen.ok().and_then(|text| text.parse().ok()).unwrap_or(256)
}

pub fn config() -> Config {
    Config::with_cases(cases())
}
