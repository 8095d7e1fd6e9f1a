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

/// How many cases the long property tests try: 2,000, or what `SHANJAR_CASES` says in `make proof`.
fn cases() -> u32 {
    #[expect(
        clippy::disallowed_methods,
        reason = "the length of a proof is chosen where it is started"
    )]
    let chosen = std::env::var("SHANJAR_CASES");
    chosen.ok().and_then(|text| text.parse().ok()).unwrap_or(2_000)
}
