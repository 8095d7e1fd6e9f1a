//! Makes text canonical piece by piece and copies nothing while that changes nothing.

use std::borrow::Cow;
use std::ops::Range;

use super::step::Step;
use super::{REPLACED, each_cluster, is_plainly_canonical};

/// Collects the canonical form, and nothing as long as that is the text itself.
pub(super) struct Rewriter<'t> {
    text: &'t str,
    written: Option<String>,
    /// How many bytes of `text` have been written.
    copied: usize,
}

impl<'t> Rewriter<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            written: None,
            copied: 0,
        }
    }

    /// Takes the next piece, which is canonical but for a last character of the step `last`, or may not be.
    pub(super) fn piece(&mut self, piece: Range<usize>, is_canonical: bool, last: Step) {
        let Some(text) = self.text.get(piece.clone()) else {
            return;
        };
        if !is_canonical {
            if !is_plainly_canonical(text) {
                let mut arranged = String::with_capacity(text.len());
                each_cluster(text, |cluster, _| arranged.push_str(cluster));
                if arranged != text {
                    self.replace(piece, &arranged);
                }
            }
        } else if last == Step::Rewritten
            && let Some(c) = text.chars().next_back()
            && let Some(replacement) = REPLACED.get(c)
        {
            self.replace(piece.end - c.len_utf8()..piece.end, replacement);
        }
    }

    /// Writes `replacement` for `range`, which comes after all that was replaced before.
    fn replace(&mut self, range: Range<usize>, replacement: &str) {
        let written = self.written.get_or_insert_default();
        written.push_str(self.text.get(self.copied..range.start).unwrap_or_default());
        written.push_str(replacement);
        self.copied = range.end;
    }

    /// Returns the canonical form after the last piece.
    pub(super) fn finish(self) -> Cow<'t, str> {
        match self.written {
            None => Cow::Borrowed(self.text),
            Some(mut written) => {
                written.push_str(self.text.get(self.copied..).unwrap_or_default());
                Cow::Owned(written)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::bo::normalize;

    /// Returns the canonical form of `text` made in one piece.
    fn whole(text: &str) -> String {
        let mut whole = String::new();
        each_cluster(text, |cluster, _| whole.push_str(cluster));
        whole
    }

    #[test]
    fn two_characters_of_any_kind_are_cut_only_where_that_changes_nothing() {
        let characters: Vec<char> = ('\u{f00}'..='\u{fff}')
            .chain("a法 é\u{a0}\u{301}\u{200b}".chars())
            .collect();
        for &first in &characters {
            for &second in &characters {
                for text in [format!("{first}{second}"), format!("་ཀ{first}{second}ཀ")] {
                    assert_eq!(normalize(&text), whole(&text), "{}", text.escape_unicode());
                }
            }
        }
    }

    #[test]
    fn only_what_changes_is_written() {
        for (text, expect) in [
            ("ཀ༌ཁ༎ག", "ཀ་ཁ།།ག"),
            ("ཀ་ཁ\u{f72}\u{fb1}་ག", "ཀ་ཁ\u{fb1}\u{f72}་ག"),
            ("༌\u{f72}ཀ", "་ཀ\u{f72}"),
            ("༌", "་"),
        ] {
            assert_eq!(normalize(text), expect);
            assert!(matches!(normalize(expect), Cow::Borrowed(_)), "{expect}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn pieces_make_the_canonical_form_of_the_whole(
            text in "([ཀཅརཪ་༌༎།༢ༀ a法\u{a0}]|[\u{f71}-\u{f7e}\u{f39}\u{f35}\u{f90}\u{fb1}\u{fb2}]|[\u{f00}-\u{fff}]|\u{200b}|\u{301}|\\PC){0,16}"
        ) {
            prop_assert_eq!(normalize(&text), whole(&text), "{}", text.escape_unicode());
        }
    }
}
