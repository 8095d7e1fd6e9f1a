//! Entries as an auditor looks for them.

use super::{AuditEntry, entry_columns, entry_of};
use crate::{Error, Session, Value};

/// Which entries are wanted; everything that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// The actor, by the name it had then.
    pub actor: Option<String>,
    /// What was done or tried.
    pub action: Option<String>,
    /// What came of it.
    pub outcome: Option<String>,
    /// What kind of thing it was done to.
    pub object_kind: Option<String>,
    /// Which one.
    pub object_id: Option<String>,
    /// Not before this time.
    pub from_ms: Option<i64>,
    /// Before this time.
    pub to_ms: Option<i64>,
    /// Only what comes after the entry of this time and id in the list: the last of the page before.
    pub before: Option<(i64, String)>,
}

/// Returns up to `limit` entries, the newest first, those of one millisecond by id from the largest down; each with the
/// number of its link, if it has one by now. A text with NUL, which no entry holds, finds none.
///
/// # Errors
/// If they cannot be read.
pub fn list(
    session: &mut dyn Session,
    filter: &AuditFilter,
    limit: usize,
) -> Result<Vec<(AuditEntry, Option<u64>)>, Error> {
    let (conditions, mut parameters) = conditions(filter);
    if parameters.iter().any(|value| value.check().is_err()) {
        return Ok(Vec::new());
    }
    parameters.push(limit.into());
    let sql = format!(
        concat!(
            "SELECT l.number, ",
            entry_columns!(),
            " FROM audit_entry e LEFT JOIN audit_link l ON l.entry = e.id {} ORDER BY e.at_ms DESC, e.id DESC LIMIT ?{}"
        ),
        conditions,
        parameters.len()
    );
    let rows = session.query(&sql, &parameters)?;
    rows.iter()
        .map(|row| Ok((entry_of(row, 1)?, row.optional_count(0)?)))
        .collect()
}

/// Returns the condition and its parameters. What is not asked for is left out, so that an index is used for the rest.
fn conditions(filter: &AuditFilter) -> (String, Vec<Value>) {
    let mut parameters = Vec::new();
    let mut conditions = Vec::new();
    let equal = [
        ("e.actor_name =", &filter.actor),
        ("e.action =", &filter.action),
        ("e.outcome =", &filter.outcome),
        ("e.object_kind =", &filter.object_kind),
        ("e.object_id =", &filter.object_id),
    ];
    for (column, value) in equal {
        if let Some(value) = value {
            parameters.push(value.as_str().into());
            conditions.push(format!("{column} ?{}", parameters.len()));
        }
    }
    for (column, value) in [("e.at_ms >=", filter.from_ms), ("e.at_ms <", filter.to_ms)] {
        if let Some(value) = value {
            parameters.push(value.into());
            conditions.push(format!("{column} ?{}", parameters.len()));
        }
    }
    if let Some((at_ms, id)) = &filter.before {
        parameters.push((*at_ms).into());
        let at = parameters.len();
        parameters.push(id.as_str().into());
        let id = parameters.len();
        conditions.push(format!("(e.at_ms < ?{at} OR (e.at_ms = ?{at} AND e.id < ?{id}))"));
    }
    match conditions.is_empty() {
        true => (String::new(), parameters),
        false => (format!("WHERE {}", conditions.join(" AND ")), parameters),
    }
}
