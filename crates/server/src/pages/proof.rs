//! `/account/prove`: the password once more, before what needs it.

use access::ChangeOwnAccount;
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::faults::{FaultView, Faults, WRONG_PASSWORD};
use super::permitted_form::PermittedForm;
use super::{private_page, see_other, way_back};
use crate::caller::Caller;
use crate::handle::Handle;
use crate::input::{Fields, Members};
use crate::observe::RequestContext;
use crate::problem::{Code, Problem};
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
#[derive(Clone, Default, Serialize)]
pub struct ProofView {
    /// Where the password is sent to: what takes it alone, or once more what it was asked for.
    pub action: String,
    /// The name of the field for the password.
    pub password_field: &'static str,
    /// What goes with it, names and values in their order.
    pub carried: Vec<(String, String)>,
    /// Whether it carries a form that was sent too late.
    pub is_in_between: bool,
    pub faults: Vec<FaultView>,
}

impl View for ProofView {
    const TEMPLATE: &'static str = "proof.html";
}

/// The field of the password that is given in between, which is none of the form's own.
pub const IN_BETWEEN: &str = "proof_password";

/// Fields that are never sent back to a browser: passwords, and codes that do not last as long as typing one.
const NEVER_CARRIED: [&str; 5] = ["password", "password_again", "present", "code", IN_BETWEEN];

impl ProofView {
    /// Makes the form that leads on to the page `next`.
    pub fn of(next: &str) -> Self {
        Self {
            action: "/account/prove".to_owned(),
            password_field: "password",
            carried: vec![("next".to_owned(), way_back::or_start(Some(next.to_owned())))],
            is_in_between: false,
            faults: Vec::new(),
        }
    }

    /// Makes the form that sends `sent` to `action` once more, with the password.
    pub fn in_between(action: &str, mut sent: Vec<(String, String)>) -> Self {
        sent.retain(|(name, _)| !NEVER_CARRIED.contains(&name.as_str()));
        Self {
            action: action.to_owned(),
            password_field: IN_BETWEEN,
            carried: sent,
            is_in_between: true,
            faults: Vec::new(),
        }
    }
}

/// Asks for the password and then does what the form `sent` asked for, which came too late.
///
/// # Errors
/// Those of a page.
pub fn ask_in_between(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    sent: Vec<(String, String)>,
) -> Result<Response, Problem> {
    let view = ProofView::in_between(&context.here, sent);
    private_page(handle, context, caller, Code::ProofNeeded.status(), &view)
}

/// Takes the password and leads back to what needs it.
pub async fn prove(
    State(handle): State<Handle>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: PermittedForm<ChangeOwnAccount, ProofForm>,
) -> Result<Response, Problem> {
    let session = super::account::session_of(&caller)?;
    let ProofForm { password, next } = form;
    let work = move |app: &app::App| app.prove(&permit, &session, &password);
    match handle.with_password(work).await? {
        Ok(()) => Ok(see_other(&next)),
        Err(error) => {
            let faults = Faults::of(error, WRONG_PASSWORD)?;
            let view = ProofView {
                faults: faults.lines.clone(),
                ..ProofView::of(&next)
            };
            faults.page(&handle, &context, &caller, &view)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_carried_through_the_page() {
        let names = [
            "present",
            "password",
            "password_again",
            "code",
            IN_BETWEEN,
            "reason",
        ];
        let sent = names.map(|name| (name.to_owned(), "x".to_owned())).to_vec();
        let carried = ProofView::in_between("/account/password", sent).carried;
        assert_eq!(carried, [("reason".to_owned(), "x".to_owned())]);
    }
}
