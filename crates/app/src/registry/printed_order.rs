//! The order of a roster, in which it is shown, printed, typed back and written: one in which a person finds a name.

use std::collections::BTreeMap;

use registry::{Enrolment, EnrolmentState, Trainee, Training};
use store::{Session, courts};

use crate::Error;

/// How far up the courts above a court are followed.
const DEEPEST: usize = 32;

/// The order of the roster of one training.
#[derive(Debug, Clone, Default)]
pub(super) struct PrintedOrder {
    /// Venues and groups by their places in the plan, which is the order that people have given them.
    venues: Vec<String>,
    groups: Vec<String>,
    /// The courts by their places, each behind the one above it.
    courts: BTreeMap<String, usize>,
}

/// Where an enrolment stands: those who take a seat by venue, group, court and the sound of their names; behind them who
/// waits, by the place on the waiting list; behind all who does not come.
///
/// The court is what was taken down with the enrolment, so that a sheet that was printed before somebody moved on is typed
/// back in its own order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PrintedPlace {
    part: Part,
    venue: usize,
    group: usize,
    court: usize,
    /// The unit of a guest, who belongs to no court here.
    unit: String,
    sound: String,
    name: String,
    id: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Seated,
    Waiting(u16),
    Away,
}

impl PrintedOrder {
    /// Reads what the order of a training rests on.
    ///
    /// # Errors
    /// If the courts cannot be read.
    pub(super) fn of(session: &mut dyn Session, training: &Training) -> Result<Self, Error> {
        let all = courts::list(session)?.into_iter();
        let parents: BTreeMap<String, Option<String>> = all.map(|court| (court.code, court.parent)).collect();
        Ok(Self {
            venues: training.venues.iter().map(|venue| venue.name.clone()).collect(),
            groups: training.groups.clone(),
            courts: tree_order(&parents),
        })
    }

    /// Returns where an enrolment stands of somebody called `name`.
    pub(super) fn place(&self, enrolment: &Enrolment, name: &str, id: &str) -> PrintedPlace {
        let part = match enrolment.state {
            EnrolmentState::Waiting => Part::Waiting(enrolment.waiting_place.unwrap_or(u16::MAX)),
            state if state.takes_a_seat() => Part::Seated,
            _ => Part::Away,
        };
        let was = enrolment.snapshot.as_ref().map(|snapshot| &snapshot.court);
        let (court, unit) = match &enrolment.trainee {
            Trainee::Guest { unit, .. } => (None, unit.clone()),
            Trainee::Person(_) => (was.or(enrolment.nominated_by.as_ref()), String::new()),
        };
        PrintedPlace {
            part,
            venue: place_in(&self.venues, enrolment.venue.as_ref()),
            group: place_in(&self.groups, enrolment.group.as_ref()),
            court: court
                .and_then(|court| self.courts.get(court))
                .copied()
                .unwrap_or(usize::MAX),
            unit,
            sound: sound_of(name),
            name: name.to_owned(),
            id: id.to_owned(),
        }
    }
}

/// Returns the place in a list, from 1; 0 for nothing, and the end for what is not in it.
fn place_in(list: &[String], wanted: Option<&String>) -> usize {
    match wanted {
        None => 0,
        Some(wanted) => list
            .iter()
            .position(|one| one == wanted)
            .map_or(usize::MAX, |place| place + 1),
    }
}

/// Returns the pinyin of a name, syllable by syllable; the name itself where there is none, as of a Tibetan one.
fn sound_of(name: &str) -> String {
    let sound = text::zh::pinyin::best_key(name).spaced;
    match sound.is_empty() {
        true => name.to_owned(),
        false => sound,
    }
}

/// Returns the places of courts, each behind the one above it and before the next one beside that, siblings by their codes.
fn tree_order(parents: &BTreeMap<String, Option<String>>) -> BTreeMap<String, usize> {
    let way = |code: &String| {
        let above = std::iter::successors(Some(code), |code| parents.get(*code).and_then(Option::as_ref));
        let mut way: Vec<String> = above.take(DEEPEST).cloned().collect();
        way.reverse();
        way
    };
    let mut codes: Vec<&String> = parents.keys().collect();
    codes.sort_by_cached_key(|code| way(code));
    codes.into_iter().cloned().zip(0..).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn order() -> PrintedOrder {
        let court = |code: &str, parent: Option<&str>| (code.to_owned(), parent.map(str::to_owned));
        let courts = [
            court("63", None),
            court("6301", Some("63")),
            court("6327", Some("63")),
            // A code that does not begin with the one above it.
            court("61-x", Some("6327")),
        ];
        PrintedOrder {
            venues: vec!["主会场".to_owned(), "分会场".to_owned()],
            groups: ["一组", "二组", "三组"].map(str::to_owned).to_vec(),
            courts: tree_order(&courts.into_iter().collect()),
        }
    }

    /// Checks that the lines `name|court|more members` are in the order in which they are written, whatever they came in.
    #[track_caller]
    fn check(lines: &[&str]) {
        let order = order();
        let place = |(n, line): (usize, &&str)| {
            let parts: Vec<&str> = line.split('|').collect();
            let mut body = json!({
                "training": "t-0123456789abcdef01234567", "state": "confirmed",
                "trainee": {"person": "p-0123456789abcdef01234567"},
                "snapshot": {"court": parts[1], "kind": "judge"},
            });
            let more: serde_json::Value = serde_json::from_str(parts[2]).unwrap();
            body.as_object_mut()
                .unwrap()
                .extend(more.as_object().unwrap().clone());
            // Ids the other way round: they decide last.
            let id = format!("e-{:03}", 999 - n);
            (
                order.place(&serde_json::from_value(body).unwrap(), parts[0], &id),
                (*line).to_owned(),
            )
        };
        let mut places: Vec<_> = lines.iter().enumerate().map(place).collect();
        places.sort_by(|one, other| one.0.id.cmp(&other.0.id));
        places.sort_by(|one, other| one.0.cmp(&other.0));
        let found: Vec<&str> = places.iter().map(|(_, line)| line.as_str()).collect();
        assert_eq!(found, lines);
    }

    #[test]
    fn a_name_is_found_on_a_roster_by_court_and_then_by_its_sound() {
        check(&[
            "周本加|63|{}",
            "才让|6301|{}",
            "多杰|6301|{}",
            "扎西|6301|{}",
            "卓玛|6301|{}",
            "卓玛|6327|{}",
            // Below 6327, whatever its code says.
            "阿旺|61-x|{}",
            "བཀྲ་ཤིས|61-x|{}",
            "ཚེ་རིང|61-x|{}",
            "安吉|0000|{}",
        ]);
    }

    #[test]
    fn venues_and_groups_stand_as_the_plan_has_them_and_guests_behind_the_courts() {
        check(&[
            "扎西|6301|{}",
            r#"扎西|6327|{"venue": "主会场", "group": "一组"}"#,
            r#"卓玛|6301|{"venue": "主会场", "group": "二组"}"#,
            r#"才让|63|{"venue": "主会场", "group": "三组"}"#,
            r#"旦增|63|{"venue": "主会场", "group": "三组", "trainee": {"guest": {"name": "旦增", "unit": "甘南"}}, "nominated_by": "63"}"#,
            r#"阿旺|63|{"venue": "分会场"}"#,
        ]);
    }

    #[test]
    fn who_waits_stands_behind_in_the_order_of_the_waiting_list_and_who_does_not_come_last() {
        check(&[
            "卓玛|6327|{}",
            r#"扎西|6327|{"state": "waiting", "waiting_place": 1}"#,
            r#"才让|63|{"state": "waiting", "waiting_place": 2}"#,
            r#"多杰|6301|{"state": "waiting", "waiting_place": 10}"#,
            r#"阿旺|63|{"state": "withdrawn"}"#,
            r#"卓玛|63|{"state": "exempt"}"#,
        ]);
    }
}
