//! What the index is made of: the files of `index/`, compiled in, and the hash that names their state.

use glossary::CollectionName;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::answer::named;
use crate::vocabulary::{EVERYDAY_WORDS, PARTICLES, QUESTION_WORDS, VARIANT_CHARACTERS, VARIANT_WORDS};
use crate::{Error, MatchKind};

/// Fields, tiers and limits of the index.
const DEFINITION: &str = include_str!("../../../index/definition.toml");
/// Words of Chinese law, one a line with its source.
const LEGAL_WORDS: &str = include_str!("../../../index/zh/legal_words.tsv");
/// Characters of the hash that are kept: 64 bits, enough to tell states of one project apart.
pub(crate) const HASH_CHARS: usize = 16;

/// The definition of the index: its fields, the tiers of matches with their scores, and its limits.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Raised with every change of meaning that the file does not show.
    pub version: u32,
    /// Raised when folding or segmenting changes.
    pub text_version: u32,
    /// Bounds of work.
    pub limits: Limits,
    #[serde(rename = "field")]
    pub(crate) fields: Vec<FieldDefinition>,
    #[serde(rename = "tier")]
    pub(crate) tiers: Vec<Tier>,
    /// The place of each kind and extent among the tiers, made when the file is read.
    #[serde(skip)]
    places: Places,
}

/// The place of each kind of match, by extent.
type Places = [[Option<u8>; Extent::ALL.len()]; MatchKind::ALL.len()];

/// Bounds of the work that one query may cause.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Unicode scalar values of a query that are read.
    pub query_chars: usize,
    /// Words that must all be there in a search by words.
    pub query_words: usize,
    /// Hits that are ordered together by all criteria.
    pub ranked_together: usize,
    /// Hits that can be paged to.
    pub ranked_hits: usize,
    /// Hits that are counted by their fields at most.
    pub counted_hits: usize,
    /// Hits below which the next worse kinds of match are looked for too.
    pub few_hits: usize,
    /// Scalar values of a name that is taken apart.
    pub name_chars: usize,
    /// Scalar values of the longest part of a name.
    pub part_chars: usize,
    /// Scalar values of the shortest part of a name.
    pub part_chars_min: usize,
}

/// One field of the index.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldDefinition {
    pub(crate) name: String,
    pub(crate) analyzer: Analyzer,
    /// Why it is there; for whoever reads the file.
    reason: String,
}

/// How a field is cut and kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Analyzer {
    /// A number that is looked up and sorted by.
    Number,
    /// The whole text.
    Raw,
    /// Characters and pairs of characters, with their positions.
    ZhBigrams,
    /// Dictionary words.
    ZhWords,
    /// Syllables.
    BoSyllables,
    /// Syllables and pairs of syllables, with their positions.
    BoBigrams,
}

named! {
    /// How much of the term and of what was typed a match covers.
    #[derive(Default)]
    Extent {
        /// All that was typed, in the way of the kind.
        #[default]
        Whole = "whole",
        /// All that was typed, and the term goes on before or behind it where the kind means a whole term.
        Begun = "begun",
        /// All that was typed, but farther from the term.
        Far = "far",
        /// Only a part of what was typed.
        Partly = "partly",
    }
}

/// One kind of match and its place among the others.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tier {
    pub(crate) kind: MatchKind,
    #[serde(default)]
    pub(crate) extent: Extent,
    pub(crate) score: f32,
    /// Why it is there; for whoever reads the file.
    reason: String,
}

impl Definition {
    /// Reads the definition that is compiled in.
    ///
    /// # Errors
    /// [`Error::Definition`] if the file cannot be read or its tiers are out of order, naming the place.
    pub fn load() -> Result<Self, Error> {
        Self::parse(DEFINITION)
    }

    fn parse(toml: &str) -> Result<Self, Error> {
        let mut definition: Self = toml::from_str(toml).map_err(|e| Error::Definition(e.to_string()))?;
        for pair in definition.tiers.windows(2) {
            let [better, worse] = pair else { continue };
            // Among matches of one extent the kinds stand in the order of the contract.
            let out_of_order = better.extent == worse.extent && better.kind >= worse.kind;
            if out_of_order || better.score <= worse.score {
                return Err(Error::Definition(format!(
                    "the tier `{}` must stand and score below `{}`",
                    worse.kind.as_str(),
                    better.kind.as_str()
                )));
            }
        }
        if definition.limits.ranked_together == 0 {
            return Err(Error::Definition("`ranked_together` must not be 0".to_owned()));
        }
        for (place, tier) in (0..).zip(&definition.tiers) {
            let row = definition.places.get_mut(tier.kind as usize);
            if let Some(slot) = row.and_then(|row| row.get_mut(tier.extent as usize)) {
                *slot = Some(place);
            }
        }
        Ok(definition)
    }

    /// Returns the hash of everything that shapes an index: 16 hexadecimal characters.
    ///
    /// Two indexes with one hash are built alike from the same concepts: the definition, the dictionaries, the
    /// payload format `encoder_version`, the format of the lexicon's files and the `hidden` collections (in any order) are
    /// all in it.
    #[must_use]
    pub fn hash(&self, encoder_version: &str, hidden: &[CollectionName]) -> String {
        let mut hidden: Vec<&str> = hidden.iter().map(CollectionName::as_str).collect();
        hidden.sort_unstable();
        hidden.dedup();
        let mut hasher = Sha256::new();
        let files = [
            DEFINITION,
            LEGAL_WORDS,
            VARIANT_CHARACTERS,
            VARIANT_WORDS,
            EVERYDAY_WORDS,
            QUESTION_WORDS,
            PARTICLES,
        ];
        let formats = [encoder_version, crate::lexicon::FORMAT];
        for part in files.into_iter().chain(formats).chain(hidden) {
            // The length keeps two parts from running into each other.
            hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            hasher.update(part);
        }
        hex(&hasher.finalize(), HASH_CHARS)
    }

    /// Returns the place of a kind of match among the tiers, 0 for the best; `None` for a kind without a tier.
    pub(crate) fn place(&self, kind: MatchKind, extent: Extent) -> Option<u8> {
        *self.places.get(kind as usize)?.get(extent as usize)?
    }

    /// Returns the tier at a place.
    pub(crate) fn tier(&self, place: u8) -> Option<&Tier> {
        self.tiers.get(usize::from(place))
    }

    /// Returns the score of the best and of the worst hit at a place among the tiers.
    pub(crate) fn scores(&self, place: u8) -> (f32, f32) {
        let score = |at: usize| self.tiers.get(at).map_or(0.0, |t| t.score);
        let at = usize::from(place);
        (score(at), score(at + 1))
    }
}

/// Returns the words of Chinese law that the segmenter must keep whole, in the order of the file.
pub(crate) fn legal_words() -> impl Iterator<Item = &'static str> {
    LEGAL_WORDS
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split('\t').next())
        .filter(|w| !w.is_empty())
}

/// Returns the first `chars` hexadecimal characters of `bytes`.
pub(crate) fn hex(bytes: &[u8], chars: usize) -> String {
    let digits = bytes.iter().flat_map(|b| [b >> 4, b & 15]);
    digits
        .filter_map(|d| char::from_digit(d.into(), 16))
        .take(chars)
        .collect()
}

#[cfg(test)]
mod tests;
