//! `/ui?to=en&back=/c/c-000123`: keeps the choice of language in a cookie and leads back.

use axum::http::{HeaderValue, header};
use axum::response::Response;

use super::{see_other, way_back};
use crate::input::{Fields, FromPageQuery, Members};
use crate::problem::Problem;
use crate::web::negotiate::COOKIE;
use crate::web::ui::Ui;

/// Which language, and where the reader was.
#[derive(Debug)]
pub struct LanguageParams {
    to: Ui,
    back: String,
}

impl Members for LanguageParams {
    const NAMES: &'static [&'static str] = &[];

    fn take(fields: &mut Fields) -> Self {
        let to = fields.chosen("to", |text| {
            Ui::named(text).ok_or_else(|| Ui::ALL.map(Ui::code).to_vec())
        });
        Self {
            to: to.unwrap_or(Ui::Zh),
            back: back_of(&way_back::or_start(fields.text("back"))),
        }
    }
}

/// Sets the cookie and leads back to a page of ours.
pub async fn choose_language(
    FromPageQuery(params): FromPageQuery<LanguageParams>,
) -> Result<Response, Problem> {
    let cookie = format!(
        "{COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly",
        params.to.code()
    );
    let cookie = HeaderValue::from_str(&cookie).map_err(Problem::internal)?;
    let mut response = see_other(&params.back);
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}

/// A page that came in answer to a form is not asked for again: the one with the form is.
fn back_of(here: &str) -> String {
    let is_for_signing_in = here.starts_with("/login");
    let page = if is_for_signing_in {
        here
    } else {
        way_back::page_of(here)
    };
    page.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switching_the_language_led_to_an_address_that_only_takes_forms() {
        for (here, back) in [
            ("/accounts/a-1/reset", "/accounts/a-1"),
            ("/account/second-factor", "/account"),
            ("/tokens/t-1/revoke", "/tokens"),
            ("/accounts/new", "/accounts/new"),
            ("/login/code?next=%2Fbrowse", "/login/code?next=%2Fbrowse"),
            ("/?q=a", "/?q=a"),
        ] {
            assert_eq!(back_of(here), back);
        }
    }
}
