//! What the operator counts: requests by route, their time, how far the index is behind, how old the last backup is, and how
//! whatever guards the installation stands.

mod guards;

use std::sync::atomic::{AtomicI64, AtomicU64};
use std::time::Duration;

use app::Readiness;
use app::backup::BackupState;
use axum::http::{Method, StatusCode};
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

/// The media type of [`Metrics::encode`].
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Upper bounds in seconds, from an exact search to an import.
const BUCKETS_S: [f64; 12] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0,
];

/// The age of a backup that there is not: so large that an alarm for old ones rings.
const NO_BACKUP_S: i64 = 100_000_000_000;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    route: String,
    method: &'static str,
    status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabel {
    route: String,
}

pub use self::guards::Guards;

/// All metrics of the process.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Labels, Counter>,
    duration: Family<RouteLabel, Histogram, fn() -> Histogram>,
    index_position: Gauge<u64, AtomicU64>,
    store_last_seq: Gauge<u64, AtomicU64>,
    index_lag: Gauge<u64, AtomicU64>,
    index_lag_s: Gauge<f64, AtomicU64>,
    store_reachable: Gauge<u64, AtomicU64>,
    /// Where backups are made; elsewhere nothing is said of them.
    backup: Option<BackupGauges>,
    guards: Guards,
}

/// What is counted of backups.
#[derive(Debug, Default)]
struct BackupGauges {
    made: Gauge<i64, AtomicI64>,
    age: Gauge<i64, AtomicI64>,
    failed: Gauge<u64, AtomicU64>,
}

impl Metrics {
    /// Registers every metric; those of backups if they are made here.
    pub fn new(has_backups: bool) -> Self {
        let mut registry = Registry::with_prefix("shanjar");
        let requests = Family::default();
        let duration: Family<RouteLabel, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(new_histogram);
        let (index_position, store_last_seq, index_lag) =
            (Gauge::default(), Gauge::default(), Gauge::default());
        let (index_lag_s, store_reachable) = (Gauge::default(), Gauge::default());
        registry.register(
            "http_requests",
            "Requests answered, by route pattern, method and class of status",
            requests.clone(),
        );
        registry.register_with_unit(
            "http_request_duration",
            "Time to answer",
            Unit::Seconds,
            duration.clone(),
        );
        registry.register(
            "index_position",
            "Last change that the search index holds",
            index_position.clone(),
        );
        registry.register(
            "store_last_seq",
            "Last change that the store holds",
            store_last_seq.clone(),
        );
        registry.register(
            "index_lag_changes",
            "Changes that the index is behind the store",
            index_lag.clone(),
        );
        registry.register_with_unit(
            "index_lag",
            "How long ago the first change was written that the index has not read; while the store is away, for how long",
            Unit::Seconds,
            index_lag_s.clone(),
        );
        registry.register(
            "store_reachable",
            "Whether the store answered when this was asked",
            store_reachable.clone(),
        );
        let backup = has_backups.then(|| BackupGauges::register(&mut registry));
        let guards = Guards::register(&mut registry);
        registry.register(
            "build",
            "Version of the binary",
            Info::new([("version", env!("CARGO_PKG_VERSION"))]),
        );
        Self {
            registry,
            requests,
            duration,
            index_position,
            store_last_seq,
            index_lag,
            index_lag_s,
            store_reachable,
            backup,
            guards,
        }
    }

    /// Returns the figures of audit, logins, limits and connections.
    pub fn guards(&self) -> &Guards {
        &self.guards
    }

    /// Counts one answer. `route` is a pattern such as `/c/{id}`, so that the number of series is bounded.
    pub fn answered(&self, method: &Method, route: &str, status: StatusCode, elapsed: Duration) {
        let labels = Labels {
            route: route.to_owned(),
            method: known_method(method),
            status: class_of(status),
        };
        self.requests.get_or_create(&labels).inc();
        self.duration
            .get_or_create(&RouteLabel {
                route: route.to_owned(),
            })
            .observe(elapsed.as_secs_f64());
    }

    /// Counts an answer to a request that could not be read; nobody knows how long it took to arrive.
    pub fn answered_unread(&self, status: StatusCode) {
        let labels = Labels {
            route: "unread".to_owned(),
            method: "other",
            status: class_of(status),
        };
        self.requests.get_or_create(&labels).inc();
    }

    /// Notes the state of the installation.
    pub fn observe(&self, readiness: &Readiness) {
        self.index_position.set(readiness.index_position);
        self.store_reachable.set(readiness.store.is_ok().into());
        self.index_lag_s.set(readiness.lag_ms as f64 / 1e3);
        if let Ok(last_seq) = readiness.store {
            self.store_last_seq.set(last_seq);
            self.index_lag.set(readiness.lag_changes);
        }
        if let Some(state) = &readiness.backup {
            self.observe_backup(state, readiness.backup_age_ms);
        }
    }

    /// Notes that nobody could be asked for the state, because all who ask the store are waiting for it; where the index
    /// stands is known without them.
    pub fn observe_silence(&self, index_position: u64) {
        self.index_position.set(index_position);
        self.store_reachable.set(0);
    }

    /// Returns all metrics as OpenMetrics text.
    ///
    /// # Errors
    /// If a value cannot be written, which only a broken metric can cause.
    pub fn encode(&self) -> Result<String, std::fmt::Error> {
        let mut out = String::new();
        text::encode(&mut out, &self.registry)?;
        Ok(out)
    }

    fn observe_backup(&self, state: &BackupState, age_ms: Option<i64>) {
        let Some(gauges) = &self.backup else { return };
        let made_ms = state.last_verified.as_ref().map_or(0, |backup| backup.made_at_ms);
        gauges.made.set(made_ms / 1_000);
        gauges
            .age
            .set(age_ms.map_or(NO_BACKUP_S, |age_ms| age_ms / 1_000));
        gauges.failed.set(state.last_failure.is_some().into());
    }
}

impl BackupGauges {
    fn register(registry: &mut Registry) -> Self {
        let gauges = Self::default();
        registry.register_with_unit(
            "backup_last_verified_timestamp",
            "When the last verified backup was made, since 1970; 0 if there is none",
            Unit::Seconds,
            gauges.made.clone(),
        );
        registry.register_with_unit(
            "backup_age",
            "How old the last verified backup is; 100000000000 if there is none",
            Unit::Seconds,
            gauges.age.clone(),
        );
        registry.register(
            "backup_failed",
            "Whether the last nightly backup failed",
            gauges.failed.clone(),
        );
        gauges
    }
}

fn new_histogram() -> Histogram {
    Histogram::new(BUCKETS_S)
}

/// A client may send any word as a method; only those of our routes become a series.
fn known_method(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        _ => "other",
    }
}

fn class_of(status: StatusCode) -> &'static str {
    match status.as_u16() / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}

#[cfg(test)]
mod tests;
