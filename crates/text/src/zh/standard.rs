//! Tells which characters Chinese of today is written in, after the list of standard characters of 2013.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::simplify;
use crate::table::rows;

/// The 8,105 characters of 通用规范汉字表.
static STANDARD: LazyLock<HashSet<char>> = LazyLock::new(|| {
    rows(include_str!("../../data/zh_standard_characters.tsv"))
        .filter_map(|row| row.get(1).copied())
        .flat_map(str::chars)
        .collect()
});

/// The traditional characters of the standard ones, as far as they stand in the basic plane.
static TRADITIONAL: LazyLock<HashSet<char>> = LazyLock::new(|| {
    ('\u{3400}'..='\u{9fff}')
        .filter(|&c| !is_standard(c))
        .filter(|c| simplify(c.encode_utf8(&mut [0; 4])).chars().all(is_standard))
        .collect()
});

/// Tells whether `c` stands in 通用规范汉字表.
pub(crate) fn is_standard(c: char) -> bool {
    STANDARD.contains(&c)
}

/// Tells whether `c` is a Chinese character that neither the list has nor the traditional spelling of its characters.
///
/// Names of persons and places are safe: the third level of the list was drawn up for them.
pub(crate) fn is_rare(c: char) -> bool {
    use crate::script::Script;
    Script::of(c) == Script::Han && !is_standard(c) && !matches!(c, '〇' | '々') && !TRADITIONAL.contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole_and_in_its_three_levels() {
        let mut levels = [0_usize; 3];
        for row in rows(include_str!("../../data/zh_standard_characters.tsv")) {
            let level: usize = row[0].parse().unwrap();
            levels[level - 1] += row[1].chars().count();
        }
        assert_eq!(levels, [3_500, 3_000, 1_605]);
        assert_eq!(STANDARD.len(), 8_105);
    }

    #[test]
    fn names_and_traditional_characters_are_not_rare() {
        for c in "法院囊谦碌曲噶尔璆喆玥堃昇䶮燚訴訟時效〇々法ཀa".chars() {
            assert!(!is_rare(c), "{c}");
        }
        for c in "丂丄丅縓犜秔".chars() {
            assert!(is_rare(c), "{c}");
        }
    }
}
