//! What a page's form sends in the body: texts that must not stand in an address.

use axum::body::Body;
use axum::extract::{Form, FromRequest, Request};
use axum::http::request::Parts;
use axum::http::{Method, header};

use super::body::read;
use super::{Fields, Members, shortened};
use crate::armour::CrossSite;
use crate::caller::{session_of, transport_of};
use crate::observe::RequestContext;
use crate::problem::{Code, Problem};

/// The fields of a form that anybody may send; a field that the form does not have is refused, since it would be
/// ignored silently.
#[derive(Debug)]
pub struct FromForm<M>(pub M);

impl<M: Members, S: Send + Sync> FromRequest<S> for FromForm<M> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        SentForm::of(&parts, body).await?.read().map(Self)
    }
}

/// A form that a page of ours has sent, not read yet. Every form goes through here.
pub struct SentForm(Vec<(String, String)>);

impl SentForm {
    /// Takes the form out of a request of which `parts` is the head.
    ///
    /// # Errors
    /// A body that is too long, comes too late or is no form, and a form of which nothing says that it is one of ours.
    pub async fn of(parts: &Parts, body: Body) -> Result<Self, Problem> {
        let bytes = read(body, &parts.headers).await?;
        // Read within our own bounds; the library takes it apart.
        let mut whole = Request::new(Body::from(bytes));
        *whole.method_mut() = Method::POST;
        let declared = parts.headers.get(header::CONTENT_TYPE).cloned();
        whole
            .headers_mut()
            .extend(declared.map(|kind| (header::CONTENT_TYPE, kind)));
        let Form(pairs) = Form::<Vec<(String, String)>>::from_request(whole, &())
            .await
            .map_err(|_| Problem::new(Code::MalformedRequest))?;
        expect_own(parts, &pairs)?;
        Ok(Self::of_pairs(pairs))
    }

    /// Makes a form of what was sent in another way, and proven to be ours.
    pub(super) fn of_pairs(mut pairs: Vec<(String, String)>) -> Self {
        pairs.retain(|(name, _)| name != TOKEN);
        Self(pairs)
    }

    /// Takes the field `name` out of the form.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let nth = self.0.iter().position(|(field, _)| field == name)?;
        Some(self.0.remove(nth).1)
    }

    /// Refuses a form with fields that `M` does not have.
    ///
    /// # Errors
    /// [`Code::UnknownField`] with the first of them.
    pub fn expect_known<M: Members>(&self) -> Result<(), Problem> {
        let unknown = self.0.iter().find(|(name, _)| !M::knows(name));
        match unknown {
            None => Ok(()),
            Some((name, _)) => Err(Problem::new(Code::UnknownField).with("name", shortened(name))),
        }
    }

    /// Reads the fields.
    ///
    /// # Errors
    /// Fields that `M` does not have, and values that cannot be used.
    pub fn read<M: Members>(self) -> Result<M, Problem> {
        self.expect_known::<M>()?;
        Fields::of_form(self.0).read()
    }

    /// Returns names and values as they were typed, in their order.
    pub fn into_pairs(self) -> Vec<(String, String)> {
        self.0
    }
}

/// The field in which a form proves that it is one of ours.
const TOKEN: &str = "form_token";

/// Refuses a form of which nothing says that a page of ours has sent it, unless it brings the token of its session.
pub(super) fn expect_own(parts: &Parts, pairs: &[(String, String)]) -> Result<(), Problem> {
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
