//! In which order a page has its entries: by the sound of their Chinese names, under the letters of pinyin.

use ::glossary::{Concept, Lang};
use text::bo::{CollationKey, collation_key};

/// How many bytes of entries are held at once: as many walks are made as the whole has times that, and one before them if
/// it is more than once. 200,000 entries of two terms and a definition are within it.
pub(super) const BAND_BYTES: usize = 160 << 20;

/// Behind all letters.
const NO_LETTER: char = '~';

/// Where an entry stands. Ordered by its members, one after the other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// The letter under which it stands, `A` to `Z`, or [`NO_LETTER`] if its name is not Chinese or does not begin with one.
    letter: char,
    sound: String,
    name: String,
    tibetan: Option<CollationKey>,
    /// Which one it was of the first walk, from 0.
    pub number: usize,
    /// About how long it is written.
    pub bytes: usize,
}

impl Place {
    /// Returns the place of `concept`, the `number`th of the walk.
    pub(super) fn of(concept: &Concept, number: usize, bytes: usize) -> Self {
        let name = concept.preferred(Lang::Zh).unwrap_or_default();
        let sound = text::zh::pinyin::best_key(name).spaced;
        let first = sound.chars().next().map(|c| c.to_ascii_uppercase());
        let tibetan = concept.preferred(Lang::Bo).filter(|_| name.is_empty());
        Self {
            letter: first.filter(char::is_ascii_uppercase).unwrap_or(NO_LETTER),
            sound,
            name: name.to_owned(),
            tibetan: tibetan.map(collation_key),
            number,
            bytes,
        }
    }

    /// Returns what stands above the entries of its letter, and what leads there.
    pub(super) fn section(&self) -> Section {
        match self.letter {
            NO_LETTER => Section {
                anchor: "other".to_owned(),
                heading: "其他".to_owned(),
            },
            letter => Section {
                anchor: format!("letter-{letter}"),
                heading: letter.to_string(),
            },
        }
    }
}

/// The entries of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    /// The name that links lead to.
    pub anchor: String,
    /// What stands above it.
    pub heading: String,
}

/// Cuts sorted places into stretches of at most `most_bytes`, of which each is written in one walk; one entry at least,
/// however long.
pub(super) fn bands(places: &[Place], most_bytes: usize) -> impl Iterator<Item = &[Place]> {
    let mut rest = places;
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let fitting = rest.iter().take_while(|place| {
            bytes += place.bytes;
            bytes <= most_bytes
        });
        let count = fitting.count().max(1).min(rest.len());
        let (band, behind) = rest.split_at(count);
        rest = behind;
        (!band.is_empty()).then_some(band)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::glossary::Term;

    fn place(number: usize, lang: Lang, name: &str) -> Place {
        let mut concept = Concept::draft();
        concept.terms = vec![Term::new(lang, name).unwrap()];
        Place::of(&concept, number, 4)
    }

    #[test]
    fn entries_stand_by_their_sound_and_tibetan_alone_behind_them() {
        let mut places: Vec<Place> = [
            (Lang::Bo, "ཁྲིམས་ཁང"),
            (Lang::Zh, "证据"),
            (Lang::Zh, "《法官法》"),
            (Lang::Bo, "ཀ"),
            (Lang::Zh, "法院"),
            (Lang::Zh, "2023"),
            (Lang::Zh, "案件"),
            (Lang::Zh, "发票"),
        ]
        .into_iter()
        .enumerate()
        .map(|(number, (lang, name))| place(number, lang, name))
        .collect();
        places.sort();
        let shown: Vec<String> = places
            .iter()
            .map(|place| format!("{} {} {}", place.section().heading, place.name, place.number))
            .collect();
        assert_eq!(
            shown,
            [
                "A 案件 6",
                "F 《法官法》 2",
                "F 发票 7",
                "F 法院 4",
                "Z 证据 1",
                "其他  3",
                "其他  0",
                "其他 2023 5",
            ]
        );
    }

    #[test]
    fn bands_cover_every_place_once_and_hold_no_more_than_fits() {
        let places: Vec<Place> = (0..7).map(|n| place(n, Lang::Zh, "法院")).collect();
        for (most_bytes, expected) in [
            (100, vec![7]),
            (12, vec![3, 3, 1]),
            (4, vec![1; 7]),
            (3, vec![1; 7]),
        ] {
            let cut: Vec<&[Place]> = bands(&places, most_bytes).collect();
            let lengths: Vec<usize> = cut.iter().map(|band| band.len()).collect();
            assert_eq!(lengths, expected, "{most_bytes}");
            assert_eq!(cut.concat(), places);
        }
        assert_eq!(bands(&[], 4).count(), 0);
    }
}
