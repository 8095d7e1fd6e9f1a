//! Which headwords hold a unit or two neighbouring ones: characters of Chinese terms, syllables of Tibetan ones.

use std::collections::HashMap;

use super::file::{Reader, Writer};
use super::flat::{NumberWriter, Numbers, TextWriter, Texts, lower_bound};
use crate::grams::Unit;

/// A unit as a number: a character is its scalar value, a syllable its place in the vocabulary and 1.
pub(crate) type UnitNumber = u32;
/// One unit (and 0) or two neighbouring ones.
type Gram = (UnitNumber, UnitNumber);

/// The headwords of each unit and pair of units, the best first.
#[derive(Debug, Clone)]
pub(crate) struct Postings {
    /// The syllables in the order of their bytes; empty where units are characters.
    vocabulary: Texts,
    firsts: Numbers,
    seconds: Numbers,
    ends: Numbers,
    /// How many concepts each gram leads to.
    concepts: Numbers,
    headwords: Numbers,
}

/// The headwords of one gram, ascending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Posting {
    range: std::ops::Range<usize>,
    /// How many concepts they belong to.
    pub(crate) concepts: usize,
}

impl Posting {
    pub(crate) fn len(&self) -> usize {
        self.range.len()
    }
}

impl Postings {
    pub(crate) fn read(reader: &mut Reader) -> Option<Self> {
        let postings = Self {
            vocabulary: reader.texts()?,
            firsts: reader.numbers()?,
            seconds: reader.numbers()?,
            ends: reader.numbers()?,
            concepts: reader.numbers()?,
            headwords: reader.numbers()?,
        };
        let grams = postings.firsts.len();
        let whole = [&postings.seconds, &postings.ends, &postings.concepts]
            .iter()
            .all(|numbers| numbers.len() == grams);
        whole.then_some(postings)
    }

    /// Returns the number of a unit, `None` if no headword holds it.
    pub(crate) fn unit(&self, kind: Unit, unit: &str) -> Option<UnitNumber> {
        match kind {
            Unit::Char => unit.chars().next().map(u32::from),
            Unit::Syllable => {
                let at = lower_bound(self.vocabulary.len(), |at| {
                    self.vocabulary.bytes(at).cmp(unit.as_bytes())
                });
                let found = self.vocabulary.bytes(at) == unit.as_bytes() && at < self.vocabulary.len();
                found.then(|| u32::try_from(at + 1).unwrap_or(u32::MAX))
            }
        }
    }

    /// Returns the syllables of all headwords in the order of their bytes; none where units are characters.
    pub(crate) fn vocabulary(&self) -> impl Iterator<Item = &str> {
        (0..self.vocabulary.len()).map(|at| self.vocabulary.get(at))
    }

    /// Returns the headwords that hold `first`, and behind it `second` unless that is 0.
    pub(crate) fn find(&self, first: UnitNumber, second: UnitNumber) -> Option<Posting> {
        let at = lower_bound(self.firsts.len(), |at| {
            (self.firsts.get(at), self.seconds.get(at)).cmp(&(first, second))
        });
        let found = at < self.firsts.len() && (self.firsts.get(at), self.seconds.get(at)) == (first, second);
        found.then(|| Posting {
            range: self.ends.group(at),
            concepts: self.concepts.place(at),
        })
    }

    /// Returns the headwords of `posting`, the best first.
    pub(crate) fn headwords(
        &self,
        posting: &Posting,
    ) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator {
        self.headwords.range(posting.range.clone())
    }

    /// Tells whether `headword` is in `posting`, looking from `from` on: asked for ascending headwords, it moves on.
    pub(crate) fn contains(&self, posting: &Posting, from: &mut usize, headword: u32) -> bool {
        // Galloping: the next one sought is mostly near.
        let start = posting.range.start;
        let length = posting.range.len();
        let mut step = 1;
        let mut low = *from;
        while low + step < length && self.headwords.get(start + low + step) < headword {
            low += step;
            step *= 2;
        }
        let span = (low + step + 1).min(length).saturating_sub(low);
        *from = low + lower_bound(span, |at| self.headwords.get(start + low + at).cmp(&headword));
        *from < length && self.headwords.get(start + *from) == headword
    }
}

impl Postings {
    /// Tells whether `headword` is in all of `postings`; `cursors` has a place for each, from which it looks on.
    pub(crate) fn in_all(&self, postings: &[Posting], cursors: &mut [usize], headword: u32) -> bool {
        let mut lists = postings.iter().zip(cursors);
        lists.all(|(posting, from)| self.contains(posting, from, headword))
    }
}

/// Gathers the grams of headwords in their final order.
#[derive(Debug)]
pub(crate) struct PostingsBuilder<'a> {
    kind: Unit,
    vocabulary: Vec<&'a str>,
    numbers: HashMap<Gram, u32>,
    grams: Vec<Gram>,
    counts: Vec<u32>,
    /// The last headword that held each gram, so that it counts once.
    last: Vec<u32>,
    /// Grams as they come, and the headwords that hold them.
    sequence: Vec<(u32, u32)>,
}

impl<'a> PostingsBuilder<'a> {
    /// Makes a builder for headwords whose folded texts are among `folds`.
    pub(crate) fn new(kind: Unit, folds: impl Iterator<Item = &'a str>) -> Self {
        let mut vocabulary: Vec<&str> = Vec::new();
        if kind == Unit::Syllable {
            let mut seen = std::collections::HashSet::new();
            for fold in folds {
                vocabulary.extend(kind.split(fold).into_iter().filter(|s| seen.insert(*s)));
            }
            vocabulary.sort_unstable();
        }
        Self {
            kind,
            vocabulary,
            numbers: HashMap::new(),
            grams: Vec::new(),
            counts: Vec::new(),
            last: Vec::new(),
            sequence: Vec::new(),
        }
    }

    /// Adds the next headword.
    pub(crate) fn add(&mut self, headword: u32, fold: &str) {
        let mut before = None;
        match self.kind {
            Unit::Char => {
                for c in fold.chars() {
                    self.add_unit(headword, &mut before, c.into());
                }
            }
            Unit::Syllable => {
                for syllable in self.kind.split(fold) {
                    let at = self
                        .vocabulary
                        .binary_search(&syllable)
                        .map_or(u32::MAX, |at| u32::try_from(at + 1).unwrap_or(u32::MAX));
                    self.add_unit(headword, &mut before, at);
                }
            }
        }
    }

    /// Writes the postings; `document_of` tells the concept of each headword.
    pub(crate) fn write(self, writer: &mut Writer, document_of: &[u32]) {
        let mut order: Vec<u32> = (0..u32::try_from(self.grams.len()).unwrap_or(u32::MAX)).collect();
        order.sort_unstable_by_key(|gram| self.grams.get(*gram as usize));
        let mut starts = vec![0_u32; self.grams.len()];
        let mut end = 0;
        let mut ends = NumberWriter::with_capacity(order.len());
        for gram in &order {
            if let (Some(start), Some(count)) =
                (starts.get_mut(*gram as usize), self.counts.get(*gram as usize))
            {
                *start = end;
                end += count;
            }
            ends.push(end);
        }
        let mut headwords = vec![0_u32; self.sequence.len()];
        let mut next = starts.clone();
        for (gram, headword) in &self.sequence {
            if let Some(place) = next.get_mut(*gram as usize) {
                if let Some(slot) = headwords.get_mut(*place as usize) {
                    *slot = *headword;
                }
                *place += 1;
            }
        }
        let mut vocabulary = TextWriter::default();
        self.vocabulary.iter().for_each(|s| vocabulary.push(s.as_bytes()));
        let gram = |at: &u32| self.grams.get(*at as usize).copied().unwrap_or_default();
        writer.texts(vocabulary);
        writer.numbers(order.iter().map(|at| gram(at).0).collect());
        writer.numbers(order.iter().map(|at| gram(at).1).collect());
        writer.numbers(ends);
        writer.numbers(concepts(&order, &starts, &self.counts, &headwords, document_of));
        writer.numbers(headwords.into_iter().collect());
    }

    fn add_unit(&mut self, headword: u32, before: &mut Option<UnitNumber>, unit: UnitNumber) {
        self.add_gram(headword, (unit, 0));
        if let Some(first) = before.replace(unit) {
            self.add_gram(headword, (first, unit));
        }
    }

    fn add_gram(&mut self, headword: u32, gram: Gram) {
        let next = u32::try_from(self.grams.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(gram).or_insert(next);
        if number == next {
            self.grams.push(gram);
            self.counts.push(0);
            self.last.push(u32::MAX);
        }
        let (Some(last), Some(count)) = (
            self.last.get_mut(number as usize),
            self.counts.get_mut(number as usize),
        ) else {
            return;
        };
        if *last != headword {
            *last = headword;
            *count += 1;
            self.sequence.push((number, headword));
        }
    }
}

/// Counts the concepts of each gram.
fn concepts(
    order: &[u32],
    starts: &[u32],
    counts: &[u32],
    headwords: &[u32],
    document_of: &[u32],
) -> NumberWriter {
    let documents = document_of.iter().max().map_or(0, |last| *last as usize + 1);
    let mut seen_in = vec![u32::MAX; documents];
    let count = |gram: &u32| {
        let start = starts.get(*gram as usize).copied().unwrap_or_default() as usize;
        let length = counts.get(*gram as usize).copied().unwrap_or_default() as usize;
        let mut distinct = 0;
        for headword in headwords.get(start..start + length).unwrap_or_default() {
            let document = document_of.get(*headword as usize).copied().unwrap_or_default();
            if let Some(seen) = seen_in.get_mut(document as usize)
                && *seen != *gram
            {
                *seen = *gram;
                distinct += 1;
            }
        }
        distinct
    };
    order.iter().map(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn postings(kind: Unit, folds: &[&str], document_of: &[u32]) -> Postings {
        let mut builder = PostingsBuilder::new(kind, folds.iter().copied());
        for (headword, fold) in (0..).zip(folds) {
            builder.add(headword, fold);
        }
        let mut writer = Writer::in_memory();
        builder.write(&mut writer, document_of);
        Postings::read(&mut Reader::of(writer.finish().unwrap())).unwrap()
    }

    fn found(postings: &Postings, kind: Unit, units: &[&str]) -> (Vec<u32>, usize) {
        let number = |at: usize| units.get(at).map_or(Some(0), |u| postings.unit(kind, u));
        let posting = number(0).zip(number(1)).and_then(|(a, b)| postings.find(a, b));
        posting.map_or((Vec::new(), 0), |p| {
            (postings.headwords(&p).collect(), p.concepts)
        })
    }

    #[test]
    fn a_gram_leads_to_its_headwords_once_each() {
        let zh = postings(Unit::Char, &["人民法院", "法", "民法民法"], &[0, 0, 1]);
        let of = |units: &[&str]| found(&zh, Unit::Char, units);
        assert_eq!(of(&["法"]), (vec![0, 1, 2], 2));
        assert_eq!(of(&["民", "法"]), (vec![0, 2], 2));
        assert_eq!(of(&["院", "法"]), (vec![], 0));
        let bo = postings(Unit::Syllable, &["མི་དམངས་ཁྲིམས་ཁང", "ཁྲིམས་ཁང"], &[0, 1]);
        let of = |units: &[&str]| found(&bo, Unit::Syllable, units);
        assert_eq!(of(&["ཁྲིམས", "ཁང"]), (vec![0, 1], 2));
        assert_eq!(of(&["དམངས"]), (vec![0], 1));
        assert_eq!(of(&["མིའ"]), (vec![], 0));
        assert_eq!(bo.vocabulary().collect::<Vec<_>>(), ["ཁང", "ཁྲིམས", "དམངས", "མི"]);
    }

    proptest::proptest! {
        #[test]
        fn galloping_tells_what_is_there(
            folds in proptest::collection::vec("[法院人]{1,3}", 1..40),
            asked in proptest::collection::btree_set(0u32..45, 0..20),
        ) {
            let texts: Vec<&str> = folds.iter().map(String::as_str).collect();
            let documents: Vec<u32> = (0..).take(texts.len()).collect();
            let zh = postings(Unit::Char, &texts, &documents);
            if let Some(posting) = zh.find(u32::from('法'), 0) {
                let mut from = 0;
                for headword in asked {
                    let expect = folds.get(headword as usize).is_some_and(|f| f.contains('法'));
                    proptest::prop_assert_eq!(zh.contains(&posting, &mut from, headword), expect);
                }
            }
        }
    }
}
