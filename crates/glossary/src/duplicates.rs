//! Which entries may be the same: what the warning compares that comes while an entry is created.

use std::collections::BTreeSet;

use crate::{Concept, Lang, term_key};

/// Returns what terms share that a reader takes for one: the level at which they are searched.
///
/// Wider than [`change::word_key`](crate::change::word_key): particles and punctuation do not matter either. That is right
/// for a warning, which a person judges, and wrong for letting a change pass. A text without letters is its own key.
///
/// ```
/// use glossary::{Lang, duplicates::likeness_key};
///
/// assert_eq!(likeness_key(Lang::Bo, "བཀའི་ཁྲིམས"), likeness_key(Lang::Bo, "བཀའ་ཁྲིམས་"));
/// ```
#[must_use]
pub fn likeness_key(lang: Lang, text: &str) -> String {
    let folded = match lang {
        Lang::Zh | Lang::En => text::zh::fold(text),
        Lang::Bo => text::bo::fold(text),
    };
    if folded.is_empty() {
        term_key(lang, text)
    } else {
        folded
    }
}

/// Returns the keys of the Chinese and Tibetan terms of `concept`, each once, in order of language and text.
///
/// Forms of every status and register count: an entry that gives an old form of another one may be the same.
#[must_use]
pub fn likeness_keys(concept: &Concept) -> BTreeSet<(Lang, String)> {
    let terms = concept.terms.iter().filter(|t| t.lang != Lang::En);
    terms.map(|t| (t.lang, likeness_key(t.lang, &t.text))).collect()
}

/// Returns the keys that two entries share; empty if neither language gives a reason to take them for one.
#[must_use]
pub fn shared_keys(one: &Concept, other: &Concept) -> BTreeSet<(Lang, String)> {
    &likeness_keys(one) & &likeness_keys(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Term;

    fn concept(terms: &[(Lang, &str)]) -> Concept {
        let mut concept = Concept::draft();
        let term = |(lang, text): &(Lang, &str)| Term::new(*lang, text).unwrap();
        concept.terms = terms.iter().map(term).collect();
        concept
    }

    #[test]
    fn entries_with_a_term_in_common_may_be_the_same_in_either_language() {
        let court = [(Lang::Zh, "人民法院"), (Lang::Bo, "མི་དམངས་ཁྲིམས་ཁང")];
        for (terms, shared) in [
            (&[(Lang::Zh, "人民法院")][..], &["人民法院"][..]),
            (&[(Lang::Zh, "《人民法院》")], &["人民法院"]),
            (
                &[(Lang::Zh, "法院"), (Lang::Bo, "མི་དམངས་ཁྲིམས་ཁང་།")],
                &["མི་དམངས་ཁྲིམས་ཁང"],
            ),
            (
                &[(Lang::Bo, "མི་དམངས་ཁྲིམས་ཁང"), (Lang::Zh, "人民法院")],
                &["人民法院", "མི་དམངས་ཁྲིམས་ཁང"],
            ),
            (&[(Lang::Zh, "法院"), (Lang::Bo, "ཁྲིམས་ཁང")], &[]),
            (&[], &[]),
        ] {
            let keys = shared_keys(&concept(&court), &concept(terms));
            let texts: Vec<&str> = keys.iter().map(|(_, key)| key.as_str()).collect();
            assert_eq!(texts, shared);
            assert_eq!(keys, shared_keys(&concept(terms), &concept(&court)));
        }
    }

    #[test]
    fn a_text_is_alike_only_in_its_own_language_and_english_is_no_reason() {
        let (zh, en) = (concept(&[(Lang::Zh, "WTO")]), concept(&[(Lang::En, "WTO")]));
        assert!(shared_keys(&zh, &en).is_empty());
        assert!(shared_keys(&en, &en).is_empty());
        assert_eq!(shared_keys(&zh, &zh).len(), 1);
    }

    #[test]
    fn texts_without_letters_are_not_alike() {
        assert_ne!(likeness_key(Lang::Zh, "%+"), likeness_key(Lang::Zh, "%="));
        assert_ne!(likeness_key(Lang::Bo, "(-)"), likeness_key(Lang::Bo, "(+)"));
    }
}
