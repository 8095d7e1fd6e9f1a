//! Which training a row names: by its id, by programme and number, by its title, or by year and number.

use std::collections::HashMap;

use exchange::roster::{RosterKind, RosterReading, TrainingCells};
use registry::{Fault, Training};

use super::desk::Desk;
use crate::registry::fault;

/// The id of the training that a row names; `None` if there is none yet.
pub(super) type TrainingOfRow = Result<Option<String>, Fault>;

/// Returns the training that each row names.
pub(super) fn of_rows(desk: &Desk, reading: &RosterReading) -> Vec<TrainingOfRow> {
    // Most rows of a sheet name the same one.
    let mut known: HashMap<String, TrainingOfRow> = HashMap::new();
    let of_row = |cells: &TrainingCells| {
        let key = format!(
            "{:?}",
            (
                &cells.id,
                &cells.programme,
                &cells.title,
                &cells.heading,
                cells.number,
                cells.number_in_year,
                cells.from
            )
        );
        known.entry(key).or_insert_with(|| find(desk, cells)).clone()
    };
    reading
        .rows
        .iter()
        .map(|row| &row.statement.training)
        .map(of_row)
        .collect()
}

/// Returns the id of the programme that is meant, by id or name.
pub(super) fn programme<'d>(desk: &'d Desk, words: &str) -> Option<&'d str> {
    let mut programmes = desk.programmes.iter();
    let found = programmes.find(|known| {
        known.id == words || known.body.name_zh == words || known.body.name_bo.as_deref() == Some(words)
    });
    found.map(|known| known.id.as_str())
}

/// Returns the training that cells name.
pub(super) fn find(desk: &Desk, cells: &TrainingCells) -> TrainingOfRow {
    if let Some(id) = &cells.id {
        return match desk.trainings.get(id.as_str()) {
            Some(_) => Ok(Some(id.as_str().to_owned())),
            None => Err(missing(cells)),
        };
    }
    let programme = match cells.programme.as_deref() {
        Some(words) => Some(programme(desk, words).ok_or_else(|| no_such_programme(words))?),
        None => None,
    };
    // A sheet of trainings may move one; any other sheet means the one that it names, with its days.
    let is_plan = desk.kind == RosterKind::Trainings;
    let fits = |training: &Training| {
        let is_of_it = programme.is_none_or(|programme| training.programme.as_str() == programme);
        let is_then = is_plan || cells.from.is_none_or(|from| from == training.from);
        let is_titled = |title: &str| training.title == title;
        let is_named = match (cells.number, cells.number_in_year, cells.title.as_deref()) {
            (Some(number), ..) => {
                // Two programmes have an eleventh training each.
                let is_titled_so = programme.is_some()
                    || cells.title.as_deref().is_none_or(|title| {
                        title.contains(&training.title) || training.title.contains(title)
                    });
                training.number == Some(number) && is_titled_so
            }
            (None, Some(number), title) => {
                training.number_in_year == Some(number)
                    && match cells.from {
                        Some(from) => from.year() == training.year(),
                        None => title.is_some_and(is_titled),
                    }
            }
            (None, None, Some(title)) => is_titled(title),
            (None, None, None) => false,
        };
        is_of_it && is_then && is_named
    };
    let mut fitting: Vec<(&str, &Training)> = desk
        .trainings
        .iter()
        .filter(|(_, training)| fits(training))
        .collect();
    if fitting.len() > 1 {
        let is_closest = |training: &Training| {
            cells.title.as_deref() == Some(&*training.title) || cells.from == Some(training.from)
        };
        // What stands above the table is no name of a training, but may tell which programme is meant.
        let is_below = |training: &Training| {
            let heading = cells.heading.as_deref();
            heading
                .is_some_and(|heading| heading.contains(&training.title) || training.title.contains(heading))
        };
        if fitting.iter().any(|(_, training)| is_closest(training)) {
            fitting.retain(|(_, training)| is_closest(training));
        } else if fitting.iter().any(|(_, training)| is_below(training)) {
            fitting.retain(|(_, training)| is_below(training));
        }
    }
    match fitting[..] {
        [] => Ok(None),
        [(id, _)] => Ok(Some(id.to_owned())),
        _ => Err(fault(
            "training_not_clear",
            pointer(cells),
            format!(
                "{} could be several trainings (hint: write the programme, or the first day)",
                shown(cells)
            ),
            format!(
                "{}可能是几期培训班（提示：请写明培训项目或开始日期）",
                shown(cells)
            ),
        )),
    }
}

/// Tells that a training is not there.
pub(super) fn missing(cells: &TrainingCells) -> Fault {
    match cells.names_one() {
        true => fault(
            "no_such_training",
            pointer(cells),
            format!(
                "there is no training {} (hint: enter it at /trainings/new or by a sheet of trainings first, or correct the row)",
                shown(cells)
            ),
            format!(
                "没有培训班{}（提示：请先在 /trainings/new 登记或导入培训班表，或更正本行）",
                shown(cells)
            ),
        ),
        false => fault(
            "training_missing",
            "/training",
            "the row names no training (hint: add a column 培训班 or 期次, or a title above the table)"
                .to_owned(),
            "本行没有写明培训班（提示：请增加“培训班”或“期次”列，或在表头上方写标题）".to_owned(),
        ),
    }
}

pub(super) fn no_such_programme(words: &str) -> Fault {
    let shown: String = words.chars().take(40).collect();
    fault(
        "no_such_programme",
        "/programme",
        format!(
            "there is no programme `{shown}` (hint: make it at /programmes or by POST /api/v1/programmes first, or correct the name)"
        ),
        format!("没有培训项目“{shown}”（提示：请先在“项目”页面 /programmes 或用接口建立，或更正名称）"),
    )
}

/// Returns the member by which a row names its training.
pub(super) fn pointer(cells: &TrainingCells) -> &'static str {
    match (&cells.id, cells.number, cells.number_in_year) {
        (Some(_), ..) => "/training_id",
        (None, Some(_), _) => "/number",
        (None, None, Some(_)) => "/number_in_year",
        (None, None, None) => "/training",
    }
}

fn shown(cells: &TrainingCells) -> String {
    let number = cells.number.map(|number| format!("第{number}期"));
    let in_year = cells.number_in_year.map(|number| format!("年度第{number}期"));
    let parts = [
        cells.id.as_ref().map(ToString::to_string),
        cells.title.clone(),
        number,
        in_year,
        cells.from.map(|day| day.to_string()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let text: String = parts.join(" ").chars().take(60).collect();
    format!("`{text}`")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::trial::{PROGRAMME, TRAINING, day, desk, stored, training};
    use super::*;

    const SECOND: &str = "t-000000000000000000000012";
    const OTHER: &str = "t-0000000000000000000000ff";
    const ELSEWHERE: &str = "t-0000000000000000000000ee";

    /// Two trainings of one title in two years, and the eleventh of another programme.
    fn trainings(kind: RosterKind) -> Desk {
        let mut desk = desk(kind, None);
        for (id, more) in [
            (TRAINING, json!({"number_in_year": 1})),
            (
                SECOND,
                json!({"number": 12, "number_in_year": 2, "from": "2026-09-01", "to": "2026-09-05"}),
            ),
            (
                OTHER,
                json!({"title": "第十一期藏语翻译培训班", "programme": "g-000000000000000000000002", "from": "2025-06-02",
                       "to": "2025-06-03"}),
            ),
        ] {
            desk.trainings.load(stored(id, json!(training(more))));
        }
        desk
    }

    fn cells(title: Option<&str>, number: Option<u16>) -> TrainingCells {
        TrainingCells {
            title: title.map(str::to_owned),
            number,
            ..TrainingCells::default()
        }
    }

    fn of_programme(words: &str) -> TrainingCells {
        TrainingCells {
            programme: Some(words.to_owned()),
            ..cells(None, Some(11))
        }
    }

    fn from(first: &str, cells: TrainingCells) -> TrainingCells {
        TrainingCells {
            from: Some(day(first)),
            ..cells
        }
    }

    fn in_year(number: u16, cells: TrainingCells) -> TrainingCells {
        TrainingCells {
            number_in_year: Some(number),
            ..cells
        }
    }

    fn of_id(id: &str) -> TrainingCells {
        TrainingCells {
            id: Some(id.parse().unwrap()),
            ..TrainingCells::default()
        }
    }

    /// Shows the id that was found, or the rule that was broken.
    fn found(desk: &Desk, cells: &TrainingCells) -> String {
        match find(desk, cells) {
            Ok(id) => id.unwrap_or_default(),
            Err(fault) => format!("{} {}", fault.pointer, fault.code),
        }
    }

    #[test]
    fn a_training_is_named_by_id_number_title_or_year_and_never_by_less() {
        let desk = trainings(RosterKind::Enrolments);
        let title = Some("第十一期双语法官培训班");
        for (cells, expected) in [
            (of_id(SECOND), SECOND),
            (of_id(ELSEWHERE), "/training_id no_such_training"),
            (cells(None, Some(12)), SECOND),
            // Two programmes have an eleventh training each: the programme, the title or the day tells which.
            (cells(None, Some(11)), "/number training_not_clear"),
            (of_programme(PROGRAMME), TRAINING),
            (of_programme("双语法官培训"), TRAINING),
            (of_programme("སྐད་གཉིས་སྦྱོང་བརྡར"), TRAINING),
            (of_programme("没有的项目"), "/programme no_such_programme"),
            (
                cells(Some("关于举办第十一期藏语翻译培训班的通知"), Some(11)),
                OTHER,
            ),
            (cells(Some("刑事审判培训班"), Some(11)), ""),
            (from("2025-06-02", cells(None, Some(11))), OTHER),
            (from("2025-06-03", cells(None, Some(11))), ""),
            // By its title, with the first day where two are called so.
            (cells(title, None), "/training training_not_clear"),
            (from("2026-09-01", cells(title, None)), SECOND),
            (cells(Some("第十一期藏语翻译培训班"), None), OTHER),
            // The number in the year needs to know which year.
            (in_year(2, from("2026-09-01", cells(None, None))), SECOND),
            (in_year(2, cells(title, None)), SECOND),
            (in_year(2, cells(None, None)), ""),
            (in_year(3, cells(title, None)), ""),
            (cells(None, None), ""),
            (from("2026-03-02", cells(None, None)), ""),
        ] {
            assert_eq!(found(&desk, &cells), expected, "{cells:?}");
        }
    }

    #[test]
    fn only_a_sheet_of_trainings_moves_one() {
        let moved = from("2026-03-09", of_programme(PROGRAMME));
        assert_eq!(found(&trainings(RosterKind::Trainings), &moved), TRAINING);
        assert_eq!(found(&trainings(RosterKind::Enrolments), &moved), "");
    }

    #[test]
    fn what_is_missing_is_said_with_the_cell_that_names_it() {
        for (cells, expected) in [
            (cells(None, None), "/training training_missing"),
            (cells(Some("刑事审判培训班"), None), "/training no_such_training"),
            (cells(Some("刑事审判培训班"), Some(3)), "/number no_such_training"),
            (of_id(ELSEWHERE), "/training_id no_such_training"),
        ] {
            let fault = missing(&cells);
            assert_eq!(format!("{} {}", fault.pointer, fault.code), expected);
        }
        let fault = missing(&from("2026-03-09", cells(Some("第十一期"), Some(11))));
        assert!(
            fault.message_zh.contains("`第十一期 第11期 2026-03-09`"),
            "{}",
            fault.message_zh
        );
        // Whatever a cell holds, a message stays one that can be read.
        let long = missing(&cells(Some(&"培训".repeat(2_000)), None));
        assert!(long.message.chars().count() < 200);
        assert!(no_such_programme(&"སྐད".repeat(2_000)).message_zh.chars().count() < 200);
    }
}
