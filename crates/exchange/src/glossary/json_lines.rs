//! Reading of JSON Lines: one concept a line, after an optional line about the file.

use ::glossary::Workflow;
use serde_json::Value;

use super::intake::{Intake, Next};
use super::json_line;
use super::unique_json::UniqueJson;
use crate::issue::Fault;
use crate::table::{Budget, MAX_LINE_BYTES};
use crate::{Extent, FileError, Issue, Place, SheetSummary, codes};

/// Reads `text` into `intake`.
///
/// # Errors
/// If the file has more lines than are read.
pub(super) fn read(text: &str, intake: &mut Intake<'_>, budget: &mut Budget<'_>) -> Result<(), FileError> {
    intake.open_sheet(SheetSummary {
        name: None,
        hidden: false,
        header: Vec::new(),
        rows: 0,
        skipped: false,
    });
    let whole = Place::of_sheet(&intake.file, None);
    let (mut is_first, mut own) = (true, None::<NotTaken>);
    for (line, number) in text.lines().zip(1..) {
        if line.trim().is_empty() {
            continue;
        }
        budget.count_row()?;
        let place = whole.on_line(number);
        let mut object = parse(line, &place);
        // What the file says of itself; whoever wrote it, the concepts speak for themselves.
        if std::mem::take(&mut is_first) && object.as_ref().is_ok_and(|object| object.contains_key("shanjar"))
        {
            own = Some(NotTaken::default());
            continue;
        }
        if let (Some(not_taken), Ok(object)) = (&mut own, &mut object) {
            not_taken.take_out(object);
        }
        let said =
            object.and_then(|object| json_line::read(object, &place, intake.options.collection.as_ref()));
        let zh = (place.clone(), Some("/terms"));
        if intake.take(place, zh, vec![line.to_owned()], said) == Next::Stop {
            break;
        }
    }
    if let Some(not_taken) = own {
        intake.reading.warnings.extend(not_taken.warnings(&whole));
    }
    Ok(())
}

/// What a file that says of itself that it is ours tells of its concepts and an import cannot give. In any other file a state
/// beyond that of a draft is a mistake of the line.
#[derive(Default)]
struct NotTaken {
    states: usize,
    histories: usize,
}

impl NotTaken {
    /// Takes out of a line what is not taken over, and counts it.
    fn take_out(&mut self, object: &mut serde_json::Map<String, Value>) {
        let state = object.remove("workflow");
        self.states += usize::from(state.is_some_and(|state| state != Workflow::Draft.as_str()));
        let history = object.remove("revisions");
        self.histories +=
            usize::from(history.is_some_and(|list| list.as_array().is_none_or(|l| !l.is_empty())));
    }

    fn warnings(&self, whole: &Place) -> Vec<Issue> {
        let states = Fault::new(
            codes::WORKFLOW_NEEDS_AUTHORITY,
            (
                format!(
                    "is a state that an import cannot give; {} entries are taken as drafts",
                    self.states
                ),
                format!("这一状态不能由导入给出，{} 个词条按草案收入", self.states),
            ),
            (
                "import what a body has published with --as-published",
                "审定机构已公布的，请用 `--as-published` 导入",
            ),
        );
        let histories = Fault::new(
            codes::NO_PLACE,
            (
                format!(
                    "tells what became of {} entries, which is not taken over",
                    self.histories
                ),
                format!("记有 {} 个词条的历次版本，未收入", self.histories),
            ),
            ("nothing need be done", "无须处理"),
        );
        let told = [
            (self.states, "/workflow", states),
            (self.histories, "/revisions", histories),
        ];
        told.into_iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(_, member, fault)| Issue::new(whole.clone(), Some(member), "", fault, Extent::Row))
            .collect()
    }
}

const ONE_A_LINE: (&str, &str) = ("write one object a line", "请每行写一个对象");

fn parse(line: &str, place: &Place) -> Result<serde_json::Map<String, Value>, Vec<Issue>> {
    let fault = if line.len() > MAX_LINE_BYTES {
        let n_bytes = line.len();
        let wrong = (
            format!("has {n_bytes} bytes in one line, at most {MAX_LINE_BYTES} are read"),
            format!("一行有 {n_bytes} 字节，最多读取 {MAX_LINE_BYTES} 字节"),
        );
        let hint = ("look for a missing line break", "请检查是否缺少换行");
        Fault::new(codes::LINE_TOO_LONG, wrong, hint)
    } else {
        match serde_json::from_str(line) {
            Ok(UniqueJson(Value::Object(object))) => return Ok(object),
            Ok(UniqueJson(_)) => Fault::new(
                codes::BAD_JSON,
                ("is not a JSON object", "不是 JSON 对象"),
                ONE_A_LINE,
            ),
            // The reader takes every other value, so what it refuses is a member that stands twice.
            Err(error) if error.is_data() => {
                let column = char_column(line, error.column());
                let name = cause(&error);
                let wrong = (
                    format!("has the member {name} twice, again at character {column}"),
                    format!("中的成员 {name} 写了两次，第二次在第 {column} 个字符处"),
                );
                let hint = ("keep the one that is meant", "请只保留其中一个");
                Fault::new(codes::DUPLICATE_MEMBER, wrong, hint)
            }
            Err(error) => {
                let column = char_column(line, error.column());
                let cause = cause(&error);
                let wrong = (
                    format!("is not JSON at character {column}: {cause}"),
                    format!("从第 {column} 个字符起不是 JSON：{cause}"),
                );
                Fault::new(codes::BAD_JSON, wrong, ONE_A_LINE)
            }
        }
    };
    Err(vec![Issue::new(
        place.clone(),
        None,
        line.trim(),
        fault,
        Extent::Row,
    )])
}

/// Returns the parser's sentence without its own idea of the place, which knows one line only.
fn cause(error: &serde_json::Error) -> String {
    let sentence = error.to_string();
    sentence.split(" at line ").next().unwrap_or_default().to_owned()
}

/// Returns the number, from 1, of the character that ends at or holds byte `column`, from 1.
fn char_column(line: &str, column: usize) -> usize {
    line.char_indices()
        .take_while(|(at, _)| *at < column)
        .count()
        .max(1)
}
