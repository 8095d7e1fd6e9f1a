//! `/audit/verification`: whether the audit is still what was written down.

use access::ReadAudit;
use app::audit::{AuditReport, fault_code, head_code, stray_code};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::private_page;
use crate::api::audit::verified;
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::observe::RequestContext;
use crate::problem::Problem;
use crate::web::templates::View;

/// What was found.
#[derive(Debug, Clone, Default, Serialize)]
pub struct VerificationView {
    pub is_sound: bool,
    pub removed: u64,
    pub links: u64,
    pub last: u64,
    /// The first number that is not what was sealed, and what is wrong with it.
    pub first_bad: Option<(u64, &'static str)>,
    /// What lies beside the chain: what it is, and the id of the entry.
    pub strays: Vec<(&'static str, String)>,
    pub unsealed: u64,
    /// How the head stands to the chain.
    pub head: &'static str,
    pub head_number: Option<u64>,
}

impl View for VerificationView {
    const TEMPLATE: &'static str = "audit_verification.html";
}

/// Compares all of the audit with what was sealed.
pub async fn verification_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadAudit>,
    context: RequestContext,
) -> Result<Response, Problem> {
    let view = VerificationView::of(&verified(&handle, permit).await?);
    private_page(&handle, &context, &caller, StatusCode::OK, &view)
}

impl VerificationView {
    fn of(report: &AuditReport) -> Self {
        let stray = |stray| {
            let (what, entry) = stray_code(stray);
            (what, entry.to_owned())
        };
        let (head, head_number) = head_code(&report.head);
        Self {
            is_sound: report.is_sound(),
            removed: report.removed,
            links: report.links,
            last: report.last,
            first_bad: report.first_bad.map(|bad| (bad.number, fault_code(bad.fault))),
            strays: report.strays.iter().map(stray).collect(),
            unsealed: report.unsealed,
            head,
            head_number,
        }
    }
}
