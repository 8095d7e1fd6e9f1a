//! Slips: what whoever gets an account is handed on paper. Shown once, in the answer to what made them.

use app::accounts::Slip;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use serde::Serialize;

use super::private_page;
use super::times::shown;
use crate::caller::{Caller, Transport, transport_of};
use crate::handle::Handle;
use crate::observe::RequestContext;
use crate::problem::Problem;
use crate::web::templates::{View, percent_encode};

/// The slips, to be printed and cut.
#[derive(Clone, Serialize)]
pub struct SlipsView {
    /// Where one signs in, as the reader reached it.
    pub address: String,
    pub slips: Vec<SlipView>,
}

/// One slip.
#[derive(Clone, Serialize)]
pub struct SlipView {
    pub login_name: String,
    pub display_name: String,
    pub code: String,
    pub expires_at: String,
    /// The address with the name as a picture (SVG); never the code, which an address would give away.
    pub qr: Option<String>,
}

impl View for SlipsView {
    const TEMPLATE: &'static str = "slips.html";
}

/// Shows `slips`.
///
/// # Errors
/// Those of a page.
pub fn slips_page(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    headers: &HeaderMap,
    slips: &[Slip],
) -> Result<Response, Problem> {
    let address = address_of(context, headers);
    let view = SlipsView {
        slips: slips
            .iter()
            .map(|slip| SlipView::of(slip, &address, handle.config().utc_offset_minutes))
            .collect(),
        address,
    };
    private_page(handle, context, caller, StatusCode::OK, &view)
}

impl SlipView {
    fn of(slip: &Slip, address: &str, utc_offset_minutes: i16) -> Self {
        let link = format!("{address}?login_name={}", percent_encode(&slip.login_name));
        Self {
            login_name: slip.login_name.clone(),
            display_name: slip.display_name.clone(),
            code: slip.code.to_string(),
            expires_at: shown(slip.expires_at_ms, utc_offset_minutes),
            qr: app::credentials::qr::svg(&link, &slip.login_name).ok(),
        }
    }
}

/// Returns the address of the page where the code is used, on the host by which this server was reached.
fn address_of(context: &RequestContext, headers: &HeaderMap) -> String {
    let scheme = match transport_of(context) {
        Transport::Encrypted => "https",
        Transport::Loopback | Transport::Open => "http",
    };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    format!("{scheme}://{}/login/first", host.unwrap_or("localhost"))
}
