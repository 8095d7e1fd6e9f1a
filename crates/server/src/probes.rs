//! What a supervisor asks: is the process up, can it answer, how much has it done.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::handle::Handle;
use crate::metrics;
use crate::pools::Pool;
use crate::problem::Problem;

/// The process is up.
#[derive(Debug, Serialize, ToSchema)]
pub struct HealthBody {
    /// Always `ok`.
    status: &'static str,
    version: &'static str,
}

/// Whether the installation can do its work.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadinessBody {
    /// `ready` or `not_ready`.
    status: &'static str,
    store: StoreBody,
    index: IndexBody,
}

#[derive(Debug, Serialize, ToSchema)]
struct StoreBody {
    reachable: bool,
    /// The last change; `null` if the store cannot be reached.
    last_seq: Option<u64>,
}

#[derive(Debug, Serialize, ToSchema)]
struct IndexBody {
    /// The change up to which the index has read.
    position: u64,
    /// How many changes it is behind.
    lag_changes: u64,
    /// How old the first of them is, in milliseconds; while the store cannot be reached, for how long that has been.
    lag_ms: i64,
    /// Whether the index is being made anew; the old one answers meanwhile.
    rebuilding: bool,
    /// How many concepts can be found.
    concepts: usize,
}

/// Says that the process is up.
#[utoipa::path(get, path = "/healthz", tag = "operation", responses((status = 200, description = "It is", body = HealthBody)))]
pub async fn healthz() -> Json<HealthBody> {
    Json(HealthBody {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
    })
}

/// Says whether store and index can answer.
#[utoipa::path(get, path = "/readyz", tag = "operation", responses(
    (status = 200, description = "Ready", body = ReadinessBody),
    (status = 503, description = "Not ready", body = ReadinessBody)))]
pub async fn readyz(State(handle): State<Handle>) -> Result<Response, Problem> {
    let readiness = handle.run(Pool::Reads, |app| Ok(app.readiness())).await?;
    if let Err(cause) = &readiness.store {
        // The client learns that the store is away; why is for the log.
        tracing::warn!(cause, "the store cannot be reached: {cause}");
    }
    let (status, word) = if readiness.is_ready() {
        (StatusCode::OK, "ready")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not_ready")
    };
    let body = ReadinessBody {
        status: word,
        store: StoreBody {
            reachable: readiness.store.is_ok(),
            last_seq: readiness.store.ok(),
        },
        index: IndexBody {
            position: readiness.index_position,
            lag_changes: readiness.lag_changes,
            lag_ms: readiness.lag_ms,
            rebuilding: readiness.is_rebuilding,
            concepts: readiness.concepts,
        },
    };
    Ok((status, Json(body)).into_response())
}

/// Counts requests and says how far the index is behind, as OpenMetrics text.
#[utoipa::path(get, path = "/metrics", tag = "operation", responses(
    (status = 200, description = "OpenMetrics text", body = String, content_type = "application/openmetrics-text")))]
pub async fn metrics(State(handle): State<Handle>) -> Result<Response, Problem> {
    // Counters must be readable when the store is not, so a full pool or a dead store is no error here.
    let last_seq = handle
        .run(Pool::Reads, |app| Ok(app.readiness().store.ok()))
        .await
        .ok()
        .flatten();
    handle
        .metrics()
        .observe_positions(handle.index_position(), last_seq);
    let text = handle.metrics().encode().map_err(Problem::internal)?;
    Ok(([(header::CONTENT_TYPE, metrics::CONTENT_TYPE)], text).into_response())
}
