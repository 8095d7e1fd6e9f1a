//! `/api/v1/retention`: whose records have been kept for as long as the court says, to be looked at; nothing is erased by it.

use std::collections::BTreeMap;

use access::ErasePeople;
use app::registry::{RetentionDue, RetentionPage, RetentionPerson, RetentionWanted};
use axum::Json;
use axum::extract::State;
use registry::retention::years_of;
use registry::{Day, PersonId, RetentionClass, RetentionEvent};
use serde::Serialize;
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};

use super::super::schemas;
use super::id_cursor;
use super::people::day;
use super::people_body::PersonLineBody;
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromQuery, Members};
use crate::problem::{Issue, IssueCode, Problem};

const DEFAULT_LIMIT: u64 = 20;

/// By which years, and on which day.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RetentionParams {
    /// How many years the court keeps a class, 0 to 100, with commas between classes. A class that is left out runs out for
    /// nobody, because no years come with the program.
    #[param(value_type = Option<String>, example = "record=10,trainings=15")]
    years: BTreeMap<String, u16>,
    /// The day on which; today if it is left out.
    #[param(value_type = Option<String>)]
    on: Option<Day>,
    /// At most so many people.
    #[param(schema_with = limit_schema)]
    limit: u64,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

impl Members for RetentionParams {
    const NAMES: &'static [&'static str] = &["years", "on", "limit", "cursor"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            years: fields.parsed("years", years).unwrap_or_default(),
            on: fields.parsed("on", |text| day("on", text)),
            limit: fields
                .number("limit", 1..=schemas::MAX_LIMIT)
                .unwrap_or(DEFAULT_LIMIT),
            cursor: fields.text("cursor"),
        }
    }
}

fn limit_schema() -> Object {
    schemas::limit(DEFAULT_LIMIT)
}

/// Reads `record=10,trainings=15`.
fn years(text: &str) -> Result<BTreeMap<String, u16>, Issue> {
    let parts = text.split(',').filter(|part| !part.trim().is_empty());
    let read = |part: &str| {
        let (class, years) = part.split_once('=')?;
        Some((class.trim().to_owned(), years_of(years.trim())?))
    };
    let bad = || {
        Issue::of("years", IssueCode::OutOfRange)
            .with("min", 0)
            .with("max", 100)
    };
    parts.map(|part| read(part).ok_or_else(bad)).collect()
}

/// Whose records have run out, by the ids of the people.
#[derive(Debug, Serialize, ToSchema)]
pub struct RetentionBody {
    /// The day on which.
    on: String,
    /// The classes, with the years that were used.
    classes: Vec<RetentionClassBody>,
    items: Vec<RetentionPersonBody>,
    /// Where the next page begins.
    next_cursor: Option<String>,
}

/// What is kept until when.
#[derive(Debug, Serialize, ToSchema)]
pub struct RetentionClassBody {
    class: String,
    /// What it is, in Chinese.
    what_zh: String,
    /// From when the years count.
    #[schema(schema_with = event_schema)]
    event: &'static str,
    /// `null` where nobody has said.
    years: Option<u16>,
    /// Where the rule comes from.
    source: String,
}

/// Somebody of whom something has run out.
#[derive(Debug, Serialize, ToSchema)]
pub struct RetentionPersonBody {
    person: PersonLineBody,
    due: Vec<RetentionDueBody>,
}

/// What has run out.
#[derive(Debug, Serialize, ToSchema)]
pub struct RetentionDueBody {
    class: String,
    /// The day from which the years count.
    since: String,
    /// The first day on which it is not to be kept any more.
    due_on: String,
}

fn event_schema() -> Object {
    schemas::closed_list(RetentionEvent::ALL.iter().map(|event| event.as_str()), None)
}

/// Lists whose records of the caller's courts have been kept for as long as the court says. Nothing is erased.
#[utoipa::path(get, path = "/api/v1/retention", tag = "registry", params(RetentionParams), responses(
    (status = 200, description = "People, by id, with what has run out", body = RetentionBody)))]
pub async fn list_retention(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ErasePeople>,
    FromQuery(params): FromQuery<RetentionParams>,
) -> Result<Json<RetentionBody>, Problem> {
    let wanted = RetentionWanted {
        years: params.years,
        on: params.on,
        after: params.cursor.map(id_cursor::<PersonId>).transpose()?,
        limit: usize::try_from(params.limit).unwrap_or(usize::MAX),
    };
    let page = handle
        .show(permit, move |app, permit| app.retention_page(permit, &wanted))
        .await?;
    Ok(Json(RetentionBody::from(page)))
}

impl From<RetentionPage> for RetentionBody {
    fn from(page: RetentionPage) -> Self {
        Self {
            on: page.on.to_string(),
            classes: page.classes.into_iter().map(RetentionClassBody::from).collect(),
            items: page.people.into_iter().map(RetentionPersonBody::from).collect(),
            next_cursor: page.next,
        }
    }
}

impl From<RetentionClass> for RetentionClassBody {
    fn from(class: RetentionClass) -> Self {
        Self {
            class: class.name,
            what_zh: class.what_zh,
            event: class.event.as_str(),
            years: class.years,
            source: class.source,
        }
    }
}

impl From<RetentionPerson> for RetentionPersonBody {
    fn from(one: RetentionPerson) -> Self {
        let due = |due: RetentionDue| RetentionDueBody {
            class: due.class,
            since: due.since.to_string(),
            due_on: due.due_on.to_string(),
        };
        Self {
            person: PersonLineBody::from(one.line),
            due: one.due.into_iter().map(due).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_read_class_by_class() {
        let read = |text: &str| years(text).map(|years| years.into_iter().collect::<Vec<_>>());
        assert_eq!(read("").ok(), Some(Vec::new()));
        let both = vec![("record".to_owned(), 10), ("trainings".to_owned(), 0)];
        assert_eq!(read("trainings=0, record = 10").ok(), Some(both));
        for bad in ["record", "record=", "record=101", "record=-1", "10", "记录=十"] {
            assert_eq!(years(bad).unwrap_err().code, IssueCode::OutOfRange, "{bad}");
        }
    }
}
