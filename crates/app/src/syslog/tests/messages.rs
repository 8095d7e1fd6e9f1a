//! What a message is to whoever reads RFC 5424 to the letter.

use proptest::prelude::*;

use super::*;

fn form(transport: Transport) -> Form {
    Form::new(&plan(Path::new("/"), "localhost:514", transport))
}

fn written(sealed: &SealedEntry) -> String {
    String::from_utf8(form(Transport::Tls).message(sealed)).unwrap()
}

#[test]
fn a_message_has_a_header_data_and_a_sentence() {
    let expected = "<86>1 2026-01-01T00:00:00.123Z court-1.example shanjar - view-person [shanjar@32473 number=\"7\" \
        id=\"00000000000000000000000000000007\" action=\"view-person\" outcome=\"done\" actor-kind=\"account\" \
        actor-id=\"a-1\" actor=\"李明\" address=\"2001:db8::1\" object-kind=\"person\" object-id=\"p-7\" \
        fields=\"phone,score\" reason=\"ཞིབ་བཤེར།\"] \u{feff}done view-person by account 李明 on person p-7 from 2001:db8::1";
    assert_eq!(written(&sealed(7)), expected);
}

#[test]
fn the_severity_follows_what_came_of_it() {
    for (outcome, start) in [
        ("done", "<86>1 "),
        ("refused", "<84>1 "),
        ("failed", "<83>1 "),
        ("x", "<83>1 "),
    ] {
        let mut sealed = sealed(1);
        sealed.entry.outcome = outcome.to_owned();
        assert!(written(&sealed).starts_with(start), "{outcome}");
    }
    assert_eq!("local7".parse::<Facility>().unwrap().priority(0), 184);
    assert!("mail".parse::<Facility>().is_err());
    assert_eq!(Facility::names().count(), 11);
}

#[test]
fn what_nobody_knows_is_left_out() {
    let mut sealed = sealed(1);
    let entry = &mut sealed.entry;
    (entry.actor_id, entry.address, entry.object_kind, entry.object_id) = (None, None, None, None);
    (entry.reason, entry.fields, entry.at_ms) = (None, String::new(), i64::MAX);
    let message = written(&sealed);
    assert!(
        message.starts_with("<86>1 - court-1.example "),
        "no year of four digits: {message}"
    );
    assert!(
        message.ends_with("actor=\"李明\"] \u{feff}done view-person by account 李明"),
        "{message}"
    );
    let nameless = SyslogPlan {
        hostname: Some("法院 \n".to_owned()),
        ..plan(Path::new("/"), "a:1", Transport::Udp)
    };
    let message = Form::new(&nameless).notice(3, 12);
    let expected = "<84>1 - - shanjar - syslog-dropped [shanjar@32473 dropped=\"3\" dropped-in-all=\"12\"] \
        \u{feff}3 messages were given up because the spool is full";
    assert_eq!(String::from_utf8(message).unwrap(), expected);
}

#[test]
fn a_message_that_would_be_too_long_loses_the_ends_of_its_values() {
    let mut long = sealed(1);
    for text in [
        &mut long.entry.reason,
        &mut long.entry.detail,
        &mut long.entry.object_id,
        &mut long.entry.request_id,
    ] {
        *text = Some("\"ཀ]\\".repeat(5_000));
    }
    long.entry.actor_name = "法".repeat(5_000);
    for (transport, most) in [
        (Transport::Udp, 2_048),
        (Transport::Tcp, 8_192),
        (Transport::Tls, 8_192),
    ] {
        let message = form(transport).message(&long);
        assert!(message.len() <= most, "{transport:?} {}", message.len());
        let text = String::from_utf8(message).unwrap();
        assert!(text.contains("number=\"1\"") && text.contains("…\""), "{text}");
        assert_eq!(data_of(&text).len(), 14);
    }
}

#[test]
fn an_id_of_structured_data_is_a_name_and_a_number() {
    for good in ["shanjar@32473", "a@1"] {
        assert!(is_structured_data_id(good), "{good}");
    }
    let long = format!("{}@1", "a".repeat(31));
    for bad in [
        "", "shanjar", "@1", "a@", "a@b", "a b@1", "a=@1", "a]@1", "a\"@1", "a@1@2", "法@1", &long,
    ] {
        assert!(!is_structured_data_id(bad), "{bad}");
    }
}

/// Reads the structured data of a message back, as a collector does (RFC 5424, 6.3).
fn data_of(message: &str) -> Vec<(String, String)> {
    let rest = message.split_once(" [shanjar@32473").unwrap().1;
    let mut rest = rest.chars();
    let mut data = Vec::new();
    while rest.next() == Some(' ') {
        let name: String = rest.by_ref().take_while(|c| *c != '=').collect();
        assert_eq!(rest.next(), Some('"'));
        let mut value = String::new();
        loop {
            match rest.next().unwrap() {
                '"' => break,
                '\\' => value.push(rest.next().unwrap()),
                other => value.push(other),
            }
        }
        data.push((name, value));
    }
    assert!(rest.as_str().starts_with(" \u{feff}"), "{}", rest.as_str());
    data
}

proptest! {
    #[test]
    fn values_read_back_whatever_is_in_them(name in "\\PC{1,40}", reason in "[\"\\]\\\\ a法ཀ]{1,40}") {
        let mut sealed = sealed(1);
        let shown = |text: &str| crate::audit::visible(text, 99);
        sealed.entry.actor_name = shown(&name);
        sealed.entry.reason = Some(reason.clone());
        let data = data_of(&written(&sealed));
        let value = |wanted: &str| data.iter().find(|(name, _)| name == wanted).unwrap().1.clone();
        prop_assert_eq!(value("actor"), shown(&name));
        prop_assert_eq!(value("reason"), reason);
    }

    #[test]
    fn a_message_is_one_line_whatever_is_in_the_database(text in any::<String>()) {
        let mut sealed = sealed(1);
        (sealed.entry.actor_name, sealed.entry.action) = (text.clone(), text.clone());
        sealed.entry.detail = Some(text);
        prop_assert!(!written(&sealed).chars().any(char::is_control));
    }
}
