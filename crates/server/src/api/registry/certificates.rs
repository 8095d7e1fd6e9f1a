//! `/api/v1/trainings/{id}/certificates` and `/api/v1/certificates/verify/{code}`: what was given, and whether it holds.

use access::ReadRegistry;
use app::registry::{CertificateEntry, CertificateProof};
use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::paging::PartParams;
use super::super::timestamp::rfc3339;
use crate::caller::{Caller, Permitted};
use crate::handle::Handle;
use crate::input::{FromQuery, NoMembers};
use crate::pools::Pool;
use crate::problem::Problem;

/// The certificates of a training.
#[derive(Debug, Serialize, ToSchema)]
pub struct CertificatesBody {
    items: Vec<CertificateBody>,
    /// Where the next part begins.
    next_cursor: Option<String>,
}

/// A certificate.
#[derive(Debug, Serialize, ToSchema)]
pub struct CertificateBody {
    /// The code by which anybody verifies it.
    #[schema(example = "7KQ4-9M2X-HT3V-P8RC")]
    code: String,
    /// The year, the number of the training in the series, and the place in it.
    number: String,
    enrolment: String,
    name: String,
    name_bo: Option<String>,
    /// In tenths of an hour.
    credited_tenths: Option<u32>,
    issued_at: String,
    /// `valid`, or `revoked` if the enrolment was changed since.
    state: &'static str,
}

/// What anybody who has a code is told.
#[derive(Debug, Serialize, ToSchema)]
pub struct CertificateProofBody {
    /// The title of the training.
    training: String,
    year: i16,
    /// The first character of the name, and `*`.
    name: String,
    /// `valid` or `revoked`.
    state: &'static str,
}

impl From<CertificateEntry> for CertificateBody {
    fn from(entry: CertificateEntry) -> Self {
        Self {
            code: entry.code,
            number: entry.number,
            enrolment: entry.enrolment,
            name: entry.name,
            name_bo: entry.name_bo,
            credited_tenths: entry.hours.map(|hours| hours.0),
            issued_at: rfc3339(entry.issued_at_ms),
            state: entry.state.as_str(),
        }
    }
}

impl From<CertificateProof> for CertificateProofBody {
    fn from(proof: CertificateProof) -> Self {
        Self {
            training: proof.training,
            year: proof.year,
            name: proof.name,
            state: proof.state.as_str(),
        }
    }
}

/// Lists the certificates of a training, by their numbers; they were given when it was closed.
#[utoipa::path(get, path = "/api/v1/trainings/{id}/certificates", tag = "registry",
    params(("id" = String, Path, description = "The training's id"), PartParams), responses(
    (status = 200, description = "Of those whom the caller may see", body = CertificatesBody)))]
pub async fn list_certificates(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadRegistry>,
    Path(id): Path<String>,
    FromQuery(part): FromQuery<PartParams>,
) -> Result<Json<CertificatesBody>, Problem> {
    let found = handle
        .show(permit, move |app, permit| app.training_certificates(permit, &id))
        .await?;
    // Not the code, by which anybody verifies it: addresses are kept in logs.
    let (found, next_cursor) = part.cut(found, |certificate| &certificate.enrolment)?;
    Ok(Json(CertificatesBody {
        items: found.into_iter().map(CertificateBody::from).collect(),
        next_cursor,
    }))
}

/// Tells whether a certificate holds. Needs no right.
#[utoipa::path(get, path = "/api/v1/certificates/verify/{code}", tag = "registry",
    params(("code" = String, Path, description = "The code that is printed on it, with or without marks between")), responses(
    (status = 200, description = "There is such a certificate", body = CertificateProofBody)))]
pub async fn verify_certificate(
    State(handle): State<Handle>,
    caller: Caller,
    Path(code): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Json<CertificateProofBody>, Problem> {
    // A wrong token is refused here as everywhere.
    if let Caller::Unknown(problem) = caller {
        return Err(*problem);
    }
    let proof = handle
        .run(Pool::Reads, move |app| app.verify_certificate(&code))
        .await?;
    Ok(Json(proof.into()))
}
