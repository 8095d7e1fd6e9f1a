//! Imports that nobody works on any more: their process is gone, and nothing of theirs was written but staged rows.

use store::jobs::{self, JobCounts};
use store::{JobState, Store, staging};

use super::{JOB_KIND, LEASE_MS};
use crate::Error;

/// Ends the imports whose lease has run out, for `holder`. Several nodes may do so at once: each job is ended by one.
pub(crate) fn end_abandoned(store: &Store, holder: &str, now_ms: i64) -> Result<(), Error> {
    for id in store.read(|session| jobs::abandoned(session, JOB_KIND))? {
        let (ended, holder) = (id.clone(), holder.to_owned());
        let outcome = store.write_aside(move |session| {
            let lease = jobs::take(session, &ended, &holder, LEASE_MS)?;
            staging::discard(session, &ended)?;
            let detail = jobs::find(session, &ended)?.map_or_else(String::new, |job| job.detail);
            jobs::finish(
                session,
                &lease,
                JobState::Failed,
                JobCounts::default(),
                &detail,
                now_ms,
            )
        });
        match outcome {
            Ok(()) => tracing::warn!(job = id, "an import that nobody works on any more was ended"),
            // Another node was quicker.
            Err(store::Error::Held { .. } | store::Error::NotFound { .. }) => {}
            Err(err) => return Err(err.into()),
        }
    }
    Ok(())
}

/// Ends all imports of a store that nobody but this process has open: those who held them are gone.
pub(crate) fn end_unfinished(store: &Store, holder: &str, now_ms: i64) -> Result<(), Error> {
    store.write_aside(jobs::release_all)?;
    end_abandoned(store, holder, now_ms)
}

#[cfg(test)]
mod tests {
    use glossary::{Concept, Lang, Term};
    use store::{Chunk, Options, StagedRow, StoreId};

    use super::*;

    /// Makes a job that has staged a row, with a lease of so many milliseconds.
    fn begin(store: &Store, id: &'static str, lease_ms: u64) -> store::Lease {
        let mut concept = Concept::draft();
        concept.terms.push(Term::new(Lang::Zh, "法院").unwrap());
        store
            .write_aside(move |session| {
                jobs::create(session, id, JOB_KIND, "pairs.csv", 1)?;
                let lease = jobs::take(session, id, "gone", lease_ms)?;
                let row = StagedRow {
                    id: staging::base(session)?.new_id(0),
                    expected_revision: 0,
                    body: concept.clone(),
                };
                staging::add_chunk(session, id, &Chunk::prepare(&[row])?)?;
                Ok::<_, store::Error>(lease)
            })
            .unwrap()
    }

    #[test]
    fn only_imports_that_nobody_works_on_are_ended() {
        let directory = tempfile::tempdir().unwrap();
        let id = StoreId::from_random([1; 16]);
        let store = Store::open(directory.path(), &id, Options::default()).unwrap();
        let late = begin(&store, "late", 0);
        begin(&store, "working", LEASE_MS);
        let state = |id: &'static str| {
            let found = store.read(|session| {
                Ok::<_, store::Error>((jobs::find(session, id)?, staging::count(session, id)?))
            });
            let (job, rows) = found.unwrap();
            let job = job.unwrap();
            (job.state, job.detail, rows)
        };
        end_abandoned(&store, "node", 9).unwrap();
        assert_eq!(state("late"), (JobState::Failed, "pairs.csv".to_owned(), 0));
        assert_eq!(state("working"), (JobState::Waiting, "pairs.csv".to_owned(), 1));
        // Whoever was late cannot write any more.
        let outcome = store.write_aside(move |session| jobs::renew(session, &late, LEASE_MS));
        assert_eq!(outcome, Err(store::Error::LeaseLost { job: "late".into() }));
        end_unfinished(&store, "node", 9).unwrap();
        assert_eq!(state("working"), (JobState::Failed, "pairs.csv".to_owned(), 0));
    }
}
