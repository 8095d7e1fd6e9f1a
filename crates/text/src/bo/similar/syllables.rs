//! The near ones among many syllables, found by onset, rhyme and deletions.

use super::cost::Cost;
use super::reading::{Onset, Reading, Rhyme};
use super::rules::Rules;
use super::syllable::{Compared, MAX_SYLLABLE_BYTES, choice_cost};
use super::texts::Texts;
use crate::bo::fold;

/// A syllable of a [`SimilarSyllables`]: its place among them in the order of their text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SyllableId(pub(super) u32);

impl SyllableId {
    /// Returns the place, from 0.
    #[must_use]
    pub const fn place(self) -> u32 {
        self.0
    }
}

/// The syllables of a vocabulary, made ready to be asked which of them are near another one.
///
/// Immutable; the order of the syllables does not matter, and those that [`fold`] makes equal are one.
/// A cost is that of an onset and that of a rhyme added up, so the syllables are kept by these: a question compares
/// its onset with each onset there is and its rhyme with each rhyme, and then reads only the syllables of near
/// onsets. All 21,139 native syllables have 293 onsets and 156 rhymes; a vocabulary full of misspellings has
/// more, 50,000 and 10,000 at most. What has not the shape of a syllable is found by what is left of it when one
/// letter is deleted. Memory: 83 bytes for each native syllable.
///
/// ```
/// use text::bo::similar::{Cost, SimilarSyllables};
///
/// let vocabulary = SimilarSyllables::new(["ཁྲིམས", "ཁང", "ལུགས", "མཁའ"]);
/// let near = |syllable| {
///     let found = vocabulary.near(syllable, Cost::new(6));
///     found.into_iter().map(|(id, cost)| (vocabulary.text(id), cost.tenths())).collect::<Vec<_>>()
/// };
/// assert_eq!(near("ཕྲིམ"), [("ཁྲིམས", 5)]);
/// assert_eq!(near("མཁ"), [("མཁའ", 2)]);
/// assert_eq!(near("ཉི"), []);
/// ```
#[derive(Debug)]
pub struct SimilarSyllables {
    texts: Texts,
    /// Each onset with the place after its last posting, in order.
    onsets: Vec<(Onset, u32)>,
    rhymes: Vec<Rhyme>,
    /// The readings by onset.
    postings: Vec<Posting>,
    /// The hash of each syllable and of each with one letter deleted, in order.
    deletions: Vec<(u32, u32)>,
}

/// A reading of a syllable, under its onset.
#[derive(Debug, Clone, Copy)]
struct Posting {
    syllable: u32,
    /// The place in the list of rhymes.
    rhyme: u16,
    is_second_choice: bool,
}

impl SimilarSyllables {
    /// The highest limit of [`near`](Self::near): two wholly different letters are never near.
    pub const MAX_LIMIT: Cost = Cost::new(2 * Cost::LETTER.tenths() - 1);

    /// Reads the syllables; empty ones at the search level are left out.
    #[must_use]
    pub fn new<I>(syllables: I) -> Self
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        let folded = syllables.into_iter().map(|syllable| fold(syllable.as_ref()));
        Self::of_folded(folded.filter(|folded| !folded.is_empty()).collect())
    }

    pub(super) fn of_folded(folded: Vec<String>) -> Self {
        let texts = Texts::new(folded);
        let mut readings: Vec<(Reading, u32)> = Vec::with_capacity(texts.len());
        let mut deletions = Vec::new();
        for (syllable, text) in texts.iter() {
            readings.extend(Compared::new(text).readings().map(|reading| (reading, syllable)));
            if text.len() <= MAX_SYLLABLE_BYTES {
                deletions.extend(shortened(text).map(|hash| (hash, syllable)));
            }
        }
        deletions.sort_unstable();
        deletions.dedup();
        deletions.shrink_to_fit();
        readings.sort_unstable();
        let mut rhymes: Vec<Rhyme> = readings.iter().map(|(reading, _)| reading.rhyme).collect();
        rhymes.sort_unstable();
        rhymes.dedup();
        rhymes.shrink_to_fit();
        let mut built = Self {
            texts,
            onsets: Vec::new(),
            rhymes,
            postings: Vec::with_capacity(readings.len()),
            deletions,
        };
        readings
            .into_iter()
            .for_each(|(reading, syllable)| built.post(reading, syllable));
        built
    }

    fn post(&mut self, reading: Reading, syllable: u32) {
        let rhyme = self
            .rhymes
            .binary_search(&reading.rhyme)
            .ok()
            .and_then(|at| u16::try_from(at).ok());
        let Some(rhyme) = rhyme else { return };
        self.postings.push(Posting {
            syllable,
            rhyme,
            is_second_choice: reading.is_second_choice,
        });
        let end = u32::try_from(self.postings.len()).unwrap_or(u32::MAX);
        match self.onsets.last_mut() {
            Some((onset, last)) if *onset == reading.onset => *last = end,
            _ => self.onsets.push((reading.onset, end)),
        }
    }

    /// Returns the number of syllables.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Tells whether there is no syllable.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the syllable, at the search level; the empty text for an id of another vocabulary.
    #[must_use]
    pub fn text(&self, id: SyllableId) -> &str {
        self.texts.get(id.0)
    }

    /// Returns the id of the syllable that is `syllable` at the search level.
    #[must_use]
    pub fn find(&self, syllable: &str) -> Option<SyllableId> {
        self.find_folded(&fold(syllable))
    }

    pub(super) fn find_folded(&self, folded: &str) -> Option<SyllableId> {
        self.texts.find(folded).map(SyllableId)
    }

    /// Returns every syllable that is at most `limit` from `syllable`, by cost and then by text.
    ///
    /// The costs are those of [`syllable_cost`](super::syllable_cost). A limit above [`Self::MAX_LIMIT`] is lowered
    /// to it. A text of more than 192 bytes at the search level finds itself only.
    #[must_use]
    pub fn near(&self, syllable: &str, limit: Cost) -> Vec<(SyllableId, Cost)> {
        self.near_folded(fold(syllable), limit)
    }

    pub(super) fn near_folded(&self, folded: String, limit: Cost) -> Vec<(SyllableId, Cost)> {
        let limit = limit.min(Self::MAX_LIMIT);
        let asked = Compared::new(folded);
        let mut found = Vec::new();
        if let Some(id) = self.texts.find(&asked.folded) {
            found.push((SyllableId(id), Cost::ZERO));
        }
        asked
            .readings()
            .for_each(|reading| self.by_parts(reading, limit, &mut found));
        let shapes = Rules::get()
            .particle_shapes(&asked.folded)
            .filter_map(|shape| self.texts.find(shape));
        found.extend(shapes.map(|id| (SyllableId(id), self.cost(&asked, id))));
        if limit >= Rules::get().edit && asked.folded.len() <= MAX_SYLLABLE_BYTES {
            let ids = self.by_deletion(&asked.folded);
            found.extend(ids.into_iter().map(|id| (SyllableId(id), self.cost(&asked, id))));
        }
        found.retain(|&(_, cost)| cost <= limit);
        found.sort_unstable();
        found.dedup_by_key(|&mut (id, _)| id);
        found.sort_unstable_by_key(|&(id, cost)| (cost, id));
        found
    }

    /// Adds the syllables whose onset and rhyme are near those of `asked`.
    fn by_parts(&self, asked: Reading, limit: Cost, found: &mut Vec<(SyllableId, Cost)>) {
        let rules = Rules::get();
        let limit_left = |spent: Cost| (spent <= limit).then_some(spent);
        let rhymes: Vec<Cost> = self
            .rhymes
            .iter()
            .map(|&rhyme| rules.rhyme(asked.rhyme, rhyme))
            .collect();
        let choice = choice_cost(rules, asked.is_second_choice);
        let mut start = 0;
        for &(onset, end) in &self.onsets {
            let end = usize::try_from(end).unwrap_or(usize::MAX);
            let postings = self.postings.get(start..end).unwrap_or_default();
            start = end;
            let Some(spent) = limit_left(rules.onset(asked.onset, onset) + choice) else {
                continue;
            };
            for posting in postings {
                let rhyme = rhymes
                    .get(usize::from(posting.rhyme))
                    .copied()
                    .unwrap_or(Cost::MAX);
                let cost = spent + rhyme + choice_cost(rules, posting.is_second_choice);
                if cost <= limit {
                    found.push((SyllableId(posting.syllable), cost));
                }
            }
        }
    }

    /// Returns the syllables that are at most one letter from `folded`, and a few by accident of the hash.
    fn by_deletion(&self, folded: &str) -> Vec<u32> {
        let mut ids: Vec<u32> = shortened(folded)
            .flat_map(|hash| {
                let from = self.deletions.partition_point(|&(other, _)| other < hash);
                let rest = self.deletions.get(from..).unwrap_or_default();
                rest.iter()
                    .take_while(move |&&(other, _)| other == hash)
                    .map(|&(_, id)| id)
            })
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    fn cost(&self, asked: &Compared<'_>, id: u32) -> Cost {
        asked.cost(&Compared::new(self.texts.get(id)))
    }

    /// Returns the number of onsets and of rhymes, which the work of a question goes with.
    #[cfg(test)]
    pub(super) fn parts(&self) -> (usize, usize) {
        (self.onsets.len(), self.rhymes.len())
    }

    /// Returns the bytes held on the heap.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        self.texts.heap_bytes()
            + self.onsets.capacity() * size_of::<(Onset, u32)>()
            + self.rhymes.capacity() * size_of::<Rhyme>()
            + self.postings.capacity() * size_of::<Posting>()
            + self.deletions.capacity() * size_of::<(u32, u32)>()
    }
}

/// Returns the hash of `text` and of `text` without each one of its characters.
fn shortened(text: &str) -> impl Iterator<Item = u32> + '_ {
    let without = text.char_indices().map(|(at, c)| {
        let (before, rest) = (text.get(..at), text.get(at + c.len_utf8()..));
        hash(
            before
                .unwrap_or_default()
                .bytes()
                .chain(rest.unwrap_or_default().bytes()),
        )
    });
    std::iter::once(hash(text.bytes())).chain(without)
}

/// Hashes bytes in the same way on every machine (FNV-1a, 32 bits).
fn hash(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}
