//! `/api/v1/exports/{kind}`: sheets of the registry, or the office's own workbook filled with one.

use access::{Permit, ReadRegistry, SeePersonalData};
use app::registry::{PeopleWanted, RosterKind, SheetExport, SheetFile, SheetFormat};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use registry::{Day, Dialect, Pool as TalentPool, PostKind, Spoken, Written};
use utoipa::IntoParams;
use utoipa::openapi::schema::Object;

use super::super::batch_scan::saved_as;
use super::super::schemas::{self, Words};
use super::people::{code, day, dialect_schema, pool_schema, post_schema, spoken_schema, written_schema};
use crate::caller::{Caller, Permitted};
use crate::handle::Handle;
use crate::input::{Fields, FromQuery, Members, Upload};
use crate::pools::Pool;
use crate::problem::{Code, Issue, IssueCode, Problem};

/// What an export of the registry can be refused with.
pub const SHEET_PROBLEMS: &[Code] = &[Code::NotFound, Code::InvalidInput];

/// The longest template, in bytes.
pub const MAX_TEMPLATE_BYTES: usize = 16 << 20;

/// The last parts of the addresses of sheets.
pub const KINDS: &Words<RosterKind> = &[
    ("courts", RosterKind::Courts),
    ("people", RosterKind::People),
    ("posts", RosterKind::Posts),
    ("skills", RosterKind::Skills),
    ("trainings", RosterKind::Trainings),
    ("roster", RosterKind::Enrolments),
    ("enrolments", RosterKind::Enrolments),
    ("attendance", RosterKind::Attendance),
    ("results", RosterKind::Results),
];
const FORMATS: &Words<SheetFormat> = &[
    ("csv", SheetFormat::Csv),
    ("tsv", SheetFormat::Tsv),
    ("xlsx", SheetFormat::Xlsx),
];

/// Of whom and of what a sheet is. What a kind cannot be narrowed by is refused.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SheetParams {
    /// How the sheet is written.
    #[param(schema_with = format_schema)]
    format: SheetFormat,
    /// Of this court and those below it.
    court: Option<String>,
    /// Of this training, by id; in sheets of trainings, rosters, attendance and results, like the next three.
    training: Option<String>,
    /// Of the trainings of this programme, by id or name.
    programme: Option<String>,
    /// Of the trainings with this number in their series.
    #[param(minimum = 1, maximum = 65535)]
    number: Option<u64>,
    /// Of the trainings of this year.
    #[param(minimum = 1900, maximum = 2199)]
    year: Option<u64>,
    /// A name or its beginning; in sheets of people, posts and skills, like all that follow.
    name: Option<String>,
    /// The day on which posts, pools and skills are looked at; today if it is left out.
    #[param(value_type = Option<String>)]
    on: Option<Day>,
    #[param(schema_with = pool_schema)]
    pool: Option<TalentPool>,
    #[param(schema_with = dialect_schema)]
    dialect: Option<Dialect>,
    /// The least level in speech.
    #[param(schema_with = spoken_schema)]
    spoken: Option<Spoken>,
    /// The least level in writing.
    #[param(schema_with = written_schema)]
    written: Option<Written>,
    #[param(schema_with = post_schema)]
    post: Option<PostKind>,
}

impl Members for SheetParams {
    const NAMES: &'static [&'static str] = &[
        "format",
        "court",
        "training",
        "programme",
        "number",
        "year",
        "name",
        "on",
        "pool",
        "dialect",
        "spoken",
        "written",
        "post",
    ];

    fn take(fields: &mut Fields) -> Self {
        Self {
            format: fields.word_of("format", FORMATS).unwrap_or(SheetFormat::Xlsx),
            court: fields.text("court"),
            training: fields.text("training"),
            programme: fields.text("programme"),
            number: fields.number("number", 1..=65_535),
            year: fields.number("year", 1_900..=2_199),
            name: fields.text("name"),
            on: fields.parsed("on", |text| day("on", text)),
            pool: fields.chosen("pool", |text| code(TalentPool::ALL, TalentPool::as_str, text)),
            dialect: fields.chosen("dialect", |text| code(Dialect::ALL, Dialect::as_str, text)),
            spoken: fields.chosen("spoken", |text| code(Spoken::ALL, Spoken::as_str, text)),
            written: fields.chosen("written", |text| code(Written::ALL, Written::as_str, text)),
            post: fields.chosen("post", |text| code(PostKind::ALL, PostKind::as_str, text)),
        }
    }
}

impl SheetParams {
    /// Returns what is asked for as a sheet of the kind that is named `kind`.
    ///
    /// # Errors
    /// [`Code::NotFound`] if there is no such kind; a condition that it cannot be narrowed by.
    pub fn of_kind(self, kind: &str) -> Result<SheetExport, Problem> {
        let found = KINDS.iter().find(|(name, _)| *name == kind);
        let (_, roster) = found.ok_or_else(|| Problem::new(Code::NotFound))?;
        let wanted = SheetExport {
            people: PeopleWanted {
                court: self.court,
                on: self.on,
                name: self.name,
                pool: self.pool,
                dialect: self.dialect,
                spoken: self.spoken,
                written: self.written,
                post: self.post,
                columns: Vec::new(),
            },
            training: self.training,
            programme: self.programme,
            number: self.number.and_then(|number| number.try_into().ok()),
            year: self.year.and_then(|year| year.try_into().ok()),
            ..SheetExport::new(*roster, self.format)
        };
        match wanted.misfit() {
            Some(name) => {
                let issue = Issue::of(name, IssueCode::NotTogether).with("other", kind);
                Err(Problem::invalid(vec![issue]))
            }
            None => Ok(wanted),
        }
    }
}

/// What numbers in full are for.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PurposeParam {
    /// What identity numbers and telephone numbers are needed for in full; without it they are masked. Needs the right to see
    /// them, and stands in the audit of each person.
    purpose: Option<String>,
}

/// Of whom a sheet is, and what numbers in full are for.
#[derive(Debug)]
pub struct TemplateParams {
    purpose: PurposeParam,
    sheet: SheetParams,
}

impl Members for TemplateParams {
    const NAMES: &'static [&'static str] = &[
        "purpose",
        "format",
        "court",
        "training",
        "programme",
        "number",
        "year",
        "name",
        "on",
        "pool",
        "dialect",
        "spoken",
        "written",
        "post",
    ];

    fn take(fields: &mut Fields) -> Self {
        Self {
            purpose: PurposeParam {
                purpose: fields.text("purpose"),
            },
            sheet: SheetParams::take(fields),
        }
    }
}

fn format_schema() -> Object {
    schemas::word_of(FORMATS, Some("xlsx"))
}

/// Writes what the caller may see of the registry into a sheet that can be imported again. Numbers of people are masked.
#[utoipa::path(get, path = "/api/v1/exports/{kind}", tag = "registry",
    params(("kind" = String, Path, description = "`courts`, `people`, `posts`, `skills`, `trainings`, `roster` (the enrolments), `attendance` or `results`"), SheetParams),
    responses((status = 200, description = "The sheet", content((Vec<u8> = "text/csv"), (Vec<u8> = "text/tab-separated-values"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub async fn export_sheet(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadRegistry>,
    Path(kind): Path<String>,
    FromQuery(params): FromQuery<SheetParams>,
) -> Result<Response, Problem> {
    let wanted = params.of_kind(&kind)?;
    let format = wanted.format;
    let file = exported(&handle, permit, None, wanted, None).await?;
    sent(file, format)
}

/// Fills a workbook of the office's own that is sent as the body; without a body, a plain sheet is made as by `GET`. With a
/// purpose, and the right to see them, identity numbers and telephone numbers stand there in full.
#[utoipa::path(post, path = "/api/v1/exports/{kind}", tag = "registry",
    params(("kind" = String, Path, description = "As for `GET`"), PurposeParam, SheetParams),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "An `.xlsx` with placeholders such as `{{姓名}}`, at most 16 MiB; or nothing"),
    responses((status = 200, description = "The workbook, or the sheet", content((Vec<u8> = "text/csv"), (Vec<u8> = "text/tab-separated-values"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub async fn fill_template(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadRegistry>,
    Path(kind): Path<String>,
    FromQuery(params): FromQuery<TemplateParams>,
    upload: Upload<MAX_TEMPLATE_BYTES>,
) -> Result<Response, Problem> {
    let in_full = purpose(&handle, &caller, params.purpose.purpose).await?;
    let wanted = params.sheet.of_kind(&kind)?;
    let template = Some(upload.bytes).filter(|bytes| !bytes.is_empty());
    let format = match template {
        Some(_) => SheetFormat::Xlsx,
        None => wanted.format,
    };
    let file = exported(&handle, permit, in_full, wanted, template).await?;
    drop(upload.place);
    sent(file, format)
}

/// A right to see numbers in full, and what for.
pub type InFull = (Permit<SeePersonalData>, String);

/// Asks for the right to see numbers in full, where it is said what for.
///
/// # Errors
/// That the caller may not.
pub async fn purpose(
    handle: &Handle,
    caller: &Caller,
    purpose: Option<String>,
) -> Result<Option<InFull>, Problem> {
    match purpose {
        Some(purpose) => Ok(Some((handle.permit::<SeePersonalData>(caller).await?, purpose))),
        None => Ok(None),
    }
}

/// Makes the sheet, on a thread that a large one may hold for a while.
///
/// # Errors
/// What the use-case answers, and those of the pool.
pub async fn exported(
    handle: &Handle,
    permit: Permit<ReadRegistry>,
    in_full: Option<InFull>,
    wanted: SheetExport,
    template: Option<Vec<u8>>,
) -> Result<SheetFile, Problem> {
    let actor = permit.actor().clone();
    let court = wanted.people.court.clone().unwrap_or_default();
    let work = move |app: &app::App| {
        let in_full = in_full.as_ref();
        let in_full = in_full.map(|(permit, purpose)| (permit, purpose.as_str()));
        app.export_sheet(&permit, in_full, &wanted, template.as_deref())
    };
    match handle.run_unmapped(Pool::Exports, work).await? {
        Err(app::Error::Refused(refusal)) => Err(handle.refused(&actor, refusal).await),
        // The address is there; what it is narrowed by is not. A court of others is told of in the same words.
        Err(app::Error::NoSuchRecord("court")) => {
            let shown: String = court.chars().take(40).collect();
            let issue = Issue::of("court", IssueCode::NoSuchCourt).with("value", shown);
            Err(Problem::invalid(vec![issue]))
        }
        outcome => outcome.map_err(Problem::from),
    }
}

/// Answers with the file. Nothing keeps it on the way: it is about people.
///
/// # Errors
/// If its name is no header.
pub fn sent(file: SheetFile, format: SheetFormat) -> Result<Response, Problem> {
    let media_type = match format {
        SheetFormat::Csv => "text/csv; charset=utf-8; header=present",
        SheetFormat::Tsv => "text/tab-separated-values; charset=utf-8",
        SheetFormat::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };
    let mut response = saved_as(&file.name, media_type, file.bytes)?;
    let never = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, never);
    Ok(response)
}
