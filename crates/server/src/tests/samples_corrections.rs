//! Views of what people ask to have corrected.

use app::registry::rules;

use super::samples_accounts::NAME;
use super::samples_registry::{BO, row};
use crate::pages::registry::corrections::{CorrectionRow, CorrectionsView, WishTextView, WishView};

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
