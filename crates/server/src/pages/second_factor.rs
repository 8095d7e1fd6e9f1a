//! Setting up a second factor, and taking it away again. What is shown is shown once.

use access::{ChangeOwnAccount, Permit};
use app::accounts::Enrolment;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::account::session_of;
use super::faults::{FaultView, Faults, WRONG_CODE};
use super::permitted_form::PermittedForm;
use super::proof::ask_in_between;
use super::{private_page, see_other};
use crate::handle::Handle;
use crate::input::{Fields, Members, NoMembers};
use crate::observe::RequestContext;
use crate::problem::{Code, Problem};
use crate::web::templates::View;
use crate::write::Repeating;

/// What the form sends.
pub struct ConfirmForm {
    code: String,
}

impl Members for ConfirmForm {
    const NAMES: &'static [&'static str] = &["code"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            code: fields.text("code").unwrap_or_default(),
        }
    }
}

/// The picture for the phone, and the form for its first code.
#[derive(Clone, Default, Serialize)]
pub struct EnrolmentView {
    /// `None` once it was shown: after a wrong code the phone has it.
    pub enrolment: Option<SecretView>,
    pub faults: Vec<FaultView>,
}

/// What a phone needs.
#[derive(Clone, Serialize)]
pub struct SecretView {
    /// In groups of four, to be typed.
    pub secret: String,
    /// The same as a picture (SVG).
    pub qr: String,
}

/// The recovery codes.
#[derive(Clone, Serialize)]
pub struct RecoveryView {
    pub login_name: String,
    pub codes: Vec<String>,
}

impl View for EnrolmentView {
    const TEMPLATE: &'static str = "second_factor.html";
}

impl View for RecoveryView {
    const TEMPLATE: &'static str = "recovery_codes.html";
}

/// Begins to set up a second factor.
pub async fn begin(
    State(handle): State<Handle>,
    context: RequestContext,
    PermittedForm { caller, permit, .. }: PermittedForm<ChangeOwnAccount, NoMembers>,
) -> Result<Response, Problem> {
    let work = |app: &app::App, permit: &Permit<ChangeOwnAccount>| {
        app.begin_second_factor(permit, permit.actor().id())
    };
    // A secret that nobody was shown is replaced by the next.
    let enrolment = match handle.act(permit, Repeating::IsSafe, work).await {
        // What is about the own account is judged by the application.
        Err(problem) if problem.code == Code::ProofNeeded => {
            return ask_in_between(&handle, &context, &caller, Vec::new());
        }
        outcome => outcome?,
    };
    let view = EnrolmentView {
        enrolment: Some(enrolment.into()),
        faults: Vec::new(),
    };
    private_page(&handle, &context, &caller, StatusCode::OK, &view)
}

/// Takes the first code of the phone, and shows the recovery codes.
pub async fn confirm(
    State(handle): State<Handle>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: PermittedForm<ChangeOwnAccount, ConfirmForm>,
) -> Result<Response, Problem> {
    let session = session_of(&caller)?;
    let work = move |app: &app::App, permit: &Permit<ChangeOwnAccount>| {
        app.confirm_second_factor(permit, permit.actor().id(), &form.code, &session)
    };
    match handle.act_unmapped(permit, Repeating::WritesAgain, work).await? {
        Ok(codes) => {
            let view = RecoveryView {
                login_name: caller.login_name().unwrap_or_default().to_owned(),
                codes: codes.iter().map(|code| code.to_string()).collect(),
            };
            private_page(&handle, &context, &caller, StatusCode::OK, &view)
        }
        Err(error) => {
            let faults = Faults::of(error, WRONG_CODE)?;
            let view = EnrolmentView {
                enrolment: None,
                faults: faults.lines.clone(),
            };
            faults.page(&handle, &context, &caller, &view)
        }
    }
}

/// Takes the second factor away.
pub async fn remove(
    State(handle): State<Handle>,
    context: RequestContext,
    PermittedForm { caller, permit, .. }: PermittedForm<ChangeOwnAccount, NoMembers>,
) -> Result<Response, Problem> {
    let work = |app: &app::App, permit: &Permit<ChangeOwnAccount>| {
        app.remove_second_factor(permit, permit.actor().id())
    };
    match handle.act(permit, Repeating::IsSafe, work).await {
        Err(problem) if problem.code == Code::ProofNeeded => {
            ask_in_between(&handle, &context, &caller, Vec::new())
        }
        outcome => outcome.map(|()| see_other("/account?done=second_factor_removed")),
    }
}

impl From<Enrolment> for SecretView {
    fn from(enrolment: Enrolment) -> Self {
        let letters: Vec<char> = enrolment.secret.chars().collect();
        let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
        Self {
            secret: groups.join(" "),
            qr: enrolment.qr,
        }
    }
}
