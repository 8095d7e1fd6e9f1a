//! A term: one designation of a concept in one language, with its sources.

use serde::{Deserialize, Serialize};

use crate::{
    AdministrativeStatus, CollectionName, Lang, PartOfSpeech, Region, Register, Reliability, TermType,
};

/// Longest term, in characters. The longest official name of the lists has under 100; a law's long title under 200.
const MAX_TERM_CHARS: usize = 400;

/// One designation of a concept in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The language.
    pub lang: Lang,
    /// The term as authored: canonical code points, no outer punctuation, never empty.
    pub text: String,
    /// How far it is recommended.
    #[serde(default = "preferred")]
    pub administrative_status: AdministrativeStatus,
    /// The text of the term of the same language in this concept that takes its place, for a form that is not to be
    /// used. Left out where there is none, so that what was written before it existed keeps its bytes and its digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
    /// What kind of designation it is.
    #[serde(default)]
    pub term_type: Option<TermType>,
    /// Part of speech.
    #[serde(default)]
    pub part_of_speech: Option<PartOfSpeech>,
    /// Where it is used; `None` is the written norm for all regions.
    #[serde(default)]
    pub region: Option<Region>,
    /// Where it may be used.
    #[serde(default = "norm")]
    pub register: Register,
    /// How far its sources can be relied on; `None` where nobody said.
    #[serde(default)]
    pub reliability: Option<Reliability>,
    /// Where it was seen.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// Sentences it was seen in.
    #[serde(default)]
    pub contexts: Vec<Context>,
    /// A remark on this form.
    #[serde(default)]
    pub note: Option<String>,
}

/// Where a term was seen.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The work, page or list.
    pub title: String,
    /// Its address, where it has one.
    #[serde(default)]
    pub url: Option<String>,
    /// The place in it: a line, an article, a page.
    #[serde(default)]
    pub locator: Option<String>,
    /// The collection that brought it, so that a court which hides a collection hides its forms too.
    #[serde(default)]
    pub collection: Option<CollectionName>,
}

/// A sentence in which a term was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Context {
    /// The sentence.
    pub text: String,
    /// Where it stands.
    #[serde(default)]
    pub source: Option<String>,
}

/// A text that cannot be a term.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TermError {
    /// Nothing is left once punctuation and spaces are taken off.
    #[error("the term is empty")]
    Empty,
    /// Too long to be a name; given in characters.
    #[error(
        "the term has {0} characters, at most {MAX_TERM_CHARS} are allowed (hint: a definition belongs in its own column)"
    )]
    TooLong(usize),
    /// Holds a control character.
    #[error("the term holds the control character U+{0:04X}")]
    Control(u32),
}

fn preferred() -> AdministrativeStatus {
    AdministrativeStatus::Preferred
}

fn norm() -> Register {
    Register::Norm
}

impl Term {
    /// Makes a preferred term of `raw`, which is brought to canonical form.
    ///
    /// # Errors
    /// If nothing but punctuation is there, if it is too long, or if it holds a control character.
    pub fn new(lang: Lang, raw: &str) -> Result<Self, TermError> {
        Ok(Self {
            lang,
            text: canonical_text(lang, raw)?,
            administrative_status: preferred(),
            replaced_by: None,
            term_type: None,
            part_of_speech: None,
            region: None,
            register: norm(),
            reliability: None,
            sources: Vec::new(),
            contexts: Vec::new(),
            note: None,
        })
    }

    /// Returns what two spellings of the same term share: see [`term_key`].
    #[must_use]
    pub fn key(&self) -> String {
        term_key(self.lang, &self.text)
    }

    /// Tells whether the form is one that is not to be used: advised against, or replaced.
    #[must_use]
    pub fn is_out_of_use(&self) -> bool {
        matches!(
            self.administrative_status,
            AdministrativeStatus::Deprecated | AdministrativeStatus::Superseded
        )
    }

    /// Tells whether every source of this term comes from one of `collections`.
    #[must_use]
    pub fn rests_only_on(&self, collections: &[CollectionName]) -> bool {
        !self.sources.is_empty()
            && self
                .sources
                .iter()
                .all(|s| s.collection.as_ref().is_some_and(|c| collections.contains(c)))
    }
}

/// Returns the key that two spellings of one term share: canonical code points without outer punctuation.
///
/// Narrower than the search folding: forms that differ in a letter or a particle stay apart.
#[must_use]
pub fn term_key(lang: Lang, text: &str) -> String {
    match lang {
        Lang::Zh | Lang::En => text::zh::key(text),
        Lang::Bo => text::bo::key(text),
    }
}

fn canonical_text(lang: Lang, raw: &str) -> Result<String, TermError> {
    if let Some(control) = raw.trim().chars().find(|c| c.is_control()) {
        return Err(TermError::Control(control.into()));
    }
    let text = match lang {
        Lang::Zh | Lang::En => text::zh::normalize(raw),
        Lang::Bo => text::bo::key(raw),
    };
    if term_key(lang, &text).is_empty() {
        return Err(TermError::Empty);
    }
    let length = text.chars().count();
    if length > MAX_TERM_CHARS {
        Err(TermError::TooLong(length))
    } else {
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_kept_in_canonical_form() {
        for (lang, raw, kept) in [
            (Lang::Bo, "ཁྲིམས་ཁང་", "ཁྲིམས་ཁང"),
            (Lang::Bo, " མི་དམངས་ཁྲིམས་ཁང་། ", "མི་དམངས་ཁྲིམས་ཁང"),
            (Lang::Zh, " 人民法院 ", "人民法院"),
            (Lang::Zh, "武装叛乱、暴乱罪", "武装叛乱、暴乱罪"),
        ] {
            assert_eq!(Term::new(lang, raw).unwrap().text, kept);
        }
    }

    #[test]
    fn what_cannot_be_a_term_says_why() {
        assert_eq!(Term::new(Lang::Zh, "  "), Err(TermError::Empty));
        assert_eq!(Term::new(Lang::Bo, "་།"), Err(TermError::Empty));
        assert_eq!(Term::new(Lang::Zh, "法\u{0}院"), Err(TermError::Control(0)));
        assert_eq!(
            Term::new(Lang::Zh, &"法".repeat(401)),
            Err(TermError::TooLong(401))
        );
    }

    #[test]
    fn a_term_without_replacement_is_written_as_it_was_before_there_were_any() {
        let older = r#"{"lang":"bo","text":"ཁྲིམས་ར","administrative_status":"deprecated","term_type":null,"part_of_speech":null,"region":null,"register":"norm","reliability":null,"sources":[],"contexts":[],"note":null}"#;
        let mut term: Term = serde_json::from_str(older).unwrap();
        assert_eq!(term.replaced_by, None);
        assert_eq!(serde_json::to_string(&term).unwrap(), older);
        term.replaced_by = Some("ཁྲིམས་ཁང".to_owned());
        let json = serde_json::to_string(&term).unwrap();
        assert!(json.contains(r#""replaced_by":"ཁྲིམས་ཁང""#), "{json}");
        assert_eq!(serde_json::from_str::<Term>(&json).unwrap(), term);
    }

    #[test]
    fn a_term_rests_on_a_collection_only_if_all_its_sources_do() {
        let older: CollectionName = "older".parse().unwrap();
        let source = |c: Option<&CollectionName>| Source {
            title: "a".into(),
            url: None,
            locator: None,
            collection: c.cloned(),
        };
        let mut term = Term::new(Lang::Bo, "རྐུ་བ").unwrap();
        assert!(
            !term.rests_only_on(std::slice::from_ref(&older)),
            "no source is no ground to hide"
        );
        term.sources = vec![source(Some(&older))];
        assert!(term.rests_only_on(std::slice::from_ref(&older)));
        term.sources.push(source(None));
        assert!(!term.rests_only_on(std::slice::from_ref(&older)));
    }
}
