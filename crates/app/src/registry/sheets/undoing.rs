//! Taking an import back, record by record: what it made goes as single deletes go, what it changed gets its former body in a
//! new revision, and what somebody has edited since stays.

use access::WriteResults;
use registry::{Court, Enrolment, Person, Trainee, Training};
use store::records::many::{self, ImportedRecord};
use store::records::{self, Record, RecordDeed, people, trainings};
use store::roster_imports::{self, Leaving};
use store::{Kind, RecordAct, Session, Stamp, Tx};

use super::keeping::{OPEN_MS, expect_state};
use super::{SheetRecord, SheetState, SheetUndone};
use crate::audit::{self, AuditEvent};
use crate::registry::erasing::left_of;
use crate::registry::reach::Reach;
use crate::registry::{day_at, refused, transliterations};
use crate::{App, Error, Permit};

/// How many records are taken back in one transaction: others wait for a fraction of a second at most.
const AT_ONCE: usize = 200;

/// What is needed for each record.
struct Undoing {
    reach: Reach,
    deed: RecordDeed,
    stamp: Stamp,
}

impl App {
    /// Takes back what an import has written, record by record, for a day; what somebody has edited since stays. What broke
    /// off goes on when it is called again, and what was refused is tried again: whoever stood on another roster may be off it.
    ///
    /// # Errors
    /// [`Error::NoSuchImport`]; [`Error::Registry`] with `not_applied` or `undo_too_late`.
    pub fn undo_sheet(&self, permit: &Permit<WriteResults>, id: &str) -> Result<SheetUndone, Error> {
        let (kept, mut imported) = self.store.read(|session| {
            let kept = self.kept_sheet(session, permit, id)?;
            Ok::<_, Error>((kept, many::imported(session, id)?))
        })?;
        expect_state(&kept, SheetState::Applied)?;
        let ended_at_ms = kept.import.ended_at_ms.unwrap_or(kept.import.created_at_ms);
        if ended_at_ms + OPEN_MS < self.now_ms() {
            return refused(
                "undo_too_late",
                "",
                "an import can be undone for a day (hint: correct what is wrong record by record)".to_owned(),
                "导入只能在一天之内撤销（提示：请逐条更正）".to_owned(),
            );
        }
        // What refers to others goes first.
        imported.reverse();
        let mut undone = SheetUndone::default();
        for part in imported.chunks(AT_ONCE) {
            let (part, stamp) = (part.to_vec(), self.stamp(permit));
            let may = self.sheet_permit(permit, kept.kind)?;
            let id = id.to_owned();
            let done: SheetUndone = self.store.write(move |tx| {
                let undoing = Undoing {
                    reach: may.reach(tx)?,
                    deed: RecordDeed {
                        act: RecordAct::Undo,
                        reason: None,
                        job: Some(id.clone()),
                    },
                    stamp: stamp.clone(),
                };
                undoing.some(tx, &part)
            })?;
            undone.undone.extend(done.undone);
            undone.refused.extend(done.refused);
        }
        let detail = format!(
            "{} records as before, {} left as they are",
            undone.undone.len(),
            undone.refused.len()
        );
        let event = AuditEvent::done("undo-sheet").on("import", id).detail(detail);
        let noted = self.audit_entry(permit.actor(), &event)?;
        let (at_ms, id) = (self.now_ms(), id.to_owned());
        let is_whole = undone.refused.is_empty();
        self.write_aside_noted(move |session| {
            if !is_whole {
                return audit::append(session, &noted);
            }
            let leaving = Leaving {
                from: "applied",
                to: "undone",
                at_ms,
                counts: None,
            };
            roster_imports::leave(session, &id, &leaving)?;
            audit::append(session, &noted)
        })?;
        self.indexer.wake();
        Ok(undone)
    }
}

impl Undoing {
    fn some(&self, tx: &mut Tx<'_>, part: &[ImportedRecord]) -> Result<SheetUndone, Error> {
        let mut done = SheetUndone::default();
        for one in part {
            let told = match one.kind {
                Kind::Enrolment => self.one::<Enrolment>(tx, one)?,
                Kind::Person => self.one::<Person>(tx, one)?,
                Kind::Training => self.one::<Training>(tx, one)?,
                Kind::Court => self.one::<Court>(tx, one)?,
                Kind::Programme | Kind::Concept => continue,
            };
            let (is_undone, label) = told;
            let record = SheetRecord {
                record: one.kind.as_str().to_owned(),
                id: one.id.clone(),
                label,
            };
            match is_undone {
                true => done.undone.push(record),
                false => done.refused.push(record),
            }
        }
        Ok(done)
    }

    /// Takes one record back; tells whether it did, and what it is called.
    fn one<R: Undoable>(&self, tx: &mut Tx<'_>, one: &ImportedRecord) -> Result<(bool, String), Error> {
        let Some(stored) = records::find::<R>(tx, &one.id)? else {
            return Ok((one.is_undone, one.id.clone()));
        };
        if !stored.body.is_reached(tx, &one.id, self)? {
            return Ok((false, one.id.clone()));
        }
        let label = stored.body.label(tx)?;
        if one.is_undone {
            return Ok((true, label));
        }
        // A later import that was taken back has left what this one wrote, under another revision.
        if stored.revision != one.revision && !is_as_written(tx, one, &stored.body)? {
            return Ok((false, label));
        }
        if one.revision == 1 {
            return Ok((stored.body.unmake(tx, (&one.id, stored.revision), self)?, label));
        }
        let former = records::list_revisions::<R>(tx, &one.id, Some(one.revision), 1)?;
        let Some(body) = former.into_iter().next().and_then(|former| former.body) else {
            return Ok((false, label));
        };
        if !body.may_return(tx, &one.id)? {
            return Ok((false, label));
        }
        let stored = tx.put_record(&one.id, stored.revision, body, &self.deed, &self.stamp)?;
        stored.body.returned(tx, &one.id)?;
        Ok((true, label))
    }
}

/// Tells whether a record says again what an import has made of it.
fn is_as_written<R: Record + PartialEq>(
    session: &mut dyn Session,
    one: &ImportedRecord,
    body: &R,
) -> Result<bool, Error> {
    let written = records::list_revisions::<R>(session, &one.id, Some(one.revision + 1), 1)?;
    let written = written
        .into_iter()
        .next()
        .filter(|written| written.revision == one.revision);
    Ok(written
        .and_then(|written| written.body)
        .is_some_and(|written| written == *body))
}

/// What is special about taking back records of a kind.
trait Undoable: Record + Clone + PartialEq {
    /// Tells whether the caller still reaches it.
    fn is_reached(&self, session: &mut dyn Session, id: &str, undoing: &Undoing) -> Result<bool, Error>;

    /// Returns how lists call it.
    fn label(&self, session: &mut dyn Session) -> Result<String, Error>;

    /// Takes away what the import has made, at the revision that it has now; tells whether it did.
    fn unmake(&self, tx: &mut Tx<'_>, now: (&str, u64), undoing: &Undoing) -> Result<bool, Error>;

    /// Tells whether what is there besides lets it be as it was.
    fn may_return(&self, _: &mut dyn Session, _: &str) -> Result<bool, Error> {
        Ok(true)
    }

    /// Does what belongs to writing it.
    fn returned(&self, _: &mut dyn Session, _: &str) -> Result<(), Error> {
        Ok(())
    }
}

impl Undoable for Person {
    fn is_reached(&self, session: &mut dyn Session, id: &str, undoing: &Undoing) -> Result<bool, Error> {
        let courts = people::courts_of(session, id, day_at(undoing.stamp.at_ms))?;
        Ok(undoing.reach.has_person(id, &courts))
    }

    fn label(&self, _: &mut dyn Session) -> Result<String, Error> {
        Ok(self.name.shown().to_owned())
    }

    fn unmake(&self, tx: &mut Tx<'_>, (id, revision): (&str, u64), undoing: &Undoing) -> Result<bool, Error> {
        if !trainings::enrolments_of(tx, id)?.is_empty() {
            return Ok(false);
        }
        // Nobody asked for this person to be known, so nothing stays of who it was.
        records::forget_former(tx, id, &left_of(id, self))?;
        people::erase_secrets(tx, id)?;
        tx.remove_record::<Self>(id, revision, None, &undoing.deed, &undoing.stamp)?;
        Ok(true)
    }

    fn returned(&self, session: &mut dyn Session, id: &str) -> Result<(), Error> {
        Ok(people::put_name_keys(
            session,
            id,
            &self.name.keys(transliterations()),
        )?)
    }
}

impl Undoable for Enrolment {
    fn is_reached(&self, session: &mut dyn Session, _: &str, undoing: &Undoing) -> Result<bool, Error> {
        let of = records::find::<Training>(session, self.training.as_str())?;
        let is_of_training =
            of.is_some_and(|of| undoing.reach.holds(&of.body) || undoing.reach.teaches(&of.body));
        Ok(is_of_training || undoing.reach.has_any(&self.nominated_by))
    }

    fn label(&self, session: &mut dyn Session) -> Result<String, Error> {
        match &self.trainee {
            Trainee::Guest { name, .. } => Ok(name.clone()),
            Trainee::Person(id) => match records::find::<Person>(session, id.as_str())? {
                Some(person) => Ok(person.body.name.shown().to_owned()),
                None => Ok(id.as_str().to_owned()),
            },
        }
    }

    fn unmake(&self, tx: &mut Tx<'_>, (id, revision): (&str, u64), undoing: &Undoing) -> Result<bool, Error> {
        tx.remove_record::<Self>(id, revision, None, &undoing.deed, &undoing.stamp)?;
        Ok(true)
    }
}

impl Undoable for Training {
    fn is_reached(&self, _: &mut dyn Session, _: &str, undoing: &Undoing) -> Result<bool, Error> {
        Ok(undoing.reach.holds(self))
    }

    fn label(&self, _: &mut dyn Session) -> Result<String, Error> {
        Ok(self.title.clone())
    }

    fn unmake(&self, tx: &mut Tx<'_>, (id, revision): (&str, u64), undoing: &Undoing) -> Result<bool, Error> {
        if !trainings::enrolments(tx, id)?.is_empty() {
            return Ok(false);
        }
        tx.remove_record::<Self>(id, revision, None, &undoing.deed, &undoing.stamp)?;
        Ok(true)
    }

    fn may_return(&self, session: &mut dyn Session, id: &str) -> Result<bool, Error> {
        let roster = trainings::enrolments(session, id)?;
        Ok(roster
            .iter()
            .all(|enrolment| enrolment.body.faults(self).is_empty()))
    }
}

impl Undoable for Court {
    fn is_reached(&self, _: &mut dyn Session, id: &str, undoing: &Undoing) -> Result<bool, Error> {
        Ok(undoing.reach.has(id))
    }

    fn label(&self, _: &mut dyn Session) -> Result<String, Error> {
        Ok(self.name_zh.clone())
    }

    /// A court is never taken away: rights hang on it.
    fn unmake(&self, _: &mut Tx<'_>, _: (&str, u64), _: &Undoing) -> Result<bool, Error> {
        Ok(false)
    }
}
