//! Files as the body of a request, as they are: bounded, arriving in time, and no more at once than memory is for.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use tokio::sync::OwnedSemaphorePermit;

use super::body::{Bounds, Patience, read_within};
use crate::handle::Handle;
use crate::problem::{Code, Problem};

/// How long a file may take to arrive: a larger one keeps its place longer, but not at the pace of a letter.
const PATIENCE: Patience = Patience {
    first: Duration::from_secs(15),
    least_bytes_a_second: 64 * 1024,
};

/// What receiving a file can fail with.
pub const UPLOAD_PROBLEMS: &[Code] = &[
    Code::RequestTimeout,
    Code::PayloadTooLarge,
    Code::UnsupportedEncoding,
    Code::Busy,
];

/// A file of at most `MAX_BYTES`. It keeps its place among those that are received until it is dropped.
#[derive(Debug)]
pub struct Upload<const MAX_BYTES: usize> {
    /// What is in it.
    pub bytes: Vec<u8>,
    /// To be kept until the file is stored.
    pub place: OwnedSemaphorePermit,
}

impl<const MAX_BYTES: usize> FromRequest<Handle> for Upload<MAX_BYTES> {
    type Rejection = Problem;

    async fn from_request(request: Request, handle: &Handle) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        Self::receive(handle, &parts.headers, body).await
    }
}

impl<const MAX_BYTES: usize> Upload<MAX_BYTES> {
    /// Receives the body of a request with `headers`.
    ///
    /// # Errors
    /// [`UPLOAD_PROBLEMS`].
    pub(super) async fn receive(handle: &Handle, headers: &HeaderMap, body: Body) -> Result<Self, Problem> {
        let place = handle.upload_place()?;
        let bounds = Bounds {
            max_bytes: MAX_BYTES,
            patience: PATIENCE,
        };
        let bytes = read_within(body, headers, bounds).await?;
        Ok(Self { bytes, place })
    }
}
