//! `/browse`: the dictionary of either language, a page at a time, from any place.

use app::view::TermSummary;
use app::{BrowsedTerm, DictionaryPlace, Direction, ReadGlossary};
use axum::extract::State;
use axum::response::Response;
use glossary::Lang;
use serde::Serialize;

use super::page;
use super::result_view::{TermView, terms};
use crate::api::browse::{BrowseParams, cursor};
use crate::caller::Caller;
use crate::handle::Handle;
use crate::input::FromPageQuery;
use crate::observe::RequestContext;
use crate::problem::Problem;
use crate::web::templates::{View, percent_encode};

/// Terms on a page.
const N_TERMS: usize = 40;

/// The root letters of Tibetan, in the order of its dictionaries.
const LETTERS_BO: [&str; 30] = [
    "ཀ", "ཁ", "ག", "ང", "ཅ", "ཆ", "ཇ", "ཉ", "ཏ", "ཐ", "ད", "ན", "པ", "ཕ", "བ", "མ", "ཙ", "ཚ", "ཛ", "ཝ", "ཞ",
    "ཟ", "འ", "ཡ", "ར", "ལ", "ཤ", "ས", "ཧ", "ཨ",
];

/// The letters a pinyin syllable can begin with.
const LETTERS_ZH: [&str; 23] = [
    "A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "W", "X",
    "Y", "Z",
];

/// A page of the dictionary.
#[derive(Debug, Clone, Serialize)]
pub struct BrowseView {
    /// `bo` or `zh`.
    pub lang: &'static str,
    /// The language of the pairs.
    pub pair_lang: &'static str,
    /// Where the reader asked to begin.
    pub from: String,
    /// (letter, link).
    pub letters: Vec<(&'static str, String)>,
    pub rows: Vec<BrowseRow>,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// A term with its pair.
#[derive(Debug, Clone, Serialize)]
pub struct BrowseRow {
    pub id: String,
    pub workflow: &'static str,
    pub term: TermView,
    pub pairs: Vec<TermView>,
}

impl View for BrowseView {
    const TEMPLATE: &'static str = "browse.html";
}

/// Shows the dictionary from the place asked for.
pub async fn browse_page(
    State(handle): State<Handle>,
    caller: Caller,
    context: RequestContext,
    FromPageQuery(params): FromPageQuery<BrowseParams>,
) -> Result<Response, Problem> {
    let permit = handle.permit::<ReadGlossary>(&caller).await?;
    let walk = |place: &DictionaryPlace, direction, limit| {
        handle
            .look_up()
            .browse(&permit, params.lang, place, direction, limit)
            .map_err(Problem::from)
    };
    let place = params.place()?;
    let mut found = walk(&place, params.direction, N_TERMS + 1)?;
    let goes_on = found.len() > N_TERMS;
    found.truncate(N_TERMS);
    // What was read backwards is shown in the order of the dictionary all the same.
    let came_back = params.direction == Direction::Backward;
    let opposite = if came_back {
        Direction::Forward
    } else {
        Direction::Backward
    };
    let has_before = match found.first() {
        Some(nearest) => !walk(&beyond(nearest), opposite, 1)?.is_empty(),
        None => !walk(&place, opposite, 1)?.is_empty(),
    };
    if came_back {
        found.reverse();
    }
    let (has_previous, has_next) = if came_back {
        (goes_on, has_before)
    } else {
        (has_before, goes_on)
    };
    let link = |direction, term: Option<&BrowsedTerm>| link_beyond(params.lang, direction, term);
    let view = BrowseView {
        lang: params.lang.as_str(),
        pair_lang: pair_of(params.lang).as_str(),
        from: params.from.clone().unwrap_or_default(),
        letters: letters(params.lang),
        previous: has_previous.then(|| link(Direction::Backward, found.first())),
        next: has_next.then(|| link(Direction::Forward, found.last())),
        rows: found.into_iter().map(|term| row(params.lang, &term)).collect(),
    };
    page(&handle, &context, &caller, &view)
}

fn beyond(term: &BrowsedTerm) -> DictionaryPlace {
    DictionaryPlace::Beyond {
        text: term.text.clone(),
        id: term.id,
    }
}

/// Returns the link to what lies beyond `term`; to the last or first page where there is no term to go on from.
fn link_beyond(lang: Lang, direction: Direction, term: Option<&BrowsedTerm>) -> String {
    let way = match direction {
        Direction::Forward => "",
        Direction::Backward => "&direction=backward",
    };
    let cursor = term.map_or(String::new(), |term| {
        format!("&cursor={}", cursor(lang, direction, term))
    });
    format!("/browse?lang={}{way}{cursor}", lang.as_str())
}

fn letters(lang: Lang) -> Vec<(&'static str, String)> {
    let letters: &[&'static str] = if lang == Lang::Bo {
        &LETTERS_BO
    } else {
        &LETTERS_ZH
    };
    let link = |letter: &str| format!("/browse?lang={}&from={}", lang.as_str(), percent_encode(letter));
    letters.iter().map(|letter| (*letter, link(letter))).collect()
}

fn pair_of(lang: Lang) -> Lang {
    if lang == Lang::Bo { Lang::Zh } else { Lang::Bo }
}

fn row(lang: Lang, browsed: &BrowsedTerm) -> BrowseRow {
    let summary = &browsed.summary;
    let (own, pairs) = if lang == Lang::Bo {
        (&summary.bo, &summary.zh)
    } else {
        (&summary.zh, &summary.bo)
    };
    let own: Vec<TermSummary> = own
        .iter()
        .filter(|term| term.text == browsed.text)
        .cloned()
        .collect();
    BrowseRow {
        id: browsed.id.to_string(),
        workflow: summary.workflow.as_str(),
        term: terms(&own, lang, None)
            .into_iter()
            .next()
            .unwrap_or_else(|| TermView::plain(&browsed.text)),
        pairs: terms(pairs, pair_of(lang), None),
    }
}
