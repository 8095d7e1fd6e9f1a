//! Who asks and the proof that they may, before anything else of the request is read.

use access::{Action, Permit};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::Caller;
use crate::handle::Handle;
use crate::problem::Problem;

/// Somebody who may do `A`. Where it stands first among what a handler takes, whoever may not is told that and nothing
/// of what was sent.
#[derive(Debug)]
pub struct Permitted<A> {
    /// Who asks.
    pub caller: Caller,
    /// The proof.
    pub permit: Permit<A>,
}

impl<A: Action + Send + Sync> FromRequestParts<Handle> for Permitted<A> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, handle: &Handle) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, handle).await?;
        let permit = handle.permit::<A>(&caller).await?;
        Ok(Self { caller, permit })
    }
}
