//! The one thing that can go wrong when a secret is drawn.

/// There are no random bytes to be had; what the system said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the system gives no random bytes: {0}")]
pub struct NoChance(pub String);
