//! Bounded pools for blocking work: many readers, one writer. And places for files that come in.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task;

use crate::problem::{Code, Problem, retry_soon};

/// How long a request waits for a place before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many reads of the store run at once. The store keeps a connection for each.
const N_READS: usize = 8;
/// How many passwords are looked at at once. Two of them are worked out, the others wait for these.
const N_PASSWORDS: usize = 4;

/// How many exports run at once.
const N_EXPORTS: usize = 2;
/// How many sheets of the registry are worked on at once: each is read whole, and only the end of taking one in is a write.
const N_SHEETS: usize = 2;
/// How many files are received at once: each is in memory whole until it is stored.
const N_UPLOADS: usize = 2;

/// Which kind of work it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pool {
    /// Reading the store.
    Reads,
    /// Changing one thing.
    Writes,
    /// Writing the glossary out: as long as the client takes to read it.
    Exports,
    /// Taking in a sheet of the registry.
    Sheets,
    /// Working out a password: slow on purpose, and not to take a place from anybody else.
    Passwords,
}

/// The pools. Each has its own places, so that a write never takes one from a reader.
#[derive(Debug)]
pub struct Pools {
    reads: Arc<Semaphore>,
    writes: Arc<Semaphore>,
    exports: Arc<Semaphore>,
    sheets: Arc<Semaphore>,
    passwords: Arc<Semaphore>,
    uploads: Arc<Semaphore>,
    patience: Duration,
}

impl Pools {
    /// Makes the pools, empty.
    pub fn new() -> Self {
        Self {
            reads: Arc::new(Semaphore::new(N_READS)),
            // The store has one writer; a second thread would only wait inside it.
            writes: Arc::new(Semaphore::new(1)),
            exports: Arc::new(Semaphore::new(N_EXPORTS)),
            sheets: Arc::new(Semaphore::new(N_SHEETS)),
            passwords: Arc::new(Semaphore::new(N_PASSWORDS)),
            uploads: Arc::new(Semaphore::new(N_UPLOADS)),
            patience: PATIENCE,
        }
    }

    /// Runs `work` on a thread of `pool`; waiting for a place holds no thread.
    ///
    /// # Errors
    /// [`Code::Busy`] when no place came free in time, an internal error when `work` panicked.
    pub async fn run<T: Send + 'static>(
        &self,
        pool: Pool,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let places = Arc::clone(match pool {
            Pool::Reads => &self.reads,
            Pool::Writes => &self.writes,
            Pool::Exports => &self.exports,
            Pool::Sheets => &self.sheets,
            Pool::Passwords => &self.passwords,
        });
        let place = tokio::time::timeout(self.patience, places.acquire_owned())
            .await
            .map_err(|_| retry_soon(Code::Busy))?
            .map_err(Problem::internal)?;
        // The place is given back when the work ends, even if the client has gone by then.
        let done = task::spawn_blocking(move || {
            let _place = place;
            work()
        });
        done.await.map_err(Problem::internal)
    }

    /// Takes a place for a file that comes in. It is not waited for: whoever waited would hold a connection, and not be told.
    ///
    /// # Errors
    /// [`Code::Busy`] when as many files as there are places come in already.
    pub fn upload_place(&self) -> Result<OwnedSemaphorePermit, Problem> {
        let place = Arc::clone(&self.uploads).try_acquire_owned();
        place.map_err(|_| retry_soon(Code::Busy))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_full_pool_says_busy_and_another_still_works() {
        let pools = Pools {
            patience: Duration::ZERO,
            ..Pools::new()
        };
        let _taken = pools.writes.clone().acquire_owned().await.unwrap();
        let refused = pools.run(Pool::Writes, || 1).await.unwrap_err();
        assert_eq!(refused.code, Code::Busy);
        assert_eq!(pools.run(Pool::Reads, || 2).await.unwrap(), 2);
    }

    #[test]
    fn as_many_files_come_in_as_memory_is_for() {
        let pools = Pools::new();
        let places: Vec<_> = (0..N_UPLOADS).map(|_| pools.upload_place().unwrap()).collect();
        let refused = pools.upload_place().unwrap_err();
        assert_eq!(refused.code, Code::Busy);
        assert!(refused.headers.iter().any(|(name, _)| name == "retry-after"));
        drop(places);
        drop(pools.upload_place().unwrap());
    }

    #[tokio::test]
    async fn work_that_panics_gives_its_place_back() {
        let pools = Pools::new();
        for _ in 0..3 {
            let problem = pools.run(Pool::Writes, || panic!("write")).await.unwrap_err();
            assert_eq!(problem.code, Code::InternalError);
        }
        assert_eq!(pools.writes.available_permits(), 1);
    }
}
