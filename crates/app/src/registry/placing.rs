//! Who of a training is in which group and at which venue, many at once, as a list has it.

use access::{EnrolPeople, Refusal};
use registry::{Enrolment, EnrolmentId, Fault, Training, Venue};
use sha2::{Digest, Sha256};
use store::records::{StoredRecord, trainings};
use store::{RecordAct, Session};

use super::attendance::{at_line, not_on_the_roster};
use super::reach::Reach;
use super::trainings::expect_open;
use super::{RecordWritten, deed, expect_none, fault, newest};
use crate::audit::{self, AuditEvent};
use crate::{App, Error, Permit};

/// Where somebody of a roster belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placing {
    /// The enrolment.
    pub enrolment: EnrolmentId,
    /// The group; without one, none.
    pub group: Option<String>,
    /// The venue; without one, none.
    pub venue: Option<String>,
}

impl App {
    /// Puts people of a roster into groups and venues, all of the lines or none; whoever holds the training may. `expected`
    /// is the [`roster_revision`] that the writer has seen. Who is where the line says already is not written.
    ///
    /// # Errors
    /// [`Error::Registry`] with every fault, under `/items/N` of the line, and if the training is over;
    /// [`Error::StaleRecord`] if the roster has changed meanwhile; [`Error::NoSuchRecord`], [`Error::Refused`].
    pub fn place_enrolments(
        &self,
        permit: &Permit<EnrolPeople>,
        training: &str,
        expected: u64,
        lines: &[Placing],
    ) -> Result<Vec<RecordWritten>, Error> {
        let stamp = self.stamp(permit);
        let event = AuditEvent::done("place-enrolments").on("training", training);
        let noted = self.audit_entry(permit.actor(), &event)?;
        let (permit, training, lines) = (permit.clone(), training.to_owned(), lines.to_vec());
        self.write_once(None, move |tx| {
            let of = newest::<Training>(tx, &training)?;
            if !Reach::of(tx, &permit)?.holds(&of.body) {
                return Err(Error::Refused(Refusal::Forbidden {
                    action: "enrol-people",
                }));
            }
            expect_open(&of.body)?;
            let roster = trainings::enrolments(tx, &training)?;
            let current = roster_revision(roster.iter().map(|known| (known.id.as_str(), known.revision)));
            if current != expected {
                return Err(Error::StaleRecord {
                    id: training.clone(),
                    expected,
                    current,
                });
            }
            let (mut faults, mut changed) = (Vec::new(), Vec::new());
            for (n, line) in lines.iter().enumerate() {
                let Some(known) = roster.iter().find(|known| known.id == line.enrolment.as_str()) else {
                    faults.push(not_on_the_roster(n, line.enrolment.as_str()));
                    continue;
                };
                let next = line.applied(&known.body);
                faults.extend(new_faults(&of.body, (&known.body, &next), n));
                if next != known.body {
                    changed.push((known, next));
                }
            }
            faults.extend(full_venues(&of.body, &roster, &changed, &lines));
            expect_none(faults)?;
            let mut written = Vec::new();
            for (known, next) in changed {
                let act = deed(RecordAct::Write, None);
                let stored = tx.put_record(&known.id, known.revision, next, &act, &stamp)?;
                written.push(RecordWritten::from(&stored));
            }
            if !written.is_empty() {
                audit::append(tx, &noted)?;
            }
            Ok(written)
        })
    }
}

/// Tells of venues that the lines would fill beyond their seats. Somebody may go elsewhere by the same list, so what counts is
/// who is there in the end.
fn full_venues(
    training: &Training,
    roster: &[StoredRecord<Enrolment>],
    changed: &[(&StoredRecord<Enrolment>, Enrolment)],
    lines: &[Placing],
) -> Vec<Fault> {
    let next = |known: &StoredRecord<Enrolment>| {
        let next = changed.iter().find(|(other, _)| other.id == known.id);
        next.map_or_else(|| known.body.clone(), |(_, next)| next.clone())
    };
    let now: Vec<Enrolment> = roster.iter().map(next).collect();
    let mut faults = Vec::new();
    for venue in &training.venues {
        let name = Some(venue.name.as_str());
        let comes = |line: &Placing| {
            let mut roster = roster.iter();
            let was = roster.find(|known| known.id == line.enrolment.as_str());
            line.venue.as_deref() == name && was.is_some_and(|known| known.body.venue.as_deref() != name)
        };
        if let Some(n) = lines.iter().position(comes) {
            let count = at_venue(now.iter(), &venue.name);
            faults.extend(full(venue, count).map(|found| at_line(n, found)));
        }
    }
    faults
}

/// Counts those who take a seat at a venue.
pub(super) fn at_venue<'r>(roster: impl Iterator<Item = &'r Enrolment>, venue: &str) -> usize {
    let there = roster.filter(|one| one.state.takes_a_seat() && one.venue.as_deref() == Some(venue));
    there.count()
}

/// Refuses to put the enrolment `id` to a venue that has no place left for it.
pub(super) fn expect_place(
    session: &mut dyn Session,
    training: &StoredRecord<Training>,
    id: &str,
    venue: Option<&str>,
) -> Result<(), Error> {
    let mut venues = training.body.venues.iter();
    let Some(venue) = venues.find(|known| Some(known.name.as_str()) == venue) else {
        return Ok(());
    };
    let roster = trainings::enrolments(session, &training.id)?;
    let others = roster.iter().filter(|one| one.id != id);
    let count = at_venue(others.map(|one| &one.body), &venue.name);
    expect_none(full(venue, count.saturating_add(1)).into_iter().collect())
}

/// Tells of a venue that does not hold `count` people.
pub(super) fn full(venue: &Venue, count: usize) -> Option<Fault> {
    let seats = venue.seats.filter(|seats| usize::from(*seats) < count)?;
    let name = &venue.name;
    Some(fault(
        "venue_full",
        "/venue",
        format!(
            "`{name}` has {seats} seats, and {count} people would be put there (hint: choose another venue, or correct its seats in the plan)"
        ),
        format!(
            "“{name}”只有 {seats} 个座位，将编入 {count} 人（提示：请编入别的会场，或在计划中更正座位数）"
        ),
    ))
}

/// Returns one number for a roster, by the ids of its enrolments and their revisions in any order: another one as soon as one
/// of them is changed, comes, or goes, as when an import is taken back. A sum would not do: what one gains another loses.
pub fn roster_revision<'a>(enrolments: impl IntoIterator<Item = (&'a str, u64)>) -> u64 {
    let mut enrolments: Vec<(&str, u64)> = enrolments.into_iter().collect();
    enrolments.sort_unstable();
    let mut digest = Sha256::new();
    for (id, revision) in enrolments {
        // An id holds no blank.
        digest.update(format!("{id} {revision} "));
    }
    let first = digest.finalize().first_chunk().copied();
    u64::from_be_bytes(first.unwrap_or_default())
}

impl Placing {
    fn applied(&self, known: &Enrolment) -> Enrolment {
        Enrolment {
            group: self.group.clone(),
            venue: self.venue.clone(),
            ..known.clone()
        }
    }
}

/// Returns the rules that only the new place breaks.
fn new_faults(training: &Training, (known, next): (&Enrolment, &Enrolment), n: usize) -> Vec<Fault> {
    let before = known.faults(training);
    let found = next.faults(training).into_iter();
    found
        .filter(|fault| !before.contains(fault))
        .map(|fault| at_line(n, fault))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_roster_that_has_lost_somebody_is_another_one() {
        let of = |roster: &[(&str, u64)]| roster_revision(roster.iter().copied());
        let seen = of(&[("e-a", 2), ("e-b", 1)]);
        assert_eq!(of(&[("e-b", 1), ("e-a", 2)]), seen, "in whatever order");
        for other in [
            // One taken back and one changed: the sum of their revisions is the same.
            &[("e-a", 3)][..],
            &[("e-a", 1), ("e-b", 2)],
            &[("e-a", 2), ("e-c", 1)],
            &[("e-a", 2)],
            &[("e-a", 21), ("e-b", 1)],
            &[],
        ] {
            assert_ne!(of(other), seen, "{other:?}");
        }
    }
}
