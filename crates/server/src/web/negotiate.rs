//! Which language of the interface a request asks for.

use axum::http::{HeaderMap, header};

use super::ui::Ui;

/// The cookie in which the choice of language is kept.
pub const COOKIE: &str = "ui";

/// Returns the language chosen by cookie, else the one the browser prefers, else Chinese.
pub fn page_language(headers: &HeaderMap) -> Ui {
    chosen(headers).unwrap_or_else(|| accepted_language(headers))
}

/// Returns the language that `Accept-Language` prefers, else Chinese. Programs have no cookie to choose by.
pub fn accepted_language(headers: &HeaderMap) -> Ui {
    let accepted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let mut best: Option<(u16, Ui)> = None;
    for range in accepted.split(',') {
        let mut parts = range.split(';');
        let tag = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let Some(ui) = Ui::named(tag.split('-').next().unwrap_or_default()) else {
            continue;
        };
        let weight = parts
            .find_map(|p| p.trim().strip_prefix("q="))
            .map_or(1000, thousandths);
        // Of equal weights the first counts, and 0 means "not this one" (RFC 9110, 12.4.2).
        if weight > best.map_or(0, |(w, _)| w) {
            best = Some((weight, ui));
        }
    }
    best.map_or(Ui::Zh, |(_, ui)| ui)
}

fn chosen(headers: &HeaderMap) -> Option<Ui> {
    let cookies = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok());
    cookies
        .flat_map(|line| line.split(';'))
        .find_map(|pair| Ui::named(pair.trim().strip_prefix(COOKIE)?.strip_prefix('=')?))
}

fn thousandths(weight: &str) -> u16 {
    // A weight has at most three digits after the point; what is no weight counts as none.
    let weight: f32 = weight.trim().parse().unwrap_or(0.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to 0..=1000 before"
    )]
    let thousandths = (weight.clamp(0.0, 1.0) * 1000.0) as u16;
    thousandths
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[track_caller]
    fn check(accept: &str, cookie: &str, expected: Ui) {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_str(accept).unwrap());
        headers.insert(header::COOKIE, HeaderValue::from_str(cookie).unwrap());
        assert_eq!(page_language(&headers), expected, "{accept} / {cookie}");
    }

    #[test]
    fn the_browser_prefers_and_the_cookie_decides() {
        check("", "", Ui::Zh);
        check("en-GB,en;q=0.9,zh;q=0.8", "", Ui::En);
        check("de, zh-CN;q=0.5, bo;q=0.7", "", Ui::Bo);
        check("en;q=0", "", Ui::Zh);
        check("en;q=x, bo;q=0.001", "", Ui::Bo);
        check("en;q=NaN", "", Ui::Zh);
        check("fr", "", Ui::Zh);
        check("en", "a=b; ui=bo; c", Ui::Bo);
        check("en", "ui=xx", Ui::En);
        check("en", "gui=bo", Ui::En);
    }

    #[test]
    fn a_program_is_answered_in_the_language_it_accepts_whatever_its_cookies() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("ui=bo"));
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("en"));
        assert_eq!(accepted_language(&headers), Ui::En);
    }
}
