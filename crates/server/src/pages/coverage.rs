//! `/coverage`: how far official lists have come, in numbers with a bar beside them.

use access::{Permit, ReadGlossary};
use app::CoverageFigures;
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::list_changes::ListCountsView;
use super::page;
use crate::api::coverage::CoverageParams;
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::FromPageQuery;
use crate::observe::RequestContext;
use crate::problem::Problem;
use crate::web::templates::View;

/// How wide a whole bar is, in units of its own.
const BAR: u64 = 1_000;

/// Collections by name, or the chapters of one.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CoverageView {
    pub collections: Vec<CollectionRow>,
    /// Whether one collection is shown with its chapters.
    pub is_one: bool,
    /// Chapters in the order of the list; `None` of those that name none.
    pub chapters: Vec<(Option<String>, FiguresView)>,
}

/// How far a collection has come.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CollectionRow {
    pub collection: String,
    pub title_zh: Option<String>,
    pub title_en: Option<String>,
    pub title_bo: Option<String>,
    /// Who published it and where; only of one that is shown alone.
    pub source: Option<String>,
    pub note: Option<String>,
    pub figures: FiguresView,
    /// The list whose place it took, and what that changed.
    pub succeeds: Option<SucceedsView>,
}

/// A list whose place was taken.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SucceedsView {
    pub predecessor: String,
    pub counts: ListCountsView,
}

/// Numbers of concepts.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FiguresView {
    pub concepts: u64,
    pub authorised: u64,
    pub reviewed: u64,
    pub draft: u64,
    pub withdrawn: u64,
    pub without_bo: u64,
    /// The pieces of the bar: how far a piece has come tells its height, so that no colour has to.
    pub bar: Vec<PieceView>,
}

/// A piece of a bar that is 1,000 wide and 12 high.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PieceView {
    pub x: u64,
    pub width: u64,
    pub y: u64,
    pub height: u64,
}

impl View for CoverageView {
    const TEMPLATE: &'static str = "coverage.html";
}

/// Shows how far collections have come, or the chapters of one.
pub async fn coverage_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadGlossary>,
    context: RequestContext,
    FromPageQuery(params): FromPageQuery<CoverageParams>,
) -> Result<Response, Problem> {
    let is_one = params.collection.is_some();
    let read = move |app: &app::App, permit: &Permit<ReadGlossary>| {
        let mut collections = app.coverage(permit)?;
        let chapters = match &params.collection {
            None => Vec::new(),
            Some(wanted) => {
                collections.retain(|line| line.collection == *wanted);
                app.chapter_coverage(permit, wanted)?
            }
        };
        Ok((collections, chapters, app.list_successions(permit)?))
    };
    let (collections, chapters, successions) = handle.show(permit, read).await?;
    let succeeds = |line: &app::CollectionCoverage| {
        let found = successions
            .iter()
            .find(|found| found.collection == line.collection)?;
        Some(SucceedsView {
            predecessor: found.predecessor.to_string(),
            counts: found.counts.into(),
        })
    };
    let row = |line: app::CollectionCoverage| CollectionRow {
        succeeds: succeeds(&line),
        collection: line.collection.to_string(),
        title_zh: line.title_zh,
        title_en: line.title_en,
        title_bo: line.title_bo,
        source: line.source.filter(|_| is_one),
        note: line.note.filter(|_| is_one),
        figures: line.figures.into(),
    };
    let view = CoverageView {
        collections: collections.into_iter().map(row).collect(),
        is_one,
        chapters: chapters
            .into_iter()
            .map(|line| (line.chapter, line.figures.into()))
            .collect(),
    };
    page(&handle, &context, &caller, &view)
}

impl From<CoverageFigures> for FiguresView {
    fn from(figures: CoverageFigures) -> Self {
        let CoverageFigures {
            concepts,
            authorised,
            reviewed,
            draft,
            withdrawn,
            without_bo,
        } = figures;
        Self {
            concepts,
            authorised,
            reviewed,
            draft,
            withdrawn,
            without_bo,
            bar: bar_of([(authorised, 12), (reviewed, 8), (draft, 3)], concepts),
        }
    }
}

/// Draws numbers, each with the height of its piece, side by side as parts of `whole`.
fn bar_of(numbers: [(u64, u64); 3], whole: u64) -> Vec<PieceView> {
    let mut before = 0_u64;
    let mut pieces = Vec::new();
    for (number, height) in numbers {
        let place = |n: u64| n.saturating_mul(BAR).checked_div(whole).unwrap_or_default();
        let x = place(before);
        before = before.saturating_add(number);
        if number > 0 {
            pieces.push(PieceView {
                x,
                // One of very many is seen too.
                width: place(before).saturating_sub(x).max(1),
                y: 12_u64.saturating_sub(height),
                height,
            });
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(numbers: [u64; 3], whole: u64, expected: &[(u64, u64, u64)]) {
        let [authorised, reviewed, draft] = numbers;
        let pieces = bar_of([(authorised, 12), (reviewed, 8), (draft, 3)], whole);
        let found: Vec<_> = pieces.iter().map(|p| (p.x, p.width, p.height)).collect();
        assert_eq!(found, expected, "{numbers:?} of {whole}");
        assert!(
            pieces.iter().all(|p| p.y + p.height == 12),
            "all stand on one line"
        );
    }

    #[test]
    fn a_bar_shows_each_number_as_its_part_of_the_whole() {
        check([0, 0, 0], 0, &[]);
        check([4, 0, 0], 4, &[(0, 1_000, 12)]);
        check([1, 1, 2], 4, &[(0, 250, 12), (250, 250, 8), (500, 500, 3)]);
        // What is withdrawn is left empty.
        check([0, 1, 0], 4, &[(0, 250, 8)]);
        check([1, 0, 9_999], 10_000, &[(0, 1, 12), (0, 1_000, 3)]);
    }
}
