//! What is ticked in a list: each box sends what it stands for as it was seen, `<id> <revision> <name>`.

use crate::input::{Fields, shortened};
use crate::problem::{Issue, IssueCode};

/// How many boxes are taken at once.
const MAX_TICKS: usize = 1_000;

/// A record as it was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    pub id: String,
    pub revision: u64,
    /// As the page calls the person, for what is said of it.
    pub name: String,
}

impl Tick {
    /// Takes what is ticked in `ticked`.
    pub fn take(fields: &mut Fields) -> Vec<Self> {
        let read = |value: &str| {
            Self::read(value)
                .ok_or_else(|| Issue::of("ticked", IssueCode::BadName).with("value", shortened(value)))
        };
        fields.list("ticked", MAX_TICKS, read)
    }

    fn read(value: &str) -> Option<Self> {
        let mut parts = value.splitn(3, ' ');
        Some(Self {
            id: parts.next()?.to_owned(),
            revision: parts.next()?.parse().ok()?,
            name: parts.next()?.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_says_whom_it_stands_for_and_as_which_revision() {
        let read = |value| Tick::read(value).map(|tick| (tick.id, tick.revision, tick.name));
        let tick = |name: &str| Some(("p-1".to_owned(), 3, name.to_owned()));
        assert_eq!(read("p-1 3 扎西"), tick("扎西"));
        assert_eq!(read("p-1 3 Yang Zhi"), tick("Yang Zhi"));
        for wrong in ["", "p-1", "p-1 3", "p-1 three 扎西", "p-1 -1 扎西"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
