//! `/audit`: what happened, for whoever looks on.

use access::ReadAudit;
use app::audit::{AuditEntry, AuditFilter};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::private_page;
use super::times::{end_of_day, shown, start_of_day};
use crate::api::audit::{cursor_behind, object, read_cursor};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::problem::Problem;
use crate::web::templates::{View, percent_encode};

/// How many entries a page shows.
const N_ENTRIES: usize = 50;

/// What the form asks for, as it was typed.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AuditQuestion {
    pub actor: String,
    pub action: String,
    pub object: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// `next` of the page before.
    #[serde(skip)]
    pub cursor: Option<String>,
}

impl Members for AuditQuestion {
    const NAMES: &'static [&'static str] = &[];

    fn take(fields: &mut Fields) -> Self {
        let mut text = |name| fields.text(name).unwrap_or_default().trim().to_owned();
        Self {
            actor: text("actor"),
            action: text("action"),
            object: text("object"),
            from: text("from"),
            to: text("to"),
            cursor: fields.text("cursor"),
        }
    }
}

/// The form and what it finds.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AuditView {
    pub question: AuditQuestion,
    pub rows: Vec<AuditRow>,
    /// The address of the next page.
    pub next: Option<String>,
    /// The address of the first page, if this is another.
    pub first: Option<String>,
}

/// Something that happened.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AuditRow {
    pub number: Option<u64>,
    pub at: String,
    pub actor_name: String,
    pub address: Option<String>,
    pub action: String,
    /// `done`, `refused` or `failed`, if nobody has tampered with it.
    pub outcome: String,
    pub object_kind: Option<String>,
    pub object_id: Option<String>,
    pub fields: String,
    pub reason: Option<String>,
    pub detail: Option<String>,
}

impl View for AuditView {
    const TEMPLATE: &'static str = "audit.html";
}

/// Lists what happened, the newest first.
pub async fn audit_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadAudit>,
    context: RequestContext,
    FromPageQuery(question): FromPageQuery<AuditQuestion>,
) -> Result<Response, Problem> {
    let offset = handle.config().utc_offset_minutes;
    let filter = question.filter(offset)?;
    let list = move |app: &app::App, permit: &_| app.audit_entries(permit, &filter, N_ENTRIES + 1);
    let mut entries = handle.show(permit, list).await?;
    let goes_on = entries.len() > N_ENTRIES;
    entries.truncate(N_ENTRIES);
    let next = entries.last().filter(|_| goes_on);
    let view = AuditView {
        next: next.map(|(last, _)| question.link(Some(&cursor_behind(last)))),
        first: question.cursor.is_some().then(|| question.link(None)),
        rows: entries
            .into_iter()
            .map(|entry| AuditRow::of(entry, offset))
            .collect(),
        question,
    };
    private_page(&handle, &context, &caller, StatusCode::OK, &view)
}

impl AuditQuestion {
    /// A day that is none narrows nothing: the field shows what was typed.
    fn filter(&self, utc_offset_minutes: i16) -> Result<AuditFilter, Problem> {
        let given = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let (object_kind, object_id) = object(given(&self.object).as_deref());
        Ok(AuditFilter {
            actor: given(&self.actor),
            action: given(&self.action),
            outcome: None,
            object_kind,
            object_id,
            from_ms: start_of_day(&self.from, utc_offset_minutes),
            to_ms: end_of_day(&self.to, utc_offset_minutes),
            before: self.cursor.as_deref().map(read_cursor).transpose()?,
        })
    }

    fn link(&self, cursor: Option<&str>) -> String {
        let members = [
            ("actor", self.actor.as_str()),
            ("action", &self.action),
            ("object", &self.object),
            ("from", &self.from),
            ("to", &self.to),
            ("cursor", cursor.unwrap_or_default()),
        ];
        let given = members.iter().filter(|(_, value)| !value.is_empty());
        let pairs: Vec<_> = given
            .map(|(name, value)| format!("{name}={}", percent_encode(value)))
            .collect();
        format!("/audit?{}", pairs.join("&"))
    }
}

impl AuditRow {
    fn of((entry, number): (AuditEntry, Option<u64>), utc_offset_minutes: i16) -> Self {
        Self {
            number,
            at: shown(entry.at_ms, utc_offset_minutes),
            actor_name: entry.actor_name,
            address: entry.address,
            action: entry.action,
            outcome: entry.outcome,
            object_kind: entry.object_kind,
            object_id: entry.object_id,
            fields: entry.fields.replace(',', ", "),
            reason: entry.reason,
            detail: entry.detail,
        }
    }
}
