//! Gathering the rows of a sheet: what a permit reaches, in one snapshot. Those about people stand in `people_rows`, those
//! about who is enrolled in `roster_rows`.

use std::collections::{BTreeMap, BTreeSet};

use access::{Permit, ReadRegistry, SeePersonalData};
use exchange::roster::{RosterKind, Statement, TrainingCells};
use registry::{Court, Day, Programme, Training};
use store::records::trainings::{self, TrainingsOf};
use store::records::{self, StoredRecord};
use store::{Session, courts};

use super::roster_rows::Enrolled;
use super::{Gathered, SheetExport, cells};
use crate::Error;
use crate::personal_data::KeyProvider;
use crate::registry::newest;
use crate::registry::reach::Reach;

/// How many records are read at once.
pub(super) const AT_ONCE: usize = 500;

/// A sheet that is being gathered.
pub(super) struct Gathering<'a> {
    pub(super) session: &'a mut dyn Session,
    pub(super) reach: Reach,
    /// Whose numbers are opened, and with what.
    pub(super) opening: Option<(Reach, &'a dyn KeyProvider)>,
    pub(super) wanted: &'a SheetExport,
    pub(super) today: Day,
    /// Whether a template is filled, which may ask for anything.
    pub(super) is_filled: bool,
    /// The courts by code.
    pub(super) courts: BTreeMap<String, courts::Court>,
    /// Names that several courts have.
    pub(super) shared_names: BTreeSet<String>,
    pub(super) programmes: BTreeMap<String, Programme>,
    /// The court that was asked for and those below it.
    pub(super) below: Option<BTreeSet<String>>,
    /// Who is enrolled, and stands in several rosters, is read once.
    pub(super) known: BTreeMap<String, Option<Enrolled>>,
    pub(super) opened: BTreeSet<String>,
}

impl<'a> Gathering<'a> {
    /// Reads what every row needs.
    ///
    /// # Errors
    /// [`Error::NoSuchRecord`] for a court that is not one of the caller's.
    pub(super) fn begin(
        session: &'a mut dyn Session,
        permit: &Permit<ReadRegistry>,
        opening: Option<(&Permit<SeePersonalData>, &'a dyn KeyProvider)>,
        wanted: &'a SheetExport,
        (today, is_filled): (Day, bool),
    ) -> Result<Self, Error> {
        let reach = Reach::of(session, permit)?;
        let opening = match opening {
            Some((permit, keys)) => Some((Reach::of(session, permit)?, keys)),
            None => None,
        };
        let courts: BTreeMap<String, courts::Court> = courts::list(session)?
            .into_iter()
            .map(|court| (court.code.clone(), court))
            .collect();
        let below = match wanted.people.court.as_deref() {
            Some(court) if !reach.has(court) || !courts.contains_key(court) => {
                return Err(Error::NoSuchRecord("court"));
            }
            Some(court) => Some(below(&courts, court)),
            None => None,
        };
        let (mut seen, mut shared_names) = (BTreeSet::new(), BTreeSet::new());
        for court in courts.values() {
            if !seen.insert(&court.name_zh) {
                shared_names.insert(court.name_zh.clone());
            }
        }
        Ok(Self {
            programmes: programmes(session)?,
            session,
            reach,
            opening,
            wanted,
            today,
            is_filled,
            courts,
            shared_names,
            below,
            known: BTreeMap::new(),
            opened: BTreeSet::new(),
        })
    }

    /// Gathers the rows.
    ///
    /// # Errors
    /// [`Error::NoSuchRecord`] for a training or programme that is not there.
    pub(super) fn gathered(mut self) -> Result<Gathered, Error> {
        let mut training = TrainingCells::default();
        let statements = match self.wanted.kind {
            RosterKind::Courts => self.of_courts()?,
            RosterKind::People | RosterKind::Posts | RosterKind::Skills => self.of_people()?,
            RosterKind::Trainings | RosterKind::Enrolments | RosterKind::Attendance | RosterKind::Results => {
                let trainings = self.trainings()?;
                if let [one] = &trainings[..] {
                    training = cells::training(&one.id, &one.body, self.programme_of(&one.body));
                }
                let mut statements = Vec::new();
                for one in &trainings {
                    statements.extend(self.of_training(one)?);
                }
                statements
            }
        };
        Ok(Gathered {
            statements,
            training,
            opened: self.opened.into_iter().collect(),
        })
    }

    fn of_courts(&mut self) -> Result<Vec<Statement>, Error> {
        let mut known = BTreeMap::new();
        let mut after = String::new();
        loop {
            let page = records::page_after::<Court>(self.session, &after, AT_ONCE)?;
            let is_last = page.len() < AT_ONCE;
            if let Some(last) = page.last() {
                after.clone_from(&last.id);
            }
            known.extend(page.into_iter().map(|stored| (stored.id, stored.body)));
            if is_last {
                break;
            }
        }
        let mut statements = Vec::new();
        for row in self.courts.values() {
            let is_wanted = self.below.as_ref().is_none_or(|below| below.contains(&row.code));
            if !is_wanted || !self.reach.has(&row.code) {
                continue;
            }
            let court = known
                .remove(&row.code)
                .unwrap_or_else(|| crate::registry::courts::without_record(row));
            statements.push(Statement {
                court: cells::court(&row.code, court),
                ..Statement::default()
            });
        }
        Ok(statements)
    }

    fn trainings(&mut self) -> Result<Vec<StoredRecord<Training>>, Error> {
        let wanted = self.wanted;
        if let Some(id) = &wanted.training {
            return Ok(vec![newest::<Training>(self.session, id)?]);
        }
        let programme = match &wanted.programme {
            Some(named) => Some(self.programme_named(named)?),
            None => None,
        };
        let of = TrainingsOf {
            year: wanted.year,
            programme: programme.as_deref(),
            state: None,
        };
        let mut found: Vec<StoredRecord<Training>> = Vec::new();
        loop {
            let last = found
                .last()
                .map(|last| (last.body.from.to_string(), last.id.clone()));
            let after = last.as_ref().map(|(from, id)| (from.as_str(), id.as_str()));
            let page = trainings::list(self.session, &of, after, AT_ONCE)?;
            let is_last = page.len() < AT_ONCE;
            found.extend(page);
            if is_last {
                break;
            }
        }
        let holds = |court: Option<&String>| match &self.below {
            Some(below) => court.is_some_and(|court| below.contains(court)),
            None => true,
        };
        let is_of_trainings = wanted.kind == RosterKind::Trainings;
        found.retain(|one| {
            wanted.number.is_none_or(|number| one.body.number == Some(number))
                && (!is_of_trainings || holds(one.body.court.as_ref()))
        });
        Ok(found)
    }

    /// Returns what a court is called: by its name where no other court has it.
    pub(super) fn called(&self, code: &str) -> String {
        let court = self.courts.get(code);
        let name = court.filter(|court| !self.shared_names.contains(&court.name_zh));
        name.map_or_else(|| code.to_owned(), |court| court.name_zh.clone())
    }

    pub(super) fn programme_of(&self, training: &Training) -> String {
        let id = training.programme.as_str();
        let Some(own) = self.programmes.get(id) else {
            return id.to_owned();
        };
        let mut others = self.programmes.iter();
        let is_shared = others.any(|(other, programme)| other != id && programme.name_zh == own.name_zh);
        if is_shared {
            id.to_owned()
        } else {
            own.name_zh.clone()
        }
    }

    /// Returns the id of the programme of this id or name.
    fn programme_named(&self, named: &str) -> Result<String, Error> {
        let mut programmes = self.programmes.iter();
        let found = programmes.find(|(id, programme)| id.as_str() == named || programme.name_zh == named);
        found
            .map(|(id, _)| id.clone())
            .ok_or(Error::NoSuchRecord("programme"))
    }
}

fn programmes(session: &mut dyn Session) -> Result<BTreeMap<String, Programme>, Error> {
    let (mut known, mut after) = (BTreeMap::new(), String::new());
    loop {
        let page = records::page_after::<Programme>(session, &after, AT_ONCE)?;
        let is_last = page.len() < AT_ONCE;
        if let Some(last) = page.last() {
            after.clone_from(&last.id);
        }
        known.extend(page.into_iter().map(|stored| (stored.id, stored.body)));
        if is_last {
            return Ok(known);
        }
    }
}

/// Returns a court and those below it.
fn below(courts: &BTreeMap<String, courts::Court>, top: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::from([top.to_owned()]);
    loop {
        let further = courts.values().filter(|court| {
            let is_below = court.parent.as_ref().is_some_and(|parent| found.contains(parent));
            is_below && !found.contains(&court.code)
        });
        let further: Vec<String> = further.map(|court| court.code.clone()).collect();
        if further.is_empty() {
            return found;
        }
        found.extend(further);
    }
}
