//! The address of a database: read from a URL, and shown without its password.
//!
//! `postgres://USER:PASSWORD@HOST:PORT,HOST:PORT/DATABASE?SETTING=VALUE&…`, as libpq writes it, with these settings:
//! `sslmode`, `sslrootcert`, `target_session_attrs`, `connect_timeout` (seconds), `passfile`, and `host` and `port`
//! for the folder of a Unix socket. Client certificates are not supported.
//!
//! No message repeats what was written before the last `@`, and none a port: a password with a character that
//! should have been escaped is read as one of them.

use std::path::PathBuf;
use std::time::Duration;

use crate::{Error, Place};

/// PostgreSQL's own port.
const DEFAULT_PORT: u16 = 5432;
/// How long a host may take to let us in, unless the address says otherwise.
const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// More hosts than a cluster has.
const MAX_HOSTS: usize = 16;

/// Where a database is and how it is reached.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) user: Option<String>,
    pub(super) password: Option<String>,
    /// In the order in which they are tried; at least one.
    pub(super) hosts: Vec<Host>,
    pub(super) database: Option<String>,
    pub(super) tls: Tls,
    /// Whether only a host that accepts writes will do.
    pub(super) is_for_writing: bool,
    pub(super) connect_timeout: Duration,
    pub(super) passfile: Option<PathBuf>,
    shown: String,
}

/// One server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Host {
    /// A name or an address; for a Unix socket, the absolute path of its folder.
    pub(super) name: String,
    pub(super) port: u16,
}

/// How a connection is protected, as `sslmode` of libpq means it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tls {
    /// In the clear.
    Disable,
    /// Encrypted, whoever the server is.
    Require,
    /// Encrypted, with a server that somebody in this file vouches for.
    VerifyCa(PathBuf),
    /// As before, and the server has the name that stands in the address.
    VerifyFull(PathBuf),
}

impl Host {
    /// Tells whether this is the folder of a Unix socket.
    pub(super) fn is_socket(&self) -> bool {
        self.name.starts_with('/')
    }

    fn is_this_machine(&self) -> bool {
        let address = self.name.parse::<std::net::IpAddr>();
        self.is_socket() || self.name == "localhost" || address.is_ok_and(|address| address.is_loopback())
    }

    /// Returns the host as messages name it.
    pub(super) fn shown(&self) -> String {
        let bracketed = self.name.contains(':') && !self.is_socket();
        let name = if bracketed {
            format!("[{}]", self.name)
        } else {
            self.name.clone()
        };
        format!("{name}:{}", self.port)
    }
}

impl Address {
    /// Reads a URL.
    ///
    /// # Errors
    /// [`Error::Address`] that names the part, and never the password.
    pub(super) fn parse(url: &str) -> Result<Self, Error> {
        if url.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(refused("it holds a space or a control character"));
        }
        let rest = url
            .strip_prefix("postgres://")
            .or_else(|| url.strip_prefix("postgresql://"))
            .ok_or_else(|| refused("it does not begin with `postgres://`"))?;
        let (base, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, database) = base.split_once('/').unwrap_or((base, ""));
        if query.contains('@') || database.contains('@') {
            return Err(refused(
                "a `@` stands after a `/` or `?` (hint: in a user name or password, write `/` as `%2F`, `?` as `%3F`)",
            ));
        }
        let (login, hosts) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (user, password) = login.split_once(':').map_or((login, None), |(u, p)| (u, Some(p)));
        let settings = Settings::read(query)?;
        let mut address = Self {
            user: some_text("the user name", user)?,
            password: password.map(|raw| decoded("the password", raw)).transpose()?,
            hosts: settings.hosts(hosts)?,
            database: some_text("the name of the database", database)?,
            tls: Tls::Disable,
            is_for_writing: settings.is_for_writing()?,
            connect_timeout: settings.connect_timeout()?,
            passfile: settings.get("passfile").map(PathBuf::from),
            shown: String::new(),
        };
        address.tls = settings.tls(&address.hosts)?;
        let hosts: Vec<String> = address.hosts.iter().map(Host::shown).collect();
        let at = if user.is_empty() { "" } else { "@" };
        address.shown = format!("postgres://{user}{at}{}/{database}", hosts.join(","));
        Ok(address)
    }

    /// Returns the address as messages name it: user, hosts and database.
    pub(super) fn place(&self) -> Place {
        Place::Database(self.shown.clone())
    }
}

/// What stands after the `?`, decoded.
struct Settings(Vec<(&'static str, String)>);

const KNOWN: [&str; 7] = [
    "sslmode",
    "sslrootcert",
    "target_session_attrs",
    "connect_timeout",
    "passfile",
    "host",
    "port",
];

impl Settings {
    fn read(query: &str) -> Result<Self, Error> {
        let mut settings = Self(Vec::new());
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            // A name that is not known may be the rest of a password, so it is not repeated.
            let known = KNOWN.into_iter().find(|known| *known == name).ok_or_else(|| {
                refused(format!(
                    "it has a setting that is none of {}",
                    KNOWN.map(|n| format!("`{n}`")).join(", ")
                ))
            })?;
            if settings.get(known).is_some() {
                return Err(refused(format!("`{known}` stands in it twice")));
            }
            settings.0.push((known, decoded(known, value)?));
        }
        Ok(settings)
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.as_str())
    }

    fn hosts(&self, written: &str) -> Result<Vec<Host>, Error> {
        if let Some(folder) = self.get("host") {
            if !folder.starts_with('/') || !written.is_empty() {
                return Err(refused(
                    "`host` is not the folder of a Unix socket, or a host stands before it too (hint: write \
                     `postgres:///DATABASE?host=/run/postgresql`, or the host after the `//`)",
                ));
            }
            let port = self
                .get("port")
                .map_or(Ok(DEFAULT_PORT), |text| port_of("of the Unix socket", text))?;
            return Ok(vec![Host {
                name: folder.to_owned(),
                port,
            }]);
        }
        if self.get("port").is_some() {
            return Err(refused(
                "`port` is only for a Unix socket (hint: write `HOST:PORT`)",
            ));
        }
        let hosts: Vec<Host> = (1..)
            .zip(written.split(','))
            .map(|(nth, host)| host_of(nth, host))
            .collect::<Result<_, _>>()?;
        if hosts.len() > MAX_HOSTS {
            return Err(refused(format!("it has more than {MAX_HOSTS} hosts")));
        }
        Ok(hosts)
    }

    fn is_for_writing(&self) -> Result<bool, Error> {
        match self.get("target_session_attrs") {
            None | Some("any") => Ok(false),
            Some("read-write") => Ok(true),
            Some(_) => Err(refused(
                "`target_session_attrs` is neither `read-write` nor `any`",
            )),
        }
    }

    fn connect_timeout(&self) -> Result<Duration, Error> {
        let Some(text) = self.get("connect_timeout") else {
            return Ok(DEFAULT_CONNECT_TIMEOUT);
        };
        let seconds = text
            .parse::<u64>()
            .ok()
            .filter(|seconds| (1..=600).contains(seconds));
        seconds
            .map(Duration::from_secs)
            .ok_or_else(|| refused("`connect_timeout` is no number of seconds from 1 to 600"))
    }

    fn tls(&self, hosts: &[Host]) -> Result<Tls, Error> {
        let root = || {
            self.get("sslrootcert").map(PathBuf::from).ok_or_else(|| {
                refused("`sslrootcert` is missing (hint: the path of the certificate that vouches for the server)")
            })
        };
        match self.get("sslmode") {
            Some("disable") => Ok(Tls::Disable),
            // With a root certificate, libpq looks at it also here.
            Some("require") if self.get("sslrootcert").is_some() => root().map(Tls::VerifyCa),
            Some("require") => Ok(Tls::Require),
            Some("verify-ca") => root().map(Tls::VerifyCa),
            Some("verify-full") => root().map(Tls::VerifyFull),
            Some("allow" | "prefer") => Err(refused(
                "`sslmode` would go on in the clear when encryption fails (hint: write `verify-full` with \
                 `sslrootcert`, `require` or `disable`)",
            )),
            Some(_) => Err(refused(
                "`sslmode` is none of `disable`, `require`, `verify-ca`, `verify-full`",
            )),
            None if hosts.iter().all(Host::is_this_machine) => Ok(Tls::Disable),
            None => Err(refused(
                "`sslmode` is missing, and a host is another machine (hint: write `sslmode=verify-full&sslrootcert=PATH`; \
                 `require` encrypts without knowing the server, `disable` does not encrypt)",
            )),
        }
    }
}

fn host_of(nth: usize, written: &str) -> Result<Host, Error> {
    let (name, port) = match written.strip_prefix('[') {
        Some(rest) => {
            let (name, after) = rest
                .split_once(']')
                .ok_or_else(|| refused(format!("host {nth} has no `]`")))?;
            (name, after.strip_prefix(':'))
        }
        None => written
            .split_once(':')
            .map_or((written, None), |(name, port)| (name, Some(port))),
    };
    let name = decoded(&format!("host {nth}"), name)?;
    if name.is_empty() {
        return Err(refused(format!("host {nth} has no name")));
    }
    let port = port.map_or(Ok(DEFAULT_PORT), |port| port_of(&format!("of host {nth}"), port))?;
    Ok(Host { name, port })
}

fn port_of(whose: &str, written: &str) -> Result<u16, Error> {
    let port = written.parse().ok().filter(|port| *port > 0);
    port.ok_or_else(|| {
        refused(format!(
            "the port {whose} is no number from 1 to 65535 (hint: in a password, write `@` as `%40`, `/` as `%2F`)"
        ))
    })
}

fn some_text(what: &str, raw: &str) -> Result<Option<String>, Error> {
    Ok(Some(decoded(what, raw)?).filter(|text| !text.is_empty()))
}

/// Replaces each `%XX` by its byte.
fn decoded(what: &str, raw: &str) -> Result<String, Error> {
    let wrong = || {
        refused(format!(
            "{what} has a `%` that is not followed by two hexadecimal digits of UTF-8"
        ))
    };
    let mut bytes = Vec::with_capacity(raw.len());
    let mut pieces = raw.split('%');
    bytes.extend(pieces.next().unwrap_or_default().bytes());
    for piece in pieces {
        let (digits, rest) = piece.split_at_checked(2).ok_or_else(wrong)?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(wrong());
        }
        bytes.push(u8::from_str_radix(digits, 16).map_err(|_| wrong())?);
        bytes.extend(rest.bytes());
    }
    let text = String::from_utf8(bytes).map_err(|_| wrong())?;
    if text.contains('\0') {
        return Err(refused(format!("{what} holds a NUL character")));
    }
    Ok(text)
}

fn refused(reason: impl Into<String>) -> Error {
    Error::Address {
        reason: reason.into(),
    }
}

#[cfg(test)]
mod tests;
