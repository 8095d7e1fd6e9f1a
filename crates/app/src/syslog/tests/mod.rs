//! Messages as they are written, kept and sent.

mod collector;
mod messages;
mod sending;
mod spooling;

use std::path::Path;
use std::time::Duration;

use store::audit::AuditEntry;

use super::*;

fn plan(folder: &Path, address: &str, transport: Transport) -> SyslogPlan {
    SyslogPlan {
        address: address.to_owned(),
        transport,
        ca_file: Some(certificate("root.pem")),
        facility: "authpriv".parse().unwrap(),
        hostname: Some("court-1.example".to_owned()),
        data_id: "shanjar@32473".to_owned(),
        spool: folder.to_owned(),
        spool_bytes: 1 << 20,
        timing: Timing {
            first_pause: Duration::from_millis(1),
            longest_pause: Duration::from_millis(20),
            ..Timing::default()
        },
    }
}

/// A file among the certificates of the tests, which `testkit` describes.
fn certificate(name: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../testkit/certificates")).join(name)
}

fn sealed(number: u64) -> SealedEntry {
    let entry = AuditEntry {
        id: format!("{number:032x}"),
        at_ms: 1_767_225_600_123,
        actor_kind: "account".to_owned(),
        actor_id: Some("a-1".to_owned()),
        actor_name: "李明".to_owned(),
        address: Some("2001:db8::1".to_owned()),
        action: "view-person".to_owned(),
        outcome: "done".to_owned(),
        object_kind: Some("person".to_owned()),
        object_id: Some("p-7".to_owned()),
        fields: "phone,score".to_owned(),
        reason: Some("ཞིབ་བཤེར།".to_owned()),
        request_id: None,
        detail: None,
    };
    SealedEntry { number, entry }
}

fn from_to(first: u64, last: u64) -> Vec<SealedEntry> {
    (first..=last).map(sealed).collect()
}
