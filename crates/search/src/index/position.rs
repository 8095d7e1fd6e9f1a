//! The position of an index: the `seq` of the last change in it, kept in the commit itself.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::definition::hex;

/// What stands in a commit. `check` guards the numbers, which no checksum of tantivy's covers.
#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    seq: u64,
    definition: String,
    check: String,
}

/// Returns the commit payload for `seq` in an index of `hash`.
pub(crate) fn write(seq: u64, hash: &str) -> String {
    let payload = Payload {
        seq,
        definition: hash.to_owned(),
        check: check(seq, hash),
    };
    // Two strings and a number always serialise; an empty payload would only mean a rebuild.
    serde_json::to_string(&payload).unwrap_or_default()
}

/// Reads the `seq` of `payload`; `None` if it is not ours, damaged, or of another definition.
pub(crate) fn read(payload: Option<&str>, hash: &str) -> Option<u64> {
    let payload: Payload = serde_json::from_str(payload?).ok()?;
    let ours = payload.definition == hash && payload.check == check(payload.seq, hash);
    ours.then_some(payload.seq)
}

fn check(seq: u64, hash: &str) -> String {
    hex(&Sha256::digest(format!("{seq} {hash}")), 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_reads_back_only_as_it_was_written() {
        let payload = write(1042, "ab12");
        assert_eq!(read(Some(&payload), "ab12"), Some(1042));
        assert_eq!(read(Some(&payload), "ab13"), None, "another definition");
        assert_eq!(
            read(Some(&payload.replace("1042", "1043")), "ab12"),
            None,
            "a changed digit"
        );
        for other in [None, Some(""), Some("{}"), Some("{\"seq\":1}"), Some("[[[[")] {
            assert_eq!(read(other, "ab12"), None);
        }
    }
}
