//! Timetables and seats as the rows of a sheet: written, read, and judged line by line.

use std::collections::BTreeMap;

use app::registry::rules::{Day, Fault, HalfDay, Lesson, PersonId, Quota, Training};

use super::courts::Courts;
use super::typed::narrow;

/// What people write for the halves of a day.
const HALVES: [(&str, HalfDay); 10] = [
    ("上午", HalfDay::Morning),
    ("上", HalfDay::Morning),
    ("早上", HalfDay::Morning),
    ("morning", HalfDay::Morning),
    ("am", HalfDay::Morning),
    ("下午", HalfDay::Afternoon),
    ("下", HalfDay::Afternoon),
    ("午后", HalfDay::Afternoon),
    ("afternoon", HalfDay::Afternoon),
    ("pm", HalfDay::Afternoon),
];

/// What is read of the rows, each with the number of its line, or what keeps lines from being read, by their numbers.
pub type Rows<T> = Result<Vec<(usize, T)>, Vec<(usize, &'static str)>>;

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amiss {
    /// It cannot be read, for the reason `registry.<key>`.
    Key(&'static str),
    /// It breaks a rule.
    Rule(Fault),
}

/// What is read of the rows, or everything that is wrong with lines, by their numbers.
pub type Judged<T> = Result<Vec<(usize, T)>, Vec<(usize, Amiss)>>;

/// Says of rows that cannot be read that this is all that is known of them.
pub fn unread<T>(rows: Rows<T>) -> Judged<T> {
    rows.map_err(|faults| {
        faults
            .into_iter()
            .map(|(line, key)| (line, Amiss::Key(key)))
            .collect()
    })
}

/// Writes a timetable as rows: day, half, topic, lecturer, room, venue, group, parted by tabs.
pub fn timetable_rows(training: &Training) -> String {
    let mut lessons: Vec<&Lesson> = training.lessons.iter().collect();
    lessons.sort_by_key(|lesson| (lesson.day, lesson.half, &lesson.venue, &lesson.group));
    let row = |lesson: &Lesson| {
        let half = HALVES.iter().find(|(_, half)| *half == lesson.half);
        let id = lesson.lecturer.as_ref().map(|person| person.as_str().to_owned());
        let lecturer = [lesson.lecturer_name.clone(), id];
        let lecturer = lecturer.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let cells = [
            lesson.day.to_string(),
            half.map_or_else(String::new, |(word, _)| (*word).to_owned()),
            lesson.topic.clone(),
            lecturer,
            lesson.room.clone().unwrap_or_default(),
            lesson.venue.clone().unwrap_or_default(),
            lesson.group.clone().unwrap_or_default(),
        ];
        cells.join("\t").trim_end().to_owned()
    };
    lessons.into_iter().map(row).collect::<Vec<_>>().join("\n")
}

/// Writes seats as rows: court, number, parted by a tab.
pub fn seat_rows(training: &Training, courts: &Courts) -> String {
    let row = |quota: &Quota| format!("{}\t{}", courts.to_type(&quota.court), quota.seats);
    training.quotas.iter().map(row).collect::<Vec<_>>().join("\n")
}

/// Reads a timetable. A day that is left out, as merged cells leave it when they are pasted, is that of the row above; a
/// lecturer of the registry is told by the id behind the name, or was known by that name before.
///
/// Where a line cannot be read, the rules are asked about the others too, so that all that is wrong is said at once.
pub fn lessons(rows: &str, training: &Training) -> Judged<Lesson> {
    let mut day_above = None;
    let (read, unread) = lines(rows, |line| {
        let mut cells = line.split('\t').map(str::trim);
        let mut cell = || cells.next().filter(|cell| !cell.is_empty());
        let day = match cell() {
            Some(day) => Some(day_of(day, training.from.year()).ok_or("bad_day_of_row")?),
            None => day_above,
        };
        day_above = day;
        let half = cell().ok_or("no_half")?.to_lowercase();
        let half = HALVES.iter().find(|(word, _)| *word == half).ok_or("no_half")?.1;
        let topic = cell().ok_or("no_topic")?.to_owned();
        let (lecturer, lecturer_name) = cell().map_or((None, None), |cell| lecturer(cell, training));
        let mut text = || cell().map(str::to_owned);
        let (room, venue, group) = (text(), text(), text());
        match cells.find(|cell| !cell.is_empty()) {
            Some(_) => Err("too_many_cells"),
            None => Ok(Lesson {
                day: day.ok_or("bad_day_of_row")?,
                half,
                topic,
                lecturer,
                lecturer_name,
                venue,
                group,
                room,
            }),
        }
    });
    if unread.is_empty() {
        return Ok(read);
    }
    let planned = Training {
        lessons: read.iter().map(|(_, lesson)| lesson.clone()).collect(),
        ..training.clone()
    };
    let mut faults: Vec<_> = unread
        .into_iter()
        .map(|(line, key)| (line, Amiss::Key(key)))
        .collect();
    for fault in planned.faults() {
        let place = fault
            .pointer
            .strip_prefix("/lessons/")
            .and_then(|rest| rest.split('/').next());
        let place = place.and_then(|place| place.parse::<usize>().ok());
        if let Some((line, _)) = place.and_then(|place| read.get(place)) {
            faults.push((*line, Amiss::Rule(fault)));
        }
    }
    faults.sort_by_key(|(line, _)| *line);
    Err(faults)
}

fn lecturer(cell: &str, training: &Training) -> (Option<PersonId>, Option<String>) {
    let (name, id) = match cell.rsplit_once(char::is_whitespace) {
        Some((name, last)) => (name.trim_end(), last.parse().ok()),
        None => ("", cell.parse().ok()),
    };
    if id.is_some() {
        return (id, Some(name.to_owned()).filter(|name| !name.is_empty()));
    }
    let known = training
        .lessons
        .iter()
        .find(|lesson| lesson.lecturer_name.as_deref() == Some(cell));
    (
        known.and_then(|lesson| lesson.lecturer.clone()),
        Some(cell.to_owned()),
    )
}

/// Reads seats such as `玉树州中级人民法院 5`, and says of each line what is wrong with it: a court stands once.
pub fn quotas(rows: &str, courts: &Courts) -> Judged<Quota> {
    let (read, unread) = lines(rows, |line| {
        let (court, seats) = line
            .trim_end()
            .rsplit_once([' ', '\t', '\u{3000}'])
            .ok_or("bad_seats")?;
        Ok(Quota {
            court: courts.code(court.trim()),
            seats: narrow(seats).parse().map_err(|_| "bad_seats")?,
        })
    });
    let mut faults: Vec<_> = unread
        .into_iter()
        .map(|(line, key)| (line, Amiss::Key(key)))
        .collect();
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (line, quota) in &read {
        let court = &*quota.court;
        if !courts.is_known(court) {
            faults.push((*line, Amiss::Rule(no_such_court(court))));
        } else if let Some(before) = first.get(court) {
            faults.push((*line, Amiss::Rule(court_twice(&courts.name(court), *before))));
        } else {
            first.insert(court, *line);
        }
    }
    faults.sort_by_key(|(line, _)| *line);
    if faults.is_empty() { Ok(read) } else { Err(faults) }
}

fn no_such_court(typed: &str) -> Fault {
    let typed: String = typed.chars().take(40).collect();
    Fault {
        code: "no_such_court",
        pointer: "/quotas".to_owned(),
        message: format!(
            "none of your courts is called `{typed}` (hint: take the name or the code from the list of courts)"
        ),
        message_zh: format!("所辖法院中没有“{typed}”（提示：请用法院列表中的名称或代码）"),
    }
}

fn court_twice(name: &str, before: usize) -> Fault {
    Fault {
        code: "court_twice",
        pointer: "/quotas".to_owned(),
        message: format!("{name} stands in line {before} already (hint: give it one line)"),
        message_zh: format!("“{name}”在第 {before} 行已经写过（提示：一个法院只写一行）"),
    }
}

/// Reads each line that is not empty.
pub fn each<T>(rows: &str, mut read: impl FnMut(&str) -> Result<T, &'static str>) -> Rows<T> {
    let (found, faults) = lines(rows, &mut read);
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

/// What was read of lines and why others cannot be, each with its number.
type Lines<T> = (Vec<(usize, T)>, Vec<(usize, &'static str)>);

fn lines<T>(rows: &str, mut read: impl FnMut(&str) -> Result<T, &'static str>) -> Lines<T> {
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    for (line, number) in rows.lines().zip(1..) {
        if line.trim().is_empty() {
            continue;
        }
        match read(line) {
            Ok(one) => found.push((number, one)),
            Err(key) => faults.push((number, key)),
        }
    }
    (found, faults)
}

/// Reads a day as sheets have it: `2019-10-14`, `2019.10.14`, `2019/10/14`, `2019年10月14日`, and without the year in `year`.
fn day_of(text: &str, year: i16) -> Option<Day> {
    let text = &*narrow(text);
    let text = text.strip_suffix(['日', '号']).unwrap_or(text);
    let parts: Vec<&str> = text
        .split(['-', '.', '/', '－', '．', '／', '年', '月'])
        .map(str::trim)
        .collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] => (year.parse().ok()?, month, day),
        [month, day] => (year, month, day),
        _ => return None,
    };
    Day::new(year, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests;
