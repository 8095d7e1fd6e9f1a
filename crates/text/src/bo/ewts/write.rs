//! Writes EWTS.

use super::letters::{Class, name};
use super::read::space_stays_after;
use super::spell::spell;
use super::warning::{Converted, MAX_WARNINGS, Warning, WarningKind};
use crate::bo::TSHEG;
use crate::bo::canonical::each_cluster_keeping;
use crate::bo::letter::{is_letter, is_sign};

/// Returns Tibetan `text` in EWTS, with the characters that had to be escaped.
///
/// A warning gives the start of the stack that the character stands in.
///
/// Stacks are read in canonical form. What EWTS has no sign for is an escape (`\u0f10`), text of other scripts
/// stands in brackets, line ends stay. Reading the result with [`from_ewts`](super::from_ewts) gives the
/// canonical form of `text` again. Linear in the text.
///
/// ```
/// assert_eq!(text::bo::to_ewts("ཁྲིམས་ཁང་། 2026").text, "khrims khang /_[2026]");
/// assert_eq!(text::bo::to_ewts("གཡག གྱག").text, "g.yag_gyag");
/// assert_eq!(text::bo::to_ewts("པདྨ").text, "pad+ma");
/// ```
#[must_use]
pub fn to_ewts(text: &str) -> Converted {
    let mut canonical = String::with_capacity(text.len());
    each_cluster_keeping(text, is_kept, |cluster, _| canonical.push_str(cluster));
    let mut written = write(&canonical);
    if !written.warnings.is_empty() {
        give_original_positions(text, &mut written.warnings);
    }
    written
}

/// Tells whether EWTS has a sign of its own for a character that the canonical form writes in another way.
fn is_kept(c: char) -> bool {
    matches!(c, '\u{f0c}' | '\u{f0e}' | '\u{a0}')
}

/// Turns positions of the canonical form into those of `text`.
fn give_original_positions(text: &str, warnings: &mut [Warning]) {
    let mut warnings = warnings.iter_mut().peekable();
    let mut position = 0;
    each_cluster_keeping(text, is_kept, |cluster, span| {
        position += cluster.chars().count();
        while let Some(warning) = warnings.next_if(|warning| warning.position < position) {
            warning.position = span.start;
        }
    });
}

fn write(text: &str) -> Converted {
    let mut writer = Writer {
        written: Converted::default(),
        before: None,
        foreign: false,
    };
    let mut rest = text.char_indices().peekable();
    let mut position = 0;
    while let Some((start, first)) = rest.next() {
        let mut end = start + first.len_utf8();
        let mut length = 1;
        if belongs_to_syllable(first) {
            while let Some((at, c)) = rest.next_if(|&(_, c)| belongs_to_syllable(c)) {
                end = at + c.len_utf8();
                length += 1;
            }
            writer.syllable(text.get(start..end).unwrap_or_default(), position);
        } else {
            writer.other(first, rest.peek().map(|&(_, c)| c), position);
        }
        position += length;
    }
    writer.close_bracket();
    writer.written
}

fn belongs_to_syllable(c: char) -> bool {
    is_letter(c) || is_sign(c)
}

struct Writer {
    written: Converted,
    /// The last character of the text that the reader will have put out.
    before: Option<char>,
    /// Whether a bracket is open.
    foreign: bool,
}

impl Writer {
    fn syllable(&mut self, text: &str, position: usize) {
        self.close_bracket();
        if let Some((start, escaped)) = spell(text, &mut self.written.text) {
            let before = text.get(..start).unwrap_or_default().chars().count();
            self.warn(position + before, escaped);
        }
        self.before = text.chars().next_back();
    }

    fn other(&mut self, c: char, next: Option<char>, position: usize) {
        let sign = name(c).filter(|&(_, class)| class == Class::Sign);
        match (c, sign) {
            (TSHEG, _) => {
                self.close_bracket();
                self.tsheg();
            }
            // A space between foreign words stays with them.
            (' ', _) if self.foreign && next.is_some_and(is_foreign) => self.written.text.push(' '),
            (' ', _) => {
                self.close_bracket();
                self.written.text.push('_');
            }
            (_, Some((sign, _))) => {
                self.close_bracket();
                self.written.text.push_str(sign);
            }
            ('\n' | '\r' | '\t', None) => {
                self.close_bracket();
                self.written.text.push(c);
            }
            _ if is_foreign(c) => self.foreign(c),
            _ => {
                self.close_bracket();
                self.written.text.push_str(&format!("\\u{:04x}", u32::from(c)));
                self.warn(position, c);
            }
        }
        self.before = Some(c);
    }

    /// Writes a tsheg as the space it is read from, or escapes it where a space means something else.
    fn tsheg(&mut self) {
        let plain = self.before.is_some_and(|c| !space_stays_after(c) && c != TSHEG);
        self.written.text.push_str(if plain { " " } else { "\\u0f0b" });
    }

    fn foreign(&mut self, c: char) {
        if !self.foreign {
            self.written.text.push('[');
            self.foreign = true;
        }
        if matches!(c, '[' | ']' | '\\') {
            self.written.text.push('\\');
        }
        self.written.text.push(c);
    }

    fn close_bracket(&mut self) {
        if std::mem::take(&mut self.foreign) {
            self.written.text.push(']');
        }
    }

    fn warn(&mut self, position: usize, c: char) {
        if self.written.warnings.len() < MAX_WARNINGS {
            self.written.warnings.push(Warning {
                position,
                kind: WarningKind::Escaped(c),
            });
        }
    }
}

/// Tells whether `c` is of another script, and so stands in brackets.
fn is_foreign(c: char) -> bool {
    !matches!(c, '\u{f00}'..='\u{fff}' | ' ' | '\n' | '\r' | '\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(to_ewts(text).text, expect, "{}", text.escape_unicode());
    }

    #[test]
    fn a_tsheg_is_a_space_where_a_space_is_read_as_one() {
        check("ཀ་ཁ་", "ka kha ");
        check("ལོ་༢༠༢༦", "lo 2026");
        check("་ཀ", "\\u0f0bka");
        check("ཀ་་ཁ", "ka \\u0f0bkha");
        check("།་ཀ", "/\\u0f0bka");
        check("ཀ\n་ཁ", "ka\n\\u0f0bkha");
    }

    #[test]
    fn text_of_other_scripts_stands_in_brackets() {
        check("ཀ WTO rules ཁ", "ka_[WTO rules]_kha");
        check("刑法ཁྲིམས", "[刑法]khrims");
        check("[a\\b]", "[\\[a\\\\b\\]]");
    }

    #[test]
    fn warnings_give_places_of_the_text() {
        // The first stack has an invisible character that the canonical form does not.
        let written = to_ewts("ཀ\u{200b}ཀ\u{f3e}");
        let places: Vec<_> = written
            .warnings
            .iter()
            .map(|warning| (warning.position, warning.kind))
            .collect();
        assert_eq!(places, [(2, WarningKind::Escaped('\u{f3e}'))]);
    }
}
