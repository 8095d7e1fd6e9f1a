//! Finds what a syllable is filed under: its root letter, with what stands before and above it.

use std::sync::LazyLock;

use super::FOREIGN;
use super::weight::{Kind, Weights};
use crate::bo::stack::NativeStack;
use crate::bo::structure::{FIRST_ROOT, is_suffix};

/// How the beginning of a syllable is recognised, in weights; made from the table of native stacks.
pub(super) struct Heads {
    weights: &'static Weights,
    /// The letters that may be a prefix.
    prefixes: Vec<u8>,
    /// The prefixes with the stacks they may stand before, packed and sorted.
    prefixed: Vec<u32>,
    /// The letters that may be a superscript.
    superscripts: Vec<u8>,
    /// A superscript and the letter under it, packed, with that letter in full; sorted.
    superscribed: Vec<(u16, u8)>,
    /// Three letters whose first is the root although it could be a prefix of the second.
    first_roots: Vec<[u8; 3]>,
    /// The letters that may be a suffix.
    suffixes: Vec<u8>,
    /// ཝ under another letter.
    wa: u8,
}

impl Heads {
    pub(super) fn get() -> &'static Self {
        static HEADS: LazyLock<Heads> = LazyLock::new(|| Heads::new(Weights::get()));
        &HEADS
    }

    /// Puts the root of the syllable that begins at `start` first, and what stands before and above it next.
    ///
    /// The root is the one that `parse` finds in a native syllable. In any other it is the first letter,
    /// unless that is a prefix or superscript by the rules of native stacks. Nothing changes where the root
    /// stands alone.
    pub(super) fn put_root_first(&self, key: &mut Vec<u8>, start: usize) {
        let syllable = key.get(start..).unwrap_or_default();
        let (prefix, stack) = match syllable {
            [first, stack @ ..] if self.is_prefix(*first, stack) => (*first, stack),
            _ => (0, syllable),
        };
        let Some((&top, below)) = stack.split_first() else {
            return;
        };
        let under = below.first().and_then(|&below| self.root_under(top, below));
        let (superscript, root) = under.map_or((0, top), |root| (top, root));
        let read = syllable.len() - below.len() + usize::from(superscript != 0);
        if let Some(group) = self.weights.group(prefix, superscript)
            && let Some([first, second, ..]) = key.get_mut(start..)
        {
            (*first, *second) = (root, group);
            if read > 2 {
                key.drain(start + 2..start + read);
            }
        }
    }

    /// Tells whether the letter `first`, with nothing on it, is a prefix of the stack that `rest` begins with.
    fn is_prefix(&self, first: u8, rest: &[u8]) -> bool {
        let Some((&top, below)) = rest.split_first() else {
            return false;
        };
        if !self.prefixes.contains(&first) || self.weights.kind_of(top) != Kind::Letter {
            return false;
        }
        let mut stack = [first, top, 0, 0];
        let mut after = below;
        for place in &mut stack[2..] {
            if let [letter, more @ ..] = after
                && self.weights.kind_of(*letter) == Kind::Subjoined
            {
                (*place, after) = (*letter, more);
            }
        }
        // A stack, or a letter that is no suffix, can be nothing but the root.
        let is_root_anyway = after.len() < below.len() || !self.suffixes.contains(&top);
        let may_be_root = match after
            .first()
            .map(|&weight| (self.weights.kind_of(weight), weight))
        {
            // A third letter under the root, or a foreign one, is in no native stack.
            Some((Kind::Subjoined, _) | (_, FOREIGN)) => false,
            Some((Kind::Vowel, _)) => true,
            Some((Kind::Letter, third)) if !is_root_anyway => {
                self.suffixes.contains(&third) && !self.first_roots.contains(&[first, top, third])
            }
            _ => is_root_anyway,
        };
        may_be_root && self.prefixed.binary_search(&self.pack(stack)).is_ok()
    }

    /// Returns the root when `top` is a superscript and the root is `below` it.
    fn root_under(&self, top: u8, below: u8) -> Option<u8> {
        if !self.superscripts.contains(&top) {
            return None;
        }
        let pair = u16::from_be_bytes([top, below]);
        let at = self
            .superscribed
            .binary_search_by_key(&pair, |&(pair, _)| pair)
            .ok()?;
        self.superscribed.get(at).map(|&(_, root)| root)
    }

    /// Packs a prefix and a stack, without ཝ at its end: that never decides which prefix may stand before it.
    fn pack(&self, mut stack: [u8; 4]) -> u32 {
        if let Some(last) = stack.iter_mut().rev().find(|weight| **weight != 0)
            && *last == self.wa
        {
            *last = 0;
        }
        u32::from_be_bytes(stack)
    }

    fn new(weights: &'static Weights) -> Self {
        let weight = |c: char| weights.of(c).weight;
        let mut heads = Self {
            weights,
            prefixes: Vec::new(),
            prefixed: Vec::new(),
            superscripts: Vec::new(),
            superscribed: Vec::new(),
            first_roots: FIRST_ROOT.iter().map(|letters| letters.map(weight)).collect(),
            suffixes: ('ཀ'..='ཨ').filter(|&c| is_suffix(c)).map(weight).collect(),
            wa: weights.below('ཝ').weight,
        };
        for native in NativeStack::all() {
            heads.add(native);
        }
        heads.prefixes.sort_unstable();
        heads.prefixes.dedup();
        heads.prefixed.sort_unstable();
        heads.superscripts.sort_unstable();
        heads.superscripts.dedup();
        heads.superscribed.sort_unstable();
        heads
    }

    fn add(&mut self, native: &NativeStack) {
        let weights = self.weights;
        let weight = |c: char| weights.of(c).weight;
        let below = |c: char| weights.below(c).weight;
        let mut subscripts = native.subscripts.chars().map(below);
        let (top, second) = match native.superscript {
            Some(superscript) => {
                let root = below(native.root);
                let pair = u16::from_be_bytes([weight(superscript), root]);
                self.superscripts.push(weight(superscript));
                self.superscribed.push((pair, weight(native.root)));
                (superscript, root)
            }
            None => (native.root, subscripts.next().unwrap_or(0)),
        };
        let third = subscripts.next().unwrap_or(0);
        for &prefix in &native.prefixes {
            self.prefixes.push(weight(prefix));
            let packed = self.pack([weight(prefix), weight(top), second, third]);
            self.prefixed.push(packed);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::bo::collate::collation_key;
    use crate::bo::collate::weight::Weighed;
    use crate::bo::{Verdict, parse};

    /// Returns what `syllable` is filed under, as `prefix superscript root`, `-` for none.
    fn filed_under(syllable: &str) -> String {
        let (key, weights) = (collation_key(syllable), Weights::get());
        let weighed = |weight| Weighed {
            kind: Kind::Letter,
            weight,
        };
        let letter_of = |weight| ('ཀ'..='ཨ').find(|&c| weights.of(c) == weighed(weight));
        let (root, group) = (key.as_bytes()[0], key.as_bytes()[1]);
        let heads: Vec<char> = "གདབམའརལས".chars().collect();
        let parts = std::iter::once(None)
            .chain(heads.iter().copied().map(Some))
            .flat_map(|prefix| {
                [None, Some('ར'), Some('ལ'), Some('ས')].map(|superscript| (prefix, superscript))
            })
            .find(|(prefix, superscript)| {
                let weight = |c: &Option<char>| c.map_or(0, |c| weights.of(c).weight);
                weights.group(weight(prefix), weight(superscript)) == Some(group)
            });
        let (prefix, superscript) = parts.unwrap_or_default();
        [prefix, superscript, letter_of(root)]
            .map(|part| part.map_or("-".to_owned(), String::from))
            .join(" ")
    }

    #[track_caller]
    fn check(rows: &[(&str, &str)]) {
        for (syllable, expect) in rows {
            assert_eq!(filed_under(syllable), *expect, "{syllable}");
        }
    }

    #[test]
    fn native_syllables_are_filed_under_their_root() {
        check(&[
            ("ཀ", "- - ཀ"),
            ("བསྒྲིགས", "བ ས ག"),
            ("དགའ", "ད - ག"),
            ("དགའི", "ད - ག"),
            ("དག", "- - ད"),
            ("དགས", "ད - ག"),
            ("དངས", "- - ད"),
            ("གཡག", "ག - ཡ"),
            ("བརླབས", "བ - ར"),
            ("ལྷ", "- ལ ཧ"),
            ("སླར", "- - ས"),
            ("པའི", "- - པ"),
            ("འདའམ", "འ - ད"),
            ("དའམ", "- - ད"),
        ]);
    }

    #[test]
    fn a_mark_or_a_sign_for_a_suffix_does_not_hide_the_root() {
        check(&[
            ("བགཾ", "བ - ག"),
            ("དག\u{f37}ང", "ད - ག"),
            ("གཾ", "- - ག"),
            ("དགྃ", "ད - ག"),
        ]);
    }

    #[test]
    fn loan_stacks_take_no_prefix_and_keep_a_superscript_at_the_beginning() {
        check(&[
            ("གཉྫིར", "- - ག"),
            ("དཀྵིཎ", "- - ད"),
            ("གདཱ", "- - ག"),
            ("གཏཱ", "ག - ཏ"),
            ("གཊ", "- - ག"),
            ("རྡྷ", "- ར ད"),
            ("རྑ", "- - ར"),
            ("ཪྐ", "- - ར"),
            ("ཀརྐ", "- - ཀ"),
            ("\u{f88}ྐ", "- - ཀ"),
            ("དགྭ", "ད - ག"),
            ("གཏྭ", "ག - ཏ"),
        ]);
    }

    #[test]
    fn malformed_syllables_are_filed_under_their_first_letter_unless_it_is_a_prefix() {
        check(&[
            ("གཀའ", "- - ག"),
            ("མཁ", "མ - ཁ"),
            ("དངསཔ", "- - ད"),
            ("ཁྲིམསཁང", "- - ཁ"),
            ("བདཀི", "- - བ"),
            ("གདྲ", "- - ག"),
        ]);
    }

    /// Two to nine letters, signs and stacks in a row, native ones more often than not.
    fn any_syllable() -> impl Strategy<Value = String> {
        let stacks: Vec<_> = crate::table::rows(include_str!("../../../data/bo_stacks.tsv"))
            .map(|row| row[0])
            .collect();
        let signs = prop::sample::select(vec!["", "", "ི", "ུ", "ེ", "ོ"]);
        let letter = prop::sample::select(vec![
            "ག", "ང", "ད", "ན", "བ", "མ", "འ", "ར", "ལ", "ས", "འི", "འོ", "འུ",
        ]);
        let prefix = prop::sample::select(vec!["", "ག", "ད", "བ", "མ", "འ"]);
        (
            prefix,
            prop::sample::select(stacks),
            signs,
            prop::collection::vec(letter, 0..4),
        )
            .prop_map(|(prefix, stack, sign, after)| format!("{prefix}{stack}{sign}{}", after.concat()))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn the_root_of_a_native_syllable_is_the_one_that_parse_finds(syllable in any_syllable()) {
            if let Verdict::Native(parts) = parse(&syllable) {
                let one = |part: Option<char>| part.map_or("-".to_owned(), String::from);
                let expect = [one(parts.prefix), one(parts.superscript), parts.root.to_string()].join(" ");
                prop_assert_eq!(filed_under(&syllable), expect, "{}", syllable);
            }
        }
    }
}
