//! `/ui?to=en&back=/c/c-000123`: keeps the choice of language in a cookie and leads back.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

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
        let back = fields
            .text("back")
            .filter(|back| is_ours(back))
            .unwrap_or_else(|| "/".to_owned());
        Self {
            to: to.unwrap_or(Ui::Zh),
            back,
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
    let back = HeaderValue::from_str(&params.back).unwrap_or(HeaderValue::from_static("/"));
    Ok((
        StatusCode::SEE_OTHER,
        [(header::LOCATION, back), (header::SET_COOKIE, cookie)],
    )
        .into_response())
}

/// Tells whether `back` is a path of this server. Browsers read `//host` and `/\host` as other hosts,
/// and leave out tabs and line ends before they look.
fn is_ours(back: &str) -> bool {
    back.starts_with('/')
        && !back.starts_with("//")
        && back.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_never_leads_to_another_host() {
        for (back, expected) in [
            ("/", true),
            ("/?q=%E6%B3%95&lang=zh", true),
            ("/c/c-000001", true),
            ("//evil.example", false),
            ("/\\evil.example", false),
            ("/\t/evil.example", false),
            ("https://evil.example", false),
            ("javascript:alert(1)", false),
            ("/a\r\nSet-Cookie: x", false),
            ("", false),
        ] {
            assert_eq!(is_ours(back), expected, "{back:?}");
        }
    }
}
