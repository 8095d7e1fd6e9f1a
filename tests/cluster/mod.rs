//! Several nodes and a database that fails over: what is acknowledged is kept, once, and every node finds it.
//!
//! `make proof` runs this at length; each proof has a control that must lose, or the detector proves nothing.

mod failover;
mod following;
mod own_writes;
mod writers;

/// Returns the number that `variable` holds, or `short` if it holds none.
fn length(variable: &str, short: usize) -> usize {
    #[expect(
        clippy::disallowed_methods,
        reason = "the length of a proof is chosen where it is started"
    )]
    let chosen = std::env::var(variable);
    chosen.ok().and_then(|text| text.parse().ok()).unwrap_or(short)
}
