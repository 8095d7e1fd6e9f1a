//! What every request passes before anybody looks at what it asks for, and what every answer gets on its way out.
//!
//! One call of [`Armour::admit`] in the outermost layer does all of it, because a layer for each would cost a request a
//! microsecond; what is not configured costs nothing.

mod asker;
mod cors;
mod cross_site;
mod host;
mod rate_limit;

pub use asker::Asker;
pub use cross_site::CrossSite;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Version, header};
use axum::response::Response;

use crate::config::ServerConfig;
use crate::listening::Connected;
use crate::observe::RequestContext;
use crate::problem::{Code, Problem};
use rate_limit::AddressLimiter;

/// Paths at which load balancers and supervisors ask, who know no name of ours. What they answer depends on none.
const PROBES: [&str; 2] = ["/healthz", "/readyz"];

/// Everything that is configured about who may ask what.
pub struct Armour {
    config: ServerConfig,
    limiter: Option<AddressLimiter>,
    /// The policy of the one page that others may show in a frame.
    frame_policy: HeaderValue,
    has_warned_of_proxy: AtomicBool,
}

impl Armour {
    /// Makes the armour that `config` describes.
    pub fn new(config: &ServerConfig) -> Self {
        Self {
            limiter: config.rate_limit.as_ref().map(AddressLimiter::new),
            frame_policy: frame_policy(config),
            has_warned_of_proxy: AtomicBool::new(false),
            config: config.clone(),
        }
    }

    /// Returns who sent a request with `headers` over a connection of which `connected` is known.
    pub fn asker(&self, headers: &HeaderMap, connected: Connected) -> Asker {
        let asker = Asker::of(
            headers,
            connected,
            &self.config.trusted_proxies,
            self.config.forwarded_header,
        );
        if asker.is_behind_unknown_proxy && !self.has_warned_of_proxy.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "requests come through a proxy on this machine that is not trusted: all who use it count as one \
                 address, and its TLS as none (hint: `http.trusted_proxies = [\"127.0.0.1\", \"::1\"]`)"
            );
        }
        asker
    }

    /// Lets a request pass, noting on it what handlers have to know.
    ///
    /// # Errors
    /// If its address asks too much, its host is none or not ours, or a page of another site may have sent it.
    pub fn admit(&self, request: &mut Request, context: &RequestContext) -> Result<(), Problem> {
        if let Some(limiter) = &self.limiter {
            limiter.check(context.peer)?;
        }
        let host = host::of(request)?;
        let is_named = host.is_some() || request.version() < Version::HTTP_11;
        // Only what came by a connection has to name its host (RFC 9112, 3.2).
        if !is_named && request.extensions().get::<Connected>().is_some() {
            return Err(Problem::new(Code::MalformedRequest));
        }
        let path = request.uri().path();
        if !host::is_ours(host, &self.config.allowed_hosts) && !self.is_for_machines(path) {
            return Err(Problem::new(Code::UnknownHost));
        }
        if cross_site::is_unsafe(request.method()) {
            let sender = cross_site::Sender {
                headers: request.headers(),
                is_secure: context.is_secure,
                host,
                is_program: context.is_program,
                cors_origins: &self.config.cors_origins,
            };
            let proven = sender.judge().ok_or_else(|| Problem::new(Code::CrossSite))?;
            request.extensions_mut().insert(proven);
        }
        Ok(())
    }

    /// Returns the answer to a browser that asks beforehand whether a page of another origin may ask.
    pub fn preflight(&self, request: &Request, context: &RequestContext) -> Option<Response> {
        let origin = self.cors_origin(request, context)?;
        cors::preflight(request, origin)
    }

    /// Returns the origin of the page that may read the answer, if the request comes from one of another origin.
    pub fn cors_origin(&self, request: &Request, context: &RequestContext) -> Option<HeaderValue> {
        if self.config.cors_origins.is_empty() || !context.is_program {
            return None;
        }
        cors::allowed(request.headers(), &self.config.cors_origins)
    }

    /// Says on an answer which page of another origin may read it.
    pub fn share(&self, headers: &mut HeaderMap, context: &RequestContext, origin: Option<HeaderValue>) {
        if self.config.cors_origins.is_empty() || !context.is_program {
            return;
        }
        headers.append(header::VARY, HeaderValue::from_static("Origin"));
        if let Some(origin) = origin {
            cors::share(headers, origin);
        }
    }

    /// Returns the policy of the page that others may show in a frame.
    pub fn frame_policy(&self) -> &HeaderValue {
        &self.frame_policy
    }

    fn is_for_machines(&self, path: &str) -> bool {
        PROBES.contains(&path) || (path == "/metrics" && self.config.metrics_listen.is_some())
    }
}

fn frame_policy(config: &ServerConfig) -> HeaderValue {
    let origins: Vec<_> = config
        .embed_origins
        .iter()
        .map(|origin| origin.as_str())
        .collect();
    let ancestors = if origins.is_empty() {
        "'none'".to_owned()
    } else {
        origins.join(" ")
    };
    let policy = format!(
        "default-src 'self'; script-src 'none'; object-src 'none'; frame-ancestors {ancestors}; base-uri 'none'; \
         form-action 'self'"
    );
    // Origins hold nothing that a header may not.
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(
        "default-src 'none'; frame-ancestors 'none'",
    ))
}

/// Returns what stands for an address where addresses are counted: of IPv6, a household has a whole /64.
fn counted(address: IpAddr) -> IpAddr {
    const HOUSEHOLD: u128 = !(u64::MAX as u128);
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6((address.to_bits() & HOUSEHOLD).into()),
    }
}
