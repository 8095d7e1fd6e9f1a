//! `POST /people/{id}/posts`, `/skills`, `/pools` and `/absences`: what the small forms of a person add.

use access::{ReadRegistry, WriteRegistry};
use axum::extract::{Path, State};
use axum::response::Response;

use super::courts::Courts;
use super::person::{self, Back, expect_person_id};
use super::person_parts::Part;
use super::told::{read, told};
use super::typed::{Reading, Typed};
use crate::handle::Handle;
use crate::input::{Fields, Members};
use crate::observe::RequestContext;
use crate::pages::permitted_form::PermittedForm;
use crate::pages::see_other;
use crate::pools::Pool;
use crate::problem::Problem;
use crate::write::Repeating;

/// What one of the forms sends.
#[derive(Debug)]
pub struct PartSent {
    base: u64,
    typed: Typed,
}

impl Members for PartSent {
    /// The revision, and every field of the four forms.
    const NAMES: &'static [&'static str] = &[
        "base",
        "court",
        "kind",
        "rank",
        "in_quota",
        "is_secondment",
        "from",
        "to",
        "department",
        "document",
        "ends_former",
        "dialect",
        "spoken",
        "written",
        "evidence",
        "assessed_on",
        "expires_on",
        "assessor",
        "sub_dialect",
        "reason",
        "pool",
        "decision",
    ];
    const IS_KEPT: bool = true;

    fn take(fields: &mut Fields) -> Self {
        Self {
            base: fields.number("base", 0..=u64::MAX).unwrap_or_default(),
            typed: Typed::take(fields, Self::NAMES.get(1..).unwrap_or_default()),
        }
    }
}

type Sent = PermittedForm<WriteRegistry, PartSent>;

/// Adds a post.
pub async fn add_post(
    handle: State<Handle>,
    id: Path<String>,
    context: RequestContext,
    sent: Sent,
) -> Result<Response, Problem> {
    add(handle, id, context, sent, Part::Posts).await
}

/// Adds a skill.
pub async fn add_skill(
    handle: State<Handle>,
    id: Path<String>,
    context: RequestContext,
    sent: Sent,
) -> Result<Response, Problem> {
    add(handle, id, context, sent, Part::Skills).await
}

/// Takes the person into a pool.
pub async fn add_pool(
    handle: State<Handle>,
    id: Path<String>,
    context: RequestContext,
    sent: Sent,
) -> Result<Response, Problem> {
    add(handle, id, context, sent, Part::Pools).await
}

/// Adds an absence.
pub async fn add_absence(
    handle: State<Handle>,
    id: Path<String>,
    context: RequestContext,
    sent: Sent,
) -> Result<Response, Problem> {
    add(handle, id, context, sent, Part::Absences).await
}

async fn add(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: Sent,
    part: Part,
) -> Result<Response, Problem> {
    expect_person_id(&id)?;
    let PartSent { base, typed } = form;
    let reader = handle.permit::<ReadRegistry>(&caller).await?;
    let person = id.clone();
    let known = read(&handle, Pool::Writes, reader.clone(), move |app, permit| {
        // What is written is noted; that the form was read before is not worth a line of its own.
        Ok((app.peek_person(permit, &person)?.person, Courts::of(app, permit)?))
    });
    let (known, courts) = known.await?;
    let said = match part.added(&known, Reading::of(&typed, handle.web(), context.ui), &courts) {
        Err(said) => said,
        Ok((list, place)) => {
            let person = id.clone();
            let work = move |app: &app::App, permit: &access::Permit<WriteRegistry>| {
                app.put_person_part(permit, &person, base, list.clone())
            };
            match handle.act_unmapped(permit, Repeating::IsSafe, work).await? {
                Ok(_) => return Ok(see_other(&format!("/people/{id}?done={}", part.name()))),
                Err(error) => told(error, (handle.web(), context.ui), |pointer| {
                    pointer.strip_prefix(&place).unwrap_or_default().to_owned()
                })?,
            }
        }
    };
    let back = Back {
        part: Some(part),
        typed,
        told: said,
        foreseen: None,
    };
    person::shown(&handle, &context, &caller, (reader, id), None, Some(back)).await
}
