//! What stands with each document for ranking and highlighting: the concept's terms, compactly, without a wire format.

use glossary::{AdministrativeStatus, Concept, ConceptId, Lang, Region, Register, Reliability, Workflow};

use crate::Indexed;
use crate::fold::fold;

/// The stored form of a concept. Decoded, it borrows from the stored bytes: a search decodes up to a hundred.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry<'a> {
    pub(crate) id: ConceptId,
    pub(crate) revision: u64,
    pub(crate) workflow: Workflow,
    /// Whether every Tibetan form is one of older dictionaries.
    pub(crate) older: bool,
    /// The reliability of the best Tibetan form, 0 where nobody gave one.
    pub(crate) reliability: u8,
    pub(crate) terms: Vec<EntryTerm<'a>>,
}

/// The stored form of a term; within a language the best stands first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EntryTerm<'a> {
    pub(crate) lang: Lang,
    pub(crate) status: AdministrativeStatus,
    pub(crate) older: bool,
    /// Empty for the written norm of all regions.
    pub(crate) region: &'a str,
    pub(crate) text: &'a str,
    pub(crate) fold: &'a str,
}

impl Entry<'_> {
    /// Tells whether the concept has a Tibetan term.
    pub(crate) fn has_bo(&self) -> bool {
        self.terms.iter().any(|t| t.lang == Lang::Bo)
    }

    /// Returns the stored bytes of a concept. Terms of which folding leaves nothing are left out.
    pub(crate) fn encode(indexed: &Indexed<'_>) -> Vec<u8> {
        let concept = indexed.concept;
        let mut out = Vec::with_capacity(64 * concept.terms.len() + 24);
        out.extend(indexed.id.number().to_le_bytes());
        out.extend(indexed.revision.to_le_bytes());
        out.push(place(Workflow::ALL, &concept.workflow));
        out.push(u8::from(concept.is_older()));
        out.push(reliability(concept));
        // Best first in each language, so that the first term found is also the one to show.
        for term in Lang::ALL.iter().flat_map(|lang| concept.terms_in(*lang)) {
            let folded = fold(term.lang, &term.text);
            if folded.is_empty() {
                continue;
            }
            out.push(place(Lang::ALL, &term.lang));
            out.push(place(AdministrativeStatus::ALL, &term.administrative_status));
            out.push(u8::from(term.register == Register::Older));
            put_text(&mut out, term.region.as_ref().map_or("", Region::as_str));
            put_text(&mut out, &term.text);
            put_text(&mut out, &folded);
        }
        out
    }

    /// Reads what [`Entry::encode`] wrote; `None` for anything else.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Entry<'_>> {
        let mut rest = Rest(bytes);
        let mut entry = Entry {
            id: ConceptId::new(rest.number()?),
            revision: rest.number()?,
            workflow: *Workflow::ALL.get(rest.small()?)?,
            older: rest.small()? == 1,
            reliability: u8::try_from(rest.small()?).ok()?,
            terms: Vec::new(),
        };
        while !rest.0.is_empty() {
            entry.terms.push(EntryTerm {
                lang: *Lang::ALL.get(rest.small()?)?,
                status: *AdministrativeStatus::ALL.get(rest.small()?)?,
                older: rest.small()? == 1,
                region: rest.text()?,
                text: rest.text()?,
                fold: rest.text()?,
            });
        }
        Some(entry)
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

fn place<T: PartialEq>(all: &[T], one: &T) -> u8 {
    // The closed lists of the glossary have a handful of members.
    all.iter()
        .position(|m| m == one)
        .and_then(|at| u8::try_from(at).ok())
        .unwrap_or(u8::MAX)
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    // A term of four gigabytes would not have fitted into the store either.
    let length = u32::try_from(text.len()).unwrap_or(0);
    out.extend(length.to_le_bytes());
    out.extend(text.bytes().take(length as usize));
}

/// The bytes that are still to be read.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, bytes: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(bytes)?;
        self.0 = rest;
        Some(taken)
    }

    fn small(&mut self) -> Option<usize> {
        self.take(1)?.first().map(|b| usize::from(*b))
    }

    fn number(&mut self) -> Option<u64> {
        self.take(8)?.try_into().ok().map(u64::from_le_bytes)
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = self.take(4)?.try_into().ok().map(u32::from_le_bytes)?;
        std::str::from_utf8(self.take(usize::try_from(length).ok()?)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use glossary::Term;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_term_keeps_what_ranking_needs() {
        let mut concept = Concept::draft();
        concept.terms.push(Term::new(Lang::Zh, "法院").unwrap());
        let mut older = Term::new(Lang::Bo, "ཁྲིམས་ར་").unwrap();
        older.register = Register::Older;
        older.region = Some(Region::try_from("amdo".to_owned()).unwrap());
        older.administrative_status = AdministrativeStatus::Admitted;
        concept.terms.push(older);
        let bytes = Entry::encode(&Indexed {
            id: ConceptId::new(7),
            revision: 3,
            concept: &concept,
        });
        let entry = Entry::decode(&bytes).unwrap();
        assert_eq!(
            (entry.id, entry.revision, entry.workflow),
            (ConceptId::new(7), 3, Workflow::Draft)
        );
        assert!(entry.older && entry.has_bo());
        assert_eq!(entry.terms[0].text, "法院");
        let bo = &entry.terms[1];
        assert_eq!(
            (bo.text, bo.fold, bo.region, bo.older),
            ("ཁྲིམས་ར", "ཁྲིམས་ར", "amdo", true)
        );
        assert_eq!(bo.status, AdministrativeStatus::Admitted);
    }

    #[test]
    fn only_forms_of_today_lend_their_reliability() {
        let mut concept = Concept::draft();
        for (register, level) in [(Register::Older, 4), (Register::Norm, 2)] {
            let mut term = Term::new(Lang::Bo, "ཁྲིམས").unwrap();
            term.register = register;
            term.reliability = Reliability::try_from(level).ok();
            concept.terms.push(term);
        }
        assert_eq!(reliability(&concept), 2);
    }

    proptest! {
        #[test]
        fn bytes_cut_anywhere_never_panic(id in 1u64..99, text in "[法院ཁམs]{1,20}", cut in 0usize..200) {
            let mut concept = Concept::draft();
            concept.terms.extend([Lang::Zh, Lang::Bo].into_iter().filter_map(|l| Term::new(l, &text).ok()));
            let bytes = Entry::encode(&Indexed { id: ConceptId::new(id), revision: 1, concept: &concept });
            prop_assert_eq!(Entry::decode(&bytes).map(|e| e.terms.len()), Some(concept.terms.len()));
            let cut = cut.min(bytes.len());
            if let Some(entry) = Entry::decode(&bytes[..cut]) {
                prop_assert!(entry.terms.len() <= concept.terms.len());
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let terms = Entry::decode(&bytes).map_or(0, |e| e.terms.len());
            prop_assert!(terms <= bytes.len());
        }
    }
}
