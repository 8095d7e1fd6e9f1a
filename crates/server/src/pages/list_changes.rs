//! `/coverage/changes`: what a new edition of an official list changed, name by name.

use access::{Permit, ReadGlossary};
use axum::extract::State;
use axum::response::Response;
use glossary::CollectionName;
use glossary::list_change::{ListChange, ListChangeCounts, ListChangeKind, ListEntry};
use serde::Serialize;

use super::page;
use crate::api::list_changes::ListChangesParams;
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::FromPageQuery;
use crate::observe::RequestContext;
use crate::problem::Problem;
use crate::web::templates::View;

/// What became of the names of a list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListChangesView {
    /// The new edition.
    pub collection: String,
    /// The list whose place it took; `None` if it took the place of none.
    pub predecessor: Option<String>,
    pub counts: ListCountsView,
    /// What is new, renamed or abolished, or moved, each group that has any.
    pub groups: Vec<ListGroupView>,
}

/// How many names of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ListCountsView {
    pub unchanged: u64,
    pub new: u64,
    pub renamed: u64,
    pub abolished: u64,
}

/// Names of which the same became.
#[derive(Debug, Clone, Serialize)]
pub struct ListGroupView {
    /// `renamed`, `new`, `abolished` or `moved`.
    pub name: &'static str,
    pub changes: Vec<ListChangeView>,
}

/// What became of a name.
#[derive(Debug, Clone, Serialize)]
pub struct ListChangeView {
    pub old: Option<ListNameView>,
    pub new: Option<ListNameView>,
}

/// A name of a list.
#[derive(Debug, Clone, Serialize)]
pub struct ListNameView {
    pub id: String,
    pub name: String,
    pub number: Option<String>,
    pub article: Option<String>,
}

impl View for ListChangesView {
    const TEMPLATE: &'static str = "list_changes.html";
}

/// Shows what a new edition changed.
pub async fn list_changes_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadGlossary>,
    context: RequestContext,
    FromPageQuery(params): FromPageQuery<ListChangesParams>,
) -> Result<Response, Problem> {
    let Some(collection) = params.collection else {
        return Err(Problem::internal("the collection is asked for"));
    };
    let wanted = collection.clone();
    let find = move |app: &app::App, permit: &Permit<ReadGlossary>| app.find_succession(permit, &wanted);
    let found = handle.show(permit, find).await?;
    let view = match found {
        Some(found) => ListChangesView {
            predecessor: Some(found.predecessor.to_string()),
            counts: found.counts().into(),
            groups: groups(&found.changes, params.kind),
            collection: collection.to_string(),
        },
        None => ListChangesView::nothing(&collection),
    };
    page(&handle, &context, &caller, &view)
}

impl ListChangesView {
    fn nothing(collection: &CollectionName) -> Self {
        Self {
            collection: collection.to_string(),
            ..Self::default()
        }
    }
}

impl From<ListChangeCounts> for ListCountsView {
    fn from(counts: ListChangeCounts) -> Self {
        Self {
            unchanged: counts.unchanged,
            new: counts.new,
            renamed: counts.renamed,
            abolished: counts.abolished,
        }
    }
}

impl From<&ListEntry> for ListNameView {
    fn from(entry: &ListEntry) -> Self {
        Self {
            id: entry.concept.to_string(),
            name: entry.name.clone(),
            number: entry.number.clone(),
            article: entry.article.clone(),
        }
    }
}

impl From<&ListChange> for ListChangeView {
    fn from(change: &ListChange) -> Self {
        Self {
            old: change.old.as_ref().map(ListNameView::from),
            new: change.new.as_ref().map(ListNameView::from),
        }
    }
}

/// Returns the changes by what became of the name; all of them, or those of a kind.
fn groups(changes: &[ListChange], wanted: Option<ListChangeKind>) -> Vec<ListGroupView> {
    let group = |name, kind, fits: fn(&ListChange) -> bool| ListGroupView {
        name,
        changes: changes
            .iter()
            .filter(|change| {
                change.kind == kind && fits(change) && wanted.is_none_or(|wanted| wanted == kind)
            })
            .map(ListChangeView::from)
            .collect(),
    };
    let all = [
        group("renamed", ListChangeKind::Renamed, |_| true),
        group("new", ListChangeKind::New, |_| true),
        group("abolished", ListChangeKind::Abolished, |_| true),
        group("moved", ListChangeKind::Unchanged, ListChange::is_moved),
    ];
    all.into_iter()
        .filter(|group| !group.changes.is_empty())
        .collect()
}
