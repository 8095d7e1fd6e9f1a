//! The syllables that a query may be made of.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::dialect::{Dialect, dialect_keys};
use super::keys::key;
use crate::table::rows;

/// A set of syllable keys that [`split`](super::split()) may use.
///
/// ```
/// use text::bo::phonetic::Inventory;
///
/// let inventory = Inventory::of(["སྒམ་པོ་པ", "ཁྲིམས་ཁང"]);
/// assert!(inventory.contains("gam") && !inventory.contains("ga"));
/// assert_eq!(inventory.len(), 5);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inventory {
    keys: HashSet<String>,
}

impl Inventory {
    /// Returns the keys of the syllables of `texts`, in the sounds of Lhasa and of every [`Dialect`].
    ///
    /// Give it the words of a glossary. Linear in their length.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut inventory = Self::default();
        for text in texts {
            inventory.add(&key(text));
            for dialect in Dialect::ALL {
                for key in dialect_keys(text, dialect) {
                    inventory.add(&key);
                }
            }
        }
        inventory
    }

    /// Returns the keys of all syllables that native spelling allows.
    #[must_use]
    pub fn native() -> &'static Self {
        static NATIVE: LazyLock<Inventory> = LazyLock::new(|| {
            // Made from the spellings they take milliseconds, which the first question in Latin letters would wait for.
            let keys = rows(include_str!("../../../data/bo_phonetic_syllables.tsv"))
                .filter_map(|row| row.get(1).copied())
                .flat_map(|cell| cell.split(' '))
                .map(str::to_owned)
                .collect();
            Inventory { keys }
        });
        &NATIVE
    }

    /// Adds the syllable keys in `key`, which spaces part.
    pub fn add(&mut self, key: &str) {
        for syllable in key.split(' ').filter(|syllable| !syllable.is_empty()) {
            if !self.keys.contains(syllable) {
                self.keys.insert(syllable.to_owned());
            }
        }
    }

    /// Tells whether a syllable has the key `key`.
    #[must_use]
    pub fn contains(&self, key: &str) -> bool {
        self.keys.contains(key)
    }

    /// Returns the key `key` as the inventory keeps it, `None` if no syllable has it.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.keys.get(key).map(String::as_str)
    }

    /// Returns how many keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Tells whether there is no key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bo::stack::native_stacks;

    /// What may follow the vowel of a native syllable, second suffixes aside, which never sound.
    const ENDINGS: [&str; 12] = ["", "འ", "ག", "ང", "ད", "ན", "བ", "མ", "འི", "ར", "ལ", "ས"];
    const VOWELS: [&str; 5] = ["", "ི", "ུ", "ེ", "ོ"];

    fn native() -> Inventory {
        let mut inventory = Inventory::default();
        for stack in native_stacks() {
            for vowel in VOWELS {
                let syllables: Vec<String> = ENDINGS
                    .iter()
                    .map(|ending| [stack, vowel, ending].concat())
                    .collect();
                inventory
                    .keys
                    .extend(Inventory::of(syllables.iter().map(String::as_str)).keys);
            }
        }
        // The prefix ད changes བ, and nothing else.
        let with_prefix: Vec<String> = ["དབ", "དབྱ", "དབྲ", "དཔ", "དཔྱ"]
            .iter()
            .flat_map(|onset| VOWELS.iter().map(move |vowel| [onset, *vowel].concat()))
            .flat_map(|open| ENDINGS.iter().map(move |ending| [open.as_str(), ending].concat()))
            .collect();
        inventory
            .keys
            .extend(Inventory::of(with_prefix.iter().map(String::as_str)).keys);
        inventory
    }

    /// Writes the rows of the file as they have to be.
    fn written(inventory: &Inventory) -> String {
        let mut keys: Vec<&str> = inventory.keys.iter().map(String::as_str).collect();
        keys.sort_unstable();
        let line = |keys: &[&str]| {
            let first = keys[0].chars().next().unwrap();
            format!("{first}\t{}\n", keys.join(" "))
        };
        keys.chunk_by(|one, other| one.chars().next() == other.chars().next())
            .map(line)
            .collect()
    }

    #[test]
    fn the_file_has_what_native_spelling_allows() {
        let file = include_str!("../../../data/bo_phonetic_syllables.tsv");
        let rows: String = file
            .split_inclusive('\n')
            .filter(|l| !l.starts_with("# "))
            .collect();
        let wanted = written(&native());
        assert!(rows == wanted, "the rows are to be:\n{wanted}");
        assert_eq!(*Inventory::native(), native());
    }
}
