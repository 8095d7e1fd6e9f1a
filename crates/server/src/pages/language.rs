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
            back: way_back::or_start(fields.text("back")),
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
