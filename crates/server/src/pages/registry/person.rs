//! `/people/{id}`: one person with all that became known over time, and the forms that add to it.

use access::{ErasePeople, Permit, ReadRegistry, SeePersonalData, WriteRegistry};
use app::registry::rules::PersonId;
use app::{Action, Error, Refusal};
use axum::extract::{Path, State};
use axum::response::Response;

use super::courts::Courts;
use super::joining::ForeseenView;
use super::person_parts::{self, Part};
use super::person_view::{Known, PersonView};
use super::told::{Told, problem_of, read_unmapped};
use super::typed::Typed;
use crate::caller::{Caller, Permitted};
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::pages::{private_page, see_other};
use crate::pools::Pool;
use crate::problem::{Code, Problem};

/// What was done before; each is the translation `person.done.<word>`.
pub const DONE: [&str; 10] = [
    "created", "details", "posts", "skills", "pools", "absences", "changed", "apart", "merged", "erased",
];
/// How many of those who have looked are named.
const SEEN: usize = 30;

/// What the page says first.
#[derive(Debug)]
pub struct PersonParams {
    done: Option<&'static str>,
}

impl Members for PersonParams {
    const NAMES: &'static [&'static str] = &[];

    fn take(fields: &mut Fields) -> Self {
        let done = fields.text("done");
        Self {
            done: done.and_then(|done| DONE.into_iter().find(|word| *word == done)),
        }
    }
}

/// A form of the page that comes back: which one, with what was typed, and what is wrong with it.
pub struct Back {
    /// The list that is added to; `None` for the forms about an entry and about two records.
    pub part: Option<Part>,
    pub typed: Typed,
    pub told: Told,
    /// What joining two records would come to.
    pub foreseen: Option<ForeseenView>,
}

/// Shows the person.
pub async fn person_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadRegistry>,
    Path(id): Path<String>,
    context: RequestContext,
    FromPageQuery(params): FromPageQuery<PersonParams>,
) -> Result<Response, Problem> {
    shown(&handle, &context, &caller, (permit, id), params.done, None).await
}

/// Shows the person with what was done before, or with a form that comes back.
///
/// # Errors
/// Those of a page; a person whom the caller may not know of is not there.
pub async fn shown(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    (permit, id): (Permit<ReadRegistry>, String),
    done: Option<&'static str>,
    back: Option<Back>,
) -> Result<Response, Problem> {
    expect_person_id(&id)?;
    let is_after_form = done.is_some();
    let work = move |app: &app::App, permit: &Permit<ReadRegistry>| {
        // That somebody has looked is noted here, so it is done where is written.
        let profile = app.person_profile(permit, &id, SEEN, is_after_form)?;
        Ok(Known {
            courts: Courts::of(app, permit)?,
            trainings: profile.trainings,
            seen: profile.seen_by,
            duplicates: profile.duplicates,
            today: app.registry_today(),
            entry: profile.entry,
        })
    };
    let known = match read_unmapped(handle, Pool::Writes, permit, work).await? {
        Ok(known) => known,
        // Who was joined into somebody is shown as that one.
        Err(Error::RecordMerged { into, .. }) => return Ok(see_other(&format!("/people/{into}"))),
        Err(other) => return Err(problem_of(other)),
    };
    let may_write = handle.may::<WriteRegistry>(caller).is_some() && !known.entry.person.is_erased;
    let status = back
        .as_ref()
        .map_or_else(|| Told::default().status(), |back| back.told.status());
    let view = PersonView {
        done,
        may_erase: may_write && may_by_role::<ErasePeople>(handle, caller),
        may_write,
        may_see_secrets: may_by_role::<SeePersonalData>(handle, caller),
        faults: back
            .as_ref()
            .map(|back| person_parts::above(back, (handle.web(), context.ui)))
            .unwrap_or_default(),
        forms: person_parts::forms(back.as_ref()),
        joining: back
            .as_ref()
            .and_then(|back| Some((back.typed.text("other")?, back.typed.value("reason").to_owned()))),
        foreseen: back.and_then(|back| back.foreseen),
        ..PersonView::of(known, handle.config().utc_offset_minutes)
    };
    private_page(handle, context, caller, status, &view)
}

/// Refuses what is no id of a person, as if there was none.
///
/// # Errors
/// [`Code::NotFound`].
pub fn expect_person_id(id: &str) -> Result<(), Problem> {
    match id.parse::<PersonId>() {
        Ok(_) => Ok(()),
        Err(_) => Err(Problem::new(Code::NotFound)),
    }
}

/// Tells whether somebody may do `A`, also where the password has to be given first.
pub fn may_by_role<A: Action>(handle: &Handle, caller: &Caller) -> bool {
    let judged = caller
        .actor()
        .map(|actor| handle.policy().permit::<A>(actor).map(drop));
    matches!(judged, Some(Ok(()) | Err(Refusal::ProofNeeded { .. })))
}
