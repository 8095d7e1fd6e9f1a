//! Applying a sheet: everything is worked out and sealed before; the transaction looks whether anything that was read has
//! changed since, and writes.

use access::WriteResults;
use exchange::Language;
use exchange::roster::{self, RosterKind, RosterReading};
use registry::Person;
use store::records::bulk::{self, PreparedRecord};
use store::records::{RecordDeed, many};
use store::roster_imports::{self, Leaving};
use store::{Kind, RecordAct, Session, Tx, changes};

use super::desk::Desk;
use super::foretold::foretold;
use super::keeping::{FILE, ISSUES, Kept, KeptCounts, REJECTED, json};
use super::verdicts::{self, FOR_ALL};
use super::working_out::WorkedOut;
use super::{SheetApplied, SheetApplying, SheetCount};
use crate::audit::{self, AuditEvent};
use crate::import_jobs::ImportIssue;
use crate::registry::{refused, transliterations};
use crate::{App, Error, OnError, Permit};

/// How often a sheet is worked out anew because others have written about what it is about.
const TRIES: usize = 6;
/// How many changes are looked at one by one.
const MOST_CHANGES: usize = 5_000;
/// How many issues are kept of rows that are not written.
const MOST_ISSUES: usize = 1_000;

/// The name of a part, and its pieces.
type SealedPart = (&'static str, Vec<Vec<u8>>);

/// What came of one try.
enum Tried {
    Written(u64),
    /// Somebody else has written what was read.
    Overtaken,
}

impl App {
    /// Writes what the rows say, in one transaction.
    ///
    /// # Errors
    /// As [`restage_sheet`](Self::restage_sheet); [`Error::Registry`] with `questions_open`, `rows_faulty` or
    /// `sheet_unreadable`, and nothing is written: the plan tells what. [`Error::Busy`] if others keep writing about the same.
    pub fn apply_sheet(
        &self,
        permit: &Permit<WriteResults>,
        id: &str,
        how: SheetApplying,
    ) -> Result<SheetApplied, Error> {
        let kept = self
            .store
            .read(|session| self.staged_sheet(session, permit, id))?;
        let reading = self.read_sheet(&kept)?;
        if !reading.is_complete() {
            return refused(
                "sheet_unreadable",
                "",
                "a sheet of the file cannot be read, so nothing is written (hint: say what its columns are, or pass over unknown ones)".to_owned(),
                "文件中有工作表不能读取，没有写入（提示：请指明列的含义，或略过不认识的列）".to_owned(),
            );
        }
        for _ in 0..TRIES {
            let worked = self
                .store
                .read(|session| self.work_out(session, permit, &kept, &reading))?;
            expect_foretold(id, &worked, how)?;
            expect_ready(&worked, how)?;
            let applied = SheetApplied {
                id: id.to_owned(),
                seq: 0,
                counts: worked.counts(),
                rejected: worked.rejections.len(),
                left_out: worked.left.len(),
                issues: worked.issues(&reading),
            };
            if let Tried::Written(seq) = self.write_sheet(permit, &kept, &reading, worked, &applied)? {
                self.last_sheet.forget(id);
                return Ok(SheetApplied { seq, ..applied });
            }
        }
        Err(Error::Busy)
    }

    fn write_sheet(
        &self,
        permit: &Permit<WriteResults>,
        kept: &Kept,
        reading: &RosterReading,
        worked: WorkedOut,
        applied: &SheetApplied,
    ) -> Result<Tried, Error> {
        let id = kept.import.id.clone();
        let stamp = self.stamp(permit);
        let records = prepared(&worked.desk)?;
        let refused_rows = self.refused_rows(kept, reading, &worked)?;
        let answers = verdicts::to_remember(&worked.desk, &worked.groups);
        let counts = String::from_utf8_lossy(&json(&KeptCounts {
            counts: applied.counts.clone(),
            rejected: applied.rejected,
            left_out: applied.left_out,
        })?)
        .into_owned();
        let event = AuditEvent::done("apply-sheet")
            .on("import", &*id)
            .detail(summary(kept.kind, applied));
        let noted = self.audit_entry(permit.actor(), &event)?;
        let deed = RecordDeed {
            act: RecordAct::Import,
            reason: None,
            job: Some(id.clone()),
        };
        let desk = worked.desk;
        self.write_once_told(move |tx| {
            if is_overtaken(tx, &desk)? {
                return Ok(None);
            }
            let leaving = Leaving {
                from: "staged",
                to: "applied",
                at_ms: stamp.at_ms,
                counts: Some(&counts),
            };
            if !roster_imports::leave(tx, &id, &leaving)? {
                return refused(
                    "not_staged",
                    "",
                    "somebody has applied or discarded it meanwhile (hint: look at it again)".to_owned(),
                    "该导入刚刚已写入或放弃（提示：请刷新查看）".to_owned(),
                );
            }
            let seq = match records.is_empty() {
                true => 0,
                false => tx.put_records(&records, &deed, &stamp)?,
            };
            roster_imports::forget_pieces(tx, &id, FILE)?;
            for (part, pieces) in &refused_rows {
                roster_imports::put_pieces(tx, &id, part, pieces)?;
            }
            for answer in &answers {
                roster_imports::put_answer(tx, FOR_ALL, answer)?;
            }
            audit::append(tx, &noted)?;
            Ok(Some(seq))
        })
    }

    /// Seals the rows that are not written, and why not, each part as pieces.
    fn refused_rows(
        &self,
        kept: &Kept,
        reading: &RosterReading,
        worked: &WorkedOut,
    ) -> Result<Vec<SealedPart>, Error> {
        let rows = worked.not_written();
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let id = &kept.import.id;
        let file = roster::rejected(reading, &rows, kept.format, Language::Zh)?;
        let issues = rows.iter().flat_map(|row| &row.issues);
        let issues = issues.take(MOST_ISSUES).map(ImportIssue::from);
        let issues = json(&issues.collect::<Vec<_>>())?;
        Ok(vec![
            (REJECTED, self.seal_part(id, REJECTED, &file)?),
            (ISSUES, self.seal_part(id, ISSUES, &issues)?),
        ])
    }

    fn write_once_told(
        &self,
        work: impl FnMut(&mut Tx<'_>) -> Result<Option<u64>, Error> + Send + 'static,
    ) -> Result<Tried, Error> {
        Ok(self
            .write_once(None, work)?
            .map_or(Tried::Overtaken, Tried::Written))
    }
}

/// Refuses what would do something else than what somebody has looked at.
fn expect_foretold(id: &str, worked: &WorkedOut, how: SheetApplying) -> Result<(), Error> {
    let Some(expected) = how.expected else {
        return Ok(());
    };
    match foretold(worked)? {
        current if current == expected => Ok(()),
        current => Err(Error::StaleRecord {
            id: id.to_owned(),
            expected,
            current,
        }),
    }
}

/// Refuses what is not to be written yet.
fn expect_ready(worked: &WorkedOut, how: SheetApplying) -> Result<(), Error> {
    let (open, rejected) = (worked.open, worked.rejections.len());
    if open > 0 && !how.leaves_questions {
        return refused(
            "questions_open",
            "",
            format!("{open} questions are open (hint: answer them, or leave their rows out)"),
            format!("还有 {open} 个问题没有回答（提示：请回答，或略过这些行）"),
        );
    }
    if rejected > 0 && how.on_error == OnError::Stop {
        return refused(
            "rows_faulty",
            "",
            format!(
                "{rejected} rows cannot be used, so nothing is written (hint: correct them, or pass over faulty rows)"
            ),
            format!("有 {rejected} 行不能使用，没有写入（提示：请更正，或选择略过错误的行）"),
        );
    }
    Ok(())
}

/// Brings what is to be written into the form of the tables: what others refer to comes first.
fn prepared(desk: &Desk) -> Result<Vec<PreparedRecord>, Error> {
    let mut records = Vec::new();
    for changed in desk.court_records.changed() {
        records.push(bulk::prepare(changed.id, changed.revision, changed.now)?);
    }
    for changed in desk.trainings.changed() {
        records.push(bulk::prepare(changed.id, changed.revision, changed.now)?);
    }
    for changed in desk.people.changed() {
        let record = bulk::prepare(changed.id, changed.revision, changed.now)?;
        let sealed = desk.fresh.get(changed.id).cloned().unwrap_or_default();
        let is_named = changed
            .before
            .is_some_and(|before| before.name == changed.now.name);
        let names = (!is_named).then(|| changed.now.name.keys(transliterations()));
        records.push(record.with_person(names, sealed));
    }
    for changed in desk.enrolments.changed() {
        records.push(bulk::prepare(changed.id, changed.revision, changed.now)?);
    }
    Ok(records)
}

/// Tells whether somebody has written about what the desk was read for since.
fn is_overtaken(tx: &mut Tx<'_>, desk: &Desk) -> Result<bool, Error> {
    if tx.last_seq() == desk.seq {
        return Ok(false);
    }
    let since = changes::since(tx, desk.seq, MOST_CHANGES)?;
    if since.len() == MOST_CHANGES {
        return Ok(true);
    }
    if since
        .iter()
        .any(|change| desk.is_touched_by(change.kind, &change.id))
    {
        return Ok(true);
    }
    let of = |kind: Kind| -> Vec<String> {
        let of_kind = since
            .iter()
            .filter(|change| change.kind == kind && change.revision == 1);
        of_kind.map(|change| change.id.clone()).collect()
    };
    let new_people = many::find_all::<Person>(tx, &of(Kind::Person))?;
    if new_people.iter().any(|new| desk.could_mean(&new.body)) {
        return Ok(true);
    }
    is_on_a_roster(tx, desk, &of(Kind::Enrolment))
}

fn is_on_a_roster(session: &mut dyn Session, desk: &Desk, new: &[String]) -> Result<bool, Error> {
    let enrolled = many::find_all::<registry::Enrolment>(session, new)?;
    Ok(enrolled.iter().any(|new| {
        let of_person = new
            .body
            .person()
            .is_some_and(|person| desk.people.get(person.as_str()).is_some());
        of_person || desk.rosters.contains_key(new.body.training.as_str())
    }))
}

/// Says what was written without saying about whom.
fn summary(kind: RosterKind, applied: &SheetApplied) -> String {
    let counts = applied.counts.iter().map(|count| {
        let SheetCount {
            record,
            created,
            updated,
            unchanged,
        } = count;
        format!("{record}: {created} created, {updated} updated, {unchanged} unchanged")
    });
    let counts: Vec<String> = counts.collect();
    format!("{kind}; {}; {} rows refused", counts.join("; "), applied.rejected)
}
