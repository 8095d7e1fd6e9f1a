//! The readings of one character: the usual one, and for a polyphone the others that are in use.

use std::collections::HashMap;
use std::sync::LazyLock;

use pinyin::ToPinyinMulti;

use super::syllable::Syllable;
use crate::table::rows;

/// The polyphones of today's standard language, each with its readings, the most usual first.
static POLYPHONES: LazyLock<HashMap<char, Vec<Syllable>>> = LazyLock::new(|| {
    rows(include_str!("../../../data/zh_usual_readings.tsv"))
        .filter_map(|row| {
            let character = row.first()?.chars().next()?;
            Some((character, row.get(1)?.split(' ').map(Syllable::new).collect()))
        })
        .collect()
});

/// Returns the most usual reading of `c`, `None` for what is no Chinese character or has no known reading.
pub(super) fn usual(c: char) -> Option<Syllable> {
    let listed = POLYPHONES.get(&c).and_then(|readings| readings.first().copied());
    listed.or_else(|| {
        let readings = c.to_pinyin_multi()?;
        Some(Syllable::new(readings.get_opt(0)?.with_tone_num_end()))
    })
}

/// Returns the readings of a polyphone, the most usual first, and nothing for any other character.
///
/// Only readings of today: the general table also has those of old texts, names and dialects.
pub(super) fn polyphone(c: char) -> &'static [Syllable] {
    POLYPHONES.get(&c).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(c: char, marked: Option<&str>) {
        assert_eq!(usual(c).map(Syllable::marked).as_deref(), marked, "{c}");
    }

    #[test]
    fn the_usual_reading_comes_first() {
        check('法', Some("fa\u{30c}"));
        check('的', Some("de"));
        check('〇', Some("li\u{301}ng"));
        check('a', None);
        check('་', None);
        check('。', None);
        check('\0', None);
    }

    #[test]
    fn a_polyphone_has_its_readings_of_today_only() {
        let letters = |c| polyphone(c).iter().map(|s| s.letters()).collect::<Vec<_>>();
        assert_eq!(letters('藏'), ["cang", "zang"]);
        // Old readings of 没 (`me`) and 重 (`tong`) stand in the general table.
        assert_eq!(letters('没'), ["mei", "mo"]);
        assert_eq!(letters('重'), ["zhong", "chong"]);
        assert!(letters('法').is_empty());
    }

    #[test]
    fn every_row_has_a_character_several_known_readings_and_a_source() {
        let mut seen = std::collections::HashSet::new();
        for row in rows(include_str!("../../../data/zh_usual_readings.tsv")) {
            assert!(
                row.len() == 3 && row.iter().all(|cell| !cell.is_empty()),
                "{row:?}"
            );
            let mut characters = row[0].chars();
            let c = characters.next().unwrap();
            assert!(characters.next().is_none() && seen.insert(c), "{row:?}");
            let known: Vec<_> = c
                .to_pinyin_multi()
                .unwrap()
                .into_iter()
                .map(|reading| reading.with_tone_num_end())
                .collect();
            for reading in row[1].split(' ') {
                // The general table leaves the neutral tone without a digit.
                assert!(
                    known.contains(&reading.trim_end_matches('5')),
                    "{row:?} {known:?}"
                );
            }
        }
    }
}
