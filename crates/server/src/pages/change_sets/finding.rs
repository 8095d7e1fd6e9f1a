//! `GET /change-sets`: looking for a string, every hit as it is and as it would become, and the change sets made before.

use std::ops::Range;

use access::{Permit, ReadDrafts};
use app::{ChangeSet, ChangeSetHit, ChangeSetHits};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use glossary::search_replace::Replacement;
use serde::Serialize;

use super::form::{Tick, Wanted};
use super::{ChangeSetRow, TermChangeView};
use crate::api::concepts::{concept_cursor, cursor_after};
use crate::api::time_cursor::{read_time_cursor, write_time_cursor};
use crate::caller::{Caller, Permitted};
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::pages::concept_form::view::{FieldView, FormFaults};
use crate::pages::private_page;
use crate::problem::{Problem, issue_bodies};
use crate::web::templates::View;

/// How many concepts a page of hits has.
const HITS: usize = 50;
/// How many change sets are listed below.
const SETS: usize = 20;

/// What is looked for, and which part of the list below.
#[derive(Debug)]
pub struct FindParams {
    wanted: Wanted,
    sets: Option<String>,
}

impl Members for FindParams {
    const NAMES: &'static [&'static str] = &["sought", "replaced_by", "filter", "cursor", "sets"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            wanted: Wanted::take(fields),
            sets: fields.text("sets"),
        }
    }
}

/// The page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ChangeSetsView {
    pub fields: Vec<FieldView>,
    /// What is replaced by what and where, as the form with the hits sends it on.
    pub sought: String,
    pub replaced_by: String,
    pub filter: String,
    pub cursor: Option<String>,
    /// Whether hits were looked for, and could be.
    pub is_found: bool,
    pub hits: Vec<HitView>,
    /// After which concept the next page of hits begins.
    pub next: Option<String>,
    /// The ticks of other pages.
    pub carried: Vec<String>,
    pub reason: String,
    pub reason_fault: Option<String>,
    /// What kept something from being done.
    pub fault: Option<String>,
    /// Change sets made before, newest first.
    pub sets: Vec<ChangeSetRow>,
    pub next_sets: Option<String>,
}

/// A concept in which something would be replaced.
#[derive(Debug, Clone, Default, Serialize)]
pub struct HitView {
    pub id: String,
    pub revision: u64,
    pub workflow: &'static str,
    pub zh: Option<String>,
    pub terms: Vec<TermHitView>,
}

/// A term in which something would be replaced.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TermHitView {
    /// What its box sends.
    pub value: String,
    pub is_ticked: bool,
    /// Whether ticking it would change something.
    pub can_be_ticked: bool,
    /// The places that stay as they are, because what is put in cannot carry their particle.
    pub left: Vec<String>,
    pub change: TermChangeView,
}

impl View for ChangeSetsView {
    const TEMPLATE: &'static str = "change_sets.html";
}

/// Which boxes of the page are ticked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Here {
    /// All of them but those of which a place would stay as it is: somebody has to look at these.
    #[default]
    All,
    /// None of them.
    None,
    /// Those that were.
    AsSent,
}

/// What is told besides the hits.
#[derive(Default)]
pub struct Told {
    pub status: StatusCode,
    /// The ticks that were sent; those of other pages are carried on.
    pub ticks: Vec<Tick>,
    pub here: Here,
    pub reason: String,
    pub reason_fault: Option<String>,
    pub fault: Option<String>,
    /// Where the list of change sets begins.
    pub sets: Option<String>,
}

/// Shows the form, and the hits of what was asked for.
pub async fn change_sets_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadDrafts>,
    context: RequestContext,
    FromPageQuery(params): FromPageQuery<FindParams>,
) -> Result<Response, Problem> {
    let told = Told {
        sets: params.sets,
        ..Told::default()
    };
    shown(&handle, &context, &caller, permit, params.wanted, told).await
}

/// Shows the page with what is told besides.
///
/// # Errors
/// A cursor that is none, and those of a page.
pub async fn shown(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    permit: Permit<ReadDrafts>,
    wanted: Wanted,
    told: Told,
) -> Result<Response, Problem> {
    let after = wanted.cursor.as_deref().map(concept_cursor).transpose()?;
    let before = told.sets.as_deref().map(read_time_cursor).transpose()?;
    let read = Some(wanted.read()).filter(|_| wanted.is_asked());
    let (asked, problem) = match read {
        Some(Ok(asked)) => (Some(asked), None),
        Some(Err(problem)) => (None, Some(problem)),
        None => (None, None),
    };
    let replacement = asked.as_ref().map(|(replacement, _)| replacement.clone());
    let find = move |app: &app::App, permit: &Permit<ReadDrafts>| {
        let hits = match &asked {
            None => None,
            Some((replacement, filter)) => {
                Some(app.preview_change_set(permit, replacement, filter, after, HITS)?)
            }
        };
        Ok((hits, app.list_change_sets(permit, before, SETS + 1)?))
    };
    let (found, sets) = handle.show(permit, find).await?;
    let issues = problem.iter().flat_map(|problem| &problem.issues).cloned();
    let faults = FormFaults::of(issue_bodies(
        handle.web(),
        context.ui,
        &issues.collect::<Vec<_>>(),
    ));
    let status = problem
        .as_ref()
        .map_or(told.status, |problem| problem.code.status());
    let view = ChangeSetsView::of(wanted, replacement.as_ref().zip(found), told)
        .with_fields(&faults)
        .with_sets(sets, handle.config().utc_offset_minutes);
    private_page(handle, context, caller, status, &view)
}

impl ChangeSetsView {
    fn of(wanted: Wanted, found: Option<(&Replacement, ChangeSetHits)>, told: Told) -> Self {
        let is_found = found.is_some();
        let (mut hits, mut next) = (Vec::new(), None);
        let mut carried = Vec::new();
        if let Some((replacement, page)) = found {
            next = page.next.map(cursor_after);
            let is_here = |tick: &&Tick| page.hits.iter().any(|hit| hit.id == tick.id);
            let others = told.ticks.iter().filter(|tick| !is_here(tick));
            carried = others.map(Tick::value).collect();
            let is_ticked = |tick: &Tick, is_whole: bool| match told.here {
                Here::All => is_whole,
                Here::None => false,
                Here::AsSent => told.ticks.iter().any(|t| t.id == tick.id && t.term == tick.term),
            };
            let view = |hit: &ChangeSetHit| HitView::of(replacement, hit, is_ticked);
            hits = page.hits.iter().map(view).collect();
        }
        Self {
            is_found,
            hits,
            next,
            carried,
            sought: wanted.sought.clone(),
            replaced_by: wanted.replaced_by.clone(),
            filter: wanted.filter.clone(),
            fields: wanted.fields(&FormFaults::default()),
            cursor: wanted.cursor,
            reason: told.reason,
            reason_fault: told.reason_fault,
            fault: told.fault,
            sets: Vec::new(),
            next_sets: None,
        }
    }

    fn with_fields(mut self, faults: &FormFaults) -> Self {
        for field in &mut self.fields {
            field.fault = faults.of_field(&field.name);
        }
        self
    }

    fn with_sets(mut self, mut sets: Vec<ChangeSet>, utc_offset_minutes: i16) -> Self {
        let goes_on = sets.len() > SETS;
        sets.truncate(SETS);
        let cursor = |last: &ChangeSet| write_time_cursor(last.made_at_ms, &last.id);
        self.next_sets = sets.last().filter(|_| goes_on).map(cursor);
        let row = |set| ChangeSetRow::of(set, utc_offset_minutes);
        self.sets = sets.into_iter().map(row).collect();
        self
    }
}

impl HitView {
    fn of(replacement: &Replacement, hit: &ChangeSetHit, is_ticked: impl Fn(&Tick, bool) -> bool) -> Self {
        let term = |(text, found): &(String, glossary::search_replace::TermHit)| {
            let tick = Tick {
                id: hit.id,
                revision: hit.revision,
                term: text.clone(),
            };
            let replaced = &found.replaced;
            TermHitView {
                is_ticked: is_ticked(&tick, replaced.left.is_empty()),
                can_be_ticked: !replaced.hits.is_empty(),
                left: replaced.left.iter().map(|place| part(text, place)).collect(),
                value: tick.value(),
                change: TermChangeView::of(Some(replacement), text, &replaced.hits, &replaced.text),
            }
        };
        Self {
            id: hit.id.to_string(),
            revision: hit.revision,
            workflow: hit.workflow.as_str(),
            zh: hit.zh.clone(),
            terms: hit.terms.iter().map(term).collect(),
        }
    }
}

/// Returns the part of `text` at a place in characters.
fn part(text: &str, place: &Range<usize>) -> String {
    text.chars().skip(place.start).take(place.len()).collect()
}
