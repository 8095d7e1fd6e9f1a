//! Rules that read a polyphone by the character before or after it, for words that no table can list.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::syllable::Syllable;
use crate::table::rows;

/// Where a rule looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// At the character before the polyphone.
    Before,
    /// At the character after the polyphone.
    After,
}

/// One row of the table.
#[derive(Debug)]
struct Rule {
    side: Side,
    neighbours: &'static str,
    reading: Syllable,
}

/// The rules of `data/zh_neighbours.tsv` by character, in the order of the file.
static RULES: LazyLock<HashMap<char, Vec<Rule>>> = LazyLock::new(|| {
    let mut rules: HashMap<char, Vec<Rule>> = HashMap::new();
    for row in rows(include_str!("../../../data/zh_neighbours.tsv")) {
        if let Some((c, rule)) = parse(&row) {
            rules.entry(c).or_default().push(rule);
        }
    }
    rules
});

/// Returns how `c` is read between `before` and `after`, `None` when no rule knows.
///
/// The first rule that holds decides.
pub(super) fn reading(c: char, before: Option<char>, after: Option<char>) -> Option<Syllable> {
    let holds = |rule: &&Rule| {
        let neighbour = match rule.side {
            Side::Before => before,
            Side::After => after,
        };
        neighbour.is_some_and(|neighbour| rule.neighbours.contains(neighbour))
    };
    RULES.get(&c)?.iter().find(holds).map(|rule| rule.reading)
}

fn parse(row: &[&'static str]) -> Option<(char, Rule)> {
    let &[character, side, neighbours, reading, _reason] = row else {
        return None;
    };
    let side = match side {
        "before" => Side::Before,
        "after" => Side::After,
        _ => return None,
    };
    let rule = Rule {
        side,
        neighbours,
        reading: Syllable::new(reading),
    };
    Some((character.chars().next()?, rule))
}

#[cfg(test)]
mod tests {
    use pinyin::ToPinyinMulti;

    use super::*;

    #[track_caller]
    fn check(text: &str, at: usize, expect: Option<&str>) {
        let characters: Vec<_> = text.chars().collect();
        let before = at.checked_sub(1).map(|i| characters[i]);
        let found = reading(characters[at], before, characters.get(at + 1).copied());
        assert_eq!(found.map(Syllable::letters).as_deref(), expect, "{text}");
    }

    #[test]
    fn a_neighbour_decides() {
        check("庭长", 1, Some("zhang"));
        check("很长", 1, None);
        check("藏区", 0, Some("zang"));
        check("窝藏", 1, Some("cang"));
        check("地藏", 1, None);
        check("重审", 0, Some("chong"));
        check("重罪", 0, None);
        check("法", 0, None);
    }

    #[test]
    fn every_rule_is_read_and_gives_a_known_reading_and_a_reason() {
        for row in rows(include_str!("../../../data/zh_neighbours.tsv")) {
            assert!(row.iter().all(|cell| !cell.is_empty()), "{row:?}");
            assert!(parse(&row).is_some(), "{row:?}");
            let readings = row[0].chars().next().unwrap().to_pinyin_multi().unwrap();
            assert!(
                readings
                    .into_iter()
                    .any(|known| known.with_tone_num_end() == row[3]),
                "{row:?}"
            );
        }
    }
}
