//! Views of what people ask to have corrected, and of certificates.

use app::registry::rules;

use super::samples_accounts::NAME;
use super::samples_people::row;
use super::samples_registry::BO;
use crate::pages::registry::certificates::{CertificateRow, CertificatesView};
use crate::pages::registry::corrections::{CorrectionRow, CorrectionsView, WishTextView, WishView};
use crate::pages::registry::retention::{ClassRow, DueRow, RetentionRow, RetentionView};

pub fn wishes() -> Vec<WishView> {
    let open = WishView {
        id: "w-0123456789abcdef01234567".into(),
        field: "born_on",
        wanted: NAME.into(),
        reason: BO.into(),
        revision: 3,
        asked_by: NAME.into(),
        asked_at: "2026-11-26 10:00".into(),
        state: "open",
        ..WishView::default()
    };
    let decided = Some((NAME.to_owned(), "2026-11-26 11:00".to_owned()));
    let accepted = WishView {
        state: "accepted",
        decided: decided.clone(),
        ..open.clone()
    };
    let written = WishView {
        written_as: Some(4),
        ..accepted.clone()
    };
    let refused = WishView {
        state: "refused",
        decided,
        answer: Some(NAME.into()),
        ..open.clone()
    };
    vec![open, accepted, written, refused]
}

pub fn corrections() -> Vec<CorrectionsView> {
    let row_of = |wish: WishView| CorrectionRow {
        person: row(true),
        wish,
    };
    let whole = CorrectionsView {
        states: rules::CorrectionState::ALL
            .iter()
            .map(|one| one.as_str())
            .collect(),
        state: "open",
        rows: wishes().into_iter().map(row_of).collect(),
        open: 21,
        may_decide: true,
        is_decided: true,
        faults: vec![NAME.into()],
        back: Some(("w-0123456789abcdef01234567".into(), NAME.into())),
        next: Some("/corrections?state=open&cursor=1-w".into()),
    };
    let bare = CorrectionsView {
        states: whole.states.clone(),
        state: "refused",
        ..CorrectionsView::default()
    };
    vec![whole, bare]
}

pub fn retention() -> Vec<RetentionView> {
    let class = |name: &str, event: rules::RetentionEvent, years: &str| ClassRow {
        name: name.into(),
        event: event.as_str(),
        years: years.into(),
    };
    let whole = RetentionView {
        classes: vec![
            class("record", rules::RetentionEvent::LeftService, "10"),
            class("trainings", rules::RetentionEvent::LastTraining, ""),
        ],
        on_typed: "2026-11-26".into(),
        on: "2026-11-26".into(),
        faults: vec![NAME.into()],
        has_years: true,
        rows: vec![RetentionRow {
            person: row(true),
            due: vec![DueRow {
                class: "record".into(),
                since: "2012-06-30".into(),
                due_on: "2022-06-30".into(),
            }],
        }],
        first: Some("/retention?years.record=10".into()),
        next: Some("/retention?years.record=10&after=p-1".into()),
    };
    let none = RetentionView {
        rows: Vec::new(),
        ..whole.clone()
    };
    vec![whole, none, RetentionView::default()]
}

pub fn certificates() -> Vec<CertificatesView> {
    let row = CertificateRow {
        number: "2026-11-0003".into(),
        name: NAME.into(),
        name_bo: Some(BO.into()),
        hours: Some("40".into()),
        issued_on: "2026-10-24".into(),
        code: "7KQ4-9M2X-HT3V-P8RC".into(),
    };
    let whole = CertificatesView {
        id: "t-1".into(),
        title: NAME.into(),
        organiser: Some(NAME.into()),
        days: "2026-10-14 – 2026-10-24".into(),
        rows: vec![
            row,
            CertificateRow {
                number: "2026-0001".into(),
                name: BO.into(),
                ..CertificateRow::default()
            },
        ],
        revoked: vec!["2026-11-0004".into()],
    };
    vec![whole, CertificatesView::default()]
}

pub fn wish_texts() -> Vec<WishTextView> {
    vec![
        WishTextView {
            wanted: NAME.into(),
            reason: BO.into(),
            purpose_missing: false,
        },
        WishTextView {
            purpose_missing: true,
            ..WishTextView::default()
        },
    ]
}
