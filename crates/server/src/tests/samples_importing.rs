//! One view of every step of taking a sheet in, in every state, and the keys of what they say.

use std::collections::BTreeSet;

use app::registry::RosterKind;

use super::samples_accounts::NAME;
use super::samples_people::row;
use crate::pages::registry::importing::check::{CandidateRow, ImportCheckView, QuestionRow};
use crate::pages::registry::importing::columns::{ColumnRow, ImportColumnsView, SheetRow};
use crate::pages::registry::importing::counts::ImportCountsView;
use crate::pages::registry::importing::done::{ImportDoneView, RecordRow};
use crate::pages::registry::importing::file::{EarlierRow, ImportFileView};
use crate::pages::registry::importing::{CountRow, Head, STEPS, Sentences};
use crate::pages::registry::people::PersonRow;

/// The states that an import can be in.
const STATES: [&str; 4] = ["staged", "applied", "undone", "discarded"];
/// How sure it is what a column is.
const CONFIDENCES: [&str; 5] = ["chosen", "known", "likely", "unsure", "unknown"];
/// What somebody can have in common with a candidate.
const LIKENESSES: [&str; 5] = ["identity_number", "name", "spelling", "court", "birth"];
/// The kinds of records that a sheet writes.
const RECORDS: [&str; 4] = ["court", "person", "training", "enrolment"];

/// Returns the keys that the pages put together of a group and a member of a closed list.
pub fn keys() -> BTreeSet<String> {
    let groups: [(&str, &[&str]); 7] = [
        ("import_step", &STEPS),
        ("import_state", &STATES),
        ("import_confidence", &CONFIDENCES),
        ("import_likeness", &LIKENESSES),
        ("import_record", &RECORDS),
        ("sheet_kind", &RosterKind::ALL.map(RosterKind::as_str)),
        ("imports", &["no_file", "no_kind"]),
    ];
    let of = |(group, names): &(&str, &[&str])| -> Vec<String> {
        names.iter().map(|name| format!("{group}.{name}")).collect()
    };
    groups.iter().flat_map(of).collect()
}

fn head(step: usize) -> Head {
    let place = |name: &'static str| (name, (step > 1).then(|| "/imports/i-1/check".to_owned()));
    Head {
        id: if step == 1 { String::new() } else { "i-1".into() },
        name: NAME.into(),
        kind: "enrolments",
        step,
        steps: STEPS.map(place).to_vec(),
    }
}

fn sentences() -> Sentences {
    Sentences {
        shown: vec![format!("a.csv:4，列 `出生年月`：`{NAME}` 不是日期（提示：…）")],
        more: 3,
    }
}

fn counts() -> Vec<CountRow> {
    let row = |record: &&str| CountRow {
        record: (*record).to_owned(),
        created: 3,
        updated: 2,
        unchanged: 1,
    };
    RECORDS.iter().map(row).collect()
}

pub fn files() -> Vec<ImportFileView> {
    let earlier = |state: &'static str| EarlierRow {
        id: "i-1".into(),
        name: NAME.into(),
        kind: "people",
        state,
        at: "2026-11-18 19:06".into(),
        is_kept: state != "discarded",
    };
    let plain = ImportFileView {
        head: head(1),
        kinds: RosterKind::ALL.map(RosterKind::as_str).to_vec(),
        kind: "enrolments",
        ..ImportFileView::default()
    };
    let wrong = ImportFileView {
        faults: vec![NAME.into()],
        ignore_extra: true,
        earlier: STATES.map(earlier).to_vec(),
        ..plain.clone()
    };
    vec![plain, wrong]
}

pub fn columns() -> Vec<ImportColumnsView> {
    let column = |confidence: &'static str| ColumnRow {
        heading: NAME.into(),
        chosen: "name_zh".into(),
        was: String::new(),
        confidence,
        is_fixed: confidence == "chosen",
        alternatives: vec!["部门"],
    };
    let sheet = |is_odd: bool| SheetRow {
        name: is_odd.then(|| NAME.into()),
        rows: 12,
        is_hidden: is_odd,
        is_skipped: is_odd,
    };
    let whole = ImportColumnsView {
        head: head(2),
        sheets: vec![sheet(false), sheet(true)],
        columns: CONFIDENCES.map(column).to_vec(),
        members: vec![("name_zh".into(), "姓名".into())],
        ignore_extra: true,
        faults: sentences(),
        encoding: Some("GB18030"),
    };
    let bare = ImportColumnsView {
        head: head(2),
        ..ImportColumnsView::default()
    };
    vec![whole, bare]
}

pub fn checks() -> Vec<ImportCheckView> {
    let candidate = |is_known: bool| CandidateRow {
        value: "same:p-1".into(),
        person: is_known.then(|| row(true)),
        because: LIKENESSES.to_vec(),
    };
    let question = |answer: &str| QuestionRow {
        id: "q-<1>".into(),
        places: vec!["花名册.xlsx[第11期]!7".into()],
        person: PersonRow {
            id: String::new(),
            ..row(answer.is_empty())
        },
        born: answer.is_empty().then(|| "1985-03".into()),
        candidates: vec![candidate(true), candidate(false)],
        may_be_new: answer != "leave_out",
        answer: answer.to_owned(),
    };
    let whole = ImportCheckView {
        head: head(3),
        issues: sentences(),
        warnings: sentences(),
        rejected: 4,
        is_complete: false,
        questions: ["", "same:p-1", "new", "leave_out"].map(question).to_vec(),
        open: 1,
    };
    let clean = ImportCheckView {
        head: head(3),
        is_complete: true,
        ..ImportCheckView::default()
    };
    vec![whole, clean]
}

pub fn trials() -> Vec<ImportCountsView> {
    let whole = ImportCountsView {
        head: head(4),
        counts: counts(),
        rejected: 4,
        left_out: 2,
        open: 1,
        is_complete: true,
        is_news: true,
        faults: vec![NAME.into()],
        is_moved: true,
        revision: 4_503_599_627_370_496,
    };
    let nothing = ImportCountsView {
        head: head(4),
        is_complete: true,
        ..ImportCountsView::default()
    };
    let broken = ImportCountsView {
        head: head(4),
        ..ImportCountsView::default()
    };
    vec![whole, nothing, broken]
}

pub fn ends() -> Vec<ImportDoneView> {
    let record = |record: &&str| RecordRow {
        record: (*record).to_owned(),
        label: NAME.into(),
        place: (*record == "person").then(|| "/people/p-1".into()),
    };
    let applied = ImportDoneView {
        head: head(5),
        state: "applied",
        counts: counts(),
        has_rejected: true,
        rejected: 4,
        left_out: 2,
        undo_until: Some("2026-11-19 19:06".into()),
        ..ImportDoneView::default()
    };
    let undone = ImportDoneView {
        state: "undone",
        undone: Some(7),
        refused: RECORDS.iter().map(record).collect(),
        more_refused: 2,
        undo_until: None,
        faults: vec![NAME.into()],
        ..applied.clone()
    };
    vec![applied, undone]
}
