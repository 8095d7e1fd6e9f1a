//! What a page's form sends in the body: texts that must not stand in an address.

use axum::body::Body;
use axum::extract::{Form, FromRequest, Request};
use axum::http::{Method, header};

use super::body::read;
use super::{Fields, Members};
use crate::problem::{Code, Problem};

/// The fields of a form; names that are not understood are passed over, as in the address of a page.
#[derive(Debug)]
pub struct FromForm<M>(pub M);

impl<M: Members, S: Send + Sync> FromRequest<S> for FromForm<M> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let bytes = read(body, &parts.headers).await?;
        // Read within our own bounds; the library takes it apart.
        let mut whole = Request::new(Body::from(bytes));
        *whole.method_mut() = Method::POST;
        let declared = parts.headers.get(header::CONTENT_TYPE).cloned();
        whole
            .headers_mut()
            .extend(declared.map(|kind| (header::CONTENT_TYPE, kind)));
        let Form(pairs) = Form::<Vec<(String, String)>>::from_request(whole, state)
            .await
            .map_err(|_| Problem::new(Code::MalformedRequest))?;
        Fields::of_query(pairs).read().map(Self)
    }
}
