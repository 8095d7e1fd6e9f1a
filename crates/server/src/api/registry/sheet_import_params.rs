//! Imports of sheets on the wire: what a client wishes and answers.

use app::registry::sheets::{SheetAnswer, SheetApplying, SheetVerdict};
use app::{Format, OnError};
use serde::Deserialize;
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};

use super::super::schemas::{self, Words};
use super::members;
use crate::input::{Fields, Members};
use crate::problem::{Issue, IssueCode};

/// How sheets are written.
pub const FORMATS: &Words<Format> = &[("csv", Format::Csv), ("tsv", Format::Tsv), ("xlsx", Format::Xlsx)];
/// Whether anything is written.
const MODES: &Words<bool> = &[("preview", false), ("apply", true)];
const ON_ERROR: &Words<OnError> = &[("stop", OnError::Stop), ("skip", OnError::Skip)];

/// How a sheet is to be taken in.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SheetImportParams {
    /// How the file is written; if it is left out, a ZIP archive is a workbook, and everything else text.
    #[param(schema_with = format_schema)]
    pub format: Option<Format>,
    /// `preview` reads the file and keeps it for a day; `apply` writes it as well, if no row is wrong and nothing is to be
    /// answered, or with `on_error=skip` without the rows of which that is so.
    #[param(rename = "mode", schema_with = mode_schema)]
    pub is_applied: bool,
    /// `stop` writes nothing if a row is wrong; `skip` writes the others and gives these back.
    #[param(schema_with = on_error_schema)]
    pub on_error: OnError,
    /// The columns of a file without a header, with commas between them.
    #[param(example = "name_zh,court")]
    pub columns: Option<String>,
    /// Whether columns that are not known are passed over.
    #[param(schema_with = schemas::flag)]
    pub ignore_extra: bool,
    /// What the file is called in messages.
    #[param(max_length = 200)]
    pub name: Option<String>,
}

fn format_schema() -> Object {
    schemas::word_of(FORMATS, None)
}

fn mode_schema() -> Object {
    schemas::word_of(MODES, Some("apply"))
}

fn on_error_schema() -> Object {
    schemas::word_of(ON_ERROR, Some("stop"))
}

impl Members for SheetImportParams {
    const NAMES: &'static [&'static str] = &["format", "mode", "on_error", "columns", "ignore_extra", "name"];

    fn take(fields: &mut Fields) -> Self {
        let name = fields.text("name");
        if name.as_ref().is_some_and(|name| name.chars().count() > 200) {
            fields.refuse(Issue::of("name", IssueCode::TooLong).with("max", 200));
        }
        Self {
            format: fields.word_of("format", FORMATS),
            is_applied: fields.word_of("mode", MODES).unwrap_or(true),
            on_error: fields.word_of("on_error", ON_ERROR).unwrap_or_default(),
            columns: fields.text("columns"),
            ignore_extra: fields.flag("ignore_extra").unwrap_or(false),
            name,
        }
    }
}

/// How a sheet is applied.
#[derive(Debug, ToSchema)]
pub struct ApplySheetParams {
    /// `stop` writes nothing if a row is wrong; `skip` writes the others.
    #[schema(value_type = Option<String>, schema_with = on_error_schema)]
    on_error: OnError,
    /// Whether rows that wait for an answer are left out; else nothing is written while there is one.
    #[schema(value_type = Option<bool>)]
    leave_questions: bool,
}

impl Members for ApplySheetParams {
    const NAMES: &'static [&'static str] = &["on_error", "leave_questions"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            on_error: fields.word_of("on_error", ON_ERROR).unwrap_or_default(),
            leave_questions: fields.flag("leave_questions").unwrap_or(false),
        }
    }
}

impl From<ApplySheetParams> for SheetApplying {
    fn from(params: ApplySheetParams) -> Self {
        Self {
            on_error: params.on_error,
            leaves_questions: params.leave_questions,
            expected: None,
        }
    }
}

/// Answers to questions about who somebody is.
#[derive(Debug, ToSchema)]
pub struct AnswersParams {
    #[schema(value_type = Vec<AnswerSent>)]
    pub answers: Vec<SheetAnswer>,
}

/// An answer to one question.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerSent {
    question: String,
    /// `null` takes an answer back.
    #[serde(default)]
    verdict: Option<VerdictSent>,
    /// Who it is, by id, if it is the `same`.
    #[serde(default)]
    person: Option<String>,
}

/// What is answered: somebody who is there, somebody new, somebody new who is not one of those there, or nobody this time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VerdictSent {
    Same,
    New,
    NewApart,
    LeaveOut,
}

impl Members for AnswersParams {
    const NAMES: &'static [&'static str] = &["answers"];

    fn take(fields: &mut Fields) -> Self {
        let sent: Vec<AnswerSent> = members::items(fields, "answers");
        let mut answers = Vec::new();
        for (nth, one) in sent.into_iter().enumerate() {
            let verdict = match (one.verdict, one.person) {
                (Some(VerdictSent::Same), Some(person)) => Some(SheetVerdict::Same(person)),
                (Some(VerdictSent::Same), None) => {
                    fields.refuse(Issue::within("answers", nth, "person", IssueCode::Missing));
                    None
                }
                (Some(VerdictSent::New), _) => Some(SheetVerdict::New),
                (Some(VerdictSent::NewApart), _) => Some(SheetVerdict::NewApart),
                (Some(VerdictSent::LeaveOut), _) => Some(SheetVerdict::LeaveOut),
                (None, _) => None,
            };
            answers.push(SheetAnswer {
                question: one.question,
                verdict,
            });
        }
        Self { answers }
    }
}
