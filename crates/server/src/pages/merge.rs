//! `/c/{id}/merge`: joining a concept into another one that says the same.

use access::{AuthoriseGlossary, Permit, WriteGlossary};
use app::{ConceptEntry, Joining, ReadDrafts, ReadGlossary, SearchRequest, Version};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use glossary::{ConceptId, Lang};
use serde::Serialize;

use super::concept_form::view::AlikeView;
use super::entry_terms::{LanguageView, TextView};
use super::permitted_form::PermittedForm;
use super::{private_page, see_other};
use crate::api::concepts::{concept_id, leading_on};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::pools::Pool;
use crate::problem::{Issue, IssueCode, Problem};
use crate::web::templates::View;
use crate::write::Repeating;

/// Into which concept.
#[derive(Debug)]
pub struct MergeQuery {
    q: Option<String>,
    into: Option<String>,
}

impl Members for MergeQuery {
    const NAMES: &'static [&'static str] = &["q", "into"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            q: fields.text("q"),
            into: fields.text("into"),
        }
    }
}

/// What the form sends.
pub struct MergeForm {
    into: Option<ConceptId>,
    into_revision: u64,
    base: u64,
    reason: String,
}

impl Members for MergeForm {
    const NAMES: &'static [&'static str] = &["into", "into_revision", "base", "reason"];

    fn take(fields: &mut Fields) -> Self {
        let into = fields.name("into");
        let mut number = |name| {
            let number = fields.number(name, 1..=i64::MAX.unsigned_abs());
            fields.wanted(name, number).unwrap_or_default()
        };
        let (into_revision, base) = (number("into_revision"), number("base"));
        let reason = fields.text("reason");
        Self {
            into: fields.wanted("into", into),
            into_revision,
            base,
            reason: fields.wanted("reason", reason).unwrap_or_default(),
        }
    }
}

/// The concept that goes, and the one that stays or those that it could be.
#[derive(Debug, Clone, Default, Serialize)]
pub struct MergePageView {
    pub gone: SideView,
    pub kept: Option<SideView>,
    pub q: String,
    pub found: Vec<AlikeView>,
    /// Whether something was looked for.
    pub is_asked: bool,
}

/// One of two concepts side by side.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SideView {
    pub id: String,
    pub revision: u64,
    pub workflow: &'static str,
    pub languages: Vec<LanguageView>,
    pub definitions: Vec<TextView>,
    pub collections: Vec<String>,
}

impl View for MergePageView {
    const TEMPLATE: &'static str = "merge.html";
}

/// Shows what the concept could be joined into, or both side by side.
pub async fn merge_page(
    State(handle): State<Handle>,
    Permitted { caller, .. }: Permitted<WriteGlossary>,
    context: RequestContext,
    Path(id): Path<String>,
    FromPageQuery(query): FromPageQuery<MergeQuery>,
) -> Result<Response, Problem> {
    let id = concept_id(&id)?;
    let read = handle.permit::<ReadGlossary>(&caller).await?;
    let drafts = handle.permit::<ReadDrafts>(&caller).await?;
    let q = query.q.unwrap_or_default();
    let typed = query.into.as_deref().unwrap_or_else(|| q.trim());
    // An address or a number names the concept itself.
    let number = typed.rsplit('/').next().unwrap_or_default();
    let into: Option<ConceptId> = number.parse().ok().filter(|into| *into != id);
    let hits = match into {
        None if !q.trim().is_empty() => handle.look_up().search(&read, &SearchRequest::new(&q))?.hits,
        _ => Vec::new(),
    };
    let is_asked = !q.is_empty();
    let find = move |app: &app::App| {
        let find = |id| app.find_concept(&read, id, Version::Newest, Some(&drafts));
        let gone = find(id)?;
        let alike = app.find_alike(&read, &gone.concept, Some(id))?;
        Ok((gone, into.map(find).transpose()?, alike))
    };
    let found = handle.run(Pool::Reads, find).await;
    let (gone, kept, alike) = found.map_err(|problem| leading_on(problem, "/c/"))?;
    let hits = hits
        .into_iter()
        .map(|hit| hit.summary)
        .filter(|summary| summary.id != id);
    let found = if is_asked { hits.collect() } else { alike };
    let view = MergePageView {
        gone: SideView::of(gone),
        found: found.into_iter().map(AlikeView::from).collect(),
        kept: kept.map(SideView::of),
        q,
        is_asked,
    };
    private_page(&handle, &context, &caller, StatusCode::OK, &view)
}

/// Joins both.
pub async fn merge(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    PermittedForm { caller, permit, form }: PermittedForm<WriteGlossary, MergeForm>,
) -> Result<Response, Problem> {
    let missing = || Problem::invalid(vec![Issue::of("into", IssueCode::Missing)]);
    let joining = Joining {
        gone: concept_id(&id)?,
        gone_revision: form.base,
        kept: form.into.ok_or_else(missing)?,
        kept_revision: form.into_revision,
        reason: form.reason,
    };
    let kept = joining.kept;
    let committee = handle.may::<AuthoriseGlossary>(&caller);
    let work = move |app: &app::App, permit: &Permit<WriteGlossary>| {
        app.merge_concepts(permit, &joining, committee.as_ref())
    };
    handle.act(permit, Repeating::WritesAgain, work).await?;
    Ok(see_other(&format!("/c/{kept}?revision=newest&done=merged")))
}

impl SideView {
    fn of(entry: ConceptEntry) -> Self {
        let concept = entry.concept;
        let languages = [Lang::Zh, Lang::Bo, Lang::En].map(|lang| LanguageView::of(&concept, lang));
        Self {
            id: entry.id.to_string(),
            revision: entry.revision,
            workflow: concept.workflow.as_str(),
            languages: languages.into_iter().filter(|l| !l.terms.is_empty()).collect(),
            definitions: concept.definitions.iter().map(TextView::of_definition).collect(),
            collections: concept
                .memberships
                .iter()
                .map(|m| m.collection.to_string())
                .collect(),
        }
    }
}
