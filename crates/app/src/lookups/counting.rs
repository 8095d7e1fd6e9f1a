//! The thread that writes the tally once a minute, and forgets what is old.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use store::unanswered_lookups::{self, Added};
use store::{Session, tibetan_requests};
use tracing::warn;

use super::tally::Held;
use super::{DAY_MS, KEPT_DAYS, THRESHOLD};
use crate::calendar::civil_day;
use crate::personal_data::FieldColumn;
use crate::{App, Error};

/// How often the tally is written.
const EACH: Duration = Duration::from_secs(60);
/// How many rows are written in one transaction: other writes wait for no more.
const CHUNK: usize = 500;
/// Where the digests of what was looked up stand.
const KEY: FieldColumn<'static> = FieldColumn {
    table: "unanswered_lookup",
    column: "key",
};

/// The thread that writes the tally; what is held is written once more when this is dropped.
pub struct LookupCounting {
    stop: Arc<Stop>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Stop {
    is_stopped: Mutex<bool>,
    signalled: Condvar,
}

impl App {
    /// Starts writing what was asked for in vain; with `counts_lookups`, lookups are counted from now on.
    ///
    /// # Errors
    /// If there can be no more threads.
    pub fn count_lookups(&self, counts_lookups: bool) -> Result<LookupCounting, Error> {
        self.tally.switch(counts_lookups);
        let (app, stop) = (self.clone(), Arc::new(Stop::default()));
        let own = Arc::clone(&stop);
        let thread = std::thread::Builder::new()
            .name("lookups".into())
            .spawn(move || {
                while !own.waits_in_vain() {
                    app.write_tally_or_warn();
                }
                app.write_tally_or_warn();
            })
            .map_err(|err| Error::Internal(format!("lookups cannot be counted: {err}")))?;
        Ok(LookupCounting {
            stop,
            thread: Some(thread),
        })
    }

    /// Writes what is held now, and forgets what was last looked up long ago.
    ///
    /// # Errors
    /// If the store fails; what was held is lost then, as a lookup of a minute may be.
    pub fn write_tally(&self) -> Result<(), Error> {
        let now_ms = self.clock.now_ms();
        let today = civil_day(now_ms);
        let oldest = civil_day(now_ms.saturating_sub(KEPT_DAYS * DAY_MS));
        let held = self.tally.take();
        if !held.is_empty() {
            self.write_held(held, &today)?;
        }
        self.store
            .write_aside(move |session| unanswered_lookups::forget_before(session, &oldest))?;
        Ok(())
    }

    fn write_held(&self, held: Held, today: &str) -> Result<(), Error> {
        let mut rows = Vec::with_capacity(held.lookups.len());
        for (counted, (text, lookups)) in held.lookups {
            let folded = format!("{} {}", counted.lang, counted.key);
            let digest = self
                .identity
                .keys
                .digests(&KEY, folded.as_bytes())
                .into_iter()
                .next();
            let Some(digest) = digest else { continue };
            rows.push((crate::hex::encode(&digest), counted.lang, text, lookups));
        }
        for chunk in rows.chunks(CHUNK) {
            let (chunk, day) = (chunk.to_vec(), today.to_owned());
            self.store.write_aside(move |session| {
                chunk.iter().try_for_each(|(key, lang, text, lookups)| {
                    let added = Added {
                        key,
                        lang: *lang,
                        text,
                        lookups: *lookups,
                        day: &day,
                    };
                    unanswered_lookups::add(session, &added, THRESHOLD)
                })
            })?;
        }
        let (requests, day): (Vec<_>, _) = (held.requests.into_iter().collect(), today.to_owned());
        self.store.write_aside(move |session: &mut dyn Session| {
            requests
                .iter()
                .try_for_each(|(concept, times)| tibetan_requests::add(session, *concept, *times, &day))
        })?;
        Ok(())
    }

    fn write_tally_or_warn(&self) {
        if let Err(err) = self.write_tally() {
            warn!(error = %err, "what was looked up in vain within the last minute could not be counted");
        }
    }
}

impl Stop {
    /// Waits until it is time to write again; tells whether it is time to stop.
    fn waits_in_vain(&self) -> bool {
        let stopped = self.is_stopped.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self
            .signalled
            .wait_timeout_while(stopped, EACH, |is_stopped| !*is_stopped);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

impl Drop for LookupCounting {
    fn drop(&mut self) {
        *self
            .stop
            .is_stopped
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = true;
        self.stop.signalled.notify_all();
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}
