//! The index of a dictionary: headwords and synonyms in the order in which `StarDict` looks for them.

use std::cmp::Ordering;

use super::headwords::Group;

/// The place of an article: where it begins, and how long it is, in bytes.
type Place = (u32, u32);

/// Headwords with the places of their articles, and what leads to them.
#[derive(Debug, Default)]
pub(super) struct Index {
    words: Vec<(Box<str>, Place)>,
    /// A synonym and the number of its headword, in the order in which they came.
    synonyms: Vec<(Box<str>, u32)>,
}

impl Index {
    /// Adds a headword whose article stands at `place`.
    pub(super) fn add(&mut self, group: Group, place: Place) {
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.push((group.headword.into(), place));
        let synonyms = group.synonyms.into_iter().map(|word| (word.into(), number));
        self.synonyms.extend(synonyms);
    }

    /// Returns the files `.idx` and `.syn`, and how many entries each has.
    pub(super) fn into_files(self) -> (Vec<u8>, Vec<u8>, (usize, usize)) {
        let Self { words, mut synonyms } = self;
        let mut order: Vec<usize> = (0..words.len()).collect();
        let word = |n: usize| words.get(n).map_or("", |(word, _)| word);
        order.sort_by(|a, b| compare(word(*a), word(*b)).then(a.cmp(b)));
        let mut idx = Vec::new();
        let mut place_of = vec![0_u32; words.len()];
        for (place, number) in (0..).zip(&order) {
            if let (Some((word, (offset, size))), Some(known)) =
                (words.get(*number), place_of.get_mut(*number))
            {
                *known = place;
                put(&mut idx, word, &[*offset, *size]);
            }
        }
        for (_, number) in &mut synonyms {
            *number = place_of.get(*number as usize).copied().unwrap_or_default();
        }
        synonyms.sort_by(|a, b| compare(&a.0, &b.0).then(a.1.cmp(&b.1)));
        let mut syn = Vec::new();
        for (word, number) in &synonyms {
            put(&mut syn, word, &[*number]);
        }
        (idx, syn, (words.len(), synonyms.len()))
    }
}

fn put(file: &mut Vec<u8>, word: &str, numbers: &[u32]) {
    file.extend_from_slice(word.as_bytes());
    file.push(0);
    for number in numbers {
        file.extend_from_slice(&number.to_be_bytes());
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
        for (headword, synonym, place) in [("法院", "fayuan", (0, 5)), ("ཁྲིམས", "khrims", (5, 7))]
        {
            let group = Group {
                headword: headword.to_owned(),
                synonyms: vec![synonym.to_owned()],
            };
            index.add(group, place);
        }
        let (idx, syn, counts) = index.into_files();
        let expected = [
            "ཁྲིམས\0".as_bytes(),
            &[0, 0, 0, 5, 0, 0, 0, 7],
            "法院\0".as_bytes(),
            &[0, 0, 0, 0, 0, 0, 0, 5],
        ];
        assert_eq!(idx, expected.concat());
        let expected = ["fayuan\0".as_bytes(), &[0, 0, 0, 1], b"khrims\0", &[0, 0, 0, 0]];
        assert_eq!(syn, expected.concat());
        assert_eq!(counts, (2, 2));
    }
}
