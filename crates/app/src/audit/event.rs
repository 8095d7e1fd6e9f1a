//! What is told of something that happened, and the entry that is made of it.

use access::{Actor, Origin};
use store::audit::AuditEntry;

use super::outside::{NAME_CHARACTERS, SENTENCE_CHARACTERS, visible};
use crate::{Chance, Error};

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// What kind of actor, such as `account` or `token`.
    pub kind: &'static str,
    /// The id of the account or token, if it is one.
    pub id: Option<String>,
    /// The name by which people know the actor.
    pub name: String,
}

/// What came of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditOutcome {
    /// It was done.
    Done,
    /// It was not allowed.
    Refused,
    /// It was allowed and did not succeed.
    Failed,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEvent {
    action: &'static str,
    outcome: AuditOutcome,
    object: Option<(&'static str, String)>,
    fields: Vec<&'static str>,
    reason: Option<String>,
    detail: Option<String>,
}

impl Who {
    /// The program itself, which does something that nobody has asked for.
    #[must_use]
    pub fn program() -> Self {
        Self {
            kind: "program",
            id: None,
            name: "shanjar".to_owned(),
        }
    }
}

impl From<&Actor> for Who {
    fn from(actor: &Actor) -> Self {
        Self {
            kind: actor.kind(),
            id: Some(actor.id().to_owned()).filter(|id| !id.is_empty()),
            name: actor.name(),
        }
    }
}

impl AuditOutcome {
    /// Returns the name that is kept.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

impl AuditEvent {
    /// Tells that `action` was done.
    #[must_use]
    pub fn done(action: &'static str) -> Self {
        Self::new(action, AuditOutcome::Done)
    }

    /// Tells that `action` was not allowed.
    #[must_use]
    pub fn refused(action: &'static str) -> Self {
        Self::new(action, AuditOutcome::Refused)
    }

    /// Tells that `action` was allowed and did not succeed.
    #[must_use]
    pub fn failed(action: &'static str) -> Self {
        Self::new(action, AuditOutcome::Failed)
    }

    /// Names what it was done to. The id may have come from outside.
    #[must_use]
    pub fn on(self, kind: &'static str, id: impl Into<String>) -> Self {
        let object = Some((kind, id.into()));
        Self { object, ..self }
    }

    /// Names the fields that were read or written: names from the program, so never values.
    #[must_use]
    pub fn fields(self, fields: &[&'static str]) -> Self {
        let fields = fields.to_vec();
        Self { fields, ..self }
    }

    /// Says why. The text may have come from outside.
    #[must_use]
    pub fn because(self, reason: impl Into<String>) -> Self {
        let reason = Some(reason.into());
        Self { reason, ..self }
    }

    /// Says more. The text may have come from outside; it must hold nothing secret and nothing about a person.
    #[must_use]
    pub fn detail(self, detail: impl Into<String>) -> Self {
        let detail = Some(detail.into());
        Self { detail, ..self }
    }

    fn new(action: &'static str, outcome: AuditOutcome) -> Self {
        Self {
            action,
            outcome,
            object: None,
            fields: Vec::new(),
            reason: None,
            detail: None,
        }
    }
}

/// Makes the entry of `event`, with a random id; every text in it is [made short and visible](visible).
///
/// Make it before the transaction that writes it: that may run again, and must then write the same entry.
///
/// # Errors
/// If there are no random bytes.
pub fn entry(
    who: &Who,
    origin: &Origin,
    event: &AuditEvent,
    at_ms: i64,
    chance: &dyn Chance,
) -> Result<AuditEntry, Error> {
    let mut id = [0; 16];
    chance
        .fill(&mut id)
        .map_err(|err| Error::Internal(format!("no audit entry can be named without random bytes: {err}")))?;
    let name = |text: &str| visible(text, NAME_CHARACTERS);
    let sentence = |text: &String| visible(text, SENTENCE_CHARACTERS);
    let (object_kind, object_id) = event
        .object
        .as_ref()
        .map(|(kind, id)| ((*kind).to_owned(), name(id)))
        .unzip();
    Ok(AuditEntry {
        id: id.iter().map(|byte| format!("{byte:02x}")).collect(),
        at_ms,
        actor_kind: who.kind.to_owned(),
        actor_id: who.id.as_deref().map(name),
        actor_name: name(&who.name),
        address: origin.address.map(|address| address.to_string()),
        action: event.action.to_owned(),
        outcome: event.outcome.as_str().to_owned(),
        object_kind,
        object_id,
        fields: event.fields.join(","),
        reason: event.reason.as_ref().map(sentence),
        request_id: origin.request_id.as_deref().map(name),
        detail: event.detail.as_ref().map(sentence),
    })
}
