//! The position of an index: the `seq` of the last change in it, and the lexicon that belongs to it, kept in the commit
//! itself so that both rooms change together.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::definition::hex;

/// What an index has read: up to which change, and of which store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) seq: u64,
    pub(crate) origin: String,
    pub(crate) lexicon: Files,
}

/// The files of a lexicon in the folder of the index, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Files {
    pub(crate) base: String,
    pub(crate) delta: Option<String>,
}

/// What stands in a commit. `check` guards the numbers, which no checksum of tantivy's covers.
#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    seq: u64,
    origin: String,
    lexicon: Files,
    definition: String,
    check: String,
}

/// Returns the commit payload for `position` in an index of `hash`.
pub(crate) fn write(position: &Position, hash: &str) -> String {
    let payload = Payload {
        seq: position.seq,
        origin: position.origin.clone(),
        lexicon: position.lexicon.clone(),
        definition: hash.to_owned(),
        check: check(position, hash),
    };
    // Strings and a number always serialise; an empty payload would only mean a rebuild.
    serde_json::to_string(&payload).unwrap_or_default()
}

/// Reads the position in `payload`; `None` if it is not ours, damaged, or of another definition.
pub(crate) fn read(payload: Option<&str>, hash: &str) -> Option<Position> {
    let Payload {
        seq,
        origin,
        lexicon,
        definition,
        check: written,
    } = serde_json::from_str(payload?).ok()?;
    let position = Position { seq, origin, lexicon };
    (definition == hash && written == check(&position, hash)).then_some(position)
}

/// Reads of which store and up to which change an index of any definition is; `None` if that cannot be read.
///
/// An index whose position is damaged does not open, so nothing is compared with checksums here.
pub(crate) fn read_any(payload: &str) -> Option<(String, u64)> {
    let payload: serde_json::Value = serde_json::from_str(payload).ok()?;
    Some((
        payload.get("origin")?.as_str()?.to_owned(),
        payload.get("seq")?.as_u64()?,
    ))
}

fn check(position: &Position, hash: &str) -> String {
    let Files { base, delta } = &position.lexicon;
    let delta = delta.as_deref().unwrap_or_default();
    let written = format!("{} {} {base} {delta} {hash}", position.seq, position.origin);
    hex(&Sha256::digest(written), 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_reads_back_only_as_it_was_written() {
        let position = Position {
            seq: 1042,
            origin: "77".to_owned(),
            lexicon: Files {
                base: "lexicon-4".to_owned(),
                delta: Some("delta-1042".to_owned()),
            },
        };
        let payload = write(&position, "ab12");
        assert_eq!(read(Some(&payload), "ab12"), Some(position));
        assert_eq!(read(Some(&payload), "ab13"), None, "another definition");
        assert_eq!(read_any(&payload), Some(("77".to_owned(), 1042)));
        for (from, to) in [
            (":1042", ":1043"),
            ("\"77\"", "\"78\""),
            ("lexicon-4", "lexicon-5"),
            ("delta-1042", "delta-1041"),
        ] {
            let changed = payload.replace(from, to);
            assert_ne!(changed, payload);
            assert_eq!(read(Some(&changed), "ab12"), None, "a changed digit");
        }
        for other in [None, Some(""), Some("{}"), Some("{\"seq\":1}"), Some("[[[[")] {
            assert_eq!(read(other, "ab12"), None);
            assert_eq!(read_any(other.unwrap_or_default()), None);
        }
    }
}
