//! Reading of one row: cell by cell into a statement, then what the cells have to say together.

mod rules;

use registry::{Day, HalfDay, Presence};

use super::cells::{self, Epoch, SheetDay};
use super::headings::Target;
use super::member::Group;
use super::reading::Columns;
use super::{AttendanceCells, Member, ResultCells, RosterKind, Statement, TrainingCells, faults};
use crate::issue::Fault;
use crate::table::Record;
use crate::{Issue, Place, codes};

/// What holds for all rows of a sheet.
pub(super) struct Context<'a> {
    pub kind: RosterKind,
    pub columns: &'a Columns,
    pub training: &'a TrainingCells,
    pub epoch: Epoch,
}

/// What a row says, with the columns of its attendance and of its results.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub statement: Box<Statement>,
    pub marks: Vec<u16>,
    pub results: Vec<u16>,
}

/// What needs several cells of a row.
#[derive(Default)]
struct Gathered {
    day: Option<Day>,
    half: Option<HalfDay>,
    presence: Option<(Presence, Option<String>)>,
    result: Option<ResultCells>,
    component: Option<registry::Component>,
}

/// Reads a row.
///
/// # Errors
/// Everything that is wrong with it, cell by cell.
pub(super) fn read(record: &Record, place: &Place, context: &Context<'_>) -> Result<Said, Vec<Issue>> {
    let mut row = Reading {
        context,
        place,
        record,
        said: Said::default(),
        gathered: Gathered::default(),
        issues: Vec::new(),
    };
    row.faults_of_the_format();
    for (column, cell) in record.cells.iter().enumerate() {
        let target = context.columns.targets.get(column).copied().flatten();
        let is_harmed = || record.faults.iter().any(|(at, _)| *at == Some(column));
        let Some(target) = target.filter(|_| !is_blank(cell)) else {
            continue;
        };
        if is_harmed() || (is_dash(cell) && !takes_a_dash(target)) {
            continue;
        }
        if let Err(fault) = row.take(target, column, cell) {
            row.tell(Some(column), fault);
        }
    }
    row.finish();
    if row.issues.is_empty() {
        Ok(row.said)
    } else {
        Err(row.issues)
    }
}

struct Reading<'a> {
    context: &'a Context<'a>,
    place: &'a Place,
    record: &'a Record,
    said: Said,
    gathered: Gathered,
    issues: Vec<Issue>,
}

impl Reading<'_> {
    fn faults_of_the_format(&mut self) {
        for (column, fault) in &self.record.faults {
            let target =
                column.and_then(|column| self.context.columns.targets.get(column).copied().flatten());
            let is_passed_over = target == Some(Target::Ignore)
                || (column.is_some() && target.is_none() && fault.code == codes::FORMULA);
            if !is_passed_over {
                self.tell(*column, fault.clone());
            }
        }
    }

    fn take(&mut self, target: Target, column: usize, cell: &str) -> Result<(), Fault> {
        match target {
            Target::Ignore => Ok(()),
            Target::HalfDay(day, half) => {
                let (presence, venue) = mark(cell)?;
                let attendance = AttendanceCells {
                    day,
                    half,
                    presence,
                    venue,
                };
                self.said.statement.attendance.push(attendance);
                self.said.marks.push(narrow(column));
                Ok(())
            }
            Target::Test(component, attempt) => {
                let outcome = cells::outcome(cell)?;
                let result = ResultCells {
                    score_tenths: outcome.score_tenths,
                    of_tenths: outcome.of_tenths,
                    passed: outcome.passed,
                    ..empty_result(component, attempt)
                };
                self.said.statement.results.push(result);
                self.said.results.push(narrow(column));
                Ok(())
            }
            Target::Member(member) => match member.group() {
                Group::Attendance => self.gather_attendance(member, cell),
                Group::Result => self.gather_result(member, cell),
                _ => self.said.statement.set(member, cell, self.context.epoch),
            },
        }
    }

    fn gather_attendance(&mut self, member: Member, cell: &str) -> Result<(), Fault> {
        let gathered = &mut self.gathered;
        match member {
            Member::AttendanceDay => gathered.day = Some(cells::day(cell, self.context.epoch)?),
            Member::AttendanceHalf => gathered.half = Some(cells::half(cell)?),
            _ => gathered.presence = Some(mark(cell)?),
        }
        Ok(())
    }

    fn gather_result(&mut self, member: Member, cell: &str) -> Result<(), Fault> {
        let epoch = self.context.epoch;
        let gathered = &mut self.gathered;
        if member == Member::Component {
            gathered.component = Some(cells::component(cell)?);
            return Ok(());
        }
        // Which test it is may stand further to the right.
        let result = gathered
            .result
            .get_or_insert_with(|| empty_result(registry::Component::Written, 1));
        match member {
            Member::Attempt => result.attempt = cells::count::<u8>(cell)?.max(1),
            Member::Score => {
                let outcome = cells::outcome(cell)?;
                result.score_tenths = outcome.score_tenths;
                result.of_tenths = outcome.of_tenths.or(result.of_tenths);
                result.passed = outcome.passed.or(result.passed);
            }
            Member::OutOf => result.of_tenths = Some(cells::tenths(cell)?),
            Member::Passed => result.passed = Some(cells::yes_or_no(cell)?),
            Member::ResultOn => result.on = Some(cells::day(cell, epoch)?),
            _ => result.assessor = Some(cells::line(cell)?),
        }
        Ok(())
    }

    /// Puts together what several cells say, and tells what is missing or contradicts itself.
    fn finish(&mut self) {
        let kind = self.context.kind;
        if kind.is_of_trainings() && kind != RosterKind::Trainings {
            self.said.statement.training.fill_from(self.context.training);
        }
        self.finish_attendance();
        self.finish_result();
        self.resolve_days();
        // What could not be read is not missing.
        if self.issues.is_empty() {
            self.tell_what_is_missing();
        }
        self.tell_contradictions();
    }

    fn finish_attendance(&mut self) {
        let Gathered {
            day, half, presence, ..
        } = &mut self.gathered;
        let Some((presence, venue)) = presence.take() else {
            return;
        };
        let Some(day) = *day else {
            let fault = faults::missing(Member::AttendanceDay, "", "");
            let column = self.context.columns.of(Member::Presence);
            if self.context.columns.of(Member::AttendanceDay).is_none() || self.issues.is_empty() {
                self.tell_missing(column, fault);
            }
            return;
        };
        let half = *half;
        let attendance = AttendanceCells {
            day: day.into(),
            half,
            presence,
            venue,
        };
        self.said.statement.attendance.push(attendance);
        self.said
            .marks
            .extend(self.context.columns.of(Member::Presence).map(narrow));
    }

    fn finish_result(&mut self) {
        let (component, result) = (self.gathered.component.take(), self.gathered.result.take());
        let Some(result) = result else { return };
        let columns = self.context.columns;
        if let Some(component) = component {
            self.said.results.extend(
                columns
                    .of(Member::Score)
                    .or(columns.of(Member::Passed))
                    .map(narrow),
            );
            self.said
                .statement
                .results
                .push(ResultCells { component, ..result });
            return;
        }
        // 是否合格, 考核日期 and 评分人 beside columns of tests say of each what they leave open, and nothing of somebody
        // who has taken none.
        let has_tests = columns
            .targets
            .iter()
            .flatten()
            .any(|target| matches!(target, Target::Test(..)));
        if has_tests && result.score_tenths.is_none() {
            for own in &mut self.said.statement.results {
                own.passed = own.passed.or(result.passed);
                own.on = own.on.or(result.on);
                own.assessor = own.assessor.take().or_else(|| result.assessor.clone());
            }
        } else if self.issues.is_empty() {
            let said = [
                Member::Score,
                Member::Passed,
                Member::ResultOn,
                Member::ResultAssessor,
            ];
            let column = said.into_iter().find_map(|member| columns.of(member));
            self.tell_missing(column, faults::missing(Member::Component, "", ""));
        }
    }

    /// Gives the days of columns their year, where the row or the title says when the training was.
    fn resolve_days(&mut self) {
        let period = self.said.statement.training.period();
        for attendance in &mut self.said.statement.attendance {
            if let Some(day) = attendance.day.within(period) {
                attendance.day = SheetDay::from(day);
            }
        }
    }

    fn tell(&mut self, column: Option<usize>, fault: Fault) {
        let typed = column.and_then(|column| self.record.cells.get(column));
        self.told(column, typed.map_or("", String::as_str), fault);
    }

    fn tell_missing(&mut self, column: Option<usize>, fault: Fault) {
        self.told(column, "", fault);
    }

    fn told(&mut self, column: Option<usize>, typed: &str, fault: Fault) {
        let columns = self.context.columns;
        let target = column.and_then(|column| columns.targets.get(column).copied().flatten());
        let member = match target {
            Some(Target::Member(member)) => Some(member),
            _ => None,
        };
        let place = column.map_or_else(|| self.place.clone(), |column| self.place.at_column(column));
        let heading = column.and_then(|column| columns.heading(column));
        self.issues
            .push(faults::in_row(place, heading, member, typed, fault));
    }
}

/// Reads a mark with the venue that may stand behind it in brackets: 到（玉树分会场）.
fn mark(cell: &str) -> Result<(Presence, Option<String>), Fault> {
    let (mark, venue) = match cell.split_once(['（', '(']) {
        Some((mark, venue)) => (mark, venue.trim().strip_suffix(['）', ')']).map(cells::line)),
        None => (cell, None),
    };
    Ok((
        cells::presence(mark)?,
        venue.transpose()?.filter(|venue| !venue.is_empty()),
    ))
}

fn empty_result(component: registry::Component, attempt: u8) -> ResultCells {
    ResultCells {
        component,
        attempt,
        score_tenths: None,
        of_tenths: None,
        passed: None,
        on: None,
        assessor: None,
    }
}

/// Columns are at most 256.
fn narrow(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

pub(super) fn is_blank(cell: &str) -> bool {
    cell.trim().is_empty()
}

/// Tells whether a cell says in the manner of tables that there is nothing to say.
fn is_dash(cell: &str) -> bool {
    matches!(cell.trim(), "-" | "—" | "——" | "–" | "/" | "\\" | "无" | "N/A")
}

/// Tells whether 无 is a value.
fn takes_a_dash(target: Target) -> bool {
    use Member::{InQuota, IsGuest, IsSecondment, Passed, Spoken, Written};
    matches!(
        target,
        Target::Member(InQuota | IsGuest | IsSecondment | Passed | Spoken | Written)
    )
}
