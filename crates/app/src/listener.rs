//! The listener: a thread of a node that hears when another one has written, and looks after what belongs to all of them.

use std::sync::Arc;
use std::time::{Duration, Instant};

use store::Store;

use crate::Error;

/// How long it listens before it looks whether it is to end.
const LIMIT: Duration = Duration::from_millis(200);
/// How often a node looks after what belongs to all of them.
const TEND: Duration = Duration::from_secs(30);

/// What a listener does.
pub(crate) struct Listening<Stopped, Wake, Tend> {
    /// Tells whether the thread is to end.
    pub is_stopped: Stopped,
    /// Says that another node may have written.
    pub wake: Wake,
    /// Looks after what belongs to all nodes.
    pub tend: Tend,
}

/// Starts the thread. Nobody waits for its end: it may be connecting.
///
/// # Errors
/// If there can be no more threads.
pub(crate) fn listen<Stopped, Wake, Tend>(
    store: Arc<Store>,
    listening: Listening<Stopped, Wake, Tend>,
) -> Result<(), Error>
where
    Stopped: Fn() -> bool + Send + 'static,
    Wake: Fn() + Send + 'static,
    Tend: Fn() + Send + 'static,
{
    let run = move || {
        let mut tended = Instant::now();
        while !(listening.is_stopped)() {
            if store.wait_for_changes(LIMIT) {
                (listening.wake)();
            }
            if tended.elapsed() >= TEND {
                (listening.tend)();
                tended = Instant::now();
            }
        }
    };
    std::thread::Builder::new()
        .name("listener".into())
        .spawn(run)
        .map(drop)
        .map_err(|err| Error::Internal(format!("the listener could not be started: {err}")))
}
