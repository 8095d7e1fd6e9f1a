//! What of a term matched, in characters of the term as authored: ascending, apart, never within a stack.

use std::ops::Range;

use glossary::Lang;

use super::gather::Gathering;
use crate::MatchKind;
use crate::definition::Extent;
use crate::fold::{fold_with_map, unit};
use crate::grams::Unit;
use crate::lexicon::Lexicon;
use crate::read::{Needle, Read};
use crate::vocabulary::VOCABULARY;

/// Returns what of a headword matched.
pub(crate) fn ranges(
    lexicon: &Lexicon,
    headword: u32,
    (kind, extent): (MatchKind, Extent),
    read: &Read,
    word_sets: &[Vec<String>],
) -> Vec<Range<usize>> {
    let term = Term::new(lexicon, headword);
    match (kind, extent) {
        (MatchKind::Definition, _) => Vec::new(),
        (MatchKind::Prefix | MatchKind::Ending | MatchKind::Substring | MatchKind::Phrase, _) => {
            term.written(read)
        }
        (MatchKind::Words, Extent::Partly) => term.partly(read, word_sets),
        (MatchKind::Words, _) => term.words(word_sets),
        (MatchKind::Pinyin | MatchKind::Initials | MatchKind::Homophone, Extent::Begun) => {
            vec![term.begun(read, kind)]
        }
        (MatchKind::Ewts, Extent::Begun) => {
            let latin = read.needles.iter().filter_map(|needle| needle.latin.as_ref());
            let tibetan = latin.map(|latin| latin.ewts.as_str());
            term.holding(tibetan).unwrap_or_else(|| vec![term.all()])
        }
        // The whole term, or so nearly that no part of it can be told apart.
        _ => vec![term.all()],
    }
}

/// Returns a needle as it was looked for among written terms: as it stands, in the standard spelling, without particles.
fn spellings(needle: &Needle) -> Vec<String> {
    let mut spellings = vec![needle.fold.clone()];
    spellings.extend(VOCABULARY.standard(needle.lang, &needle.typed, &needle.fold));
    if needle.lang == Lang::Bo {
        spellings.extend(VOCABULARY.without_particles(&needle.fold));
    } else {
        spellings.extend(VOCABULARY.asked_for(&needle.fold).map(str::to_owned));
    }
    spellings
}

impl Gathering<'_> {
    /// Returns the words that were looked for, for showing where they stand.
    pub(crate) fn shown_words(&self, read: &Read) -> Vec<Vec<String>> {
        let pieces = |needle: &Needle| needle.pieces.clone();
        let single = read.needles.iter().map(pieces);
        read.needles
            .iter()
            .map(|needle| self.words_of(needle))
            .chain(single)
            .collect()
    }
}

/// A headword with what leads from its folded form to the authored one.
struct Term<'a> {
    lang: Lang,
    unit: Unit,
    fold: &'a str,
    text: &'a str,
    is_plain: bool,
}

impl<'a> Term<'a> {
    fn new(lexicon: &'a Lexicon, headword: u32) -> Self {
        let traits = lexicon.headwords.traits(headword);
        Self {
            lang: traits.lang,
            unit: unit(traits.lang),
            fold: lexicon.fold(headword),
            text: lexicon.text(headword),
            is_plain: traits.plain,
        }
    }

    fn all(&self) -> Range<usize> {
        0..self.text.chars().count()
    }

    /// Returns where what was typed in the script of the term stands in it: as it was typed, else in another spelling, else
    /// its first letters; all of the term if it was found in a way that leaves no trace.
    fn written(&self, read: &Read) -> Vec<Range<usize>> {
        let needles = || {
            read.needles
                .iter()
                .filter(|needle| (needle.lang == Lang::Bo) == (self.lang == Lang::Bo))
        };
        if let Some(ranges) = self.holding(needles().map(|needle| needle.fold.as_str())) {
            return ranges;
        }
        if let Some(open) = needles().find(|needle| needle.is_open && self.fold.starts_with(&needle.fold)) {
            // What was typed may end within a stack; the way back covers whole ones.
            let typed = 0..open.fold.chars().count();
            return vec![fold_with_map(self.lang, self.text).original(typed)];
        }
        let spellings: Vec<String> = needles().flat_map(spellings).collect();
        self.holding(spellings.iter().map(String::as_str))
            .unwrap_or_else(|| vec![self.all()])
    }

    /// Returns what of the term stands in what was typed, or which words or characters they share.
    fn partly(&self, read: &Read, word_sets: &[Vec<String>]) -> Vec<Range<usize>> {
        if read.needles.iter().any(|needle| needle.fold.contains(self.fold)) {
            return vec![self.all()];
        }
        let words = self.words(word_sets);
        match read.needles.first() {
            // Letters of Tibetan are parts of stacks; nobody shortens a name to them.
            Some(needle) if words.is_empty() && self.lang != Lang::Bo => self.letters(&needle.fold),
            _ => words,
        }
    }

    /// Returns the beginning of the term that was typed by its sound.
    fn begun(&self, read: &Read, kind: MatchKind) -> Range<usize> {
        let latin = read.needles.iter().find_map(|needle| needle.latin.as_ref());
        let typed = match (kind, latin) {
            (MatchKind::Pinyin, Some(latin)) => self.syllables_of(latin.full_pinyin().len(), kind),
            (MatchKind::Initials, Some(latin)) => self.syllables_of(latin.initials.len(), kind),
            _ => read
                .needles
                .first()
                .map_or(0, |needle| needle.fold.chars().count()),
        };
        0..typed.min(self.text.chars().count())
    }

    /// Returns where the first of `needles` that the term holds stands in it.
    fn holding<'n>(&self, mut needles: impl Iterator<Item = &'n str>) -> Option<Vec<Range<usize>>> {
        needles.find_map(|needle| {
            let at = self.place(needle)?;
            Some(vec![self.authored(at..at + needle.chars().count())])
        })
    }

    /// Returns where `needle` stands in the folded term, in characters: at the front, else at the end, else inside.
    fn place(&self, needle: &str) -> Option<usize> {
        let chars = |text: &str| text.chars().count();
        let first = super::stands::find_units(self.unit, self.fold, needle)?;
        if first > 0 && super::stands::ends(self.unit, self.fold, needle) {
            return Some(chars(self.fold) - chars(needle));
        }
        Some(chars(self.fold.get(..first)?))
    }

    /// Returns where the words of the first set of which the term has the most stand.
    fn words(&self, sets: &[Vec<String>]) -> Vec<Range<usize>> {
        let spans = |set: &Vec<String>| -> Vec<Range<usize>> {
            let found = set.iter().filter_map(|word| {
                let at = super::stands::find_units(self.unit, self.fold, word)?;
                let start = self.fold.get(..at)?.chars().count();
                Some(start..start + word.chars().count())
            });
            found.collect()
        };
        let best = sets
            .iter()
            .map(spans)
            .rev()
            .max_by_key(Vec::len)
            .unwrap_or_default();
        joined(best.into_iter().map(|span| self.authored(span)).collect())
    }

    /// Returns where the characters of a shortened name stand in the term, in their order.
    fn letters(&self, shortened: &str) -> Vec<Range<usize>> {
        let mut left = shortened.chars().peekable();
        let chars = self.fold.chars().enumerate();
        let places = chars.filter_map(|(at, c)| left.next_if_eq(&c).map(|_| at..at + 1));
        joined(places.map(|place| self.authored(place)).collect())
    }

    /// Returns how many characters of the term `letters` letters of its pinyin or initials cover.
    fn syllables_of(&self, letters: usize, kind: MatchKind) -> usize {
        let key = text::zh::pinyin::best_key(self.text);
        let mut left = letters;
        let syllables = key.spaced.split(' ').take_while(|syllable| {
            let is_reached = left > 0;
            left = left.saturating_sub(if kind == MatchKind::Pinyin {
                syllable.len()
            } else {
                1
            });
            is_reached
        });
        syllables.count().min(self.text.chars().count())
    }

    /// Returns a span of the folded term in the term as authored.
    fn authored(&self, span: Range<usize>) -> Range<usize> {
        if self.is_plain {
            return span;
        }
        if span == (0..self.fold.chars().count()) {
            // Nothing of the term is left that did not match, whatever folding takes off its ends.
            return self.all();
        }
        with_closing_brackets(self.text, fold_with_map(self.lang, self.text).original(span))
    }
}

fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|r| (r.start, r.end));
    ranges.dedup_by(|next, kept| {
        let touches = next.start <= kept.end;
        if touches {
            kept.end = kept.end.max(next.end);
        }
        touches
    });
    ranges.retain(|r| !r.is_empty());
    ranges
}

/// Lengthens `range` of `text` by the brackets behind it that close one opened in it.
///
/// Folding drops brackets, so a range ends before a bracket although the one that opens it lies inside.
fn with_closing_brackets(text: &str, mut range: Range<usize>) -> Range<usize> {
    let mut chars = text.chars().skip(range.start);
    let mut open = Vec::new();
    for c in chars.by_ref().take(range.len()) {
        if let Some((_, closing)) = BRACKETS.iter().find(|(opening, _)| *opening == c) {
            open.push(*closing);
        } else if open.last() == Some(&c) {
            open.pop();
        }
    }
    for c in chars {
        if open.pop() != Some(c) {
            break;
        }
        range.end += 1;
    }
    range
}

/// The brackets of Chinese and Tibetan terms, opening and closing.
const BRACKETS: [(char, char); 9] = [
    ('(', ')'),
    ('（', '）'),
    ('[', ']'),
    ('［', '］'),
    ('【', '】'),
    ('〔', '〕'),
    ('《', '》'),
    ('〈', '〉'),
    ('\u{f3c}', '\u{f3d}'),
];
