//! `/login/code`: the second factor after the password, six digits of the moment or a recovery code.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Serialize;

use super::faults::{FaultView, Faults, WRONG_CODE};
use super::login::{agent_of, signed_in};
use super::{private_page, see_other, way_back};
use crate::caller::{Caller, origin_of};
use crate::handle::Handle;
use crate::input::{Fields, FromForm, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::problem::Problem;
use crate::web::templates::View;

/// What the form sends, and where the reader was.
pub struct CodeForm {
    code: String,
    next: String,
}

impl Members for CodeForm {
    const NAMES: &'static [&'static str] = &["code", "next"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            code: fields.text("code").unwrap_or_default(),
            next: way_back::or_start(fields.text("next")),
        }
    }
}

/// The form.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LoginCodeView {
    pub login_name: String,
    pub next: String,
    pub faults: Vec<FaultView>,
}

impl View for LoginCodeView {
    const TEMPLATE: &'static str = "login_code.html";
}

/// Shows the form to whoever has given the password; everybody else begins with that.
pub async fn code_page(
    State(handle): State<Handle>,
    caller: Caller,
    context: RequestContext,
    FromPageQuery(asked): FromPageQuery<CodeForm>,
) -> Result<Response, Problem> {
    let Caller::Half { login_name, .. } = &caller else {
        return not_half(caller);
    };
    let view = LoginCodeView {
        login_name: login_name.clone(),
        next: asked.next,
        faults: Vec::new(),
    };
    private_page(&handle, &context, &caller, StatusCode::OK, &view)
}

/// Takes the second factor; the session gets a new secret.
pub async fn give_code(
    State(handle): State<Handle>,
    caller: Caller,
    context: RequestContext,
    headers: HeaderMap,
    FromForm(form): FromForm<CodeForm>,
) -> Result<Response, Problem> {
    let Caller::Half { session, login_name } = &caller else {
        return not_half(caller);
    };
    let (session, code) = (*session, form.code);
    let (origin, agent) = (origin_of(&context), agent_of(&headers));
    let work = move |app: &app::App| app.give_second_factor(&session, &code, &origin, &agent);
    match handle.with_password(work).await? {
        Ok(logged_in) => signed_in(&context, &logged_in, &form.next),
        Err(error) => {
            let faults = Faults::of(error, WRONG_CODE)?;
            let view = LoginCodeView {
                login_name: login_name.clone(),
                next: form.next,
                faults: faults.lines.clone(),
            };
            faults.page(&handle, &context, &caller, &view)
        }
    }
}

fn not_half(caller: Caller) -> Result<Response, Problem> {
    match caller {
        Caller::Unknown(problem) => Err(*problem),
        _ => Ok(see_other("/login")),
    }
}
