//! What is said about sheets and rows as a whole, and how every value of a roster is shown in a message.

use super::cells::{masked, without_numbers};
use super::{Member, RosterKind, codes as own_codes};
use crate::issue::Fault;
use crate::{Extent, Issue, Place, codes};

/// Tells of `fault` in the value `typed` of a row; no number of a person stands in the message, in whatever column it is.
pub(super) fn in_row(
    place: Place,
    heading: Option<&str>,
    member: Option<Member>,
    typed: &str,
    fault: Fault,
) -> Issue {
    let shown = match member.is_some_and(Member::is_secret) {
        true => masked(typed),
        false => without_numbers(typed),
    };
    let heading = heading.map(without_numbers);
    Issue::new(place, heading.as_deref(), &shown, fault, Extent::Row)
}

/// Tells of `fault` in a whole sheet, or in one heading of it.
pub(super) fn in_sheet(place: Place, heading: &str, fault: Fault) -> Issue {
    let shown = without_numbers(heading);
    let issue = Issue::new(place, None, &shown, fault, Extent::Sheet);
    let column = (!heading.is_empty()).then_some(shown);
    Issue { column, ..issue }
}

/// Tells of a sheet without a header that could be used.
pub(super) fn no_header(kind: RosterKind, has_headings: bool) -> Fault {
    let (en, zh) = key_columns(kind);
    let hint = (
        format!(
            "name one column {en}, say which it is with --mapping, or name the columns of a sheet without a header with --columns"
        ),
        format!("请把其中一列命名为{zh}，或用 `--mapping` 指明；没有表头的，用 `--columns` 依次写明各列"),
    );
    match has_headings {
        true => Fault::new(
            own_codes::NO_NAME_COLUMN,
            (
                format!("is a header without a column by which {kind} could be found"),
                format!("是表头，但没有能认出{}的列", kind.zh()),
            ),
            hint,
        ),
        false => Fault::new(
            codes::MISSING_HEADER,
            ("none of the first rows is a header", "前几行中没有认得出的表头"),
            (
                format!("{}; delete a sheet that is no list, or call it 说明", hint.0),
                format!("{}；不是名单的工作表，请删去，或命名为“说明”", hint.1),
            ),
        ),
    }
}

pub(super) fn key_columns(kind: RosterKind) -> (&'static str, &'static str) {
    match kind {
        RosterKind::Courts => ("法院名称", "“法院名称”"),
        RosterKind::Trainings => ("培训班 or 期次", "“培训班”或“期次”"),
        _ => ("姓名 or 身份证号", "“姓名”或“身份证号”"),
    }
}

pub(super) fn unknown(kind: RosterKind) -> Fault {
    let members = Member::ALL.iter().filter(|member| member.is_of(kind));
    let names: Vec<&str> = members.map(|member| member.zh()).collect();
    Fault::new(
        codes::UNKNOWN_COLUMN,
        ("is not a known column", "不是可用的列名"),
        (
            format!(
                "columns of {kind} are {}, and their usual names; rename it, map it with --mapping, or pass over such columns with --ignore-extra",
                names.join(", ")
            ),
            format!(
                "{}表可用的列有：{}；请改列名，或用 `--mapping` 对应，或用 `--ignore-extra` 略过",
                kind.zh(),
                names.join("、")
            ),
        ),
    )
}

pub(super) fn duplicate(member: &str) -> Fault {
    Fault::new(
        codes::DUPLICATE_COLUMN,
        (
            format!("stands for `{member}` like another heading before it"),
            format!("与前面的列名都表示 `{member}`"),
        ),
        (
            "rename one of the two, or write `heading = ignore` for it in a mapping",
            "请改其中一个列名，或在对应表中写 `列名 = ignore`",
        ),
    )
}

pub(super) fn guessed(member: Member, alternatives: &[Member]) -> Fault {
    let others: Vec<&str> = alternatives.iter().take(4).map(|member| member.zh()).collect();
    let (or, or_zh) = match others.is_empty() {
        true => (String::new(), String::new()),
        false => (
            format!(" (it could be {}, too)", others.join(", ")),
            format!("（也可能是{}）", others.join("、")),
        ),
    };
    Fault::new(
        own_codes::GUESSED_COLUMN,
        (
            format!("is taken for {}{or}", member.zh()),
            format!("按“{}”读取{or_zh}", member.zh()),
        ),
        (
            "say what it is with --mapping if that is wrong",
            "如不对，请用 `--mapping` 指明",
        ),
    )
}

pub(super) fn unnamed() -> Fault {
    Fault::new(
        own_codes::UNNAMED_COLUMN,
        (
            "stands in a column without a heading, which is passed over",
            "所在列没有列名，整列已略过",
        ),
        ("give the column a name", "请填写列名"),
    )
}

/// Tells that a title speaks of the training `above`, and the name of the sheet of `named`.
pub(super) fn contradicts(above: u16, named: u16) -> Fault {
    Fault::new(
        own_codes::TITLE_CONTRADICTS,
        (
            format!("this sheet is called after training {named}, and its title speaks of training {above}"),
            format!("工作表名是第 {named} 期，表头上方的标题却是第 {above} 期"),
        ),
        (
            "correct the one that is wrong, or give the rows a column 期次",
            "请更正写错的一处，或在表中加“期次”列",
        ),
    )
}

/// Tells that a second table begins below the first, under the title of the training `number`.
pub(super) fn second_list(number: u16) -> Fault {
    Fault::new(
        own_codes::SECOND_LIST,
        (
            format!("here begins a second list, under the title of training {number}"),
            format!("从这里起是第 {number} 期的另一张表"),
        ),
        (
            "put each training on a sheet of its own, or give the rows a column 期次",
            "请一期一张工作表，或在表中加“期次”列",
        ),
    )
}

pub(super) fn hidden() -> Fault {
    Fault::new(
        codes::HIDDEN_SHEET,
        (
            "this sheet is hidden, and is read",
            "这张工作表是隐藏的，也读取了",
        ),
        (
            "delete it from the workbook if it is not meant",
            "如不需要，请从工作簿中删去",
        ),
    )
}

pub(super) fn passed_over_sheet() -> Fault {
    Fault::new(
        codes::SHEET_PASSED_OVER,
        (
            "this sheet has no known heading, and is passed over",
            "这张工作表没有可用的列名，已略过",
        ),
        (
            "give it a header if it belongs to the table",
            "如果属于本表，请加上表头",
        ),
    )
}

pub(super) fn too_wide(columns: usize) -> Fault {
    Fault::new(
        codes::TOO_MANY_COLUMNS,
        (
            format!("the header has more than {columns} columns"),
            format!("表头超过 {columns} 列"),
        ),
        ("remove those that are not needed", "请删去不需要的列"),
    )
}

pub(super) fn passed_over_row() -> Fault {
    Fault::new(
        own_codes::ROW_PASSED_OVER,
        (
            "is a total or a remark below the table, and is passed over",
            "是合计或表下说明，已略过",
        ),
        ("nothing has to be done", "无须处理"),
    )
}

pub(super) fn missing(member: Member, or: &str, or_zh: &str) -> Fault {
    Fault::new(
        own_codes::MISSING_VALUE,
        (
            format!("the row says nothing under {}{or}", member.zh()),
            format!("本行没有填写“{}”{or_zh}", member.zh()),
        ),
        ("fill it in, or remove the row", "请填写，或删去本行"),
    )
}

pub(super) fn missing_of(kind: RosterKind) -> Fault {
    let (en, zh) = key_columns(kind);
    Fault::new(
        own_codes::MISSING_VALUE,
        (format!("the row has no {en}"), format!("本行没有{zh}")),
        ("fill it in, or remove the row", "请填写，或删去本行"),
    )
}

pub(super) fn duplicate_row(first: &Place) -> Fault {
    Fault::new(
        codes::DUPLICATE_ROW,
        (
            format!("says the same as the row at {first}"),
            format!("与 {first} 的内容相同"),
        ),
        (
            "remove one of the two; if they are two people of one name, write what tells them apart, such as the identity number",
            "请删去其中一行；如果是同名的两个人，请填写能区分的内容，如身份证号",
        ),
    )
}

pub(super) fn person_twice(first: &Place) -> Fault {
    Fault::new(
        own_codes::PERSON_TWICE,
        (
            format!("stands in the file before, at {first}"),
            format!("在文件中已经有过（{first}）"),
        ),
        (
            "correct the number, or remove one of the two rows",
            "请更正号码，或删去其中一行",
        ),
    )
}

pub(super) fn reversed() -> Fault {
    Fault::new(
        own_codes::PERIOD_REVERSED,
        ("is before the first day of the same row", "早于本行的开始日期"),
        ("correct one of the two days", "请更正其中一个日期"),
    )
}

pub(super) fn too_many(limit: usize) -> Fault {
    Fault::new(
        codes::TOO_MANY_ISSUES,
        (
            format!("more than {limit} rows are bad; the rest was not read"),
            format!("错误行超过 {limit} 行，其余未读取"),
        ),
        (
            "correct what they have in common and try again",
            "请先改正它们共同的错误，再重新导入",
        ),
    )
}
