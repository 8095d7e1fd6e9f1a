//! How far a permit reaches over the courts, and which courts what is asked about belongs to.

use std::collections::{BTreeMap, BTreeSet};

use access::{Actor, Granted, Permit, Subject};
use registry::{Day, Enrolment, Training};
use store::records::people;
use store::{Session, courts};

use super::people::stayed;
use crate::Error;

/// The longest way to the highest court that is followed.
const DEEPEST: usize = 32;

/// The courts that a permit reaches, at one moment.
pub(super) struct Reach {
    granted: Granted,
    /// The courts within.
    within: BTreeSet<String>,
    /// Whether it reaches a highest court, and with it what belongs to no court.
    is_whole: bool,
    /// The person whose account asks, and the account.
    own: Option<(String, String)>,
}

impl Reach {
    /// Reads the tree of courts and asks the permit about each.
    ///
    /// # Errors
    /// If the courts cannot be read.
    pub(super) fn of<A>(session: &mut dyn Session, permit: &Permit<A>) -> Result<Self, Error> {
        let granted = permit.granted().clone();
        let own = own_person(session, permit.actor())?.map(|person| (person, permit.actor().id().to_owned()));
        if granted.everywhere {
            return Ok(Self {
                granted,
                within: BTreeSet::new(),
                is_whole: true,
                own,
            });
        }
        let parents: BTreeMap<String, Option<String>> = courts::list(session)?
            .into_iter()
            .map(|court| (court.code, court.parent))
            .collect();
        let mut within = BTreeSet::new();
        let mut is_whole = false;
        for (code, parent) in &parents {
            let line = line(&parents, code);
            let subject = Subject {
                courts: &line,
                account: None,
            };
            if granted.covers(subject) {
                is_whole |= parent.is_none();
                within.insert(code.clone());
            }
        }
        Ok(Self {
            granted,
            within,
            is_whole,
            own,
        })
    }

    /// Tells whether everything is within.
    pub(super) fn is_everywhere(&self) -> bool {
        self.granted.everywhere
    }

    /// Tells whether what belongs to no court, such as a programme, is within.
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Tells whether a court is within.
    pub(super) fn has(&self, court: &str) -> bool {
        self.is_everywhere() || self.within.contains(court)
    }

    /// Tells whether one of the courts is within.
    pub(super) fn has_any<'a>(&self, courts: impl IntoIterator<Item = &'a String>) -> bool {
        self.is_everywhere() || courts.into_iter().any(|court| self.within.contains(court))
    }

    /// Tells whether a person of these courts is within, or is the one who asks where that is allowed.
    pub(super) fn has_person(&self, person: &str, courts: &[String]) -> bool {
        let is_own = self.own.as_ref().is_some_and(|(own, account)| {
            let subject = Subject {
                courts: &[],
                account: Some(account),
            };
            own == person && self.granted.covers(subject)
        });
        is_own || self.has_any(courts)
    }

    /// Tells whether the court that holds a training is within.
    pub(super) fn holds(&self, training: &Training) -> bool {
        match &training.court {
            Some(court) => self.has(court),
            None => self.is_whole,
        }
    }

    /// Tells whether whoever asks teaches in a training, and may do there what is asked for by that.
    pub(super) fn teaches(&self, training: &Training) -> bool {
        self.own.as_ref().is_some_and(|(person, account)| {
            let subject = Subject {
                courts: &[],
                account: Some(account),
            };
            let mut lecturers = training
                .lessons
                .iter()
                .filter_map(|lesson| lesson.lecturer.as_ref());
            self.granted.covers(subject) && lecturers.any(|lecturer| lecturer.as_str() == person)
        })
    }

    /// Tells whether an enrolment may be seen: by whoever holds the training, by the court that named the person, and by
    /// those to which the person belongs on `today`.
    pub(super) fn sees(
        &self,
        session: &mut dyn Session,
        enrolment: &Enrolment,
        training: &Training,
        today: Day,
    ) -> Result<bool, Error> {
        if self.holds(training) || self.has_any(&enrolment.nominated_by) {
            return Ok(true);
        }
        match enrolment.person() {
            Some(person) => Ok(self.has_any(&people::courts_of(session, person.as_str(), today)?)),
            None => Ok(false),
        }
    }

    /// Returns the court that lists of people are narrowed to; `None` if they are not.
    pub(super) fn court(&self) -> Option<&str> {
        match self.is_everywhere() {
            true => None,
            // A permit of nobody's court reaches nobody: no court has this code.
            false => Some(self.granted.below.as_ref().map_or("", |court| court.as_str())),
        }
    }
}

/// Returns the person with whom the account of `actor` is linked: who was joined into somebody counts as that one.
///
/// # Errors
/// If the store cannot be read.
pub(super) fn own_person(session: &mut dyn Session, actor: &Actor) -> Result<Option<String>, Error> {
    let Actor::Account(account) = actor else {
        return Ok(None);
    };
    match &account.person {
        Some(person) => Ok(Some(stayed(session, person)?.unwrap_or_else(|| person.clone()))),
        None => Ok(None),
    }
}

fn line(parents: &BTreeMap<String, Option<String>>, code: &str) -> Vec<String> {
    let above = std::iter::successors(Some(code), |code| {
        parents.get(*code).and_then(|parent| parent.as_deref())
    });
    above.take(DEEPEST).map(str::to_owned).collect()
}

#[cfg(test)]
impl Reach {
    /// Reaches everything, or these courts only.
    pub(super) fn trial(courts: Option<&[&str]>) -> Self {
        let within = courts.into_iter().flatten().map(|court| (*court).to_owned());
        Self {
            granted: Granted {
                everywhere: courts.is_none(),
                ..Granted::default()
            },
            within: within.collect(),
            is_whole: courts.is_none(),
            own: None,
        }
    }
}
