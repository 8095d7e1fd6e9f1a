//! The candidates of one query: gathered kind by kind, best kinds first, no more than are needed.

use std::collections::HashMap;

use glossary::Lang;

use super::candidate::Candidate;
use super::desk::Desk;
use super::filter::Filter;
use super::literal::{MOST_COUNTED, smallest};
use crate::MatchKind;
use crate::definition::Extent;
use crate::query::{LangChoice, Request};
use crate::read::Needle;
use crate::rooms::Room;

/// The hits so far, with what they are gathered from.
pub(crate) struct Gathering<'a> {
    pub(crate) desk: Desk<'a>,
    pub(crate) request: &'a Request<'a>,
    pub(crate) filter: Filter<'a>,
    /// How many candidates are needed: the hits up to the end of the page, and what must be ordered together.
    pub(crate) needed: usize,
    /// Each concept once, as its best match.
    pub(crate) found: Vec<Candidate>,
    /// Where each concept is among them, once they are many.
    places: HashMap<(u8, u32), usize>,
    /// How many of them each room has.
    in_rooms: [usize; 2],
    /// Headwords that were looked at: what a query costs, whatever the machine.
    pub(crate) steps: usize,
}

/// So many candidates are many.
const MANY: usize = 64;

impl<'a> Gathering<'a> {
    pub(crate) fn new(desk: Desk<'a>, request: &'a Request<'a>, filter: Filter<'a>, needed: usize) -> Self {
        Self {
            desk,
            request,
            filter,
            needed,
            found: Vec::new(),
            places: HashMap::new(),
            in_rooms: [0; 2],
            steps: 0,
        }
    }

    /// Returns how many more candidates are needed of a room. Each gathers as if it were alone: which of its hits are the
    /// best of all is seen only when those of the other one are there.
    pub(crate) fn wanted(&self, room: &Room<'_>) -> usize {
        self.needed.saturating_sub(self.found_in(room))
    }

    /// Returns how many candidates a room has so far.
    pub(crate) fn found_in(&self, room: &Room<'_>) -> usize {
        self.in_rooms
            .get(usize::from(room.number))
            .copied()
            .unwrap_or_default()
    }

    /// Takes `found` for the hits so far; returns those.
    pub(crate) fn replace(&mut self, found: Vec<Candidate>) -> Vec<Candidate> {
        self.in_rooms = [0; 2];
        found.iter().for_each(|candidate| self.count(candidate));
        self.places.clear();
        std::mem::replace(&mut self.found, found)
    }

    fn count(&mut self, candidate: &Candidate) {
        if let Some(count) = self.in_rooms.get_mut(usize::from(candidate.room)) {
            *count += 1;
        }
    }

    /// Gathers from now on as many as can be paged to, where no list of headwords says how many there are.
    pub(crate) fn deepen(&mut self) {
        self.needed = self.needed.max(self.desk.definition.limits.ranked_hits);
    }

    /// Returns those of `headwords` whose concept may be a hit, as many as are ordered together.
    pub(crate) fn admitted(&mut self, room: &Room<'_>, headwords: impl Iterator<Item = u32>) -> Vec<u32> {
        let mut looked_at = 0;
        let admitted = headwords
            .take(MOST_COUNTED)
            .inspect(|_| looked_at += 1)
            .filter(|headword| {
                self.filter
                    .admits(room, room.lexicon.headwords.document(*headword))
            })
            .take(self.together())
            .collect();
        self.steps += looked_at;
        admitted
    }

    /// Returns how many candidates are ordered together at most.
    pub(crate) fn together(&self) -> usize {
        self.needed.max(self.desk.definition.limits.ranked_together)
    }

    /// Adds the concept of `headword` unless it is there, is excluded, or matches in a kind that has no tier.
    pub(crate) fn offer(
        &mut self,
        room: &Room<'_>,
        headword: u32,
        (kind, extent): (MatchKind, Extent),
        cost: u16,
        position: usize,
    ) {
        let headwords = &room.lexicon.headwords;
        let document = headwords.document(headword);
        let Some(place) = self.desk.definition.place(kind, extent) else {
            return;
        };
        if !self.filter.admits(room, document) {
            return;
        }
        let lang = headwords.traits(headword).lang;
        let candidate = Candidate {
            place,
            cost,
            other_lang: asked(self.request.lang).is_some_and(|asked| asked != lang),
            region: self.region(room, document),
            standing: headwords.standing(headword),
            position: u16::try_from(position).unwrap_or(u16::MAX),
            id: room.lexicon.documents.id(document).number(),
            room: room.number,
            headword,
            document,
        };
        match self.place_of(&candidate) {
            Some(at) => {
                if let Some(found) = self.found.get_mut(at).filter(|found| candidate < **found) {
                    *found = candidate;
                }
            }
            None => {
                if !self.places.is_empty() {
                    self.places.insert(candidate.concept(), self.found.len());
                }
                self.count(&candidate);
                self.found.push(candidate);
            }
        }
    }

    /// Returns where among the candidates the concept of this one is. A few are looked through, many are looked up.
    fn place_of(&mut self, candidate: &Candidate) -> Option<usize> {
        if self.found.len() < MANY {
            return self
                .found
                .iter()
                .position(|found| found.concept() == candidate.concept());
        }
        if self.places.len() != self.found.len() {
            self.places = self.found.iter().map(Candidate::concept).zip(0..).collect();
        }
        self.places.get(&candidate.concept()).copied()
    }

    /// Gathers Tibetan terms that continue a last syllable which is still being typed.
    ///
    /// Only when no term has the syllables as they stand: མི is a word of its own and not the beginning of མིག.
    pub(crate) fn continued(&mut self, needle: &Needle) {
        for room in self.desk.rooms.each() {
            let keys = &room.lexicon.side(needle.lang).keys;
            let range = keys.starting_with(&needle.fold);
            self.steps += range.len();
            let wanted = self.wanted(&room);
            let best = smallest(keys.headwords(range), wanted, |headword| {
                self.filter
                    .admits(&room, room.lexicon.headwords.document(headword))
            });
            for headword in best {
                // A syllable that goes on stands below one that is whole.
                self.offer(&room, headword, (MatchKind::Prefix, Extent::Whole), 1, 0);
            }
        }
    }

    /// Tells whether nothing was found but parts, and what is far.
    pub(crate) fn has_only_parts(&self) -> bool {
        let partly = self.desk.definition.place(MatchKind::Words, Extent::Partly);
        self.found.iter().all(|found| Some(found.place) >= partly)
    }

    /// Tells whether a concept was found by a whole term as it was written.
    pub(crate) fn has_whole(&self) -> bool {
        let last = self.desk.definition.place(MatchKind::Variant, Extent::Whole);
        self.found.iter().any(|found| Some(found.place) <= last)
    }

    /// The best place first: a form of the region asked for, the norm of all regions, anything else.
    fn region(&self, room: &Room<'_>, document: u32) -> u8 {
        let Some(asked) = &self.request.region else {
            return 0;
        };
        let headwords = &room.lexicon.headwords;
        let forms = room.lexicon.documents.headwords(document).filter_map(|headword| {
            let traits = headwords.traits(headword);
            (traits.lang == Lang::Bo && !traits.older).then(|| headwords.region(traits))
        });
        let place = |region: &str| match region {
            region if region == asked.as_str() => 0,
            "" => 1,
            _ => 2,
        };
        forms.map(place).min().unwrap_or(2)
    }
}

fn asked(lang: LangChoice) -> Option<Lang> {
    match lang {
        LangChoice::Auto => None,
        LangChoice::Zh => Some(Lang::Zh),
        LangChoice::Bo => Some(Lang::Bo),
    }
}
