//! `/trainings/{id}/certificates`: the certificates of a training for the printer, a page of A4 each.

use access::{Permit, ReadRegistry};
use app::registry::rules::CertificateState;
use app::registry::{CertificateEntry, TrainingEntry};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::person_view::shown as period_shown;
use super::told::read;
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{FromPageQuery, NoMembers};
use crate::observe::RequestContext;
use crate::pages::{private_page, times};
use crate::pools::Pool;
use crate::problem::Problem;
use crate::web::templates::View;

/// The certificates.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CertificatesView {
    pub id: String,
    pub title: String,
    pub organiser: Option<String>,
    pub days: String,
    /// Those that hold.
    pub rows: Vec<CertificateRow>,
    /// The numbers of those that do not hold any more.
    pub revoked: Vec<String>,
}

/// A certificate.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CertificateRow {
    pub number: String,
    pub name: String,
    pub name_bo: Option<String>,
    pub hours: Option<String>,
    pub issued_on: String,
    pub code: String,
}

impl View for CertificatesView {
    const TEMPLATE: &'static str = "certificates.html";
}

/// Shows those whom the reader may see.
pub async fn certificates_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadRegistry>,
    Path(id): Path<String>,
    context: RequestContext,
    FromPageQuery(_): FromPageQuery<NoMembers>,
) -> Result<Response, Problem> {
    let work = move |app: &app::App, permit: &Permit<ReadRegistry>| {
        Ok((
            app.find_training(permit, &id)?,
            app.training_certificates(permit, &id)?,
        ))
    };
    let (training, certificates) = read(&handle, Pool::Reads, permit, work).await?;
    let view = CertificatesView::of(training, certificates, handle.config().utc_offset_minutes);
    private_page(&handle, &context, &caller, StatusCode::OK, &view)
}

impl CertificatesView {
    fn of(entry: TrainingEntry, certificates: Vec<CertificateEntry>, utc_offset_minutes: i16) -> Self {
        let (valid, revoked): (Vec<_>, Vec<_>) = certificates
            .into_iter()
            .partition(|one| one.state == CertificateState::Valid);
        let row = |one: CertificateEntry| {
            let issued = times::shown(one.issued_at_ms, utc_offset_minutes);
            CertificateRow {
                number: one.number,
                name: one.name,
                name_bo: one.name_bo,
                hours: one.hours.map(|hours| hours.to_string()),
                // The day of `2026-03-04 10:00`.
                issued_on: issued.split(' ').next().unwrap_or_default().to_owned(),
                code: one.code,
            }
        };
        Self {
            id: entry.id,
            days: period_shown(entry.training.period()),
            title: entry.training.title,
            organiser: entry.training.organiser,
            rows: valid.into_iter().map(row).collect(),
            revoked: revoked.into_iter().map(|one| one.number).collect(),
        }
    }
}
