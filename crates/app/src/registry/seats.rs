//! The seats of a training by court: how many are left, who waits for them, and that the first in line comes first.

use std::collections::BTreeMap;

use registry::{Enrolment, EnrolmentState, Fault, Training};
use store::Session;
use store::records::{StoredRecord, trainings};

use super::closing::called;
use super::fault;
use crate::Error;

/// The seats of a court in a training, at one moment.
pub(super) struct Seats {
    /// How many are left; `None` where nobody counts them.
    left: Option<u16>,
    /// Those who wait for one, the first in line first.
    line: Vec<StoredRecord<Enrolment>>,
}

/// Where somebody whom a court names comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seated {
    /// Whether there was a seat.
    pub state: EnrolmentState,
    /// By what the waiting ones are put in order: it has gaps when those before are gone.
    pub order: Option<u16>,
    /// The place among those who wait now, from 1.
    pub place: Option<u16>,
}

impl Seated {
    /// A seat.
    pub(super) const SEAT: Self = Self {
        state: EnrolmentState::Nominated,
        order: None,
        place: None,
    };
}

impl Seats {
    /// Returns the seats of `court`; who is named by no court, as a guest, needs none.
    pub(super) fn of(
        session: &mut dyn Session,
        training: &StoredRecord<Training>,
        court: Option<&str>,
    ) -> Result<Self, Error> {
        let left = match court {
            Some(court) => {
                let taken = trainings::seats_taken(session, &training.id, court)?;
                let taken = u16::try_from(taken).unwrap_or(u16::MAX);
                training.body.seats_left(court, taken)
            }
            None => None,
        };
        let mut line = trainings::enrolments(session, &training.id)?;
        line.retain(|one| {
            one.body.state == EnrolmentState::Waiting && one.body.nominated_by.as_deref() == court
        });
        line.sort_by(|one, other| order_of(one).cmp(&order_of(other)));
        Ok(Self { left, line })
    }

    /// Tells whether all are taken.
    pub(super) fn are_taken(&self) -> bool {
        self.left == Some(0)
    }

    /// Returns where the next one who is named comes to: to a seat that nobody in line would take, or to the end of the line.
    pub(super) fn next(&self) -> Seated {
        if self.enough_for(self.line.len()) {
            return Seated::SEAT;
        }
        let count = u16::try_from(self.line.len()).unwrap_or(u16::MAX);
        Seated {
            state: EnrolmentState::Waiting,
            order: Some(self.end()),
            place: Some(count.saturating_add(1)),
        }
    }

    /// Returns by what the last in line is put there.
    pub(super) fn end(&self) -> u16 {
        let last = self.line.iter().filter_map(|one| one.body.waiting_place).max();
        last.unwrap_or(0).saturating_add(1)
    }

    /// Returns the place of somebody who is put into the line by `order`.
    pub(super) fn place_at(&self, order: Option<u16>) -> u16 {
        let order = order.unwrap_or(u16::MAX);
        let before = self.line.iter().filter(|one| order_of(one).0 < order);
        u16::try_from(before.count())
            .unwrap_or(u16::MAX)
            .saturating_add(1)
    }

    /// Returns the first of those who wait longer than `id` and would get none of the seats if that one took one.
    pub(super) fn passed_by(&self, id: &str) -> Option<&StoredRecord<Enrolment>> {
        let before = self.line.iter().position(|one| one.id == id);
        let before = before.unwrap_or(self.line.len());
        match self.enough_for(before) {
            true => None,
            false => self.line.first().filter(|_| before > 0),
        }
    }

    /// Tells whether after so many there is a seat still.
    fn enough_for(&self, before: usize) -> bool {
        self.left.is_none_or(|left| usize::from(left) > before)
    }
}

/// Returns the places of those of a roster who wait, from 1 for the first in line of each court, by enrolment.
pub(super) fn places<'r>(
    roster: impl IntoIterator<Item = (&'r str, &'r Enrolment)>,
) -> BTreeMap<String, u16> {
    let mut lines: BTreeMap<Option<&str>, Vec<(u16, &str)>> = BTreeMap::new();
    for (id, one) in roster {
        if one.state == EnrolmentState::Waiting {
            let line = lines.entry(one.nominated_by.as_deref()).or_default();
            line.push((one.waiting_place.unwrap_or(u16::MAX), id));
        }
    }
    let mut places = BTreeMap::new();
    for mut line in lines.into_values() {
        line.sort_unstable();
        for ((_, id), place) in line.into_iter().zip(1..) {
            places.insert(id.to_owned(), place);
        }
    }
    places
}

/// Says who waits longer than somebody who is to get a seat.
pub(super) fn waits_longer(
    session: &mut dyn Session,
    pointer: &str,
    first: &StoredRecord<Enrolment>,
) -> Result<Fault, Error> {
    let name = called(session, first)?;
    Ok(passed(pointer, &name))
}

/// Says that `first` waits longer.
pub(super) fn passed(pointer: &str, first: &str) -> Fault {
    fault(
        "waits_longer",
        pointer,
        format!(
            "{first} waits longer for a seat of this court (hint: take the first in line first, or write a reason why another one comes before)"
        ),
        format!("{first} 候补在先（提示：请先办理排在前面的人；确须先安排此人的，请写明理由）"),
    )
}

/// Says that `court` has no seat left, or that it was never given one.
pub(super) fn no_seat(pointer: &str, training: &Training, court: Option<&str>) -> Fault {
    let mut quotas = training.quotas.iter();
    if quotas.any(|quota| Some(quota.court.as_str()) == court) {
        return fault(
            "no_seat",
            pointer,
            "there is no seat left for this court (hint: take somebody back, or raise its quota)".to_owned(),
            "该法院的名额已满（提示：请先退出一人，或增加名额）".to_owned(),
        );
    }
    let court = court.unwrap_or_default();
    fault(
        "no_seat",
        pointer,
        format!(
            "the training gives the court `{court}` no seats (hint: add the court to its quotas; a quota of the court above is for that court alone)"
        ),
        format!(
            "本班没有给法院 `{court}` 分配名额（提示：请在名额中加上该法院；上级法院的名额只供上级法院自己使用）"
        ),
    )
}

fn order_of(one: &StoredRecord<Enrolment>) -> (u16, &str) {
    (one.body.waiting_place.unwrap_or(u16::MAX), &one.id)
}
