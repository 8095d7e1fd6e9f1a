//! What the server needs to be told: values only, read elsewhere.

use std::net::SocketAddr;

/// How a server listens and what it writes.
#[derive(Debug, Clone)]
pub struct ServerConfig {
    /// Where pages and API are served; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where `/metrics` is served instead of beside the API, so that a firewall can keep it inside.
    pub metrics_listen: Option<SocketAddr>,
    /// What request ids start with. Two processes whose logs meet need different ones: take the start time.
    pub instance: String,
    /// How far the zone in which pages show times is ahead of UTC, in minutes.
    pub utc_offset_minutes: i16,
    /// How long requests under way may take once the server is told to stop, in milliseconds.
    pub grace_ms: u64,
    /// Whether every request is written to the log: method, route, status and time, never what was asked.
    pub log_requests: bool,
}

impl ServerConfig {
    /// The zone of every court of the country: Asia/Shanghai, UTC+8 without summer time.
    pub const SHANGHAI_MINUTES: i16 = 8 * 60;

    /// Makes the configuration of a server that listens on `listen`, with the house's defaults.
    #[must_use]
    pub fn new(listen: SocketAddr, instance: impl Into<String>) -> Self {
        Self {
            listen,
            metrics_listen: None,
            instance: instance.into(),
            utc_offset_minutes: Self::SHANGHAI_MINUTES,
            grace_ms: 10_000,
            log_requests: true,
        }
    }
}
