//! By what a concept is found in a dictionary.

use ::glossary::{Concept, Lang, Register, Term};

use crate::{ExportReport, Reason};

/// The longest headword or synonym, in bytes: one less than `StarDict` has room for.
const MAX_WORD_BYTES: usize = 255;

const TOO_LONG: Reason = Reason {
    en: "a headword has at most 255 bytes; the form stands in the article",
    zh: "词目最多 255 字节；该形式写在释文中",
};
const SPOKEN: Reason = Reason {
    en: "what is spoken is no headword; it stands in the article, marked",
    zh: "口语不作词目；写在释文中并注明",
};

/// A headword with what leads to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    pub headword: String,
    pub synonyms: Vec<String>,
}

/// Returns the headwords of `concept`, one a language at most; what of its forms cannot be one is told.
pub(super) fn of(concept: &Concept, report: &mut ExportReport) -> Vec<Group> {
    Lang::ALL
        .iter()
        .filter_map(|lang| group(concept.terms_in(*lang), report))
        .collect()
}

/// Tells whether [`of`] returns any, without working them out: pinyin and Wylie are most of the work of a dictionary.
pub(super) fn has_any(concept: &Concept) -> bool {
    concept.terms.iter().any(|term| obstacle(term).is_none())
}

fn group(terms: Vec<&Term>, report: &mut ExportReport) -> Option<Group> {
    let written = terms.into_iter().filter(|term| {
        let reason = obstacle(term);
        if let Some(reason) = reason {
            report.leave_out("terms", reason);
        }
        reason.is_none()
    });
    let written: Vec<&Term> = written.collect();
    let headword = written.first()?.text.clone();
    let mut synonyms: Vec<String> = Vec::new();
    for term in written {
        for word in std::iter::once(term.text.clone()).chain(other_spellings(term)) {
            let is_new = word != headword && !synonyms.contains(&word);
            if is_new && !word.is_empty() && word.len() <= MAX_WORD_BYTES {
                synonyms.push(word);
            }
        }
    }
    Some(Group { headword, synonyms })
}

fn obstacle(term: &Term) -> Option<Reason> {
    if term.register == Register::CourtroomOral {
        Some(SPOKEN)
    } else {
        (term.text.len() > MAX_WORD_BYTES).then_some(TOO_LONG)
    }
}

/// What a reader may type for a form: pinyin with tones and without, Wylie, and Tibetan with the tsheg at its end.
fn other_spellings(term: &Term) -> Vec<String> {
    match term.lang {
        Lang::Zh => {
            let letters = text::zh::pinyin::best_key(&term.text);
            vec![
                text::zh::pinyin::reading(&term.text),
                letters.spaced,
                letters.full,
            ]
        }
        Lang::Bo => vec![
            text::bo::to_ewts(&term.text).text,
            format!("{}\u{f0b}", term.text),
        ],
        Lang::En => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::glossary::AdministrativeStatus;

    #[test]
    fn a_headword_is_found_by_its_variants_and_letters() {
        let mut concept = Concept::draft();
        let variant = |lang, text: &str| Term {
            administrative_status: AdministrativeStatus::Admitted,
            ..Term::new(lang, text).unwrap()
        };
        concept.terms = vec![
            variant(Lang::Bo, "ཁྲིམས་ར"),
            Term::new(Lang::Bo, "ཁྲིམས་ཁང་").unwrap(),
            Term::new(Lang::Zh, "法院").unwrap(),
            variant(Lang::Zh, "法庭"),
        ];
        let mut report = ExportReport::default();
        let groups = of(&concept, &mut report);
        let shown: Vec<_> = groups
            .iter()
            .map(|group| (group.headword.as_str(), group.synonyms.join(" | ")))
            .collect();
        assert_eq!(
            shown,
            [
                (
                    "法院",
                    "fǎ yuàn | fa yuan | fayuan | 法庭 | fǎ tíng | fa ting | fating".to_owned()
                ),
                (
                    "ཁྲིམས་ཁང",
                    "khrims khang | ཁྲིམས་ཁང་ | ཁྲིམས་ར | khrims ra | ཁྲིམས་ར་".to_owned()
                ),
            ]
        );
        assert_eq!(report, ExportReport::default());
    }

    #[test]
    fn what_is_spoken_or_too_long_leads_to_nothing() {
        let mut spoken = Term::new(Lang::Bo, "ཁྲིམས་ཁང").unwrap();
        spoken.register = Register::CourtroomOral;
        let long = Term::new(Lang::Zh, &"法".repeat(86)).unwrap();
        let fits = Term::new(Lang::Zh, &"法".repeat(85)).unwrap();
        for (term, left) in [(spoken, Some(SPOKEN)), (long, Some(TOO_LONG)), (fits, None)] {
            let mut concept = Concept::draft();
            concept.terms = vec![term];
            let mut report = ExportReport::default();
            assert_eq!(of(&concept, &mut report).is_empty(), left.is_some());
            assert_eq!(has_any(&concept), left.is_none());
            assert_eq!(report.not_carried.first().map(|n| n.reason), left);
        }
    }
}
