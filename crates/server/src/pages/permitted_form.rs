//! Forms that need a right: who sends one is judged before what was sent is read, and a password that has to be given
//! once more is asked for in between, without losing what was typed.

use access::{Action, ChangeOwnAccount, Permit};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

use super::account::session_of;
use super::faults::{Faults, WRONG_PASSWORD};
use super::kept_form::keep;
use super::proof::{IN_BETWEEN, ProofView, ask_in_between};
use crate::caller::Caller;
use crate::handle::Handle;
use crate::input::{Members, SentForm};
use crate::observe::RequestContext;
use crate::problem::{Code, Problem};

/// A form of somebody who may do `A`.
#[derive(Debug)]
pub struct PermittedForm<A, M> {
    /// Who has sent it.
    pub caller: Caller,
    /// The proof that they may.
    pub permit: Permit<A>,
    /// What they have sent.
    pub form: M,
}

impl<A: Action + Send + Sync, M: Members> FromRequest<Handle> for PermittedForm<A, M> {
    /// A problem that is still to be written out, or the page that asks to sign in or for the password.
    type Rejection = Response;

    async fn from_request(request: Request, handle: &Handle) -> Result<Self, Response> {
        match Self::judged(request, handle).await {
            Ok(Judged::Form(form)) => Ok(form),
            Ok(Judged::AskedInBetween(page)) => Err(page),
            Err(problem) => Err(problem.into_response()),
        }
    }
}

/// What a form comes to.
enum Judged<T> {
    Form(T),
    AskedInBetween(Response),
}

impl<A: Action, M: Members> PermittedForm<A, M> {
    async fn judged(request: Request, handle: &Handle) -> Result<Judged<Self>, Problem> {
        let (mut parts, body) = request.into_parts();
        let context = RequestContext::from_request_parts(&mut parts, handle).await?;
        let mut sent = SentForm::of(&parts, body).await?;
        if let Some(password) = sent.take(IN_BETWEEN)
            && let Err(faults) = prove(handle, &mut parts, password).await?
        {
            sent.expect_known::<M>()?;
            let caller = Caller::from_request_parts(&mut parts, handle).await?;
            let view = ProofView {
                faults: faults.lines.clone(),
                ..ProofView::in_between(&context.here, sent.into_pairs())
            };
            return faults
                .page(handle, &context, &caller, &view)
                .map(Judged::AskedInBetween);
        }
        let caller = Caller::from_request_parts(&mut parts, handle).await?;
        match handle.permit::<A>(&caller).await {
            Ok(permit) => {
                let form = sent.read()?;
                Ok(Judged::Form(Self { caller, permit, form }))
            }
            Err(problem) if problem.code == Code::ProofNeeded => {
                sent.expect_known::<M>()?;
                ask_in_between(handle, &context, &caller, sent.into_pairs()).map(Judged::AskedInBetween)
            }
            Err(problem) if problem.code == Code::Unauthenticated && M::IS_KEPT => {
                sent.expect_known::<M>()?;
                keep(handle, &context, &caller, sent.into_pairs()).map(Judged::AskedInBetween)
            }
            Err(problem) => Err(problem),
        }
    }
}

/// Takes the password that was asked for in between; the inner error is what is wrong with it.
async fn prove(handle: &Handle, parts: &mut Parts, password: String) -> Result<Result<(), Faults>, Problem> {
    let caller = Caller::from_request_parts(parts, handle).await?;
    let permit = handle.permit::<ChangeOwnAccount>(&caller).await?;
    let session = session_of(&caller)?;
    let work = move |app: &app::App| app.prove(&permit, &session, &password);
    match handle.with_password(work).await? {
        Ok(()) => Ok(Ok(())),
        Err(error) => Faults::of(error, WRONG_PASSWORD).map(Err),
    }
}
