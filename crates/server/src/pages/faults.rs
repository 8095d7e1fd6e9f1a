//! What is wrong with a form that was sent, shown beside it.

use app::Error;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Serialize;

use super::private_page;
use crate::caller::Caller;
use crate::handle::Handle;
use crate::observe::RequestContext;
use crate::problem::Problem;
use crate::web::templates::View;

/// One thing that is wrong; its sentence is the translation `fault.<code>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FaultView {
    pub code: &'static str,
    /// How long to wait, where that helps.
    pub seconds: u64,
}

/// What came of a form that cannot be used.
#[derive(Debug, Clone)]
pub struct Faults {
    pub status: StatusCode,
    pub lines: Vec<FaultView>,
}

/// What can be wrong, for the test of the translations.
#[cfg(test)]
pub const CODES: [&str; 11] = [
    WRONG_LOGIN,
    WRONG_CODE,
    WRONG_PASSWORD,
    NOT_THE_SAME,
    TOO_MANY,
    "password_too_short",
    "password_too_long",
    "password_often_used",
    "password_holds_login_name",
    "password_repetitive",
    "password_control_character",
];

/// Name, password or code: which of them is not said.
pub const WRONG_LOGIN: &str = "wrong_login";
/// The second factor.
pub const WRONG_CODE: &str = "wrong_code";
/// The password of somebody who is known.
pub const WRONG_PASSWORD: &str = "wrong_password";
const NOT_THE_SAME: &str = "not_the_same";
const TOO_MANY: &str = "too_many";

impl Faults {
    /// Returns what `error` says of a form in which `wrong` is what was not right.
    ///
    /// # Errors
    /// What a form cannot mend.
    pub fn of(error: Error, wrong: &'static str) -> Result<Self, Problem> {
        let (status, lines) = match error {
            Error::WrongLogin => (StatusCode::UNAUTHORIZED, vec![fault(wrong)]),
            Error::TooManyAttempts { wait_seconds } => {
                let line = FaultView {
                    code: TOO_MANY,
                    seconds: wait_seconds,
                };
                (StatusCode::TOO_MANY_REQUESTS, vec![line])
            }
            Error::UnusablePassword(faults) => {
                let lines = faults.iter().map(|f| fault(f.code())).collect();
                (StatusCode::UNPROCESSABLE_ENTITY, lines)
            }
            other => return Err(other.into()),
        };
        Ok(Self { status, lines })
    }

    /// Says that the password was not repeated as it was.
    pub fn not_the_same() -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            lines: vec![fault(NOT_THE_SAME)],
        }
    }

    /// Renders `view`, which shows the lines beside its form.
    ///
    /// # Errors
    /// Those of [`private_page`].
    pub fn page<V: View>(
        &self,
        handle: &Handle,
        context: &RequestContext,
        caller: &Caller,
        view: &V,
    ) -> Result<Response, Problem> {
        let mut response = private_page(handle, context, caller, self.status, view)?;
        let headers = response.headers_mut();
        if self.status == StatusCode::UNAUTHORIZED {
            // RFC 9110, 15.5.2: an answer with this status names a way to sign in.
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(line) = self.lines.iter().find(|line| line.seconds > 0) {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(line.seconds));
        }
        Ok(response)
    }
}

fn fault(code: &'static str) -> FaultView {
    FaultView { code, seconds: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_form_can_mend_is_shown_beside_it_and_nothing_else_is() {
        let told = |error| Faults::of(error, WRONG_LOGIN).map(|f| (f.status.as_u16(), f.lines));
        assert_eq!(
            told(Error::WrongLogin).unwrap(),
            (401, vec![fault("wrong_login")])
        );
        let late = FaultView {
            code: "too_many",
            seconds: 7,
        };
        assert_eq!(
            told(Error::TooManyAttempts { wait_seconds: 7 }).unwrap(),
            (429, vec![late])
        );
        assert!(told(Error::Busy).is_err() && told(Error::NoSuchAccount).is_err());
    }
}
