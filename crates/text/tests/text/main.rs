//! What the crate promises to its users, on the conformance rows and on arbitrary text.

#![expect(
    clippy::unwrap_used,
    reason = "a test whose vectors cannot be read has failed"
)]

mod collation;
mod conformance;
mod corpus;
mod ewts;
mod legacy;
mod limits;
mod phonetic;
mod phonetic_any;
mod pinyin;
mod properties;
mod readings;

/// Returns how the properties are tried: on 2,000 cases each, or on what `SHANJAR_CASES` says in `make proof`.
fn config() -> proptest::test_runner::Config {
    #[expect(
        clippy::disallowed_methods,
        reason = "the length of a proof is chosen where it is started"
    )]
    let chosen = std::env::var("SHANJAR_CASES");
    let cases = chosen.ok().and_then(|text| text.parse().ok()).unwrap_or(2_000);
    proptest::test_runner::Config {
        cases,
        // Some patterns make more that is no native syllable than what is.
        max_local_rejects: cases.saturating_mul(16),
        max_global_rejects: cases.saturating_mul(16),
        ..Default::default()
    }
}
