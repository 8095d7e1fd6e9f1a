//! `/login/first`: the first password of an account, or a new one after a reset, by the code of a slip.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::faults::{FaultView, Faults, WRONG_LOGIN};
use super::{private_page, see_other};
use crate::caller::{Caller, Transport, origin_of, transport_of};
use crate::handle::Handle;
use crate::input::{Fields, FromForm, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::problem::{Code, Problem};
use crate::web::templates::View;

/// What the form sends; of an address only the name is read, which the picture of a slip carries.
pub struct FirstForm {
    login_name: String,
    code: String,
    password: String,
    password_again: String,
}

impl Members for FirstForm {
    const NAMES: &'static [&'static str] = &["login_name", "code", "password", "password_again"];

    fn take(fields: &mut Fields) -> Self {
        let mut text = |name| fields.text(name).unwrap_or_default();
        Self {
            login_name: text("login_name"),
            code: text("code"),
            password: text("password"),
            password_again: text("password_again"),
        }
    }
}

/// The form, or why there is none.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LoginFirstView {
    pub login_name: String,
    pub faults: Vec<FaultView>,
    /// Whether others on the network could read the password.
    pub is_open: bool,
}

impl View for LoginFirstView {
    const TEMPLATE: &'static str = "login_first.html";
}

/// Shows the form.
pub async fn first_page(
    State(handle): State<Handle>,
    caller: Caller,
    context: RequestContext,
    FromPageQuery(asked): FromPageQuery<FirstForm>,
) -> Result<Response, Problem> {
    let view = LoginFirstView {
        login_name: asked.login_name,
        faults: Vec::new(),
        is_open: transport_of(&context) == Transport::Open,
    };
    private_page(&handle, &context, &caller, StatusCode::OK, &view)
}

/// Sets the password and leads to the page where one signs in with it.
pub async fn set_first_password(
    State(handle): State<Handle>,
    caller: Caller,
    context: RequestContext,
    FromForm(form): FromForm<FirstForm>,
) -> Result<Response, Problem> {
    if transport_of(&context) == Transport::Open {
        return Err(Problem::new(Code::InsecureOrigin));
    }
    let FirstForm {
        login_name,
        code,
        password,
        password_again,
    } = form;
    let faults = if password == password_again {
        let (origin, typed) = (origin_of(&context), login_name.clone());
        let work = move |app: &app::App| app.redeem_code(&typed, &code, &password, &origin);
        match handle.with_password(work).await? {
            Ok(()) => return Ok(see_other("/login?after=first&next=/account")),
            Err(error) => Faults::of(error, WRONG_LOGIN)?,
        }
    } else {
        Faults::not_the_same()
    };
    let view = LoginFirstView {
        login_name,
        faults: faults.lines.clone(),
        is_open: false,
    };
    faults.page(&handle, &context, &caller, &view)
}
