//! What a page's form sends in the body: texts that must not stand in an address.

use axum::body::Body;
use axum::extract::{Form, FromRequest, Request};
use axum::http::request::Parts;
use axum::http::{Method, header};

use super::body::read;
use super::{Fields, Members};
use crate::armour::CrossSite;
use crate::caller::{session_of, transport_of};
use crate::observe::RequestContext;
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
        expect_own(&parts, &pairs)?;
        Fields::of_form(pairs).read().map(Self)
    }
}

/// The field in which a form proves that it is one of ours.
const TOKEN: &str = "form_token";

/// Refuses a form of which nothing says that a page of ours has sent it, unless it brings the token of its session.
fn expect_own(parts: &Parts, pairs: &[(String, String)]) -> Result<(), Problem> {
    // A handler that a request reaches unjudged is not to trust it.
    let proven = parts.extensions.get().copied().unwrap_or(CrossSite::NeedsToken);
    if proven == CrossSite::Passed {
        return Ok(());
    }
    let context = parts.extensions.get::<RequestContext>();
    let session = context.and_then(|context| session_of(&parts.headers, transport_of(context)));
    let token = pairs.iter().find(|(name, _)| name == TOKEN);
    match (session, token) {
        (Some(session), Some((_, token))) if session.is_form_token(token) => Ok(()),
        _ => Err(Problem::new(Code::CrossSite)),
    }
}
