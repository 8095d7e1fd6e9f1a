//! The settings of the server.

use std::fmt::Display;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::str::FromStr;

use app::access::AddressRange;
use server::{ForwardedHeader, HostName, RateLimit, TlsFiles, WebOrigin};

use super::layers::Layers;
use super::parse_number;
use super::{ConfigError, parse_utc_offset, setting};

/// The server.
#[derive(Debug, Clone)]
pub struct Http {
    /// Where it answers; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where figures for monitoring are served, if not beside the API.
    pub metrics_listen: Option<SocketAddr>,
    /// How far times on pages are ahead of UTC, in minutes.
    pub utc_offset_minutes: i16,
    /// The certificate, if it speaks TLS.
    pub tls: Option<TlsFiles>,
    /// Proxies that are believed about who asks.
    pub trusted_proxies: Vec<AddressRange>,
    /// In which headers they say it.
    pub forwarded_header: ForwardedHeader,
    /// By which names it may be asked; empty for any.
    pub allowed_hosts: Vec<HostName>,
    /// How many connections there are at once.
    pub max_connections: usize,
    /// How much one address may ask, if that is limited.
    pub rate_limit: Option<RateLimit>,
    /// Pages that may read the API.
    pub cors_origins: Vec<WebOrigin>,
    /// Pages that may show the lookup in a frame.
    pub embed_origins: Vec<WebOrigin>,
}

impl Http {
    pub(super) fn resolve(layers: &Layers) -> Result<Self, ConfigError> {
        Ok(Self {
            listen: layers.value(&setting::LISTEN, parse_address)?,
            metrics_listen: layers.value(&setting::METRICS_LISTEN, |text| match text {
                "" => Ok(None),
                address => parse_address(address).map(Some),
            })?,
            utc_offset_minutes: layers.value(&setting::UTC_OFFSET, parse_utc_offset)?,
            tls: tls(layers)?,
            trusted_proxies: layers.value(&setting::TRUSTED_PROXIES, list)?,
            forwarded_header: layers.value(&setting::FORWARDED_HEADER, |text| match text {
                "x-forwarded-for" => Ok(ForwardedHeader::XForwarded),
                "forwarded" => Ok(ForwardedHeader::Forwarded),
                _ => Err("x-forwarded-for or forwarded".to_owned()),
            })?,
            allowed_hosts: layers.value(&setting::ALLOWED_HOSTS, list)?,
            max_connections: layers.value(&setting::MAX_CONNECTIONS, |text| {
                parse_number(text, 1, 1_000_000_u32).map(|most| most as usize)
            })?,
            rate_limit: rate_limit(layers)?,
            cors_origins: layers.value(&setting::CORS_ORIGINS, list)?,
            embed_origins: layers.value(&setting::EMBED_ORIGINS, list)?,
        })
    }
}

/// Returns the files of the certificate: both or none, since one without the other is a slip.
fn tls(layers: &Layers) -> Result<Option<TlsFiles>, ConfigError> {
    let path = |text: &str| Ok((!text.is_empty()).then(|| PathBuf::from(text)));
    let certificate = layers.value(&setting::TLS_CERTIFICATE, path)?;
    let key = layers.value(&setting::TLS_KEY, path)?;
    match (certificate, key) {
        (Some(certificate), Some(key)) => Ok(Some(TlsFiles { certificate, key })),
        (None, None) => Ok(None),
        (Some(_), None) => Err(missing(layers, &setting::TLS_KEY, &setting::TLS_CERTIFICATE)),
        (None, Some(_)) => Err(missing(layers, &setting::TLS_CERTIFICATE, &setting::TLS_KEY)),
    }
}

fn missing(
    layers: &Layers,
    setting: &'static setting::Setting,
    given: &'static setting::Setting,
) -> ConfigError {
    let given = layers.effective(given);
    let expected = format!("given together with `{}`", setting.key);
    ConfigError::bad_value(&given, &expected)
}

fn rate_limit(layers: &Layers) -> Result<Option<RateLimit>, ConfigError> {
    let per_minute = layers.value(&setting::RATE_PER_MINUTE, |text| {
        parse_number(text, 0, 1_000_000_u32)
    })?;
    let burst = layers.value(&setting::RATE_BURST, |text| parse_number(text, 1, 1_000_000_u32))?;
    let exempt = layers.value(&setting::RATE_EXEMPT, list)?;
    let limits = NonZeroU32::new(per_minute).zip(NonZeroU32::new(burst));
    Ok(limits.map(|(per_minute, burst)| RateLimit {
        per_minute,
        burst,
        exempt,
    }))
}

/// Reads a list with commas between; says what was expected in place of the first item that cannot be one.
fn list<T: FromStr<Err: Display>>(text: &str) -> Result<Vec<T>, String> {
    let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
    let items: Result<_, T::Err> = items.map(str::parse).collect();
    items.map_err(|err| format!("a list, but {err}"))
}

fn parse_address(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| "an address and a port such as 127.0.0.1:8080 or [::1]:8080".to_owned())
}
