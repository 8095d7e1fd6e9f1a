//! Concepts by a whole term: for look-ups of a name and of its parts.

use std::ops::Range;

use glossary::{ConceptId, Lang};

use crate::Payload;
use crate::answer::{Named, Part};
use crate::boundaries::Boundaries;
use crate::fold::{fold, unit};
use crate::rooms::Room;
use crate::search::Desk;

/// Concepts of one name that are looked at; more than share a name in any list.
const SAME_NAME: usize = 50;

impl Desk<'_> {
    /// Returns what the encoder made of the concept `id`.
    pub(crate) fn payload(&self, id: ConceptId) -> Option<Payload> {
        let (room, document) = self.rooms.find(id)?;
        Some(room.lexicon.documents.payload(document))
    }

    /// Returns the concepts one of whose terms in `lang` is `text` after folding, best first.
    pub(crate) fn exact(&self, lang: Lang, text: &str) -> Vec<Named> {
        let folded = fold(lang, text);
        let mut named: Vec<Named> = Vec::new();
        for (room, headword) in self.named(lang, &folded).into_iter().take(SAME_NAME) {
            let concept = named_by(&room, headword);
            if !named.iter().any(|known| known.id == concept.id) {
                named.push(concept);
            }
        }
        named
    }

    /// Returns the longest parts of `name_zh` that are terms of concepts with Tibetan, in the order of the name. Each
    /// begins and ends where words do; while the Chinese dictionary is being loaded, there are none.
    pub(crate) fn parts(&self, name_zh: &str) -> Vec<Part> {
        let limits = &self.definition.limits;
        let Some(segmenter) = self.words.ready() else {
            // A part cut out of the middle of words says something the name does not, so there are none yet.
            return Vec::new();
        };
        let name: String = name_zh.chars().take(limits.name_chars).collect();
        let boundaries = Boundaries::of(&name, segmenter);
        let mut units = unit(Lang::Zh).split(&boundaries.folded);
        // One character can fold to many.
        units.truncate(limits.name_chars);
        let mut taken: Vec<(Range<usize>, Part)> = Vec::new();
        // The whole name is no part of itself.
        let longest = limits.part_chars.min(units.len().saturating_sub(1));
        for length in (limits.part_chars_min..=longest).rev() {
            for start in 0..=units.len() - length {
                let span = start..start + length;
                let is_taken = taken
                    .iter()
                    .any(|(other, _)| other.start < span.end && span.start < other.end);
                if is_taken || !boundaries.hold(&span) {
                    continue;
                }
                let candidate = units.get(span.clone()).unwrap_or_default().concat();
                if let Some(part) = self.part(&candidate)
                    && !self.is_cut_from_headword(&units, &span)
                {
                    taken.push((span, part));
                }
            }
        }
        taken.sort_by_key(|(span, _)| span.start);
        taken.into_iter().map(|(_, part)| part).collect()
    }

    /// Tells whether `span` of the name `units` is a headword of this glossary without its first character, as 工人 is in
    /// 帮工人: such a headword is a word even where no dictionary knows it.
    fn is_cut_from_headword(&self, units: &[&str], span: &Range<usize>) -> bool {
        let longer = match span.start.checked_sub(1) {
            Some(start) if start > 0 || span.end < units.len() => units.get(start..span.end),
            _ => None,
        };
        longer.is_some_and(|longer| !self.named(Lang::Zh, &longer.concat()).is_empty())
    }

    fn part(&self, folded: &str) -> Option<Part> {
        let with_bo = |(room, headword): &(Room<'_>, u32)| {
            let headwords = &room.lexicon.headwords;
            let mut terms = room.lexicon.documents.headwords(headwords.document(*headword));
            terms.any(|term| headwords.traits(term).lang == Lang::Bo)
        };
        let (room, headword) = self.named(Lang::Zh, folded).into_iter().find(with_bo)?;
        let Named { id, payload, .. } = named_by(&room, headword);
        Some(Part {
            zh: room.lexicon.text(headword).to_owned(),
            id,
            payload,
        })
    }

    /// Returns the headwords of `lang` that are `folded`, best first, each with its room.
    fn named(&self, lang: Lang, folded: &str) -> Vec<(Room<'_>, u32)> {
        let mut named = Vec::new();
        for room in self.rooms.each() {
            let keys = &room.lexicon.side(lang).keys;
            let headwords = &room.lexicon.headwords;
            for headword in keys.headwords(keys.equal(folded)) {
                if headwords.traits(headword).lang == lang && room.counts(headwords.document(headword)) {
                    named.push((room, headword));
                }
            }
        }
        let id = |room: &Room<'_>, headword| {
            room.lexicon
                .documents
                .id(room.lexicon.headwords.document(headword))
        };
        named.sort_by_key(|(room, headword)| {
            (room.lexicon.headwords.standing(*headword), id(room, *headword))
        });
        named
    }
}

fn named_by(room: &Room<'_>, headword: u32) -> Named {
    let documents = &room.lexicon.documents;
    let document = room.lexicon.headwords.document(headword);
    Named {
        id: documents.id(document),
        revision: documents.revision(document),
        payload: documents.payload(document),
    }
}
