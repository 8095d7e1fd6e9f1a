//! The terms of a language one after the other, as a dictionary has them.

use glossary::{ConceptId, Lang};

use crate::Payload;
use crate::lexicon::{lower_bound, order_key};
use crate::read::Latin;
use crate::rooms::Room;
use crate::search::Desk;

/// Terms beyond the page that are looked at: concepts with the very same term are ordered by id.
const SAME_NAME: usize = 64;

/// Where to begin in the dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DictionaryPlace {
    /// At its first term, or at its last one when going back.
    Edge,
    /// At a text, whether it is a term or not; in the order of the language it may be any.
    Text(String),
    /// Behind a term of a concept, or before it when going back.
    Beyond {
        /// The term as authored.
        text: String,
        /// The concept.
        id: ConceptId,
    },
}

/// Which way to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Towards the end of the dictionary.
    Forward,
    /// Towards its beginning; what is nearest comes first.
    Backward,
}

/// A term in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Browsed {
    /// The term as authored.
    pub text: String,
    /// Its concept.
    pub id: ConceptId,
    /// The revision that was indexed.
    pub revision: u64,
    /// What the encoder made of the concept.
    pub payload: Payload,
}

/// A term with what orders it.
type Ordered = (Vec<u8>, ConceptId, String);

impl Desk<'_> {
    /// Returns up to `limit` terms of `lang` from `from` on.
    pub(crate) fn browse(
        &self,
        lang: Lang,
        from: &DictionaryPlace,
        direction: Direction,
        limit: usize,
    ) -> Vec<Browsed> {
        let start = Start::of(from, lang);
        let mut found: Vec<(Ordered, Browsed)> = Vec::new();
        for room in self.rooms.each() {
            let walk = Walk { room, lang };
            for headword in walk.headwords(&start, direction, limit.saturating_add(SAME_NAME)) {
                let (ordered, browsed) = walk.browsed(headword);
                if start.is_before(direction, &ordered) {
                    found.push((ordered, browsed));
                }
            }
        }
        found.sort_by(|(a, _), (b, _)| a.cmp(b));
        if direction == Direction::Backward {
            found.reverse();
        }
        found
            .into_iter()
            .take(limit)
            .map(|(_, browsed)| browsed)
            .collect()
    }
}

/// Where a walk begins, made comparable once and not for each term.
enum Start {
    Edge,
    /// At the first term that is not below the key.
    Key(Vec<u8>),
    /// Beyond a term.
    Term(Ordered),
}

/// The terms of one lexicon in order.
struct Walk<'a> {
    room: Room<'a>,
    lang: Lang,
}

impl Walk<'_> {
    /// Returns up to `most` headwords of concepts that count, the nearest to `from` first.
    fn headwords(&self, start: &Start, direction: Direction, most: usize) -> Vec<u32> {
        let lexicon = self.room.lexicon;
        let order = lexicon.in_order(self.lang);
        let at = |key: &[u8]| {
            lower_bound(order.len(), |at| {
                order_key(self.lang, lexicon.text(order.get(at)))
                    .as_slice()
                    .cmp(key)
            })
        };
        let start = match (start.key(), direction) {
            (None, Direction::Forward) => 0,
            (None, Direction::Backward) => order.len(),
            (Some(key), Direction::Forward) => at(key),
            // Terms that are the same as the one to begin at stand behind its place.
            (Some(key), Direction::Backward) => (at(key) + SAME_NAME).min(order.len()),
        };
        let counts = |headword: &u32| self.room.counts(lexicon.headwords.document(*headword));
        match direction {
            Direction::Forward => order
                .range(start..order.len())
                .filter(counts)
                .take(most)
                .collect(),
            Direction::Backward => order
                .range(0..start)
                .rev()
                .filter(counts)
                .take(most.saturating_add(SAME_NAME))
                .collect(),
        }
    }

    fn browsed(&self, headword: u32) -> (Ordered, Browsed) {
        let documents = &self.room.lexicon.documents;
        let document = self.room.lexicon.headwords.document(headword);
        let text = self.room.lexicon.text(headword).to_owned();
        let id = documents.id(document);
        let browsed = Browsed {
            text: text.clone(),
            id,
            revision: documents.revision(document),
            payload: documents.payload(document),
        };
        ((order_key(self.lang, &text), id, text), browsed)
    }
}

/// Returns what puts a text that somebody typed into the order: pinyin as well as characters, with or without spaces.
fn key_at(lang: Lang, text: &str) -> Vec<u8> {
    let letters = Latin::of(text).filter(|latin| lang == Lang::Zh && latin.characters.is_empty());
    match letters.as_ref().and_then(|latin| latin.syllables.first()) {
        Some(syllables) => syllables.clone().into_bytes(),
        None => order_key(lang, text),
    }
}

impl Start {
    fn of(place: &DictionaryPlace, lang: Lang) -> Self {
        match place {
            DictionaryPlace::Edge => Self::Edge,
            DictionaryPlace::Text(text) => Self::Key(key_at(lang, text)),
            DictionaryPlace::Beyond { text, id } => Self::Term((order_key(lang, text), *id, text.clone())),
        }
    }

    fn key(&self) -> Option<&[u8]> {
        match self {
            Self::Edge => None,
            Self::Key(key) | Self::Term((key, ..)) => Some(key),
        }
    }

    /// Tells whether a walk in `direction` comes to `term`.
    fn is_before(&self, direction: Direction, term: &Ordered) -> bool {
        match (self, direction) {
            (Self::Edge, _) => true,
            (Self::Key(key), Direction::Forward) => term.0 >= *key,
            (Self::Key(key), Direction::Backward) => term.0 < *key,
            (Self::Term(last), Direction::Forward) => term > last,
            (Self::Term(last), Direction::Backward) => term < last,
        }
    }
}
