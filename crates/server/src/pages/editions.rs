//! `/editions`: the states of the glossary that can be cited, freezing one, and what two do not have in common.

use access::{AuthoriseGlossary, Permit};
use app::{Edition, EditionChange, Error, ReadGlossary, Version};
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;

use super::differences::DifferenceView;
use super::permitted_form::PermittedForm;
use super::{page, private_page, see_other, times};
use crate::api::concepts::{concept_cursor, cursor_after};
use crate::api::editions::edition_number;
use crate::caller::{Caller, Permitted};
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::problem::{Code, Problem, sentence_of};
use crate::web::templates::View;
use crate::write::Repeating;

/// How many concepts a comparison shows at a time.
const LINES: usize = 50;

/// Which part of a comparison.
#[derive(Debug)]
pub struct CompareParams {
    cursor: Option<String>,
}

impl Members for CompareParams {
    const NAMES: &'static [&'static str] = &["cursor"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            cursor: fields.text("cursor"),
        }
    }
}

/// What the form sends that freezes.
#[derive(Default)]
pub struct FreezeForm {
    title: String,
    note: String,
}

impl Members for FreezeForm {
    const NAMES: &'static [&'static str] = &["title", "note"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            title: fields.text("title").unwrap_or_default(),
            note: fields.text("note").unwrap_or_default(),
        }
    }
}

/// The editions, newest first.
#[derive(Debug, Clone, Default, Serialize)]
pub struct EditionsView {
    pub rows: Vec<EditionRow>,
    pub may_freeze: bool,
    pub title: String,
    pub note: String,
    pub fault: Option<String>,
}

/// An edition.
#[derive(Debug, Clone, Default, Serialize)]
pub struct EditionRow {
    pub number: u64,
    pub title: String,
    pub note: Option<String>,
    pub frozen_at: String,
    pub concepts: u64,
}

/// One edition, with the numbers of the others.
#[derive(Debug, Clone, Default, Serialize)]
pub struct EditionView {
    pub edition: EditionRow,
    pub others: Vec<u64>,
}

/// What two editions do not have in common.
#[derive(Debug, Clone, Default, Serialize)]
pub struct EditionDiffView {
    pub from: u64,
    pub to: u64,
    pub rows: Vec<EditionChangeView>,
    pub next: Option<String>,
    pub is_continued: bool,
}

/// A concept that is not the same.
#[derive(Debug, Clone, Default, Serialize)]
pub struct EditionChangeView {
    pub id: String,
    pub zh: Option<String>,
    pub bo: Option<String>,
    /// `added`, `changed` or `removed`: the translation `edition_change.<change>`.
    pub change: &'static str,
    pub differences: Vec<DifferenceView>,
}

impl View for EditionsView {
    const TEMPLATE: &'static str = "editions.html";
}

impl View for EditionView {
    const TEMPLATE: &'static str = "edition.html";
}

impl View for EditionDiffView {
    const TEMPLATE: &'static str = "edition_diff.html";
}

/// Lists the editions.
pub async fn editions_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadGlossary>,
    context: RequestContext,
) -> Result<Response, Problem> {
    let view = list(&handle, &caller, permit).await?;
    page(&handle, &context, &caller, &view)
}

/// Freezes what is authorised as the next edition.
pub async fn freeze(
    State(handle): State<Handle>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: PermittedForm<AuthoriseGlossary, FreezeForm>,
) -> Result<Response, Problem> {
    let (title, note) = (form.title.clone(), form.note.clone());
    let work = move |app: &app::App, permit: &Permit<AuthoriseGlossary>| {
        app.freeze_edition(permit, &title, Some(&note))
    };
    let problem: Problem = match handle.act_unmapped(permit, Repeating::WritesAgain, work).await? {
        Ok(edition) => return Ok(see_other(&format!("/editions/{}", edition.number))),
        Err(error @ (Error::TitleMissing | Error::NothingAuthorised)) => error.into(),
        Err(error) => return Err(error.into()),
    };
    let read = handle.permit::<ReadGlossary>(&caller).await?;
    let sentence = match problem.code {
        Code::InvalidInput => handle
            .web()
            .translations()
            .text(context.ui, "editions.title_missing")
            .to_owned(),
        _ => sentence_of(handle.web(), context.ui, &problem),
    };
    let view = EditionsView {
        title: form.title,
        note: form.note,
        fault: Some(sentence),
        ..list(&handle, &caller, read).await?
    };
    private_page(&handle, &context, &caller, problem.code.status(), &view)
}

/// Shows one edition.
pub async fn edition_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadGlossary>,
    context: RequestContext,
    Path(number): Path<String>,
) -> Result<Response, Problem> {
    let number = edition_number(&number)?;
    let mut rows = list(&handle, &caller, permit).await?.rows;
    let nth = rows.iter().position(|row| row.number == number);
    let nth = nth.ok_or_else(|| Problem::from(Error::NoSuchEdition(number)))?;
    let view = EditionView {
        edition: rows.swap_remove(nth),
        others: {
            let mut others: Vec<u64> = rows.iter().map(|row| row.number).collect();
            others.sort_unstable_by(|a, b| b.cmp(a));
            others
        },
    };
    page(&handle, &context, &caller, &view)
}

/// Compares two editions, each concept field by field.
pub async fn diff_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadGlossary>,
    context: RequestContext,
    Path((from, to)): Path<(String, String)>,
    FromPageQuery(params): FromPageQuery<CompareParams>,
) -> Result<Response, Problem> {
    let (from, to) = (edition_number(&from)?, edition_number(&to)?);
    let after = params.cursor.as_deref().map(concept_cursor).transpose()?;
    let compare = move |app: &app::App, permit: &Permit<ReadGlossary>| {
        let changes = app.compare_editions(permit, (from, to), after, LINES + 1)?;
        let last = changes.get(..LINES).filter(|_| changes.len() > LINES);
        let next = last.and_then(<[_]>::last).map(|change| cursor_after(change.id));
        let shown = changes
            .into_iter()
            .map(|change| EditionChangeView::of(app, permit, change, [from, to]));
        Ok((shown.collect::<Result<Vec<_>, Error>>()?, next))
    };
    let (mut rows, next) = handle.show(permit, compare).await?;
    rows.truncate(LINES);
    let view = EditionDiffView {
        from,
        to,
        next,
        rows,
        is_continued: after.is_some(),
    };
    page(&handle, &context, &caller, &view)
}

async fn list(
    handle: &Handle,
    caller: &Caller,
    permit: Permit<ReadGlossary>,
) -> Result<EditionsView, Problem> {
    let editions = handle
        .show(permit, |app, permit| app.list_editions(permit))
        .await?;
    let offset = handle.config().utc_offset_minutes;
    Ok(EditionsView {
        rows: editions
            .into_iter()
            .map(|edition| EditionRow::of(edition, offset))
            .collect(),
        may_freeze: handle.may::<AuthoriseGlossary>(caller).is_some(),
        ..EditionsView::default()
    })
}

impl EditionRow {
    fn of(edition: Edition, utc_offset_minutes: i16) -> Self {
        Self {
            number: edition.number,
            title: edition.title,
            note: edition.note,
            frozen_at: times::shown(edition.frozen_at_ms, utc_offset_minutes),
            concepts: edition.concepts,
        }
    }
}

impl EditionChangeView {
    fn of(
        app: &app::App,
        permit: &Permit<ReadGlossary>,
        change: EditionChange,
        [from, to]: [u64; 2],
    ) -> Result<Self, Error> {
        let (kind, differences) = match (change.from, change.to) {
            (None, _) => ("added", Vec::new()),
            (_, None) => ("removed", Vec::new()),
            _ => {
                let versions = [Version::Edition(from), Version::Edition(to)];
                let found = app.compare_versions(permit, change.id, versions, None)?;
                ("changed", DifferenceView::all(&found.fields, &found.old))
            }
        };
        Ok(Self {
            id: change.id.to_string(),
            zh: change.zh,
            bo: change.bo,
            change: kind,
            differences,
        })
    }
}
