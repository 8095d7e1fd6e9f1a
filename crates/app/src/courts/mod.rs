//! The tree of courts, which rights of coordinators follow.

mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use access::{Permit, WriteRegistry};
use serde::{Deserialize, Serialize};
use store::courts::{self, Court};
use store::records::{self, RecordDeed};
use store::{RecordAct, Session, Stamp, Tx};

pub use self::table::{CourtRow, CourtTable};
use crate::audit::{self, AuditEvent};
use crate::{App, Error, OnError};

/// The longest way from a court to the root.
const DEEPEST: usize = 8;

/// A row of a table of courts that cannot be used: its place, the value, what is wrong and the way out, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourtFault {
    /// In English.
    pub message: String,
    /// In Chinese.
    pub message_zh: String,
}

/// What came of writing courts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CourtsWritten {
    /// How many are new or have another name or court above.
    pub written: usize,
    /// How many were as the table has them.
    pub unchanged: usize,
    /// The rows that were passed over.
    pub passed_over: Vec<CourtFault>,
}

impl CourtFault {
    fn new(place: &str, wrong: &str, wrong_zh: &str) -> Self {
        Self {
            message: format!("{place}: {wrong}"),
            message_zh: format!("{place}：{wrong_zh}"),
        }
    }
}

impl fmt::Display for CourtFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl App {
    /// Writes the courts of a table in one transaction: all of them, or with [`OnError::Skip`] those that can be used.
    ///
    /// A court that is there gets the name and the court above of the table; none is taken away, and what is as the table
    /// has it is not written.
    ///
    /// # Errors
    /// [`Error::Courts`] with every row that cannot be used, unless such rows are passed over.
    pub fn put_courts(
        &self,
        permit: &Permit<WriteRegistry>,
        table: &CourtTable,
        on_error: OnError,
    ) -> Result<CourtsWritten, Error> {
        let event = AuditEvent::done("put-courts").detail(format!("{} courts", table.rows.len()));
        let entry = self.audit_entry(permit.actor(), &event)?;
        let (permit, table) = (permit.clone(), table.clone());
        let stamp = Stamp {
            author: permit.actor().name(),
            at_ms: self.clock.now_ms(),
        };
        self.write_noted(move |tx| {
            let WorkedOut { news, known, written } = worked_out(tx, &permit, &table, on_error)?;
            // A parent may stand below its child in the table, so every court is there before any has a new parent.
            for court in &news {
                let parent = known.get(&court.code).and_then(|known| known.parent.clone());
                let court = court.clone();
                courts::put(tx, &Court { parent, ..court })?;
            }
            for court in &news {
                put(tx, court, &stamp)?;
            }
            if !news.is_empty() {
                audit::append(tx, &entry)?;
            }
            Ok(written)
        })
    }

    /// Tells what [`put_courts`](Self::put_courts) would come to, and writes nothing.
    ///
    /// # Errors
    /// As it.
    pub fn plan_courts(
        &self,
        permit: &Permit<WriteRegistry>,
        table: &CourtTable,
        on_error: OnError,
    ) -> Result<CourtsWritten, Error> {
        self.store
            .read(|session| Ok(worked_out(session, permit, table, on_error)?.written))
    }
}

/// A table beside the courts that there are.
struct WorkedOut {
    /// Those of the table that are new or otherwise.
    news: Vec<Court>,
    known: BTreeMap<String, Court>,
    written: CourtsWritten,
}

fn worked_out(
    session: &mut dyn Session,
    permit: &Permit<WriteRegistry>,
    table: &CourtTable,
    on_error: OnError,
) -> Result<WorkedOut, Error> {
    // Whoever reaches a part of the tree alone may not move its borders.
    if !permit.granted().everywhere {
        return Err(Error::Refused(access::Refusal::Hidden));
    }
    let known: BTreeMap<String, Court> = courts::list(session)?
        .into_iter()
        .map(|court| (court.code.clone(), court))
        .collect();
    let (rows, passed_over) = usable(table.clone(), &known);
    if on_error == OnError::Stop && !passed_over.is_empty() {
        return Err(Error::Courts(passed_over));
    }
    let all = rows.len();
    let courts = rows.iter().map(court_of);
    let news: Vec<Court> = courts
        .filter(|court| known.get(&court.code) != Some(court))
        .collect();
    let written = CourtsWritten {
        written: news.len(),
        unchanged: all - news.len(),
        passed_over,
    };
    Ok(WorkedOut { news, known, written })
}

/// Writes what a table says of a court, also into the record of the court if it has one.
fn put(tx: &mut Tx<'_>, court: &Court, stamp: &Stamp) -> Result<(), Error> {
    let Some(stored) = records::find::<registry::Court>(tx, &court.code)? else {
        return Ok(courts::put(tx, court)?);
    };
    let record = registry::Court {
        name_zh: court.name_zh.clone(),
        parent: court.parent.clone(),
        ..stored.body
    };
    let deed = RecordDeed::of(RecordAct::Import);
    tx.put_record(&court.code, stored.revision, record, &deed, stamp)?;
    Ok(())
}

/// Returns the rows that make a tree together with what is known, and what is wrong with the others. A row below one that
/// cannot be used cannot be used either.
fn usable(table: CourtTable, known: &BTreeMap<String, Court>) -> (Vec<CourtRow>, Vec<CourtFault>) {
    let CourtTable { mut rows, mut faults } = table;
    loop {
        let found = faults_of(&rows, known);
        if found.is_empty() {
            return (rows, faults);
        }
        let mut is_bad = found.iter().map(Option::is_some);
        rows.retain(|_| !is_bad.next().unwrap_or(false));
        faults.extend(found.into_iter().flatten());
        // At most as often as there are levels of courts: the way of each that is left is as long as before.
        if rows.is_empty() {
            return (rows, faults);
        }
    }
}

/// Returns for each row what is wrong with its place in the tree; nothing at all if nothing is wrong with any.
fn faults_of(rows: &[CourtRow], known: &BTreeMap<String, Court>) -> Vec<Option<CourtFault>> {
    let mut parents: BTreeMap<&str, Option<&str>> = known
        .values()
        .map(|court| (court.code.as_str(), court.parent.as_deref()))
        .collect();
    parents.extend(rows.iter().map(|row| (row.code.as_str(), row.parent.as_deref())));
    let faults: Vec<_> = rows.iter().map(|row| fault_of(row, &parents)).collect();
    match faults.iter().any(Option::is_some) {
        true => faults,
        false => Vec::new(),
    }
}

fn fault_of(row: &CourtRow, parents: &BTreeMap<&str, Option<&str>>) -> Option<CourtFault> {
    let mut at = row.code.as_str();
    for _ in 0..DEEPEST {
        let above = (*parents.get(at)?)?;
        if !parents.contains_key(above) {
            let code = &row.code;
            return Some(CourtFault::new(
                &row.place,
                &format!(
                    "the court `{above}` above `{code}` is neither in the table nor known (hint: add it, or import it first)"
                ),
                &format!(
                    "法院 `{code}` 的上级 `{above}` 既不在表中，也不在库中（提示：请补上该法院，或先导入它）"
                ),
            ));
        }
        at = above;
    }
    let code = &row.code;
    Some(CourtFault::new(
        &row.place,
        &format!(
            "`{code}` is above itself, or lies more than {DEEPEST} courts below the highest (hint: correct the courts above)"
        ),
        &format!("法院 `{code}` 成为自己的上级，或在最高一级之下超过 {DEEPEST} 级（提示：请更正上级法院）"),
    ))
}

fn court_of(row: &CourtRow) -> Court {
    Court {
        code: row.code.clone(),
        name_zh: row.name_zh.clone(),
        parent: row.parent.clone(),
    }
}
