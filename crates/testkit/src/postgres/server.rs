//! Starts and stops a private server by `scripts/postgres_server.sh`.

use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use super::wire::Wire;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scripts/postgres_server.sh");
const CERTIFICATES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/certificates");

/// Anybody on this machine is let in; only who is called `with_password` needs one.
const WHO_IS_LET_IN: &str = "local all all trust\n\
                             host all with_password 127.0.0.1/32 scram-sha-256\n\
                             host all all 127.0.0.1/32 trust\n\
                             host replication all 127.0.0.1/32 trust\n";

/// What makes a server quick that need not keep anything, and lets many tests use it at once.
const SETTINGS: [(&str, &str); 6] = [
    ("listen_addresses", "127.0.0.1"),
    ("fsync", "off"),
    ("full_page_writes", "off"),
    ("max_connections", "400"),
    // How long two transactions that wait for each other do so before one is given up.
    ("deadlock_timeout", "50ms"),
    ("log_min_messages", "warning"),
];

/// A server on a port of 127.0.0.1 and a Unix socket, with a cluster in a folder that goes away.
///
/// It stops when this is dropped, and also when the process ends in any other way.
pub struct PostgresServer {
    directory: PathBuf,
    port: u16,
    process: Child,
}

impl PostgresServer {
    /// Starts a server. `settings` come after those that make it quick.
    ///
    /// # Panics
    /// With what is missing, if there is no PostgreSQL; with the server's log, if it does not start.
    #[must_use]
    pub fn start(settings: &[(&str, &str)]) -> Self {
        // A port that was free may be taken by the time the server binds it.
        let mut said = String::new();
        for _ in 0..5 {
            match Self::try_start(settings) {
                Ok(server) => return server,
                Err(log) => said = log,
            }
            if !said.contains("Address already in use") {
                break;
            }
        }
        panic!("no PostgreSQL for this test: {said}");
    }

    /// Returns the server that all tests of this process share.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<PostgresServer> = OnceLock::new();
        SHARED.get_or_init(|| Self::start(&[]))
    }

    fn try_start(settings: &[(&str, &str)]) -> Result<Self, String> {
        let directory = tempfile::tempdir().unwrap().keep();
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let hba = directory.join("pg_hba.conf");
        fs::write(&hba, WHO_IS_LET_IN).unwrap();
        for name in ["server.pem", "server.key"] {
            fs::copy(certificate(name), directory.join(name)).unwrap();
            fs::set_permissions(directory.join(name), Permissions::from_mode(0o600)).unwrap();
        }
        let own = [
            ("port", port.to_string()),
            ("hba_file", hba.display().to_string()),
            ("ssl", "on".to_owned()),
            (
                "ssl_cert_file",
                directory.join("server.pem").display().to_string(),
            ),
            ("ssl_key_file", directory.join("server.key").display().to_string()),
        ];
        let fixed = SETTINGS
            .iter()
            .chain(settings)
            .map(|(name, value)| format!("{name}={value}"));
        let mut process = Command::new(SCRIPT)
            .arg(&directory)
            .args(own.iter().map(|(name, value)| format!("{name}={value}")))
            .args(fixed)
            // It ends with us.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        if line != "ready\n" {
            let mut log = String::new();
            process.stderr.take().unwrap().read_to_string(&mut log).unwrap();
            process.wait().unwrap();
            return Err(log);
        }
        Ok(Self {
            directory,
            port,
            process,
        })
    }

    /// Returns its port on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Returns the folder of its Unix socket.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Returns the address of `database` for the user `postgres`.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// Makes an empty database that no other test has, and returns its name.
    pub fn fresh_database(&self) -> String {
        self.fresh_database_with("")
    }

    /// As [`PostgresServer::fresh_database`], with `clauses` at the end of the statement that makes it.
    pub fn fresh_database_with(&self, clauses: &str) -> String {
        static MADE: AtomicU64 = AtomicU64::new(0);
        let name = format!("test_{}", MADE.fetch_add(1, Ordering::Relaxed));
        self.wire("postgres")
            .run(&format!("CREATE DATABASE {name} {clauses}"));
        name
    }

    /// Connects to `database` as the user `postgres`, beside the driver that is tested.
    #[must_use]
    pub fn wire(&self, database: &str) -> Wire {
        Wire::connect_to(&self.directory, self.port, database)
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        self.process.wait().unwrap();
    }
}

/// Returns the path of a certificate of the tests: `root.pem` vouches for `server.pem`, which is of `localhost`;
/// `other_root.pem` vouches for nobody.
#[must_use]
pub fn certificate(name: &str) -> PathBuf {
    Path::new(CERTIFICATES).join(name)
}
