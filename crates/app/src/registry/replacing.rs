//! Coming in the place of somebody: one enrolment is taken back for a reason, and another one gets its seat.

use registry::{Enrolment, EnrolmentId, EnrolmentState, Fault, Training};
use store::records::{StoredRecord, trainings};
use store::{RecordAct, Session, Stamp, Tx, courts};

use super::reach::Reach;
use super::seats::{Seated, Seats};
use super::{deed, fault, newest, refused};
use crate::Error;

/// Takes an enrolment back in whose place another one comes, and returns it as it was.
pub(super) fn take_back(
    tx: &mut Tx<'_>,
    reach: &Reach,
    training: &StoredRecord<Training>,
    replaced: &EnrolmentId,
    (reason, stamp): (&str, &Stamp),
) -> Result<Enrolment, Error> {
    let known = newest::<Enrolment>(tx, replaced.as_str())?;
    let is_reached = reach.holds(&training.body) || reach.has_any(&known.body.nominated_by);
    if known.body.training.as_str() != training.id || !is_reached {
        return Err(Error::NoSuchRecord("enrolment"));
    }
    let state = known.body.state;
    if state.become_(EnrolmentState::Withdrawn).is_err() {
        return refused(
            "nothing_to_replace",
            "/replaces",
            format!("`{replaced}` is `{state}`, so nobody comes in its place (hint: leave `replaces` out)"),
            format!(
                "`{replaced}` 已是“{}”，不能再由人替换（提示：请留空）",
                state.zh()
            ),
        );
    }
    let gone = Enrolment {
        state: EnrolmentState::Withdrawn,
        reason: Some(reason.to_owned()),
        waiting_place: None,
        ..known.body.clone()
    };
    let act = deed(RecordAct::Write, Some(reason));
    tx.put_record(&known.id, known.revision, gone, &act, stamp)?;
    Ok(known.body)
}

/// Returns where somebody whom `court` names comes to in the place of `gone`: to the seat or to the place in line of that one.
/// A seat of another court is no seat of this one.
///
/// # Errors
/// [`Error::Registry`] if `gone` had a seat and the substitute would only wait: nobody would sit there.
pub(super) fn seat_of(
    session: &mut dyn Session,
    training: &StoredRecord<Training>,
    gone: &Enrolment,
    court: Option<&str>,
) -> Result<Seated, Error> {
    let seats = Seats::of(session, training, court)?;
    let is_of_same_court = gone.nominated_by.as_deref() == court;
    if !gone.state.takes_a_seat() {
        let next = seats.next();
        return Ok(match is_of_same_court && next.order.is_some() {
            // The line is as long as it was.
            true => Seated {
                order: gone.waiting_place.or(next.order),
                place: Some(seats.place_at(gone.waiting_place)),
                ..next
            },
            false => next,
        });
    }
    let next = match is_of_same_court && !seats.are_taken() {
        true => Seated::SEAT,
        false => seats.next(),
    };
    match next.state {
        EnrolmentState::Waiting => Err(Error::Registry(vec![no_seat_left(session, training, court)?])),
        _ => Ok(next),
    }
}

/// Says how many seats the court of a substitute has, all of them taken.
fn no_seat_left(
    session: &mut dyn Session,
    training: &StoredRecord<Training>,
    court: Option<&str>,
) -> Result<Fault, Error> {
    let court = court.unwrap_or_default();
    let mut quotas = training.body.quotas.iter();
    let seats = quotas
        .find(|quota| quota.court == court)
        .map_or(0, |quota| quota.seats);
    let taken = trainings::seats_taken(session, &training.id, court)?;
    let name = courts::find(session, court)?.map(|court| court.name_zh);
    let name = name.unwrap_or_else(|| court.to_owned());
    Ok(fault(
        "no_seat",
        "/replaces",
        format!(
            "the substitute would only wait, and the seat would be nobody's: {name} has {seats} seats, of which {taken} are taken, and whoever waits for one comes first (hint: name somebody of the court whose seat it is, or raise the quota)"
        ),
        format!(
            "替补的人只能候补，空出的名额不能使用：{name}有 {seats} 个名额，已用 {taken} 个，候补在先的人优先（提示：请从同一法院替补，或增加该院名额）"
        ),
    ))
}
