//! Cuts syllables that lost the tsheg between them into syllables that are known.

use super::syllable::MAX_SYLLABLE_BYTES;
use super::syllables::{SimilarSyllables, SyllableId};
use crate::bo::stack::stacks;

/// The best way to cut the stacks from one place on.
#[derive(Debug, Clone, Copy, Default)]
struct Cut {
    /// Stacks that belong to no known syllable.
    left_over: usize,
    pieces: usize,
    /// The first piece and the place behind it; `None` where the first stack is left over.
    first: Option<(SyllableId, usize)>,
}

/// The most stacks of a piece; native syllables have up to six (བསྒྲིགས has four).
const MAX_STACKS: usize = 6;

/// Cuts `folded` into syllables of `known` so that the fewest stacks are left over, and in as few pieces as can be.
///
/// Nothing where it is longer than syllables that are compared, or one of them itself.
pub(super) fn pieces(folded: &str, known: &SimilarSyllables) -> Vec<SyllableId> {
    if folded.len() > MAX_SYLLABLE_BYTES || known.find_folded(folded).is_some() {
        return Vec::new();
    }
    let ends = stacks(folded).map(|stack| stack.end);
    let places: Vec<usize> = std::iter::once(0).chain(ends).collect();
    let mut cuts = vec![Cut::default(); places.len()];
    for (from, &start) in places.iter().enumerate().rev().skip(1) {
        let behind = |place: usize| cuts.get(place).copied().unwrap_or_default();
        let without = behind(from + 1);
        let mut best = Cut {
            left_over: without.left_over + 1,
            pieces: without.pieces,
            first: None,
        };
        for (to, &end) in places.iter().enumerate().skip(from + 1).take(MAX_STACKS) {
            let Some(id) = folded.get(start..end).and_then(|piece| known.find(piece)) else {
                continue;
            };
            let rest = behind(to);
            let cut = Cut {
                left_over: rest.left_over,
                pieces: rest.pieces + 1,
                first: Some((id, to)),
            };
            if (cut.left_over, cut.pieces) < (best.left_over, best.pieces) {
                best = cut;
            }
        }
        if let Some(cut) = cuts.get_mut(from) {
            *cut = best;
        }
    }
    chosen(&cuts)
}

/// Follows the cuts from the first place on.
fn chosen(cuts: &[Cut]) -> Vec<SyllableId> {
    let mut pieces = Vec::new();
    let mut place = 0;
    while let Some(cut) = cuts.get(place) {
        pieces.extend(cut.first.map(|(id, _)| id));
        place = cut.first.map_or(place + 1, |(_, behind)| behind);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(folded: &str, expect: &str) {
        let known = SimilarSyllables::new(["མི", "དམངས", "ཁྲིམས", "ཁང", "ཁྲི", "མ", "ས", "པའི", "པདྨ"]);
        let found: Vec<_> = pieces(folded, &known)
            .into_iter()
            .map(|id| known.text(id))
            .collect();
        assert_eq!(found.join(" "), expect, "{folded}");
    }

    #[test]
    fn known_syllables_are_found_in_as_few_pieces_as_can_be() {
        check("ཁྲིམསཁང", "ཁྲིམས ཁང");
        check("མིདམངསཁྲིམསཁང", "མི དམངས ཁྲིམས ཁང");
        check("པའིཁྲིམས", "པ ཁྲིམས");
        check("པདྨཁང", "པདྨ ཁང");
    }

    #[test]
    fn what_is_not_known_is_left_over() {
        check("ཁྲིམསལོཁང", "ཁྲིམས ཁང");
        check("ཀཀཀ", "");
        check("ཁྲིམས", "");
        check("", "");
        check("\u{f72}ཁང", "ཁང");
        check(&"ཁང".repeat(10), &["ཁང"; 10].join(" "));
        check(&"ཁང".repeat(100), "");
    }
}
