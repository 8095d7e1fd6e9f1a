//! Text as a picture that telephones read: a QR code (ISO/IEC 18004) as SVG.

use std::fmt::Write;

use fast_qr::ECL;
use fast_qr::qr::{QRBuilder, QRCode};

/// How many empty modules stand on every side (ISO/IEC 18004, 5.3.8).
const QUIET_ZONE: usize = 4;

/// The text is too long for a QR code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a text of {bytes} bytes is too long for a QR code")]
pub struct TooLongForQr {
    /// Its length.
    pub bytes: usize,
}

/// Returns an `svg` element with the QR code of `text`, dark on light in either theme, and `title` for whoever hears the
/// page. It has no style and no script, so a strict Content-Security-Policy lets it stand inside a page; its size is that
/// of the box around it.
///
/// Of the four levels of correction it has the second (15 %), since a printed slip gets folded.
///
/// # Errors
/// If the text has more than some 2,300 bytes.
pub fn svg(text: &str, title: &str) -> Result<String, TooLongForQr> {
    let too_long = |_| TooLongForQr { bytes: text.len() };
    let code = QRBuilder::new(text).ecl(ECL::M).build().map_err(too_long)?;
    let side = code.size + 2 * QUIET_ZONE;
    let (title, path) = (escaped(title), dark_path(&code));
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" role=\"img\" shape-rendering=\"crispEdges\">\
         <title>{title}</title><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

/// Returns the dark modules as one path: a bar for each run of them in a row.
fn dark_path(code: &QRCode) -> String {
    let mut path = String::new();
    for row in 0..code.size {
        let mut column = 0;
        for run in code[row].chunk_by(|a, b| a.value() == b.value()) {
            if run.first().is_some_and(|module| module.value()) {
                let (x, y, length) = (column + QUIET_ZONE, row + QUIET_ZONE, run.len());
                // Writing to a string does not fail.
                write!(path, "M{x} {y}h{length}v1h-{length}z").unwrap_or_default();
            }
            column += run.len();
        }
    }
    path
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // XML knows no control characters but these.
            c if c.is_control() && !matches!(c, '\t' | '\n') => {}
            c => escaped.push(c),
        }
    }
    escaped
}
