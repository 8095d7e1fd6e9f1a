//! What each Tibetan character counts in dictionary order (`data/bo_collation_weights.tsv`).

use std::sync::LazyLock;

use crate::table::rows;

/// What a character is to the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A letter that a stack begins with.
    Letter,
    /// A letter that is never a superscript.
    FixedLetter,
    /// A letter of foreign words, which follows the native letter of its weight.
    ForeignLetter,
    /// A sign that is written for a suffix.
    Final,
    /// One of the four vowel signs of native words.
    Vowel,
    /// A vowel sign that only loan words have.
    LoanVowel,
    /// A letter under another one.
    Subjoined,
    /// A sign without weight, under which a subjoined letter counts as a letter.
    Above,
    /// A sign without weight.
    Ignored,
    /// Any other character of the Tibetan block: it ends a syllable.
    Gap,
    /// A digit or a character of another block.
    NotTibetan,
}

/// What a character, or two vowel signs together, count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Weighed {
    pub(super) kind: Kind,
    /// Zero where the kind has no weight.
    pub(super) weight: u8,
}

/// The weights of all characters.
pub(super) struct Weights {
    /// By the low byte of the code points from U+0F00.
    tibetan: [Weighed; 256],
    /// The kinds of the weights of letters, vowels and subjoined letters.
    kinds: [Kind; 256],
    /// Two vowel signs that count as one, all in weights.
    pairs: Vec<((u8, u8), u8)>,
    /// The bytes after a root, by prefix and superscript; zero where there is none.
    groups: Vec<((u8, u8), u8)>,
}

impl Weights {
    pub(super) fn get() -> &'static Self {
        static WEIGHTS: LazyLock<Weights> =
            LazyLock::new(|| Weights::parse(include_str!("../../../data/bo_collation_weights.tsv")));
        &WEIGHTS
    }

    /// Returns what `c` counts alone.
    pub(super) fn of(&self, c: char) -> Weighed {
        match u32::from(c).to_le_bytes() {
            [low, 0x0f, 0, 0] => self.tibetan[usize::from(low)],
            _ => NOT_TIBETAN,
        }
    }

    /// Returns the kind of what has this weight, [`Kind::Gap`] for the bytes that are no weights.
    pub(super) fn kind_of(&self, weight: u8) -> Kind {
        self.kinds[usize::from(weight)]
    }

    /// Returns the weight of two vowel signs that count as one.
    pub(super) fn vowel_of_two(&self, first: u8, second: u8) -> Option<u8> {
        if !matches!(self.kind_of(first), Kind::Vowel | Kind::LoanVowel) {
            return None;
        }
        let found = self.pairs.iter().find(|&&(pair, _)| pair == (first, second));
        found.map(|&(_, together)| together)
    }

    /// Returns the weight of the subjoined letter `c` as a full letter.
    pub(super) fn full(&self, c: char) -> Option<u8> {
        let full = self.of(char::from_u32(u32::from(c).checked_sub(TO_SUBJOINED)?)?);
        (full.kind == Kind::Letter && self.of(c).kind == Kind::Subjoined).then_some(full.weight)
    }

    /// Returns what the full letter `c` counts under another letter.
    pub(super) fn below(&self, c: char) -> Weighed {
        char::from_u32(u32::from(c) + TO_SUBJOINED).map_or(GAP, |subjoined| self.of(subjoined))
    }

    /// Returns the byte that follows the root with this prefix and superscript (weights, zero for none).
    pub(super) fn group(&self, prefix: u8, superscript: u8) -> Option<u8> {
        let found = self
            .groups
            .iter()
            .find(|&&(parts, _)| parts == (prefix, superscript));
        found.map(|&(_, group)| group)
    }

    fn parse(tsv: &'static str) -> Self {
        let mut weights = Self {
            tibetan: [GAP; 256],
            kinds: [Kind::Gap; 256],
            pairs: Vec::new(),
            groups: Vec::new(),
        };
        for digit in 0x20..=0x33 {
            weights.tibetan[digit] = NOT_TIBETAN;
        }
        for row in rows(tsv) {
            weights.read(&row);
        }
        weights
    }

    /// Reads one row; one that cannot be read is left out, and a test over the table says so.
    fn read(&mut self, row: &[&str]) -> Option<()> {
        let [weight, kind, code_points, _source] = *row else {
            return None;
        };
        let weight = u8::from_str_radix(weight, 16).ok()?;
        let mut characters = code_points
            .split(' ')
            .map(|hex| u32::from_str_radix(hex, 16).ok().and_then(char::from_u32));
        let first = characters.next()??;
        let second = characters.next().flatten();
        let kind = match kind {
            "letter" => Kind::Letter,
            "fixed" => Kind::FixedLetter,
            "foreign" => Kind::ForeignLetter,
            "final" => Kind::Final,
            "vowel" => Kind::Vowel,
            "loan-vowel" => Kind::LoanVowel,
            "subjoined" => Kind::Subjoined,
            "above" => Kind::Above,
            "ignored" => Kind::Ignored,
            group => {
                let second = second.map_or(0, |second| self.of(second).weight);
                let parts = match (group, self.of(first).weight) {
                    ("prefix", prefix) => (prefix, 0),
                    ("superscript", superscript) => (0, superscript),
                    ("both", prefix) => (prefix, second),
                    _ => return None,
                };
                self.groups.push((parts, weight));
                return Some(());
            }
        };
        let weighed = Weighed { kind, weight };
        if matches!(
            kind,
            Kind::Letter | Kind::Vowel | Kind::LoanVowel | Kind::Subjoined
        ) {
            self.kinds[usize::from(weight)] = kind;
        }
        match (second, u32::from(first).to_le_bytes()) {
            (Some(second), _) => {
                let pair = (self.of(first).weight, self.of(second).weight);
                self.pairs.push((pair, weight));
            }
            (None, [low, 0x0f, 0, 0]) => self.tibetan[usize::from(low)] = weighed,
            _ => return None,
        }
        Some(())
    }
}

/// What lies between a letter and the same letter written under another one.
const TO_SUBJOINED: u32 = 0x50;

const GAP: Weighed = Weighed {
    kind: Kind::Gap,
    weight: 0,
};
const NOT_TIBETAN: Weighed = Weighed {
    kind: Kind::NotTibetan,
    weight: 0,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bo::letter::{is_letter, is_sign};

    const TABLE: &str = include_str!("../../../data/bo_collation_weights.tsv");

    #[test]
    fn every_row_is_read_and_names_its_source() {
        let mut weights = Weights::parse("");
        for row in rows(TABLE) {
            assert!(weights.read(&row).is_some(), "{row:?}");
            assert!(row.iter().all(|cell| !cell.is_empty()), "{row:?}");
        }
        assert_eq!((weights.groups.len(), weights.pairs.len()), (11, 5));
    }

    #[test]
    fn every_letter_and_sign_of_canonical_text_has_a_row() {
        for c in '\u{f00}'..='\u{fff}' {
            let listed = weights_kind(c) != Kind::Gap && weights_kind(c) != Kind::NotTibetan;
            // Paluta is punctuation to Unicode and a letter's length to the writer.
            let counts = is_letter(c) || is_sign(c) || c == '\u{f85}';
            let canonical = crate::bo::normalize(&c.to_string()) == c.to_string();
            assert!(listed == counts || !canonical, "{c:?}");
        }
    }

    #[test]
    fn letters_come_before_vowels_and_these_before_subjoined_letters() {
        let of = |c: char| Weights::get().of(c).weight;
        let order = "ཀཁགངཅཆཇཉཏཐདནཔཕབམཙཚཛཝཞཟའཡརལཤསཧཨ\u{f71}\u{f72}\u{f80}\u{f74}\u{f7a}\u{f7b}\u{f7c}\u{f7d}\u{f90}\u{fad}\u{fb1}\u{fb2}\u{fb3}\u{fb4}\u{fb8}";
        let weights: Vec<_> = order.chars().map(of).collect();
        assert!(weights.is_sorted_by(|a, b| a < b), "{weights:x?}");
        assert!(
            weights[0] > super::super::DIGIT_ZERO + 9 && *weights.last().unwrap() < super::super::FOREIGN
        );
        assert_eq!(
            (of('ཊ'), of('\u{f7e}'), of('\u{f83}'), of('\u{fbb}')),
            (of('ཏ'), of('མ'), of('ང'), of('\u{fb1}'))
        );
    }

    #[test]
    fn groups_follow_in_the_order_of_the_dictionary() {
        let weights = Weights::get();
        let of = |c: char| if c == '-' { 0 } else { weights.of(c).weight };
        let order = ["ག-", "ད-", "བ-", "མ-", "འ-", "-ར", "-ལ", "-ས", "བར", "བལ", "བས"].map(|pair| {
            let mut parts = pair.chars().map(of);
            weights.group(parts.next().unwrap(), parts.next().unwrap())
        });
        assert!(
            order.is_sorted_by(|a, b| a < b) && order[0] > Some(super::super::FOREIGN),
            "{order:x?}"
        );
        assert_eq!(
            (weights.group(0, 0), weights.group(of('ག'), of('ར'))),
            (None, None)
        );
        assert!(order[10] < Some(super::super::LATIN_A));
    }

    fn weights_kind(c: char) -> Kind {
        Weights::get().of(c).kind
    }
}
