//! What a row says of how a person takes part in a training.

use registry::{EnrolmentId, EnrolmentState, Hours};

use super::{join, put, yes_no};
use crate::issue::Fault;
use crate::roster::{Member, cells};

/// An enrolment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EnrolmentCells {
    /// Its id.
    pub id: Option<EnrolmentId>,
    /// How far it has come.
    pub state: Option<EnrolmentState>,
    /// The court that named the person, in the words of the sheet.
    pub nominated_by: Option<String>,
    /// Whether the person is a guest from another province, of whom the registry keeps name and unit only.
    pub is_guest: Option<bool>,
    /// The group.
    pub group: Option<String>,
    /// The venue.
    pub venue: Option<String>,
    /// The place on the waiting list.
    pub waiting_place: Option<u16>,
    /// Why it was taken back, put off or let go.
    pub reason: Option<String>,
    /// The hours that are credited.
    pub hours: Option<Hours>,
}

impl EnrolmentCells {
    pub(super) fn set(&mut self, member: Member, typed: &str) -> Result<(), Fault> {
        match member {
            Member::EnrolmentId => put(&mut self.id, super::id(typed)),
            Member::State => put(&mut self.state, cells::state(typed)),
            Member::NominatedBy => put(&mut self.nominated_by, cells::line(typed)),
            Member::IsGuest => put(&mut self.is_guest, cells::yes_or_no(typed)),
            Member::GroupName => put(&mut self.group, cells::line(typed)),
            Member::Venue => put(&mut self.venue, cells::line(typed)),
            Member::WaitingPlace => put(&mut self.waiting_place, cells::count(typed)),
            Member::Reason => {
                join(&mut self.reason, cells::line(typed)?);
                Ok(())
            }
            Member::Credited => put(&mut self.hours, cells::hours(typed)),
            _ => Ok(()),
        }
    }

    pub(super) fn text(&self, member: Member) -> Option<String> {
        match member {
            Member::EnrolmentId => self.id.as_ref().map(ToString::to_string),
            Member::State => self.state.map(|state| state.zh().to_owned()),
            Member::NominatedBy => self.nominated_by.clone(),
            Member::IsGuest => self.is_guest.map(yes_no),
            Member::GroupName => self.group.clone(),
            Member::Venue => self.venue.clone(),
            Member::WaitingPlace => self.waiting_place.map(|place| place.to_string()),
            Member::Reason => self.reason.clone(),
            Member::Credited => self.hours.map(cells::hours_text),
            _ => None,
        }
    }
}
