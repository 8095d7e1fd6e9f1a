//! Rows about people: what they are now, the posts they had, what they can do in dialects.

use exchange::roster::{RosterKind, RosterRow, SkillCells};
use registry::{Fault, LanguageSkill, Person, PersonId, SecretKind};
use store::records::people::SealedSecret;

use super::desk::Desk;
use super::person_cells::{self, Weight, person_of};
use super::post_cells::{at_some_time, court_missing, now_at, own_court};
use super::refusal::{Refusal, expect_none};
use crate::Error;
use crate::registry::fault;

/// Takes in a row about the person `id`.
pub(super) fn take(desk: &mut Desk, row: &RosterRow, id: &str) -> Result<(), Refusal> {
    let statement = &row.statement;
    let court = own_court(desk, &statement.post)?;
    let weight = match desk.kind {
        RosterKind::People => Weight::More,
        _ => Weight::Less,
    };
    let (mut person, fresh) = person_of(desk, id, &statement.person, weight)?;
    let cells = &statement.post;
    let begun = statement.person.entered_on;
    match (&court, desk.kind) {
        (Some(court), RosterKind::Posts) => {
            let from = cells.from.ok_or_else(court_missing)?;
            at_some_time(&mut person, cells, court, from)?;
        }
        // In a sheet of skills the court tells who it is, unless nothing else says where the person is.
        (Some(court), RosterKind::Skills) if person.posts.is_empty() => {
            now_at(&mut person, cells, court, desk.today, begun)?;
        }
        (Some(court), RosterKind::People) => now_at(&mut person, cells, court, desk.today, begun)?,
        (None, _) if person.posts.is_empty() => return Err(court_missing().into()),
        _ => {}
    }
    if desk.kind == RosterKind::Skills {
        learn(&mut person, &statement.skill)?;
    }
    put(desk, id, person, fresh, row)
}

/// Returns the id as that of a person.
pub(super) fn person_id(id: &str) -> Result<PersonId, Error> {
    id.parse().map_err(|_| Error::NoSuchRecord("person"))
}

/// Notes a person, if no rule is broken.
pub(super) fn put(
    desk: &mut Desk,
    id: &str,
    person: Person,
    fresh: Vec<SealedSecret>,
    row: &RosterRow,
) -> Result<(), Refusal> {
    if desk.people.get(id) != Some(&person) {
        expect_none(faults(desk, id, &person, &fresh, row)?)?;
    }
    if !fresh.is_empty() {
        desk.fresh.entry(id.to_owned()).or_default().extend(fresh);
    }
    desk.people.put(id, person);
    Ok(())
}

/// Returns the rules that a person would break.
fn faults(
    desk: &Desk,
    id: &str,
    person: &Person,
    fresh: &[SealedSecret],
    row: &RosterRow,
) -> Result<Vec<Fault>, Refusal> {
    let said = row.statement.person.identity_number.as_ref();
    // A number of the row that was passed over is not the person's.
    let said = said.filter(|number| {
        let mut own = person.secrets.iter();
        let is_fresh = fresh.iter().any(|row| row.kind == SecretKind::IdentityNumber);
        is_fresh || own.any(|secret| secret.last_four == number.last_four())
    });
    Ok(person_cells::faults(desk, id, person, said)?)
}

fn learn(person: &mut Person, cells: &SkillCells) -> Result<(), Fault> {
    let (Some(dialect), Some(evidence), Some(assessed_on)) =
        (cells.dialect, cells.evidence, cells.assessed_on)
    else {
        return Err(fault(
            "skill_unclear",
            "/dialect",
            "a skill has a dialect, what it rests on, and a day (hint: fill in the three)".to_owned(),
            "语言能力须有方言、评定依据和评定日期（提示：请填写三项）".to_owned(),
        ));
    };
    let same = person.language_skills.iter_mut().find(|known| {
        (known.dialect, known.evidence, known.assessed_on) == (dialect, evidence, assessed_on)
            && (cells.sub_dialect.is_none() || known.sub_dialect == cells.sub_dialect)
    });
    match same {
        Some(known) => {
            known.spoken = cells.spoken.or(known.spoken);
            known.written = cells.written.or(known.written);
            known.expires_on = cells.expires_on.or(known.expires_on);
            if cells.assessor.is_some() {
                known.assessor.clone_from(&cells.assessor);
            }
        }
        None => person.language_skills.push(LanguageSkill {
            dialect,
            sub_dialect: cells.sub_dialect.clone(),
            spoken: cells.spoken,
            written: cells.written,
            evidence,
            assessor: cells.assessor.clone(),
            assessed_on,
            expires_on: cells.expires_on,
        }),
    }
    Ok(())
}
