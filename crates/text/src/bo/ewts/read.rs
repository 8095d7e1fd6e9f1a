//! Reads EWTS.

use unicode_normalization::UnicodeNormalization;

use super::letters::{Token, token};
use super::syllable::Syllable;
use super::warning::{Converted, MAX_WARNINGS, Warning, WarningKind};
use crate::bo::TSHEG;
use crate::bo::plain::stands_alone;

/// Returns `text`, which is in EWTS, in Tibetan script, with what was doubtful.
///
/// The result has canonical stacks, and the punctuation that EWTS names (`//` is U+0F0E, `*` is U+0F0C). Text
/// in brackets, characters that are not ASCII, and line ends pass through. Never fails and is linear in the text.
///
/// ```
/// let read = text::bo::from_ewts("mi dmangs khrims khang/");
/// assert_eq!(read.text, "མི་དམངས་ཁྲིམས་ཁང་།".replace("་།", "།"));
/// assert!(read.warnings.is_empty());
///
/// let read = text::bo::from_ewts("khrims qhang");
/// assert_eq!(read.warnings[0].position, 7);
/// assert!(read.warnings[0].to_string().starts_with("character 8: `q` means nothing here"));
/// ```
#[must_use]
pub fn from_ewts(text: &str) -> Converted {
    Reader::new(text, None, true).read()
}

/// Reads one text from its start to its end.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    /// Byte offset of the next character.
    pub(super) at: usize,
    pub(super) out: String,
    /// The character that stands before `out`.
    before: Option<char>,
    warnings: Vec<Warning>,
    /// A byte offset up to which characters were counted, and their number.
    counted: (usize, usize),
    /// Whether characters were taken over that may not be in NFC.
    pub(super) raw: bool,
    /// Whether the text is taken at its word: uncommon stacks are made, and a missing final འ stays away.
    pub(super) strict: bool,
    /// Buffers that every syllable uses again.
    pub(super) syllable: Syllable,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, before: Option<char>, strict: bool) -> Self {
        let out = String::with_capacity(text.len() * 2);
        Self {
            text,
            at: 0,
            out,
            before,
            warnings: Vec::new(),
            counted: (0, 0),
            raw: false,
            strict,
            syllable: Syllable::default(),
        }
    }

    pub(super) fn read(mut self) -> Converted {
        while let Some(&byte) = self.text.as_bytes().get(self.at) {
            match byte {
                b' ' => self.spaces(),
                b'[' => self.bracket(),
                b'\\' => self.escape(),
                _ if byte.is_ascii() => match self.next_token() {
                    Some((_, Token::Consonant(_) | Token::Vowel(_))) => self.syllable(),
                    Some((sign, Token::Sign(c))) => {
                        self.out.push(c);
                        self.at += sign.len();
                    }
                    Some((_, Token::Mark(_))) | None => self.other(byte),
                },
                _ => self.foreign(),
            }
        }
        let text = if self.raw {
            self.out.nfc().collect()
        } else {
            self.out
        };
        Converted {
            text,
            warnings: self.warnings,
        }
    }

    /// Returns the sign at the present place.
    #[inline]
    pub(super) fn next_token(&self) -> Option<(&'static str, Token)> {
        self.token_at(self.at)
    }

    /// Returns the sign at the byte offset `at`.
    #[inline]
    pub(super) fn token_at(&self, at: usize) -> Option<(&'static str, Token)> {
        token(self.text.as_bytes().get(at..)?)
    }

    /// Notes that the character at the byte offset `at`, which is not before any noted one, is doubtful.
    pub(super) fn warn(&mut self, at: usize, kind: WarningKind) {
        if self.warnings.len() == MAX_WARNINGS {
            return;
        }
        let (byte, characters) = self.counted;
        let between = self.text.get(byte..at).unwrap_or_default().chars().count();
        self.counted = (at.max(byte), characters + between);
        self.warnings.push(Warning {
            position: self.counted.1,
            kind,
        });
    }

    /// Reads a run of spaces: a tsheg, except where no tsheg stands.
    fn spaces(&mut self) {
        while self.text.as_bytes().get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        match self.out.chars().next_back().or(self.before) {
            None | Some('\n' | '\r') => {}
            Some(c) if space_stays_after(c) => self.out.push(' '),
            Some(_) => self.out.push(TSHEG),
        }
    }

    /// Reads a character that is no sign of EWTS.
    fn other(&mut self, byte: u8) {
        if !byte.is_ascii_whitespace() {
            let kind = match byte {
                b'+' => WarningKind::NothingToJoin,
                b']' => WarningKind::UnopenedBracket,
                _ => WarningKind::Unexpected(char::from(byte)),
            };
            self.warn(self.at, kind);
        }
        self.out.push(char::from(byte));
        self.at += 1;
    }

    /// Takes over a character beyond ASCII.
    fn foreign(&mut self) {
        let c = self.text.get(self.at..).and_then(|rest| rest.chars().next());
        self.take_over(c.unwrap_or(char::REPLACEMENT_CHARACTER));
        self.at += c.map_or(1, char::len_utf8);
    }

    /// Puts a character out as it is.
    fn take_over(&mut self, c: char) {
        self.out.push(c);
        self.raw |= !stands_alone(c);
    }

    /// Takes over what stands in brackets; inner brackets are part of it.
    fn bracket(&mut self) {
        let opening = self.at;
        let mut depth = 1_usize;
        self.at += 1;
        while let Some(c) = self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            match c {
                '\\' => {
                    self.escape();
                    continue;
                }
                '[' => depth += 1,
                ']' => depth -= 1,
                _ => {}
            }
            self.at += c.len_utf8();
            if depth == 0 {
                return;
            }
            self.take_over(c);
        }
        self.warn(opening, WarningKind::UnclosedBracket);
    }

    /// Reads an escape, or keeps a backslash that begins none.
    fn escape(&mut self) {
        let rest = self.text.as_bytes().get(self.at + 1..).unwrap_or_default();
        let (character, length) = match rest.first() {
            Some(&literal @ (b'\\' | b'[' | b']')) => (Some(char::from(literal)), 1),
            Some(b'u') => (code_point(rest.get(1..5)), 5),
            Some(b'U') => (code_point(rest.get(1..9)), 9),
            _ => (None, 0),
        };
        match character {
            Some(c) => {
                self.take_over(c);
                self.at += 1 + length;
            }
            None => {
                self.warn(self.at, WarningKind::BadEscape);
                self.out.push('\\');
                self.at += 1;
            }
        }
    }
}

/// Tells whether a space after `c` is a space: where a tsheg is never written.
pub(super) fn space_stays_after(c: char) -> bool {
    matches!(c, '\u{f08}' | '\u{f0d}'..='\u{f12}' | '\u{f14}') || c.is_whitespace()
}

fn code_point(digits: Option<&[u8]>) -> Option<char> {
    let digits = std::str::from_utf8(digits?)
        .ok()
        .filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)
}
