//! `GET /api/v1/concepts` and `POST /api/v1/concepts/get`: many concepts, walked through or named.

use access::{Permit, ReadDrafts, ReadGlossary};
use app::{ConceptFilter, ConceptPage, FetchedConcepts, Filter, MAX_FETCHED};
use axum::Json;
use axum::extract::State;
use glossary::filter::{Condition, Token};
use glossary::provision::Provision;
use glossary::{CollectionName, ConceptId, SubjectField, Workflow};
use serde::Serialize;
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};

use super::concepts::{EntryBody, concept_cursor, cursor_after};
use super::exports::filter_named;
use super::schemas;
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromBody, FromQuery, Members};
use crate::problem::{Code, Issue, IssueCode, Problem};

/// What listing can be refused with.
pub const LIST_PROBLEMS: &[Code] = &[Code::BadCursor, Code::InvalidInput];
/// What fetching can be refused with.
pub const FETCH_PROBLEMS: &[Code] = &[Code::InvalidInput];

const DEFAULT_LIMIT: u64 = 20;

fn limit_schema() -> Object {
    schemas::limit(DEFAULT_LIMIT)
}

/// Which concepts; several conditions hold together.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ConceptsParams {
    /// Only concepts of this collection.
    #[param(value_type = Option<String>)]
    collection: Option<CollectionName>,
    /// Only concepts of this field of law.
    #[param(value_type = Option<String>)]
    subject_field: Option<SubjectField>,
    /// Only concepts that have come this far.
    #[param(schema_with = schemas::workflow)]
    workflow: Option<Workflow>,
    /// Only concepts that rest on this law, by its name with or without 中华人民共和国.
    #[param(example = "刑法")]
    law: Option<String>,
    /// Only those that rest on this article of the law, on one of its paragraphs or items, or on what it lies in; in Arabic
    /// or Chinese figures.
    #[param(example = "第264条")]
    article: Option<String>,
    /// Only what passes, such as `without:bo -workflow:withdrawn`. Who wrote it is known only to those who may read drafts.
    #[param(value_type = Option<String>, max_length = 256, example = "without:bo")]
    filter: Filter,
    /// At most this many.
    #[param(schema_with = limit_schema)]
    limit: u64,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

impl Members for ConceptsParams {
    const NAMES: &'static [&'static str] = &[
        "collection",
        "subject_field",
        "workflow",
        "law",
        "article",
        "filter",
        "limit",
        "cursor",
    ];

    fn take(fields: &mut Fields) -> Self {
        let (law, article) = (fields.text("law"), fields.text("article"));
        if article.is_some() && law.is_none() {
            fields.refuse(Issue::of("law", IssueCode::Missing));
        }
        Self {
            collection: fields.name("collection"),
            subject_field: fields.name("subject_field"),
            workflow: fields.one_of("workflow"),
            law,
            article,
            filter: fields.parsed("filter", filter_named).unwrap_or_default(),
            limit: fields
                .number("limit", 1..=schemas::MAX_LIMIT)
                .unwrap_or(DEFAULT_LIMIT),
            cursor: fields.text("cursor"),
        }
    }
}

/// Concepts by id.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConceptsBody {
    /// As everybody reads them.
    items: Vec<EntryBody>,
    /// Where the next page begins; `null` at the end. Where few concepts match, a page can be short and not the last.
    next_cursor: Option<String>,
}

impl From<ConceptPage> for ConceptsBody {
    fn from(page: ConceptPage) -> Self {
        Self {
            items: page.entries.into_iter().map(EntryBody::listed).collect(),
            next_cursor: page.next.map(cursor_after),
        }
    }
}

/// Which concepts are fetched.
#[derive(Debug, ToSchema)]
pub struct FetchParams {
    /// The concepts, at most 500.
    #[schema(value_type = Vec<String>, min_items = 1, max_items = 500, example = json!(["c-000123"]))]
    ids: Vec<ConceptId>,
}

impl Members for FetchParams {
    const NAMES: &'static [&'static str] = &["ids"];

    fn take(fields: &mut Fields) -> Self {
        let read = |text: &str| {
            text.parse()
                .map_err(|_| Issue::of("ids", IssueCode::BadName).with("value", text))
        };
        let ids = fields.list("ids", MAX_FETCHED, read);
        let some = Some(ids).filter(|ids| !ids.is_empty());
        Self {
            ids: fields.wanted("ids", some).unwrap_or_default(),
        }
    }
}

/// Concepts that were fetched.
#[derive(Debug, Serialize, ToSchema)]
pub struct FetchedBody {
    /// Those that are there, as everybody reads them, in the order asked, each once.
    items: Vec<EntryBody>,
    /// Those that are not.
    missing: Vec<MissingBody>,
}

#[derive(Debug, Serialize, ToSchema)]
struct MissingBody {
    id: String,
    /// The concept that it was joined into.
    merged_into: Option<String>,
}

impl From<FetchedConcepts> for FetchedBody {
    fn from(fetched: FetchedConcepts) -> Self {
        let missing = |(id, into): (ConceptId, Option<ConceptId>)| MissingBody {
            id: id.to_string(),
            merged_into: into.map(|into| into.to_string()),
        };
        Self {
            items: fetched.entries.into_iter().map(EntryBody::listed).collect(),
            missing: fetched.missing.into_iter().map(missing).collect(),
        }
    }
}

/// Lists concepts as everybody reads them, by id: all of them, or those that meet conditions. With a law and an article it
/// is the list of what has to be reviewed when that changes.
#[utoipa::path(get, path = "/api/v1/concepts", tag = "glossary", params(ConceptsParams), responses(
    (status = 200, description = "Concepts, by id", body = ConceptsBody)))]
pub async fn list_concepts(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadGlossary>,
    FromQuery(params): FromQuery<ConceptsParams>,
) -> Result<Json<ConceptsBody>, Problem> {
    let after = params.cursor.as_deref().map(concept_cursor).transpose()?;
    let limit = usize::try_from(params.limit).unwrap_or(usize::MAX);
    let mut filter = params.filter;
    let conditions = [
        params.collection.map(Condition::Collection),
        params.subject_field.map(Condition::SubjectField),
        params.workflow.map(Condition::Workflow),
    ];
    filter
        .tokens
        .extend(conditions.into_iter().flatten().map(Token::holding));
    let law = params.law.as_deref();
    let filter = ConceptFilter {
        provision: law.map(|law| Provision::new(law, params.article.as_deref())),
        filter,
    };
    let drafts = handle.may::<ReadDrafts>(&caller);
    let list = move |app: &app::App, permit: &Permit<ReadGlossary>| {
        app.list_concepts(permit, drafts.as_ref(), &filter, after, limit)
    };
    let page = handle.show(permit, list).await?;
    Ok(Json(page.into()))
}

/// Fetches concepts by their ids, as everybody reads them.
#[utoipa::path(post, path = "/api/v1/concepts/get", tag = "glossary", request_body = FetchParams, responses(
    (status = 200, description = "The concepts that are there, and the ids of those that are not", body = FetchedBody)))]
pub async fn fetch_concepts(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadGlossary>,
    FromBody(params): FromBody<FetchParams>,
) -> Result<Json<FetchedBody>, Problem> {
    let fetch = move |app: &app::App, permit: &Permit<ReadGlossary>| app.fetch_concepts(permit, &params.ids);
    let fetched = handle.show(permit, fetch).await?;
    Ok(Json(fetched.into()))
}
