//! Invented people: who they are, and what they were in which court.

use std::collections::HashSet;

use registry::{
    Court, CourtLevel, Day, Dialect, Entry, EntryChannel, EthnicGroup, Evidence, IdentityNumber, JudgeRank,
    LanguageSkill, Period, Person, PersonId, Pool, PoolMembership, Post, PostKind, Sex, Spoken, Written,
};

use super::dice::Dice;
use super::names::Parts;
use super::{DemoPerson, PEOPLE, id};
use crate::registry::known_courts;

/// The digits of no division: the numbers of GB/T 2260 end at 82.
const NO_DIVISION: &str = "990000";
const NOTE: &str = "虚构人物，仅供演示";
/// The age at which invented people leave.
const LEAVES_AT: i16 = 60;

/// A court that has people.
#[derive(Debug, Clone)]
struct Place {
    code: String,
    dialect: Option<Dialect>,
    /// How many people it has beside the others.
    weight: usize,
}

/// Makes them up.
///
/// # Errors
/// If a table is broken; in words.
pub fn make(dice: &mut Dice) -> Result<Vec<(PersonId, DemoPerson)>, String> {
    let parts = Parts::read()?;
    let places = places()?;
    let mut numbers = HashSet::new();
    let mut people = Vec::with_capacity(PEOPLE);
    for n in 0..PEOPLE {
        people.push((id("p-", n + 1)?, person(dice, &parts, &places, &mut numbers)?));
    }
    Ok(people)
}

/// Returns the courts of Qinghai.
fn places() -> Result<Vec<Place>, String> {
    let courts = known_courts()?.into_iter();
    let place = |(code, court): (String, Court)| Place {
        code,
        dialect: court.dialects.first().copied(),
        weight: match court.level {
            Some(CourtLevel::High) => 10,
            Some(CourtLevel::Intermediate) => 5,
            _ => 3,
        },
    };
    Ok(courts
        .filter(|(code, _)| code.starts_with("qh"))
        .map(place)
        .collect())
}

fn one_place<'a>(dice: &mut Dice, places: &'a [Place]) -> Option<&'a Place> {
    let mut left = dice.below(places.iter().map(|place| place.weight).sum());
    places.iter().find(|place| {
        let is_here = left < place.weight;
        left = left.saturating_sub(place.weight);
        is_here
    })
}

fn person(
    dice: &mut Dice,
    parts: &Parts,
    places: &[Place],
    numbers: &mut HashSet<String>,
) -> Result<DemoPerson, String> {
    let place = one_place(dice, places).ok_or("there are no courts")?;
    let sex = *dice.one(&[Sex::Male, Sex::Female]).unwrap_or(&Sex::Female);
    let is_tibetan = dice.has(if place.dialect.is_some() { 68 } else { 14 });
    let group = match is_tibetan {
        true => "藏族",
        false => dice
            .one(&["汉族", "汉族", "汉族", "回族", "土族", "撒拉族", "蒙古族"])
            .unwrap_or(&"汉族"),
    };
    let born_on = day(1955 + throw(dice, 39), 1 + dice.below(12), 1 + dice.below(28))?;
    let entered = day(born_on.year() + 22 + throw(dice, 6), 7, 1)?;
    let area = place.dialect.map_or("any", Dialect::as_str);
    let mut person = Person {
        name: match is_tibetan {
            true => parts.tibetan(dice, area, sex),
            false => parts.chinese(dice, sex),
        },
        sex: Some(sex),
        ethnic_group: Some(group.parse::<EthnicGroup>().map_err(|err| err.to_string())?),
        born_on: Some(born_on),
        entry: Some(Entry {
            channel: *dice
                .one(&[
                    EntryChannel::Recruited,
                    EntryChannel::Recruited,
                    EntryChannel::Selected,
                    EntryChannel::Transferred,
                ])
                .unwrap_or(&EntryChannel::Recruited),
            on: Some(entered),
        }),
        posts: posts(dice, place, places, entered, born_on)?,
        note: Some(NOTE.to_owned()),
        ..Person::default()
    };
    if let Some(dialect) = place.dialect.filter(|_| is_tibetan) {
        skills(dice, &mut person, dialect, entered)?;
    }
    let identity_number = identity_number(dice, born_on, sex, numbers)?;
    Ok(DemoPerson {
        person,
        identity_number,
    })
}

/// Returns a clerk who became an assistant and a judge, or somebody who stayed what they were, each in one court or two.
fn posts(
    dice: &mut Dice,
    first: &Place,
    places: &[Place],
    entered: Day,
    born_on: Day,
) -> Result<Vec<Post>, String> {
    use PostKind::{Administration, Assistant, Bailiff, Clerk, Interpreter, Judge};
    let way: &[PostKind] = dice
        .one(&[
            &[Clerk, Assistant, Judge][..],
            &[Clerk, Judge],
            &[Clerk],
            &[Interpreter],
            &[Administration],
            &[Bailiff],
        ])
        .copied()
        .unwrap_or(&[Clerk]);
    let leaves = day(born_on.year() + LEAVES_AT, 12, 31)?;
    let mut posts: Vec<Post> = Vec::new();
    let (mut court, mut from) = (first.code.as_str(), entered);
    for (step, kind) in way.iter().enumerate() {
        // Some move to a court of the same dialect with the new post.
        if step > 0 && dice.has(12) {
            let same: Vec<&Place> = places
                .iter()
                .filter(|place| place.dialect == first.dialect)
                .collect();
            court = dice.one(&same).map_or(court, |place| place.code.as_str());
        }
        let next = day(from.year() + 5 + throw(dice, 5), 3, 1)?;
        let is_last = step + 1 == way.len() || next > leaves;
        let to = if is_last { leaves } else { day(next.year(), 2, 28)? };
        posts.push(Post {
            court: court.to_owned(),
            department: None,
            kind: *kind,
            rank: (*kind == Judge).then(|| *dice.one(&JudgeRank::ALL[..6]).unwrap_or(&JudgeRank::Judge5)),
            // The quota of judges was brought in in 2017.
            in_quota: *kind == Judge && from.year() >= 2017,
            is_secondment: false,
            period: Period { from, to: Some(to) },
            document: None,
        });
        if is_last {
            break;
        }
        from = next;
    }
    Ok(posts)
}

fn skills(dice: &mut Dice, person: &mut Person, dialect: Dialect, entered: Day) -> Result<(), String> {
    let spoken = *dice
        .one(&[
            Spoken::Everyday,
            Spoken::Everyday,
            Spoken::Hearing,
            Spoken::Hearing,
            Spoken::Interpreting,
        ])
        .unwrap_or(&Spoken::Everyday);
    let written = *dice
        .one(&[
            Written::None,
            Written::Reading,
            Written::Reading,
            Written::TranslatingWithHelp,
            Written::DraftingJudgments,
        ])
        .unwrap_or(&Written::Reading);
    // As many were looked at when the survey was made as later, so that some of what is known has expired.
    let assessed_on = day(
        (2009.max(entered.year()) + throw(dice, 9)).min(2024),
        10,
        1 + dice.below(28),
    )?;
    person.language_skills.push(LanguageSkill {
        dialect,
        sub_dialect: None,
        spoken: Some(spoken),
        // Of some it is not known what they can write.
        written: (!dice.has(10)).then_some(written),
        evidence: *dice.one(Evidence::ALL).unwrap_or(&Evidence::SelfReport),
        assessor: None,
        assessed_on,
        expires_on: day(assessed_on.year() + 10, 12, 31).ok(),
    });
    let can = (spoken >= Spoken::Hearing, written >= Written::TranslatingWithHelp);
    let pool = match can {
        (true, true) if written == Written::DraftingJudgments => Some(Pool::Expert),
        (true, true) => Some(Pool::Practical),
        (true, false) => Some(Pool::Reserve),
        (false, true) => Some(Pool::Translation),
        (false, false) => None,
    };
    if let Some(pool) = pool.filter(|_| dice.has(60)) {
        person.pools.push(PoolMembership {
            pool,
            period: Period {
                from: day(2016.max(assessed_on.year()), 12, 1)?,
                to: None,
            },
            decision: "演示〔2016〕1号".to_owned(),
            left_because: None,
        });
    }
    Ok(())
}

fn identity_number(
    dice: &mut Dice,
    born_on: Day,
    sex: Sex,
    numbers: &mut HashSet<String>,
) -> Result<IdentityNumber, String> {
    let birth = born_on.to_string().replace('-', "");
    loop {
        let order = dice.below(499) * 2 + usize::from(sex == Sex::Male);
        let digits = format!("{NO_DIVISION}{birth}{order:03}");
        if !numbers.insert(digits.clone()) {
            continue;
        }
        let with = |last: char| IdentityNumber::read(&format!("{digits}{last}")).ok();
        return "0123456789X"
            .chars()
            .find_map(with)
            .ok_or_else(|| format!("`{birth}` is no day of birth"));
    }
}

/// Returns a number below `end`, as years are counted.
fn throw(dice: &mut Dice, end: usize) -> i16 {
    i16::try_from(dice.below(end)).unwrap_or(0)
}

pub(super) fn day(year: i16, month: usize, day: usize) -> Result<Day, String> {
    let part = |number: usize| u8::try_from(number).unwrap_or(0);
    Day::new(year, part(month), part(day)).ok_or_else(|| format!("{year}-{month}-{day} is no day"))
}
