//! How what guards the installation stands: the audit, its way to the collector, logins, tokens, limits and connections.

use std::sync::atomic::{AtomicU64, Ordering};

use app::accounts::LoginCounts;
use app::audit::AuditFigures;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};

type Number = Gauge<u64, AtomicU64>;
type Count = Counter<u64, AtomicU64>;

/// The figures, each a series.
#[derive(Debug, Default)]
pub struct Guards {
    requests_limited: Count,
    connections_open: Number,
    connections_waited: Count,
    logins: Family<OutcomeLabel, Count>,
    tokens_ending: Number,
    audit_last: Number,
    audit_unsealed: Number,
    audit_head: Number,
    audit_head_age: Number,
    audit_head_stuck: Number,
    audit_failures: Count,
    syslog_waiting: Number,
    syslog_dropped: Count,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OutcomeLabel {
    outcome: &'static str,
}

/// A connection that is counted as open until this is dropped.
#[derive(Debug)]
pub struct OpenConnection(Number);

impl Guards {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let guards = Self::default();
        guards.register_requests(registry);
        guards.register_audit(registry);
        guards
    }

    fn register_requests(&self, registry: &mut Registry) {
        registry.register(
            "http_requests_limited",
            "Requests that were refused because their address or token asks too much",
            self.requests_limited.clone(),
        );
        registry.register(
            "connections_open",
            "Connections that are served now, on all listeners",
            self.connections_open.clone(),
        );
        registry.register(
            "connections_waited",
            "Connections that found every place taken and had to wait for one",
            self.connections_waited.clone(),
        );
        registry.register(
            "logins",
            "Tries to sign in: done, refused because something was wrong, blocked because there were too many",
            self.logins.clone(),
        );
        registry.register(
            "tokens_ending",
            "Tokens that are good and end within 30 days",
            self.tokens_ending.clone(),
        );
    }

    fn register_audit(&self, registry: &mut Registry) {
        registry.register(
            "audit_last_number",
            "Number of the last audit entry that is sealed",
            self.audit_last.clone(),
        );
        registry.register(
            "audit_unsealed_entries",
            "Audit entries that are not sealed yet",
            self.audit_unsealed.clone(),
        );
        registry.register(
            "audit_head_number",
            "Number of the audit entry that the head file of this node names",
            self.audit_head.clone(),
        );
        registry.register_with_unit(
            "audit_head_age",
            "How long ago the head file was found to name the end of the chain",
            Unit::Seconds,
            self.audit_head_age.clone(),
        );
        registry.register(
            "audit_head_stuck",
            "Whether the head cannot move: the chain is not what it was, or the file cannot be written",
            self.audit_head_stuck.clone(),
        );
        registry.register(
            "audit_seal_failures",
            "Times that sealing has failed since the start",
            self.audit_failures.clone(),
        );
        registry.register(
            "syslog_waiting_messages",
            "Messages that wait for the syslog collector",
            self.syslog_waiting.clone(),
        );
        registry.register(
            "syslog_dropped_messages",
            "Messages that were given up because the spool was full, since it was made",
            self.syslog_dropped.clone(),
        );
    }

    /// Counts a request that was refused because too much was asked.
    pub fn request_limited(&self) {
        self.requests_limited.inc();
    }

    /// Counts a connection that has to wait for a place.
    pub fn connection_waited(&self) {
        self.connections_waited.inc();
    }

    /// Counts a connection as open until what is returned is dropped.
    pub fn connection_opened(&self) -> OpenConnection {
        self.connections_open.inc();
        OpenConnection(self.connections_open.clone())
    }

    /// Notes what the process knows by itself, at `now_ms`.
    pub fn observe(&self, audit: &AuditFigures, logins: LoginCounts, now_ms: i64) {
        for (outcome, count) in [
            ("done", logins.done),
            ("refused", logins.refused),
            ("blocked", logins.blocked),
        ] {
            set(&self.logins.get_or_create(&OutcomeLabel { outcome }), count);
        }
        self.audit_last.set(audit.last_number());
        self.audit_unsealed.set(audit.unsealed());
        self.audit_head.set(audit.head_number());
        self.audit_head_age
            .set(audit.seconds_since_head(now_ms).unwrap_or(0));
        self.audit_head_stuck.set(audit.is_head_stuck().into());
        set(&self.audit_failures, audit.failures());
        let backlog = audit.backlog().unwrap_or_default();
        self.syslog_waiting.set(backlog.waiting);
        set(&self.syslog_dropped, backlog.dropped);
    }

    /// Notes how many tokens end soon, which only the store knows.
    pub fn observe_tokens(&self, ending: u64) {
        self.tokens_ending.set(ending);
    }
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// Sets a counter to what is counted elsewhere.
fn set(counter: &Count, count: u64) {
    counter.inner().store(count, Ordering::Relaxed);
}
