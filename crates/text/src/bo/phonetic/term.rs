//! A whole term in Latin spelling: which of its syllables are written together.

use super::display::{thl, thl_word};
use crate::bo::{normalize, syllables};
use crate::table::rows;

/// Returns `term` in THL Simplified Phonetics, with its syllables joined to words where that can be told.
///
/// Tibetan does not write where words end. A term of up to three syllables is taken for one word, and one of four
/// for two words of two, as nearly all compounds are built; with a free particle among them
/// (`data/bo_free_particles.tsv`), and in anything longer, only what cannot stand alone is joined, as in [`thl`].
///
/// ```
/// use text::bo::phonetic::thl_term;
///
/// assert_eq!(thl_term("བཀྲ་ཤིས་བདེ་ལེགས"), "trashi delek");
/// assert_eq!(thl_term("མི་དམངས་ཁྲིམས་ཁང་།"), "mimang trimkhang");
/// assert_eq!(thl_term("ཆོས་ཀྱི་རྒྱལ་པོ"), "chö kyi gyelpo");
/// ```
#[must_use]
pub fn thl_term(term: &str) -> String {
    let term = &*normalize(term);
    let mut found = syllables(term);
    let places = [found.next(), found.next(), found.next(), found.next()];
    // No particle begins a term.
    let has_particle = places
        .iter()
        .flatten()
        .skip(1)
        .any(|place| is_free_particle(place.text));
    match places {
        [_, Some(second), _, Some(_)] if !has_particle && found.next().is_none() => {
            let (first_half, second_half) = term.split_at_checked(second.end).unwrap_or((term, ""));
            format!("{} {}", thl_word(first_half), thl_word(second_half))
        }
        [.., None] if !has_particle => thl_word(term),
        _ => thl(term),
    }
}

fn is_free_particle(syllable: &str) -> bool {
    rows(include_str!("../../../data/bo_free_particles.tsv")).any(|row| row.first() == Some(&syllable))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(term: &str, expect: &str) {
        assert_eq!(thl_term(term), expect);
    }

    #[test]
    fn short_terms_are_words_and_four_syllables_are_two() {
        check("ཁྲིམས", "trim");
        check("རྡོ་རྗེ", "dorjé");
        check("རིན་པོ་ཆེ", "rinpoché");
        check("ལས་ཁུངས", "lekhung");
        check("གཞུང་ལས", "zhunglé");
        check("རྒྱལ་ཁབ་ཁྲིམས་ཁང", "gyelkhap trimkhang");
    }

    #[test]
    fn particles_stand_apart_and_longer_terms_are_not_guessed_at() {
        check("རྒྱལ་ཁབ་ཀྱི་ཁྲིམས", "gyel khap kyi trim");
        check("ཞིང་དང་ནགས", "zhing dang nak");
        check("མི་དམངས་ཁྲིམས་ཁང་ཆེན་མོ", "mi mang trim khang chenmo");
    }

    #[test]
    fn a_term_without_tibetan_passes() {
        check("", "");
        check("WTO 规则", "WTO 规则");
    }
}
