//! What the lexicon keeps of a concept: its terms with the keys of every kind by which each is found.

use glossary::{AdministrativeStatus, Concept, ConceptId, Lang, Region, Register, Reliability, Workflow};
use text::{bo, zh};

use super::standing::Standing;
use crate::Indexed;
use crate::fold::fold;
use crate::vocabulary::VOCABULARY;

/// A concept made ready for the lexicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Prepared {
    pub(crate) id: ConceptId,
    pub(crate) revision: u64,
    pub(crate) workflow: Workflow,
    /// Whether every Tibetan form is one of older dictionaries.
    pub(crate) older: bool,
    /// The reliability of the best Tibetan form, 0 where nobody gave one.
    pub(crate) reliability: u8,
    pub(crate) collections: Vec<String>,
    pub(crate) subject_fields: Vec<String>,
    pub(crate) terms: Vec<PreparedTerm>,
    pub(crate) payload: Vec<u8>,
}

/// A term with its keys; within a language the best stands first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PreparedTerm {
    pub(crate) lang: Lang,
    pub(crate) status: AdministrativeStatus,
    pub(crate) older: bool,
    /// Empty for the written norm of all regions.
    pub(crate) region: String,
    pub(crate) text: String,
    /// The text at the search level. Never empty.
    pub(crate) fold: String,
    /// The text in the standard spelling, folded; `None` if that is how it is spelt.
    pub(crate) standard: Option<String>,
    pub(crate) sounds: Sounds,
    /// What puts the term into the order of its language's dictionaries.
    pub(crate) order: Vec<u8>,
}

/// How a term is spelt in letters or by its sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sounds {
    /// Chinese: every plausible reading without spaces, the initials of each, and the sound that does not keep apart
    /// what is often confused.
    Zh {
        pinyin: Vec<String>,
        initials: Vec<String>,
        confused: Vec<String>,
    },
    /// Tibetan: the syllables by their sound, without attached particles and with them; and the letters of the Wylie.
    Bo { phonetic: Vec<String>, wylie: String },
    /// English stands for itself.
    None,
}

impl Prepared {
    /// Prepares a concept and puts `payload` beside it. Terms of which folding leaves nothing are left out.
    pub(crate) fn new(indexed: &Indexed<'_>, payload: Vec<u8>) -> Self {
        let concept = indexed.concept;
        let mut collections: Vec<String> = Vec::new();
        for membership in &concept.memberships {
            let name = membership.collection.as_str();
            if !collections.iter().any(|c| c == name) {
                collections.push(name.to_owned());
            }
        }
        // Best first in each language, so that the first term found is also the one to show.
        let terms = Lang::ALL.iter().flat_map(|lang| concept.terms_in(*lang));
        Self {
            id: indexed.id,
            revision: indexed.revision,
            workflow: concept.workflow,
            older: concept.is_older(),
            reliability: reliability(concept),
            collections,
            subject_fields: concept
                .subject_fields
                .iter()
                .map(|s| s.as_str().to_owned())
                .collect(),
            terms: terms
                .filter_map(|term| {
                    let region = term.region.as_ref().map_or("", Region::as_str);
                    let older = term.register == Register::Older;
                    PreparedTerm::new(term.lang, term.administrative_status, older, region, &term.text)
                })
                .collect(),
            payload,
        }
    }

    /// Tells whether the concept has a Tibetan term.
    pub(crate) fn has_bo(&self) -> bool {
        self.terms.iter().any(|t| t.lang == Lang::Bo)
    }

    /// Returns where the concept stands among others that match by `term` in the same way.
    pub(crate) fn standing(&self, term: &PreparedTerm) -> Standing {
        Standing::new(self, term)
    }
}

impl PreparedTerm {
    /// Derives the keys of a term; `None` if folding leaves nothing of it.
    pub(crate) fn new(
        lang: Lang,
        status: AdministrativeStatus,
        older: bool,
        region: &str,
        text: &str,
    ) -> Option<Self> {
        let folded = fold(lang, text);
        if folded.is_empty() {
            return None;
        }
        let (sounds, order) = match lang {
            Lang::Zh => {
                let keys = zh::pinyin::keys(text);
                let order = order_zh(keys.first().map_or("", |key| &key.spaced), text);
                (zh_sounds(keys), order)
            }
            Lang::Bo => {
                let mut phonetic = vec![bo::phonetic::key(&folded)];
                push_new(&mut phonetic, bo::phonetic::key(text));
                let wylie = wylie_letters(&bo::to_ewts(text).text);
                (Sounds::Bo { phonetic, wylie }, order_key(lang, text))
            }
            Lang::En => (Sounds::None, order_key(lang, text)),
        };
        Some(Self {
            lang,
            status,
            older,
            region: region.to_owned(),
            text: text.to_owned(),
            standard: VOCABULARY.standard(lang, text, &folded),
            fold: folded,
            sounds,
            order,
        })
    }
}

/// Returns the letters of a text in Wylie, without what people leave out or put elsewhere: spaces, stops, apostrophes,
/// capitals; and `w` for the `v` that some write.
pub(crate) fn wylie_letters(wylie: &str) -> String {
    let letters = wylie.chars().filter(char::is_ascii_alphabetic);
    letters
        .map(|c| match c.to_ascii_lowercase() {
            'v' => 'w',
            lower => lower,
        })
        .collect()
}

/// Returns what puts a text into the order of the dictionaries of `lang`: Tibetan order, or pinyin and then the characters.
pub(crate) fn order_key(lang: Lang, text: &str) -> Vec<u8> {
    match lang {
        Lang::Bo => bo::collation_key(text).into_bytes(),
        Lang::Zh => order_zh(&zh::pinyin::best_key(text).spaced, text),
        Lang::En => fold(lang, text).into_bytes(),
    }
}

fn order_zh(pinyin: &str, text: &str) -> Vec<u8> {
    [pinyin.as_bytes(), &[0], text.as_bytes()].concat()
}

/// Returns the keys of a Chinese term by sound.
fn zh_sounds(keys: Vec<zh::pinyin::Key>) -> Sounds {
    let (mut pinyin, mut initials, mut confused) = (Vec::new(), Vec::new(), Vec::new());
    for key in keys {
        push_new(&mut confused, zh::pinyin::fuzzy_key(&key.spaced));
        push_new(&mut initials, key.initials);
        push_new(&mut initials, key.long_initials);
        push_new(&mut pinyin, key.full);
    }
    Sounds::Zh {
        pinyin,
        initials,
        confused,
    }
}

fn push_new(all: &mut Vec<String>, one: String) {
    if !all.contains(&one) {
        all.push(one);
    }
}

fn reliability(concept: &Concept) -> u8 {
    let forms = concept
        .terms
        .iter()
        .filter(|t| t.lang == Lang::Bo && t.register != Register::Older);
    forms
        .filter_map(|t| t.reliability)
        .map(Reliability::level)
        .max()
        .unwrap_or(0)
}
