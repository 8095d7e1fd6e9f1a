//! What is said about a header that cannot be used.

use super::ReadOptions;
use super::header::Header;
use crate::columns::{Column, known_names};
use crate::issue::Fault;
use crate::table::{MAX_COLUMNS, MAX_HEADER_ROWS, Record, Table};
use crate::{Extent, Issue, Place, codes};

/// Tells of a table in which no row is a header with a term column.
pub(super) fn no_header(table: &Table, sheet: &Place, options: &ReadOptions) -> Issue {
    let first = table.records.first();
    let place = first.map_or_else(|| sheet.clone(), |record| sheet.on_line(record.line));
    let headings = |record: &Record| {
        record
            .cells
            .iter()
            .any(|cell| options.mapping.target(cell).is_some())
    };
    let partial = table
        .records
        .iter()
        .take(MAX_HEADER_ROWS)
        .find(|record| headings(record));
    let ways_out = (
        format!(
            "known columns are {}, and their usual names in Chinese and Tibetan; rename one, map it with --mapping, or name the columns with --columns zh,bo",
            known_names()
        ),
        format!(
            "可用的列名有 {}，以及通常的汉文、藏文名称；请改列名，或用 `--mapping` 对应，或用 `--columns zh,bo` 指明各列",
            known_names()
        ),
    );
    let shown = |record: &Record| record.cells.join(" | ");
    match (partial, first) {
        (Some(record), _) => {
            let fault = Fault::new(
                codes::NO_ZH_OR_BO_COLUMN,
                (
                    "is a header without a `zh` or `bo` column",
                    "是表头，但没有 `zh` 或 `bo` 列",
                ),
                ways_out,
            );
            Issue::new(
                sheet.on_line(record.line),
                None,
                &shown(record),
                fault,
                Extent::Sheet,
            )
        }
        (None, Some(record)) => {
            let fault = Fault::new(
                codes::MISSING_HEADER,
                ("is not a header, and none follows", "不是表头，后面也没有表头"),
                if table.sheet.is_some() {
                    or_ignore(ways_out)
                } else {
                    ways_out
                },
            );
            Issue::new(place, None, &shown(record), fault, Extent::Sheet)
        }
        (None, None) => {
            let fault = Fault::new(
                codes::MISSING_HEADER,
                ("there is no header: the file is empty", "没有表头：文件是空的"),
                ways_out,
            );
            Issue::new(place, None, "", fault, Extent::Sheet)
        }
    }
}

/// A workbook often has a page of explanations, which is to be left out and not to be given a header.
fn or_ignore((en, zh): (String, String)) -> (String, String) {
    (
        format!("if this sheet holds no terms, pass over such sheets with --ignore-extra; else {en}"),
        format!("这张工作表如果没有词，请用 `--ignore-extra` 略过；否则：{zh}"),
    )
}

/// Tells of a sheet that the workbook hides.
pub(super) fn hidden() -> Fault {
    let wrong = (
        "this sheet is hidden, and is read",
        "这张工作表是隐藏的，也读取了",
    );
    let hint = (
        "delete it from the workbook if it is not meant",
        "如不需要，请从工作簿中删去",
    );
    Fault::new(codes::HIDDEN_SHEET, wrong, hint)
}

/// Tells of a sheet that is passed over.
pub(super) fn passed_over() -> Fault {
    let wrong = (
        "this sheet has no known heading, and is passed over",
        "这张工作表没有可用的列名，已略过",
    );
    let hint = ("give it a header if it holds terms", "如果其中有词，请加上表头");
    Fault::new(codes::SHEET_PASSED_OVER, wrong, hint)
}

/// Tells of a header beyond the columns that are read.
pub(super) fn too_wide() -> Fault {
    let wrong = (
        format!("the header has more than {MAX_COLUMNS} columns"),
        format!("表头超过 {MAX_COLUMNS} 列"),
    );
    let hint = ("remove those that are not needed", "请删去不需要的列");
    Fault::new(codes::TOO_MANY_COLUMNS, wrong, hint)
}

/// Tells of a heading that is not known.
pub(super) fn unknown() -> Fault {
    let hint = (
        format!(
            "known columns are {}; rename it, map it with --mapping, or pass over such columns with --ignore-extra",
            known_names()
        ),
        format!(
            "可用的列名有 {}；请改列名，或用 `--mapping` 对应，或用 `--ignore-extra` 略过这样的列",
            known_names()
        ),
    );
    Fault::new(
        codes::UNKNOWN_COLUMN,
        ("is not a known column", "不是可用的列名"),
        hint,
    )
}

/// Tells of a heading for a `column` that has one.
pub(super) fn duplicate(column: Column) -> Fault {
    let wrong = (
        format!(
            "stands for the column `{}` like another heading before it",
            column.as_str()
        ),
        format!("与前面的列名都表示 `{}` 列", column.as_str()),
    );
    let hint = (
        "rename one of the two, or write `heading = ignore` for it in a mapping",
        "请改其中一个列名，或在对应表中写 `列名 = ignore`",
    );
    Fault::new(codes::DUPLICATE_COLUMN, wrong, hint)
}

/// A number says nothing without the list it belongs to; told once and not for every row.
pub(super) fn missing_collection(header: &Header, place: &Place, options: &ReadOptions) -> Option<Issue> {
    if options.collection.is_some() || header.index_of(Column::Collection).is_some() {
        return None;
    }
    let index = [Column::Number, Column::Broader]
        .into_iter()
        .find_map(|column| header.index_of(column))?;
    let heading = header.texts.get(index)?;
    let wrong = (
        "has numbers, and no collection they could belong to",
        "是编号列，但没有写明属于哪个集合",
    );
    let hint = (
        format!("name it with --collection, or write `{heading} = ignore` in a mapping"),
        format!("请用 `--collection` 指明，或在对应表中写 `{heading} = ignore`"),
    );
    let fault = Fault::new(codes::MISSING_COLLECTION, wrong, hint);
    let issue = Issue::new(place.at_column(index), None, heading, fault, Extent::Sheet);
    Some(Issue {
        column: Some(heading.clone()),
        ..issue
    })
}
