//! The small forms of a person: one that adds a post, one a skill, one a pool, one an absence.

use app::registry::PersonPart;
use app::registry::rules::{
    Absence, Day, Dialect, Evidence, JudgeRank, LanguageSkill, Period, Person, Pool, PoolMembership, Post,
    PostKind, Spoken, Written,
};

use super::courts::Courts;
use super::person::Back;
use super::person_view::PartForm;
use super::told::Told;
use super::typed::{Asked, Kind, Reading, Typed, asked, fields, wanted, words};
use crate::web::Web;
use crate::web::ui::Ui;

/// A list of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Posts,
    Skills,
    Pools,
    Absences,
}

const POST: [Asked; 10] = [
    wanted("court", Kind::Court),
    wanted("kind", Kind::Word("post_kind", words!(PostKind))),
    asked("rank", Kind::MayBe("judge_rank", words!(JudgeRank))),
    asked("in_quota", Kind::MayBe("yes_no", yes)),
    asked("is_secondment", Kind::MayBe("yes_no", yes)),
    wanted("from", Kind::Day),
    asked("to", Kind::Day),
    asked("department", Kind::Line),
    asked("document", Kind::Line),
    asked("ends_former", Kind::MayBe("yes_no", yes)),
];
const SKILL: [Asked; 8] = [
    wanted("dialect", Kind::Word("dialect", words!(Dialect))),
    asked("spoken", Kind::MayBe("spoken_level", words!(Spoken))),
    asked("written", Kind::MayBe("written_level", words!(Written))),
    wanted("evidence", Kind::Word("evidence", words!(Evidence))),
    wanted("assessed_on", Kind::Day),
    asked("expires_on", Kind::Day),
    asked("assessor", Kind::Line),
    asked("sub_dialect", Kind::Line),
];
const POOL: [Asked; 4] = [
    wanted("pool", Kind::Word("pool", words!(Pool))),
    wanted("from", Kind::Day),
    asked("to", Kind::Day),
    wanted("decision", Kind::Line),
];
const ABSENCE: [Asked; 3] = [
    wanted("from", Kind::Day),
    asked("to", Kind::Day),
    asked("reason", Kind::Line),
];

/// The word of a box that is ticked.
pub fn yes() -> Vec<&'static str> {
    vec!["true"]
}

impl Part {
    pub const ALL: [Self; 4] = [Self::Posts, Self::Skills, Self::Pools, Self::Absences];

    /// Returns the last part of the address of its form.
    pub fn name(self) -> &'static str {
        match self {
            Self::Posts => "posts",
            Self::Skills => "skills",
            Self::Pools => "pools",
            Self::Absences => "absences",
        }
    }

    /// Returns the fields of its form.
    pub fn asked(self) -> &'static [Asked] {
        match self {
            Self::Posts => &POST,
            Self::Skills => &SKILL,
            Self::Pools => &POOL,
            Self::Absences => &ABSENCE,
        }
    }

    /// Returns the list of a person with what was typed added, and the place of that in it.
    ///
    /// # Errors
    /// What keeps it from being read.
    pub fn added(
        self,
        person: &Person,
        reading: Reading<'_>,
        courts: &Courts,
    ) -> Result<(PersonPart, String), Told> {
        match self {
            Self::Posts => with_post(person, reading, courts),
            Self::Skills => with_skill(person, reading),
            Self::Pools => with_pool(person, reading),
            Self::Absences => with_absence(person, reading),
        }
    }
}

/// Returns the forms, with what was typed and what is wrong in the one that comes back.
pub fn forms(back: Option<&Back>) -> Vec<PartForm> {
    let nothing = (Typed::default(), Told::default());
    let form = |part: &Part| {
        let back = back.filter(|back| back.part == Some(*part));
        let (typed, told) = back.map_or((&nothing.0, &nothing.1), |back| (&back.typed, &back.told));
        PartForm {
            name: part.name(),
            fields: fields(part.name(), part.asked(), typed, told),
            is_open: back.is_some(),
        }
    };
    Part::ALL.iter().map(form).collect()
}

/// Returns what stands above the form that comes back.
pub fn above(back: &Back, at: (&Web, Ui)) -> Vec<String> {
    let asked = back.part.map(Part::asked).unwrap_or_default();
    let names: Vec<&str> = asked.iter().map(|asked| asked.name).collect();
    back.told.above(&names, at)
}

/// Reads a period; that it has a first day is asked for.
fn period(reading: &mut Reading<'_>) -> Option<Period> {
    let from = reading.day("from");
    let from = reading.wanted("from", from);
    let to = reading.day("to");
    Some(Period { from: from?, to })
}

/// Reads a post.
pub fn post(reading: &mut Reading<'_>, courts: &Courts) -> Option<Post> {
    let typed = reading.typed;
    let court = typed.text("court").map(|court| courts.code(&court));
    let court = reading.wanted("court", court);
    let kind = reading.word::<PostKind>("kind");
    let kind = reading.wanted("kind", kind);
    let rank = reading.word("rank");
    let period = period(reading);
    Some(Post {
        court: court?,
        kind: kind?,
        rank,
        period: period?,
        department: typed.text("department"),
        in_quota: typed.is_ticked("in_quota"),
        is_secondment: typed.is_ticked("is_secondment"),
        document: typed.text("document"),
    })
}

fn with_post(
    person: &Person,
    mut reading: Reading<'_>,
    courts: &Courts,
) -> Result<(PersonPart, String), Told> {
    let post = post(&mut reading, courts);
    let Some(post) = post.filter(|_| reading.told.is_empty()) else {
        return Err(reading.told);
    };
    let mut posts = person.posts.clone();
    if reading.typed.is_ticked("ends_former") {
        let is_open = |former: &&mut Post| {
            former.is_secondment == post.is_secondment
                && former.period.to.is_none()
                && former.period.from < post.period.from
        };
        for former in posts.iter_mut().filter(is_open) {
            former.period.to = day_before(post.period.from);
        }
    }
    let place = format!("/posts/{}/", posts.len());
    posts.push(post);
    Ok((PersonPart::Posts(posts), place))
}

fn with_skill(person: &Person, mut reading: Reading<'_>) -> Result<(PersonPart, String), Told> {
    let typed = reading.typed;
    let dialect = reading.word::<Dialect>("dialect");
    let dialect = reading.wanted("dialect", dialect);
    let evidence = reading.word::<Evidence>("evidence");
    let evidence = reading.wanted("evidence", evidence);
    let (spoken, written) = (reading.word("spoken"), reading.word("written"));
    let assessed_on = reading.day("assessed_on");
    let assessed_on = reading.wanted("assessed_on", assessed_on);
    let expires_on = reading.day("expires_on");
    let skill = || {
        Some(LanguageSkill {
            dialect: dialect?,
            sub_dialect: typed.text("sub_dialect"),
            spoken,
            written,
            evidence: evidence?,
            assessor: typed.text("assessor"),
            assessed_on: assessed_on?,
            expires_on,
        })
    };
    let Some(skill) = skill().filter(|_| reading.told.is_empty()) else {
        return Err(reading.told);
    };
    let mut skills = person.language_skills.clone();
    let place = format!("/language_skills/{}/", skills.len());
    skills.push(skill);
    Ok((PersonPart::LanguageSkills(skills), place))
}

fn with_pool(person: &Person, mut reading: Reading<'_>) -> Result<(PersonPart, String), Told> {
    let pool = reading.word::<Pool>("pool");
    let pool = reading.wanted("pool", pool);
    let period = period(&mut reading);
    let decision = reading.wanted("decision", reading.typed.text("decision"));
    let membership = || {
        Some(PoolMembership {
            pool: pool?,
            period: period?,
            decision: decision?,
            left_because: None,
        })
    };
    let Some(membership) = membership().filter(|_| reading.told.is_empty()) else {
        return Err(reading.told);
    };
    let mut pools = person.pools.clone();
    let place = format!("/pools/{}/", pools.len());
    pools.push(membership);
    Ok((PersonPart::Pools(pools), place))
}

fn with_absence(person: &Person, mut reading: Reading<'_>) -> Result<(PersonPart, String), Told> {
    let period = period(&mut reading);
    let Some(period) = period.filter(|_| reading.told.is_empty()) else {
        return Err(reading.told);
    };
    let mut absences = person.unavailability.clone();
    let place = format!("/unavailability/{}/", absences.len());
    absences.push(Absence {
        period,
        reason: reading.typed.text("reason"),
    });
    Ok((PersonPart::Unavailability(absences), place))
}

/// Returns the day before; the first day of the calendar here has none.
fn day_before(day: Day) -> Option<Day> {
    let (year, month) = match day.month() {
        1 => (day.year() - 1, 12),
        month => (day.year(), month - 1),
    };
    let earlier = day
        .day()
        .checked_sub(1)
        .and_then(|earlier| Day::new(day.year(), day.month(), earlier));
    earlier.or_else(|| (28..=31).rev().find_map(|last| Day::new(year, month, last)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_before_is_one_that_the_calendar_has() {
        let before = |day: &str| day_before(day.parse().unwrap()).map(|day| day.to_string());
        for (day, expected) in [
            ("2019-10-15", Some("2019-10-14")),
            ("2020-03-01", Some("2020-02-29")),
            ("2019-03-01", Some("2019-02-28")),
            ("2020-01-01", Some("2019-12-31")),
            ("1900-01-01", None),
        ] {
            assert_eq!(before(day).as_deref(), expected, "{day}");
        }
    }
}
