//! The letters by which a term is found: every plausible reading, and the initials of each.

use super::part::{Part, parts, prepare};
use super::syllable::Syllable;
use super::{character, normalize};

/// The most readings of one term that [`keys`] returns.
pub const MAX_KEYS: usize = 16;

/// The longest text, in characters and words, of which other readings than the best are formed.
///
/// No term is longer, and every further reading costs as much memory as the text.
pub const MAX_VARIED_CHARS: usize = 256;

/// One reading of a term in letters `a` to `z`, without tones, `ü` as `u`.
///
/// Digits and other scripts have no letters and are left out; a Latin word stands whole, in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Key {
    /// The syllables with one space between them: `zhong shen`.
    pub spaced: String,
    /// The syllables without spaces: `zhongshen`.
    pub full: String,
    /// The first letter of each syllable: `zs`. Latin words stand whole.
    pub initials: String,
    /// The initial of each syllable with both letters of zh, ch and sh, as many people type: `zhsh`.
    pub long_initials: String,
}

/// Returns the keys of every plausible reading of `text`, the most plausible first, without repetition.
///
/// A polyphone that a phrase or a neighbour decides has one reading; another one has each that is in use
/// (`data/zh_usual_readings.tsv`), the usual one first. A reading is the more plausible the fewer and the
/// more usual the characters that differ from the best; of equals, an earlier character differs first. At
/// most [`MAX_KEYS`], and only the best beyond [`MAX_VARIED_CHARS`]; none for a text without letters.
///
/// ```
/// use text::zh::pinyin::keys;
///
/// let found = keys("西藏");
/// assert_eq!(found.len(), 1);
/// assert_eq!((&*found[0].full, &*found[0].spaced, &*found[0].initials), ("xizang", "xi zang", "xz"));
///
/// let either: Vec<_> = keys("藏").into_iter().map(|key| key.full).collect();
/// assert_eq!(either, ["cang", "zang"]);
/// ```
pub fn keys(text: &str) -> Vec<Key> {
    let pieces = pieces(text, character::polyphone);
    let mut keys = Vec::new();
    for variation in variations(&pieces) {
        let key = key(&pieces, &variation);
        if !key.full.is_empty() && !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// Returns the key of the best reading of `text`, the first of [`keys`]; empty for a text without letters.
///
/// ```
/// assert_eq!(text::zh::pinyin::best_key("诉讼时效").long_initials, "ssshx");
/// ```
pub fn best_key(text: &str) -> Key {
    let prepared = prepare(text);
    let mut key = Key::default();
    for part in parts(&prepared) {
        match part {
            Part::Character { reading, .. } => key.add_syllable(&reading.letters()),
            Part::Word(word) => normalize(word)
                .split_whitespace()
                .for_each(|word| key.add_word(word)),
        }
    }
    key
}

impl Key {
    fn add_syllable(&mut self, letters: &str) {
        self.initials.push_str(letters.get(..1).unwrap_or_default());
        self.long_initials.push_str(long_initial(letters));
        self.add_letters(letters);
    }

    fn add_word(&mut self, word: &str) {
        self.initials.push_str(word);
        self.long_initials.push_str(word);
        self.add_letters(word);
    }

    fn add_letters(&mut self, letters: &str) {
        if !self.spaced.is_empty() {
            self.spaced.push(' ');
        }
        self.spaced.push_str(letters);
        self.full.push_str(letters);
    }
}

/// The letters of one part.
enum Piece {
    /// The different readings of a character, best first.
    Syllable(Vec<String>),
    /// A Latin word.
    Word(String),
}

/// A place in a text and the place of the reading there that is not the best.
type Difference = (usize, usize);

/// Cuts `text` into pieces; `others` tells the readings of a character that nothing around it decides.
fn pieces(text: &str, others: impl Fn(char) -> &'static [Syllable]) -> Vec<Piece> {
    let prepared = prepare(text);
    let mut pieces = Vec::new();
    for part in parts(&prepared) {
        match part {
            Part::Character { reading, open } => {
                let mut readings = vec![reading.letters()];
                for other in open.map_or(&[][..], &others) {
                    let letters = other.letters();
                    if !readings.contains(&letters) {
                        readings.push(letters);
                    }
                }
                pieces.push(Piece::Syllable(readings));
            }
            Part::Word(word) => {
                let letters = normalize(word);
                pieces.extend(
                    letters
                        .split_whitespace()
                        .map(|word| Piece::Word(word.to_owned())),
                );
            }
        }
    }
    pieces
}

/// Returns the [`MAX_KEYS`] most plausible choices of readings, each as its differences from the best.
fn variations(pieces: &[Piece]) -> Vec<Vec<Difference>> {
    let mut chosen: Vec<(usize, Vec<Difference>)> = vec![(0, Vec::new())];
    if pieces.len() > MAX_VARIED_CHARS {
        return vec![Vec::new()];
    }
    for (place, piece) in pieces.iter().enumerate() {
        let Piece::Syllable(readings) = piece else {
            continue;
        };
        let mut extended = chosen.clone();
        for rank in 1..readings.len() {
            for (distance, differences) in &chosen {
                let mut differences = differences.clone();
                differences.push((place, rank));
                extended.push((distance + rank, differences));
            }
        }
        // A choice of few and early differences never falls behind one that extends it.
        extended.sort();
        extended.truncate(MAX_KEYS);
        chosen = extended;
    }
    chosen.into_iter().map(|(_, differences)| differences).collect()
}

fn key(pieces: &[Piece], differences: &[Difference]) -> Key {
    let mut key = Key::default();
    let mut differences = differences.iter().peekable();
    for (place, piece) in pieces.iter().enumerate() {
        let rank = differences
            .next_if(|different| different.0 == place)
            .map_or(0, |different| different.1);
        match piece {
            Piece::Syllable(readings) => key.add_syllable(readings.get(rank).map_or("", String::as_str)),
            Piece::Word(word) => key.add_word(word),
        }
    }
    key
}

/// Returns the first letter of a syllable, both of zh, ch and sh.
fn long_initial(letters: &str) -> &str {
    let length = if letters.get(1..2) == Some("h") { 2 } else { 1 };
    letters.get(..length).unwrap_or(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let spaced: Vec<_> = keys(text).into_iter().map(|key| key.spaced).collect();
        assert_eq!(spaced, expect, "{text}");
        assert_eq!(
            spaced.first(),
            Some(&best_key(text).spaced).filter(|best| !best.is_empty())
        );
    }

    #[test]
    fn a_decided_term_has_one_key() {
        check("西藏", &["xi zang"]);
        check("银行", &["yin hang"]);
        check("诉讼时效", &["su song shi xiao"]);
        check("律师", &["lu shi"]);
    }

    #[test]
    fn an_open_polyphone_has_every_reading_of_today() {
        check("藏", &["cang", "zang"]);
        check("藏没", &["cang mei", "zang mei", "cang mo", "zang mo"]);
    }

    #[test]
    fn of_equally_plausible_readings_the_earlier_character_differs_first() {
        let keys = keys(&"藏".repeat(40));
        assert_eq!(keys.len(), MAX_KEYS);
        assert!(keys[0].full.starts_with("cangcang"));
        assert!(keys.iter().all(|key| key.full.len() == 4 * 40));
        assert!(keys[1..].iter().all(|key| key.full.matches('z').count() == 1));
    }

    #[test]
    fn initials_are_one_letter_or_the_whole_initial() {
        let key = best_key("重审WTO案");
        assert_eq!(
            (&*key.full, &*key.initials, &*key.long_initials),
            ("chongshenwtoan", "cswtoa", "chshwtoa")
        );
    }

    #[test]
    fn what_has_no_letters_has_no_keys() {
        for text in ["", "12", "ཁྲིམས", "，", "\0"] {
            check(text, &[]);
        }
        check("第12条", &["di tiao"]);
    }

    #[test]
    fn a_text_of_any_length_has_its_best_key() {
        let long = "藏".repeat(MAX_VARIED_CHARS + 1);
        assert_eq!(keys(&long).len(), 1);
    }
}
