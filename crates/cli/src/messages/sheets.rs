//! What importing sheets of the registry says.

use std::path::Path;

use app::registry::rules::Fault;
use app::registry::sheets::{SheetCount, SheetQuestion, SheetRecord, SheetUndone};

use crate::language::Language::{self, En, Zh};

/// What was written of a file, or would be.
pub fn result(
    language: Language,
    file: &str,
    counts: &[SheetCount],
    (rejected, left_out): (usize, usize),
    is_tried: bool,
) -> String {
    let count = |count: &SheetCount| {
        let SheetCount {
            record,
            created,
            updated,
            unchanged,
        } = count;
        match language {
            En => format!("{record}: created {created}, updated {updated}, unchanged {unchanged}"),
            Zh => format!(
                "{}：新增 {created}，更新 {updated}，不变 {unchanged}",
                record_zh(record)
            ),
        }
    };
    let mut parts: Vec<String> = counts.iter().map(count).collect();
    match language {
        En => {
            parts.push(format!("rejected {rejected}, left out {left_out}"));
            let tried = if is_tried {
                "nothing written; it would be: "
            } else {
                ""
            };
            format!("{file}: {tried}{}", parts.join("; "))
        }
        Zh => {
            parts.push(format!("退回 {rejected} 行，略过 {left_out} 行"));
            let tried = if is_tried {
                "未写入；如果写入，"
            } else {
                ""
            };
            format!("{file}：{tried}{}", parts.join("；"))
        }
    }
}

/// Who somebody in a file is, with whom it could be.
pub fn question(language: Language, question: &SheetQuestion) -> String {
    let facts = |parts: [Option<String>; 4]| parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let end = |four: &String| format!("…{four}");
    let asked = facts([
        Some(question.name.clone()),
        question.court.clone(),
        question.born.clone(),
        question.last_four.as_ref().map(end),
    ]);
    let places = question.places.join(" ");
    let mut told = match language {
        En => format!("question {}: is {asked} ({places}) one of these?", question.id),
        Zh => format!("问题 {}：{asked}（{places}）是下列哪一人？", question.id),
    };
    for candidate in &question.candidates {
        let line = candidate.line.as_ref();
        let shown = line.map(|line| {
            facts([
                Some(line.name.clone()),
                line.court_name.clone(),
                line.born.map(|year| year.to_string()),
                line.last_four.as_ref().map(end),
            ])
        });
        told += &format!("\n  {} {}", candidate.person, shown.unwrap_or_default());
    }
    told
}

/// How questions are answered.
pub fn how_to_answer(language: Language) -> &'static str {
    match language {
        En => {
            "(hint: answer in a file, a line each, such as `QUESTION same PERSON`, `QUESTION new`, `QUESTION new_apart` or \
             `QUESTION leave_out`, and name it with `--answers FILE`; or leave these rows out with `--on-error skip`)"
        }
        Zh => {
            "（提示：把回答写在文件里，每行一个，如 `问题 same 人员编号`、`问题 new`、`问题 new_apart`、`问题 leave_out`，用 `--answers 文件` 指明；或用 `--on-error skip` 略过这些行）"
        }
    }
}

/// How an import is taken back.
pub fn way_back(language: Language, id: &str) -> String {
    match language {
        En => format!("take it back within a day with `shanjar import undo {id}`"),
        Zh => format!("一天之内可以用 `shanjar import undo {id}` 撤销"),
    }
}

/// What taking an import back came to.
pub fn undone(language: Language, undone: &SheetUndone) -> String {
    let (back, stay) = (undone.undone.len(), undone.refused.len());
    match language {
        En => format!("taken back: {back}, left as they are: {stay}"),
        Zh => format!("已恢复 {back} 项，保持不动 {stay} 项"),
    }
}

/// A record that stays as it is.
pub fn stays(language: Language, record: &SheetRecord) -> String {
    let SheetRecord { record, id, label } = record;
    match language {
        En => format!("stays, because it was changed since or is in use: {record} {label} ({id})"),
        Zh => format!(
            "保持不动，因为以后有人改过或正在使用：{} {label}（{id}）",
            record_zh(record)
        ),
    }
}

/// A server holds the data directory.
pub fn server_holds(language: Language) -> &'static str {
    match language {
        En => {
            "a server holds the data directory (hint: import on its page `/imports`, or send the file to \
             `POST /api/v1/imports/KIND`)"
        }
        Zh => {
            "服务正在使用数据目录（提示：请在它的 `/imports` 页面导入，或把文件发到 `POST /api/v1/imports/KIND`）"
        }
    }
}

/// Rules that keep something from being done.
pub fn faults(language: Language, faults: &[Fault]) -> String {
    let told = |fault: &Fault| match language {
        En => fault.message.clone(),
        Zh => fault.message_zh.clone(),
    };
    faults.iter().map(told).collect::<Vec<_>>().join("; ")
}

/// A line that is no answer.
pub fn bad_answer(language: Language, line: usize, text: &str) -> String {
    let text = text.trim();
    match language {
        En => format!(
            "line {line} of the answers, `{text}`, is none (hint: write `QUESTION same PERSON` or `QUESTION new`)"
        ),
        Zh => format!("回答的第 {line} 行 `{text}` 不是回答（提示：写 `问题 same 人员编号` 或 `问题 new`）"),
    }
}

/// A file that is no sheet.
pub fn no_sheet(language: Language, path: &Path) -> String {
    let path = path.display();
    match language {
        En => format!("`{path}` is no sheet (hint: save it as `.xlsx`, `.csv` or `.tsv`)"),
        Zh => format!("`{path}` 不是表格（提示：请另存为 `.xlsx`、`.csv` 或 `.tsv`）"),
    }
}

/// Bad rows of a plain table of courts are not saved.
pub fn plain_courts_told(language: Language, name: &str) -> String {
    match language {
        En => format!(
            "`{name}` is a plain table of courts, whose bad rows are told and not saved (hint: leave out `--rejected`)"
        ),
        Zh => format!(
            "`{name}` 是只有代码、名称和上级的法院列表，错误的行只说明，不另存（提示：请去掉 `--rejected`）"
        ),
    }
}

/// The bad rows cannot be saved.
pub fn unsaved(language: Language, path: &Path, cause: &str) -> String {
    let path = path.display();
    match language {
        En => format!(
            "the bad rows cannot be saved as `{path}`: {cause} (hint: choose another place with `--rejected`)"
        ),
        Zh => format!("退回的行无法存为 `{path}`：{cause}（提示：请用 `--rejected` 另选位置）"),
    }
}

fn record_zh(record: &str) -> &str {
    match record {
        "court" => "法院",
        "person" => "人员",
        "training" => "培训班",
        "enrolment" => "报名",
        other => other,
    }
}
