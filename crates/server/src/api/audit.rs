//! `/api/v1/audit`: what happened, for whoever looks on, and whether it is still what was written down.

use access::{Permit, ReadAudit};
use app::audit::{AuditEntry, AuditFilter, AuditReport, fault_code, head_code, stray_code};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};

use super::schemas;
use super::timestamp::{read_rfc3339, rfc3339};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromQuery, Members, NoMembers};
use crate::problem::{Code, Issue, IssueCode, Problem};

/// Which entries.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AuditParams {
    /// Only what this actor did, by the name it had then; a token's is `token:` and what it is called.
    actor: Option<String>,
    /// Only this action, such as `log-in`.
    action: Option<String>,
    /// Only what was done to this: a kind such as `account`, or a kind and an id, such as `account:a-…`.
    object: Option<String>,
    /// Not before this time.
    #[param(value_type = Option<String>, format = "date-time")]
    from: Option<i64>,
    /// Before this time.
    #[param(value_type = Option<String>, format = "date-time")]
    to: Option<i64>,
    /// At most this many.
    #[param(schema_with = limit_schema)]
    limit: u64,
    /// `next_cursor` of the page before, with the same question.
    cursor: Option<String>,
}

impl Members for AuditParams {
    const NAMES: &'static [&'static str] = &["actor", "action", "object", "from", "to", "limit", "cursor"];

    fn take(fields: &mut Fields) -> Self {
        let mut time = |name: &'static str| {
            fields.parsed(name, |text| {
                read_rfc3339(text).ok_or_else(|| Issue::of(name, IssueCode::BadTime))
            })
        };
        let (from, to) = (time("from"), time("to"));
        Self {
            actor: fields.text("actor"),
            action: fields.text("action"),
            object: fields.text("object"),
            from,
            to,
            limit: fields
                .number("limit", 1..=schemas::MAX_LIMIT)
                .unwrap_or(DEFAULT_LIMIT),
            cursor: fields.text("cursor"),
        }
    }
}

const DEFAULT_LIMIT: u64 = 20;

fn limit_schema() -> Object {
    schemas::limit(DEFAULT_LIMIT)
}

/// What listing can be refused with.
pub const LIST_PROBLEMS: &[Code] = &[Code::BadCursor, Code::InvalidInput];

/// Entries, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditBody {
    items: Vec<AuditEntryBody>,
    /// Where the next page begins.
    next_cursor: Option<String>,
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
struct AuditEntryBody {
    id: String,
    /// Its number in the chain; `null` for a moment, until it is sealed.
    number: Option<u64>,
    at: String,
    /// `account`, `token`, `operator`, `anonymous` or `program`.
    actor_kind: String,
    actor_id: Option<String>,
    /// The name the actor had then.
    actor_name: String,
    /// From where; `null` on the machine itself.
    address: Option<String>,
    action: String,
    /// `done`, `refused` or `failed`.
    outcome: String,
    object_kind: Option<String>,
    object_id: Option<String>,
    /// The fields that were read or written; never their values.
    fields: Vec<String>,
    reason: Option<String>,
    request_id: Option<String>,
    detail: Option<String>,
}

/// Whether the audit is what was sealed.
#[derive(Debug, Serialize, ToSchema)]
pub struct VerificationBody {
    /// Whether nothing is wrong.
    is_sound: bool,
    /// The last number that was removed because its time was over; 0 if none was.
    removed: u64,
    /// How many links are right, from the first that is left up to the first bad one.
    links: u64,
    /// The number of the last link there is.
    last: u64,
    /// The first number that is not what was sealed.
    first_bad: Option<BadNumberBody>,
    /// What lies beside the chain and does not belong there, up to a hundred.
    strays: Vec<StrayBody>,
    /// How many entries wait to be sealed.
    unsealed: u64,
    /// How long the oldest of them has waited, in milliseconds.
    oldest_unsealed_ms: Option<u64>,
    head: HeadBody,
}

#[derive(Debug, Serialize, ToSchema)]
struct BadNumberBody {
    number: u64,
    /// `edited`, `missing`, `gap`, `renumbered`, `foreign`, `truncated` or `forked`.
    fault: &'static str,
}

#[derive(Debug, Serialize, ToSchema)]
struct StrayBody {
    /// The id of the entry.
    entry: String,
    /// `without_link`, `gone`, `waits_though_linked` or `without_number`.
    what: &'static str,
}

/// How the signed head outside the database stands to the chain.
#[derive(Debug, Serialize, ToSchema)]
struct HeadBody {
    /// `agrees`, `behind`, `ahead`, `differs`, `missing`, `bad_signature` or `unreadable`.
    state: &'static str,
    /// The number that it names, where it is not the last.
    number: Option<u64>,
}

/// Lists what happened.
#[utoipa::path(get, path = "/api/v1/audit", tag = "audit", params(AuditParams), responses(
    (status = 200, description = "Entries, the newest first", body = AuditBody)))]
pub async fn list_audit(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadAudit>,
    FromQuery(params): FromQuery<AuditParams>,
) -> Result<Json<AuditBody>, Problem> {
    let limit = usize::try_from(params.limit).unwrap_or(usize::MAX);
    let (object_kind, object_id) = object(params.object.as_deref());
    let filter = AuditFilter {
        actor: params.actor,
        action: params.action,
        outcome: None,
        object_kind,
        object_id,
        from_ms: params.from,
        to_ms: params.to,
        before: params.cursor.as_deref().map(read_cursor).transpose()?,
    };
    // One more than asked for says whether there is a next page.
    let list = move |app: &app::App, permit: &Permit<ReadAudit>| {
        app.audit_entries(permit, &filter, limit.saturating_add(1))
    };
    let mut entries = handle.show(permit, list).await?;
    let goes_on = entries.len() > limit;
    entries.truncate(limit);
    let next_cursor = entries
        .last()
        .filter(|_| goes_on)
        .map(|(last, _)| cursor_behind(last));
    Ok(Json(AuditBody {
        items: entries.into_iter().map(AuditEntryBody::of).collect(),
        next_cursor,
    }))
}

/// Compares all of the audit with what was sealed. Reads all of it.
#[utoipa::path(get, path = "/api/v1/audit/verification", tag = "audit", responses(
    (status = 200, description = "What was found", body = VerificationBody)))]
pub async fn verify_audit(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadAudit>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Json<VerificationBody>, Problem> {
    Ok(Json(VerificationBody::of(&verified(&handle, permit).await?)))
}

/// Returns what comparing all of the audit with what was sealed comes to.
///
/// # Errors
/// Of the store.
pub async fn verified(handle: &Handle, permit: Permit<ReadAudit>) -> Result<AuditReport, Problem> {
    // Without a file there is no head, which a chain with links in it is told of.
    let head = handle.config().audit_head.clone().unwrap_or_default();
    let verify =
        move |app: &app::App, permit: &Permit<ReadAudit>| app.verify_audit(permit, &*app.audit_keys(), &head);
    handle.show(permit, verify).await
}

/// Splits `kind:id`, or a kind alone.
pub fn object(typed: Option<&str>) -> (Option<String>, Option<String>) {
    match typed.map(|typed| typed.split_once(':').unwrap_or((typed, ""))) {
        None => (None, None),
        Some((kind, "")) => (Some(kind.to_owned()), None),
        Some((kind, id)) => (Some(kind.to_owned()), Some(id.to_owned())),
    }
}

/// Returns the cursor of what lies behind `entry`.
pub fn cursor_behind(entry: &AuditEntry) -> String {
    format!("{}-{}", entry.at_ms, entry.id)
}

/// Reads a cursor as the time and the id of the last entry of the page before.
///
/// # Errors
/// [`Code::BadCursor`].
pub fn read_cursor(raw: &str) -> Result<(i64, String), Problem> {
    let read = || {
        let (at_ms, id) = raw.split_once('-')?;
        let is_id = id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit());
        let is_time = at_ms.bytes().all(|b| b.is_ascii_digit());
        (is_id && is_time).then_some((at_ms.parse().ok()?, id.to_owned()))
    };
    read().ok_or_else(|| Problem::bad_cursor(raw))
}

impl AuditEntryBody {
    fn of((entry, number): (AuditEntry, Option<u64>)) -> Self {
        let fields = entry.fields.split(',').filter(|field| !field.is_empty());
        Self {
            number,
            at: rfc3339(entry.at_ms),
            fields: fields.map(str::to_owned).collect(),
            id: entry.id,
            actor_kind: entry.actor_kind,
            actor_id: entry.actor_id,
            actor_name: entry.actor_name,
            address: entry.address,
            action: entry.action,
            outcome: entry.outcome,
            object_kind: entry.object_kind,
            object_id: entry.object_id,
            reason: entry.reason,
            request_id: entry.request_id,
            detail: entry.detail,
        }
    }
}

impl VerificationBody {
    fn of(report: &AuditReport) -> Self {
        let stray = |stray| {
            let (what, entry) = stray_code(stray);
            StrayBody {
                entry: entry.to_owned(),
                what,
            }
        };
        let (state, number) = head_code(&report.head);
        Self {
            is_sound: report.is_sound(),
            removed: report.removed,
            links: report.links,
            last: report.last,
            first_bad: report.first_bad.map(|bad| BadNumberBody {
                number: bad.number,
                fault: fault_code(bad.fault),
            }),
            strays: report.strays.iter().map(stray).collect(),
            unsealed: report.unsealed,
            oldest_unsealed_ms: report.oldest_unsealed_ms,
            head: HeadBody { state, number },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_a_time_and_an_id() {
        let id = "0123456789abcdef0123456789abcdef";
        assert_eq!(
            read_cursor(&format!("1767225600000-{id}")).unwrap(),
            (1_767_225_600_000, id.to_owned())
        );
        for raw in [
            "",
            "x",
            "-",
            &format!("-{id}"),
            &format!("+1-{id}"),
            "1-x",
            &format!("1-{id}0"),
            "1-ཀ",
        ] {
            assert_eq!(read_cursor(raw).unwrap_err().code, Code::BadCursor, "{raw}");
        }
    }

    #[test]
    fn an_object_is_a_kind_with_or_without_an_id() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(object(None), (None, None));
        assert_eq!(object(Some("account")), (some("account"), None));
        assert_eq!(object(Some("account:a-1:2")), (some("account"), some("a-1:2")));
    }
}
