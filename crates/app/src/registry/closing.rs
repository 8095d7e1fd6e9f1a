//! How a training comes further: opened, closed with its hours frozen, opened again, cancelled.

use std::sync::Arc;

use access::WriteRegistry;
use registry::{Day, Enrolment, Fault, Programme, Trainee, Training, TrainingState};
use store::records::{StoredRecord, trainings};
use store::{RecordAct, Session, Stamp, Tx};

use super::certificates;
use super::people::person_now;
use super::reach::Reach;
use super::trainings::expect_held;
use super::{RecordWritten, day_at, deed, expect_revision, fault, newest, refused};
use crate::audit::{self, AuditEvent};
use crate::editing::reason_of;
use crate::{App, Error, Permit};

impl App {
    /// Takes a step of a training. Closing it credits hours by the rule of the programme that holds on the first day, and
    /// freezes them, and gives certificates to those who have completed it; opening it again takes the hours back, and ends the
    /// certificates until it is closed again.
    ///
    /// # Errors
    /// [`Error::ReasonMissing`] for cancelling and opening again; [`Error::Registry`] if the step does not follow, it is to be
    /// closed before its last day, somebody on the roster has come to no end yet, or no rule says how hours count; [`Error::NoSuchRecord`],
    /// [`Error::StaleRecord`], [`Error::Refused`].
    pub fn step_training(
        &self,
        permit: &Permit<WriteRegistry>,
        id: &str,
        expected: u64,
        to: TrainingState,
        reason: Option<&str>,
    ) -> Result<RecordWritten, Error> {
        let reason = reason.map(reason_of).transpose()?;
        let stamp = self.stamp(permit);
        let event = AuditEvent::done("step-training")
            .on("training", id)
            .detail(to.as_str());
        let noted = self.audit_entry(permit.actor(), &event)?;
        let (permit, id, keys) = (permit.clone(), id.to_owned(), Arc::clone(&self.identity.keys));
        self.write_once(None, move |tx| {
            let known = newest::<Training>(tx, &id)?;
            expect_held(&Reach::of(tx, &permit)?, &known.body)?;
            expect_revision(&known, expected)?;
            let stored = step(tx, &known, to, reason.as_deref(), &stamp)?;
            if to == TrainingState::Closed {
                certificates::issue(tx, &*keys, &stored, stamp.at_ms)?;
            }
            audit::append(tx, &noted)?;
            Ok(RecordWritten::from(&stored))
        })
    }
}

/// Takes a step of a training, with what it means for its enrolments.
pub(super) fn step(
    tx: &mut Tx<'_>,
    known: &StoredRecord<Training>,
    to: TrainingState,
    reason: Option<&str>,
    stamp: &Stamp,
) -> Result<StoredRecord<Training>, Error> {
    use TrainingState::{Cancelled, Closed, Open};
    let from = known.body.state;
    if !from.next().contains(&to) {
        return Err(Error::Registry(vec![out_of_order(from, to)]));
    }
    if to == Cancelled || matches!(from, Cancelled | Closed) {
        reason.ok_or(Error::ReasonMissing)?;
    }
    let act = match to {
        Closed => RecordAct::Close,
        _ => RecordAct::Write,
    };
    expect_over(&known.body, to, day_at(stamp.at_ms))?;
    let act = deed(act, reason);
    match (from, to) {
        (Open, Closed) => credit(tx, known, &act, stamp)?,
        (Closed, Open) => take_back(tx, known, &act, stamp)?,
        _ => {}
    }
    let training = Training {
        state: to,
        ..known.body.clone()
    };
    Ok(tx.put_record(&known.id, known.revision, training, &act, stamp)?)
}

/// Refuses to close a training before its last day: certificates say that it was held. On the day itself they are handed out.
fn expect_over(training: &Training, to: TrainingState, today: Day) -> Result<(), Error> {
    let last = training.to;
    match to == TrainingState::Closed && today < last {
        false => Ok(()),
        true => refused(
            "not_over_yet",
            "/to",
            format!(
                "the training lasts until `{last}`, and today is `{today}` (hint: close it on its last day or later, or correct the days in the plan)"
            ),
            format!(
                "培训到 `{last}` 才结束，今天是 `{today}`（提示：请到最后一天再结业，或在计划中更正日期）"
            ),
        ),
    }
}

/// Says what may become of a training instead.
fn out_of_order(from: TrainingState, to: TrainingState) -> Fault {
    let (next_en, next_zh): (Vec<&str>, Vec<&str>) = from
        .next()
        .iter()
        .map(|state| (state.as_str(), state.zh()))
        .unzip();
    let (next_en, next_zh) = (next_en.join(", "), next_zh.join("、"));
    fault(
        "out_of_order",
        "/to",
        format!("a training that is `{from}` does not become `{to}` (hint: it may become {next_en} first)"),
        format!(
            "“{}”的培训班不能变为“{}”（提示：须先变为{next_zh}）",
            from.zh(),
            to.zh()
        ),
    )
}

/// Returns what somebody of a roster is called, with the id of the enrolment.
pub(super) fn called(session: &mut dyn Session, one: &StoredRecord<Enrolment>) -> Result<String, Error> {
    let name = match &one.body.trainee {
        Trainee::Guest { name, .. } => Some(name.clone()),
        Trainee::Person(person) => {
            person_now(session, person.as_str())?.map(|found| found.body.name.shown().to_owned())
        }
    };
    Ok(format!("{} (`{}`)", name.unwrap_or_default(), one.id))
}

/// Credits hours to everybody on the roster.
fn credit(
    tx: &mut Tx<'_>,
    training: &StoredRecord<Training>,
    act: &store::records::RecordDeed,
    stamp: &Stamp,
) -> Result<(), Error> {
    let programme = newest::<Programme>(tx, training.body.programme.as_str())?;
    let from = training.body.from;
    let Some(rule) = programme.body.hours_rule_on(from) else {
        let name = &programme.body.name_zh;
        return refused(
            "hours_rule_missing",
            "/programme",
            format!(
                "the programme `{name}` has no rule for hours on `{from}` (hint: write one, with the day from which it holds)"
            ),
            format!("项目“{name}”在 `{from}` 没有学时规则（提示：请补充规则及其生效日期）"),
        );
    };
    let roster = trainings::enrolments(tx, &training.id)?;
    let unfinished: Vec<&StoredRecord<Enrolment>> =
        roster.iter().filter(|one| !one.body.state.is_final()).collect();
    if !unfinished.is_empty() {
        let count = unfinished.len();
        let named = unfinished.iter().take(3).map(|one| called(tx, one));
        let named = named.collect::<Result<Vec<_>, Error>>()?;
        return refused(
            "unfinished",
            "/to",
            format!(
                "{count} on the roster have come to no end, such as {} (hint: complete, fail or take back each)",
                named.join(", ")
            ),
            format!(
                "名单中还有 {count} 人没有结论，如 {}（提示：请逐一标为结业、未合格或退出）",
                named.join("、")
            ),
        );
    }
    for one in roster {
        let enrolment = Enrolment {
            credited: Some(one.body.hours(&training.body, rule)),
            ..one.body
        };
        tx.put_record(&one.id, one.revision, enrolment, act, stamp)?;
    }
    Ok(())
}

fn take_back(
    tx: &mut Tx<'_>,
    training: &StoredRecord<Training>,
    act: &store::records::RecordDeed,
    stamp: &Stamp,
) -> Result<(), Error> {
    for one in trainings::enrolments(tx, &training.id)? {
        let enrolment = Enrolment {
            credited: None,
            ..one.body
        };
        tx.put_record(&one.id, one.revision, enrolment, act, stamp)?;
    }
    Ok(())
}
