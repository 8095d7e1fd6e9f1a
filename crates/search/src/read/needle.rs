//! What is looked for among the terms of one script.

use std::collections::HashSet;

use glossary::Lang;

use super::kind;
use super::latin::Latin;
use crate::answer::Reading;
use crate::fold::{fold, unit};

/// The part of a text that is looked for among the terms of one script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Needle {
    /// The language; Chinese stands for every script that is not Tibetan.
    pub(crate) lang: Lang,
    pub(crate) typed: String,
    /// The whole part, folded. Empty if nothing of it can be searched.
    pub(crate) fold: String,
    /// What the typist set apart by spaces, each folded; for Tibetan the syllables, as a space may be a tsheg.
    pub(crate) pieces: Vec<String>,
    pub(crate) shape: Shape,
    /// Whether the last syllable may still be incomplete, because no tsheg closes it.
    pub(crate) is_open: bool,
    /// What Latin letters may stand for.
    pub(crate) latin: Option<Latin>,
}

/// Where in a term the needle must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Anywhere, and what is like it too.
    Any,
    /// Anywhere, as it is: it was put in quotes.
    Quoted,
    /// At the beginning: `*` stands behind it.
    Begins,
    /// At the end: `*` stands before it.
    Ends,
}

impl Needle {
    pub(crate) fn new(lang: Lang, typed: String, folded: String, shape: Shape) -> Self {
        let pieces = match lang {
            Lang::Bo => unit(lang).split(&folded).into_iter().map(str::to_owned).collect(),
            _ if typed.contains(char::is_whitespace) => typed
                .split_whitespace()
                .map(|p| fold(lang, p))
                .filter(|p| !p.is_empty())
                .collect(),
            _ => vec![folded.clone()],
        };
        let last = (lang == Lang::Bo)
            .then(|| text::bo::syllables(&typed).last())
            .flatten();
        let is_open = last.is_some_and(|s| s.end == typed.len());
        let latin = (shape == Shape::Any && lang != Lang::Bo)
            .then(|| Latin::of(&typed))
            .flatten();
        Self {
            lang,
            typed,
            fold: folded,
            pieces,
            shape,
            is_open,
            latin,
        }
    }

    /// Makes a needle of what a reading of another one stands for.
    pub(crate) fn of_reading(lang: Lang, text: &str) -> Self {
        Self::new(lang, text.to_owned(), fold(lang, text), Shape::Quoted)
    }

    /// Returns how the needle is read: Latin letters in every way that they can be, and as they stand.
    pub(crate) fn readings(&self) -> Vec<Reading> {
        let mut readings = self.latin.as_ref().map(Latin::readings).unwrap_or_default();
        let invalid = self.fold.is_empty();
        readings.push(Reading {
            kind: kind(self.lang, &self.typed),
            text: if invalid {
                self.typed.clone()
            } else {
                self.fold.clone()
            },
            invalid,
        });
        readings
    }

    /// Keeps the first `words` pieces, each once, and tells whether there were more.
    pub(super) fn cut(&mut self, words: usize) -> bool {
        if self.pieces.len() < 2 {
            return self.pieces.len() > words;
        }
        let mut seen = HashSet::new();
        self.pieces.retain(|p| seen.insert(p.clone()));
        let more = self.pieces.len() > words;
        self.pieces.truncate(words);
        more
    }
}
