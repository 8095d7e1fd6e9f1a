//! The dictionary page in every state, for the tests that render them all.

use super::samples::{BO, term};
use crate::pages::browse::{BrowseRow, BrowseView};
use crate::pages::result_view::TermView;

/// Returns the dictionary of each language, in the middle and where it has nothing.
pub fn browsed() -> Vec<BrowseView> {
    let view = |lang: &'static str, pair_lang, text| BrowseView {
        lang,
        pair_lang,
        from: "<ཀ>".to_owned(),
        letters: vec![(
            if lang == "bo" { "ཀ" } else { "A" },
            "/browse?lang=bo&from=x".to_owned(),
        )],
        rows: vec![
            BrowseRow {
                id: "c-000001".into(),
                workflow: "draft",
                term: term(text),
                pairs: vec![term(if lang == "bo" { "<法院>" } else { BO })],
            },
            BrowseRow {
                id: "c-000002".into(),
                workflow: "authorised",
                term: TermView::plain(text),
                pairs: vec![],
            },
        ],
        previous: Some("/browse?lang=bo&direction=backward&cursor=00".to_owned()),
        next: Some("/browse?lang=bo&cursor=00".to_owned()),
    };
    let bo = view("bo", "zh", BO);
    let nothing = BrowseView {
        rows: vec![],
        previous: None,
        next: None,
        ..bo.clone()
    };
    vec![bo, view("zh", "bo", "<法院>"), nothing]
}
