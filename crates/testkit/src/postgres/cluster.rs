//! Three servers of which one takes writes, that can be killed and promoted by `scripts/postgres_cluster.sh`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::wire::Wire;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scripts/postgres_cluster.sh");
/// How many members there are.
const MEMBERS: usize = 3;

/// When a commit is acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acknowledged {
    /// When one standby has it too.
    ByQuorum,
    /// When the primary alone has it: what a failover may lose.
    ByPrimaryAlone,
}

/// A primary and two standbys on 127.0.0.1. They stop when this is dropped, and also when the process ends otherwise.
pub struct PostgresCluster {
    directory: PathBuf,
    ports: [u16; MEMBERS],
    primary: usize,
    script: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl PostgresCluster {
    /// Starts the three servers; the first one is primary.
    ///
    /// # Panics
    /// With what the servers say, if they do not start.
    #[must_use]
    pub fn start(acknowledged: Acknowledged) -> Self {
        let directory = tempfile::tempdir().unwrap().keep();
        let ports = free_ports();
        let names = match acknowledged {
            Acknowledged::ByQuorum => "ANY 1 (member_0, member_1, member_2)",
            Acknowledged::ByPrimaryAlone => "",
        };
        let mut script = Command::new(SCRIPT)
            .arg(&directory)
            .args(ports.map(|port| port.to_string()))
            .arg("listen_addresses=127.0.0.1")
            .arg(format!("synchronous_standby_names={names}"))
            // A process that is killed leaves what it has written to the system, so nothing of this needs a disk.
            .args(["fsync=off", "full_page_writes=off", "wal_keep_size=256MB"])
            // How soon a standby tries again to follow a primary that was not there yet.
            .args(["wal_retrieve_retry_interval=100ms", "log_min_messages=warning"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let orders = script.stdin.take();
        let mut answers = BufReader::new(script.stdout.take().unwrap());
        let mut line = String::new();
        answers.read_line(&mut line).unwrap();
        if line != "ready\n" {
            let mut log = String::new();
            script.stderr.take().unwrap().read_to_string(&mut log).unwrap();
            panic!("no PostgreSQL cluster for this test: {log}");
        }
        Self {
            directory,
            ports,
            primary: 0,
            script,
            orders,
            answers,
        }
    }

    /// Returns the address of all members: whoever opens it writes to the one that takes writes.
    #[must_use]
    pub fn url(&self) -> String {
        let hosts: Vec<String> = self
            .ports
            .iter()
            .map(|port| format!("127.0.0.1:{port}"))
            .collect();
        format!(
            "postgres://postgres@{}/postgres?target_session_attrs=read-write&connect_timeout=5",
            hosts.join(",")
        )
    }

    /// Connects to the primary, beside the driver that is tested.
    #[must_use]
    pub fn wire(&self) -> Wire {
        self.wire_to(self.primary)
    }

    /// Ends every process of the primary at once.
    pub fn kill_primary(&mut self) {
        self.order(&format!("kill {}", self.primary));
    }

    /// Makes the standby primary that has received most, lets the other one follow it, and returns when it takes writes.
    ///
    /// Of all standbys, because any of them may be the one that has let a commit be acknowledged.
    pub fn promote_best(&mut self) {
        let received = |member: &usize| {
            let sql = "SELECT CAST(pg_last_wal_receive_lsn() - '0/0' AS TEXT)";
            let rows = self.wire_to(*member).run(sql);
            rows[0][0].as_deref().and_then(|lsn| lsn.parse::<u64>().ok())
        };
        let standbys = self.standbys();
        let best = *standbys.iter().max_by_key(|member| received(member)).unwrap();
        self.primary = best;
        for other in standbys.into_iter().filter(|member| *member != best) {
            self.order(&format!("follow {other} {best}"));
        }
        self.order(&format!("promote {best}"));
    }

    /// Makes `member` anew as a standby of the primary.
    pub fn rejoin(&mut self, member: usize) {
        self.order(&format!("rejoin {member} {}", self.primary));
    }

    /// Lets no standby follow the primary any more, so that what it acknowledges from now on it has alone.
    pub fn cut_standbys(&mut self) {
        for standby in self.standbys() {
            self.order(&format!("cut {standby}"));
        }
    }

    /// Returns the number of the primary.
    #[must_use]
    pub fn primary(&self) -> usize {
        self.primary
    }

    fn standbys(&self) -> Vec<usize> {
        (0..MEMBERS).filter(|member| *member != self.primary).collect()
    }

    fn wire_to(&self, member: usize) -> Wire {
        Wire::connect_to(&self.directory, self.ports[member], "postgres")
    }

    fn order(&mut self, order: &str) {
        writeln!(self.orders.as_mut().unwrap(), "{order}").unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        assert_eq!(line, "done\n");
    }
}

impl Drop for PostgresCluster {
    fn drop(&mut self) {
        drop(self.orders.take());
        self.script.wait().unwrap();
    }
}

/// Returns ports that nobody has at this moment.
fn free_ports() -> [u16; MEMBERS] {
    // Held together, so that they differ.
    let held = [(); MEMBERS].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    held.each_ref()
        .map(|listener| listener.local_addr().unwrap().port())
}
