//! How words sound in dialects, as far as a source says so (`data/bo_dialect_sounds.tsv`).

use std::sync::LazyLock;

use super::keys::separate;
use super::sound::{Sound, sound, sounds, write_key};
use crate::bo::structure::{Structure, Verdict, parse};
use crate::bo::syllables;
use crate::table::rows;

/// A dialect whose sounds the table knows something of.
///
/// There is no Kham yet: no source of its sounds could be read for the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// The Amdo of K. Sung and Lha Byams Rgyal, *Colloquial Amdo Tibetan* (2005).
    Amdo,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Self; 1] = [Self::Amdo];

    fn name(self) -> &'static str {
        match self {
            Self::Amdo => "amdo",
        }
    }
}

/// The most keys that [`dialect_keys`] returns.
pub const MAX_DIALECT_KEYS: usize = 7;
/// How many syllables of a text may be in the dialect or not; the others are in it.
const MAX_FREE_SYLLABLES: usize = 3;

/// Returns the keys of `text` in `dialect` that differ from its [`key`](super::key()), most dialectal first.
///
/// The first has every syllable in the dialect. Names are often written half and half (Tsering beside
/// Tserang), so mixtures of the first three syllables that differ follow, [`MAX_DIALECT_KEYS`] keys at most.
///
/// Empty where the table has nothing, which does not mean that the word sounds as
/// in Lhasa: the table has only what a source was read for, knows one variety of each dialect, no word with a
/// pronunciation of its own, and none of what keys leave out. Loans and misspelled syllables stay as they
/// are. Linear in the text.
///
/// ```
/// use text::bo::phonetic::{Dialect, dialect_keys};
///
/// assert_eq!(dialect_keys("ཚེ་རིང", Dialect::Amdo), ["Te raN"]);
/// assert!(dialect_keys("རྡོ་རྗེ", Dialect::Amdo).is_empty());
/// ```
#[must_use]
pub fn dialect_keys(text: &str, dialect: Dialect) -> Vec<String> {
    let syllables: Vec<_> = syllables(text)
        .map(|syllable| (super::key(syllable.text), in_dialect(syllable.text, dialect)))
        .collect();
    let differing = syllables
        .iter()
        .filter(|(lhasa, own)| own.as_ref().is_some_and(|own| own != lhasa))
        .count();
    let free = differing.min(MAX_FREE_SYLLABLES);
    // Each bit of a mixture leaves one of the free syllables as in Lhasa.
    let mixtures = 0..(1_usize << free);
    mixtures
        .filter(|mixture| differing > 0 && (differing > free || mixture + 1 < 1 << free))
        .map(|mixture| mixed(&syllables, mixture))
        .take(MAX_DIALECT_KEYS)
        .collect()
}

fn mixed(syllables: &[(String, Option<String>)], mixture: usize) -> String {
    let mut out = String::new();
    let mut nth = 0;
    for (lhasa, own) in syllables {
        let own = own.as_ref().filter(|own| *own != lhasa);
        let stays = own.is_some() && nth < MAX_FREE_SYLLABLES && mixture >> nth & 1 == 1;
        nth += usize::from(own.is_some());
        let chosen = own.filter(|_| !stays).unwrap_or(lhasa);
        if !chosen.is_empty() {
            separate(&mut out);
            out.push_str(chosen);
        }
    }
    out
}

/// Returns the key of a native syllable in the dialect.
fn in_dialect(syllable: &str, dialect: Dialect) -> Option<String> {
    let Verdict::Native(parts) = parse(syllable) else {
        return None;
    };
    let sounds = sounds(syllable);
    let (first, rest) = sounds.split_first()?;
    let mut out = String::new();
    write_first(first, &parts, dialect, &mut out);
    for sound in rest {
        separate(&mut out);
        sound.write_key(&mut out);
    }
    Some(out)
}

/// Writes the first sound of a syllable as the rows of the dialect have it.
fn write_first(lhasa: &Sound, parts: &Structure, dialect: Dialect, out: &mut String) {
    let row = |part: Part| {
        ROWS.iter()
            .find(|row| row.dialect == dialect.name() && row.part == part && row.is_of(parts))
    };
    let onset = row(Part::Onset).map_or(&*lhasa.onset.key, |row| row.key);
    match row(Part::Rime) {
        Some(rime) => {
            let mut key = rime.key.chars();
            write_key(onset, key.next(), key.as_str(), out);
        }
        None => {
            let mut same = lhasa.clone();
            same.onset.key = onset.to_owned().into();
            same.write_key(out);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Onset,
    Rime,
}

/// A row of `data/bo_dialect_sounds.tsv`.
struct Row {
    dialect: &'static str,
    part: Part,
    /// `*` for any, `-` for none.
    before: &'static str,
    /// As written, in full letters for an onset.
    written: String,
    key: &'static str,
}

impl Row {
    fn is_of(&self, parts: &Structure) -> bool {
        let before = parts.prefix.or(parts.superscript);
        let fits = match self.before {
            "*" => true,
            "-" => before.is_none(),
            letter => before.is_some_and(|before| letter.starts_with(before)),
        };
        fits && match self.part {
            Part::Onset => self
                .written
                .chars()
                .eq(std::iter::once(parts.root).chain(parts.subscripts.chars().filter(|&c| c != 'ཝ'))),
            Part::Rime => {
                parts.particles.is_empty()
                    && self
                        .written
                        .chars()
                        .eq(parts.vowel.into_iter().chain(parts.suffix))
            }
        }
    }
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    rows(include_str!("../../../data/bo_dialect_sounds.tsv"))
        .filter_map(dialect_row)
        .collect()
});

fn dialect_row(row: Vec<&'static str>) -> Option<Row> {
    let [dialect, part, before, written, key, _] = row[..] else {
        return None;
    };
    let part = match part {
        "onset" => Part::Onset,
        "rime" => Part::Rime,
        _ => return None,
    };
    // The parts of a syllable are full letters.
    let full = |c: char| match c {
        'ྱ' => 'ཡ',
        'ྲ' => 'ར',
        'ླ' => 'ལ',
        other => other,
    };
    Some(Row {
        dialect,
        part,
        before,
        written: written.chars().map(full).collect(),
        key: sound(key),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        assert_eq!(dialect_keys(text, Dialect::Amdo), expect, "{text}");
    }

    #[test]
    fn every_row_is_read_and_changes_a_key() {
        let all: Vec<_> = rows(include_str!("../../../data/bo_dialect_sounds.tsv")).collect();
        assert_eq!(all.len(), ROWS.len());
        for row in all {
            let before = row[2].trim_matches(['*', '-']);
            let syllable = match row[1] {
                "onset" => [before, row[3]].concat() + "ང",
                _ => ["ཀ", row[3]].concat(),
            };
            let found = dialect_keys(&syllable, Dialect::Amdo);
            assert!(found[0].contains(row[4]), "{row:?}: {syllable} {found:?}");
        }
        assert!(
            ROWS.iter()
                .all(|row| Dialect::ALL.iter().any(|dialect| dialect.name() == row.dialect))
        );
    }

    #[test]
    fn names_sound_as_qinghai_writes_them() {
        check("ཚེ་རིང", &["Te raN"]);
        check("སངས་རྒྱས", &["saN ce"]);
        check("བྱམས་པ", &["Sam ba"]);
        check("སྐྱིད", &["cid"]);
        check("དཔལ", &["hwel"]);
    }

    #[test]
    fn where_the_table_has_nothing_there_is_no_key() {
        for text in ["", "རྡོ་རྗེ", "པདྨ", "法", "\u{f72}", "སྤྱན", "འབྱོར"]
        {
            check(text, &[]);
        }
    }

    #[test]
    fn mixtures_are_bounded() {
        check("ཚེ་རིང་སྐྱིད", &["Te raN cid", "Te riN cid", "Te raN Gi"]);
        let many = dialect_keys(&"རིང་".repeat(1_000), Dialect::Amdo);
        assert_eq!(many.len(), MAX_DIALECT_KEYS);
        assert!(many[0].split(' ').all(|key| key == "raN"));
        assert_eq!(many[6].matches("riN").count(), 2);
    }
}
