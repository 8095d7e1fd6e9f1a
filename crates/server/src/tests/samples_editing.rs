//! One view of every page on which the glossary is written, in every state, and the keys of what they say.
//!
//! Long because every page on which the glossary is written has its samples here.

use std::collections::BTreeSet;

use glossary::diff::ChangedBy;
use glossary::{PartOfSpeech, TermType, Visibility};

use super::samples;
use super::samples_accounts::NAME;
use crate::pages::batches::list::{BatchesView, NewBatchView};
use crate::pages::batches::one::{BatchItemView, BatchPageView};
use crate::pages::batches::text::{BatchForm, fields_of};
use crate::pages::batches::{self, BatchRow};
use crate::pages::concept_form::conflict::{ConflictView, MergeView};
use crate::pages::concept_form::rows::{Row, Rows};
use crate::pages::concept_form::shape::{LEVELS, LISTS, Shape};
use crate::pages::concept_form::view::{AlikeView, ConceptFormView, FormFaults, KnownNames, label_of};
use crate::pages::desk::{self, DeskLineView, DeskListView, DeskView};
use crate::pages::differences::{DifferenceView, ItemView, PieceView, PlaceView, ValueView};
use crate::pages::editions::{EditionChangeView, EditionDiffView, EditionRow, EditionView, EditionsView};
use crate::pages::entry_terms::LanguageView;
use crate::pages::entry_view::EntryView;
use crate::pages::entry_work::{DONE, STEPS, StepView, WorkView};
use crate::pages::history::{ComparisonView, HistoryLineView, HistoryView};
use crate::pages::kept_form::KeptFormView;
use crate::pages::merge::{MergePageView, SideView};
use crate::problem::IssueBody;

/// Acts that a line of a history can tell of.
const ACTS: [&str; 10] = [
    "write",
    "import",
    "review",
    "authorise",
    "withdraw",
    "send_back",
    "restore",
    "replace",
    "merge",
    "delete",
];

/// Returns the keys that the pages put together of a group and a member of a closed list.
pub fn keys() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut add =
        |group: &str, names: &[&str]| found.extend(names.iter().map(|name| format!("{group}.{name}")));
    add("act", &ACTS);
    add(
        "term_type",
        &TermType::ALL.iter().map(|t| t.as_str()).collect::<Vec<_>>(),
    );
    add(
        "part_of_speech",
        &PartOfSpeech::ALL.iter().map(|p| p.as_str()).collect::<Vec<_>>(),
    );
    add(
        "visibility",
        &Visibility::ALL.iter().map(|v| v.as_str()).collect::<Vec<_>>(),
    );
    add("reliability", &LEVELS);
    add("work.done", &DONE);
    add("work.step", &STEPS);
    add("work.step_what", &STEPS);
    add(
        "conflict",
        &ChangedBy::ALL.iter().map(|by| by.as_str()).collect::<Vec<_>>(),
    );
    add("edit", &["workflow", "order", "missing"]);
    add("edit.subject_fields", &["title", "name"]);
    add("edit.bad", &["id", "region", "collection"]);
    for name in batches::text::FIELDS.map(|(name, ..)| name) {
        add(
            "batches",
            &[batches::text::label_of(name).trim_start_matches("batches.")],
        );
    }
    add("batches.done", &batches::one::DONE);
    add(
        "batch_kind",
        &app::BatchKind::ALL
            .iter()
            .map(|kind| kind.as_str())
            .collect::<Vec<_>>(),
    );
    add("batch_class", &CLASSES);
    add("edition_change", &CHANGES);
    add("desk", &desk::LISTS);
    add("desk.none", &desk::LISTS);
    add("editions", &["title_missing"]);
    add("batches", &["none_ticked"]);
    for shape in LISTS.iter().chain(LISTS.iter().flat_map(|shape| shape.lists)) {
        add(&format!("edit.{}", shape.name), &["title", "row", "more"]);
        let members = shape.members.iter().filter(|member| member.name != "lang");
        for label in members.map(|member| label_of(shape.name, member.name)) {
            let (group, name) = label.rsplit_once('.').unwrap_or_default();
            add(group, &[name]);
        }
    }
    found
}

/// Why a concept stands in a batch.
const CLASSES: [&str; 2] = ["substance", "spelling"];
/// What became of a concept between two editions.
const CHANGES: [&str; 3] = ["added", "changed", "removed"];

fn differences() -> Vec<DifferenceView> {
    let place = |name: Option<&str>| PlaceView {
        list: Some("edit.terms.title".into()),
        lang: Some("bo"),
        item: Some(ItemView {
            name: name.map(str::to_owned),
            number: 2,
            is_new: name.is_some(),
        }),
        inner: None,
        member: "edit.terms.text".into(),
    };
    let piece = |kind, text: &str| PieceView {
        kind,
        text: text.into(),
    };
    let value = |group, text: &str| {
        Some(ValueView {
            group,
            text: text.into(),
        })
    };
    vec![
        DifferenceView {
            place: place(Some(samples::BO)),
            old: value(None, samples::BO),
            new: value(None, NAME),
            pieces: vec![piece("same", "ཁྲིམས་"), piece("gone", "ར།།"), piece("come", NAME)],
        },
        DifferenceView {
            place: PlaceView {
                inner: Some(("edit.sources.title".into(), place(None).item)),
                ..place(None)
            },
            old: value(Some("status"), "preferred"),
            new: value(Some("status"), "<later>"),
            pieces: vec![],
        },
        DifferenceView {
            place: PlaceView {
                list: None,
                lang: None,
                item: None,
                inner: None,
                member: "edit.workflow".into(),
            },
            old: None,
            new: value(Some("workflow"), "draft"),
            pieces: vec![],
        },
    ]
}

pub fn histories() -> Vec<HistoryView> {
    let line = |(nth, act): (u64, &'static str)| HistoryLineView {
        revision: nth,
        workflow: Some("draft").filter(|_| act != "delete"),
        act,
        author: Some(NAME.into()),
        reason: Some(NAME.into()),
        batch: Some("b-<1>".into()),
        at: "2026-11-26 10:00".into(),
        is_from: nth == 1,
        is_to: nth == 2,
    };
    let full = HistoryView {
        id: "c-000001".into(),
        name_zh: Some("<法院>".into()),
        name_bo: Some(samples::BO.into()),
        newest: 9,
        standing: 3,
        may_restore: true,
        may_read_batches: true,
        lines: (1..).zip(ACTS).map(line).collect(),
        before: Some(1),
        comparison: Some(ComparisonView {
            from: 1,
            to: 2,
            differences: differences(),
        }),
    };
    let same = HistoryView {
        comparison: Some(ComparisonView::default()),
        may_restore: false,
        ..full.clone()
    };
    vec![full, same, HistoryView::default()]
}

/// A row with something in every member, and one in every list within.
fn filled(shape: &'static Shape) -> Row {
    let mut row = Row::empty(shape, shape.is_by_language.then_some("bo"));
    for member in shape.members.iter().filter(|member| member.is_typed()) {
        row.values.insert(member.name, NAME.to_owned());
    }
    for inner in shape.lists {
        row.lists.insert(inner.name, vec![filled(inner), Row::default()]);
    }
    row
}

pub fn concept_forms() -> Vec<ConceptFormView> {
    let rows = Rows {
        lists: LISTS
            .iter()
            .map(|shape| (shape.name, vec![filled(shape)]))
            .collect(),
        subject_fields: vec!["court".into(), "a-field-<b>".into()],
    };
    let fault = |pointer: &str| IssueBody {
        pointer: pointer.into(),
        code: "x",
        message: NAME.into(),
    };
    let pointers = [
        "/terms/1/text",
        "/terms/0/administrative_status",
        "/terms/0",
        "/terms/0/sources/0/url",
        "/definitions/0/text",
        "/workflow",
    ];
    let known = KnownNames {
        subject_fields: vec!["court".into(), "criminal".into()],
        collections: vec!["laws".into()],
    };
    let faults = FormFaults::of(pointers.map(fault).to_vec());
    let of = |rows, faults: &FormFaults| ConceptFormView {
        action: "/concepts/new".into(),
        ..ConceptFormView::of(rows, faults, &known)
    };
    let alike = AlikeView {
        id: "c-000001".into(),
        zh: Some("<法院>".into()),
        bo: None,
        workflow: "draft",
    };
    vec![
        of(Rows::default(), &FormFaults::default()),
        of(rows.clone(), &faults),
        ConceptFormView {
            action: "/c/c-000001/edit".into(),
            id: Some("c-000001".into()),
            base: 4,
            is_combined: true,
            ..of(rows.clone(), &FormFaults::default())
        },
        ConceptFormView {
            alike: vec![alike],
            ..of(rows, &FormFaults::default())
        },
    ]
}

pub fn conflicts() -> Vec<ConflictView> {
    let merge = |(by, difference): (&ChangedBy, DifferenceView)| MergeView {
        place: difference.place,
        changed_by: by.as_str(),
        base: difference.old.clone(),
        mine: difference.old,
        theirs: difference.new,
        my_pieces: difference.pieces.clone(),
        their_pieces: vec![],
        decision: (*by == ChangedBy::BothApart).then(|| format!("take:terms[bo].+{NAME}.text")),
    };
    let rows = ChangedBy::ALL.iter().zip(differences().into_iter().cycle());
    vec![ConflictView {
        action: "/c/c-000001/edit".into(),
        current: 7,
        author: NAME.into(),
        at: "2026-11-26 10:00".into(),
        rows: rows.map(merge).collect(),
        carried: vec![("terms.0.text".into(), NAME.into())],
    }]
}

pub fn kept() -> Vec<KeptFormView> {
    vec![KeptFormView {
        action: "/concepts/new".into(),
        carried: vec![("terms.0.text".into(), NAME.into())],
    }]
}

/// Pages of entries with everything that can be done.
pub fn worked_on() -> Vec<EntryView> {
    let steps = STEPS.map(|name| StepView {
        name,
        to: "draft",
        needs_reason: name != "review",
    });
    let work = WorkView {
        revision: 4,
        workflow: "reviewed",
        may_edit: true,
        may_delete: true,
        steps: steps.to_vec(),
        is_own_work: true,
        in_batches: vec![("b-<1>".into(), NAME.into())],
        batches: vec![("b-2".into(), "2026年第2批 \"&<".into())],
    };
    let entries = samples::entries().into_iter().cycle();
    let done = DONE.into_iter().map(Some).chain([None]);
    done.zip(entries)
        .map(|(done, entry)| EntryView {
            work: Some(work.clone()),
            requests: done.map(|_| 3),
            done,
            ..entry
        })
        .collect()
}

fn batch_row() -> BatchRow {
    BatchRow {
        id: "b-<1>/".into(),
        revision: 3,
        kind: "published_before",
        number: NAME.into(),
        committee: NAME.into(),
        decided_on: Some("2026-11-20".into()),
        decision: Some(NAME.into()),
        title: Some(NAME.into()),
        publisher: Some(NAME.into()),
        note: Some(NAME.into()),
        is_open: true,
        created_by: NAME.into(),
        created_at: "2026-11-26 10:00".into(),
        authorised_by: None,
        authorised_at: None,
    }
}

fn closed_batch() -> BatchRow {
    BatchRow {
        is_open: false,
        kind: "meeting",
        authorised_by: Some(NAME.into()),
        authorised_at: Some("2026-11-26 11:00".into()),
        title: None,
        ..batch_row()
    }
}

pub fn desks() -> Vec<DeskView> {
    let line = DeskLineView {
        id: "c-000001".into(),
        zh: Some("<法院>".into()),
        bo: Some(samples::BO.into()),
        is_successor: true,
        author: NAME.into(),
        reason: Some(NAME.into()),
        at: "2026-11-26 10:00".into(),
    };
    let list = |name| DeskListView {
        name,
        lines: vec![line.clone(), DeskLineView::default()],
        before: Some(7),
    };
    let empty = |name| DeskListView {
        name,
        ..DeskListView::default()
    };
    vec![
        DeskView {
            lists: desk::LISTS.map(list).to_vec(),
            batches: vec![batch_row(), closed_batch()],
            n_proposals: 12,
            may_review: true,
            is_part: false,
            deleted: Some("c-000001".into()),
        },
        DeskView {
            lists: desk::LISTS.map(empty).to_vec(),
            ..DeskView::default()
        },
        DeskView {
            lists: vec![list("author")],
            is_part: true,
            ..DeskView::default()
        },
    ]
}

pub fn batch_lists() -> Vec<BatchesView> {
    vec![
        BatchesView::default(),
        BatchesView {
            rows: vec![batch_row(), closed_batch()],
            next: Some("1-b<".into()),
            may_open: true,
        },
    ]
}

pub fn new_batches() -> Vec<NewBatchView> {
    let mut faults = FormFaults::default();
    faults.add("number".into(), NAME.into());
    vec![
        NewBatchView {
            fields: fields_of(&BatchForm::default(), &FormFaults::default()),
            ..NewBatchView::default()
        },
        NewBatchView {
            fields: fields_of(&BatchForm::from(&batch_row()), &faults),
            fault: Some(NAME.into()),
            is_wrong: true,
        },
    ]
}

pub fn batch_pages() -> Vec<BatchPageView> {
    let item = |class| BatchItemView {
        id: "c-000001".into(),
        revision: 4,
        class,
        zh: Some("<法院>".into()),
        bo: Some(samples::BO.into()),
        workflow: Some("reviewed"),
        has_changed: true,
        against: Some((3, differences())),
        obstacle: (class == "spelling").then(|| NAME.into()),
    };
    let full = BatchPageView {
        batch: batch_row(),
        items: CLASSES.map(item).to_vec(),
        next: Some("c-000001".into()),
        fields: fields_of(&BatchForm::from(&batch_row()), &FormFaults::default()),
        offered: vec![
            ("c-000002".into(), Some("<法官>".into()), None),
            ("c-000003".into(), None, Some(samples::BO.into())),
        ],
        may_change: true,
        may_authorise: true,
        done: None,
        fault: Some(NAME.into()),
        obstacles: vec![("c-000009".into(), NAME.into())],
    };
    let done = batches::one::DONE.into_iter().map(|word| BatchPageView {
        batch: closed_batch(),
        items: vec![BatchItemView {
            class: "substance",
            ..BatchItemView::default()
        }],
        done: Some(word),
        ..BatchPageView::default()
    });
    let empty = BatchPageView {
        items: vec![],
        offered: vec![],
        ..full.clone()
    };
    done.chain([full, empty]).collect()
}

fn edition(number: u64) -> EditionRow {
    EditionRow {
        number,
        title: NAME.into(),
        note: Some(NAME.into()),
        frozen_at: "2026-11-26 10:00".into(),
        concepts: 3,
    }
}

pub fn edition_lists() -> Vec<EditionsView> {
    vec![
        EditionsView::default(),
        EditionsView {
            rows: vec![edition(2), edition(1)],
            may_freeze: true,
            title: NAME.into(),
            note: NAME.into(),
            fault: Some(NAME.into()),
        },
    ]
}

pub fn edition_pages() -> Vec<EditionView> {
    vec![
        EditionView {
            edition: edition(2),
            others: vec![3, 1],
        },
        EditionView {
            edition: EditionRow {
                note: None,
                ..edition(1)
            },
            others: vec![],
        },
    ]
}

pub fn edition_diffs() -> Vec<EditionDiffView> {
    let change = |change| EditionChangeView {
        id: "c-000001".into(),
        zh: Some("<法院>".into()),
        bo: None,
        change,
        differences: differences(),
    };
    let full = EditionDiffView {
        from: 1,
        to: 2,
        rows: CHANGES.map(change).to_vec(),
        next: Some("c-000001".into()),
        is_continued: true,
    };
    vec![
        EditionDiffView {
            rows: vec![],
            next: None,
            ..full.clone()
        },
        EditionDiffView::default(),
        full,
    ]
}

pub fn merges() -> Vec<MergePageView> {
    let entry = &samples::entries()[0];
    let side = |id: &str| SideView {
        id: id.into(),
        revision: 2,
        workflow: "authorised",
        languages: entry.languages.iter().map(LanguageView::clone).collect(),
        definitions: entry.definitions.clone(),
        collections: vec!["laws".into(), "a-name-<b>".into()],
    };
    let alike = AlikeView {
        id: "c-000002".into(),
        zh: None,
        bo: Some(samples::BO.into()),
        workflow: "draft",
    };
    let asked = MergePageView {
        gone: side("c-000001"),
        kept: None,
        q: NAME.into(),
        found: vec![],
        is_asked: true,
    };
    vec![
        MergePageView {
            kept: Some(side("c-000002")),
            ..asked.clone()
        },
        MergePageView {
            found: vec![alike.clone()],
            ..asked.clone()
        },
        MergePageView {
            found: vec![alike],
            is_asked: false,
            ..asked.clone()
        },
        asked,
    ]
}
