//! An audit entry as a message: header, structured data, and a sentence for people (RFC 5424, 6).

use std::fmt::Write as _;

use time::OffsetDateTime;
use time::macros::format_description;

use super::{Facility, SyslogPlan, Transport};
use crate::audit::{SealedEntry, harmless};

/// How long a message may be that every collector takes: over UDP (RFC 5426, 3.2), and over TLS (RFC 5425, 4.3.1).
const MOST_BYTES_UDP: usize = 2_048;
const MOST_BYTES: usize = 8_192;
/// To how many characters the values of a message that is too long are cut, one after the other.
const CUTS: [usize; 4] = [usize::MAX, 300, 60, 15];

/// The form that all messages of an installation share.
#[derive(Debug, Clone)]
pub(super) struct Form {
    facility: Facility,
    hostname: String,
    data_id: String,
    most_bytes: usize,
}

/// What a message says.
struct Content<'c> {
    severity: u8,
    at_ms: Option<i64>,
    id: &'c str,
    data: Vec<(&'static str, String)>,
    sentence: String,
}

/// Tells whether `id` can name structured data of ours: a name, `@` and an enterprise number (RFC 5424, 6.3.2).
#[must_use]
pub fn is_structured_data_id(id: &str) -> bool {
    let Some((name, number)) = id.split_once('@') else {
        return false;
    };
    let is_name = |c: char| c.is_ascii_graphic() && !matches!(c, '=' | ']' | '"' | '@');
    id.len() <= 32
        && !name.is_empty()
        && name.chars().all(is_name)
        && !number.is_empty()
        && number.chars().all(|c| c.is_ascii_digit())
}

impl Form {
    pub(super) fn new(plan: &SyslogPlan) -> Self {
        let hostname = plan.hostname.as_deref().unwrap_or_default();
        Self {
            facility: plan.facility,
            hostname: header_field(hostname, 255),
            data_id: plan.data_id.clone(),
            most_bytes: match plan.transport {
                Transport::Udp => MOST_BYTES_UDP,
                Transport::Tcp | Transport::Tls => MOST_BYTES,
            },
        }
    }

    /// Returns the message of an entry. One that would be too long has its values cut.
    pub(super) fn message(&self, sealed: &SealedEntry) -> Vec<u8> {
        let entry = &sealed.entry;
        let optional = |value: &Option<String>| value.clone().unwrap_or_default();
        let data = vec![
            ("number", sealed.number.to_string()),
            ("id", entry.id.clone()),
            ("action", entry.action.clone()),
            ("outcome", entry.outcome.clone()),
            ("actor-kind", entry.actor_kind.clone()),
            ("actor-id", optional(&entry.actor_id)),
            ("actor", entry.actor_name.clone()),
            ("address", optional(&entry.address)),
            ("object-kind", optional(&entry.object_kind)),
            ("object-id", optional(&entry.object_id)),
            ("fields", entry.fields.clone()),
            ("request-id", optional(&entry.request_id)),
            ("reason", optional(&entry.reason)),
            ("detail", optional(&entry.detail)),
        ];
        let severity = match entry.outcome.as_str() {
            "done" => 6,
            "refused" => 4,
            _ => 3,
        };
        let mut sentence = format!(
            "{} {} by {} {}",
            entry.outcome, entry.action, entry.actor_kind, entry.actor_name
        );
        if let (Some(kind), Some(id)) = (&entry.object_kind, &entry.object_id) {
            // Writing to a String cannot fail.
            let _ = write!(sentence, " on {kind} {id}");
        }
        if let Some(address) = &entry.address {
            let _ = write!(sentence, " from {address}");
        }
        let at_ms = Some(entry.at_ms);
        let id = &entry.action;
        self.fitting(&Content {
            severity,
            at_ms,
            id,
            data,
            sentence,
        })
    }

    /// Returns the message that says that messages were given up.
    pub(super) fn notice(&self, dropped: u64, total: u64) -> Vec<u8> {
        let data = vec![
            ("dropped", dropped.to_string()),
            ("dropped-in-all", total.to_string()),
        ];
        let sentence = format!("{dropped} messages were given up because the spool is full");
        self.fitting(&Content {
            severity: 4,
            at_ms: None,
            id: "syslog-dropped",
            data,
            sentence,
        })
    }

    fn fitting(&self, content: &Content<'_>) -> Vec<u8> {
        let mut message = Vec::new();
        for most in CUTS {
            message = self.encoded(content, most);
            if message.len() <= self.most_bytes {
                break;
            }
        }
        message
    }

    fn encoded(&self, content: &Content<'_>, most: usize) -> Vec<u8> {
        let mut text = format!(
            "<{}>1 {} {} shanjar - {} [{}",
            self.facility.priority(content.severity),
            content.at_ms.and_then(timestamp).as_deref().unwrap_or("-"),
            self.hostname,
            header_field(content.id, 32),
            self.data_id
        );
        for (name, value) in content.data.iter().filter(|(_, value)| !value.is_empty()) {
            let _ = write!(text, " {name}=\"");
            for character in harmless(&cut(value, most)).chars() {
                if matches!(character, '"' | '\\' | ']') {
                    text.push('\\');
                }
                text.push(character);
            }
            text.push('"');
        }
        // The mark of UTF-8, which a message must begin with that is in it.
        let _ = write!(text, "] \u{feff}{}", harmless(&cut(&content.sentence, most)));
        text.into_bytes()
    }
}

fn cut(text: &str, most: usize) -> String {
    let mut characters = text.chars();
    let mut kept: String = characters.by_ref().take(most).collect();
    if characters.next().is_some() {
        kept.push('…');
    }
    kept
}

/// Returns a field of the header: visible ASCII, `-` if there is none.
fn header_field(text: &str, most: usize) -> String {
    let visible = text.chars().filter(char::is_ascii_graphic).take(most);
    let field: String = visible.collect();
    if field.is_empty() { "-".to_owned() } else { field }
}

/// Returns the time as RFC 3339 writes it, which has four digits for the year.
fn timestamp(at_ms: i64) -> Option<String> {
    let form = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");
    let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(at_ms) * 1_000_000).ok()?;
    at.format(form).ok().filter(|_| (0..=9_999).contains(&at.year()))
}
