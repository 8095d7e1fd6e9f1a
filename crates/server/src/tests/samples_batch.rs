//! The page for a pasted list in every state, for the tests that render them all.

use super::samples::{BO, term};
use crate::pages::batch::{BatchHit, BatchRow, BatchView};

/// Returns the pasted list before and after, and in each way in which it is refused.
pub fn batches() -> Vec<BatchView> {
    let empty = BatchView {
        max_lines: 500,
        ..BatchView::default()
    };
    let hit = |match_kind, zh, bo, is_term| BatchHit {
        id: "c-000001".into(),
        workflow: "draft",
        zh,
        bo,
        match_kind,
        is_term,
    };
    let row = |line, hit| BatchRow {
        line,
        typed: "<法院> ཁྲིམས་ཁང།།".into(),
        hit,
        n_others: 3,
        notices: vec!["truncated", "only_similar"],
    };
    let rows = vec![
        row(1, Some(hit("exact", vec![term("<法院>")], vec![term(BO)], true))),
        row(2, Some(hit("homophone", vec![term("法院")], vec![], false))),
        row(3, Some(hit("words", vec![], vec![term(BO)], false))),
        row(5, None),
    ];
    let found = BatchView {
        pasted: "<法院> ཁྲིམས\n</textarea>".into(),
        n_missing: 1,
        rows,
        tsv: "1\t<法院>\tཁྲིམས".into(),
        ..empty.clone()
    };
    let refused = BatchView {
        surplus_line: Some(501),
        ..empty.clone()
    };
    let nothing = BatchView {
        is_empty: true,
        ..empty.clone()
    };
    vec![empty, found, refused, nothing]
}
