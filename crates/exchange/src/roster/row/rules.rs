//! What the cells of a row have to say together: what a sheet of its kind needs, and what contradicts itself.

use registry::Person;

use super::Reading;
use crate::issue::Fault;
use crate::roster::cells::Birth;
use crate::roster::codes as own_codes;
use crate::roster::{Member, RosterKind, faults};

impl Reading<'_> {
    pub(super) fn tell_what_is_missing(&mut self) {
        let (kind, statement) = (self.context.kind, &self.said.statement);
        let mut missing: Vec<(Member, bool)> = Vec::new();
        match kind {
            RosterKind::Courts => missing.push((Member::CourtNameZh, statement.court.name_zh.is_none())),
            RosterKind::Posts => missing.extend([
                (Member::Court, statement.post.court.is_none()),
                (Member::PostKind, statement.post.kind.is_none()),
                (Member::PostFrom, statement.post.from.is_none()),
            ]),
            RosterKind::Skills => missing.extend([
                (Member::Dialect, statement.skill.dialect.is_none()),
                (
                    Member::Spoken,
                    statement.skill.spoken.is_none() && statement.skill.written.is_none(),
                ),
                (Member::Evidence, statement.skill.evidence.is_none()),
                (Member::AssessedOn, statement.skill.assessed_on.is_none()),
            ]),
            RosterKind::Attendance => missing.push((Member::Presence, statement.attendance.is_empty())),
            RosterKind::Results => missing.push((Member::Score, statement.results.is_empty())),
            RosterKind::People | RosterKind::Trainings | RosterKind::Enrolments => {}
        }
        let is_nobody = kind.is_of_people() && !statement.person.names_one();
        let is_no_training = kind == RosterKind::Trainings && !statement.training.names_one();
        if is_nobody || is_no_training {
            self.tell_missing(None, faults::missing_of(kind));
        }
        for (member, _) in missing.into_iter().filter(|(_, is_missing)| *is_missing) {
            let column = self.context.columns.of(member);
            let fault = match member {
                Member::Spoken => faults::missing(member, " or 书面等级", "或“书面等级”"),
                _ => faults::missing(member, "", ""),
            };
            self.tell_missing(column, fault);
        }
    }

    pub(super) fn tell_contradictions(&mut self) {
        let statement = &self.said.statement;
        let columns = self.context.columns;
        let mut found: Vec<(Option<usize>, Fault)> = Vec::new();
        if let Some(number) = &statement.person.identity_number {
            let person = Person {
                sex: statement.person.sex,
                born_on: statement.person.born.and_then(Birth::day),
                ..Person::default()
            };
            for fault in person.contradictions(number) {
                let member = Member::of_pointer(self.context.kind, &fault.pointer);
                let (wrong, hint) = (halves(&fault.message), halves(&fault.message_zh));
                let fault = Fault::new(fault.code, (wrong.0, hint.0), (wrong.1, hint.1));
                found.push((member.and_then(|member| columns.of(member)), fault));
            }
            if let Some(born) = statement
                .person
                .born
                .filter(|born| born.day().is_none() && !born.fits(number.born_on()))
            {
                let wrong = (
                    format!("`{born}` is not the month of birth that the identity number holds"),
                    format!("`{born}` 与身份证号中的出生年月不一致"),
                );
                let hint = ("correct one of the two", "请更正其中一项");
                found.push((
                    columns.of(Member::BornOn),
                    Fault::new("birth_contradicts_identity_number", wrong, hint),
                ));
            }
        }
        let periods = [
            (statement.training.from, statement.training.to, Member::TrainingTo),
            (statement.post.from, statement.post.to, Member::PostTo),
            (
                statement.skill.assessed_on,
                statement.skill.expires_on,
                Member::ExpiresOn,
            ),
        ];
        for (from, to, member) in periods {
            if from.zip(to).is_some_and(|(from, to)| to < from) {
                found.push((columns.of(member), faults::reversed()));
            }
        }
        for (column, fault) in found {
            let is_named = fault.code != own_codes::PERIOD_REVERSED;
            if is_named {
                // The sentence names the value already.
                self.tell_missing(column, fault);
            } else {
                self.tell(column, fault);
            }
        }
    }
}

fn halves(sentence: &str) -> (&str, &str) {
    let marks = [(" (hint: ", ')'), ("（提示：", '）')];
    let found = marks.iter().find_map(|(mark, end)| {
        let (wrong, hint) = sentence.split_once(mark)?;
        Some((wrong, hint.strip_suffix(*end).unwrap_or(hint)))
    });
    found.unwrap_or((sentence, ""))
}
