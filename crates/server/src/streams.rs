//! Answers that stay open: how many there are at once, how long each lives, and the word that ends all of them.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::config::StreamLimits;
use crate::problem::{Code, Problem, retry_soon};

/// What the answers that stay open share.
#[derive(Debug)]
pub struct Streams {
    places: Arc<Semaphore>,
    /// Where every open answer listens for the end of the server.
    end: watch::Sender<bool>,
    limits: StreamLimits,
}

/// One of the places; it is given back when this is dropped.
#[derive(Debug)]
pub struct StreamPlace {
    _place: OwnedSemaphorePermit,
    end: watch::Receiver<bool>,
    /// How long the answer lives, and how often it shows that it does.
    pub limits: StreamLimits,
}

impl Streams {
    /// Makes as many places as `limits` says.
    pub fn new(limits: StreamLimits) -> Self {
        Self {
            places: Arc::new(Semaphore::new(limits.most.min(Semaphore::MAX_PERMITS))),
            end: watch::Sender::new(false),
            limits,
        }
    }

    /// Takes a place. It is not waited for: those who have one keep it for minutes.
    ///
    /// # Errors
    /// [`Code::Busy`] when all are taken.
    pub fn place(&self) -> Result<StreamPlace, Problem> {
        let place = Arc::clone(&self.places).try_acquire_owned();
        Ok(StreamPlace {
            _place: place.map_err(|_| retry_soon(Code::Busy))?,
            end: self.end.subscribe(),
            limits: self.limits,
        })
    }

    /// Ends what is open. Whoever comes after is served once and not kept.
    pub fn end_all(&self) {
        self.end.send_replace(true);
    }
}

impl StreamPlace {
    /// Waits until the server stops.
    pub async fn ended(&mut self) {
        // An error means that the server is gone, which is as good as being told.
        let _ = self.end.wait_for(|has_ended| *has_ended).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_one_too_many_is_told_to_come_back() {
        let streams = Streams::new(StreamLimits {
            most: 2,
            ..StreamLimits::default()
        });
        let first = streams.place().unwrap();
        let _second = streams.place().unwrap();
        let refused = streams.place().unwrap_err();
        assert_eq!(refused.code, Code::Busy);
        assert!(refused.headers.iter().any(|(name, _)| name == "retry-after"));
        drop(first);
        drop(streams.place().unwrap());
    }
}
