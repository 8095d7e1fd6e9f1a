//! Which sounds second-language speakers confuse, what each confusion costs, and what else may differ.

use std::sync::LazyLock;

use crate::table::rows;

/// The initials, those of two letters first; `y` and `w` count as initials as they are written.
const INITIALS: [&str; 23] = [
    "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c",
    "s", "y", "w",
];

/// A row of the table: a sound, the one that stands for both, and what taking one for the other costs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Confusion {
    sound: &'static str,
    canonical: &'static str,
    cost: u32,
}

/// The table `data/pinyin_confusions.tsv`.
#[derive(Debug, Default)]
pub(super) struct Confusions {
    initials: Vec<Confusion>,
    finals: Vec<Confusion>,
    /// Finals after `h` that are written otherwise after `f`: huang and fang.
    finals_after_h: Vec<Confusion>,
    /// Cost of an initial that nobody confuses.
    pub(super) other_initial: u32,
    /// Cost of a final that nobody confuses.
    pub(super) other_final: u32,
    /// Cost of a syllable that is missing or too much.
    pub(super) missing_syllable: u32,
}

pub(super) static CONFUSIONS: LazyLock<Confusions> =
    LazyLock::new(|| Confusions::parse(include_str!("../../../data/pinyin_confusions.tsv")));

impl Confusions {
    fn parse(tsv: &'static str) -> Self {
        let mut table = Self::default();
        for row in rows(tsv) {
            let &[kind, sound, canonical, cost, _reason] = row.as_slice() else {
                continue;
            };
            let Ok(cost) = cost.parse() else { continue };
            let confusion = Confusion {
                sound,
                canonical,
                cost,
            };
            match (kind, sound) {
                ("initial", "*") => table.other_initial = cost,
                ("final", "*") => table.other_final = cost,
                ("syllable", "*") => table.missing_syllable = cost,
                ("initial", _) => table.initials.push(confusion),
                ("final", _) => table.finals.push(confusion),
                ("final after h", _) => table.finals_after_h.push(confusion),
                _ => {}
            }
        }
        table
    }

    /// Returns the initial that stands for `initial` and what the step costs.
    pub(super) fn initial<'s>(&self, initial: &'s str) -> (&'s str, u32) {
        canonical(&self.initials, initial)
    }

    /// Returns the final that stands for `rime` and what the step costs.
    pub(super) fn rime<'s>(&self, rime: &'s str) -> (&'s str, u32) {
        canonical(&self.finals, rime)
    }

    /// Returns `rime` as it is written after `f`, when it stands after `h`.
    pub(super) fn final_after_h<'s>(&self, rime: &'s str) -> &'s str {
        canonical(&self.finals_after_h, rime).0
    }
}

/// Returns the initial and the final of a syllable; either may be empty.
pub(super) fn initial_and_final(syllable: &str) -> (&str, &str) {
    INITIALS
        .iter()
        .find_map(|initial| {
            syllable
                .strip_prefix(initial)
                .map(|rest| syllable.split_at(syllable.len() - rest.len()))
        })
        .unwrap_or(("", syllable))
}

fn canonical<'s>(table: &[Confusion], sound: &'s str) -> (&'s str, u32) {
    table
        .iter()
        .find(|confusion| confusion.sound == sound)
        .map_or((sound, 0), |confusion| (confusion.canonical, confusion.cost))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(syllable: &str, initial: &str, rime: &str) {
        assert_eq!(initial_and_final(syllable), (initial, rime));
    }

    #[test]
    fn a_syllable_has_an_initial_and_a_final() {
        check("zhuang", "zh", "uang");
        check("zang", "z", "ang");
        check("an", "", "an");
        check("yi", "y", "i");
        check("n", "n", "");
        check("", "", "");
        check("é", "", "é");
    }

    #[test]
    fn every_row_is_read_costs_something_and_ends_at_a_sound_that_stands_for_itself() {
        let mut rows_read = 3;
        let table = &*CONFUSIONS;
        for list in [&table.initials, &table.finals] {
            for row in list {
                assert!(row.cost > 0, "{row:?}");
                assert_eq!(canonical(list, row.canonical), (row.canonical, 0), "{row:?}");
            }
            rows_read += list.len();
        }
        for row in &table.finals_after_h {
            assert_eq!(table.final_after_h(row.canonical), row.canonical, "{row:?}");
        }
        rows_read += table.finals_after_h.len();
        let all = rows(include_str!("../../../data/pinyin_confusions.tsv"));
        assert_eq!(
            all.filter(|row| row.len() == 5 && !row[4].is_empty()).count(),
            rows_read
        );
    }

    #[test]
    fn what_is_confused_costs_less_than_what_is_not() {
        let table = &*CONFUSIONS;
        assert!(
            table
                .initials
                .iter()
                .all(|row| 2 * row.cost <= table.other_initial)
        );
        assert!(table.finals.iter().all(|row| 2 * row.cost <= table.other_final));
        assert!(table.missing_syllable > table.other_initial.max(table.other_final));
    }
}
