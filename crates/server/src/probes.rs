//! What a supervisor asks: is the process up, can it answer, how much has it done.

use app::App;
use app::backup::BackupState;
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::timestamp::rfc3339;
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
    /// `null` where the database is on a server, which has backups of its own.
    backup: Option<BackupBody>,
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

/// What is known of the backups. Nothing of it makes the installation unready.
#[derive(Debug, Serialize, ToSchema)]
struct BackupBody {
    /// The youngest backup that was restored for trial and found whole; `null` if there is none.
    last_verified: Option<VerifiedBackupBody>,
    /// When the last nightly backup failed; `null` if it did not. Why stands in the log.
    failed_at: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct VerifiedBackupBody {
    /// When it was made.
    made_at: String,
    /// When it was verified.
    verified_at: String,
    /// How old it is, in milliseconds.
    age_ms: i64,
    /// The last change that is in it.
    seq: u64,
}

impl BackupBody {
    fn new(state: &BackupState, age_ms: Option<i64>) -> Self {
        let verified = state.last_verified.as_ref().zip(age_ms);
        Self {
            last_verified: verified.map(|(backup, age_ms)| VerifiedBackupBody {
                made_at: rfc3339(backup.made_at_ms),
                verified_at: rfc3339(backup.verified_at_ms),
                age_ms,
                seq: backup.seq,
            }),
            failed_at: state.last_failure.as_ref().map(|failure| rfc3339(failure.at_ms)),
        }
    }
}

/// Says that the process is up.
#[utoipa::path(get, path = "/healthz", tag = "operation", responses((status = 200, description = "It is", body = HealthBody)))]
pub async fn healthz() -> Json<HealthBody> {
    Json(HealthBody {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
    })
}

/// Says whether store and index can answer, and how old the last verified backup is.
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
        backup: readiness
            .backup
            .as_ref()
            .map(|state| BackupBody::new(state, readiness.backup_age_ms)),
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

/// Counts requests, logins and connections, says how far the index is behind, how old the last verified backup is and how the
/// audit stands, as OpenMetrics text.
#[utoipa::path(get, path = "/metrics", tag = "operation", responses(
    (status = 200, description = "OpenMetrics text", body = String, content_type = "application/openmetrics-text")))]
pub async fn metrics(State(handle): State<Handle>) -> Result<Response, Problem> {
    // Counters must be readable when the store is not, so a full pool or a dead store is no error here.
    let asked = |app: &App| Ok((app.readiness(), app.tokens_ending().ok()));
    match handle.run(Pool::Reads, asked).await {
        Ok((readiness, tokens_ending)) => {
            handle.metrics().observe(&readiness);
            if let Some(ending) = tokens_ending {
                handle.metrics().guards().observe_tokens(ending);
            }
        }
        Err(_) => handle.metrics().observe_silence(handle.index_position()),
    }
    handle.observe_guards();
    let text = handle.metrics().encode().map_err(Problem::internal)?;
    Ok(([(header::CONTENT_TYPE, metrics::CONTENT_TYPE)], text).into_response())
}
