//! `/login`: signing in with name and password.

use app::accounts::{LoggedIn, Login};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use serde::Serialize;

use super::faults::{FaultView, Faults, WRONG_LOGIN};
use super::{private_page, see_other, way_back};
use crate::caller::{Caller, Transport, keep_session, origin_of, session_of, transport_of};
use crate::handle::Handle;
use crate::input::{Fields, FromForm, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::problem::{Code, Problem};
use crate::web::templates::{View, percent_encode};

/// Where the reader was, and what was done before.
#[derive(Debug)]
pub struct LoginParams {
    next: String,
    has_set_password: bool,
}

impl Members for LoginParams {
    const NAMES: &'static [&'static str] = &[];

    fn take(fields: &mut Fields) -> Self {
        Self {
            next: way_back::or_start(fields.text("next")),
            has_set_password: fields.text("after").is_some_and(|after| after == "first"),
        }
    }
}

/// What the form sends.
pub struct LoginForm {
    login_name: String,
    password: String,
    next: String,
}

impl Members for LoginForm {
    const NAMES: &'static [&'static str] = &["login_name", "password", "next"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            login_name: fields.text("login_name").unwrap_or_default(),
            password: fields.text("password").unwrap_or_default(),
            next: way_back::or_start(fields.text("next")),
        }
    }
}

/// The form, or why there is none.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LoginView {
    pub login_name: String,
    pub next: String,
    pub faults: Vec<FaultView>,
    /// Whether the password was set a moment ago.
    pub has_set_password: bool,
    /// Whether others on the network could read the password: then there is no form.
    pub is_open: bool,
}

impl View for LoginView {
    const TEMPLATE: &'static str = "login.html";
}

/// Shows the form; whoever has signed in already goes on.
pub async fn login_page(
    State(handle): State<Handle>,
    caller: Caller,
    context: RequestContext,
    FromPageQuery(params): FromPageQuery<LoginParams>,
) -> Result<Response, Problem> {
    if caller.login_name().is_some() {
        return Ok(see_other(&params.next));
    }
    let view = LoginView {
        next: params.next,
        has_set_password: params.has_set_password,
        is_open: transport_of(&context) == Transport::Open,
        ..LoginView::default()
    };
    private_page(&handle, &context, &caller, StatusCode::OK, &view)
}

/// Signs in, and leads on or to the second factor.
pub async fn log_in(
    State(handle): State<Handle>,
    caller: Caller,
    context: RequestContext,
    headers: HeaderMap,
    FromForm(form): FromForm<LoginForm>,
) -> Result<Response, Problem> {
    let transport = transport_of(&context);
    if transport == Transport::Open {
        return Err(Problem::new(Code::InsecureOrigin));
    }
    let LoginForm {
        login_name,
        password,
        next,
    } = form;
    let (origin, agent, before) = (
        origin_of(&context),
        agent_of(&headers),
        session_of(&headers, transport),
    );
    let typed = login_name.clone();
    let work = move |app: &app::App| {
        app.log_in(&Login {
            login_name: &typed,
            password: &password,
            origin: &origin,
            agent: &agent,
            before: before.as_ref(),
        })
    };
    match handle.with_password(work).await? {
        Ok(logged_in) => signed_in(&context, &logged_in, &next),
        Err(error) => {
            let faults = Faults::of(error, WRONG_LOGIN)?;
            let view = LoginView {
                login_name,
                next,
                faults: faults.lines.clone(),
                ..LoginView::default()
            };
            faults.page(&handle, &context, &caller, &view)
        }
    }
}

/// Gives the browser its session and leads on to `next`, or first to where the second factor is given.
///
/// # Errors
/// Where a session would be readable on the way.
pub fn signed_in(context: &RequestContext, logged_in: &LoggedIn, next: &str) -> Result<Response, Problem> {
    let mut response = if logged_in.needs_second_factor {
        see_other(&format!("/login/code?next={}", percent_encode(next)))
    } else {
        see_other(next)
    };
    let secret = logged_in.secret.text();
    keep_session(response.headers_mut(), transport_of(context), secret)?;
    Ok(response)
}

/// Returns what a browser says of itself.
pub fn agent_of(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT);
    agent.map_or_else(String::new, |agent| {
        String::from_utf8_lossy(agent.as_bytes()).into_owned()
    })
}
