//! The index of a dictionary: headwords and synonyms in the order in which `StarDict` looks for them.
//!
//! A word stands once, because programs such as sdcv show one entry of those with the same word. A word that several
//! articles are found by is a headword whose article is all of them, one below the other.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use super::headwords::Group;

/// How many articles one word shows at most. More share no name in any glossary, and each is written once more.
const MAX_TOGETHER: usize = 50;

/// What stands between two articles of one word.
pub(super) const BETWEEN: &str = "\n\n";

/// The articles in the order in which they are written, and the words by which they are found.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// How long each article is, in bytes.
    sizes: Vec<u32>,
    words: Vec<Word>,
}

#[derive(Debug)]
struct Word {
    text: Box<str>,
    article: u32,
    /// The number of the headword that a synonym leads to; `None` for a headword.
    leads_to: Option<u32>,
}

/// The files of the index, and which articles have to be written once more behind the others, in this order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Indexed {
    pub idx: Vec<u8>,
    pub syn: Vec<u8>,
    pub headwords: usize,
    pub synonyms: usize,
    pub together: Vec<Vec<u32>>,
    /// How many bytes all articles have.
    pub dict_bytes: u64,
    /// How many times a word does not show an article, because too many share it.
    pub left_out: usize,
}

impl Index {
    /// Adds an article of `size` bytes with what it is found by.
    pub(super) fn add(&mut self, groups: Vec<Group>, size: u32) {
        let article = as_u32(self.sizes.len());
        self.sizes.push(size);
        for group in groups {
            let headword = as_u32(self.words.len());
            let word = |text: String, leads_to| Word {
                text: text.into(),
                article,
                leads_to,
            };
            self.words.push(word(group.headword, None));
            let synonyms = group.synonyms.into_iter().map(|text| word(text, Some(headword)));
            self.words.extend(synonyms);
        }
    }

    /// Returns the index. Its size is that of all words; it takes as long as sorting them.
    pub(super) fn finish(self) -> Indexed {
        let order = self.order();
        let groups = || order.chunk_by(|a, b| self.text(*a) == self.text(*b));
        let shared: HashSet<u32> = groups()
            .filter(|group| self.articles_of(group).len() > 1)
            .flatten()
            .copied()
            .collect();
        let offsets = self.offsets();
        let mut files = Indexed {
            dict_bytes: self.sizes.iter().map(|size| u64::from(*size)).sum(),
            ..Indexed::default()
        };
        // Where each headword comes to stand, for the synonyms that lead to it.
        let mut place_of: HashMap<u32, u32> = HashMap::new();
        let mut synonyms: Vec<(&str, u32)> = Vec::new();
        for group in groups() {
            let word = group.first().map_or("", |first| self.text(*first));
            if let Some(headword) = self.headword_of(group, &shared) {
                synonyms.push((word, headword));
                continue;
            }
            place_of.extend(group.iter().map(|word| (*word, as_u32(files.headwords))));
            let mut articles = self.articles_of(group);
            files.left_out += articles.len().saturating_sub(MAX_TOGETHER);
            articles.truncate(MAX_TOGETHER);
            let place = match articles[..] {
                [one] => (
                    offsets.get(one as usize).copied().unwrap_or_default(),
                    self.size(one),
                ),
                _ => files.put_together(articles, |article| self.size(article)),
            };
            put(&mut files.idx, word, &[truncated(place.0), truncated(place.1)]);
            files.headwords += 1;
        }
        files.synonyms = synonyms.len();
        for (word, headword) in synonyms {
            let place = place_of.get(&headword).copied().unwrap_or_default();
            put(&mut files.syn, word, &[place]);
        }
        files
    }

    /// Returns the words in the order of the files; those that are the same in the order in which they came.
    ///
    /// The first bytes of each word lie in a row: with millions of words it is the way to each of them that takes the time.
    fn order(&self) -> Vec<u32> {
        let words = self.words.iter().map(|word| Beginning::of(&word.text));
        let mut order: Vec<(Beginning, u32)> = words.zip(0..).collect();
        order.sort_unstable_by(|(a_begins, a), (b_begins, b)| {
            let by_beginning = a_begins.cmp(b_begins);
            by_beginning.then_with(|| compare(self.text(*a), self.text(*b)).then(a.cmp(b)))
        });
        order.into_iter().map(|(_, word)| word).collect()
    }

    /// Returns the headword that a group of one word leads to; `None` if the word is a headword itself, because it is one, or
    /// because it or what it leads to is shared: it then means another article than that headword shows.
    fn headword_of(&self, group: &[u32], shared: &HashSet<u32>) -> Option<u32> {
        let leads_to = |word: &u32| self.words.get(*word as usize)?.leads_to;
        let headword = group.first().and_then(leads_to)?;
        let is_synonym = group.iter().all(|word| leads_to(word).is_some());
        let is_shared = shared.contains(&headword) || group.iter().any(|word| shared.contains(word));
        (is_synonym && !is_shared).then_some(headword)
    }

    fn text(&self, word: u32) -> &str {
        self.words.get(word as usize).map_or("", |word| &word.text)
    }

    fn size(&self, article: u32) -> u64 {
        self.sizes
            .get(article as usize)
            .copied()
            .unwrap_or_default()
            .into()
    }

    /// Returns the articles that the words of a group, which are one, lead to, in their order.
    fn articles_of(&self, group: &[u32]) -> Vec<u32> {
        let found = group.iter().filter_map(|word| self.words.get(*word as usize));
        let mut articles: Vec<u32> = found.map(|word| word.article).collect();
        articles.sort_unstable();
        articles.dedup();
        articles
    }

    fn offsets(&self) -> Vec<u64> {
        let mut offset = 0;
        let mut before = |size: &u32| {
            let here = offset;
            offset += u64::from(*size);
            here
        };
        self.sizes.iter().map(&mut before).collect()
    }
}

impl Indexed {
    /// Has `articles` written together behind all that is there, and returns the place.
    fn put_together(&mut self, articles: Vec<u32>, size: impl Fn(u32) -> u64) -> (u64, u64) {
        let offset = self.dict_bytes;
        let between = articles.len().saturating_sub(1) * BETWEEN.len();
        let size = articles.iter().map(|article| size(*article)).sum::<u64>() + between as u64;
        self.dict_bytes += size;
        self.together.push(articles);
        (offset, size)
    }
}

/// Beyond what can be said nothing is written: whoever asks compares `dict_bytes` with it.
fn truncated(bytes: u64) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

fn as_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn put(file: &mut Vec<u8>, word: &str, numbers: &[u32]) {
    file.extend_from_slice(word.as_bytes());
    file.push(0);
    for number in numbers {
        file.extend_from_slice(&number.to_be_bytes());
    }
}

/// The first 16 bytes of a word in small ASCII letters, filled up with zeros, before which no byte comes: where two differ,
/// their words do too, and in the same direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Beginning([u64; 2]);

impl Beginning {
    fn of(word: &str) -> Self {
        let mut bytes = lower_bytes(word);
        let mut eight = || {
            let mut number = [0; 8];
            number
                .iter_mut()
                .zip(&mut bytes)
                .for_each(|(place, byte)| *place = byte);
            u64::from_be_bytes(number)
        };
        Self([eight(), eight()])
    }
}

/// Compares as `stardict_strcmp` does: `g_ascii_strcasecmp`, which knows the case of ASCII letters only, then `strcmp`. A
/// dictionary that is sorted otherwise loses words, because they are looked for by halving.
fn compare(a: &str, b: &str) -> Ordering {
    lower_bytes(a)
        .cmp(lower_bytes(b))
        .then_with(|| a.as_bytes().cmp(b.as_bytes()))
}

fn lower_bytes(text: &str) -> impl Iterator<Item = u8> {
    text.bytes().map(|byte| byte.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(headword: &str, synonyms: &[&str]) -> Group {
        Group {
            headword: headword.to_owned(),
            synonyms: synonyms.iter().map(|word| (*word).to_owned()).collect(),
        }
    }

    /// Shows the entries of a file: the word and its numbers.
    fn shown<const N: usize>(mut bytes: &[u8]) -> Vec<String> {
        let mut entries = Vec::new();
        while let Some(end) = bytes.iter().position(|byte| *byte == 0) {
            let word = String::from_utf8(bytes[..end].to_vec()).unwrap();
            let numbers = bytes[end + 1..end + 1 + 4 * N].chunks(4);
            let numbers: Vec<u32> = numbers
                .map(|n| u32::from_be_bytes(n.try_into().unwrap()))
                .collect();
            entries.push(format!("{word} {numbers:?}"));
            bytes = &bytes[end + 1 + 4 * N..];
        }
        entries
    }

    #[test]
    fn words_stand_as_stardict_compares_them() {
        let sorted = ["", " ", "A", "a", "Ab", "ab", "b", "[", "_", "a b"];
        let mut words = sorted.to_vec();
        words.sort_by(|a, b| compare(a, b));
        // Signs between the capitals and the small letters come before both, since capitals are taken as small.
        assert_eq!(words, ["", " ", "[", "_", "A", "a", "a b", "Ab", "ab", "b"]);
        for (less, greater) in [("z", "法"), ("ཁ", "法"), ("ཁྲིམས", "ཁྲིམས་"), ("Z", "ä")]
        {
            assert_eq!(compare(less, greater), Ordering::Less, "{less} {greater}");
        }
    }

    #[test]
    fn a_synonym_leads_to_its_headword_wherever_that_comes_to_stand() {
        let mut index = Index::default();
        index.add(vec![group("法院", &["fayuan"])], 5);
        index.add(vec![group("ཁྲིམས", &["khrims"])], 7);
        let files = index.finish();
        assert_eq!(shown::<2>(&files.idx), ["ཁྲིམས [5, 7]", "法院 [0, 5]"]);
        assert_eq!(shown::<1>(&files.syn), ["fayuan [1]", "khrims [0]"]);
        assert_eq!((files.headwords, files.synonyms, files.dict_bytes), (2, 2, 12));
        assert_eq!(files.together, [] as [Vec<u32>; 0]);
    }

    #[test]
    fn a_word_of_several_articles_shows_all_of_them() {
        let mut index = Index::default();
        index.add(vec![group("ཞིང", &["ས་ཞིང", "zhing"])], 5);
        index.add(vec![group("ས་ཞིང", &["sa zhing"])], 7);
        index.add(vec![group("ས", &["sa zhing"])], 2);
        let files = index.finish();
        // A variant that is a name elsewhere; letters of two names. Each of the others means one article.
        assert_eq!(
            shown::<2>(&files.idx),
            ["sa zhing [14, 11]", "ཞིང [0, 5]", "ས [12, 2]", "ས་ཞིང [25, 14]"]
        );
        assert_eq!(shown::<1>(&files.syn), ["zhing [1]"]);
        assert_eq!(files.together, [vec![1, 2], vec![0, 1]]);
        assert_eq!(files.dict_bytes, 14 + 11 + 14);
    }

    #[test]
    fn what_leads_to_a_shared_name_shows_what_it_means_alone() {
        let mut index = Index::default();
        index.add(vec![group("行", &["háng"])], 3);
        index.add(vec![group("行", &["xíng"])], 4);
        let files = index.finish();
        assert_eq!(
            shown::<2>(&files.idx),
            ["háng [0, 3]", "xíng [3, 4]", "行 [7, 9]"]
        );
        assert_eq!(files.syn, Vec::<u8>::new());
    }

    #[test]
    fn a_word_that_everything_has_shows_so_many_and_tells_of_the_rest() {
        let mut index = Index::default();
        for _ in 0..MAX_TOGETHER + 3 {
            index.add(vec![group("法", &[])], 1);
        }
        let files = index.finish();
        assert_eq!((files.headwords, files.left_out), (1, 3));
        assert_eq!(files.together[0].len(), MAX_TOGETHER);
    }

    proptest::proptest! {
        #[test]
        fn where_beginnings_differ_words_stand_by_them(a in "[aAbB\u{0}ཁཀ法]{0,9}", b in "[aAbB\u{0}ཁཀ法]{0,9}") {
            let by_beginning = Beginning::of(&a).cmp(&Beginning::of(&b));
            if by_beginning != Ordering::Equal {
                proptest::prop_assert_eq!(by_beginning, compare(&a, &b));
            }
        }
    }
}
