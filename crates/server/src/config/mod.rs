//! What the server needs to be told: values only, read elsewhere.

mod host_name;
mod web_origin;

pub use host_name::{HostName, NoHostName};
pub use web_origin::{NoWebOrigin, WebOrigin};

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use access::AddressRange;

/// How a server listens and what it writes.
#[derive(Debug, Clone)]
pub struct ServerConfig {
    /// Where pages and API are served; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where `/metrics` is served instead of beside the API, so that a firewall can keep it inside.
    pub metrics_listen: Option<SocketAddr>,
    /// Proxies that are believed about who asks, and whether over TLS; of all others such headers mean nothing.
    pub trusted_proxies: Vec<AddressRange>,
    /// In which headers they say it.
    pub forwarded_header: ForwardedHeader,
    /// The names by which the server may be asked; empty for any.
    pub allowed_hosts: Vec<HostName>,
    /// How much one address may ask; `None` for as much as it likes.
    pub rate_limit: Option<RateLimit>,
    /// Pages that may read the API by script, without credentials.
    pub cors_origins: Vec<WebOrigin>,
    /// Pages that may show `/lookup` in a frame.
    pub embed_origins: Vec<WebOrigin>,
    /// What request ids start with. Two processes whose logs meet need different ones: take the start time.
    pub instance: String,
    /// How far the zone in which pages show times is ahead of UTC, in minutes.
    pub utc_offset_minutes: i16,
    /// The files of the certificate, if the server speaks TLS itself; the metrics' own listener never does.
    pub tls: Option<TlsFiles>,
    /// How many connections are served at once, on each listener; more wait in the system's queue.
    pub max_connections: usize,
    /// How long a connection may keep the server waiting.
    pub patience: Patience,
    /// How many answers stay open, and for how long.
    pub streams: StreamLimits,
    /// How long requests under way may take once the server is told to stop, in milliseconds.
    pub grace_ms: u64,
    /// Whether every request is written to the log: method, route, status and time, never what was asked.
    pub log_requests: bool,
    /// The file with the head of the audit, which an auditor has the chain compared with; without one it is not.
    pub audit_head: Option<PathBuf>,
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
            trusted_proxies: Vec::new(),
            forwarded_header: ForwardedHeader::XForwarded,
            allowed_hosts: Vec::new(),
            rate_limit: None,
            cors_origins: Vec::new(),
            embed_origins: Vec::new(),
            instance: instance.into(),
            utc_offset_minutes: Self::SHANGHAI_MINUTES,
            tls: None,
            max_connections: 10_000,
            patience: Patience::default(),
            streams: StreamLimits::default(),
            grace_ms: 10_000,
            log_requests: true,
            audit_head: None,
        }
    }
}

/// The headers in which a proxy says for whom it asks. One kind is believed: proxies set one and let the other pass as
/// whoever asked has written it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForwardedHeader {
    /// `X-Forwarded-For` and `X-Forwarded-Proto`.
    XForwarded,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

/// How much one address may ask; of IPv6 addresses, each /64.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateLimit {
    /// Requests that come back a minute.
    pub per_minute: NonZeroU32,
    /// Requests at once.
    pub burst: NonZeroU32,
    /// Addresses that may ask as much as they like.
    pub exempt: Vec<AddressRange>,
}

/// The files that TLS needs, in PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The server's own certificate, then those between it and one that browsers know.
    pub certificate: PathBuf,
    /// Its private key, without a passphrase.
    pub key: PathBuf,
}

/// How long a connection may keep the server waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For the whole head of a request, from its first byte; for the first one from the connection on.
    pub head: Duration,
    /// For the next request after an answer. Longer than proxies keep an unused connection (nginx: 60 s), so that they
    /// never send a request into one that is being closed.
    pub idle: Duration,
    /// For an answer to be taken. Whoever takes it at 512 bytes a second has all the time there is.
    pub reader: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(10),
            idle: Duration::from_secs(75),
            reader: Duration::from_secs(30),
        }
    }
}

/// The limits of answers that stay open, such as the stream of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreamLimits {
    /// How many are open at once; a file descriptor and some kilobytes each, and no thread.
    pub most: usize,
    /// How long one lives. Its client comes again by itself and is asked anew who it is, so that a right that was taken
    /// away is gone by then.
    pub age: Duration,
    /// How often one that has nothing to say shows that it lives: more often than proxies lose patience (nginx: 60 s) and
    /// than [`Patience::idle`].
    pub heartbeat: Duration,
}

impl Default for StreamLimits {
    fn default() -> Self {
        Self {
            most: 64,
            age: Duration::from_secs(300),
            heartbeat: Duration::from_secs(15),
        }
    }
}
