//! What Latin letters may stand for: pinyin, initials, Wylie, Tibetan by sound. All side by side, for the letters alone do
//! not tell.

use text::bo;
use text::script::{Script, runs};
use text::zh::pinyin;

use crate::answer::{Reading, ReadingKind};
use crate::lexicon::wylie_letters;

/// Letters that are no initial of any syllable.
const NEVER_INITIAL: [char; 3] = ['i', 'u', 'v'];
/// More letters than any term has initials.
const MOST_INITIALS: usize = 32;

/// The readings of a text in Latin letters; an empty one cannot be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Latin {
    /// The text as pinyin, without tones, with spaces where they were typed. Also for characters and letters mixed, then
    /// the characters by their sound.
    pub(crate) pinyin: String,
    /// The ways in which it falls into syllables, those that leave no letter over.
    pub(crate) syllables: Vec<String>,
    /// The text as initials.
    pub(crate) initials: String,
    /// What it means in Tibetan script as Wylie, at the level of terms.
    pub(crate) ewts: String,
    /// The letters of it as Wylie, however they were set apart.
    pub(crate) wylie: String,
    /// The keys it may be by the sound of Tibetan, best first.
    pub(crate) phonetic: Vec<String>,
    /// The characters among the letters, as they were typed: a hit must hold them.
    pub(crate) characters: Vec<String>,
}

impl Latin {
    /// Reads `typed`; `None` if no letter is in it or other scripts than Chinese are.
    pub(crate) fn of(typed: &str) -> Option<Self> {
        let (mut letters, mut characters) = (0, Vec::new());
        for run in runs(typed) {
            let part = typed.get(run.start..run.end).unwrap_or_default();
            match run.script {
                Script::Latin => letters += 1,
                Script::Han => characters.push(crate::fold::fold(glossary::Lang::Zh, part)),
                Script::Digit | Script::Other | Script::Tibetan => {}
            }
        }
        if letters == 0 {
            return None;
        }
        if !characters.is_empty() {
            return Some(Self::mixed(typed, characters));
        }
        let pinyin = pinyin::normalize(typed);
        let spaced = pinyin.contains(' ');
        let syllables = syllables(&pinyin);
        let initials = if spaced || pinyin.len() > MOST_INITIALS || pinyin.contains(NEVER_INITIAL) {
            String::new()
        } else {
            pinyin.clone()
        };
        let ewts = bo::from_loose_ewts(typed);
        let is_wylie = ewts.warnings.is_empty();
        Some(Self {
            pinyin,
            syllables,
            initials,
            ewts: if is_wylie {
                bo::fold(&ewts.text)
            } else {
                String::new()
            },
            wylie: if typed.chars().all(|c| c.is_ascii_alphabetic() || is_between(c)) {
                wylie_letters(typed)
            } else {
                String::new()
            },
            phonetic: bo::phonetic::query(typed),
            characters,
        })
    }

    /// Characters among letters: the characters are read out, the letters stand for what follows or goes before them.
    fn mixed(typed: &str, characters: Vec<String>) -> Self {
        let (mut full, mut initials) = (String::new(), String::new());
        for run in runs(typed) {
            let part = typed.get(run.start..run.end).unwrap_or_default();
            match run.script {
                Script::Latin => {
                    let letters = pinyin::normalize(part).replace(' ', "");
                    full.push_str(&letters);
                    initials.push_str(&letters);
                }
                Script::Han => {
                    let key = pinyin::best_key(part);
                    full.push_str(&key.full);
                    initials.push_str(&key.initials);
                }
                Script::Digit | Script::Other | Script::Tibetan => {}
            }
        }
        Self {
            syllables: syllables(&full),
            pinyin: full,
            initials,
            characters,
            ..Self::default()
        }
    }

    /// Returns the pinyin as it stands in the index: without spaces.
    pub(crate) fn full_pinyin(&self) -> String {
        self.pinyin.replace(' ', "")
    }

    /// Tells whether the letters fall into syllables of Chinese.
    pub(crate) fn is_pinyin(&self) -> bool {
        !self.syllables.is_empty()
    }

    /// Returns the readings in the order of their kinds.
    pub(crate) fn readings(&self) -> Vec<Reading> {
        let mut readings = Vec::new();
        let mut add = |kind, text: String, valid: bool| {
            if !text.is_empty() {
                let invalid = !valid;
                readings.push(Reading { kind, text, invalid });
            }
        };
        let spaced = self.syllables.first().unwrap_or(&self.pinyin);
        add(ReadingKind::Pinyin, spaced.clone(), self.is_pinyin());
        add(ReadingKind::Initials, self.initials.clone(), true);
        add(ReadingKind::Ewts, self.ewts.clone(), true);
        add(
            ReadingKind::Phonetic,
            self.phonetic.first().cloned().unwrap_or_default(),
            true,
        );
        readings
    }
}

/// Tells whether `c` stands between letters of Wylie.
fn is_between(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '.' | '\'' | '+' | '-' | '_' | '/' | ',' | '’' | '‘' | 'ʼ' | 'ʾ' | '`' | '´'
        )
}

/// Returns the ways in which `pinyin` falls into whole syllables, each with spaces between them. What was typed with
/// spaces is cut further only where one of its parts is no syllable.
fn syllables(pinyin: &str) -> Vec<String> {
    let mut ways: Vec<String> = vec![String::new()];
    for part in pinyin.split_whitespace() {
        let splits = pinyin::split(part);
        let mut longer = Vec::new();
        for way in &ways {
            for split in &splits {
                let space = if way.is_empty() { "" } else { " " };
                longer.push(format!("{way}{space}{}", split.join(" ")));
            }
        }
        longer.truncate(pinyin::MAX_SPLITS);
        ways = longer;
    }
    ways.retain(|way| !way.is_empty());
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows the readings; `!` before one that cannot be.
    #[track_caller]
    fn check(typed: &str, expect: &str) {
        let readings = Latin::of(typed).map(|latin| latin.readings()).unwrap_or_default();
        let shown: Vec<String> = readings
            .iter()
            .map(|r| {
                format!(
                    "{}{}={}",
                    if r.invalid { "!" } else { "" },
                    r.kind.as_str(),
                    r.text
                )
            })
            .collect();
        assert_eq!(shown.join(", "), expect, "for `{typed}`");
    }

    #[test]
    fn letters_are_read_in_every_way_they_can_be() {
        check("qbhs", "!pinyin=qbhs, initials=qbhs");
        check("Qǔbǎo hòushěn", "pinyin=qu bao hou shen");
        check("khrims khang", "!pinyin=khrims khang, ewts=ཁྲིམས་ཁང");
    }

    #[test]
    fn characters_among_letters_are_read_out() {
        let latin = Latin::of("取保houshen").unwrap();
        assert_eq!(
            (latin.full_pinyin().as_str(), latin.initials.as_str()),
            ("qubaohoushen", "qbhoushen")
        );
        assert_eq!(latin.characters, ["取保"]);
        assert_eq!(Latin::of("取保hs").unwrap().initials, "qbhs");
    }

    #[test]
    fn a_text_without_letters_has_no_reading() {
        for typed in ["", "法院", "ཁྲིམས", "264", "закон"] {
            assert_eq!(Latin::of(typed), None, "{typed}");
        }
    }

    proptest::proptest! {
        #[test]
        fn readings_are_bounded(typed in "[a-zA-Z'. 取ཀü1]{0,60}") {
            if let Some(latin) = Latin::of(&typed) {
                proptest::prop_assert!(latin.syllables.len() <= pinyin::MAX_SPLITS);
                proptest::prop_assert!(latin.initials.len() <= 120);
                proptest::prop_assert!(latin.phonetic.len() <= bo::phonetic::MAX_READINGS);
            }
        }
    }
}
