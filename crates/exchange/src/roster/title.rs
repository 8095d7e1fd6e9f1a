//! What the lines above a table and the name of a sheet say of the training.

use super::cells::{self, Epoch};
use super::headings::known_member;
use super::member::Group;
use super::{Member, RosterKind, TrainingCells};
use crate::table::Record;

/// What titles end with that does not belong to the name of the training.
const KINDS_OF_LISTS: [&str; 20] = [
    "学员花名册",
    "人员花名册",
    "花名册",
    "学员名册",
    "名册",
    "学员名单",
    "人员名单",
    "结业名单",
    "参训名单",
    "名单",
    "签到表",
    "考勤表",
    "成绩单",
    "成绩册",
    "成绩表",
    "登记表",
    "报名表",
    "汇总表",
    "统计表",
    "情况表",
];

/// Returns what the records above a header say: 第十一期双语法官培训班花名册, 培训时间：2019年10月14日至24日.
pub(super) fn above(records: &[Record], kind: RosterKind, epoch: Epoch) -> TrainingCells {
    let mut training = TrainingCells::default();
    for record in records {
        let mut cells = record
            .cells
            .iter()
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
            .peekable();
        while let Some(cell) = cells.next() {
            let heading = cell.trim_end_matches(['：', ':']);
            if let Some(member) = training_member(kind, heading) {
                if let Some(value) = cells.next_if(|value| !value.contains(['：', ':'])) {
                    // A line above the table is no row, so what cannot be read is no fault of one.
                    let _ = training.set(member, value, epoch);
                }
            } else if cell.contains(['：', ':']) {
                pairs(cell, kind, &mut training, epoch);
            } else {
                title(cell, &mut training, epoch);
            }
        }
    }
    training
}

/// Returns the number of a training, another one than `training`, of which a record below a header speaks as titles do: alone
/// in its row.
pub(super) fn of_another(record: &Record, training: &TrainingCells, epoch: Epoch) -> Option<u16> {
    let mut filled = record
        .cells
        .iter()
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty());
    let (alone, None) = (filled.next()?, filled.next()) else {
        return None;
    };
    let mut found = TrainingCells::default();
    title(alone, &mut found, epoch);
    found.number.filter(|number| training.number != Some(*number))
}

/// Returns what the name of a sheet says: 第11期, 11, 2019年双语班.
pub(super) fn of_sheet_name(name: &str, epoch: Epoch) -> TrainingCells {
    let mut training = TrainingCells::default();
    match cells::training_number(name) {
        Ok(number) if number < 1000 => training.number = Some(number),
        _ => title(name, &mut training, epoch),
    }
    training
}

fn training_member(kind: RosterKind, heading: &str) -> Option<Member> {
    known_member(kind, heading).filter(|member| member.group() == Group::Training)
}

/// Reads `培训时间：2019年10月14日至24日  地点：西宁`.
fn pairs(cell: &str, kind: RosterKind, training: &mut TrainingCells, epoch: Epoch) {
    let parts: Vec<&str> = cell.split(['：', ':']).collect();
    let mut key = parts
        .first()
        .copied()
        .unwrap_or_default()
        .split_whitespace()
        .last()
        .unwrap_or_default();
    for (n, part) in parts.iter().enumerate().skip(1) {
        let is_last = n + 1 == parts.len();
        let (value, next) = match (is_last, part.rsplit_once(char::is_whitespace)) {
            (false, Some((value, next))) => (value, next),
            (false, None) => ("", *part),
            (true, _) => (*part, ""),
        };
        if let Some(member) = training_member(kind, key)
            && !value.trim().is_empty()
        {
            let _ = training.set(member, value.trim(), epoch);
        }
        key = next;
    }
}

/// Reads a title, if it is one of a training: it names a number, a class or a training.
fn title(text: &str, training: &mut TrainingCells, epoch: Epoch) {
    let (number, year) = numbers(text);
    let names_one = number.is_some() || text.contains('班') || text.contains("培训");
    if !names_one || text.chars().count() > 80 {
        return;
    }
    let (mut plain, mut in_brackets) = (String::new(), String::new());
    let mut depth = 0_usize;
    for c in text.split_whitespace().flat_map(str::chars) {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            c if depth > 0 => in_brackets.push(c),
            c => plain.push(c),
        }
    }
    let ending = KINDS_OF_LISTS
        .iter()
        .find_map(|ending| plain.strip_suffix(ending));
    let title = ending.unwrap_or(&plain).to_owned();
    if training.title.is_none()
        && let Ok(title) = cells::line(&title)
        && !title.is_empty()
        && cells::training_number(&title).is_err()
    {
        training.title = Some(title);
    }
    let place = if year {
        &mut training.number_in_year
    } else {
        &mut training.number
    };
    if place.is_none() {
        *place = number;
    }
    if training.from.is_none()
        && let Ok((from, to)) = cells::period(&in_brackets, epoch)
    {
        (training.from, training.to) = (Some(from), Some(to));
    }
}

/// Returns the number in 第…期, and whether it is one of a year: 2019年第三期.
fn numbers(text: &str) -> (Option<u16>, bool) {
    let Some((before, rest)) = text.split_once('第') else {
        return (None, false);
    };
    let Some((number, _)) = rest.split_once('期') else {
        return (None, false);
    };
    (
        cells::training_number(number).ok(),
        before.trim_end().ends_with('年'),
    )
}
