//! Writing: a transaction that is run again when the database asks for that, and whose commit is never cut short.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::failure::{Failure, FailureKind};
use super::pool::Pool;
use super::session::PostgresSession;
use crate::Error;
use crate::session::{Verdict, WriteWork, panic_message};

const BEGIN_WRITING: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

/// How often a transaction is begun. The counter row is locked first, so that one rerun is rare already.
const MAX_RUNS: usize = 5;

/// Runs `work` in a transaction until it is kept, or given up.
pub(super) fn write(pool: &Pool, work: &mut WriteWork) -> Result<(), Error> {
    let mut last = None;
    for _ in 0..MAX_RUNS {
        match run(pool, work) {
            Ok(()) => return Ok(()),
            Err(failure) if failure.kind == FailureKind::RunAgain => last = Some(failure.error),
            Err(failure) => return Err(failure.error),
        }
    }
    let cause = last.map_or_else(String::new, |error| error.to_string());
    Err(Error::Unavailable {
        cause: format!("the transaction was given up after {MAX_RUNS} runs: {cause}"),
    })
}

fn run(pool: &Pool, work: &mut WriteWork) -> Result<(), Failure> {
    let mut lent = pool.begin(BEGIN_WRITING).map_err(Failure::refused)?;
    let mut session = PostgresSession::new(&mut lent.connection);
    let verdict = catch_unwind(AssertUnwindSafe(|| work(&mut session)));
    let failed = session.failure();
    let outcome = match (verdict, failed) {
        // Whatever the work made of it: what it saw was not to be relied on.
        (Ok(_), Some(failure)) if failure.kind == FailureKind::RunAgain => Err(failure),
        (Ok(Verdict::Commit), None) => lent.connection.commit(),
        (Ok(Verdict::Commit), Some(failure)) => Err(failure),
        (Ok(Verdict::Rollback), _) => Ok(()),
        (Err(panic), _) => Err(Failure::refused(Error::Panicked {
            message: panic_message(&*panic),
        })),
    };
    if !lent.connection.is_usable() {
        lent.connection.roll_back(pool.connector().timeout());
    }
    lent.give_back();
    outcome
}
