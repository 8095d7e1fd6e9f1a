//! What of a text stayed, went and came: Tibetan by syllable, Chinese by character, other words whole.

use text::script::Script;

/// A stretch of one of two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Same(String),
    /// Only in the old text.
    Gone(String),
    /// Only in the new text.
    Come(String),
}

/// How many comparisons of two units a whole diff may make; beyond it the differing middle of a text is one change.
///
/// A definition of a page against another takes less than a million.
const MOST_COMPARISONS: usize = 8_000_000;

/// The comparisons that are left.
pub(super) struct Budget(usize);

impl Default for Budget {
    fn default() -> Self {
        Self(MOST_COMPARISONS)
    }
}

/// Returns the way from `old` to `new`.
///
/// What is the same and what went gives `old`, what is the same and what came gives `new`; neither piece is empty, no two
/// neighbours are of a kind, and what went stands before what came in its place. A Tibetan syllable is never cut, and what
/// follows it (tsheg, shad, a space) goes with it, unless that alone differs. Time and memory are bounded: where the
/// differing middle of both texts is too long to compare, all of it went and came.
///
/// ```
/// use glossary::diff::{Piece, pieces};
///
/// let found = pieces("ཁྲིམས་ར", "ཁྲིམས་ཁང");
/// assert_eq!(found, [
///     Piece::Same("ཁྲིམས་".into()), Piece::Gone("ར".into()), Piece::Come("ཁང".into()),
/// ]);
/// ```
#[must_use]
pub fn pieces(old: &str, new: &str) -> Vec<Piece> {
    within(old, new, &mut Budget::default())
}

/// Returns [`pieces`] and takes the comparisons from `budget`.
pub(super) fn within(old: &str, new: &str, budget: &mut Budget) -> Vec<Piece> {
    let (old, new) = (units(old), units(new));
    let head = old.iter().zip(&new).take_while(|(a, b)| a.word == b.word).count();
    let (old_head, old_rest) = old.split_at(head);
    let (new_head, new_rest) = new.split_at(head);
    let backwards = old_rest.iter().rev().zip(new_rest.iter().rev());
    let tail = backwards.take_while(|(a, b)| a.word == b.word).count();
    let (old_middle, old_tail) = old_rest.split_at(old_rest.len() - tail);
    let (new_middle, new_tail) = new_rest.split_at(new_rest.len() - tail);
    let mut writer = Writer::default();
    let same = |(a, b), writer: &mut Writer| writer.same(a, b);
    old_head
        .iter()
        .zip(new_head)
        .for_each(|pair| same(pair, &mut writer));
    compare(old_middle, new_middle, budget, &mut writer);
    old_tail
        .iter()
        .zip(new_tail)
        .for_each(|pair| same(pair, &mut writer));
    writer.finish()
}

/// A syllable, a Chinese character or a word, and what stands between it and the next one.
#[derive(Clone, Copy)]
struct Unit<'a> {
    word: &'a str,
    gap: &'a str,
}

/// Cuts `text`; joined again, the units are the text. What stands before the first word is the gap of an empty one.
fn units(text: &str) -> Vec<Unit<'_>> {
    let mut starts_and_ends: Vec<(usize, usize)> = vec![(0, 0)];
    for syllable in text::bo::syllables(text) {
        let mut start = syllable.start;
        for (at, c) in syllable.text.char_indices().skip(1) {
            // A mark or selector behind a character stays with it.
            if Script::of(c) == Script::Han {
                starts_and_ends.push((start, syllable.start + at));
                start = syllable.start + at;
            }
        }
        starts_and_ends.push((start, syllable.end));
    }
    let nexts = starts_and_ends.iter().skip(1).map(|(start, _)| *start);
    let ends = nexts.chain([text.len()]);
    let cut = |(&(start, end), next)| Unit {
        word: text.get(start..end).unwrap_or_default(),
        gap: text.get(end..next).unwrap_or_default(),
    };
    starts_and_ends.iter().zip(ends).map(cut).collect()
}

/// Writes the longest common subsequence of two runs of units as what is the same.
fn compare(old: &[Unit<'_>], new: &[Unit<'_>], budget: &mut Budget, writer: &mut Writer) {
    let cost = old.len().saturating_mul(new.len());
    if cost > budget.0 {
        old.iter().for_each(|unit| writer.gone(unit));
        new.iter().for_each(|unit| writer.come(unit));
        return;
    }
    budget.0 -= cost;
    let lengths = common_lengths(old, new);
    let length = |old_left: &[Unit<'_>], new_left: &[Unit<'_>]| {
        let row = lengths.get(old_left.len());
        row.and_then(|row| row.get(new_left.len())).copied()
    };
    let (mut old_left, mut new_left) = (old, new);
    loop {
        match (old_left.split_first(), new_left.split_first()) {
            (Some((a, old_rest)), Some((b, new_rest))) if a.word == b.word => {
                writer.same(a, b);
                (old_left, new_left) = (old_rest, new_rest);
            }
            (Some((a, rest)), other) => {
                if other.is_none() || length(rest, new_left) == length(old_left, new_left) {
                    writer.gone(a);
                    old_left = rest;
                } else if let Some((b, rest)) = other {
                    writer.come(b);
                    new_left = rest;
                }
            }
            (None, Some((b, rest))) => {
                writer.come(b);
                new_left = rest;
            }
            (None, None) => return,
        }
    }
}

/// Returns for each number of units left of the old run, and of the new one, how many they have in common.
fn common_lengths(old: &[Unit<'_>], new: &[Unit<'_>]) -> Vec<Vec<u32>> {
    let mut rows: Vec<Vec<u32>> = Vec::with_capacity(old.len() + 1);
    rows.push(vec![0; new.len() + 1]);
    for a in old.iter().rev() {
        let mut row: Vec<u32> = Vec::with_capacity(new.len() + 1);
        let mut longest = 0;
        row.push(longest);
        let shorter = rows.last().map(Vec::as_slice).unwrap_or_default();
        for (b, before) in new.iter().rev().zip(shorter.windows(2)) {
            longest = match before {
                [both_shorter, _] if a.word == b.word => both_shorter + 1,
                [_, old_shorter] => longest.max(*old_shorter),
                _ => longest,
            };
            row.push(longest);
        }
        rows.push(row);
    }
    rows
}

/// Pieces in the making: what went and came since the last piece that stayed waits until the next one does.
#[derive(Default)]
struct Writer {
    pieces: Vec<Piece>,
    gone: String,
    come: String,
}

impl Writer {
    fn gone(&mut self, unit: &Unit<'_>) {
        self.gone.push_str(unit.word);
        self.gone.push_str(unit.gap);
    }

    fn come(&mut self, unit: &Unit<'_>) {
        self.come.push_str(unit.word);
        self.come.push_str(unit.gap);
    }

    fn same(&mut self, old: &Unit<'_>, new: &Unit<'_>) {
        self.stay(new.word);
        if old.gap == new.gap {
            self.stay(new.gap);
        } else {
            self.gone.push_str(old.gap);
            self.come.push_str(new.gap);
        }
    }

    fn stay(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.settle();
        match self.pieces.last_mut() {
            Some(Piece::Same(before)) => before.push_str(text),
            _ => self.pieces.push(Piece::Same(text.to_owned())),
        }
    }

    fn settle(&mut self) {
        let (gone, come) = (std::mem::take(&mut self.gone), std::mem::take(&mut self.come));
        // The same text may have gone and come as the end of one unit and the beginning of the next.
        if gone == come && !gone.is_empty() {
            return self.stay(&gone);
        }
        self.pieces
            .extend((!gone.is_empty()).then_some(Piece::Gone(gone)));
        self.pieces
            .extend((!come.is_empty()).then_some(Piece::Come(come)));
    }

    fn finish(mut self) -> Vec<Piece> {
        self.settle();
        self.pieces
    }
}
