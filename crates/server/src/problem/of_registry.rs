//! Which problem an error of the registry is, and which issue a rule of it that is broken.

use app::Error;
use axum::http::{HeaderValue, header};

use super::{Code, Issue, Problem, Told};

/// Returns the problem of an error of the registry.
pub fn of_registry(error: Error) -> Problem {
    match error {
        Error::RecordMerged { id, into } => record_merged(&id, &into),
        Error::StaleRecord {
            id,
            expected,
            current,
        } => Problem::new(Code::StaleRevision)
            .with("id", id)
            .with("expected", expected)
            .with_current(current),
        Error::Registry(faults) => Problem::invalid(faults.into_iter().map(issue).collect()),
        other => Problem::internal(other),
    }
}

/// Makes the problem of a person who was joined into another one, and leads there.
fn record_merged(id: &str, into: &str) -> Problem {
    let problem = Problem::new(Code::RecordMerged).with("id", id).with("into", into);
    match HeaderValue::from_str(&format!("/api/v1/people/{into}")) {
        Ok(place) => problem.with_header(header::LOCATION, place),
        Err(_) => problem,
    }
}

/// Returns what breaks a rule of the registry, as an issue of the member it is about.
fn issue(fault: registry::Fault) -> Issue {
    let told = Told {
        code: fault.code,
        en: fault.message,
        zh: fault.message_zh,
    };
    Issue::told(fault.pointer, told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_was_joined_is_led_to_who_stayed() {
        let (id, into) = ("p-1".to_owned(), "p-2".to_owned());
        let led = of_registry(Error::RecordMerged { id, into });
        assert_eq!(led.code, Code::RecordMerged);
        assert_eq!(
            led.headers,
            [(header::LOCATION, HeaderValue::from_static("/api/v1/people/p-2"))]
        );
    }

    #[test]
    fn a_broken_rule_is_an_issue_of_its_member_in_both_languages() {
        let court: registry::Court = serde_json::from_value(serde_json::json!({"name_zh": ""})).unwrap();
        let problem = of_registry(Error::Registry(court.faults()));
        assert_eq!(problem.code, Code::InvalidInput);
        let issue = &problem.issues[0];
        let told = issue.told.as_ref().unwrap();
        assert_eq!((issue.pointer.as_str(), told.code), ("/name_zh", "name_missing"));
        assert!(told.en.starts_with("the court has no name") && told.zh.starts_with("法院没有名称"));
    }
}
