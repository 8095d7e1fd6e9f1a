//! The signs of EWTS (`data/ewts_letters.tsv`), from Latin and from Tibetan.

use std::sync::LazyLock;

use crate::table::rows;

/// What a sign of EWTS is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// A letter, or two that are always stacked.
    Consonant(Consonant),
    /// Vowel signs, none for the inherent vowel.
    Vowel(Signs),
    /// A sign after the vowel.
    Mark(char),
    /// A character that stands alone.
    Sign(char),
}

/// Up to two characters.
pub(super) type Signs = (Option<char>, Option<char>);

/// A consonant as full and as subjoined letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Consonant {
    /// As the first of a stack: one letter, or a letter and what follows it in every case.
    pub(super) full: (char, Option<char>),
    /// Under another letter.
    pub(super) under: (char, Option<char>),
}

/// A sign as a number, so that it is found by one comparison.
#[derive(Debug, Clone, Copy)]
struct Entry {
    /// The bytes of the sign, the first lowest.
    bytes: u32,
    /// One bits where `bytes` counts.
    mask: u32,
    sign: &'static str,
    token: Token,
}

/// The most bytes a sign has.
const MAX_BYTES: usize = 3;

struct Tables {
    /// The signs by their first byte, the longest first.
    by_first_byte: Vec<Vec<Entry>>,
    /// EWTS of each character of the Tibetan block that has one, by code point.
    names: Vec<Option<(&'static str, Class)>>,
}

/// What a Tibetan character is when written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Full,
    Under,
    Vowel,
    Mark,
    Sign,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables {
        by_first_byte: (0..128).map(|_| Vec::new()).collect(),
        names: vec![None; 256],
    };
    for (ewts, token, written) in rows(include_str!("../../../data/ewts_letters.tsv")).filter_map(parse) {
        let first = ewts.bytes().next().map_or(0, usize::from);
        if let Some(group) = tables.by_first_byte.get_mut(first) {
            let mask = 0x00ff_ffff >> (8 * (MAX_BYTES - ewts.len().min(MAX_BYTES)));
            group.push(Entry {
                bytes: packed(ewts.as_bytes()) & mask,
                mask,
                sign: ewts,
                token,
            });
        }
        for (c, class) in if written { characters(token) } else { Vec::new() } {
            if let Some(name) = tibetan_index(c).and_then(|at| tables.names.get_mut(at)) {
                *name = name.or(Some((ewts, class)));
            }
        }
    }
    for group in &mut tables.by_first_byte {
        group.sort_by_key(|entry| std::cmp::Reverse(entry.mask));
    }
    tables
});

/// Returns the longest sign that `text` begins with.
#[inline]
pub(super) fn token(text: &[u8]) -> Option<(&'static str, Token)> {
    let group = TABLES.by_first_byte.get(usize::from(*text.first()?))?;
    let bytes = packed(text);
    let found = group.iter().find(|entry| bytes & entry.mask == entry.bytes)?;
    Some((found.sign, found.token))
}

/// Returns the first three bytes as a number, with zeros where there are fewer.
#[inline]
fn packed(bytes: &[u8]) -> u32 {
    match *bytes {
        [first, second, third, ..] => u32::from_le_bytes([first, second, third, 0]),
        [first, second] => u32::from_le_bytes([first, second, 0, 0]),
        [first] => u32::from(first),
        [] => 0,
    }
}

/// Returns how `c` is written, when it is written with a single sign.
pub(super) fn name(c: char) -> Option<(&'static str, Class)> {
    TABLES.names.get(tibetan_index(c)?).copied().flatten()
}

/// Returns the offset of `c` in the Tibetan block.
fn tibetan_index(c: char) -> Option<usize> {
    usize::try_from(u32::from(c).checked_sub(0xf00)?)
        .ok()
        .filter(|&at| at < 256)
}

/// Returns the characters that `token` gives its name to.
fn characters(token: Token) -> Vec<(char, Class)> {
    match token {
        Token::Consonant(Consonant {
            full: (full, None),
            under: (under, None),
        }) => {
            vec![(full, Class::Full), (under, Class::Under)]
        }
        Token::Vowel((Some(sign), None)) => vec![(sign, Class::Vowel)],
        Token::Mark(mark) => vec![(mark, Class::Mark)],
        Token::Sign(sign) => vec![(sign, Class::Sign)],
        Token::Consonant(_) | Token::Vowel(_) => Vec::new(),
    }
}

/// Parses a row; `false` for one that is read only.
fn parse(row: Vec<&'static str>) -> Option<(&'static str, Token, bool)> {
    let [ewts, class, alone, under, _] = row[..] else {
        return None;
    };
    let pair = |cell: &str| {
        let mut points = cell
            .split(' ')
            .map(|hex| u32::from_str_radix(hex, 16).ok().and_then(char::from_u32));
        (points.next().flatten(), points.next().flatten())
    };
    let (first, second) = pair(alone);
    let token = match class {
        "consonant" | "alias" => {
            let (under, after) = pair(under);
            Token::Consonant(Consonant {
                full: (first?, second),
                under: (under?, after),
            })
        }
        "vowel" => Token::Vowel((first, second)),
        "mark" => Token::Mark(first?),
        "sign" => Token::Sign(first?),
        _ => return None,
    };
    Some((ewts, token, class != "alias"))
}
