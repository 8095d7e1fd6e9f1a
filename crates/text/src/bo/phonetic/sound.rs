//! What a syllable sounds like, before it is written in one system or the other (`data/bo_phonetic_*.tsv`).

use std::borrow::Cow;
use std::sync::LazyLock;

use super::loan::loan;
use crate::bo::structure::{Particle, Structure, Verdict, parse};
use crate::table::rows;

/// One spoken syllable: what stands before the vowel, the vowel, what stands after it.
///
/// A written syllable is one of them, or several where particles or the stacks of a loan add vowels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sound {
    pub(super) onset: Spelled,
    /// a, i, u, e, o, ö or ü; `None` where a loan has a consonant alone.
    pub(super) vowel: Option<char>,
    pub(super) coda: Spelled,
}

/// The same consonants in both systems.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Spelled {
    pub(super) thl: Cow<'static, str>,
    pub(super) key: Cow<'static, str>,
}

impl Spelled {
    fn new(thl: &'static str, key: &'static str) -> Self {
        Self {
            thl: Cow::Borrowed(thl),
            key: Cow::Borrowed(key),
        }
    }
}

impl Sound {
    /// A vowel alone.
    pub(super) fn vowel(vowel: char) -> Self {
        Self {
            onset: Spelled::default(),
            vowel: Some(vowel),
            coda: Spelled::default(),
        }
    }

    /// Puts the suffix `letter` behind the vowel; any other letter changes nothing.
    pub(super) fn close(&mut self, letter: char) {
        if let Some(suffix) = SUFFIXES.iter().find(|suffix| suffix.letter == letter) {
            self.coda = Spelled::new(suffix.thl, suffix.key);
            if suffix.umlaut {
                self.umlaut();
            }
        }
    }

    /// Turns a, o and u into e, ö and ü.
    fn umlaut(&mut self) {
        self.vowel = self.vowel.map(|vowel| match vowel {
            'a' => 'e',
            'o' => 'ö',
            'u' => 'ü',
            other => other,
        });
    }

    /// Writes the syllable in THL Simplified Phonetics; a final e is left without its accent.
    pub(super) fn write_thl(&self, out: &mut String) {
        out.push_str(&self.onset.thl);
        out.extend(self.vowel);
        out.push_str(&self.coda.thl);
    }

    /// Writes the key of the syllable.
    pub(super) fn write_key(&self, out: &mut String) {
        let vowel = self.vowel.map(|vowel| match vowel {
            'ö' => 'o',
            'ü' => 'u',
            other => other,
        });
        write_key(&self.onset.key, vowel, &self.coda.key, out);
    }
}

/// Writes a key of its parts; w is heard before a only (དབུས is wü to THL and ü to most).
pub(super) fn write_key(onset: &str, vowel: Option<char>, coda: &str, out: &mut String) {
    if onset != "w" || vowel == Some('a') {
        out.push_str(onset);
    }
    out.extend(vowel);
    out.push_str(coda);
}

/// Returns the sounds of `syllable`, which is one syllable of the text as it stands; empty for other scripts.
pub(super) fn sounds(syllable: &str) -> Vec<Sound> {
    match parse(syllable) {
        Verdict::Native(parts) => native(&parts),
        Verdict::Loan | Verdict::Malformed(_) => loan(syllable),
    }
}

/// Returns the sounds of a native syllable: one, and one more for each particle that adds a vowel.
pub(super) fn native(parts: &Structure) -> Vec<Sound> {
    let before = parts.prefix.or(parts.superscript);
    let vowel = parts.vowel.map_or('a', vowel);
    let mut first = Sound {
        onset: onset(before, parts.root, parts.subscripts.chars().next()),
        ..Sound::vowel(vowel)
    };
    if let Some(suffix) = parts.suffix {
        first.close(suffix);
    }
    let mut sounds = vec![first];
    add_particles(&mut sounds, &parts.particles);
    sounds
}

/// Adds `particles` to the last of `sounds`: THL rules 5.14 to 5.16.
pub(super) fn add_particles(sounds: &mut Vec<Sound>, particles: &[Particle]) {
    for particle in particles {
        let Some(last) = sounds.last_mut() else { return };
        let (own, coda) = match particle {
            Particle::I | Particle::Is | Particle::S => {
                last.umlaut();
                continue;
            }
            Particle::R => {
                last.close('ར');
                continue;
            }
            Particle::O => ('o', None),
            Particle::U => ('u', None),
            Particle::Am => ('a', Some('མ')),
            Particle::Ang => ('a', Some('ང')),
        };
        // Two same vowels become one.
        if last.vowel != Some(own) {
            sounds.push(Sound::vowel(own));
        }
        if let (Some(last), Some(coda)) = (sounds.last_mut(), coda) {
            last.close(coda);
        }
    }
}

/// Returns the vowel that `sign` writes.
pub(super) fn vowel(sign: char) -> char {
    match sign {
        'ི' => 'i',
        'ུ' => 'u',
        'ེ' | 'ཻ' => 'e',
        'ོ' | 'ཽ' => 'o',
        _ => 'a',
    }
}

/// Returns what `root` with `under` below it sounds like after the prefix or superscript `before`.
pub(super) fn onset(before: Option<char>, root: char, under: Option<char>) -> Spelled {
    let under = under.filter(|&letter| letter != 'ཝ');
    let found = |before: Option<char>| {
        ONSETS
            .iter()
            .find(|onset| onset.root == root && onset.under == under && onset.before == before)
    };
    let onset = before
        .and_then(|letter| found(Some(letter)))
        .or_else(|| found(None));
    onset.map_or_else(Spelled::default, |onset| Spelled::new(onset.thl, onset.key))
}

/// A row of `data/bo_phonetic_onsets.tsv`.
struct Onset {
    before: Option<char>,
    root: char,
    under: Option<char>,
    thl: &'static str,
    key: &'static str,
}

static ONSETS: LazyLock<Vec<Onset>> = LazyLock::new(|| {
    let onset = |row: Vec<&'static str>| {
        let [before, root, under, thl, key, _] = row[..] else {
            return None;
        };
        Some(Onset {
            before: letter(before),
            root: letter(root)?,
            under: letter(under),
            thl: sound(thl),
            key: sound(key),
        })
    };
    rows(include_str!("../../../data/bo_phonetic_onsets.tsv"))
        .filter_map(onset)
        .collect()
});

/// A row of `data/bo_phonetic_suffixes.tsv`.
struct Suffix {
    letter: char,
    thl: &'static str,
    key: &'static str,
    umlaut: bool,
}

static SUFFIXES: LazyLock<Vec<Suffix>> = LazyLock::new(|| {
    let suffix = |row: Vec<&'static str>| {
        let [suffix, thl, key, vowel, _] = row[..] else {
            return None;
        };
        Some(Suffix {
            letter: letter(suffix)?,
            thl: sound(thl),
            key: sound(key),
            umlaut: vowel == "umlaut",
        })
    };
    rows(include_str!("../../../data/bo_phonetic_suffixes.tsv"))
        .filter_map(suffix)
        .collect()
});

/// Returns the letter of a cell, `None` for `-`.
fn letter(cell: &str) -> Option<char> {
    cell.chars().next().filter(|&c| c != '-')
}

/// Returns the text of a cell, empty for `-`.
pub(super) fn sound(cell: &'static str) -> &'static str {
    if cell == "-" { "" } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bo::stack::NativeStack;

    #[test]
    fn every_row_is_read_and_stands_once() {
        let all: Vec<_> = rows(include_str!("../../../data/bo_phonetic_onsets.tsv")).collect();
        assert_eq!((all.len(), ONSETS.len()), (60, 60));
        assert_eq!(SUFFIXES.len(), 10);
        for (at, one) in ONSETS.iter().enumerate() {
            let same =
                |other: &Onset| (other.before, other.root, other.under) == (one.before, one.root, one.under);
            assert_eq!(ONSETS.iter().position(same), Some(at), "{:?}", all[at]);
        }
    }

    #[test]
    fn every_native_stack_has_a_sound() {
        for row in rows(include_str!("../../../data/bo_stacks.tsv")) {
            let stack = NativeStack::of(row[0]).unwrap();
            let found = onset(stack.superscript, stack.root, stack.subscripts.chars().next());
            assert_eq!(found.thl.is_empty(), matches!(row[0], "འ" | "ཨ"), "{row:?}");
            assert_eq!(found.key.is_empty(), found.thl.is_empty(), "{row:?}");
        }
    }
}
