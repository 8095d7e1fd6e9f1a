//! The transaction that numbers changes: counter locked first, advanced last.

use glossary::ConceptId;

use crate::changes::{self, Change};
use crate::value::values;
use crate::{Error, Row, Session, Value};

/// The transaction of [`crate::Store::write`]: a [`Session`] that also hands out `seq` and concept numbers.
///
/// What it has numbered becomes visible to readers all at once, at the commit.
pub struct Tx<'s> {
    session: &'s mut (dyn Session + 's),
    begun: Counter,
    now: Counter,
}

/// Who writes, and when. The store has no clock and knows no login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Who answers for the change; kept in the revision.
    pub author: String,
    /// The time in milliseconds since 1970-01-01T00:00:00Z. Changes are ordered by `seq`, never by this.
    pub at_ms: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counter {
    pub(crate) last_seq: u64,
    pub(crate) last_concept: u64,
}

impl<'s> Tx<'s> {
    /// Locks the counter row, so that everything read from here on is the latest commit.
    pub(crate) fn begin(session: &'s mut (dyn Session + 's)) -> Result<Self, Error> {
        // Writing the row to itself is the lock that every backend has.
        let locked = session.query(
            "UPDATE change_counter SET last_seq = last_seq WHERE one = 1 RETURNING last_seq, last_concept",
            &[],
        )?;
        let counter = counter_of(&locked)?;
        Ok(Self {
            session,
            begun: counter,
            now: counter,
        })
    }

    /// Returns the number of the last change, those of this transaction included.
    #[must_use]
    pub fn last_seq(&self) -> u64 {
        self.now.last_seq
    }

    pub(crate) fn counter(&self) -> Counter {
        self.now
    }

    /// Gives the next concept number, which no other concept ever has.
    pub(crate) fn next_concept(&mut self) -> ConceptId {
        self.now.last_concept += 1;
        ConceptId::new(self.now.last_concept)
    }

    /// Gives the next `seq` and the change row that `change` makes of it.
    pub(crate) fn number(&mut self, change: impl FnOnce(u64) -> Change) -> Result<u64, Error> {
        self.now.last_seq += 1;
        let seq = self.now.last_seq;
        changes::append(self, &change(seq))?;
        Ok(seq)
    }

    /// Takes note of numbers that were given in one statement for many rows.
    pub(crate) fn advance(&mut self, changes: u64, concepts: u64) {
        self.now.last_seq += changes;
        self.now.last_concept += concepts;
    }

    /// Advances the counter row, the last statement of the transaction.
    pub(crate) fn finish(self) -> Result<(), Error> {
        if self.now != self.begun {
            self.session.execute(
                "UPDATE change_counter SET last_seq = ?1, last_concept = ?2 WHERE one = 1",
                &values![self.now.last_seq, self.now.last_concept],
            )?;
        }
        Ok(())
    }
}

impl Session for Tx<'_> {
    fn query_each(
        &mut self,
        sql: &str,
        parameters: &[Value],
        each: &mut dyn FnMut(Row) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.session.query_each(sql, parameters, each)
    }

    fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, Error> {
        self.session.execute(sql, parameters)
    }

    fn insert_rows(
        &mut self,
        into: &str,
        on_conflict: &str,
        width: usize,
        values: &[Value],
    ) -> Result<(), Error> {
        self.session.insert_rows(into, on_conflict, width, values)
    }

    fn now_ms(&mut self) -> Result<i64, Error> {
        self.session.now_ms()
    }
}

/// Reads the counter without locking it: the position of a snapshot.
pub(crate) fn counter(session: &mut dyn Session) -> Result<Counter, Error> {
    let rows = session.query(
        "SELECT last_seq, last_concept FROM change_counter WHERE one = 1",
        &[],
    )?;
    counter_of(&rows)
}

fn counter_of(rows: &[Row]) -> Result<Counter, Error> {
    let row = rows
        .first()
        .ok_or_else(|| Error::damaged("the change counter has no row"))?;
    Ok(Counter {
        last_seq: row.count(0)?,
        last_concept: row.count(1)?,
    })
}
