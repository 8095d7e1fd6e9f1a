//! `/lookups`: what readers looked for in vain and what Tibetan they asked for, for editors. Nobody's name stands beside it.

use access::{Permit, Propose, WriteGlossary};
use app::{ReadDrafts, UnansweredLookup, WantedTibetan};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::permitted_form::PermittedForm;
use super::{private_page, see_other};
use crate::api::lookups::{read_cursor, read_wanted_cursor, write_cursor};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members, NoMembers};
use crate::observe::RequestContext;
use crate::problem::Problem;
use crate::web::templates::{View, percent_encode};
use crate::write::Repeating;

/// How many lines each of both lists has.
const LINES: usize = 50;

/// Which part of which list; the first part of both if none is named.
#[derive(Debug)]
pub struct UnansweredParams {
    lookups: Option<String>,
    wanted: Option<String>,
    is_put_aside: bool,
}

impl Members for UnansweredParams {
    const NAMES: &'static [&'static str] = &["lookups", "wanted", "done"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            lookups: fields.text("lookups"),
            wanted: fields.text("wanted"),
            is_put_aside: fields.text("done").is_some_and(|done| done == "aside"),
        }
    }
}

/// Both lists, the most wanted first.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UnansweredView {
    pub lookups: Vec<LookupRow>,
    pub next_lookups: Option<String>,
    pub wanted: Vec<WantedRow>,
    pub next_wanted: Option<String>,
    pub may_put_aside: bool,
    pub is_put_aside: bool,
}

/// A text that was looked up in vain. Days are civil days in UTC.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LookupRow {
    pub key: String,
    pub lang: &'static str,
    pub text: String,
    pub lookups: u64,
    pub days: u64,
    pub last_day: String,
}

/// A concept whose Tibetan is asked for.
#[derive(Debug, Clone, Default, Serialize)]
pub struct WantedRow {
    pub id: String,
    pub zh: Option<String>,
    pub requests: u64,
    pub last_day: String,
}

impl View for UnansweredView {
    const TEMPLATE: &'static str = "unanswered.html";
}

/// Shows both lists.
pub async fn unanswered_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadDrafts>,
    context: RequestContext,
    FromPageQuery(params): FromPageQuery<UnansweredParams>,
) -> Result<Response, Problem> {
    let after = params.lookups.as_deref().map(read_cursor).transpose()?;
    let after_wanted = params.wanted.as_deref().map(read_wanted_cursor).transpose()?;
    let read = move |app: &app::App, permit: &Permit<ReadDrafts>| {
        let lookups = app.list_unanswered_lookups(permit, after, LINES + 1)?;
        let wanted = app.list_wanted_tibetan(permit, after_wanted, LINES + 1)?;
        Ok((lookups, wanted))
    };
    let (mut lookups, mut wanted) = handle.show(permit, read).await?;
    let (more_lookups, more_wanted) = (lookups.len() > LINES, wanted.len() > LINES);
    lookups.truncate(LINES);
    wanted.truncate(LINES);
    let last = lookups.last().filter(|_| more_lookups);
    let last_wanted = wanted.last().filter(|_| more_wanted);
    let view = UnansweredView {
        next_lookups: last.map(|last| write_cursor(last.lookups, &last.key)),
        next_wanted: last_wanted.map(|last| write_cursor(last.requests, &last.concept.id)),
        lookups: lookups.into_iter().map(LookupRow::from).collect(),
        wanted: wanted.into_iter().map(WantedRow::from).collect(),
        may_put_aside: handle.may::<WriteGlossary>(&caller).is_some(),
        is_put_aside: params.is_put_aside,
    };
    private_page(&handle, &context, &caller, StatusCode::OK, &view)
}

/// Makes a proposal of a lookup, and leads to it.
pub async fn propose(
    State(handle): State<Handle>,
    Path(key): Path<String>,
    PermittedForm {
        caller,
        permit,
        form: NoMembers,
    }: PermittedForm<ReadDrafts, NoMembers>,
) -> Result<Response, Problem> {
    let propose: Permit<Propose> = handle.permit(&caller).await?;
    let work = move |app: &app::App, drafts: &Permit<ReadDrafts>| app.propose_lookup(&propose, drafts, &key);
    let made = handle.act(permit, Repeating::WritesAgain, work).await?;
    let id = percent_encode(&made.id);
    Ok(see_other(&format!("/proposals/{id}?done=made")))
}

/// Puts a lookup aside, because nothing is to come of it.
pub async fn put_aside(
    State(handle): State<Handle>,
    Path(key): Path<String>,
    PermittedForm {
        permit,
        form: NoMembers,
        ..
    }: PermittedForm<WriteGlossary, NoMembers>,
) -> Result<Response, Problem> {
    let work = move |app: &app::App, permit: &Permit<WriteGlossary>| app.put_lookup_aside(permit, &key);
    handle.act(permit, Repeating::IsSafe, work).await?;
    Ok(see_other("/lookups?done=aside"))
}

impl From<UnansweredLookup> for LookupRow {
    fn from(lookup: UnansweredLookup) -> Self {
        Self {
            key: lookup.key,
            lang: lookup.lang.as_str(),
            text: lookup.text.unwrap_or_default(),
            lookups: lookup.lookups,
            days: lookup.days,
            last_day: lookup.last_day,
        }
    }
}

impl From<WantedTibetan> for WantedRow {
    fn from(wanted: WantedTibetan) -> Self {
        Self {
            id: wanted.concept.id.to_string(),
            zh: wanted.concept.zh.into_iter().next().map(|term| term.text),
            requests: wanted.requests,
            last_day: wanted.last_day,
        }
    }
}
