//! Audit entries as syslog messages (RFC 5424), sent to a collector over UDP, TCP or TLS.
//!
//! Messages go into a spool on the disk first, and from there to the collector by a thread of their own, so that neither
//! a slow collector nor one that is away keeps anybody waiting. Each is sent at least once, in order; where the
//! collector is away for so long that the spool is full, the oldest are given up and counted.

mod connection;
mod facility;
mod message;
mod sender;
mod spool;
mod tls;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use tracing::{error, warn};

use self::connection::Target;
pub use self::connection::Transport;
pub use self::facility::Facility;
use self::message::Form;
pub use self::message::is_structured_data_id;
use self::sender::{Sender, Shared};
use self::spool::Spool;
use crate::Error;
use crate::audit::{Backlog, Forward, SealedEntry};

/// Where messages go, and how they say where they come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyslogPlan {
    /// Host and port of the collector.
    pub address: String,
    /// How they are sent.
    pub transport: Transport,
    /// With TLS, the file of the certificates that vouch for the collector.
    pub ca_file: Option<PathBuf>,
    /// What kind of messages they are to the collector.
    pub facility: Facility,
    /// The name of this machine, if it has one.
    pub hostname: Option<String>,
    /// The id of our structured data, a name and an enterprise number (RFC 5424, 7.2.2).
    pub data_id: String,
    /// The folder of the spool.
    pub spool: PathBuf,
    /// How large the spool may be, in bytes.
    pub spool_bytes: u64,
    /// How patient it is.
    pub timing: Timing,
}

/// How long is waited for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// The pause after a connection that broke; it doubles with each that follows.
    pub first_pause: Duration,
    /// The longest pause.
    pub longest_pause: Duration,
    /// How long a connection must have lasted after a message for it to count as delivered. No transport here says what the
    /// collector has read: what was sent shortly before a connection broke is sent again.
    pub settled: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(60),
            settled: Duration::from_secs(30),
        }
    }
}

/// Sends messages until it is dropped; what is not sent by then lies in the spool for the next start.
pub struct Syslog {
    form: Form,
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// Returns the folder of the spool in a data directory.
#[must_use]
pub fn spool_in(data_dir: &Path) -> PathBuf {
    data_dir.join("syslog")
}

impl Syslog {
    /// Opens the spool and starts the thread. The collector need not be there.
    ///
    /// # Errors
    /// If the spool cannot be written, the file of certificates cannot be used, or there can be no more threads.
    pub fn start(plan: SyslogPlan) -> Result<Self, Error> {
        let form = Form::new(&plan);
        let notices = form.clone();
        let notice = move |dropped, total| notices.notice(dropped, total);
        let spool = Spool::open(&plan.spool, plan.spool_bytes, Box::new(notice)).map_err(|err| {
            Error::Internal(format!(
                "the spool of syslog messages in `{}` cannot be opened: {err}",
                plan.spool.display()
            ))
        })?;
        let target = Target::new(&plan)?;
        let shared = Arc::new(Shared::new(spool));
        let sender = Sender::new(Arc::clone(&shared), target, plan.timing);
        let thread = std::thread::Builder::new()
            .name("syslog".into())
            .spawn(move || sender.run())
            .map_err(|err| Error::Internal(format!("syslog could not be started: {err}")))?;
        Ok(Self {
            form,
            shared,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Returns how many messages wait in the spool to be delivered.
    #[must_use]
    pub fn waiting(&self) -> u64 {
        self.shared.waiting()
    }

    /// Returns how many messages were given up because the spool was full, since it was made.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.shared.dropped()
    }

    /// Waits until everything in the spool has been sent once.
    pub fn wait_until_sent(&self) {
        self.shared.wait_until_sent();
    }

    /// Closes the connection and ends the thread. What the collector has not confirmed by closing its end is sent again at
    /// the next start.
    pub fn stop(&self) {
        let is_ended = self.shared.stop();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(thread) = thread else { return };
        if !is_ended {
            warn!("the syslog collector does not answer; messages wait in the spool for the next start");
        } else if thread.join().is_err() {
            error!("the thread of syslog ended by a panic; messages wait in the spool");
        }
    }
}

impl Forward for Syslog {
    fn forward(&self, entries: &[SealedEntry]) -> Result<(), String> {
        let messages: Vec<Vec<u8>> = entries.iter().map(|entry| self.form.message(entry)).collect();
        self.shared
            .append(&messages)
            .map_err(|err| format!("the spool of syslog messages cannot be written: {err}"))
    }

    fn backlog(&self) -> Backlog {
        Backlog {
            waiting: self.waiting(),
            dropped: self.dropped(),
        }
    }
}

impl Drop for Syslog {
    fn drop(&mut self) {
        self.stop();
    }
}
