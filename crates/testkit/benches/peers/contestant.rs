//! What every program of the comparison is asked for, and how a query becomes calls of it.

use testkit::peers::{Form, Row, allowed_edits};
use text::script::Script;

/// How many hits a query is answered with.
pub const HITS: usize = 10;

/// A concept that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its number.
    pub concept: i64,
    /// Its terms, parted by `|`.
    pub shown: String,
}

/// A program that answers queries whole.
pub trait Contestant {
    /// Answers with at most ten concepts, best first.
    fn look_up(&mut self, typed: &str) -> Vec<Found>;

    /// The process that answers, if it is not this one.
    fn server(&self) -> Option<u32> {
        None
    }

    /// Nanoseconds that the program itself says it has worked since it was last asked for them.
    fn own_ns(&mut self) -> Option<u64> {
        None
    }

    /// Does nothing in the program that answers; its time is that of the way there and back.
    fn round_trip(&mut self) {}

    /// Bytes on disk.
    fn bytes(&mut self) -> u64;

    /// Bytes on disk of what can be made again from a store of ours.
    fn index_bytes(&mut self) -> u64 {
        self.bytes()
    }
}

/// The calls that a general search program offers; each answers best first.
pub trait Peer {
    /// Fills the program with `rows`, written in `form`, until it can be asked.
    fn fill(&mut self, rows: &[Row], form: Form);
    /// Names equal to the text or with one of the keys, then those that begin with it, then those that contain it.
    fn named(&mut self, text: &str, keys: &[String]) -> Vec<Found>;
    /// Names with one of the keys.
    fn sounding(&mut self, keys: &[String]) -> Vec<Found>;
    /// Names that have the characters of the text in their order, others between them.
    fn scattered(&mut self, text: &str) -> Vec<Found>;
    /// Names that are the text but for `edits` characters.
    fn misspelt(&mut self, text: &str, edits: usize) -> Vec<Found>;
    /// Names that are one of the pieces, which stand longest first.
    fn within(&mut self, pieces: &[String]) -> Vec<Found>;
    /// As [`Contestant::server`].
    fn server(&self) -> Option<u32> {
        None
    }
    /// As [`Contestant::own_ns`].
    fn own_ns(&mut self) -> Option<u64> {
        None
    }
    /// As [`Contestant::round_trip`].
    fn round_trip(&mut self) {}
    /// As [`Contestant::bytes`].
    fn bytes(&mut self) -> u64;
}

/// A peer with the form in which it was filled.
pub struct Formed {
    /// The peer.
    pub peer: Box<dyn Peer>,
    /// The form.
    pub form: Form,
}

impl Contestant for Formed {
    /// Looks for less and less likely answers until there is one.
    fn look_up(&mut self, typed: &str) -> Vec<Found> {
        let text = self.form.text(typed);
        let keys = self.form.asked_keys(typed);
        if text.is_empty() {
            return Vec::new();
        }
        let mut found = self.peer.named(&text, &keys);
        if found.is_empty() {
            let keys = self.form.sounding_keys(typed);
            found = if keys.is_empty() {
                found
            } else {
                self.peer.sounding(&keys)
            };
        }
        // Letters and Tibetan signs stand scattered in too many names.
        if found.is_empty() && text.chars().all(|c| Script::of(c) == Script::Han) {
            found = self.peer.scattered(&text);
        }
        let edits = allowed_edits(&text);
        if found.is_empty() && edits > 0 {
            found = self.peer.misspelt(&text, edits);
        }
        if found.is_empty() {
            let pieces = self.form.pieces(typed);
            found = if pieces.is_empty() {
                found
            } else {
                self.peer.within(&pieces)
            };
        }
        found
    }

    fn server(&self) -> Option<u32> {
        self.peer.server()
    }

    fn own_ns(&mut self) -> Option<u64> {
        self.peer.own_ns()
    }

    fn round_trip(&mut self) {
        self.peer.round_trip();
    }

    fn bytes(&mut self) -> u64 {
        self.peer.bytes()
    }
}

/// Adds `next` unless its concept is there; tells whether more are wanted.
pub fn add(found: &mut Vec<Found>, next: Found) -> bool {
    if found.iter().all(|known| known.concept != next.concept) {
        found.push(next);
    }
    found.len() < HITS
}

/// The names of all rows with the number of their concept, shorter ones first.
pub fn names_by_length(rows: &[Row], form: Form) -> Vec<(String, i64)> {
    let numbered = (0_i64..).zip(rows);
    let mut names: Vec<(String, i64)> = numbered
        .flat_map(|(number, row)| form.names(row).into_iter().map(move |name| (name, number)))
        .collect();
    names.sort_by_cached_key(|(name, _)| name.chars().count());
    names
}
