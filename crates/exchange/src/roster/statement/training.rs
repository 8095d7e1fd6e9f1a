//! What a row, a title or the name of a sheet says of a training.

use registry::{Day, Hours, Mode, Period, TrainingId};

use super::{join, list, listing, put};
use crate::issue::Fault;
use crate::roster::Member;
use crate::roster::cells::{self, Epoch};

/// A training: enough to find it, or to make it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrainingCells {
    /// Its id.
    pub id: Option<TrainingId>,
    /// The programme, by id or name.
    pub programme: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// What stands above a table whose rows name their trainings by numbers.
    pub heading: Option<String>,
    /// The number in the series.
    pub number: Option<u16>,
    /// The number in the year.
    pub number_in_year: Option<u16>,
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub to: Option<Day>,
    /// How it is held.
    pub mode: Option<Mode>,
    /// Where.
    pub place: Option<String>,
    /// Who holds it.
    pub organiser: Option<String>,
    /// The training base.
    pub base: Option<String>,
    /// For whom it is.
    pub trainee_class: Option<String>,
    /// The hours of the plan.
    pub planned_hours: Option<Hours>,
    /// The totals of an old training without a roster: person-times.
    pub declared_person_times: Option<u32>,
    /// Persons.
    pub declared_persons: Option<u32>,
    /// Hours of all together.
    pub declared_hours: Option<Hours>,
    /// The document that states them.
    pub declared_source: Option<String>,
    /// The documents about it.
    pub documents: Vec<String>,
    /// A remark.
    pub note: Option<String>,
}

impl TrainingCells {
    /// Returns its days, if both are known.
    #[must_use]
    pub fn period(&self) -> Option<Period> {
        let (from, to) = (self.from?, self.to?);
        Some(Period { from, to: Some(to) })
    }

    /// Tells whether it says anything by which a training can be found.
    #[must_use]
    pub fn names_one(&self) -> bool {
        self.id.is_some()
            || self.title.is_some()
            || self.number.is_some()
            || (self.from.is_some() && self.number_in_year.is_some())
    }

    /// Takes from `other`, what stands above the rows, what this one does not say. Of a row that has its own number in a sheet
    /// without one, the title and the days above are not those of its training alone: 第十一、十二期.
    pub(in crate::roster) fn fill_from(&mut self, other: &Self) {
        fn fill<T: Clone>(own: &mut Option<T>, other: &Option<T>) {
            if own.is_none() {
                own.clone_from(other);
            }
        }
        // What belongs to another training than the row names would be said of the wrong one.
        fn differ<T: PartialEq>(own: &Option<T>, other: &Option<T>) -> bool {
            own.as_ref()
                .zip(other.as_ref())
                .is_some_and(|(own, other)| own != other)
        }
        let is_another = differ(&self.id, &other.id)
            || differ(&self.title, &other.title)
            || differ(&self.number, &other.number)
            || differ(&self.number_in_year, &other.number_in_year)
            || differ(&self.from, &other.from);
        if is_another {
            return;
        }
        let is_of_several = self.number.is_some() && other.number.is_none() && other.id.is_none();
        if is_of_several {
            fill(&mut self.programme, &other.programme);
            fill(&mut self.heading, &other.title);
            return;
        }
        fill(&mut self.id, &other.id);
        fill(&mut self.programme, &other.programme);
        fill(&mut self.title, &other.title);
        fill(&mut self.number, &other.number);
        fill(&mut self.number_in_year, &other.number_in_year);
        fill(&mut self.from, &other.from);
        fill(&mut self.to, &other.to);
        fill(&mut self.mode, &other.mode);
        fill(&mut self.place, &other.place);
        fill(&mut self.organiser, &other.organiser);
        fill(&mut self.base, &other.base);
        fill(&mut self.trainee_class, &other.trainee_class);
        fill(&mut self.planned_hours, &other.planned_hours);
    }

    pub(in crate::roster) fn set(&mut self, member: Member, typed: &str, epoch: Epoch) -> Result<(), Fault> {
        match member {
            Member::TrainingId => put(&mut self.id, super::id(typed)),
            Member::Programme => put(&mut self.programme, cells::line(typed)),
            Member::TrainingTitle => put(&mut self.title, cells::line(typed)),
            Member::Number => put(&mut self.number, cells::training_number(typed)),
            Member::NumberInYear => put(&mut self.number_in_year, cells::training_number(typed)),
            Member::TrainingFrom => put(&mut self.from, cells::day(typed, epoch)),
            Member::TrainingTo => put(&mut self.to, cells::day(typed, epoch)),
            Member::TrainingPeriod => {
                let (from, to) = cells::period(typed, epoch)?;
                (self.from, self.to) = (Some(from), Some(to));
                Ok(())
            }
            Member::Mode => put(&mut self.mode, cells::mode(typed)),
            Member::Place => put(&mut self.place, cells::line(typed)),
            Member::Organiser => put(&mut self.organiser, cells::line(typed)),
            Member::Base => put(&mut self.base, cells::line(typed)),
            Member::TraineeClass => put(&mut self.trainee_class, cells::line(typed)),
            Member::PlannedHours => put(&mut self.planned_hours, cells::hours(typed)),
            Member::DeclaredPersonTimes => put(&mut self.declared_person_times, cells::count(typed)),
            Member::DeclaredPersons => put(&mut self.declared_persons, cells::count(typed)),
            Member::DeclaredHours => put(&mut self.declared_hours, cells::hours(typed)),
            Member::DeclaredSource => put(&mut self.declared_source, cells::line(typed)),
            Member::Documents => {
                self.documents.extend(list(&cells::line(typed)?));
                Ok(())
            }
            Member::TrainingNote => {
                join(&mut self.note, cells::line(typed)?);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    pub(super) fn text(&self, member: Member) -> Option<String> {
        let day = |day: Option<Day>| day.map(|day| day.to_string());
        match member {
            Member::TrainingId => self.id.as_ref().map(ToString::to_string),
            Member::Programme => self.programme.clone(),
            Member::TrainingTitle => self.title.clone(),
            Member::Number => self.number.map(|number| number.to_string()),
            Member::NumberInYear => self.number_in_year.map(|number| number.to_string()),
            Member::TrainingFrom => day(self.from),
            Member::TrainingTo => day(self.to),
            Member::TrainingPeriod => Some(format!("{}至{}", self.from?, self.to?)),
            Member::Mode => self.mode.map(|mode| mode.zh().to_owned()),
            Member::Place => self.place.clone(),
            Member::Organiser => self.organiser.clone(),
            Member::Base => self.base.clone(),
            Member::TraineeClass => self.trainee_class.clone(),
            Member::PlannedHours => self.planned_hours.map(|hours| hours.to_string()),
            Member::DeclaredPersonTimes => self.declared_person_times.map(|number| number.to_string()),
            Member::DeclaredPersons => self.declared_persons.map(|number| number.to_string()),
            Member::DeclaredHours => self.declared_hours.map(|hours| hours.to_string()),
            Member::DeclaredSource => self.declared_source.clone(),
            Member::Documents => listing(&self.documents),
            Member::TrainingNote => self.note.clone(),
            _ => None,
        }
    }
}
