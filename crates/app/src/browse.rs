//! Walking through the glossary in the order of its dictionaries.

use glossary::{ConceptId, Lang};
use search::{Browsed, DictionaryPlace, Direction};

use crate::look_up::{LookUp, decode};
use crate::view::ConceptSummary;
use crate::{Error, Permit, ReadGlossary};

/// A term in its place in the dictionary of a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrowsedTerm {
    /// The term as authored.
    pub text: String,
    /// Its concept.
    pub id: ConceptId,
    /// The concept as lists show it.
    pub summary: ConceptSummary,
}

impl LookUp {
    /// Returns up to `limit` terms of `lang` from `from` on: Tibetan in the order of Tibetan dictionaries, Chinese by
    /// pinyin. Going back, the nearest comes first.
    ///
    /// # Errors
    /// If there is no index yet, or it holds an entry that cannot be read.
    pub fn browse(
        &self,
        _: &Permit<ReadGlossary>,
        lang: Lang,
        from: &DictionaryPlace,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<BrowsedTerm>, Error> {
        self.check_built()?;
        let term = |browsed: Browsed| {
            Ok(BrowsedTerm {
                text: browsed.text,
                id: browsed.id,
                summary: decode(&browsed.payload)?,
            })
        };
        self.index
            .browse(lang, from, direction, limit)
            .into_iter()
            .map(term)
            .collect()
    }
}
