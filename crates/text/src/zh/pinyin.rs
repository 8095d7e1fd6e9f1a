//! Hanyu Pinyin: how a term is read, the keys it is found by, and how a person types it.
//!
//! - [`reading`], for the reader: with tone marks, one syllable after the other;
//! - [`keys`], for the index: every plausible reading as letters, and its initials;
//! - [`normalize`] and [`split`], for the query: typed letters in the form of the keys, and their syllables;
//! - [`fuzzy_key`] and [`cost`], for people whose Mandarin is a second language: what they confuse is one.
//!
//! Keys are letters `a` to `z` only: tones, digits and apostrophes are gone, and `ü`, `v` and `u` are one
//! letter `u` (nü, nv and nu meet). A polyphonic character is read as the longest phrase of
//! `data/zh_polyphones.tsv` that begins at it or before it says, else as its neighbours say
//! (`data/zh_neighbours.tsv`), else in its most usual way. Syllables are those of the Scheme for the
//! Chinese Phonetic Alphabet (Hanyu Pinyin, 1958; GB/T 16159 and ISO 7098).
//!
//! ```
//! use text::zh::pinyin;
//!
//! // Typed with the tones of a dictionary, or with the initials only.
//! let key = pinyin::best_key("取保候审");
//! assert_eq!(pinyin::normalize("Qǔ bǎo hòu shěn"), key.spaced);
//! assert_eq!(pinyin::normalize("QBHS"), key.initials);
//!
//! // Typed in one word by someone who says s for sh and en for eng.
//! let typed = pinyin::normalize("zongsengyi");
//! let heard = pinyin::split(&typed).swap_remove(0).join(" ");
//! assert_eq!(pinyin::fuzzy_key(&heard), pinyin::fuzzy_key("zhong shen yi"));
//! ```

mod character;
mod confusion;
mod cost;
mod fuzzy;
mod keys;
mod neighbour;
mod part;
mod phrase;
mod reading;
mod split;
mod syllable;
mod typed;

pub use cost::{MAX_ALIGNED_SYLLABLES, cost};
pub use fuzzy::fuzzy_key;
pub use keys::{Key, MAX_KEYS, MAX_VARIED_CHARS, best_key, keys};
pub use reading::reading;
pub use split::{MAX_SPLIT_LETTERS, MAX_SPLITS, split};
pub use typed::normalize;
