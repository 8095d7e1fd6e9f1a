//! The bytes of an entry hold every field of it, and nothing else.

use proptest::prelude::*;

use super::*;

/// A value as the bytes hold it.
#[derive(Debug, Clone, PartialEq)]
enum Read {
    Absent,
    Text(String),
    Number(i64),
}

/// Reads the bytes of an entry back, field by field.
fn read(bytes: &[u8]) -> Vec<Read> {
    let (form, mut rest) = bytes.split_first().unwrap();
    assert_eq!(*form, 1);
    let mut values = Vec::new();
    while let Some((kind, after)) = rest.split_first() {
        let eight = || i64::from_be_bytes(after[..8].try_into().unwrap());
        rest = match kind {
            0 => {
                values.push(Read::Absent);
                after
            }
            1 => {
                let end = 8 + usize::try_from(eight()).unwrap();
                values.push(Read::Text(String::from_utf8(after[8..end].to_vec()).unwrap()));
                &after[end..]
            }
            _ => {
                values.push(Read::Number(eight()));
                &after[8..]
            }
        };
    }
    values
}

prop_compose! {
    /// Fourteen values in the order of the fields; those that must be there always are.
    fn fields()(
        needed in prop::collection::vec(any::<String>(), 6),
        optional in prop::collection::vec(any::<Option<String>>(), 7),
        at_ms in any::<i64>(),
    ) -> Vec<Read> {
        let text = |n: usize| Read::Text(needed[n].clone());
        let maybe = |n: usize| optional[n].clone().map_or(Read::Absent, Read::Text);
        vec![
            text(0), Read::Number(at_ms), text(1), maybe(0), text(2), maybe(1), text(3), text(4),
            maybe(2), maybe(3), text(5), maybe(4), maybe(5), maybe(6),
        ]
    }
}

fn canonical(values: &[Read]) -> Vec<u8> {
    let optional = |n: usize| match &values[n] {
        Read::Text(text) => Some(text.as_str()),
        _ => None,
    };
    let text = |n: usize| optional(n).unwrap();
    let Read::Number(at_ms) = values[1] else { panic!() };
    let entry = Entry {
        id: text(0),
        at_ms,
        actor_kind: text(2),
        actor_id: optional(3),
        actor_name: text(4),
        address: optional(5),
        action: text(6),
        outcome: text(7),
        object_kind: optional(8),
        object_id: optional(9),
        fields: text(10),
        reason: optional(11),
        request_id: optional(12),
        detail: optional(13),
    };
    entry.canonical()
}

proptest! {
    #[test]
    fn the_bytes_give_every_field_back(values in fields()) {
        prop_assert_eq!(read(&canonical(&values)), values);
    }
}

#[test]
fn text_that_moves_to_the_next_field_makes_other_bytes() {
    let one = Entry {
        reason: Some("法院"),
        request_id: Some(""),
        ..entry("e", "x")
    };
    let other = Entry {
        reason: Some(""),
        request_id: Some("法院"),
        ..entry("e", "x")
    };
    let none = Entry {
        reason: Some("法院"),
        request_id: None,
        ..entry("e", "x")
    };
    assert_ne!(one.canonical(), other.canonical());
    assert_ne!(one.canonical(), none.canonical());
}

/// The digests that are in databases already: this form may never be written otherwise.
#[test]
fn the_form_is_the_one_that_was_published() {
    let bytes = entry("e-1", "ཁྲིམས་ཁང").canonical();
    let text = super::super::link_text(&[7; 32], 258, &bytes);
    let hexadecimal: String = plain(&text).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(
        hexadecimal,
        "e09ffb939dd622e324b625c7a88fcb587d461c7325a2d44e97b71b96a4359859"
    );
    assert_eq!(&text[..1], b"L");
    assert_eq!(text[33..41], [0, 0, 0, 0, 0, 0, 1, 2]);
    assert_eq!(
        Point {
            number: 258,
            digest: [7; 32]
        }
        .anchor_text(1)[..1],
        *b"A"
    );
}
