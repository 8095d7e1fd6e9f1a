//! Units and pairs of units: the terms in which a folded text is indexed and asked for.
//!
//! A unit is a character of a Chinese text or a syllable of a Tibetan one. The ends of a text are units of their own,
//! so one sequence of pairs asks for a substring, and with an end in front or behind for a prefix or an ending.

use std::borrow::Cow;

/// What a text is cut into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Characters: for Chinese and for every script without a unit of its own.
    Char,
    /// Tibetan syllables.
    Syllable,
}

/// A term of the index with its position, counted in units from the front edge at 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Gram<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) position: usize,
}

/// The ends of a text that a sequence of pairs must touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edges {
    None,
    Start,
    End,
}

// Control characters never survive folding, so no text holds them.
const FRONT: &str = "\u{2}";
const BACK: &str = "\u{3}";
const TSHEG: char = '\u{f0b}';

impl Unit {
    /// Returns the units of a folded text in their order.
    pub(crate) fn split(self, folded: &str) -> Vec<&str> {
        match self {
            Self::Char => folded
                .char_indices()
                .filter_map(|(at, c)| folded.get(at..at + c.len_utf8()))
                .collect(),
            // A folded text has one tsheg between two syllables and nothing else.
            Self::Syllable => folded.split(TSHEG).filter(|s| !s.is_empty()).collect(),
        }
    }

    fn pair(self, left: &str, right: &str) -> String {
        // A syllable holds no tsheg, so a pair of syllables is never taken for one syllable.
        match self {
            Self::Char => format!("{left}{right}"),
            Self::Syllable => format!("{left}{TSHEG}{right}"),
        }
    }
}

/// Returns everything that is indexed of a folded text: each unit, and each pair with the edges, by position.
pub(crate) fn index_grams(unit: Unit, folded: &str) -> Vec<Gram<'_>> {
    let units = unit.split(folded);
    if units.is_empty() {
        return Vec::new();
    }
    let mut grams = Vec::with_capacity(units.len() * 2 + 1);
    let mut left = FRONT;
    for (at, right) in units.iter().copied().chain([BACK]).enumerate() {
        grams.push(Gram {
            text: unit.pair(left, right).into(),
            position: at,
        });
        if at < units.len() {
            grams.push(Gram {
                text: right.into(),
                position: at + 1,
            });
        }
        left = right;
    }
    grams
}

/// Returns the terms whose unbroken sequence means that `units` stand side by side, touching `edges`.
///
/// Empty for no units; a single unit without an edge is its own term, everything else is pairs.
pub(crate) fn query_grams<'a>(unit: Unit, units: &[&'a str], edges: Edges) -> Vec<Cow<'a, str>> {
    if let ([only], Edges::None) = (units, edges) {
        return vec![(*only).into()];
    }
    if units.is_empty() {
        return Vec::new();
    }
    let mut all = Vec::with_capacity(units.len() + 1);
    all.extend((edges == Edges::Start).then_some(FRONT));
    all.extend_from_slice(units);
    all.extend((edges == Edges::End).then_some(BACK));
    all.windows(2)
        .filter_map(|w| Some(unit.pair(w.first()?, w.get(1)?).into()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(unit: Unit, folded: &str, expect: &str) {
        let shown: Vec<_> = index_grams(unit, folded)
            .iter()
            .map(|g| format!("{}:{}", g.position, show(&g.text)))
            .collect();
        assert_eq!(shown.join(" "), expect);
    }

    fn show(gram: &str) -> String {
        gram.replace(FRONT, "^").replace(BACK, "$")
    }

    #[test]
    fn a_chinese_text_is_characters_and_pairs_with_true_positions() {
        check(Unit::Char, "民法院", "0:^民 1:民 1:民法 2:法 2:法院 3:院 3:院$");
        check(Unit::Char, "法", "0:^法 1:法 1:法$");
        check(Unit::Char, "", "");
    }

    #[test]
    fn a_tibetan_text_is_syllables_and_pairs_with_true_positions() {
        check(Unit::Syllable, "ཁྲིམས་ཁང", "0:^་ཁྲིམས 1:ཁྲིམས 1:ཁྲིམས་ཁང 2:ཁང 2:ཁང་$");
        check(Unit::Syllable, "མི", "0:^་མི 1:མི 1:མི་$");
        check(Unit::Syllable, "", "");
    }

    #[test]
    fn a_query_touches_the_ends_it_asks_for() {
        let ask = |units: &[&str], edges| {
            query_grams(Unit::Char, units, edges)
                .iter()
                .map(|g| show(g))
                .collect::<Vec<_>>()
        };
        assert_eq!(ask(&["法"], Edges::None), ["法"]);
        assert_eq!(ask(&["法"], Edges::Start), ["^法"]);
        assert_eq!(ask(&["法"], Edges::End), ["法$"]);
        assert_eq!(ask(&["法", "院"], Edges::None), ["法院"]);
        assert_eq!(ask(&["民", "法", "院"], Edges::End), ["民法", "法院", "院$"]);
        assert!(ask(&[], Edges::Start).is_empty());
        let syllables = query_grams(Unit::Syllable, &["ཁྲིམས", "ཁང"], Edges::Start);
        assert_eq!(
            syllables.iter().map(|g| show(g)).collect::<Vec<_>>(),
            ["^་ཁྲིམས", "ཁྲིམས་ཁང"]
        );
    }

    proptest::proptest! {
        #[test]
        fn every_part_of_a_text_is_an_unbroken_sequence_of_what_is_indexed(
            text in "[法院人民ab]{1,12}",
            from in 0usize..12,
            length in 1usize..12,
        ) {
            let units = Unit::Char.split(&text);
            let from = from % units.len();
            let to = (from + length).min(units.len());
            let asked = query_grams(Unit::Char, &units[from..to], Edges::None);
            let indexed = index_grams(Unit::Char, &text);
            let found = (0..=units.len()).any(|start| {
                asked.iter().enumerate().all(|(i, a)| indexed.iter().any(|g| g.position == start + i && g.text == *a))
            });
            proptest::prop_assert!(found);
        }
    }
}
