//! The same term in another spelling, with particles behind it, or by the word that people say for it.

use glossary::Lang;

use super::gather::Gathering;
use super::stands::Naming;
use crate::MatchKind;
use crate::definition::Extent;
use crate::read::{Needle, Shape};
use crate::vocabulary::VOCABULARY;

impl Gathering<'_> {
    /// Gathers terms that are what was typed in another way. `literal` is how many concepts hold it as it was typed: only
    /// if none does, also those that hold it in the other way as a part.
    pub(crate) fn variants(&mut self, needle: &Needle, literal: usize) {
        let standard = VOCABULARY.standard(needle.lang, &needle.typed, &needle.fold);
        let spelt = standard.as_ref().unwrap_or(&needle.fold);
        for room in self.desk.rooms.each() {
            let lexicon = room.lexicon;
            for headword in lexicon.standard.headwords(lexicon.standard.equal(spelt)) {
                self.offer(&room, headword, (MatchKind::Variant, Extent::Whole), 0, 0);
            }
        }
        if let Some(standard) = &standard {
            self.other_form(needle, standard, MatchKind::Variant, literal == 0);
        }
        match needle.lang {
            Lang::Bo => {
                for stripped in self.stripped(&needle.fold) {
                    let before = self.found.len();
                    if literal == 0 {
                        self.other_form(needle, &stripped, MatchKind::Folded, true);
                    } else {
                        // What goes on as it was typed is more likely meant.
                        self.whole(needle.lang, &stripped, (MatchKind::Folded, Extent::Begun));
                    }
                    if self.found.len() > before {
                        break;
                    }
                }
            }
            Lang::Zh | Lang::En => self.everyday(&needle.fold, (MatchKind::Variant, Extent::Whole), 0),
        }
    }

    /// Gathers the legal terms for an everyday word.
    pub(crate) fn everyday(&mut self, folded: &str, kind: (MatchKind, Extent), cost: u16) {
        for (at, legal) in (0..).zip(VOCABULARY.legal_terms(folded)) {
            for room in self.desk.rooms.each() {
                let keys = &room.lexicon.side(Lang::Zh).keys;
                for headword in keys.headwords(keys.equal(legal)) {
                    // The first legal term of a row is the best one.
                    self.offer(&room, headword, kind, cost + at, 0);
                }
            }
        }
    }

    fn other_form(&mut self, needle: &Needle, folded: &str, kind: MatchKind, also_parts: bool) {
        if also_parts {
            let other = Needle::new(needle.lang, folded.to_owned(), folded.to_owned(), Shape::Quoted);
            self.literal(&other, Naming::WholeAs(kind));
        } else {
            self.whole(needle.lang, folded, (kind, Extent::Whole));
        }
    }

    /// Gathers the terms that are `folded`.
    fn whole(&mut self, lang: Lang, folded: &str, kind: (MatchKind, Extent)) {
        for room in self.desk.rooms.each() {
            let keys = &room.lexicon.side(lang).keys;
            for headword in keys.headwords(keys.equal(folded)) {
                self.offer(&room, headword, kind, 0, 0);
            }
        }
    }

    /// Returns a folded Tibetan text without the particles behind it: separate ones, and the bare ར and ས that folding
    /// leaves because they may belong to the syllable. Whether they do is for the terms to say.
    fn stripped(&self, folded: &str) -> Vec<String> {
        let mut stripped = VOCABULARY.without_particles(folded);
        let bare = std::iter::once(folded.to_owned()).chain(stripped.clone());
        let bare: Vec<String> = bare
            .filter_map(|text| text.strip_suffix(['ར', 'ས']).map(str::to_owned))
            .filter(|text| !text.is_empty() && !text.ends_with('་'))
            .collect();
        // With the letter that the particle had made superfluous: བཀའ + ར is བཀར.
        stripped.extend(bare.into_iter().flat_map(|text| [format!("{text}འ"), text]));
        stripped
    }
}
