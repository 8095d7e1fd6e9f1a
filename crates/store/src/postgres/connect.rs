//! Connecting: each host of the address in turn, beginning with the one that answered last.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::{Host as LibraryHost, SslMode, TargetSessionAttrs};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::address::{Address, Host, Tls};
use super::connection::Connection;
use super::{passfile, tls};
use crate::{Error, Place};

/// Unacknowledged bytes, and a silence that keepalive does not break, end a connection after this long.
const SILENCE: Duration = Duration::from_secs(15);

/// What makes connections to one address.
pub(super) struct Connector {
    place: Place,
    hosts: Vec<(String, Config)>,
    tls: MakeRustlsConnect,
    timeout: Duration,
    /// The place in `hosts` of the one that answered last.
    preferred: AtomicUsize,
}

impl Connector {
    /// Prepares connecting to `address`; with `is_for_writing`, only to a host that accepts writes.
    ///
    /// # Errors
    /// [`Error::Address`] if a file that the address names cannot be used.
    pub(super) fn new(address: &Address, is_for_writing: bool) -> Result<Self, Error> {
        let configure = |host: &Host| {
            let config = config(address, host, is_for_writing || address.is_for_writing)?;
            Ok((host.shown(), config))
        };
        Ok(Self {
            place: address.place(),
            hosts: address
                .hosts
                .iter()
                .map(configure)
                .collect::<Result<_, Error>>()?,
            tls: tls::connector(&address.tls)?,
            timeout: address.connect_timeout,
            preferred: AtomicUsize::new(0),
        })
    }

    /// Returns where the connections lead.
    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// Returns how long a host may take to let us in, or to answer the first statement of a transaction.
    pub(super) fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Connects to the first host that will do.
    ///
    /// # Errors
    /// [`Error::Unavailable`] with what each host said.
    pub(super) fn connect(&self) -> Result<Connection, Error> {
        let first = self.preferred.load(Ordering::Relaxed);
        let mut causes = Vec::new();
        for (nth, (shown, config)) in (0..).zip(&self.hosts).cycle().skip(first).take(self.hosts.len()) {
            match Connection::open(config, self.tls.clone(), self.timeout) {
                Ok(connection) => {
                    self.preferred.store(nth, Ordering::Relaxed);
                    return Ok(connection);
                }
                Err(cause) => causes.push(format!("{shown}: {cause}")),
            }
        }
        Err(Error::Unavailable {
            cause: format!("`{}`: {}", self.place, causes.join("; ")),
        })
    }
}

fn config(address: &Address, host: &Host, is_for_writing: bool) -> Result<Config, Error> {
    let mut config = Config::new();
    config
        .host(&host.name)
        .port(host.port)
        .application_name("shanjar")
        .connect_timeout(address.connect_timeout)
        .tcp_user_timeout(SILENCE)
        .keepalives_idle(SILENCE / 3)
        .keepalives_interval(SILENCE / 3)
        .keepalives_retries(2);
    config.ssl_mode(match address.tls {
        Tls::Disable => SslMode::Disable,
        _ => SslMode::Require,
    });
    if is_for_writing {
        config.target_session_attrs(TargetSessionAttrs::ReadWrite);
    }
    if let Some(user) = &address.user {
        config.user(user);
    }
    if let Some(database) = &address.database {
        config.dbname(database);
    }
    if let Some(password) = password(address, host)? {
        config.password(password);
    }
    // Only a name that looks like a path becomes the folder of a socket, in the library as in our reading.
    debug_assert_eq!(
        host.is_socket(),
        config
            .get_hosts()
            .iter()
            .any(|host| matches!(host, LibraryHost::Unix(_)))
    );
    Ok(config)
}

fn password(address: &Address, host: &Host) -> Result<Option<String>, Error> {
    match (&address.password, &address.passfile) {
        (Some(password), _) => Ok(Some(password.clone())),
        (None, Some(path)) => {
            let user = address.user.as_deref().unwrap_or_default();
            // Without a name, the database is called like the user.
            let database = address.database.as_deref().unwrap_or(user);
            passfile::look_up(path, host, database, user)
        }
        (None, None) => Ok(None),
    }
}
