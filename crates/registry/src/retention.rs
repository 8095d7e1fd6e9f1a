//! How long what is known of people is kept: classes with years after an event, as a table of the court says.
//!
//! Nothing is erased by a rule. A class whose years nobody has set runs out for nobody.

use crate::named_list::named_list;
use crate::{Day, Enrolment, Person, Training};

/// The columns of the table.
const HEADER: &str = "class\twhat_zh\tevent\tyears\tsource";
/// No class keeps anything longer.
const MAX_YEARS: u16 = 100;

named_list! {
    /// From when the years count.
    RetentionEvent {
        /// The last day of the last post.
        LeftService = "left_service", "离开法院";
        /// The last day of the last training on whose roster the person stands.
        LastTraining = "last_training", "最后一次培训";
    }
}

/// What is kept until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionClass {
    /// Its name: letters, digits and `_`.
    pub name: String,
    /// What it is, in Chinese.
    pub what_zh: String,
    /// From when the years count.
    pub event: RetentionEvent,
    /// After how many years it has run out; `None` while the court has not said.
    pub years: Option<u16>,
    /// Where the rule comes from.
    pub source: String,
}

/// A row of the table that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "line {line}: {wrong} (hint: a line is `class<TAB>what<TAB>left_service or last_training<TAB>years or nothing<TAB>source`)"
)]
pub struct RetentionError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub wrong: String,
}

impl RetentionClass {
    /// Reads a table with the columns `class`, `what_zh`, `event`, `years` and `source`; lines that begin with `#` are
    /// remarks.
    ///
    /// # Errors
    /// With the first row that has not the five columns, no source, another event or more than 100 years, or the name of a
    /// row before.
    pub fn parse_table(table: &str) -> Result<Vec<Self>, RetentionError> {
        let mut classes: Vec<Self> = Vec::new();
        let mut has_header = false;
        for (row, line) in table.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let refused = |wrong: String| RetentionError { line: row + 1, wrong };
            if !has_header {
                if line != HEADER {
                    return Err(refused(format!("the first row is not `{HEADER}`")));
                }
                has_header = true;
                continue;
            }
            let class = Self::read(line).map_err(refused)?;
            if classes.iter().any(|other| other.name == class.name) {
                return Err(refused(format!("`{}` stands there twice", class.name)));
            }
            classes.push(class);
        }
        Ok(classes)
    }

    fn read(line: &str) -> Result<Self, String> {
        let columns: Vec<&str> = line.split('\t').collect();
        let [name, what_zh, event, years, source] = columns[..] else {
            return Err(format!("{} columns instead of 5", columns.len()));
        };
        let is_name = !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !is_name {
            return Err(format!("`{name}` is no name of a class"));
        }
        if what_zh.trim().is_empty() || source.trim().is_empty() {
            return Err(format!("`{name}` does not say what it is, or has no source"));
        }
        let years = match years {
            "" => None,
            years => Some(
                years_of(years)
                    .ok_or_else(|| format!("`{years}` is no number of years up to {MAX_YEARS}"))?,
            ),
        };
        Ok(Self {
            name: name.to_owned(),
            what_zh: what_zh.to_owned(),
            event: event.parse().map_err(|_| format!("`{event}` is no event"))?,
            years,
            source: source.to_owned(),
        })
    }

    /// Returns the first day on which what happened on `event` is not to be kept any more: the same day after the years, 1 March
    /// where that year has no 29 February, and never the day of the event itself. `None` while the court has not said, and beyond
    /// the days that there are.
    #[must_use]
    pub fn due_on(&self, event: Day) -> Option<Day> {
        match self.years? {
            0 => event.next(),
            years => {
                let year = event.year().checked_add(i16::try_from(years).ok()?)?;
                Day::new(year, event.month(), event.day()).or_else(|| Day::new(year, event.month() + 1, 1))
            }
        }
    }

    /// Tells whether what happened on `event` has run out on `on`.
    #[must_use]
    pub fn has_run_out(&self, event: Day, on: Day) -> bool {
        self.due_on(event).is_some_and(|due| due <= on)
    }
}

/// Reads how many years something is kept, 0 to 100; `None` for anything else.
#[must_use]
pub fn years_of(text: &str) -> Option<u16> {
    text.parse().ok().filter(|years| *years <= MAX_YEARS)
}

/// Returns the last day of service, if the person has left before `on`: every post has ended, and there was one. Whoever has
/// no post on record has not left, because nobody knows.
#[must_use]
pub fn left_service(person: &Person, on: Day) -> Option<Day> {
    let ends: Option<Vec<Day>> = person.posts.iter().map(|post| post.period.to).collect();
    ends?.into_iter().max().filter(|last| *last < on)
}

/// Returns the last day of the last training on whose roster somebody stands, if it is over before `on`.
pub fn last_training<'a>(
    taken: impl IntoIterator<Item = (&'a Enrolment, &'a Training)>,
    on: Day,
) -> Option<Day> {
    let taken = taken
        .into_iter()
        .filter(|(enrolment, _)| enrolment.state.is_on_roster());
    taken
        .map(|(_, training)| training.to)
        .max()
        .filter(|last| *last < on)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Period, Post};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn class(years: Option<u16>) -> RetentionClass {
        RetentionClass {
            name: "record".to_owned(),
            what_zh: "登记内容".to_owned(),
            event: RetentionEvent::LeftService,
            years,
            source: "由法院确定".to_owned(),
        }
    }

    #[test]
    fn what_has_no_years_runs_out_for_nobody() {
        for (years, event, on, has_run_out) in [
            (None, "1950-01-01", "2026-01-01", false),
            (Some(10), "2016-01-01", "2026-01-01", true),
            (Some(10), "2016-01-02", "2026-01-01", false),
            (Some(0), "2025-12-31", "2026-01-01", true),
            (Some(0), "2026-01-01", "2026-01-01", false),
            (Some(10), "2016-02-29", "2026-02-28", false),
        ] {
            assert_eq!(
                class(years).has_run_out(day(event), day(on)),
                has_run_out,
                "{years:?} {event} {on}"
            );
        }
    }

    #[test]
    fn the_day_on_which_something_is_due_is_the_first_on_which_it_has_run_out() {
        for (years, event, due) in [
            (None, "2016-01-01", None),
            (Some(0), "2015-12-31", Some("2016-01-01")),
            (Some(10), "2016-01-01", Some("2026-01-01")),
            (Some(10), "2016-02-29", Some("2026-03-01")),
            (Some(8), "2016-02-29", Some("2024-02-29")),
            (Some(100), "2150-01-01", None),
        ] {
            let due = due.map(day);
            assert_eq!(class(years).due_on(day(event)), due, "{years:?} {event}");
            let days = std::iter::successors(Some(day(event)), |day| day.next()).take(6_000);
            let first = days
                .into_iter()
                .find(|on| class(years).has_run_out(day(event), *on));
            assert_eq!(first, due, "{years:?} {event}");
        }
    }

    #[test]
    fn who_has_an_open_post_or_none_has_not_left() {
        let post = |to: Option<&str>| -> Post {
            let period = Period {
                from: day("2000-01-01"),
                to: to.map(day),
            };
            let post = serde_json::json!({"court": "qh", "kind": "judge", "from": "2000-01-01"});
            Post {
                period,
                ..serde_json::from_value(post).unwrap()
            }
        };
        for (ends, left) in [
            (&[][..], None),
            (&[None], None),
            (&[Some("2010-01-01"), None], None),
            (&[Some("2010-01-01"), Some("2012-06-30")], Some("2012-06-30")),
            (&[Some("2026-01-01")], None),
        ] {
            let person = Person {
                posts: ends.iter().map(|to| post(*to)).collect(),
                ..Person::default()
            };
            assert_eq!(
                left_service(&person, day("2026-01-01")),
                left.map(day),
                "{ends:?}"
            );
        }
    }

    #[test]
    fn a_row_that_cannot_be_used_is_named() {
        let table = |row: &str| RetentionClass::parse_table(&format!("# a remark\n{HEADER}\n{row}\n"));
        assert_eq!(
            table("record\t登记内容\tleft_service\t\t由法院确定"),
            Ok(vec![class(None)])
        );
        assert_eq!(
            table("record\t登记内容\tleft_service\t10\t由法院确定"),
            Ok(vec![class(Some(10))])
        );
        for (row, said) in [
            (
                "record\t登记内容\tleft_service\t10",
                "line 3: 4 columns instead of 5",
            ),
            (
                "Record\t登记内容\tleft_service\t\ts",
                "`Record` is no name of a class",
            ),
            ("record\t登记内容\tleft_service\t\t ", "has no source"),
            ("record\t登记内容\tborn\t\ts", "`born` is no event"),
            (
                "record\t登记内容\tleft_service\t101\ts",
                "`101` is no number of years up to 100",
            ),
            (
                "a\tb\tleft_service\t\ts\na\tb\tleft_service\t\ts",
                "line 4: `a` stands there twice",
            ),
        ] {
            let refused = table(row).unwrap_err().to_string();
            assert!(refused.contains(said) && refused.contains("hint"), "{refused}");
        }
        assert!(RetentionClass::parse_table("class\n").is_err());
    }
}
