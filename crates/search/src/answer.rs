//! What a search answers: readings, hits with the reason for each, and notices.

use std::ops::Range;

use glossary::{ConceptId, Lang, Workflow};

use crate::Payload;
use crate::definition::Extent;
use crate::lexicon::Standing;

/// The answer to a [`Request`](crate::Request).
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// How the text was understood, in the order of the text.
    pub readings: Vec<Reading>,
    /// How many concepts match, those on other pages included.
    pub total: usize,
    /// The hits of the page, best first.
    pub hits: Vec<Hit>,
    /// What the reader should know about the answer.
    pub notices: Vec<Notice>,
    /// The `seq` of the last change that the snapshot which answered contains.
    pub position: u64,
    /// The hits counted by what a reader can choose, if that was asked for.
    pub facets: Option<Facets>,
    /// How many headwords were looked at: what the text cost, whatever the machine.
    pub steps: usize,
}

/// How many of the hits have each value, the most frequent first and equals by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// By subject field.
    pub subject_fields: Vec<(String, usize)>,
    /// By collection.
    pub collections: Vec<(String, usize)>,
    /// By how far the concepts have come.
    pub workflows: Vec<(Workflow, usize)>,
    /// Whether every hit was counted. Beyond the limit of the definition only the best ones are.
    pub is_complete: bool,
}

/// One way in which (a part of) the text was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The kind.
    pub kind: ReadingKind,
    /// The part of the text that was read so, after folding; the part as typed if nothing was left of it.
    pub text: String,
    /// Whether nothing can be found with this reading.
    pub invalid: bool,
}

/// A concept that matches, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The concept.
    pub id: ConceptId,
    /// The revision that was indexed.
    pub revision: u64,
    /// What the encoder made of the concept when it was indexed.
    pub payload: Payload,
    /// From 100 for the best kind of match down to 0; never rises from one hit of an answer to the next.
    pub score: f32,
    /// Why it is here.
    pub matched: Match,
    /// Whether it was found through a form of older dictionaries, or has no other Tibetan.
    pub older: bool,
    /// Whether the concept has a Tibetan term.
    pub has_bo: bool,
    /// Its best Chinese term, if it has one and no Tibetan: what its parts are looked for in.
    pub name_zh: Option<String>,
    /// How far the concept has come.
    pub workflow: Workflow,
    /// By what it was placed.
    pub place: Placement,
}

/// By what a hit was placed, the most important first. The smaller each number, the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placement {
    /// The place of the kind of match among all kinds, 0 for the best.
    pub tier: u8,
    /// How much the match covers: with the kind of match, what the tier is.
    pub extent: Extent,
    /// How far what was typed is from the term, in tenths of a letter.
    pub cost: u16,
    /// Whether the term is in another language than the one asked for.
    pub other_lang: bool,
    /// 0 for a form of the region asked for, 1 for the norm of all regions, 2 for others; 0 if none was asked for.
    pub region: u8,
    /// What does not depend on the text.
    pub standing: Standing,
    /// Where the match begins in the term at the level of search, in scalar values.
    pub position: u16,
}

/// How a concept matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The kind of match.
    pub kind: MatchKind,
    /// The language of `term`.
    pub lang: Lang,
    /// The term that matched, as authored; for [`MatchKind::Definition`] the best term of the concept.
    pub term: String,
    /// What of `term` matched, in Unicode scalar values, ascending, not overlapping, never within a stack.
    pub ranges: Vec<Range<usize>>,
}

/// A term offered while typing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The term as authored.
    pub text: String,
    /// Its language.
    pub lang: Lang,
    /// The best concept it names.
    pub id: ConceptId,
    /// How it continues what was typed.
    pub kind: MatchKind,
}

/// A part of a Chinese name that has a Tibetan term of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The Chinese term as authored.
    pub zh: String,
    /// The concept it names.
    pub id: ConceptId,
    /// What the encoder made of that concept.
    pub payload: Payload,
}

/// A concept named by a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The concept.
    pub id: ConceptId,
    /// The revision that was indexed.
    pub revision: u64,
    /// What the encoder made of it.
    pub payload: Payload,
}

/// Declares an enum whose members have a name in the contract.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant,)+ }

        impl $name {
            /// Every member, in the order of declaration.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Returns the name the contract uses.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }
    };
}

pub(crate) use named;

named! {
    /// Why a concept matches. The order is the order of hits when everything else is equal.
    MatchKind {
        /// The whole term, letter by letter, outer punctuation aside.
        Exact = "exact",
        /// The whole term after folding: other width or script form, other tsheg, an attached particle.
        Folded = "folded",
        /// The whole term by a known variant of it.
        Variant = "variant",
        /// The beginning of the term.
        Prefix = "prefix",
        /// The end of the term.
        Ending = "ending",
        /// The inside of the term.
        Substring = "substring",
        /// A quoted sequence of words.
        Phrase = "phrase",
        /// All words, in any order.
        Words = "words",
        /// Full pinyin.
        Pinyin = "pinyin",
        /// Initials of the pinyin.
        Initials = "initials",
        /// Extended Wylie transliteration.
        Ewts = "ewts",
        /// The sound of the Tibetan.
        Phonetic = "phonetic",
        /// Pinyin with sounds that are often confused.
        FuzzyPinyin = "fuzzy_pinyin",
        /// The same sound written in other characters.
        Homophone = "homophone",
        /// Nearly the same letters.
        Fuzzy = "fuzzy",
        /// The definition, not the term.
        Definition = "definition",
    }
}

named! {
    /// How a text can be read.
    ReadingKind {
        /// Chinese characters.
        Han = "han",
        /// Tibetan script.
        Tibetan = "tibetan",
        /// Full pinyin.
        Pinyin = "pinyin",
        /// Initials of pinyin.
        Initials = "initials",
        /// Extended Wylie transliteration.
        Ewts = "ewts",
        /// Tibetan by its sound.
        Phonetic = "phonetic",
        /// Letters, digits or any other script, taken as they stand.
        Latin = "latin",
    }
}

named! {
    /// What a reader should know about an answer.
    Notice {
        /// The text was too long; only its beginning was searched.
        Truncated = "truncated",
        /// The text has too many words; only the first ones had to be there.
        TooManyWords = "too_many_words",
        /// Nothing that can be searched is left of the text once punctuation and marks are taken off.
        NothingToSearch = "nothing_to_search",
        /// The letters can be read in several ways; hits of all of them are given.
        Ambiguous = "ambiguous",
        /// No term is written like this; these sound like it or are spelt nearly so.
        OnlySimilar = "only_similar",
        /// No term holds all of this; these stand in it or share words with it.
        OnlyPartly = "only_partly",
        /// The page lies beyond the hits that are ranked; a narrower text will find more.
        TooDeep = "too_deep",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_those_of_the_contract_best_first() {
        let kinds: Vec<_> = MatchKind::ALL.iter().map(|k| k.as_str()).collect();
        assert_eq!(
            kinds.join(" "),
            "exact folded variant prefix ending substring phrase words pinyin initials ewts phonetic fuzzy_pinyin \
             homophone fuzzy definition"
        );
        assert!(MatchKind::ALL.is_sorted());
        let readings: Vec<_> = ReadingKind::ALL.iter().map(|k| k.as_str()).collect();
        assert_eq!(
            readings.join(" "),
            "han tibetan pinyin initials ewts phonetic latin"
        );
    }

    #[test]
    fn a_name_is_also_how_a_member_is_written() {
        for kind in MatchKind::ALL {
            assert_eq!(serde_json::to_value(kind).ok(), Some(kind.as_str().into()));
        }
        for notice in Notice::ALL {
            assert_eq!(serde_json::to_value(notice).ok(), Some(notice.as_str().into()));
        }
    }
}
