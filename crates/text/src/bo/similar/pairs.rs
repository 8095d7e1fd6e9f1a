//! The costs between any two of a few numbered members, as rows of the table give them.

use super::cost::Cost;

/// A row of the table of costs.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) kind: &'static str,
    /// `-` for none; `*` alone for any two, `- *` for none and any other.
    pub(super) members: Vec<&'static str>,
    pub(super) cost: Cost,
}

impl Rule {
    pub(super) fn parse(row: Vec<&'static str>) -> Option<Self> {
        let [kind, members, cost, _] = row[..] else {
            return None;
        };
        let cost = Cost::new(cost.parse().ok()?);
        Some(Self {
            kind,
            members: members.split(' ').collect(),
            cost,
        })
    }
}

/// A square of costs, nothing between a member and itself.
#[derive(Debug)]
pub(super) struct Pairs {
    size: usize,
    costs: Vec<Cost>,
}

impl Pairs {
    /// Reads the rows of `kinds`; `number` gives the number of a member, 0 is none and `size` is above all.
    pub(super) fn new(
        rules: &[Rule],
        kinds: &[&str],
        size: usize,
        number: impl Fn(&str) -> Option<u8>,
    ) -> Self {
        let rules: Vec<_> = rules.iter().filter(|rule| kinds.contains(&rule.kind)).collect();
        let default = rules
            .iter()
            .find(|rule| rule.members == ["*"])
            .map_or(Cost::LETTER, |rule| rule.cost);
        let mut pairs = Self {
            size,
            costs: vec![default; size * size],
        };
        for rule in rules {
            match rule.members[..] {
                ["*"] => {}
                ["-", "*"] => (0..size).for_each(|other| pairs.set(0, other, rule.cost)),
                _ => {
                    let numbers: Vec<usize> = rule
                        .members
                        .iter()
                        .filter_map(|member| number(member))
                        .map(usize::from)
                        .collect();
                    for &one in &numbers {
                        numbers.iter().for_each(|&other| pairs.set(one, other, rule.cost));
                    }
                }
            }
        }
        (0..size).for_each(|same| pairs.put(same, same, Cost::ZERO));
        pairs
    }

    /// Returns the cost between two members.
    pub(super) fn get(&self, a: u8, b: u8) -> Cost {
        if a == b {
            return Cost::ZERO;
        }
        self.costs
            .get(usize::from(a) * self.size + usize::from(b))
            .copied()
            .unwrap_or(Cost::MAX)
    }

    /// Lowers the cost between two members, in both orders.
    fn set(&mut self, one: usize, other: usize, cost: Cost) {
        let lower = cost.min(
            self.costs
                .get(one * self.size + other)
                .copied()
                .unwrap_or(Cost::MAX),
        );
        self.put(one, other, lower);
        self.put(other, one, lower);
    }

    fn put(&mut self, one: usize, other: usize, cost: Cost) {
        if let Some(cell) = self.costs.get_mut(one * self.size + other) {
            *cell = cost;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cheapest_row_counts_whatever_the_order() {
        let rows = [
            ["a", "k l m", "4"],
            ["a", "*", "9"],
            ["b", "k l", "3"],
            ["a", "- *", "6"],
            ["a", "- m", "2"],
            ["c", "k m", "1"],
        ];
        let rules: Vec<Rule> = rows
            .iter()
            .filter_map(|&[kind, members, cost]| Rule::parse(vec![kind, members, cost, "why"]))
            .collect();
        let number = |member: &str| u8::try_from("-klmn".find(member)?).ok();
        let pairs = Pairs::new(&rules, &["a", "b"], 5, number);
        let costs = |one: u8| {
            (0..5)
                .map(|other| pairs.get(one, other).tenths())
                .collect::<Vec<_>>()
        };
        assert_eq!(costs(0), [0, 6, 6, 2, 6]);
        assert_eq!(costs(1), [6, 0, 3, 4, 9]);
        assert_eq!(costs(3), [2, 4, 4, 0, 9]);
    }

    #[test]
    fn a_row_that_cannot_be_read_is_none() {
        for row in [vec!["a", "k l", "4"], vec!["a", "k l", "x", "why"], vec![]] {
            assert!(Rule::parse(row.clone()).is_none(), "{row:?}");
        }
    }
}
