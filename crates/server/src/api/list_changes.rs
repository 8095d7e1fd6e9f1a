//! `GET /api/v1/coverage/changes`: what a new edition of an official list changed, name by name; and the same of an import.

use access::{Permit, ReadGlossary};
use app::ListChangesTold;
use axum::Json;
use axum::extract::State;
use glossary::CollectionName;
use glossary::list_change::{
    LikelyRename, ListChange, ListChangeCounts, ListChangeKind, ListChanges, ListEntry,
};
use serde::Serialize;
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};

use super::schemas;
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromQuery, Members};
use crate::problem::{Code, Problem};

/// What it can be refused with.
pub const PROBLEMS: &[Code] = &[Code::InvalidInput];

/// Which list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListChangesParams {
    /// The new edition.
    #[param(value_type = String, required = true, example = "charges-2024")]
    pub collection: Option<CollectionName>,
    /// Only names of which this became.
    #[param(schema_with = kind_of_parameter)]
    pub kind: Option<ListChangeKind>,
}

impl Members for ListChangesParams {
    const NAMES: &'static [&'static str] = &["collection", "kind"];

    fn take(fields: &mut Fields) -> Self {
        let collection = fields.name("collection");
        Self {
            collection: fields.wanted("collection", collection),
            kind: fields.one_of("kind"),
        }
    }
}

fn kind_of_parameter() -> Object {
    schemas::closed_list(ListChangeKind::ALL.iter().map(|kind| kind.as_str()), None)
}

/// What a new edition changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListChangesBody {
    collection: String,
    /// The list whose place it took; `null` if it took the place of none that is shown.
    #[schema(required)]
    predecessor: Option<String>,
    counts: ListCountsBody,
    /// The names of the new edition in its order, then those that it has no more.
    items: Vec<ListChangeBody>,
}

/// How many names of each kind.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListCountsBody {
    unchanged: u64,
    new: u64,
    /// Pairs of an old name and one that took its place: a name that took the place of two counts twice.
    renamed: u64,
    abolished: u64,
}

/// What became of one name.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListChangeBody {
    #[schema(schema_with = kind_of_parameter)]
    kind: &'static str,
    /// As the old edition has it; `null` of a new name.
    #[schema(required)]
    old: Option<ListNameBody>,
    /// As the new edition has it; `null` of an abolished name.
    #[schema(required)]
    new: Option<ListNameBody>,
}

/// A name of an official list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListNameBody {
    /// The concept that has it; left out while it is only previewed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "c-000123")]
    id: Option<String>,
    #[schema(required)]
    number: Option<String>,
    name: String,
    #[schema(required, example = "第264条")]
    article: Option<String>,
}

/// What an import changes as the new edition of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportedListBody {
    collection: String,
    predecessor: String,
    counts: ListCountsBody,
    /// The names that are new, renamed or abolished, or have another number or article; the first thousand.
    changes: Vec<ListChangeBody>,
    /// How many more there are.
    more_changes: u64,
    /// New names that may have taken the place of an abolished one: if so, write the old name into the column `replaces`.
    likely_renames: Vec<LikelyRenameBody>,
}

/// A new name and the abolished one that it is much like.
#[derive(Debug, Serialize, ToSchema)]
pub struct LikelyRenameBody {
    old: ListNameBody,
    new: ListNameBody,
}

/// Says what the new edition of an official list changed, name by name.
#[utoipa::path(get, path = "/api/v1/coverage/changes", tag = "glossary", params(ListChangesParams), responses(
    (status = 200, description = "What became of each name", body = ListChangesBody)))]
pub async fn list_changes(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadGlossary>,
    FromQuery(params): FromQuery<ListChangesParams>,
) -> Result<Json<ListChangesBody>, Problem> {
    let Some(collection) = params.collection else {
        return Err(Problem::internal("the collection is asked for"));
    };
    let wanted = collection.clone();
    let find = move |app: &app::App, permit: &Permit<ReadGlossary>| app.find_succession(permit, &wanted);
    let found: Option<ListChanges> = handle.show(permit, find).await?;
    let counts = found.as_ref().map(ListChanges::counts).unwrap_or_default();
    let predecessor = found.as_ref().map(|found| found.predecessor.to_string());
    let changes = found.map(|found| found.changes).unwrap_or_default();
    let wanted = |change: &&ListChange| params.kind.is_none_or(|kind| change.kind == kind);
    let items = changes
        .iter()
        .filter(wanted)
        .map(|change| ListChangeBody::of(change, true));
    Ok(Json(ListChangesBody {
        collection: collection.to_string(),
        predecessor,
        counts: counts.into(),
        items: items.collect(),
    }))
}

impl From<ListChangeCounts> for ListCountsBody {
    fn from(counts: ListChangeCounts) -> Self {
        let ListChangeCounts {
            unchanged,
            new,
            renamed,
            abolished,
        } = counts;
        Self {
            unchanged,
            new,
            renamed,
            abolished,
        }
    }
}

impl ListChangeBody {
    /// Tells of `change`; without `has_ids`, the new name has no concept yet.
    fn of(change: &ListChange, has_ids: bool) -> Self {
        Self {
            kind: change.kind.as_str(),
            old: change.old.as_ref().map(|entry| ListNameBody::of(entry, true)),
            new: change.new.as_ref().map(|entry| ListNameBody::of(entry, has_ids)),
        }
    }
}

impl ListNameBody {
    fn of(entry: &ListEntry, has_id: bool) -> Self {
        Self {
            id: has_id.then(|| entry.concept.to_string()),
            number: entry.number.clone(),
            name: entry.name.clone(),
            article: entry.article.clone(),
        }
    }
}

impl ImportedListBody {
    /// Tells of `told`; `is_written` if the new names have their concepts.
    pub fn of(told: &ListChangesTold, is_written: bool) -> Self {
        let likely = |likely: &LikelyRename| LikelyRenameBody {
            old: ListNameBody::of(&likely.old, true),
            new: ListNameBody::of(&likely.new, is_written),
        };
        Self {
            collection: told.collection.to_string(),
            predecessor: told.predecessor.to_string(),
            counts: told.counts.into(),
            changes: told
                .changes
                .iter()
                .map(|change| ListChangeBody::of(change, is_written))
                .collect(),
            more_changes: told.more_changes,
            likely_renames: told.likely_renames.iter().map(likely).collect(),
        }
    }
}
