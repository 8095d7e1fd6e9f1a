//! What an entry says of an event.

use super::*;
use access::Origin;

fn made(who: &Who, origin: &Origin, event: &AuditEvent) -> AuditEntry {
    entry(who, origin, event, 5, &*counting()).unwrap()
}

#[test]
fn an_entry_says_who_did_what_from_where_and_why() {
    let origin = Origin {
        address: Some("2001:db8::1".parse().unwrap()),
        request_id: Some("r-9".to_owned()),
    };
    let event = AuditEvent::refused("view-person")
        .on("person", "p-1")
        .fields(&["phone", "score"])
        .because("别的法院")
        .detail("scope registry:read");
    let expected = AuditEntry {
        id: "0".repeat(32),
        at_ms: 5,
        actor_kind: "account".to_owned(),
        actor_id: Some("a-1".to_owned()),
        actor_name: "བཀྲ་ཤིས".to_owned(),
        address: Some("2001:db8::1".to_owned()),
        action: "view-person".to_owned(),
        outcome: "refused".to_owned(),
        object_kind: Some("person".to_owned()),
        object_id: Some("p-1".to_owned()),
        fields: "phone,score".to_owned(),
        reason: Some("别的法院".to_owned()),
        request_id: Some("r-9".to_owned()),
        detail: Some("scope registry:read".to_owned()),
    };
    assert_eq!(made(&clerk("བཀྲ་ཤིས"), &origin, &event), expected);
}

#[test]
fn what_nobody_said_is_nothing_and_not_an_empty_text() {
    let entry = made(
        &Who::program(),
        &Origin::default(),
        &AuditEvent::failed("cut-audit"),
    );
    assert_eq!(
        (entry.actor_kind.as_str(), entry.actor_name.as_str()),
        ("program", "shanjar")
    );
    assert_eq!((entry.outcome.as_str(), entry.fields.as_str()), ("failed", ""));
    let nothing = [entry.actor_id, entry.address, entry.object_kind, entry.object_id];
    assert!(nothing.iter().all(Option::is_none));
    assert!(
        [entry.reason, entry.request_id, entry.detail]
            .iter()
            .all(Option::is_none)
    );
}

#[test]
fn text_from_outside_is_cut_and_cannot_forge_a_line() {
    let long = "法".repeat(100_000);
    let origin = Origin {
        address: None,
        request_id: Some("r\nr".to_owned()),
    };
    let event = AuditEvent::failed("log-in")
        .on("login-name", format!("li\r\nroot{long}"))
        .because("a\0b")
        .detail(long.clone());
    let entry = made(&clerk(&long), &origin, &event);
    assert_eq!(entry.actor_name.chars().count(), 201);
    assert_eq!(entry.request_id.unwrap(), r"r\nr");
    let typed = entry.object_id.unwrap();
    assert!(
        typed.starts_with(r"li\r\nroot法") && typed.ends_with("法…"),
        "{typed}"
    );
    assert_eq!(entry.reason.unwrap(), r"a\u{0}b");
    assert_eq!(entry.detail.unwrap().chars().count(), 1_001);
}

#[test]
fn without_chance_there_is_no_entry() {
    let refusing = |_: &mut [u8]| Err("none left".to_owned());
    let made = entry(
        &Who::program(),
        &Origin::default(),
        &AuditEvent::done("x"),
        5,
        &refusing,
    );
    assert!(made.unwrap_err().to_string().contains("none left"));
}
