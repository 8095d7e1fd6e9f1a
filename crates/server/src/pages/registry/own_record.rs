//! `/record`: the own record, for whoever has an account that is linked with a person, and what they ask to have corrected.

use access::{AskCorrection, Permit, ReadOwnRecord, SeePersonalData};
use app::registry::CorrectionWish;
use app::registry::rules::{CorrectionField, CorrectionText};
use app::{App, Error};
use axum::extract::State;
use axum::response::Response;

use super::corrections::WishView;
use super::courts::Courts;
use super::once;
use super::person::may_by_role;
use super::person_view::{Known, OwnView, PersonView};
use super::told::{Told, problem_of, read, told};
use super::typed::{Asked, Kind, Reading, Typed, fields, wanted, words};
use crate::caller::{Caller, Permitted};
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::pages::permitted_form::PermittedForm;
use crate::pages::{private_page, see_other};
use crate::pools::Pool;
use crate::problem::Problem;
use crate::write::Repeating;

/// The form that asks for a correction.
pub const WISH: [Asked; 3] = [
    wanted("field", Kind::Word("correction_field", words!(CorrectionField))),
    wanted("wanted", Kind::Text),
    wanted("correction_reason", Kind::Text),
];

/// What the page says first.
#[derive(Debug)]
pub struct OwnParams {
    is_asked: bool,
}

impl Members for OwnParams {
    const NAMES: &'static [&'static str] = &[];

    fn take(fields: &mut Fields) -> Self {
        Self {
            is_asked: fields.text("done").is_some(),
        }
    }
}

/// Shows the own record.
pub async fn own_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadOwnRecord>,
    context: RequestContext,
    FromPageQuery(params): FromPageQuery<OwnParams>,
) -> Result<Response, Problem> {
    let own = OwnView {
        is_asked: params.is_asked,
        fields: fields("wish", &WISH, &Typed::default(), &Told::default()),
        ..OwnView::default()
    };
    shown(&handle, &context, &caller, permit, own, &Told::default()).await
}

async fn shown(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    permit: Permit<ReadOwnRecord>,
    own: OwnView,
    told: &Told,
) -> Result<Response, Problem> {
    let work = |app: &App, permit: &Permit<ReadOwnRecord>| {
        Ok((app.own_record(permit)?, app.registry_today(), app.form_key()?))
    };
    let (record, today, once) = read(handle, Pool::Writes, permit, work).await?;
    let offset = handle.config().utc_offset_minutes;
    let wishes = record.corrections.into_iter();
    let own = OwnView {
        once,
        wishes: wishes.map(|line| WishView::of(line, offset)).collect(),
        ..own
    };
    let known = Known {
        entry: record.person,
        courts: Courts::named(record.court_names),
        trainings: record.enrolments,
        seen: record.seen_by,
        duplicates: Vec::new(),
        today,
    };
    let names: Vec<&str> = WISH.iter().map(|asked| asked.name).collect();
    let view = PersonView {
        own: Some(own),
        may_see_secrets: may_by_role::<SeePersonalData>(handle, caller),
        faults: told.above(&names, (handle.web(), context.ui)),
        ..PersonView::of(known, offset)
    };
    private_page(handle, context, caller, told.status(), &view)
}

/// What is asked to be corrected.
#[derive(Debug)]
pub struct WishSent {
    typed: Typed,
}

impl Members for WishSent {
    const NAMES: &'static [&'static str] = &["field", "wanted", "correction_reason", once::ONCE];
    const IS_KEPT: bool = true;

    fn take(fields: &mut Fields) -> Self {
        Self {
            typed: Typed::take(fields, Self::NAMES),
        }
    }
}

/// Asks for a correction.
pub async fn ask(
    State(handle): State<Handle>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: PermittedForm<AskCorrection, WishSent>,
) -> Result<Response, Problem> {
    let typed = form.typed;
    let mut reading = Reading::of(&typed, handle.web(), context.ui);
    let field = reading.word::<CorrectionField>("field");
    let field = reading.wanted("field", field);
    let mut said = reading.told;
    if let Some(field) = field.filter(|_| said.is_empty()) {
        let wish = CorrectionWish {
            field,
            text: CorrectionText {
                wanted: typed.value("wanted").to_owned(),
                reason: typed.value("correction_reason").to_owned(),
            },
        };
        let key = once::key(&typed);
        let work = move |app: &App, permit: &Permit<AskCorrection>| {
            app.ask_own_correction(permit, &wish, key.as_ref())
        };
        match handle.act_unmapped(permit, Repeating::WritesAgain, work).await? {
            Ok(_) => return Ok(see_other("/record?done=asked#wishes")),
            Err(error @ Error::NoSuchRecord(_)) => return Err(problem_of(error)),
            Err(error) => {
                said = told(error, (handle.web(), context.ui), |pointer| match pointer {
                    "/reason" => "correction_reason".to_owned(),
                    other => other.trim_start_matches('/').to_owned(),
                })?;
            }
        }
    }
    let reader = handle.permit::<ReadOwnRecord>(&caller).await?;
    let own = OwnView {
        is_open: true,
        fields: fields("wish", &WISH, &typed, &said),
        ..OwnView::default()
    };
    shown(&handle, &context, &caller, reader, own, &said).await
}
