//! `/account/prove`: the password once more, before what needs it.

use access::ChangeOwnAccount;
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::faults::{FaultView, Faults, WRONG_PASSWORD};
use super::{see_other, way_back};
use crate::caller::Caller;
use crate::handle::Handle;
use crate::input::{Fields, FromForm, Members};
use crate::observe::RequestContext;
use crate::problem::Problem;
use crate::web::templates::View;

/// What the form sends.
pub struct ProofForm {
    password: String,
    next: String,
}

impl Members for ProofForm {
    const NAMES: &'static [&'static str] = &["password", "next"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            password: fields.text("password").unwrap_or_default(),
            next: way_back::or_start(fields.text("next")),
        }
    }
}

/// The form, which any page can end in that needs a fresh password.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ProofView {
    pub next: String,
    pub faults: Vec<FaultView>,
}

impl View for ProofView {
    const TEMPLATE: &'static str = "proof.html";
}

impl ProofView {
    /// Makes the form that leads on to `next`.
    pub fn of(next: &str) -> Self {
        Self {
            next: way_back::or_start(Some(next.to_owned())),
            faults: Vec::new(),
        }
    }
}

/// Takes the password and leads back to what needs it.
pub async fn prove(
    State(handle): State<Handle>,
    caller: Caller,
    context: RequestContext,
    FromForm(form): FromForm<ProofForm>,
) -> Result<Response, Problem> {
    let permit = handle.permit::<ChangeOwnAccount>(&caller).await?;
    let session = super::account::session_of(&caller)?;
    let ProofForm { password, next } = form;
    let work = move |app: &app::App| app.prove(&permit, &session, &password);
    match handle.with_password(work).await? {
        Ok(()) => Ok(see_other(&next)),
        Err(error) => {
            let faults = Faults::of(error, WRONG_PASSWORD)?;
            let view = ProofView {
                next,
                faults: faults.lines.clone(),
            };
            faults.page(&handle, &context, &caller, &view)
        }
    }
}
