//! How far a change of an entry reaches: whether a committee has to decide on it again.
//!
//! One letter more may be another word of law. So a change counts as one of spelling only where the two texts are the
//! same word to a table that people have read: the machine lets pass what folds together and nothing that is merely alike.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::vocabulary::closed_list;
use crate::{AdministrativeStatus, Concept, Lang, Region, Register, Term};

closed_list! {
    /// How far a change reaches. The order is that of weight, the least first.
    ChangeClass {
        /// Nothing but the workflow differs.
        Nothing = "nothing",
        /// What is said about the terms: notes, sources, contexts, reliability, kinds, relations, places in lists.
        Annotation = "annotation",
        /// How a term is written, which stays the same word.
        Spelling = "spelling",
        /// A term, its standing, a definition or the legal basis: what a committee decides.
        Substance = "substance",
    }
}

/// Returns how far the change from `standing` to `next` reaches; of several changes the one that weighs most.
///
/// - [`Substance`](ChangeClass::Substance): a term is added or removed, is another word, or has another status, region,
///   register or replacement; or a definition or the legal basis says something else.
/// - [`Spelling`](ChangeClass::Spelling): terms are the same words by [`word_key`], written otherwise.
/// - [`Annotation`](ChangeClass::Annotation): anything else, the order of terms and the source of a definition included.
///
/// The workflow is passed over: it says who looked at the entry, not what the entry says.
#[must_use]
pub fn classify(standing: &Concept, next: &Concept) -> ChangeClass {
    if has_other_substance(standing, next) {
        return ChangeClass::Substance;
    }
    if spellings(standing) != spellings(next) {
        return ChangeClass::Spelling;
    }
    let same_workflow = Concept {
        workflow: standing.workflow,
        ..next.clone()
    };
    if *standing == same_workflow {
        ChangeClass::Nothing
    } else {
        ChangeClass::Annotation
    }
}

/// Returns what the spellings of one word share; narrower than the search folding, wider than [`term_key`](crate::term_key).
///
/// In Tibetan the letters are folded as for search (`text::bo::fold`: kinds of tsheg and shad, spellings of Sanskrit,
/// emphasis marks, digits), but no particle comes off: པའི is another word than པ. In Chinese and English width, case,
/// white space and traditional characters do not matter, and punctuation does: 50% is not 50. A text without letters is
/// its own key.
///
/// ```
/// use glossary::{Lang, change::word_key};
///
/// assert_eq!(word_key(Lang::Zh, "訴訟（試行）"), word_key(Lang::Zh, "诉讼(试行)"));
/// assert_eq!(word_key(Lang::Bo, "པཎྜི་ཏ"), word_key(Lang::Bo, "པནྡི་ཏ"));
/// assert_ne!(word_key(Lang::Bo, "བཀའི"), word_key(Lang::Bo, "བཀའ"));
/// ```
#[must_use]
pub fn word_key(lang: Lang, text: &str) -> String {
    let key = match lang {
        Lang::Zh | Lang::En => text::zh::simplify(&text::zh::key(text)),
        Lang::Bo => {
            // Particles are taken off the end of a syllable. With a letter behind it, none is at the end.
            let whole = |syllable: text::bo::Syllable<'_>| text::bo::fold(&format!("{}ཀ", syllable.text));
            text::bo::syllables(text).map(whole).collect::<Vec<_>>().join("་")
        }
    };
    if key.is_empty() { text.to_owned() } else { key }
}

/// Where a form stands: language, region, register.
type Place<'a> = (Lang, Option<&'a Region>, Register);

/// What it is recommended for: its status, and its replacement as a word.
type Advice = (AdministrativeStatus, Option<String>);

fn place(term: &Term) -> Place<'_> {
    (term.lang, term.region.as_ref(), term.register)
}

fn advice(term: &Term) -> Advice {
    let word = |text: &String| word_key(term.lang, text);
    (term.administrative_status, term.replaced_by.as_ref().map(word))
}

fn has_other_substance(standing: &Concept, next: &Concept) -> bool {
    words(standing) != words(next)
        || changes_hands(standing, next)
        || definitions(standing) != definitions(next)
        || sorted(standing.legal_basis.iter().collect()) != sorted(next.legal_basis.iter().collect())
}

/// Returns the terms as words, with everything that a committee decides of them, in an order of their own.
fn words(concept: &Concept) -> Vec<(Place<'_>, String, Advice)> {
    let terms = concept.terms.iter();
    sorted(
        terms
            .map(|t| (place(t), word_key(t.lang, &t.text), advice(t)))
            .collect(),
    )
}

/// Tells whether a spelling that both have is recommended for something else in `next`.
///
/// 诉讼 and 訴訟 are one word and may both be terms of a concept: exchanging their statuses leaves the words as they
/// were, and is no correction of a spelling.
fn changes_hands(standing: &Concept, next: &Concept) -> bool {
    fn advised(concept: &Concept) -> BTreeMap<(Place<'_>, &str), Vec<Advice>> {
        let mut found: BTreeMap<_, Vec<Advice>> = BTreeMap::new();
        for term in &concept.terms {
            let of_form = found.entry((place(term), term.text.as_str())).or_default();
            of_form.push(advice(term));
        }
        found.values_mut().for_each(|advice| advice.sort_unstable());
        found
    }
    let now = advised(next);
    let mut before = advised(standing).into_iter();
    before.any(|(form, advice)| now.get(&form).is_some_and(|now| *now != advice))
}

/// Returns the terms as they are spelt, in an order of their own.
fn spellings(concept: &Concept) -> Vec<(Place<'_>, &str, Option<&str>)> {
    let terms = concept.terms.iter();
    sorted(
        terms
            .map(|t| (place(t), t.text.as_str(), t.replaced_by.as_deref()))
            .collect(),
    )
}

fn definitions(concept: &Concept) -> Vec<(Lang, &str)> {
    let definitions = concept.definitions.iter();
    sorted(definitions.map(|d| (d.lang, d.text.as_str())).collect())
}

fn sorted<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    items.sort_unstable();
    items
}
