//! Names by a few of their characters, as people shorten them: 国办 for 国务院办公厅.

use glossary::Lang;

use super::gather::Gathering;
use super::literal::MOST_COUNTED;
use super::partly::uncovered;
use crate::MatchKind;
use crate::definition::Extent;
use crate::lexicon::{Posting, Side};
use crate::read::Needle;

/// How many characters a name is shortened to.
const CHARACTERS: std::ops::RangeInclusive<usize> = 2..=5;
/// What it costs that only characters are shared.
const ONLY_CHARACTERS: u16 = 15;

impl Gathering<'_> {
    /// Gathers Chinese terms that begin with the first character of the needle and have the others behind it in their
    /// order; the shortest are the best.
    pub(crate) fn abbreviated(&mut self, needle: &Needle) {
        let typed: Vec<char> = needle.fold.chars().collect();
        let is_han = typed
            .iter()
            .all(|c| text::script::Script::of(*c) == text::script::Script::Han);
        if needle.lang == Lang::Bo || !CHARACTERS.contains(&typed.len()) || !is_han {
            return;
        }
        for room in self.desk.rooms.each() {
            let side = room.lexicon.side(needle.lang);
            let Some(lists) = lists(side, &typed) else {
                continue;
            };
            let Some((rarest, others)) = lists.split_first() else {
                continue;
            };
            let mut cursors = vec![0; others.len()];
            for headword in side.postings.headwords(rarest).take(MOST_COUNTED) {
                self.steps += 1;
                let in_others = side.postings.in_all(others, &mut cursors, headword);
                let fold = room.lexicon.fold(headword);
                if in_others && is_shortened(fold, &typed) {
                    let length = fold.chars().count();
                    let cost = uncovered(typed.len(), typed.len(), length).saturating_add(ONLY_CHARACTERS);
                    self.offer(&room, headword, (MatchKind::Words, Extent::Partly), cost, 0);
                }
                if self.found_in(&room) >= self.together() {
                    break;
                }
            }
        }
    }
}

/// Returns the headwords of each character, the shortest list first; `None` if no headword holds one of them.
fn lists(side: &Side, typed: &[char]) -> Option<Vec<Posting>> {
    let mut lists: Vec<Posting> = typed
        .iter()
        .map(|c| side.postings.find((*c).into(), 0))
        .collect::<Option<_>>()?;
    lists.sort_by_key(Posting::len);
    Some(lists)
}

/// Tells whether `typed` are the first and some of the later characters of `term`, in their order.
fn is_shortened(term: &str, typed: &[char]) -> bool {
    let mut left = typed;
    for (at, c) in term.chars().enumerate() {
        match left.split_first() {
            Some((next, rest)) if *next == c => left = rest,
            _ if at == 0 => return false,
            _ => {}
        }
    }
    left.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_shortened_to_characters_in_their_order() {
        for (term, typed, expect) in [
            ("国务院办公厅", "国办", true),
            ("最高人民法院", "最高法", true),
            ("最高人民法院", "高法", false),
            ("国务院办公厅", "办国", false),
            ("国务院", "国办", false),
        ] {
            let typed: Vec<char> = typed.chars().collect();
            assert_eq!(is_shortened(term, &typed), expect, "{term}");
        }
    }
}
