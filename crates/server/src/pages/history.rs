//! `/c/{id}/history`: every revision of a concept, two of them side by side, and taking one up again.

use access::{Permit, WriteGlossary};
use app::{Comparison, ReadDrafts, ReadGlossary, RevisionLine, Version};
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;

use super::differences::DifferenceView;
use super::permitted_form::PermittedForm;
use super::{page, see_other, times};
use crate::api::concepts::{concept_id, leading_on};
use crate::caller::Caller;
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::pools::Pool;
use crate::problem::Problem;
use crate::web::templates::View;
use crate::write::Repeating;

/// Which part of the history, and which revisions are compared.
#[derive(Debug)]
pub struct HistoryParams {
    before: Option<u64>,
    from: Option<u64>,
    to: Option<u64>,
}

impl Members for HistoryParams {
    const NAMES: &'static [&'static str] = &["before", "from", "to"];

    fn take(fields: &mut Fields) -> Self {
        let mut number = |name| fields.number(name, 1..=i64::MAX.unsigned_abs());
        Self {
            before: number("before"),
            from: number("from"),
            to: number("to"),
        }
    }
}

/// What the form sends that takes a revision up again.
pub struct RestoreForm {
    revision: Option<u64>,
    base: Option<u64>,
    reason: Option<String>,
}

impl Members for RestoreForm {
    const NAMES: &'static [&'static str] = &["revision", "base", "reason"];

    fn take(fields: &mut Fields) -> Self {
        let mut number = |name| {
            let number = fields.number(name, 1..=i64::MAX.unsigned_abs());
            fields.wanted(name, number)
        };
        let (revision, base) = (number("revision"), number("base"));
        let reason = fields.text("reason");
        Self {
            revision,
            base,
            reason: fields.wanted("reason", reason),
        }
    }
}

/// The history of a concept.
#[derive(Debug, Clone, Default, Serialize)]
pub struct HistoryView {
    pub id: String,
    pub name_zh: Option<String>,
    pub name_bo: Option<String>,
    /// The newest revision that the reader may read.
    pub newest: u64,
    /// The revision that everybody reads.
    pub standing: u64,
    /// Whether the reader may take a revision up again.
    pub may_restore: bool,
    /// Whether the reader may read batches.
    pub may_read_batches: bool,
    pub lines: Vec<HistoryLineView>,
    /// Where the older lines begin.
    pub before: Option<u64>,
    pub comparison: Option<ComparisonView>,
}

/// A revision.
#[derive(Debug, Clone, Default, Serialize)]
pub struct HistoryLineView {
    pub revision: u64,
    pub workflow: Option<&'static str>,
    /// What it was written for: the translation `act.<act>`.
    pub act: &'static str,
    pub author: Option<String>,
    pub reason: Option<String>,
    pub batch: Option<String>,
    pub at: String,
    pub is_from: bool,
    pub is_to: bool,
}

/// Two revisions side by side.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ComparisonView {
    pub from: u64,
    pub to: u64,
    pub differences: Vec<DifferenceView>,
}

impl View for HistoryView {
    const TEMPLATE: &'static str = "history.html";
}

impl ComparisonView {
    /// Shows a comparison.
    pub fn of(comparison: &Comparison) -> Self {
        Self {
            from: comparison.from,
            to: comparison.to,
            differences: DifferenceView::all(&comparison.fields, &comparison.old),
        }
    }
}

/// How many lines a page of the history has: as many as are read at once.
const LINES: usize = 100;

/// Shows the history, and two revisions side by side where they are asked for: else the last one beside the one before.
pub async fn history_page(
    State(handle): State<Handle>,
    caller: Caller,
    context: RequestContext,
    Path(id): Path<String>,
    FromPageQuery(params): FromPageQuery<HistoryParams>,
) -> Result<Response, Problem> {
    let permit = handle.permit::<ReadGlossary>(&caller).await?;
    let id = concept_id(&id)?;
    let drafts = handle.may::<ReadDrafts>(&caller);
    let before = params.before;
    let may_read_batches = drafts.is_some();
    let read = move |app: &app::App| {
        let entry = app.find_concept(&permit, id, Version::Standing, drafts.as_ref())?;
        let lines = app.list_revisions(&permit, id, before, drafts.as_ref())?;
        let compared = compared(&params, &lines);
        let comparison = match compared {
            Some([from, to]) => {
                let versions = [Version::Revision(from), Version::Revision(to)];
                Some(app.compare_versions(&permit, id, versions, drafts.as_ref())?)
            }
            None => None,
        };
        Ok((entry, lines, comparison))
    };
    let found = handle.run(Pool::Reads, read).await;
    let (entry, lines, comparison) = found.map_err(|problem| leading_on(problem, "/c/"))?;
    let name = |lang| entry.concept.preferred(lang).map(str::to_owned);
    let pair = comparison
        .as_ref()
        .map(|comparison| (comparison.from, comparison.to));
    let offset = handle.config().utc_offset_minutes;
    let view = HistoryView {
        id: entry.id.to_string(),
        name_zh: name(glossary::Lang::Zh),
        name_bo: name(glossary::Lang::Bo),
        newest: entry.newest.unwrap_or(entry.standing),
        standing: entry.standing,
        may_restore: handle.may::<WriteGlossary>(&caller).is_some(),
        may_read_batches,
        before: lines
            .last()
            .filter(|_| lines.len() == LINES)
            .map(|line| line.revision),
        lines: lines
            .into_iter()
            .map(|line| HistoryLineView::of(line, pair, offset))
            .collect(),
        comparison: comparison.as_ref().map(ComparisonView::of),
    };
    page(&handle, &context, &caller, &view)
}

/// Writes an earlier text as the next draft.
pub async fn restore(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    PermittedForm { permit, form, .. }: PermittedForm<WriteGlossary, RestoreForm>,
) -> Result<Response, Problem> {
    let id = concept_id(&id)?;
    let (revision, base) = (form.revision.unwrap_or_default(), form.base.unwrap_or_default());
    let reason = form.reason.unwrap_or_default();
    let work = move |app: &app::App, permit: &Permit<WriteGlossary>| {
        app.restore_revision(permit, id, base, revision, &reason)
    };
    handle.act(permit, Repeating::WritesAgain, work).await?;
    Ok(see_other(&format!("/c/{id}?revision=newest&done=restored")))
}

/// Returns the revisions that are compared: those asked for, or the newest that says something and the one before it.
fn compared(params: &HistoryParams, lines: &[RevisionLine]) -> Option<[u64; 2]> {
    let mut readable = lines
        .iter()
        .filter(|line| line.workflow.is_some())
        .map(|line| line.revision);
    let to = params.to.or_else(|| readable.next())?;
    let from = params.from.or_else(|| readable.find(|revision| *revision < to))?;
    Some([from, to])
}

impl HistoryLineView {
    fn of(line: RevisionLine, pair: Option<(u64, u64)>, utc_offset_minutes: i16) -> Self {
        Self {
            revision: line.revision,
            workflow: line.workflow.map(glossary::Workflow::as_str),
            act: line.act.as_str(),
            author: line.author,
            reason: line.reason,
            batch: line.batch,
            at: times::shown(line.at_ms, utc_offset_minutes),
            is_from: pair.is_some_and(|(from, _)| from == line.revision),
            is_to: pair.is_some_and(|(_, to)| to == line.revision),
        }
    }
}
