//! `/logout`: ends the session, in the store and in the browser.

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;

use super::see_other;
use crate::caller::{Caller, Transport, forget_session, origin_of, transport_of};
use crate::handle::Handle;
use crate::input::{FromForm, NoMembers};
use crate::observe::RequestContext;
use crate::pools::Pool;
use crate::problem::Problem;

/// What a browser is to forget besides the cookie; the choice of language stays.
const FORGOTTEN: HeaderValue = HeaderValue::from_static("\"cache\", \"storage\"");

/// Signs out.
pub async fn log_out(
    State(handle): State<Handle>,
    caller: Caller,
    context: RequestContext,
    FromForm(_): FromForm<NoMembers>,
) -> Result<Response, Problem> {
    // A session that cannot be ended goes on in the store, so nobody is told that it has ended.
    if let Caller::Unknown(problem) = caller {
        return Err(*problem);
    }
    if let Some(session) = caller.session() {
        let origin = origin_of(&context);
        let outcome = handle
            .run(Pool::Writes, move |app| app.log_out(&session, &origin))
            .await;
        handle.known().forget();
        outcome?;
    }
    let mut response = see_other("/");
    let headers = response.headers_mut();
    if transport_of(&context) != Transport::Open {
        forget_session(headers, transport_of(&context))?;
    }
    headers.insert(HeaderName::from_static("clear-site-data"), FORGOTTEN);
    Ok(response)
}
