//! Collation keys: bytes whose order is the order of a Tibetan dictionary.
//!
//! The order is that of the Great Tibetan-Chinese Dictionary as the Unicode CLDR writes it down for `bo`, but
//! computed from the parts of a syllable instead of listed. Every native syllable, alone and in words, is
//! where ICU 78 with the CLDR rules puts it, but for what follows; each was found by comparing the two.
//!
//! - The rules list prefixes before ག ང ད ན པ བ མ ས with each suffix and vowel, and leave out 24 regular
//!   syllables (གསམ གསམས དགམ དགམས དངམ དངམས དཔན དཔམ དཔམས དབམ དབམས དམམ དམམས བགན བདན བསན མགན མགམ མགམས མངམ མངམས མདམ
//!   མདམས མདྲོན), the second suffix ད on them, and the stacks མདྲ and དམྲ. ICU files these under the prefix.
//! - ཊ stands after all of ཏ, like every foreign letter after its native one; ICU puts it before ཏྭ and ཏྲ.
//! - ྲཱ and ྲྀ (ཤྲཱི) keep the place of ྲ; ICU has them before other vowels, because contractions of the Unicode
//!   default are left in. The same happens to བིལྦ and པུསྟི, whose rules come before the vowels are placed.
//! - The rules list 22 loan spellings such as ཀརྨ, which they put after ཀར; here every stack behind the root is
//!   compared so. Elsewhere ICU sees prefixes and superscripts in the middle of a syllable.
//! - A stack with a foreign letter under it takes no prefix: དཀྵི is filed under ད, as the rules have གཉྫ under ག.
//! - བལྕ, which the rules list, is no native spelling and is filed under བ.
//! - Shad, tsheg and spaces end a syllable alike, and a run of them once; ICU orders them on the first level.
//! - Between texts that are equal on the first level ICU compares the signs without weight by classes.

mod root;
mod weight;

use unicode_normalization::char::decompose_compatible;

use super::normalize;
use crate::cluster::attaches;
use crate::script::Script;
use root::Heads;
use weight::{Kind, Weighed, Weights};

/// The version of the bytes of collation keys.
///
/// Keys of two versions must not be compared: whoever stores keys stores this number with them and makes
/// them anew when it has changed. It is raised whenever the key of any text changes.
pub const COLLATION_VERSION: u32 = 1;

/// The place of a text in dictionary order; made by [`collation_key`].
///
/// Keys are ordered as their bytes are, so a store may compare the bytes without knowing what they mean.
/// They are the same on every machine and stay the same while [`COLLATION_VERSION`] does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CollationKey(Vec<u8>);

impl CollationKey {
    /// Returns the bytes of the key: the first level, a zero byte, the last level.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Returns the bytes of the key without copying them.
    ///
    /// ```
    /// assert_eq!(text::bo::collation_key("").into_bytes(), [0]);
    /// ```
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// Returns the key that sorts `text` in Tibetan dictionary order.
///
/// The first level is the dictionary order. Texts are compared syllable by syllable, an ended syllable
/// before every longer one (ཀ་ཁ before ཀག). A syllable is compared by its root letter; then by what stands
/// before and above the root: nothing, the prefix ག ད བ མ འ, the superscript ར ལ ས, or both (བར བལ བས);
/// then by what stands under it; then by its vowel; then by its other letters from left to right, each with
/// its vowel. The weights and their sources stand in `data/bo_collation_weights.tsv`; the root is the one
/// that [`parse`](super::parse) finds.
///
/// - Tsheg, shad, white space, punctuation and symbols only end syllables and words.
/// - Digits, Tibetan and others, stand before ཀ and are compared one by one. After ཨ come Latin letters
///   without regard to case and diacritics, then the letters of other scripts, then Chinese characters, the
///   last two by code point. The pinyin order of Chinese terms is not to be had from this key.
/// - In loan words only the first stack of a syllable has a prefix or superscript; ཀརྨ is ཀ, ར and མ under
///   it, between ཀར and ཀལ. No prefix stands before a stack with a foreign letter (དཀྵི is under ད), nor before
///   a letter with a foreign vowel that could be a suffix (གདཱ is under ག, but གཏཱ under ཏ). Malformed syllables
///   are read in the same way.
///
/// The last level is the canonical form ([`normalize`](super::normalize)) by code point, but ཻ before the ེེ that is
/// another way to write it, as published lists have them. Two texts have the
/// same key if and only if they have the same canonical form. A text sorts before itself continued after
/// tsheg. Where the rules of the Unicode CLDR for `bo` file the 24 native syllables that they do not list
/// under the prefix (དགམས under ད), this key files them under the root, like all others.
///
/// Linear, with no allocation but that of the key where the text is canonical already. A key is about one
/// and a half times as long as the text, in bytes.
///
/// ```
/// use text::bo::collation_key;
///
/// let mut words = ["སྐད", "ག", "དཀར", "ཀ་བ", "བརྐོ", "ཀ", "ཀར", "རྐ"];
/// words.sort_by_key(|word| collation_key(word));
/// assert_eq!(words, ["ཀ", "ཀ་བ", "ཀར", "དཀར", "རྐ", "སྐད", "བརྐོ", "ག"]);
/// assert_eq!(collation_key("ཀ༌ཁ"), collation_key("ཀ་ཁ"));
/// ```
#[must_use]
pub fn collation_key(text: &str) -> CollationKey {
    let canonical = normalize(text);
    let mut bytes = Vec::with_capacity(canonical.len() + canonical.len() / 2 + 2);
    FirstLevel::new(&mut bytes).write(&canonical);
    bytes.push(END_OF_LEVEL);
    for (nth, piece) in canonical.split('\u{f7b}').enumerate() {
        bytes.extend_from_slice(if nth > 0 { &DOUBLE_E } else { &[] });
        bytes.extend_from_slice(piece.as_bytes());
    }
    CollationKey(bytes)
}

/// What stands for ཻ on the last level: ེ and a byte that no character begins with, so that it comes before ེེ, which
/// shares its place on the first.
const DOUBLE_E: [u8; 4] = [0xe0, 0xbd, 0xba, 0x80];

// The bytes of the first level that do not come from the table, in ascending order between those that do.
const END_OF_LEVEL: u8 = 0x00;
const BOUNDARY: u8 = 0x01;
const DIGIT_ZERO: u8 = 0x02;
const FOREIGN: u8 = 0x90;
const LATIN_A: u8 = 0xb0;
/// Before a Latin letter that is not one of a to z with a mark.
const LATIN_OTHER: u8 = 0xca;
const OTHER_SCRIPT: u8 = 0xd0;
const HAN: u8 = 0xe0;

/// Writes the first level of a key.
struct FirstLevel<'k> {
    key: &'k mut Vec<u8>,
    weights: &'static Weights,
    heads: &'static Heads,
    /// The script of the syllable or word that the next character may continue.
    open: Option<Script>,
    /// Where that begins in the key; `None` for a syllable that is read as it is written.
    start: Option<usize>,
}

impl<'k> FirstLevel<'k> {
    fn new(key: &'k mut Vec<u8>) -> Self {
        Self {
            key,
            weights: Weights::get(),
            heads: Heads::get(),
            open: None,
            start: None,
        }
    }

    fn write(mut self, canonical: &str) {
        let mut rest = canonical.chars();
        while let Some(c) = rest.next() {
            let Weighed { kind, weight } = self.weights.of(c);
            match kind {
                Kind::Letter | Kind::Final | Kind::Subjoined => self.write_tibetan(weight),
                Kind::Vowel | Kind::LoanVowel => self.write_vowel(weight),
                Kind::Gap => self.end(),
                Kind::NotTibetan => self.write_other_script(c),
                Kind::ForeignLetter => {
                    self.write_tibetan(weight);
                    self.key.push(FOREIGN);
                }
                Kind::FixedLetter => {
                    self.write_tibetan(weight);
                    // Where a root may be, this letter keeps the syllable as it is written.
                    self.start = self.start.filter(|start| self.key.len() > start + 2);
                }
                Kind::Above => {
                    let mut after = rest.clone();
                    if let Some(letter) = after.next().and_then(|below| self.weights.full(below)) {
                        self.write_tibetan(letter);
                        rest = after;
                    }
                }
                Kind::Ignored => {}
            }
        }
        self.end();
    }

    fn write_tibetan(&mut self, weight: u8) {
        self.continue_in(Script::Tibetan);
        self.key.push(weight);
    }

    fn write_vowel(&mut self, weight: u8) {
        self.continue_in(Script::Tibetan);
        if let Some(last) = self.key.last_mut()
            && let Some(together) = self.weights.vowel_of_two(*last, weight)
        {
            *last = together;
        } else {
            self.key.push(weight);
        }
    }

    /// Continues the syllable or word of `script`, or begins one.
    fn continue_in(&mut self, script: Script) {
        if self.open == Some(script) {
            return;
        }
        self.end();
        if !self.key.is_empty() {
            self.key.push(BOUNDARY);
        }
        self.open = Some(script);
        self.start = Some(self.key.len());
    }

    /// Ends the syllable or word.
    fn end(&mut self) {
        if self.open.take() == Some(Script::Tibetan)
            && let Some(start) = self.start
        {
            self.heads.put_root_first(self.key, start);
        }
    }

    fn write_other_script(&mut self, c: char) {
        if !c.is_alphanumeric() {
            // A mark changes nothing on this level, anything else ends a word.
            if !attaches(c) {
                self.end();
            }
            return;
        }
        let script = Script::of(c);
        self.continue_in(script);
        match (script, digit(c)) {
            (_, Some(digit)) => self.key.push(DIGIT_ZERO + digit),
            (Script::Latin, _) => self.write_latin(c),
            (Script::Han, _) => self.write_code_point(HAN, c),
            _ => self.write_code_point(OTHER_SCRIPT, c),
        }
    }

    fn write_latin(&mut self, c: char) {
        let before = self.key.len();
        decompose_compatible(c, |part| {
            let part = part.to_ascii_lowercase();
            if let Some(place) = ('a'..='z').zip(LATIN_A..).find(|&(letter, _)| letter == part) {
                self.key.push(place.1);
            }
        });
        if self.key.len() == before {
            for lower in c.to_lowercase() {
                self.write_code_point(LATIN_OTHER, lower);
            }
        }
    }

    /// UTF-8 keeps the order of code points and has no zero byte.
    fn write_code_point(&mut self, class: u8, c: char) {
        self.key.push(class);
        self.key.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

/// Returns the value of an ASCII, full-width or Tibetan digit; a half digit counts as the digit it is struck from.
fn digit(c: char) -> Option<u8> {
    let zero = match c {
        '0'..='9' => '0',
        '０'..='９' => '０',
        '\u{f20}'..='\u{f29}' => '\u{f20}',
        '\u{f2a}'..='\u{f32}' => '\u{f29}',
        '\u{f33}' => return Some(0),
        _ => return None,
    };
    u8::try_from(u32::from(c) - u32::from(zero)).ok()
}

#[cfg(test)]
mod tests;
