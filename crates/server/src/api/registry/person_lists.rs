//! The lists of a person: posts, skills, absences, and the trainings.

use access::{Permit, ReadRegistry, WriteRegistry};
use app::registry::{EnrolmentEntry, PersonPart};
use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use registry::{Absence, Attendance, LanguageSkill, Post, Snapshot, TestResult, Trainee};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::concepts::tagged;
use super::super::paging::PartParams;
use super::people_body::PersonLineBody;
use super::{members, shapes, written};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromBody, FromQuery, IfMatch, Members, NoMembers};
use crate::problem::Problem;
use crate::write::Repeating;

/// Trainings of a person, or people of a training.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnrolmentsBody {
    items: Vec<EnrolmentBody>,
    /// Where the next part begins.
    next_cursor: Option<String>,
}

impl EnrolmentsBody {
    /// Cuts the part that is asked for out of all of them.
    ///
    /// # Errors
    /// As [`PartParams::cut`].
    pub fn of(entries: Vec<EnrolmentEntry>, part: PartParams) -> Result<Self, Problem> {
        let (entries, next_cursor) = part.cut(entries, |entry| &entry.id)?;
        Ok(Self {
            items: entries.into_iter().map(EnrolmentBody::from).collect(),
            next_cursor,
        })
    }
}

impl EnrolmentsBody {
    /// Cuts the part of a roster that is asked for. The parts are by id, so that nobody is left out or told twice while others
    /// write, and each is in the order of `entries`.
    ///
    /// # Errors
    /// As [`PartParams::cut`].
    pub fn of_roster(entries: Vec<EnrolmentEntry>, part: PartParams) -> Result<Self, Problem> {
        let mut placed: Vec<(usize, EnrolmentEntry)> = entries.into_iter().enumerate().collect();
        placed.sort_by(|(_, one), (_, other)| one.id.cmp(&other.id));
        let (mut placed, next_cursor) = part.cut(placed, |(_, entry)| &entry.id)?;
        placed.sort_by_key(|(place, _)| *place);
        Ok(Self {
            items: placed.into_iter().map(|(_, entry)| entry.into()).collect(),
            next_cursor,
        })
    }
}

/// Somebody in a training.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnrolmentBody {
    id: String,
    revision: u64,
    training: String,
    title: Option<String>,
    /// The first day of the training.
    from: Option<String>,
    /// `{"person": id}`, or `{"guest": {"name", "unit"}}`.
    #[schema(value_type = shapes::Trainee)]
    trainee: Trainee,
    /// Who it is; `null` for a guest.
    person: Option<PersonLineBody>,
    state: &'static str,
    /// The court that named the person.
    nominated_by: Option<String>,
    /// What the person was on the first day.
    #[schema(value_type = Option<shapes::Snapshot>)]
    snapshot: Option<Snapshot>,
    group: Option<String>,
    venue: Option<String>,
    /// From 1.
    waiting_place: Option<u16>,
    /// The enrolment in whose place this one came.
    replaces: Option<String>,
    reason: Option<String>,
    #[schema(value_type = Vec<shapes::Attendance>)]
    attendance: Vec<Attendance>,
    #[schema(value_type = Vec<shapes::TestResult>)]
    results: Vec<TestResult>,
    /// In tenths of an hour, frozen when the training was closed.
    credited_tenths: Option<u32>,
}

impl From<EnrolmentEntry> for EnrolmentBody {
    fn from(entry: EnrolmentEntry) -> Self {
        let enrolment = entry.enrolment;
        let (title, from) = entry.training.unzip();
        Self {
            id: entry.id,
            revision: entry.revision,
            training: enrolment.training.to_string(),
            title,
            from: from.map(|day| day.to_string()),
            trainee: enrolment.trainee,
            person: entry.person.map(PersonLineBody::from),
            state: enrolment.state.as_str(),
            nominated_by: enrolment.nominated_by,
            snapshot: enrolment.snapshot,
            group: enrolment.group,
            venue: enrolment.venue,
            waiting_place: enrolment.waiting_place,
            replaces: enrolment.replaces.map(|id| id.to_string()),
            reason: enrolment.reason,
            attendance: enrolment.attendance,
            results: enrolment.results,
            credited_tenths: enrolment.credited.map(|hours| hours.0),
        }
    }
}

/// Lists the trainings of a person that the caller may know of.
#[utoipa::path(get, path = "/api/v1/people/{id}/trainings", tag = "registry",
    params(("id" = String, Path, description = "The person's id"), PartParams), responses(
    (status = 200, description = "The trainings", body = EnrolmentsBody)))]
pub async fn list_person_trainings(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadRegistry>,
    Path(id): Path<String>,
    FromQuery(part): FromQuery<PartParams>,
) -> Result<Json<EnrolmentsBody>, Problem> {
    let found = handle
        .show(permit, move |app, permit| app.person_trainings(permit, &id))
        .await?;
    Ok(Json(EnrolmentsBody::of(found, part)?))
}

members::list_of! {
    /// Posts of a person.
    PostsBody,
    /// Posts in place of those there are.
    PostsParams: Post
}

/// Lists the posts of a person.
#[utoipa::path(get, path = "/api/v1/people/{id}/posts", tag = "registry",
    params(("id" = String, Path, description = "The person's id")), responses(
    (status = 200, description = "All of them", body = PostsBody,
        headers(("ETag" = String, description = "The revision of the person, in quotes")))))]
pub async fn list_posts(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadRegistry>,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Response, Problem> {
    let entry = handle
        .show(permit, move |app, permit| app.find_person(permit, &id))
        .await?;
    let items = entry.person.posts;
    tagged(entry.revision, Json(PostsBody { items }))
}

/// Writes the posts of a person anew.
#[utoipa::path(put, path = "/api/v1/people/{id}/posts", tag = "registry", request_body = PostsParams,
    params(("id" = String, Path, description = "The person's id"),
        ("If-Match" = String, Header, description = "The newest revision of the person, in quotes", pattern = "^\"[1-9][0-9]{0,17}\"$")),
    responses((status = 200, description = "The new revision", body = super::RecordWrittenBody,
        headers(("ETag" = String, description = "The revision, in quotes")))))]
pub async fn put_posts(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteRegistry>,
    Path(id): Path<String>,
    IfMatch(expected): IfMatch,
    FromBody(params): FromBody<PostsParams>,
) -> Result<Response, Problem> {
    let part = PersonPart::Posts(params.items);
    let work = move |app: &app::App, permit: &Permit<WriteRegistry>| {
        app.put_person_part(permit, &id, expected, part.clone())
    };
    written(&handle.act(permit, Repeating::WritesAgain, work).await?)
}

members::list_of! {
    /// Language skills of a person.
    LanguageSkillsBody,
    /// Language skills in place of those there are.
    LanguageSkillsParams: LanguageSkill
}

/// Lists the language skills of a person.
#[utoipa::path(get, path = "/api/v1/people/{id}/language-skills", tag = "registry",
    params(("id" = String, Path, description = "The person's id")), responses(
    (status = 200, description = "All of them", body = LanguageSkillsBody,
        headers(("ETag" = String, description = "The revision of the person, in quotes")))))]
pub async fn list_language_skills(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadRegistry>,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Response, Problem> {
    let entry = handle
        .show(permit, move |app, permit| app.find_person(permit, &id))
        .await?;
    let items = entry.person.language_skills;
    tagged(entry.revision, Json(LanguageSkillsBody { items }))
}

/// Writes the language skills of a person anew.
#[utoipa::path(put, path = "/api/v1/people/{id}/language-skills", tag = "registry", request_body = LanguageSkillsParams,
    params(("id" = String, Path, description = "The person's id"),
        ("If-Match" = String, Header, description = "The newest revision of the person, in quotes", pattern = "^\"[1-9][0-9]{0,17}\"$")),
    responses((status = 200, description = "The new revision", body = super::RecordWrittenBody,
        headers(("ETag" = String, description = "The revision, in quotes")))))]
pub async fn put_language_skills(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteRegistry>,
    Path(id): Path<String>,
    IfMatch(expected): IfMatch,
    FromBody(params): FromBody<LanguageSkillsParams>,
) -> Result<Response, Problem> {
    let part = PersonPart::LanguageSkills(params.items);
    let work = move |app: &app::App, permit: &Permit<WriteRegistry>| {
        app.put_person_part(permit, &id, expected, part.clone())
    };
    written(&handle.act(permit, Repeating::WritesAgain, work).await?)
}

members::list_of! {
    /// Absences of a person.
    UnavailabilityBody,
    /// Absences in place of those there are.
    UnavailabilityParams: Absence
}

/// Lists the absences of a person.
#[utoipa::path(get, path = "/api/v1/people/{id}/unavailability", tag = "registry",
    params(("id" = String, Path, description = "The person's id")), responses(
    (status = 200, description = "All of them", body = UnavailabilityBody,
        headers(("ETag" = String, description = "The revision of the person, in quotes")))))]
pub async fn list_unavailability(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadRegistry>,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Response, Problem> {
    let entry = handle
        .show(permit, move |app, permit| app.find_person(permit, &id))
        .await?;
    let items = entry.person.unavailability;
    tagged(entry.revision, Json(UnavailabilityBody { items }))
}

/// Writes the absences of a person anew.
#[utoipa::path(put, path = "/api/v1/people/{id}/unavailability", tag = "registry", request_body = UnavailabilityParams,
    params(("id" = String, Path, description = "The person's id"),
        ("If-Match" = String, Header, description = "The newest revision of the person, in quotes", pattern = "^\"[1-9][0-9]{0,17}\"$")),
    responses((status = 200, description = "The new revision", body = super::RecordWrittenBody,
        headers(("ETag" = String, description = "The revision, in quotes")))))]
pub async fn put_unavailability(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteRegistry>,
    Path(id): Path<String>,
    IfMatch(expected): IfMatch,
    FromBody(params): FromBody<UnavailabilityParams>,
) -> Result<Response, Problem> {
    let part = PersonPart::Unavailability(params.items);
    let work = move |app: &app::App, permit: &Permit<WriteRegistry>| {
        app.put_person_part(permit, &id, expected, part.clone())
    };
    written(&handle.act(permit, Repeating::WritesAgain, work).await?)
}
