//! The costs of single differences, read from `data/bo_similarity.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::cost::Cost;
use super::pairs::{Pairs, Rule};
use super::reading::{ENDING_U, LETTERS, Letter, Onset, Rhyme, SUBSCRIPTS, VOWELS, letter};
use crate::table::rows;

/// What every difference costs.
#[derive(Debug)]
pub(super) struct Rules {
    prefix: Pairs,
    superscript: Pairs,
    root: Pairs,
    subscripts: Pairs,
    vowel: Pairs,
    suffix: Pairs,
    second_suffix: Pairs,
    /// The most that prefix and superscript cost together.
    head: Cost,
    /// Onsets and parts of onsets that are near as a whole, each pair in both orders.
    onsets: HashMap<(Onset, Onset), Cost>,
    /// The sets of syllables that are one particle, by member.
    particles: HashMap<&'static str, Vec<(usize, Cost)>>,
    /// The members of each of these sets.
    particle_sets: Vec<Vec<&'static str>>,
    /// A reading that the spelling rules do not choose.
    pub(super) reading: Cost,
    /// A letter changed, missing or too many where nothing more is known.
    pub(super) edit: Cost,
    /// A tsheg lost or too many.
    pub(super) tsheg: Cost,
    /// A particle left out or added.
    pub(super) particle_missing: Cost,
    /// Another syllable left out or added.
    pub(super) syllable_missing: Cost,
}

const TABLE: &str = include_str!("../../../data/bo_similarity.tsv");

impl Rules {
    /// Returns the rules of the table.
    pub(super) fn get() -> &'static Self {
        static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::parse(TABLE));
        &RULES
    }

    fn parse(tsv: &'static str) -> Self {
        let rows: Vec<Rule> = rows(tsv).filter_map(Rule::parse).collect();
        let one = |kind: &str| {
            rows.iter()
                .find(|rule| rule.kind == kind)
                .map_or(Cost::LETTER, |rule| rule.cost)
        };
        let letters = |kind| Pairs::new(&rows, &[kind, "letter"], LETTERS, letter_of);
        let particle_sets: Vec<Vec<_>> = rows
            .iter()
            .filter(|rule| rule.kind == "syllable")
            .map(|rule| rule.members.clone())
            .collect();
        let mut particles: HashMap<_, Vec<_>> = HashMap::new();
        for (set, rule) in rows.iter().filter(|rule| rule.kind == "syllable").enumerate() {
            for &member in &rule.members {
                particles.entry(member).or_default().push((set, rule.cost));
            }
        }
        Self {
            prefix: letters("prefix"),
            superscript: letters("superscript"),
            root: letters("root"),
            subscripts: Pairs::new(&rows, &["subscripts"], SUBSCRIPTS.len(), |member| {
                place(&SUBSCRIPTS, member)
            }),
            vowel: Pairs::new(&rows, &["vowel"], VOWELS.len(), |member| place(&VOWELS, member)),
            suffix: letters("suffix"),
            second_suffix: letters("second_suffix"),
            head: one("head"),
            onsets: onsets(&rows),
            particles,
            particle_sets,
            reading: one("reading"),
            edit: one("edit"),
            tsheg: one("tsheg"),
            particle_missing: one("particle_missing"),
            syllable_missing: one("syllable_missing"),
        }
    }

    /// Returns what two onsets cost: the cheapest of the parts and of what is near as a whole.
    pub(super) fn onset(&self, a: Onset, b: Onset) -> Cost {
        if a == b {
            return Cost::ZERO;
        }
        let prefix = self.prefix.get(a.prefix, b.prefix);
        let head = self
            .head
            .min(prefix + self.superscript.get(a.superscript, b.superscript));
        let parts = self.root.get(a.root, b.root) + self.subscripts.get(a.subscripts, b.subscripts);
        let body = parts.min(self.whole(a.without_head(), b.without_head()));
        let stack = self.whole(a.without_prefix(), b.without_prefix());
        (head + body).min(prefix + stack).min(self.whole(a, b))
    }

    /// Returns what two rhymes cost.
    pub(super) fn rhyme(&self, a: Rhyme, b: Rhyme) -> Cost {
        self.vowel.get(a.vowel, b.vowel)
            + self.suffix.get(a.suffix, b.suffix)
            + self.second_suffix.get(a.second_suffix, b.second_suffix)
    }

    /// Returns what two folded syllables cost that are shapes of one particle.
    pub(super) fn particle(&self, a: &str, b: &str) -> Option<Cost> {
        let (in_a, in_b) = (self.particles.get(a)?, self.particles.get(b)?);
        let both = in_a
            .iter()
            .filter(|(set, _)| in_b.iter().any(|(other, _)| set == other));
        both.map(|&(_, cost)| cost).min()
    }

    /// Returns every shape of the particle `folded`, itself included.
    pub(super) fn particle_shapes(&self, folded: &str) -> impl Iterator<Item = &'static str> + '_ {
        let sets = self.particles.get(folded).into_iter().flatten();
        sets.filter_map(|&(set, _)| self.particle_sets.get(set))
            .flatten()
            .copied()
    }

    /// Tells whether `folded` is a shape of a particle.
    pub(super) fn is_particle(&self, folded: &str) -> bool {
        self.particles.contains_key(folded)
    }

    fn whole(&self, a: Onset, b: Onset) -> Cost {
        if a == b {
            Cost::ZERO
        } else {
            self.onsets.get(&(a, b)).copied().unwrap_or(Cost::MAX)
        }
    }
}

fn onsets(rules: &[Rule]) -> HashMap<(Onset, Onset), Cost> {
    let mut costs = HashMap::new();
    for rule in rules.iter().filter(|rule| rule.kind == "onset") {
        let members: Vec<Onset> = rule
            .members
            .iter()
            .filter_map(|member| Onset::of(member))
            .collect();
        for &one in &members {
            for &other in members.iter().filter(|&&other| other != one) {
                let cost = costs.entry((one, other)).or_insert(rule.cost);
                *cost = rule.cost.min(*cost);
            }
        }
    }
    costs
}

fn letter_of(member: &str) -> Option<Letter> {
    match member {
        "-" => Some(0),
        "འུ" => Some(ENDING_U),
        _ => member.chars().next().and_then(letter),
    }
}

fn place(list: &[&str], member: &str) -> Option<u8> {
    let member = if member == "-" { "" } else { member };
    list.iter()
        .position(|&known| known == member)
        .and_then(|at| u8::try_from(at).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_says_why() {
        for row in rows(TABLE) {
            assert!(
                row.len() == 4 && row.iter().all(|cell| !cell.is_empty()),
                "{row:?}"
            );
            let rule = Rule::parse(row.clone()).unwrap_or_else(|| panic!("{row:?}"));
            assert!(rule.cost > Cost::ZERO, "{row:?}");
            let known = |member: &&str| match rule.kind {
                "prefix" | "superscript" | "root" | "letter" | "suffix" | "second_suffix" => {
                    letter_of(member).is_some()
                }
                "subscripts" => place(&SUBSCRIPTS, member).is_some(),
                "vowel" => place(&VOWELS, member).is_some(),
                "onset" => Onset::of(member).is_some(),
                "syllable" => crate::bo::fold(member) == **member,
                "head" | "reading" | "edit" | "tsheg" | "particle_missing" | "syllable_missing" => false,
                _ => panic!("{row:?}"),
            };
            assert!(
                rule.members.iter().all(|member| *member == "*" || known(member)),
                "{row:?}"
            );
        }
        assert_eq!(Rules::get().edit, Cost::LETTER);
    }

    #[test]
    fn the_default_row_of_a_kind_stands_before_its_others() {
        let mut seen = std::collections::BTreeSet::new();
        for rule in rows(TABLE).filter_map(Rule::parse) {
            let first = seen.insert(rule.kind);
            let has_default = !matches!(rule.kind, "letter" | "onset" | "syllable");
            assert_eq!(rule.members == ["*"], first && has_default, "{rule:?}");
        }
    }
}
