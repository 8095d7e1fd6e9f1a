//! An audit entry as bytes: the one form that is digested.

/// The number of this form. Entries of another one would have other bytes and break no chain by accident.
const FORM: u8 = 1;
/// What stands before a value: nothing follows, a text with its length, or a number of eight bytes.
const ABSENT: u8 = 0;
const TEXT: u8 = 1;
const NUMBER: u8 = 2;

/// An audit entry, lent by whoever keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'e> {
    /// Its random id.
    pub id: &'e str,
    /// When it happened, in milliseconds since 1970.
    pub at_ms: i64,
    /// What kind of actor it was, such as `account`.
    pub actor_kind: &'e str,
    /// The id of the account or token, if it was one.
    pub actor_id: Option<&'e str>,
    /// The name the actor had then.
    pub actor_name: &'e str,
    /// The address it came from.
    pub address: Option<&'e str>,
    /// What was done or tried.
    pub action: &'e str,
    /// What came of it.
    pub outcome: &'e str,
    /// What kind of thing it was done to.
    pub object_kind: Option<&'e str>,
    /// Which one.
    pub object_id: Option<&'e str>,
    /// The names of the fields that were read or written, with commas between; never their values.
    pub fields: &'e str,
    /// Why it was done, or why it was refused.
    pub reason: Option<&'e str>,
    /// The id of the request.
    pub request_id: Option<&'e str>,
    /// What else there is to say.
    pub detail: Option<&'e str>,
}

impl Entry<'_> {
    /// Returns the entry as bytes: every field in a fixed order, each with its kind and length before it.
    ///
    /// Two entries that differ anywhere have different bytes, nothing and an empty text included.
    #[must_use]
    pub fn canonical(&self) -> Vec<u8> {
        let mut bytes = vec![FORM];
        text(&mut bytes, Some(self.id));
        bytes.push(NUMBER);
        bytes.extend_from_slice(&self.at_ms.to_be_bytes());
        for value in [
            Some(self.actor_kind),
            self.actor_id,
            Some(self.actor_name),
            self.address,
            Some(self.action),
            Some(self.outcome),
            self.object_kind,
            self.object_id,
            Some(self.fields),
            self.reason,
            self.request_id,
            self.detail,
        ] {
            text(&mut bytes, value);
        }
        bytes
    }
}

fn text(bytes: &mut Vec<u8>, value: Option<&str>) {
    match value {
        None => bytes.push(ABSENT),
        Some(value) => {
            bytes.push(TEXT);
            bytes.extend_from_slice(&(value.len() as u64).to_be_bytes());
            bytes.extend_from_slice(value.as_bytes());
        }
    }
}
