//! Chains that are whole, and every way to harm one.

mod canonical;
mod harm;
mod heads;

use sha2::{Digest as _, Sha256};

use super::{Bad, Digest, Entry, Fault, Point, Row, Verified, verify};

/// A digest that needs a key: enough for what a chain asks of one.
fn keyed(text: &[u8]) -> Digest {
    Sha256::digest([b"a key of the tests", text].concat()).into()
}

/// What somebody without the key can make.
fn plain(text: &[u8]) -> Digest {
    Sha256::digest(text).into()
}

fn is_keyed(text: &[u8], digest: &[u8]) -> bool {
    keyed(text) == digest
}

fn entry<'e>(id: &'e str, detail: &'e str) -> Entry<'e> {
    Entry {
        id,
        at_ms: 1_767_225_600_000,
        actor_kind: "account",
        actor_id: Some("a-7"),
        actor_name: "李明",
        address: Some("10.1.2.3"),
        action: "view-person",
        outcome: "done",
        object_kind: Some("person"),
        object_id: Some("p-1"),
        fields: "phone,identity_number",
        reason: Some("核对"),
        request_id: None,
        detail: Some(detail),
    }
}

/// Links entries from `start` on.
fn linked(start: Point, details: &[String], mac: fn(&[u8]) -> Digest) -> Vec<Row> {
    let mut last = start;
    let row = |detail: &String| {
        let bytes = entry("e", detail).canonical();
        last = last.next(&bytes, mac);
        Row {
            number: last.number,
            digest: last.digest.to_vec(),
            entry: Some(bytes),
        }
    };
    details.iter().map(row).collect()
}

/// A chain of `length` links.
fn chain(length: usize) -> Vec<Row> {
    let details: Vec<String> = (0..length).map(|nth| format!("ཡིག་ཆ་{nth}")).collect();
    linked(Point::BEGINNING, &details, keyed)
}

fn point(row: &Row) -> Point {
    Point {
        number: row.number,
        digest: row.digest.as_slice().try_into().unwrap(),
    }
}

fn walked(rows: &[Row], head: Option<&Point>) -> Verified {
    walked_from(Point::BEGINNING, rows, head)
}

fn walked_from(start: Point, rows: &[Row], head: Option<&Point>) -> Verified {
    let rows = rows.iter().cloned().map(Ok::<_, ()>);
    verify(start, rows, head, &is_keyed).unwrap()
}

/// Expects that the walk ends at `number` and finds `fault` there.
#[track_caller]
fn check_bad(rows: &[Row], head: Option<&Point>, number: u64, fault: Fault) {
    let verified = walked(rows, head);
    assert_eq!(verified.first_bad, Some(Bad { number, fault }));
}
