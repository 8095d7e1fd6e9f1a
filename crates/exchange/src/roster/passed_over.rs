//! What of a file is no data: sheets of notes, rows of totals and remarks, and numbers of people in names.

use std::borrow::Cow;

use super::Member;
use super::headings::Target;
use super::reading::Columns;
use super::row;
use crate::table::Record;

/// The fewest digits of a mobile telephone or identity number.
const DIGITS_OF_A_NUMBER: usize = 11;
/// Words with which rows of totals and lines below a table begin.
const BELOW: [&str; 20] = [
    "合计",
    "总计",
    "小计",
    "共计",
    "总数",
    "累计",
    "制表",
    "填表",
    "审核",
    "审批",
    "备注：",
    "注：",
    "说明：",
    "注:",
    "说明:",
    "联系人",
    "负责人",
    "打印日期",
    "带队领导",
    "带班领导",
];
/// What sheets are called that tell how to fill in the others.
const NOTES: [&str; 9] = [
    "说明",
    "须知",
    "注意事项",
    "示例",
    "样表",
    "范例",
    "字典",
    "代码表",
    "下拉选项",
];

/// Tells whether a sheet is one that tells how to fill in the others.
pub(super) fn is_of_notes(name: &str) -> bool {
    NOTES.iter().any(|notes| name.contains(notes))
}

/// Returns the name of a file or of a sheet as messages have it: a number of somebody that stands in it is cut. Days have
/// fewer digits than numbers of people.
#[must_use]
pub fn shown_name(name: &str) -> String {
    let (mut digits, mut most) = (0, 0);
    for c in name.chars() {
        match c {
            _ if c.is_numeric() => digits += 1,
            ' ' | '-' => {}
            _ => digits = 0,
        }
        most = most.max(digits);
    }
    match most >= DIGITS_OF_A_NUMBER {
        true => registry::without_numbers(name),
        false => name.to_owned(),
    }
}

/// What a row of a table is.
pub(super) enum RowKind {
    Data,
    /// Nothing but a running number, as in forms whose rows are numbered before they are filled in.
    Empty,
    /// A total, a signature or a remark.
    Below,
}

/// Returns what a row is.
pub(super) fn kind_of(record: &Record, columns: &Columns) -> RowKind {
    let filled = || {
        record
            .cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| !row::is_blank(cell))
    };
    let is_ignored = |index: usize| columns.targets.get(index).copied().flatten() == Some(Target::Ignore);
    if filled().all(|(index, _)| is_ignored(index)) && record.faults.is_empty() {
        let is_number = |cell: &str| {
            cell.trim()
                .chars()
                .all(|c| c.is_numeric() || c.is_whitespace() || ".、".contains(c))
        };
        return match filled().all(|(_, cell)| is_number(cell)) {
            true => RowKind::Empty,
            // A heading of a part, or a remark, under 序号.
            false => RowKind::Below,
        };
    }
    let first = filled().next().map_or("", |(_, cell)| cell.trim());
    let first: Cow<'_, str> = match first.contains(char::is_whitespace) {
        true => first.split_whitespace().take(8).collect(),
        false => first.into(),
    };
    let is_name = filled().next().is_some_and(|(index, _)| {
        matches!(
            columns.targets.get(index).copied().flatten(),
            Some(Target::Member(Member::Note))
        )
    });
    let begins = BELOW.iter().any(|word| first.starts_with(word));
    if begins && !is_name {
        RowKind::Below
    } else {
        RowKind::Data
    }
}
