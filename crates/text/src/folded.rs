//! A folded text that remembers where each of its characters came from.

use std::ops::Range;

/// Text at the search level together with the map back to the text it was made from.
///
/// All positions count Unicode scalar values (`char`s), end exclusive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded text, the same string that `fold` returns.
    pub text: String,
    /// For each character of `text` the range it stands for; starts and ends never decrease.
    spans: Vec<Range<usize>>,
}

impl Folded {
    /// Returns the range of the original text that the folded characters `folded_chars` stand for.
    ///
    /// The answer covers whole clusters: it never cuts a Tibetan stack or takes a mark from its letter.
    /// A separator stands for everything between its two words. An empty range gives an empty range, and
    /// a range that reaches past the end is cut there.
    ///
    /// ```
    /// let folded = text::zh::fold_with_map("《訴訟》時效");
    /// assert_eq!(folded.text, "诉讼时效");
    /// // 时效 is 時效 behind the closing mark.
    /// assert_eq!(folded.original(2..4), 4..6);
    /// ```
    pub fn original(&self, folded_chars: Range<usize>) -> Range<usize> {
        let end = folded_chars.end.min(self.spans.len());
        let covered = self.spans.get(folded_chars.start..end).unwrap_or_default();
        match (covered.first(), covered.last()) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => {
                let here = self
                    .spans
                    .get(folded_chars.start)
                    .map_or_else(|| self.covered_end(), |span| span.start);
                here..here
            }
        }
    }

    /// Returns the position in the original after the last character that `text` stands for.
    pub(crate) fn covered_end(&self) -> usize {
        self.spans.last().map_or(0, |span| span.end)
    }

    /// Appends `c`, which stands for `span` of the original.
    pub(crate) fn push(&mut self, c: char, span: Range<usize>) {
        self.text.push(c);
        self.spans.push(span);
    }

    /// Appends a separator that stands for what lies between the last character and `next_start`, or for
    /// what the last character stands for when the next one comes from the same place (½ is `1 2`).
    pub(crate) fn separate(&mut self, separator: char, next_start: usize) {
        let last = self.spans.last().cloned().unwrap_or_default();
        self.push(
            separator,
            if next_start < last.end {
                last
            } else {
                last.end..next_start
            },
        );
    }

    /// Removes the last character and returns its span.
    pub(crate) fn pop(&mut self) -> Option<Range<usize>> {
        self.text.pop();
        self.spans.pop()
    }

    /// Replaces the text by `text` of the same number of characters; another number changes nothing.
    pub(crate) fn replace_text(&mut self, text: String) {
        if text.chars().count() == self.spans.len() {
            self.text = text;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `x法` from a text in which `x` was three characters and two fell away before `法`.
    fn sample() -> Folded {
        let mut folded = Folded::default();
        folded.push('x', 0..3);
        folded.separate(' ', 5);
        folded.push('法', 5..6);
        folded
    }

    #[test]
    fn a_range_covers_everything_its_characters_stand_for() {
        let folded = sample();
        for (chars, expect) in [
            (0..1, 0..3),
            (1..2, 3..5),
            (2..3, 5..6),
            (0..3, 0..6),
            (1..3, 3..6),
            (0..99, 0..6),
            (2..9, 5..6),
        ] {
            assert_eq!(folded.original(chars.clone()), expect, "{chars:?}");
        }
    }

    #[test]
    fn empty_reversed_and_distant_ranges_are_empty() {
        let folded = sample();
        #[expect(
            clippy::reversed_empty_ranges,
            reason = "a caller's arithmetic may produce one"
        )]
        let reversed = 2..1;
        for (chars, at) in [
            (0..0, 0),
            (2..2, 5),
            (reversed, 5),
            (3..3, 6),
            (7..9, 6),
            (usize::MAX..usize::MAX, 6),
        ] {
            assert_eq!(folded.original(chars.clone()), at..at, "{chars:?}");
        }
        assert_eq!(Folded::default().original(0..5), 0..0);
    }

    #[test]
    fn a_text_of_another_length_is_not_taken() {
        let mut folded = sample();
        folded.replace_text("x 律".to_owned());
        assert_eq!(folded.text, "x 律");
        folded.replace_text("律".to_owned());
        assert_eq!(folded.text, "x 律");
        assert_eq!(folded.pop(), Some(5..6));
        assert_eq!(folded.text, "x ");
    }
}
