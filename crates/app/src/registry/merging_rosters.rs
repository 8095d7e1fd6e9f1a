//! The enrolments of two records of one person: all go over, and of two in one training the one that says less goes aside.

use registry::{Day, Enrolment, EnrolmentState, Fault, Training};
use store::Session;
use store::records::{self, StoredRecord, trainings};

use super::fault;
use crate::Error;

/// What becomes of enrolments when two records become one.
#[derive(Debug, Default)]
pub(super) struct RostersJoined {
    /// Those of the one who goes that go over.
    pub(super) moved: Vec<StoredRecord<Enrolment>>,
    /// Those that go aside because the person stands on the roster once.
    pub(super) aside: Vec<Aside>,
    /// Trainings in which both took part.
    pub(super) faults: Vec<Fault>,
}

/// An enrolment that goes aside.
#[derive(Debug)]
pub(super) struct Aside {
    pub(super) goes: StoredRecord<Enrolment>,
    /// The id of the one that stays.
    pub(super) into: String,
    pub(super) twice: TwiceEnrolled,
}

/// A training on whose roster two records of one person stand: one enrolment stays, the other goes aside and is kept among
/// what was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwiceEnrolled {
    /// The title of the training.
    pub title: String,
    /// Its first day.
    pub from: Option<Day>,
    /// How far the enrolment has come that stays.
    pub stays: EnrolmentState,
    /// How far the one has come that goes aside.
    pub goes: EnrolmentState,
}

/// How much an enrolment says of somebody; more is later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// Taken back, put off or let go.
    Ended,
    /// Named, and never there: the seat is what there is to it.
    Named { takes_a_seat: bool, is_confirmed: bool },
    /// The person was there, or something came of it.
    TookPart,
}

impl Weight {
    fn of(enrolment: &Enrolment) -> Self {
        use EnrolmentState::{Attended, Completed, Deferred, Exempt, Failed, Withdrawn};
        match enrolment.state {
            Withdrawn | Deferred | Exempt => Self::Ended,
            Attended | Completed | Failed => Self::TookPart,
            _ if enrolment.is_person_time() || !enrolment.results.is_empty() => Self::TookPart,
            state => Self::Named {
                takes_a_seat: state.takes_a_seat(),
                is_confirmed: state.is_on_roster(),
            },
        }
    }
}

/// Reads what becomes of the enrolments of `gone` and `kept`; nothing is written.
pub(super) fn joined(session: &mut dyn Session, gone: &str, kept: &str) -> Result<RostersJoined, Error> {
    let mut found = RostersJoined::default();
    let own = trainings::enrolments_of(session, kept)?;
    for enrolment in trainings::enrolments_of(session, gone)? {
        let training = &enrolment.body.training;
        let Some(other) = own.iter().find(|own| own.body.training == *training) else {
            found.moved.push(enrolment);
            continue;
        };
        let (theirs, ours) = (Weight::of(&enrolment.body), Weight::of(&other.body));
        let (title, from) = title_of(session, training.as_str())?;
        if (theirs, ours) == (Weight::TookPart, Weight::TookPart) {
            found.faults.push(both_took_part(&title, from));
            continue;
        }
        let twice = |stays: &Enrolment, goes: &Enrolment| TwiceEnrolled {
            title: title.clone(),
            from,
            stays: stays.state,
            goes: goes.state,
        };
        if theirs > ours {
            found.aside.push(Aside {
                twice: twice(&enrolment.body, &other.body),
                goes: other.clone(),
                into: enrolment.id.clone(),
            });
            found.moved.push(enrolment);
        } else {
            found.aside.push(Aside {
                twice: twice(&other.body, &enrolment.body),
                goes: enrolment,
                into: other.id.clone(),
            });
        }
    }
    Ok(found)
}

fn title_of(session: &mut dyn Session, training: &str) -> Result<(String, Option<Day>), Error> {
    let stored = records::find::<Training>(session, training)?;
    Ok(stored.map_or_else(
        || (training.to_owned(), None),
        |stored| (stored.body.title, Some(stored.body.from)),
    ))
}

fn both_took_part(title: &str, from: Option<Day>) -> Fault {
    let from = from.map(|day| day.to_string()).unwrap_or_default();
    fault(
        "both_enrolled",
        "/into",
        format!(
            "both took part in the training “{title}” of {from} (hint: on its roster set the one that was entered by mistake to withdrawn, with a reason, and join them then; a closed training is opened again first, and `completed` or `failed` goes back to `attended`)"
        ),
        format!(
            "两份记录都参加了《{title}》（{from} 开班）（提示：在该班名单上把录错的一条办理为“退出”并写明原因，再来合并；已结业的培训班先重新开放，“结业”“未合格”的先改回“已参训”）"
        ),
    )
}
