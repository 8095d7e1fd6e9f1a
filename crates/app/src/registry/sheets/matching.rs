//! Who a person of a sheet is: by id, by identity number, then by name, court and birth. A name alone never decides.

use std::collections::HashMap;

use exchange::roster::{RosterKind, RosterReading};
use registry::{Fault, Person, SecretKind};

use super::desk::Desk;
use super::training_of::TrainingOfRow;
use super::who::{Who, who};
use super::{SheetLikeness, SheetVerdict};
use crate::Error;
use crate::accounts::new_id;
use crate::registry::fault;
use crate::same_bytes::is_same;

/// Rows that say the same of who it is.
pub(super) struct Group {
    pub who: Who,
    pub rows: Vec<usize>,
    pub fate: Fate,
    pub question: Option<Question>,
}

/// Who it is.
#[derive(Debug, Clone)]
pub(super) enum Fate {
    /// Somebody who is there.
    Known(String),
    /// Somebody new, with the id that the person gets.
    New(String),
    /// Nobody knows yet.
    Open,
    /// The rows are left out.
    LeftOut,
    /// It cannot be said.
    Faulty(Fault),
}

/// What is to be answered.
pub(super) struct Question {
    /// The keys under which the answer stands: the first is the one to write.
    pub keys: Vec<String>,
    pub candidates: Vec<(String, Vec<SheetLikeness>)>,
    pub answer: Option<SheetVerdict>,
}

/// What the rows alone tell.
enum Found {
    One(String),
    None,
    Several(Vec<(String, Vec<SheetLikeness>)>),
    Fault(Fault),
}

/// Gathers the rows by person and finds out who each is; what has to be answered is open still.
pub(super) fn groups(
    desk: &Desk,
    reading: &RosterReading,
    trainings: &[TrainingOfRow],
) -> (Vec<Group>, Vec<usize>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut of_key: HashMap<String, usize> = HashMap::new();
    let mut of_row = Vec::with_capacity(reading.rows.len());
    for (n, row) in reading.rows.iter().enumerate() {
        let training = trainings
            .get(n)
            .and_then(|training| training.as_ref().ok()?.as_ref());
        let who = who(desk, row, training);
        let place = *of_key.entry(who.key()).or_insert_with(|| {
            groups.push(Group {
                who,
                rows: Vec::new(),
                fate: Fate::Open,
                question: None,
            });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(place) {
            group.rows.push(n);
        }
        of_row.push(place);
    }
    for group in &mut groups {
        let rosters: Vec<&str> = group
            .rows
            .iter()
            .filter_map(|n| trainings.get(*n)?.as_ref().ok()?.as_deref())
            .collect();
        match find(desk, &group.who, &rosters) {
            Found::One(id) => group.fate = Fate::Known(id),
            // The id of somebody new is given when it is clear that nobody in the sheet is the same.
            Found::None => group.fate = Fate::New(String::new()),
            Found::Fault(fault) => group.fate = Fate::Faulty(fault),
            Found::Several(candidates) => {
                group.question = Some(Question {
                    keys: super::verdicts::keys_of(desk, &group.who),
                    candidates,
                    answer: None,
                });
            }
        }
    }
    (groups, of_row)
}

/// Gives ids to those who are new, one to rows that are clearly about one.
pub(super) fn tell_new_apart(desk: &Desk, groups: &mut [Group]) -> Result<(), Error> {
    let mut known: HashMap<String, Vec<(Who, String)>> = HashMap::new();
    let mut of_number: HashMap<String, (String, String)> = HashMap::new();
    for group in groups {
        if !matches!(group.fate, Fate::New(_)) || group.who.is_guest {
            continue;
        }
        let (who, name) = (group.who.clone(), group.who.name().to_owned());
        let same_number = who.number.as_ref().and_then(|number| of_number.get(number));
        if let Some((other, id)) = same_number {
            group.fate = match *other == name {
                true => Fate::New(id.clone()),
                false => Fate::Faulty(number_twice()),
            };
            continue;
        }
        let same_name = known.entry(name.clone()).or_default();
        let mut fate = None;
        for (other, id) in same_name.iter() {
            match who.is_in_file(other) {
                Some(true) => fate = Some(Fate::New(id.clone())),
                Some(false) if fate.is_none() => fate = Some(Fate::Faulty(not_clear())),
                _ => {}
            }
        }
        let fate = match fate {
            Some(fate) => fate,
            None => Fate::New(new_id("p", &*desk.chance)?),
        };
        if let Fate::New(id) = &fate {
            if let Some(number) = &who.number {
                of_number.insert(number.clone(), (name, id.clone()));
            }
            same_name.push((who, id.clone()));
        }
        group.fate = fate;
    }
    Ok(())
}

fn find(desk: &Desk, who: &Who, rosters: &[&str]) -> Found {
    let is_on_roster = |id: &str| {
        rosters
            .iter()
            .any(|training| desk.enrolment_of(id, training).is_some())
    };
    // Whoever holds a training reads its roster, whatever courts the people on it are of.
    let is_on_held_roster = |id: &str| {
        let mut held = rosters.iter().filter(|training| {
            desk.trainings
                .get(training)
                .is_some_and(|held| desk.reach.holds(held))
        });
        desk.kind == RosterKind::Enrolments && held.any(|training| desk.enrolment_of(id, training).is_some())
    };
    let may_be_meant = |id: &str| match desk.is_of_marks() {
        true => is_on_roster(id),
        false => desk.sees(id) || is_on_held_roster(id),
    };
    if who.is_guest {
        return Found::None;
    }
    if let Some(id) = &who.id {
        let is_there = desk.people.get(id).is_some_and(|person| !person.is_erased);
        return match is_there && may_be_meant(id) {
            true => Found::One(id.clone()),
            false => Found::Fault(no_such_person(id)),
        };
    }
    let of_number = who.number.as_ref().and_then(|number| desk.holders.get(number));
    let holders: Vec<&String> = of_number
        .into_iter()
        .flatten()
        .filter(|id| may_be_meant(id))
        .collect();
    let same = same_name(desk, who);
    if let [holder] = holders[..]
        && same.contains(&holder.as_str())
    {
        return Found::One(holder.clone());
    }
    if !holders.is_empty() {
        let candidate = |id: &&String| {
            let name = same.contains(&id.as_str()).then_some(SheetLikeness::Name);
            let because = std::iter::once(SheetLikeness::IdentityNumber).chain(name);
            ((*id).clone(), because.collect())
        };
        return Found::Several(holders.iter().map(candidate).collect());
    }
    let (mut full, mut of_roster, mut half) = (Vec::new(), Vec::new(), Vec::new());
    let spelt = other_spelling(desk, who);
    for (id, name) in same
        .iter()
        .map(|id| (*id, SheetLikeness::Name))
        .chain(spelt.iter().map(|id| (*id, SheetLikeness::Spelling)))
    {
        let Some(person) = desk.people.get(id) else {
            continue;
        };
        if !may_be_meant(id) || half.iter().any(|(known, _): &(String, _)| known == id) {
            continue;
        }
        let Some(because) = likeness(desk, who, person, name) else {
            continue;
        };
        let has = |what| because.contains(&what);
        if name == SheetLikeness::Name && has(SheetLikeness::Court) && has(SheetLikeness::Birth) {
            full.push(id);
        }
        // On the roster of the very training, name and court are enough, because two of them would be two rows.
        let is_of_court = has(SheetLikeness::Court) || (desk.is_of_marks() && who.court.is_none());
        if name == SheetLikeness::Name && is_of_court && is_on_roster(id) {
            of_roster.push(id);
        }
        if name == SheetLikeness::Name || has(SheetLikeness::Court) {
            half.push((id.to_owned(), because));
        }
    }
    match (&full[..], &of_roster[..]) {
        ([one], _) | ([], [one]) => Found::One((*one).to_owned()),
        _ if !half.is_empty() => Found::Several(half),
        _ if desk.is_of_marks() => Found::Fault(not_on_the_roster()),
        _ => Found::None,
    }
}

/// Returns the people who are called so: by the Chinese name where the row has one.
fn same_name<'d>(desk: &'d Desk, who: &Who) -> Vec<&'d str> {
    let key = who.zh.as_ref().or(who.bo.as_ref());
    let found = key.and_then(|key| desk.named.get(key));
    found.into_iter().flatten().map(String::as_str).collect()
}

/// Returns the people whose name is another writing of the same Tibetan one.
fn other_spelling<'d>(desk: &'d Desk, who: &Who) -> Vec<&'d str> {
    let names = [who.zh.as_deref(), who.bo.as_deref()].into_iter().flatten();
    let by_class = names
        .filter_map(|name| desk.spellings.class_of_key(name))
        .filter_map(|class| desk.spelt.get(class));
    // With a Chinese name that differs, the Tibetan one makes nobody the same.
    let by_tibetan = who
        .zh
        .as_ref()
        .and(who.bo.as_ref())
        .and_then(|key| desk.named.get(key));
    let same = same_name(desk, who);
    let mut found: Vec<&str> = by_class.chain(by_tibetan).flatten().map(String::as_str).collect();
    found.retain(|id| !same.contains(id));
    found.dedup();
    found
}

/// Returns what speaks for its being `person`, or `None` if something contradicts it.
fn likeness(desk: &Desk, who: &Who, person: &Person, name: SheetLikeness) -> Option<Vec<SheetLikeness>> {
    if person.is_erased {
        return None;
    }
    let mut because = vec![name];
    let number = person
        .secrets
        .iter()
        .find(|secret| secret.kind == SecretKind::IdentityNumber);
    let mut has_last_four = false;
    if let Some(secret) = number {
        if let Some(number) = &who.number {
            let row = desk.secrets.get(&secret.row)?;
            let digests = desk.digests.get(number)?;
            if !digests.iter().any(|own| is_same(&row.digest, own)) {
                return None;
            }
        }
        if let Some(last_four) = &who.last_four {
            if *last_four != secret.last_four {
                return None;
            }
            has_last_four = true;
        }
    }
    if who
        .court
        .as_ref()
        .is_some_and(|court| person.posts.iter().any(|post| post.court == *court))
    {
        because.push(SheetLikeness::Court);
    }
    match who.birth.zip(person.born_on) {
        Some((birth, day)) if birth.fits(day) => because.push(SheetLikeness::Birth),
        // Two days of birth are two people, whatever they are called.
        Some(_) => return None,
        None if has_last_four => because.push(SheetLikeness::Birth),
        None => {}
    }
    Some(because)
}

fn no_such_person(id: &str) -> Fault {
    fault(
        "no_such_person",
        "/person_id",
        format!("there is no person `{id}` (hint: copy the id from an export of today, or leave it out)"),
        format!("没有人员 `{id}`（提示：请从最新导出的表中复制编号，或留空）"),
    )
}

fn not_on_the_roster() -> Fault {
    fault(
        "not_on_the_roster",
        "/name/zh",
        "nobody of this name and court is on the roster of the training (hint: enrol the person first)"
            .to_owned(),
        "培训班名单中没有该法院的此人（提示：请先报名）".to_owned(),
    )
}

fn number_twice() -> Fault {
    fault(
        "identity_number_taken",
        "/identity_number",
        "somebody of another name has this identity number in the same file (hint: correct one of the two)"
            .to_owned(),
        "本文件中另一姓名使用了相同的身份证号（提示：请更正其中一处）".to_owned(),
    )
}

fn not_clear() -> Fault {
    fault(
        "not_clear_in_file",
        "/name/zh",
        "somebody of this name and court stands in the file before, and it is not clear whether it is the same (hint: write birth or identity number in both rows)".to_owned(),
        "本文件前面已有同名同法院的人，不能确定是否同一人（提示：请在各行填写出生日期或身份证号）".to_owned(),
    )
}
