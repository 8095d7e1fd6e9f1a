//! `GET /api/v1/exports/glossary`: the glossary as a file, streamed.
//!
//! What a format has no place for is told by `shanjar export glossary` and in the guide of the formats, not in the answer:
//! how much it was is known only when the last byte is sent.

use access::ReadGlossary;
use app::{
    App, CollectionName, ExportFormat, ExportRequest, ExportScope, ExportSink, Filter, OmegatDirection,
    ReadDrafts, SubjectField, filter_in_chinese,
};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;
use tokio::sync::oneshot;
use utoipa::IntoParams;
use utoipa::openapi::schema::Object;

use super::export_stream::export_stream;
use super::schemas;
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromQuery, Members};
use crate::pools::Pool;
use crate::problem::{Code, Issue, IssueCode, Problem, Told};

/// The header that names the last change in the file: follow the changes from there.
static SEQ: HeaderName = HeaderName::from_static("shanjar-seq");

/// What an export can be refused with.
pub const PROBLEMS: &[Code] = &[Code::NoSuchEdition, Code::InvalidInput];

const DIRECTIONS: [(&str, OmegatDirection); 2] = [
    ("zh-bo", OmegatDirection::ZhToBo),
    ("bo-zh", OmegatDirection::BoToZh),
];

/// What is exported, and how.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportParams {
    /// The format.
    #[param(required, schema_with = format_schema)]
    format: Option<ExportFormat>,
    /// An edition by its number, instead of what everybody reads now.
    #[param(minimum = 1)]
    edition: Option<u64>,
    /// How far an entry must have come: `authorised`, or also `reviewed`, or `all`.
    #[param(schema_with = scope_schema)]
    workflow: ExportScope,
    /// Only what stands in this collection.
    #[param(value_type = Option<String>, pattern = "^[a-z0-9][a-z0-9-]{0,63}$")]
    collection: Option<CollectionName>,
    /// Only what belongs to this field of law.
    #[param(value_type = Option<String>, pattern = "^[a-z0-9][a-z0-9-]{0,63}$")]
    subject_field: Option<SubjectField>,
    /// Only what passes, such as `without:bo -workflow:withdrawn`.
    #[param(value_type = Option<String>, max_length = 256, example = "without:bo")]
    filter: Filter,
    /// The newest drafts instead of what everybody reads, which needs the right to read drafts; not with `edition`.
    #[param(value_type = Option<bool>)]
    drafts: bool,
    /// From which language an OmegaT glossary is read.
    #[param(schema_with = direction_schema)]
    direction: OmegatDirection,
}

fn format_schema() -> Object {
    schemas::closed_list(ExportFormat::ALL.iter().map(|format| format.as_str()), None)
}

fn scope_schema() -> Object {
    schemas::word_of(&ExportScope::NAMES, Some("all"))
}

fn direction_schema() -> Object {
    schemas::word_of(&DIRECTIONS, Some("zh-bo"))
}

impl Members for ExportParams {
    const NAMES: &'static [&'static str] = &[
        "format",
        "edition",
        "workflow",
        "collection",
        "subject_field",
        "filter",
        "drafts",
        "direction",
    ];

    fn take(fields: &mut Fields) -> Self {
        let formats = ExportFormat::ALL.map(|format| (format.as_str(), format));
        let format = fields.word_of("format", &formats);
        let edition = fields.number("edition", 1..=i64::MAX.unsigned_abs());
        let drafts = fields.flag("drafts").unwrap_or_default();
        if drafts && edition.is_some() {
            fields.refuse(Issue::of("edition", IssueCode::NotTogether).with("other", "drafts"));
        }
        Self {
            format: fields.wanted("format", format),
            edition,
            workflow: fields
                .word_of("workflow", &ExportScope::NAMES)
                .unwrap_or_default(),
            collection: fields.name("collection"),
            subject_field: fields.name("subject_field"),
            filter: fields.parsed("filter", filter_named).unwrap_or_default(),
            drafts,
            direction: fields.word_of("direction", &DIRECTIONS).unwrap_or_default(),
        }
    }
}

/// Reads a filter; what is wrong with it names the token, its place and what may stand there.
pub fn filter_named(text: &str) -> Result<Filter, Issue> {
    text.parse().map_err(|fault: app::FilterFault| {
        let told = Told {
            code: fault.kind.code(),
            en: fault.to_string(),
            zh: filter_in_chinese(&fault),
        };
        Issue::told("/filter".to_owned(), told)
    })
}

/// Writes the glossary into one file, as whoever asks may read it.
#[utoipa::path(get, path = "/api/v1/exports/glossary", tag = "glossary", params(ExportParams), responses(
    (status = 200, description = "The file; its type is that of the format. If the connection ends before the answer does, the file is not whole",
        content((String = "text/csv"), (String = "text/tab-separated-values"), (String = "application/jsonl"),
            (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (String = "application/x-tbx+xml"), (String = "application/x-tar"), (String = "text/plain"),
            (String = "text/html")),
        headers(("Shanjar-Seq" = u64, description = "The last change in the file: follow `/api/v1/changes` from there")))))]
pub async fn export_glossary(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadGlossary>,
    FromQuery(params): FromQuery<ExportParams>,
) -> Result<Response, Problem> {
    let drafts = match params.drafts {
        true => Some(handle.permit::<ReadDrafts>(&caller).await?),
        false => None,
    };
    // What is missing was refused when the parameters were read.
    let format = params.format.unwrap_or(ExportFormat::Jsonl);
    let request = ExportRequest {
        format,
        direction: params.direction,
        scope: params.workflow,
        edition: params.edition,
        collection: params.collection,
        subject_field: params.subject_field,
        filter: params.filter,
    };
    let (mut writer, body) = export_stream();
    let on_failure = writer.clone();
    let (begun, begins) = oneshot::channel();
    let mut begun = Some(begun);
    let work = move |app: &App| {
        let mut begin = |header: &app::ExportHeader| {
            // Whoever waited for it has gone; so will the work be, at its first chunk.
            let _ = begun.take().map(|begun| begun.send(header.seq));
        };
        let sink = ExportSink::One(&mut writer);
        app.export_glossary(&permit, drafts.as_ref(), &request, &mut begin, sink)
    };
    let exporting = tokio::spawn(async move {
        let outcome = handle.run(Pool::Exports, work).await;
        if let Err(problem) = &outcome {
            on_failure.fail(problem.cause.clone().unwrap_or_default()).await;
        }
        outcome
    });
    let Ok(seq) = begins.await else {
        // It failed before anything was written.
        let problem = exporting.await.map_err(Problem::internal)?.err();
        return Err(problem.unwrap_or_else(|| Problem::internal("an export ended before it began")));
    };
    let name = params
        .edition
        .map_or_else(|| format!("{seq}"), |number| format!("edition-{number}"));
    let disposition = format!("attachment; filename=\"shanjar-{name}.{}\"", format.extension());
    let mut response = Response::new(Body::new(body));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(format.media_type()),
    );
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_str(&disposition).map_err(Problem::internal)?,
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(SEQ.clone(), HeaderValue::from(seq));
    Ok(response)
}
