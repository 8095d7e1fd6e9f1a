//! `GET /api/v1/coverage`: how far official lists have come.

use access::{Permit, ReadGlossary};
use app::{ChapterCoverage, CollectionCoverage, CoverageFigures};
use axum::Json;
use axum::extract::State;
use glossary::CollectionName;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::list_changes::ListCountsBody;
use super::timestamp::rfc3339;
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromQuery, Members};
use crate::problem::{Code, Problem};

/// What it can be refused with.
pub const PROBLEMS: &[Code] = &[Code::InvalidInput];

/// Which collection.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CoverageParams {
    /// Only this collection, with its chapters.
    #[param(value_type = Option<String>)]
    pub collection: Option<CollectionName>,
}

impl Members for CoverageParams {
    const NAMES: &'static [&'static str] = &["collection"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            collection: fields.name("collection"),
        }
    }
}

/// How far collections have come, by name.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoverageBody {
    items: Vec<CollectionCoverageBody>,
}

/// How far a collection has come. A concept that stands in two collections is counted in both.
#[derive(Debug, Serialize, ToSchema)]
struct CollectionCoverageBody {
    collection: String,
    title_zh: Option<String>,
    title_en: Option<String>,
    title_bo: Option<String>,
    /// `official_list`, `texts`, `names` or `dictionary`, if anybody said.
    kind: Option<&'static str>,
    /// Who published it and where.
    source: Option<String>,
    note: Option<String>,
    #[serde(flatten)]
    figures: FiguresBody,
    /// The list whose place it took, with what that changed; left out of lists that took the place of none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    succeeds: Option<SucceedsBody>,
    /// Only where one collection was asked for: the chapters of the law that its entries rest on, in the order of the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    chapters: Option<Vec<ChapterBody>>,
}

/// A list whose place was taken.
#[derive(Debug, Serialize, ToSchema)]
struct SucceedsBody {
    predecessor: String,
    /// When the new edition was loaded.
    loaded_at: String,
    counts: ListCountsBody,
}

#[derive(Debug, Serialize, ToSchema)]
struct ChapterBody {
    /// `null` for entries that name none.
    chapter: Option<String>,
    #[serde(flatten)]
    figures: FiguresBody,
}

/// Numbers of concepts. `authorised`, `reviewed`, `draft` and `withdrawn` make `concepts`.
#[derive(Debug, Serialize, ToSchema)]
struct FiguresBody {
    concepts: u64,
    /// Authorised, also while a successor is drafted.
    authorised: u64,
    reviewed: u64,
    draft: u64,
    withdrawn: u64,
    /// Without a Tibetan form, whatever their state.
    without_bo: u64,
}

/// Says how far collections have come: what is authorised, reviewed, drafted, and without Tibetan.
#[utoipa::path(get, path = "/api/v1/coverage", tag = "glossary", params(CoverageParams), responses(
    (status = 200, description = "Collections, by name", body = CoverageBody)))]
pub async fn coverage(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadGlossary>,
    FromQuery(params): FromQuery<CoverageParams>,
) -> Result<Json<CoverageBody>, Problem> {
    let read = move |app: &app::App, permit: &Permit<ReadGlossary>| {
        let mut collections = app.coverage(permit)?;
        let chapters = match &params.collection {
            None => None,
            Some(wanted) => {
                collections.retain(|line| line.collection == *wanted);
                Some(app.chapter_coverage(permit, wanted)?)
            }
        };
        Ok((collections, chapters, app.list_successions(permit)?))
    };
    let (collections, mut chapters, successions) = handle.show(permit, read).await?;
    let succeeds = |line: &CollectionCoverage| {
        let found = successions
            .iter()
            .find(|found| found.collection == line.collection)?;
        Some(SucceedsBody {
            predecessor: found.predecessor.to_string(),
            loaded_at: rfc3339(found.loaded_at_ms),
            counts: found.counts.into(),
        })
    };
    let items = collections.into_iter().map(|line: CollectionCoverage| {
        let of_chapters = chapters.take();
        CollectionCoverageBody {
            succeeds: succeeds(&line),
            collection: line.collection.to_string(),
            title_zh: line.title_zh,
            title_en: line.title_en,
            title_bo: line.title_bo,
            kind: line.kind.map(app::CollectionKind::as_str),
            source: line.source,
            note: line.note,
            figures: line.figures.into(),
            chapters: of_chapters.map(|lines| lines.into_iter().map(ChapterBody::from).collect()),
        }
    });
    Ok(Json(CoverageBody {
        items: items.collect(),
    }))
}

impl From<ChapterCoverage> for ChapterBody {
    fn from(line: ChapterCoverage) -> Self {
        Self {
            chapter: line.chapter,
            figures: line.figures.into(),
        }
    }
}

impl From<CoverageFigures> for FiguresBody {
    fn from(figures: CoverageFigures) -> Self {
        Self {
            concepts: figures.concepts,
            authorised: figures.authorised,
            reviewed: figures.reviewed,
            draft: figures.draft,
            withdrawn: figures.withdrawn,
            without_bo: figures.without_bo,
        }
    }
}
