//! `/concepts`: the entries that pass a filter, put together with controls or written out, and filters that are kept.

pub mod controls;
pub mod saving;

use access::{KeepFilters, Permit, ReadDrafts, ReadGlossary};
use app::{ConceptEntry, ConceptFilter, ConceptPage, Filter, FilterFault, SavedFilter, filter_in_chinese};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use glossary::provision::Provision;
use glossary::{Lang, Workflow};
use serde::Serialize;

use self::controls::{Chosen, ControlView, PARTS, REGIONS};
use super::result_view::{TermView, terms};
use super::{page, private_page, see_other, times};
use crate::api::concepts::{concept_cursor, cursor_after};
use crate::caller::{Caller, Permitted};
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::problem::Problem;
use crate::web::templates::{View, percent_encode};
use crate::web::ui::Ui;

/// What was done before; each is the translation `concepts.done.<word>`.
pub const DONE: [&str; 2] = ["saved", "deleted"];

/// How many entries a page has.
const LINES: usize = 30;

/// The formats in which the same entries can be taken away.
const FORMATS: [&str; 4] = ["csv", "xlsx", "tbx", "jsonl"];

/// Which entries, and which part of them.
#[derive(Debug, Clone, Default)]
pub struct ListParams {
    /// The filter as it is written.
    pub filter: String,
    pub law: String,
    pub article: String,
    cursor: Option<String>,
    done: Option<&'static str>,
    /// What the controls say; `None` if the filter was written out.
    chosen: Option<Chosen>,
}

impl Members for ListParams {
    // The controls besides: links of pages ignore what they do not know, so nothing is refused by these.
    const NAMES: &'static [&'static str] = &["filter", "law", "article", "cursor", "done", "rest", "build"];

    fn take(fields: &mut Fields) -> Self {
        let done = fields.text("done");
        let is_built = fields.text("build").is_some();
        Self {
            filter: fields.text("filter").unwrap_or_default(),
            law: fields.text("law").unwrap_or_default(),
            article: fields.text("article").unwrap_or_default(),
            cursor: fields.text("cursor"),
            done: done.and_then(|done| DONE.into_iter().find(|word| *word == done)),
            chosen: is_built.then(|| Chosen::take(fields)),
        }
    }
}

impl ListParams {
    /// Returns the address of the list, from its beginning.
    fn link(&self) -> String {
        let members = [
            ("filter", &self.filter),
            ("law", &self.law),
            ("article", &self.article),
        ];
        let said = members.into_iter().filter(|(_, value)| !value.is_empty());
        let members: Vec<_> = said
            .map(|(name, value)| format!("{name}={}", percent_encode(value)))
            .collect();
        format!("/concepts?{}", members.join("&"))
    }
}

/// The page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ConceptListView {
    pub controls: Vec<ControlView>,
    /// The filter as it is written.
    pub filter: String,
    /// What of it no control says.
    pub rest: String,
    pub law: String,
    pub article: String,
    pub fault: Option<FaultView>,
    pub rows: Vec<ListRow>,
    /// The link to the next page.
    pub next: Option<String>,
    /// The link to the first page, if this is another.
    pub first: Option<String>,
    /// Format and link.
    pub exports: Vec<(&'static str, String)>,
    /// Whether filters can be kept, and shared.
    pub may_save: bool,
    pub may_share: bool,
    pub saved: Vec<SavedView>,
    pub done: Option<&'static str>,
    /// The name that was typed, and what is wrong with it.
    pub name: String,
    pub name_fault: Option<String>,
}

/// What is wrong with a filter, at its place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FaultView {
    pub before: String,
    pub token: String,
    pub after: String,
    pub sentence: String,
}

/// An entry.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListRow {
    pub id: String,
    pub zh: Vec<TermView>,
    pub bo: Vec<TermView>,
    pub workflow: &'static str,
    pub batch: Option<String>,
    pub at: String,
}

/// A filter that is kept.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SavedView {
    pub id: String,
    pub name: String,
    pub filter: String,
    pub is_own: bool,
    pub is_shared: bool,
    pub by: String,
}

impl View for ConceptListView {
    const TEMPLATE: &'static str = "concept_list.html";
}

/// What is told besides the list.
#[derive(Default)]
struct Told {
    status: StatusCode,
    name: String,
    name_fault: Option<String>,
}

/// Shows the entries that pass.
pub async fn concepts_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadGlossary>,
    context: RequestContext,
    FromPageQuery(mut params): FromPageQuery<ListParams>,
) -> Result<Response, Problem> {
    if let Some(chosen) = params.chosen.take() {
        // One address for one list, whatever it was put together with.
        params.filter = chosen.written();
        return Ok(see_other(&params.link()));
    }
    shown(&handle, &context, &caller, permit, params, Told::default()).await
}

/// What is read for a page.
struct Found {
    page: ConceptPage,
    collections: Vec<String>,
    fields: Vec<String>,
    saved: Vec<SavedFilter>,
}

async fn shown(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    permit: Permit<ReadGlossary>,
    params: ListParams,
    told: Told,
) -> Result<Response, Problem> {
    let after = params.cursor.as_deref().map(concept_cursor).transpose()?;
    let read: Result<Filter, FilterFault> = params.filter.parse();
    let fault = read
        .as_ref()
        .err()
        .map(|fault| FaultView::of(&params.filter, fault, context.ui));
    let filter = read.as_ref().ok().cloned();
    let (drafts, keeps) = (
        handle.may::<ReadDrafts>(caller),
        handle.may::<KeepFilters>(caller),
    );
    let own = keeps.as_ref().map(|keeps| keeps.actor().id().to_owned());
    let may_share = drafts.is_some();
    let law = Some(&params.law).filter(|law| !law.trim().is_empty());
    let article = Some(params.article.as_str()).filter(|article| !article.trim().is_empty());
    let provision = law.map(|law| Provision::new(law, article));
    let read = move |app: &app::App, permit: &Permit<ReadGlossary>| {
        let page = match filter {
            None => ConceptPage {
                entries: Vec::new(),
                next: None,
            },
            Some(filter) => {
                let wanted = ConceptFilter { provision, filter };
                app.list_concepts(permit, drafts.as_ref(), &wanted, after, LINES)?
            }
        };
        let collections = app.coverage(permit)?.into_iter();
        let fields = app.list_subject_fields(permit)?.into_iter();
        Ok(Found {
            page,
            collections: collections.map(|line| line.collection.to_string()).collect(),
            fields: fields.map(|field| field.code.to_string()).collect(),
            saved: match &keeps {
                None => Vec::new(),
                Some(keeps) => app.list_saved_filters(keeps, drafts.as_ref())?,
            },
        })
    };
    let found = handle.show(permit, read).await?;
    let offset = handle.config().utc_offset_minutes;
    let mut view = ConceptListView::of(&params, found, own.as_deref(), offset);
    view.may_share = may_share;
    view.name = told.name;
    view.name_fault = told.name_fault;
    let status = if fault.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        told.status
    };
    if fault.is_some() {
        view.exports.clear();
    }
    view.fault = fault;
    // Who wrote what is told to nobody else.
    view.controls
        .retain(|control| may_share || control.name != "author");
    if view.may_save || status != StatusCode::OK {
        private_page(handle, context, caller, status, &view)
    } else {
        page(handle, context, caller, &view)
    }
}

impl ConceptListView {
    fn of(params: &ListParams, found: Found, own: Option<&str>, utc_offset_minutes: i16) -> Self {
        let chosen = Chosen::of(&params.filter.parse().unwrap_or_default());
        let words = |name: &str| match name {
            "workflow" => Workflow::ALL.iter().map(ToString::to_string).collect(),
            "collection" => found.collections.clone(),
            "subject_field" => found.fields.clone(),
            "without" => PARTS.map(str::to_owned).to_vec(),
            "region" => REGIONS.map(str::to_owned).to_vec(),
            _ => Vec::new(),
        };
        let link = params.link();
        let next = found
            .page
            .next
            .map(|id| format!("{link}&cursor={}", cursor_after(id)));
        let row = |entry: ConceptEntry| ListRow::of(entry, utc_offset_minutes);
        let filter = percent_encode(&params.filter);
        let export = |format| {
            (
                format,
                format!("/api/v1/exports/glossary?format={format}&filter={filter}"),
            )
        };
        Self {
            controls: chosen.views(words),
            rest: chosen.rest,
            filter: params.filter.clone(),
            law: params.law.clone(),
            article: params.article.clone(),
            first: params.cursor.is_some().then_some(link),
            next,
            rows: found.page.entries.into_iter().map(row).collect(),
            // The export knows no law.
            exports: match params.law.trim() {
                "" => FORMATS.map(export).to_vec(),
                _ => Vec::new(),
            },
            may_save: own.is_some(),
            saved: found
                .saved
                .into_iter()
                .map(|saved| SavedView::of(saved, own.unwrap_or_default()))
                .collect(),
            done: params.done,
            ..Self::default()
        }
    }
}

impl ListRow {
    fn of(entry: ConceptEntry, utc_offset_minutes: i16) -> Self {
        let summary = app::view::ConceptSummary::of(entry.id, entry.revision, &entry.concept);
        Self {
            id: entry.id.to_string(),
            zh: terms(&summary.zh, Lang::Zh, None),
            bo: terms(&summary.bo, Lang::Bo, None),
            workflow: summary.workflow.as_str(),
            batch: entry.authority.map(|act| act.number),
            at: times::shown(entry.updated_at_ms, utc_offset_minutes),
        }
    }
}

impl SavedView {
    fn of(saved: SavedFilter, own: &str) -> Self {
        Self {
            is_own: saved.owner == own,
            id: saved.id,
            name: saved.name,
            filter: saved.filter,
            is_shared: saved.is_shared,
            by: saved.saved_by,
        }
    }
}

impl FaultView {
    fn of(filter: &str, fault: &FilterFault, ui: Ui) -> Self {
        let chars: Vec<char> = filter.chars().collect();
        let piece = |range: std::ops::Range<usize>| -> String {
            chars.get(range).unwrap_or_default().iter().collect()
        };
        let start = fault.position.min(chars.len());
        let end = start.saturating_add(fault.token.chars().count()).min(chars.len());
        Self {
            before: piece(0..start),
            token: piece(start..end),
            after: piece(end..chars.len()),
            sentence: match ui {
                Ui::En => fault.to_string(),
                _ => filter_in_chinese(fault),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_stands_at_its_place() {
        let shown = |filter: &str| {
            let fault = filter.parse::<Filter>().unwrap_err();
            let view = FaultView::of(filter, &fault, Ui::En);
            format!("{}[{}]{}", view.before, view.token, view.after)
        };
        assert_eq!(
            shown("without:bo ཀ:法 workflow:draft"),
            "without:bo [ཀ:法] workflow:draft"
        );
        assert_eq!(shown("workflow:x"), "[workflow:x]");
        let long = "a".repeat(300);
        assert_eq!(
            shown(&long),
            format!("{}[{}]{}", "a".repeat(256), "a".repeat(21), "a".repeat(23))
        );
    }
}
