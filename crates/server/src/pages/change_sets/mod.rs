//! `/change-sets`: one syllable string replaced in many Tibetan terms by one act, and undone by one act.

pub mod finding;
pub mod form;
pub mod making;
pub mod one;

use std::ops::Range;

use app::ChangeSet;
use glossary::search_replace::Replacement;
use serde::Serialize;

use super::highlight::{Segment, segments};
use super::times;

/// A change set as the lists show it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ChangeSetRow {
    pub id: String,
    pub sought: String,
    pub replaced_by: String,
    pub reason: String,
    pub by: String,
    pub at: String,
    /// Who undid it, and when.
    pub undone: Option<(String, String)>,
}

impl ChangeSetRow {
    fn of(set: ChangeSet, utc_offset_minutes: i16) -> Self {
        let at = |at_ms| times::shown(at_ms, utc_offset_minutes);
        Self {
            id: set.id,
            sought: set.sought,
            replaced_by: set.replaced_by,
            reason: set.reason,
            by: set.made_by,
            at: at(set.made_at_ms),
            undone: set.undone.map(|(by, at_ms)| (by, at(at_ms))),
        }
    }
}

/// A term as it was and as it becomes, cut where something is replaced.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TermChangeView {
    pub old: Vec<Segment>,
    pub new: Vec<Segment>,
}

impl TermChangeView {
    /// Cuts `old`, in which the places `hits` are replaced, and `new`, which it becomes.
    fn of(replacement: Option<&Replacement>, old: &str, hits: &[Range<usize>], new: &str) -> Self {
        let put_in = replacement.and_then(|replacement| replacement.reversed().replace(new));
        Self {
            old: segments(old, hits),
            new: segments(new, put_in.as_ref().map_or(&[], |put_in| &put_in.hits)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_and_what_comes_is_marked_in_whole_syllables() {
        let replacement = Replacement::new("ཁྲིམས་ར", "ཁྲིམས་ཁང").unwrap();
        let replaced = replacement.replace("མི་དམངས་ཁྲིམས་ར་ཆེ").unwrap();
        let view = TermChangeView::of(
            Some(&replacement),
            "མི་དམངས་ཁྲིམས་ར་ཆེ",
            &replaced.hits,
            &replaced.text,
        );
        let shown = |segments: &[Segment]| -> String {
            let one = |s: &Segment| {
                if s.is_hit {
                    format!("[{}]", s.text)
                } else {
                    s.text.clone()
                }
            };
            segments.iter().map(one).collect()
        };
        assert_eq!(shown(&view.old), "མི་དམངས་[ཁྲིམས་ར]་ཆེ");
        assert_eq!(shown(&view.new), "མི་དམངས་[ཁྲིམས་ཁང]་ཆེ");
    }
}
