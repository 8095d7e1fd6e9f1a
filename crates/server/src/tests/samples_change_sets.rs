//! One view of every page of change sets and of the list by conditions in every state, and the keys of what they say.

use std::collections::BTreeSet;

use app::Fate;

use super::samples;
use super::samples_accounts::NAME;
use crate::pages::change_sets::finding::{ChangeSetsView, HitView, TermHitView};
use crate::pages::change_sets::form::{Wanted, labels};
use crate::pages::change_sets::one::{ChangeSetView, ChangedLineView, DONE};
use crate::pages::change_sets::{ChangeSetRow, TermChangeView};
use crate::pages::concept_form::view::FormFaults;
use crate::pages::concept_list::controls::{CONTROLS, Chosen, PARTS};
use crate::pages::concept_list::{self, ConceptListView, FaultView, ListRow, SavedView};
use crate::pages::highlight::segments;

/// Returns the keys that the pages put together of a group and a member of a closed list.
pub fn keys() -> BTreeSet<String> {
    let mut found: BTreeSet<String> = labels().into_iter().collect();
    let mut add =
        |group: &str, names: &[&str]| found.extend(names.iter().map(|name| format!("{group}.{name}")));
    add("change_sets", &["none_ticked", "too_many"]);
    add("change_sets.done", &DONE);
    add("concepts.by", &CONTROLS.map(|(name, _)| name));
    add("concepts.part", &PARTS);
    add("concepts.done", &concept_list::DONE);
    add("change_sets.fate", &Fate::ALL.map(Fate::as_str));
    found
}

fn change() -> TermChangeView {
    TermChangeView {
        old: segments(samples::BO, &[0..4, 5..7]),
        new: segments(samples::BO, &[]),
    }
}

fn row(is_undone: bool) -> ChangeSetRow {
    ChangeSetRow {
        id: "s-<1>".into(),
        sought: samples::BO.into(),
        replaced_by: "ཁྲིམས་ཁང".into(),
        reason: NAME.into(),
        by: NAME.into(),
        at: "2026-11-26 10:00".into(),
        undone: is_undone.then(|| (NAME.into(), "2026-11-26 11:00".into())),
    }
}

pub fn found() -> Vec<ChangeSetsView> {
    let wanted = Wanted {
        sought: samples::BO.into(),
        replaced_by: "<法院>".into(),
        filter: NAME.into(),
        cursor: None,
    };
    let mut faults = FormFaults::default();
    for field in ["sought", "replaced_by", "filter"] {
        faults.add(field.into(), NAME.into());
    }
    let hit = |zh: Option<&str>| HitView {
        id: "c-000001".into(),
        revision: 3,
        workflow: "draft",
        zh: zh.map(Into::into),
        terms: [true, false]
            .map(|is_ticked| TermHitView {
                value: format!("c-000001 3 {}", samples::BO),
                is_ticked,
                can_be_ticked: is_ticked,
                left: vec!["<ཁྲིམས་རའི>".into()],
                change: change(),
            })
            .to_vec(),
    };
    let found = ChangeSetsView {
        fields: wanted.fields(&FormFaults::default()),
        sought: samples::BO.into(),
        replaced_by: "<法院>".into(),
        filter: NAME.into(),
        cursor: Some("c-000001".into()),
        is_found: true,
        hits: vec![hit(Some("<法院>")), hit(None)],
        next: Some("c-000002".into()),
        carried: vec!["c-000001 3 <ཀ>".into()],
        reason: NAME.into(),
        reason_fault: Some(NAME.into()),
        fault: Some(NAME.into()),
        sets: vec![row(false), row(true)],
        next_sets: Some("17-s-<1>".into()),
    };
    vec![
        ChangeSetsView {
            fields: Wanted::default().fields(&FormFaults::default()),
            ..ChangeSetsView::default()
        },
        ChangeSetsView {
            fields: wanted.fields(&faults),
            ..ChangeSetsView::default()
        },
        ChangeSetsView {
            is_found: true,
            ..ChangeSetsView::default()
        },
        ChangeSetsView {
            hits: vec![],
            ..found.clone()
        },
        found,
    ]
}

pub fn made() -> Vec<ChangeSetView> {
    let line = |fate: Fate| ChangedLineView {
        id: "c-000001".into(),
        before: 1,
        after: 2,
        zh: Some("<法院>".into()).filter(|_| fate != Fate::Gone),
        workflow: Some("draft").filter(|_| fate != Fate::Gone),
        fate: fate.as_str(),
        terms: vec![change(); 2],
    };
    let lines: Vec<_> = Fate::ALL.into_iter().map(line).collect();
    vec![
        ChangeSetView {
            set: row(false),
            n_concepts: 4,
            lines: lines.clone(),
            next: Some("c-000002".into()),
            may_undo: true,
            batches: vec![("b-1".into(), "〔2026〕9号".into())],
            done: Some("made"),
            fault: None,
        },
        ChangeSetView {
            set: row(true),
            lines,
            done: Some("undone"),
            fault: Some(NAME.into()),
            ..ChangeSetView::default()
        },
    ]
}

pub fn listed() -> Vec<ConceptListView> {
    let filter = "workflow:draft -author:<法官> batch:<b> without:region-632700";
    let chosen = Chosen::of(&filter.parse().unwrap());
    let hits: Vec<_> = samples::results()
        .into_iter()
        .flat_map(|results| results.groups)
        .flat_map(|group| group.rows)
        .collect();
    let row = |hit: crate::pages::result_view::RowView| ListRow {
        id: "c-000001".into(),
        zh: hit.zh,
        bo: hit.bo,
        workflow: "authorised",
        batch: Some(NAME.into()),
        at: "2026-11-26 10:00".into(),
    };
    let saved = |is_own: bool| SavedView {
        id: "f-<1>".into(),
        name: NAME.into(),
        filter: "author:<法>".into(),
        is_own,
        is_shared: !is_own,
        by: NAME.into(),
    };
    let whole = ConceptListView {
        controls: chosen.views(|name| vec![name.to_owned(), "civil".into()]),
        rest: chosen.rest.clone(),
        filter: chosen.written(),
        law: "<法>".into(),
        article: "第1条".into(),
        rows: hits.into_iter().map(row).collect(),
        next: Some("/concepts?filter=a&cursor=c-000001".into()),
        first: Some("/concepts?filter=a".into()),
        exports: vec![("csv", "/api/v1/exports/glossary?format=csv&filter=a".into())],
        may_save: true,
        may_share: true,
        saved: vec![saved(true), saved(false)],
        done: Some("saved"),
        name: "<法>".into(),
        name_fault: Some(NAME.into()),
        fault: None,
    };
    vec![
        ConceptListView::default(),
        ConceptListView {
            fault: Some(FaultView {
                before: "<法> ".into(),
                token: "<ཀ>".into(),
                after: " x".into(),
                sentence: NAME.into(),
            }),
            done: Some("deleted"),
            ..whole.clone()
        },
        ConceptListView {
            rows: vec![],
            ..whole.clone()
        },
        whole,
    ]
}
