//! `/api/v1/subject-fields`: the fields of law as a tree.

use access::{Permit, ReadGlossary, WriteGlossary};
use app::FieldOfLaw;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use glossary::SubjectField;
use serde::Serialize;
use utoipa::ToSchema;

use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromBody, FromQuery, Members, NoMembers};
use crate::problem::{Code, Issue, IssueCode, Problem};
use crate::write::Repeating;

/// What writing can be refused with.
pub const WRITE_PROBLEMS: &[Code] = &[Code::InvalidInput, Code::OutcomeUnknown];
/// What deleting can be refused with.
pub const DELETE_PROBLEMS: &[Code] = &[Code::NotFound, Code::InvalidInput, Code::OutcomeUnknown];

/// Fields of law, each after the one that it stands below.
#[derive(Debug, Serialize, ToSchema)]
pub struct SubjectFieldsBody {
    items: Vec<SubjectFieldBody>,
}

/// A field of law.
#[derive(Debug, Serialize, ToSchema)]
pub struct SubjectFieldBody {
    /// As concepts name it.
    #[schema(example = "criminal-procedure")]
    code: String,
    /// The field that it stands below.
    parent: Option<String>,
    name_zh: String,
    /// From the work that `source` names.
    name_bo: Option<String>,
    name_en: Option<String>,
    source: Option<String>,
    /// Its place among its siblings.
    position: u64,
}

/// What a field of law says.
#[derive(Debug, ToSchema)]
pub struct SubjectFieldParams {
    /// The field that it stands below.
    #[schema(value_type = Option<String>)]
    parent: Option<SubjectField>,
    #[schema(value_type = String)]
    name_zh: Option<String>,
    /// Only from a named work.
    name_bo: Option<String>,
    name_en: Option<String>,
    /// Where the Tibetan name stands.
    source: Option<String>,
    /// Its place among its siblings; 0 if it is left out.
    #[schema(maximum = 1_000_000)]
    position: Option<u64>,
}

impl Members for SubjectFieldParams {
    const NAMES: &'static [&'static str] = &["parent", "name_zh", "name_bo", "name_en", "source", "position"];

    fn take(fields: &mut Fields) -> Self {
        let name_zh = fields.text("name_zh");
        Self {
            parent: fields.name("parent"),
            name_zh: fields.wanted("name_zh", name_zh),
            name_bo: fields.text("name_bo"),
            name_en: fields.text("name_en"),
            source: fields.text("source"),
            position: fields.number("position", 0..=1_000_000),
        }
    }
}

/// Lists the fields of law as a tree.
#[utoipa::path(get, path = "/api/v1/subject-fields", tag = "glossary", responses(
    (status = 200, description = "Fields, each after the one that it stands below", body = SubjectFieldsBody)))]
pub async fn list_subject_fields(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadGlossary>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Json<SubjectFieldsBody>, Problem> {
    let fields = handle
        .show(permit, |app, permit| app.list_subject_fields(permit))
        .await?;
    Ok(Json(SubjectFieldsBody {
        items: fields.into_iter().map(SubjectFieldBody::from).collect(),
    }))
}

/// Writes a field of law in place of the one with this code.
#[utoipa::path(put, path = "/api/v1/subject-fields/{code}", tag = "editing", request_body = SubjectFieldParams,
    params(("code" = String, Path, description = "Such as `criminal-procedure`")), responses(
    (status = 200, description = "The field", body = SubjectFieldBody)))]
pub async fn write_subject_field(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteGlossary>,
    Path(code): Path<String>,
    FromBody(params): FromBody<SubjectFieldParams>,
) -> Result<Json<SubjectFieldBody>, Problem> {
    let bad = |_| Problem::invalid(vec![Issue::of("code", IssueCode::BadName).with("value", &code)]);
    let field = FieldOfLaw {
        code: SubjectField::try_from(code.clone()).map_err(bad)?,
        parent: params.parent,
        name_zh: params.name_zh.unwrap_or_default(),
        name_bo: params.name_bo,
        name_en: params.name_en,
        source: params.source,
        position: params.position.unwrap_or_default(),
    };
    let written = field.clone();
    let work = move |app: &app::App, permit: &Permit<WriteGlossary>| {
        app.write_subject_fields(permit, vec![field.clone()])
    };
    handle.act(permit, Repeating::IsSafe, work).await?;
    Ok(Json(written.into()))
}

/// Takes a field of law away. Concepts go on naming it.
#[utoipa::path(delete, path = "/api/v1/subject-fields/{code}", tag = "editing",
    params(("code" = String, Path, description = "Such as `criminal-procedure`")), responses(
    (status = 204, description = "It is gone")))]
pub async fn delete_subject_field(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteGlossary>,
    Path(code): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<StatusCode, Problem> {
    let code = SubjectField::try_from(code).map_err(|_| Problem::new(Code::NotFound))?;
    let work = move |app: &app::App, permit: &Permit<WriteGlossary>| app.delete_subject_field(permit, &code);
    handle.act(permit, Repeating::WritesAgain, work).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<FieldOfLaw> for SubjectFieldBody {
    fn from(field: FieldOfLaw) -> Self {
        Self {
            code: field.code.to_string(),
            parent: field.parent.map(|parent| parent.to_string()),
            name_zh: field.name_zh,
            name_bo: field.name_bo,
            name_en: field.name_en,
            source: field.source,
            position: field.position,
        }
    }
}
