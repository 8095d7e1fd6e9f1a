//! `POST /people/{id}/apart` and `/merge`: what was found out about two records that may be one person.

use access::{Permit, ReadRegistry, WriteRegistry};
use app::registry::rules::Post;
use app::registry::{JoiningForeseen, JoiningPeople, TwiceEnrolled};
use app::{App, Error};
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;

use super::courts::Courts;
use super::person::{self, Back, expect_person_id};
use super::person_view::{day, shown as period};
use super::told::{Told, problem_of, read_unmapped, sentence, told};
use super::typed::Typed;
use crate::caller::Caller;
use crate::handle::Handle;
use crate::input::{Fields, Members};
use crate::observe::RequestContext;
use crate::pages::permitted_form::PermittedForm;
use crate::pages::see_other;
use crate::pools::Pool;
use crate::problem::Problem;
use crate::write::Repeating;

/// What one of the two forms sends.
#[derive(Debug)]
pub struct JoiningSent {
    base: u64,
    other_base: u64,
    /// Whether what it comes to was shown and is wanted.
    is_confirmed: bool,
    typed: Typed,
}

impl Members for JoiningSent {
    /// The revisions of both, the other person, which one stays, why, and that what comes of it was seen.
    const NAMES: &'static [&'static str] = &["base", "other_base", "other", "keep", "reason", "confirmed"];
    const IS_KEPT: bool = true;

    fn take(fields: &mut Fields) -> Self {
        Self {
            base: fields.number("base", 0..=u64::MAX).unwrap_or_default(),
            other_base: fields.number("other_base", 0..=u64::MAX).unwrap_or_default(),
            is_confirmed: fields.text("confirmed").is_some(),
            typed: Typed::take(fields, &["other", "keep", "reason"]),
        }
    }
}

type Sent = PermittedForm<WriteRegistry, JoiningSent>;

/// Remembers that the two are two.
pub async fn keep_apart(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: Sent,
) -> Result<Response, Problem> {
    expect_person_id(&id)?;
    expect_person_id(form.typed.value("other"))?;
    let reader = handle.permit::<ReadRegistry>(&caller).await?;
    let (one, typed) = (id.clone(), form.typed.clone());
    let work = move |app: &App, permit: &Permit<WriteRegistry>| {
        app.keep_apart(permit, &one, typed.value("other"), typed.value("reason"))
    };
    match handle.act_unmapped(permit, Repeating::IsSafe, work).await? {
        Ok(_) => Ok(see_other(&format!("/people/{id}?done=apart"))),
        Err(error) => {
            let told = told(error, (handle.web(), context.ui), |_| "reason".to_owned())?;
            back(&handle, &context, &caller, (reader, id), form, told).await
        }
    }
}

/// Says what would come of joining the two; sent again from there, joins them and leads to the one that stays.
pub async fn merge(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: Sent,
) -> Result<Response, Problem> {
    expect_person_id(&id)?;
    let other = form.typed.value("other").to_owned();
    expect_person_id(&other)?;
    let reader = handle.permit::<ReadRegistry>(&caller).await?;
    let (this, that) = ((id.clone(), form.base), (other, form.other_base));
    let (kept, gone) = match form.typed.value("keep") {
        "other" => (that, this),
        _ => (this, that),
    };
    let mut said = Told::default();
    if form.is_confirmed {
        let joining = JoiningPeople {
            gone: gone.0.clone(),
            gone_revision: gone.1,
            kept: kept.0.clone(),
            kept_revision: kept.1,
            reason: form.typed.value("reason").to_owned(),
        };
        let work = move |app: &App, permit: &Permit<WriteRegistry>| app.merge_people(permit, &joining);
        match handle.act_unmapped(permit, Repeating::IsSafe, work).await? {
            Ok(_) => return Ok(see_other(&format!("/people/{}?done=merged", kept.0))),
            Err(Error::RecordMerged { into, .. }) => return Ok(see_other(&format!("/people/{into}"))),
            Err(error) => said = told(error, (handle.web(), context.ui), |_| "merge".to_owned())?,
        }
    }
    let (gone, kept) = (gone.0, kept.0);
    let foresee = move |app: &App, permit: &Permit<ReadRegistry>| {
        Ok((app.foresee_merge(permit, &gone, &kept)?, Courts::of(app, permit)?))
    };
    let (foreseen, courts) = match read_unmapped(&handle, Pool::Reads, reader.clone(), foresee).await? {
        Err(Error::RecordMerged { into, .. }) => return Ok(see_other(&format!("/people/{into}"))),
        foreseen => foreseen.map_err(problem_of)?,
    };
    if said.is_empty() {
        for fault in &foreseen.faults {
            said.add("merge", sentence(fault, context.ui));
        }
    }
    let is_other_kept = form.typed.value("keep") == "other";
    let back = Back {
        part: None,
        told: said,
        foreseen: Some(ForeseenView::of(&foreseen, &courts, is_other_kept)),
        typed: form.typed,
    };
    person::shown(&handle, &context, &caller, (reader, id), None, Some(back)).await
}

async fn back(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    person: (Permit<ReadRegistry>, String),
    form: JoiningSent,
    told: Told,
) -> Result<Response, Problem> {
    let back = Back {
        part: None,
        typed: form.typed,
        told,
        foreseen: None,
    };
    person::shown(handle, context, caller, person, None, Some(back)).await
}

/// What comes of joining two records.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ForeseenView {
    /// Which record stays: `this` or `other`.
    pub keep: &'static str,
    /// How many enrolments go over.
    pub moved: usize,
    pub twice: Vec<TwiceView>,
    /// Posts of which both tell: court, kind, first and last day.
    pub posts: Vec<(String, &'static str, String)>,
    /// Trainings that share a day: title and first day of both.
    pub overlapping: Vec<[(String, String); 2]>,
    /// Whether nothing stands in the way.
    pub is_possible: bool,
}

/// A training on whose roster both stand: title, first day, and the states of what stays and of what goes aside.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TwiceView {
    pub title: String,
    pub from: Option<String>,
    pub stays: &'static str,
    pub goes: &'static str,
}

impl ForeseenView {
    fn of(foreseen: &JoiningForeseen, courts: &Courts, is_other_kept: bool) -> Self {
        let twice = |one: &TwiceEnrolled| TwiceView {
            title: one.title.clone(),
            from: day(one.from),
            stays: one.stays.as_str(),
            goes: one.goes.as_str(),
        };
        let post = |one: &Post| (courts.name(&one.court), one.kind.as_str(), period(one.period));
        Self {
            keep: if is_other_kept { "other" } else { "this" },
            moved: foreseen.moved,
            twice: foreseen.twice.iter().map(twice).collect(),
            posts: foreseen.posts.iter().map(post).collect(),
            overlapping: foreseen
                .overlapping
                .iter()
                .map(|both| [&both.one, &both.other].map(|one| (one.title.clone(), one.from.to_string())))
                .collect(),
            is_possible: foreseen.faults.is_empty(),
        }
    }
}
