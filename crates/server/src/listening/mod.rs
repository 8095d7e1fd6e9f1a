//! Taking connections: how many at once, for how long, and the way out when the server stops.
//!
//! In place of `axum::serve`, which knows neither time-outs nor TLS nor an end of connections.

mod certificates;
mod connection;
mod head_scan;
mod pace;
mod unread;
mod validity;

pub use certificates::{Certificates, LOOK_EVERY};
pub use connection::Connected;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::Instant;

use crate::handle::Handle;

/// How often connections are asked for room while all are taken: each time every one of them is woken.
const ROOM_EVERY: Duration = Duration::from_secs(1);

/// How long nothing is taken after the system refused a connection for want of something, such as file descriptors.
const BREATHER: Duration = Duration::from_secs(1);

/// A listener and what its connections lead to.
pub struct Listening {
    listener: TcpListener,
    entrance: Arc<Entrance>,
}

/// What every connection of a listener is served by.
struct Entrance {
    router: Router,
    handle: Handle,
    /// With TLS, what is shown and what answers who asks without it.
    tls: Option<Tls>,
}

/// What a listener has besides for TLS.
struct Tls {
    certificates: Arc<Certificates>,
    for_plain: Router,
}

/// What connections are told; the latest counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mood {
    /// All is well.
    Open,
    /// Others wait: who asks for nothing closes at once, who is being answered closes after that.
    Crowded,
    /// The server stops: the same, and nobody comes after.
    Closing,
    /// The time for closing is over.
    Cut,
}

impl Listening {
    /// Leads the connections of `listener` to `router`.
    pub fn new(listener: TcpListener, router: Router, handle: Handle) -> Self {
        Self {
            listener,
            entrance: Arc::new(Entrance {
                router,
                handle,
                tls: None,
            }),
        }
    }

    /// The same with TLS: who asks without it is led to `for_plain`.
    pub fn with_tls(
        listener: TcpListener,
        router: Router,
        handle: Handle,
        certificates: Arc<Certificates>,
        for_plain: Router,
    ) -> Self {
        let tls = Tls {
            certificates,
            for_plain,
        };
        Self {
            listener,
            entrance: Arc::new(Entrance {
                router,
                handle,
                tls: Some(tls),
            }),
        }
    }

    /// Serves until `stop` is done; then lets requests under way finish for at most `grace`, and cuts the rest.
    pub async fn run(self, stop: impl Future<Output = ()>, grace: Duration) {
        let Self { listener, entrance } = self;
        let slots = Slots::new(entrance.handle.config().max_connections);
        let mut stop = pin!(stop);
        let mut asked_at = None;
        let (mood, told) = watch::channel(Mood::Open);
        loop {
            let (stream, address) = tokio::select! {
                accepted = accept(&listener) => accepted,
                () = &mut stop => break,
            };
            // Only here, so that nobody is asked for room while nobody wants it.
            let guards = entrance.handle.metrics().guards();
            if slots.is_full() {
                guards.connection_waited();
            }
            let slot = tokio::select! {
                slot = slots.take(&mood, &mut asked_at) => slot,
                () = &mut stop => break,
            };
            let serving = connection::serve(stream, address.ip(), Arc::clone(&entrance), told.clone());
            let open = guards.connection_opened();
            tokio::spawn(async move {
                serving.await;
                drop((open, slot));
            });
        }
        drop((listener, told));
        mood.send_replace(Mood::Closing);
        if tokio::time::timeout(grace, mood.closed()).await.is_err() {
            tracing::warn!(
                "requests were still under way after {} s and were cut off",
                grace.as_secs()
            );
            mood.send_replace(Mood::Cut);
        }
    }
}

/// The places for connections.
struct Slots {
    free: Arc<Semaphore>,
    most: usize,
}

impl Slots {
    fn new(most: usize) -> Self {
        let most = most.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            free: Arc::new(Semaphore::new(most)),
            most,
        }
    }

    fn is_full(&self) -> bool {
        self.free.available_permits() == 0
    }

    /// Takes a place. While there is none, the connections there are asked for room, and who comes next waits in the
    /// system's queue: refusing would tell a browser that the server is down, and would be as cheap to bring about.
    async fn take(&self, mood: &watch::Sender<Mood>, asked_at: &mut Option<Instant>) -> OwnedSemaphorePermit {
        loop {
            if let Ok(slot) = Arc::clone(&self.free).try_acquire_owned() {
                return slot;
            }
            let may_ask_at = asked_at.map_or_else(Instant::now, |at| at + ROOM_EVERY);
            if may_ask_at <= Instant::now() {
                self.ask_for_room(mood, asked_at);
                continue;
            }
            tokio::select! {
                Ok(slot) = Arc::clone(&self.free).acquire_owned() => return slot,
                () = tokio::time::sleep_until(may_ask_at) => {}
            }
        }
    }

    fn ask_for_room(&self, mood: &watch::Sender<Mood>, asked_at: &mut Option<Instant>) {
        let is_news = asked_at.is_none_or(|at| at.elapsed() > 60 * ROOM_EVERY);
        if is_news {
            tracing::warn!(
                "all {} connections are taken, so those that ask for nothing are closed to make room \
                 (hint: raise `http.max_connections`, or see who holds them)",
                self.most
            );
        }
        *asked_at = Some(Instant::now());
        mood.send_replace(Mood::Crowded);
    }
}

/// Takes the next connection, whatever becomes of some on the way.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(cause) if is_of_one_connection(&cause) => {}
            Err(cause) => {
                tracing::error!(%cause, "a connection cannot be taken: {cause}");
                tokio::time::sleep(BREATHER).await;
            }
        }
    }
}

/// Tells whether a connection broke before it was taken, which concerns no other.
fn is_of_one_connection(cause: &io::Error) -> bool {
    matches!(
        cause.kind(),
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset
    )
}
