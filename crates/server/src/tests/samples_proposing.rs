//! One view of every page on which readers say what is missing, in every state, and the keys of what they say.

use std::collections::BTreeSet;

use app::{CoverageFigures, Manner, ProposalState};

use super::samples;
use super::samples_accounts::NAME;
use crate::pages::concept_form::view::FormFaults;
use crate::pages::coverage::{CollectionRow, CoverageView, SucceedsView};
use crate::pages::entry_terms::{LanguageView, TextView};
use crate::pages::entry_view::BasisView;
use crate::pages::list_changes::{
    ListChangeView, ListChangesView, ListCountsView, ListGroupView, ListNameView,
};
use crate::pages::proposals::form::{ProposalForm, labels};
use crate::pages::proposals::list::ProposalsView;
use crate::pages::proposals::making::{AboutConceptView, NewProposalView};
use crate::pages::proposals::one::{self, ProposalView};
use crate::pages::proposals::{ContentView, DecisionView, ProposalRow};
use crate::pages::unanswered::{LookupRow, UnansweredView, WantedRow};

/// Returns the keys that the pages put together of a group and a member of a closed list.
pub fn keys() -> BTreeSet<String> {
    let mut found: BTreeSet<String> = labels().into_iter().collect();
    let mut add =
        |group: &str, names: &[&str]| found.extend(names.iter().map(|name| format!("{group}.{name}")));
    add("propose", &["no_term", "no_reason", "long_reason"]);
    add("proposals.done", &one::DONE);
    add("proposal_state", &states());
    add("list_changes", &["renamed", "new", "abolished", "moved"]);
    add("list_changes", &["calls_it", "called_before", "gone"]);
    add(
        "manner",
        &Manner::ALL
            .iter()
            .map(|manner| manner.as_str())
            .collect::<Vec<_>>(),
    );
    found
}

fn states() -> Vec<&'static str> {
    ProposalState::ALL.iter().map(|state| state.as_str()).collect()
}

fn row(state: &'static str, manner: &'static str) -> ProposalRow {
    ProposalRow {
        id: "p-<1>".into(),
        zh: Some("<法院>".into()).filter(|_| manner != "add"),
        bo: Some(samples::BO.into()),
        concept: Some("c-000001".into()).filter(|_| manner != "new"),
        manner,
        reason: NAME.into(),
        by: NAME.into(),
        at: "2026-11-26 10:00".into(),
        state,
        decision: (state != "open").then(|| DecisionView {
            by: NAME.into(),
            at: "2026-11-26 11:00".into(),
            answer: (state == "refused").then(|| NAME.into()),
            made: (state == "accepted").then(|| ("c-000002".into(), 1)),
        }),
    }
}

fn content() -> ContentView {
    let text = |lang, text: &str| TextView {
        lang: Some(lang),
        text: text.into(),
        source: Some(NAME.into()),
    };
    let languages: Vec<LanguageView> = samples::entries().into_iter().flat_map(|e| e.languages).collect();
    ContentView {
        languages: languages.into_iter().filter(|l| !l.terms.is_empty()).collect(),
        definitions: vec![text("zh", "<法院>"), text("bo", samples::BO)],
        legal_basis: vec![BasisView {
            law: NAME.into(),
            article: Some("第1条".into()),
            chapter: Some(NAME.into()),
            edition: Some("2020".into()),
            in_force_from: None,
            in_force_to: None,
        }],
        notes: vec![NAME.into()],
    }
}

fn about() -> AboutConceptView {
    AboutConceptView {
        id: "c-000001".into(),
        workflow: "authorised",
        content: content(),
    }
}

pub fn lists() -> Vec<ProposalsView> {
    let rows = states()
        .into_iter()
        .zip(["new", "add", "replace", "new"])
        .map(|(state, manner)| row(state, manner));
    let rows: Vec<_> = rows
        .chain([ProposalRow {
            bo: None,
            ..row("open", "add")
        }])
        .collect();
    let mut found = vec![ProposalsView {
        is_own: true,
        states: states(),
        ..ProposalsView::default()
    }];
    for (state, is_own) in [("", false), ("refused", true)] {
        found.push(ProposalsView {
            rows: rows.clone(),
            next: Some("17-p-<1>".into()),
            sees_all: true,
            is_own,
            state,
            states: states(),
        });
    }
    found
}

pub fn new_ones() -> Vec<NewProposalView> {
    let form = ProposalForm {
        zh: "<法院> \"".into(),
        bo: samples::BO.into(),
        reason: NAME.into(),
        ..ProposalForm::default()
    };
    let mut faults = FormFaults::default();
    for field in ["zh", "reason"] {
        faults.add(field.into(), NAME.into());
    }
    vec![
        NewProposalView {
            fields: ProposalForm::default().fields(&FormFaults::default()),
            ..NewProposalView::default()
        },
        NewProposalView {
            about: Some(about()),
            fields: form.fields(&faults),
            fault: Some(NAME.into()),
            is_wrong: true,
        },
    ]
}

pub fn single_ones() -> Vec<ProposalView> {
    let done = one::DONE.into_iter().map(Some);
    let mut found: Vec<_> = states()
        .into_iter()
        .zip(done)
        .map(|(state, done)| ProposalView {
            proposal: row(state, "new"),
            content: content(),
            done,
            ..ProposalView::default()
        })
        .collect();
    found.push(ProposalView {
        proposal: row("open", "add"),
        content: content(),
        about: Some(about()),
        may_decide: true,
        may_withdraw: true,
        done: None,
        fault: Some(NAME.into()),
        answer_fault: Some(NAME.into()),
        answer: NAME.into(),
    });
    found
}

pub fn unanswered() -> Vec<UnansweredView> {
    let lookup = |lang, text: &str| LookupRow {
        key: "ab".into(),
        lang,
        text: text.into(),
        lookups: 7,
        days: 2,
        last_day: "2026-11-26".into(),
    };
    let wanted = WantedRow {
        id: "c-000001".into(),
        zh: Some("<法院>".into()),
        requests: 3,
        last_day: "2026-11-26".into(),
    };
    vec![
        UnansweredView::default(),
        UnansweredView {
            lookups: vec![lookup("zh", "<法院>"), lookup("bo", samples::BO)],
            next_lookups: Some("7-ab".into()),
            wanted: vec![
                WantedRow {
                    zh: None,
                    ..wanted.clone()
                },
                wanted,
            ],
            next_wanted: Some("3-c-000001".into()),
            may_put_aside: true,
            is_put_aside: true,
        },
    ]
}

pub fn coverages() -> Vec<CoverageView> {
    let figures = CoverageFigures {
        concepts: 10,
        authorised: 1,
        reviewed: 2,
        draft: 6,
        withdrawn: 1,
        without_bo: 4,
    };
    let row = |title: Option<&str>| CollectionRow {
        collection: "charges-2024".into(),
        title_zh: title.map(Into::into),
        title_en: None,
        title_bo: title.map(|_| "ཉེས་མིང".into()),
        source: title.map(Into::into),
        note: title.map(Into::into),
        figures: figures.into(),
        succeeds: title.map(|_| SucceedsView {
            predecessor: "charges-2021".into(),
            counts: ListCountsView {
                unchanged: 480,
                new: 2,
                renamed: 1,
                abolished: 3,
            },
        }),
    };
    vec![
        CoverageView::default(),
        CoverageView {
            collections: vec![row(None), row(Some(NAME))],
            ..CoverageView::default()
        },
        CoverageView {
            collections: vec![row(None)],
            is_one: true,
            chapters: vec![
                (Some(NAME.into()), figures.into()),
                (None, CoverageFigures::default().into()),
            ],
        },
    ]
}

pub fn list_changes() -> Vec<ListChangesView> {
    let name = |number: Option<&str>| ListNameView {
        id: "c-000001".into(),
        name: NAME.into(),
        number: number.map(Into::into),
        article: number.map(|_| "第264条".into()),
    };
    let group = |group: &'static str| ListGroupView {
        name: group,
        changes: vec![ListChangeView {
            old: (group != "new").then(|| name(Some("8(1)"))),
            new: (group != "abolished").then(|| name(None)),
        }],
    };
    vec![
        ListChangesView::default(),
        ListChangesView {
            collection: "charges-2024".into(),
            predecessor: Some("charges-2021".into()),
            counts: ListCountsView::default(),
            groups: ["renamed", "new", "abolished", "moved"].map(group).to_vec(),
        },
    ]
}
