//! Rejected lines as JSON Lines: each with a member `reason` before its own.

use serde_json::{Map, Value};

use super::reasons;
use crate::Language;
use crate::glossary::Rejection;

pub(super) fn write(rejections: &[Rejection], language: Language) -> Vec<u8> {
    let mut lines = String::new();
    for rejection in rejections {
        let line = rejection.raw.first().map_or("", |line| line.trim());
        lines.push_str(&with_reason(line, &reasons(rejection, language)));
        lines.push('\n');
    }
    lines.into_bytes()
}

/// Puts the reason before the members as they are written; a line that is no object becomes the member `unreadable`.
fn with_reason(line: &str, reason: &str) -> String {
    let reason = Value::from(reason);
    match serde_json::from_str::<Map<String, Value>>(line) {
        Ok(members) if members.contains_key("reason") => {
            let rest = members.into_iter().filter(|(name, _)| name != "reason").collect();
            with_reason(
                &Value::Object(rest).to_string(),
                reason.as_str().unwrap_or_default(),
            )
        }
        Ok(members) if members.is_empty() => format!("{{\"reason\":{reason}}}"),
        Ok(_) => format!("{{\"reason\":{reason},{}", line.get(1..).unwrap_or_default()),
        Err(_) => format!("{{\"reason\":{reason},\"unreadable\":{}}}", Value::from(line)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_keeps_its_members_as_they_are_written() {
        for (line, written) in [
            (
                r#"{"terms": [1.0], "a":2}"#,
                r#"{"reason":"«a» \"b\"","terms": [1.0], "a":2}"#,
            ),
            ("{ }", r#"{"reason":"«a» \"b\""}"#),
            (r#"{"a":1,"reason":"old"}"#, r#"{"reason":"«a» \"b\"","a":1}"#),
            (r#"{"reason":"old"}"#, r#"{"reason":"«a» \"b\""}"#),
            ("[1]", r#"{"reason":"«a» \"b\"","unreadable":"[1]"}"#),
            ("{\"a\":", r#"{"reason":"«a» \"b\"","unreadable":"{\"a\":"}"#),
        ] {
            assert_eq!(with_reason(line, "«a» \"b\""), written);
        }
    }
}
