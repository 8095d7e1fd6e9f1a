//! Our tokenizers in tantivy's clothes: already folded text in, terms with true positions out.

use std::sync::Arc;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::Words;
use crate::grams::{Unit, index_grams};

/// Cuts into units and pairs of units.
#[derive(Debug, Clone)]
pub(crate) struct GramTokenizer {
    unit: Unit,
}

/// Cuts into syllables.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SyllableTokenizer;

/// Cuts into dictionary words, long ones also into the words inside them. Waits for the dictionary.
#[derive(Clone)]
pub(crate) struct WordTokenizer {
    words: Arc<Words>,
}

impl GramTokenizer {
    pub(crate) fn chars() -> Self {
        Self { unit: Unit::Char }
    }

    pub(crate) fn syllables() -> Self {
        Self { unit: Unit::Syllable }
    }
}

impl WordTokenizer {
    pub(crate) fn new(words: Arc<Words>) -> Self {
        Self { words }
    }
}

impl Tokenizer for GramTokenizer {
    type TokenStream<'a> = Tokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Tokens {
        Tokens::new(
            index_grams(self.unit, text)
                .into_iter()
                .map(|g| (g.text.into_owned(), g.position)),
        )
    }
}

impl Tokenizer for SyllableTokenizer {
    type TokenStream<'a> = Tokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Tokens {
        let syllables = Unit::Syllable.split(text).into_iter().enumerate();
        Tokens::new(syllables.map(|(at, syllable)| (syllable.to_owned(), at)))
    }
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = Tokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Tokens {
        let words = self.words.wait().words_for_search(text);
        Tokens::new(
            words
                .into_iter()
                .enumerate()
                .map(|(at, w)| (w.text.to_owned(), at)),
        )
    }
}

/// Tokens made in advance. Offsets stay 0: highlights come from the folding's own map, never from the index.
pub(crate) struct Tokens {
    rest: std::vec::IntoIter<(String, usize)>,
    token: Token,
}

impl Tokens {
    fn new(tokens: impl Iterator<Item = (String, usize)>) -> Self {
        Self {
            rest: tokens.collect::<Vec<_>>().into_iter(),
            token: Token::default(),
        }
    }
}

impl TokenStream for Tokens {
    fn advance(&mut self) -> bool {
        let Some((text, position)) = self.rest.next() else {
            return false;
        };
        self.token = Token {
            text,
            position,
            ..Token::default()
        };
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(mut tokenizer: impl Tokenizer, text: &str, expect: &str) {
        let mut stream = tokenizer.token_stream(text);
        let mut shown = Vec::new();
        while stream.advance() {
            let token = stream.token();
            shown.push(format!(
                "{}:{}",
                token.position,
                token.text.replace(['\u{2}', '\u{3}'], "|")
            ));
        }
        assert_eq!(shown.join(" "), expect);
    }

    #[test]
    fn positions_are_true() {
        check(GramTokenizer::chars(), "法院", "0:|法 1:法 1:法院 2:院 2:院|");
        check(
            GramTokenizer::syllables(),
            "ཁྲིམས་ཁང",
            "0:|་ཁྲིམས 1:ཁྲིམས 1:ཁྲིམས་ཁང 2:ཁང 2:ཁང་|",
        );
        check(GramTokenizer::chars(), "", "");
        check(SyllableTokenizer, "མི་དམངས", "0:མི 1:དམངས");
    }

    #[test]
    fn long_words_are_indexed_with_the_words_inside_them() {
        let words = Words::on_demand();
        let tokenizer = WordTokenizer::new(Arc::clone(&words));
        assert!(!words.is_loaded());
        check(
            tokenizer,
            "取保候审决定书",
            "0:取保 1:取保候审 2:候审 3:决定 4:决定书",
        );
        assert!(words.is_loaded(), "indexing has waited for the dictionary");
    }
}
