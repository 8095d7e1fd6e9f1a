//! The audit: entries that are only ever added, the links of the chain over them, and what remains when their time is over.
//!
//! The store keeps the chain and does not understand it: it knows no key, and numbers and digests are given to it.
//! An entry is written without a link, in the transaction of what it tells of, and gets one a moment later.

mod chain;
mod list;
mod unsealed;

use crate::value::values;
use crate::{Error, Row, Session};

pub use chain::{AuditAnchor, AuditLink, anchor, cut, find_link, first_since, last_link, link, walk};
pub use list::{AuditFilter, list};
pub use unsealed::{Stray, Unsealed, strays, unsealed, unsealed_state};

/// What happened. Texts are as they are kept: whoever makes an entry has made them short and visible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its id, drawn at random by the caller.
    pub id: String,
    /// When it happened, in milliseconds since 1970-01-01T00:00:00Z, as all times here.
    pub at_ms: i64,
    /// What kind of actor it was, such as `account`.
    pub actor_kind: String,
    /// The id of the account or token, if it was one.
    pub actor_id: Option<String>,
    /// The name the actor had then.
    pub actor_name: String,
    /// The address it came from; `None` on the machine itself.
    pub address: Option<String>,
    /// What was done or tried.
    pub action: String,
    /// `done`, `refused` or `failed`. A text, so that a row which somebody has tampered with can be read and named.
    pub outcome: String,
    /// What kind of thing it was done to; given together with `object_id`.
    pub object_kind: Option<String>,
    /// Which one.
    pub object_id: Option<String>,
    /// The names of the fields that were read or written, with commas between; never their values.
    pub fields: String,
    /// Why it was done, or why it was refused.
    pub reason: Option<String>,
    /// The id of the request.
    pub request_id: Option<String>,
    /// What else there is to say.
    pub detail: Option<String>,
}

/// The columns of an entry, in the order of [`entry_of`].
macro_rules! entry_columns {
    () => {
        "e.id, e.at_ms, e.actor_kind, e.actor_id, e.actor_name, e.address, e.action, e.outcome, e.object_kind, \
         e.object_id, e.fields, e.reason, e.request_id, e.detail"
    };
}
use entry_columns;

/// Writes an entry, which waits for its link from now on.
///
/// # Errors
/// [`Error::Taken`] if the id was given before.
pub fn append(session: &mut dyn Session, entry: &AuditEntry) -> Result<(), Error> {
    let written = session.execute(
        "INSERT INTO audit_entry (id, at_ms, actor_kind, actor_id, actor_name, address, action, outcome, object_kind, \
         object_id, fields, reason, request_id, detail) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) ON CONFLICT (id) DO NOTHING",
        &values![
            entry.id.as_str(),
            entry.at_ms,
            entry.actor_kind.as_str(),
            entry.actor_id.as_deref(),
            entry.actor_name.as_str(),
            entry.address.as_deref(),
            entry.action.as_str(),
            entry.outcome.as_str(),
            entry.object_kind.as_deref(),
            entry.object_id.as_deref(),
            entry.fields.as_str(),
            entry.reason.as_deref(),
            entry.request_id.as_deref(),
            entry.detail.as_deref(),
        ],
    )?;
    if written != 1 {
        return Err(Error::Taken {
            what: "audit entry",
            id: entry.id.clone(),
        });
    }
    session.execute(
        "INSERT INTO audit_unsealed (entry) VALUES (?1)",
        &values![entry.id.as_str()],
    )?;
    Ok(())
}

/// Reads the entry whose columns begin at `first`.
fn entry_of(row: &Row, first: usize) -> Result<AuditEntry, Error> {
    let text = |column: usize| row.text(first + column).map(ToOwned::to_owned);
    let optional = |column: usize| Ok::<_, Error>(row.optional_text(first + column)?.map(ToOwned::to_owned));
    Ok(AuditEntry {
        id: text(0)?,
        at_ms: row.integer(first + 1)?,
        actor_kind: text(2)?,
        actor_id: optional(3)?,
        actor_name: text(4)?,
        address: optional(5)?,
        action: text(6)?,
        outcome: text(7)?,
        object_kind: optional(8)?,
        object_id: optional(9)?,
        fields: text(10)?,
        reason: optional(11)?,
        request_id: optional(12)?,
        detail: optional(13)?,
    })
}
