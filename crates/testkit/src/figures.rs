//! How good a list of ranks is, and what changed since the baseline.

/// Differences up to this come from writing five decimals. One query that falls by one place moves its kind by more.
const ROUNDING: f64 = 0.000_01;

/// The figures of one kind of query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    /// How many queries there are.
    pub queries: usize,
    /// The share of queries whose first hit is right.
    pub success_at_1: f64,
    /// The share of queries with a right hit among the first five.
    pub success_at_5: f64,
    /// The mean of one over the place of the first right hit, 0 where there is none.
    pub mrr: f64,
}

/// Figures with the name of their kind, in the order in which they are shown.
pub type Table = Vec<(String, Figures)>;

impl Figures {
    /// Returns the figures of `ranks`: the place of each query's first right hit, from 1, if it has one.
    #[must_use]
    pub fn of(ranks: &[Option<usize>]) -> Self {
        let within = |limit: usize| ranks.iter().flatten().filter(|rank| **rank <= limit).count();
        let reciprocal = ranks
            .iter()
            .flatten()
            .fold(0.0, |sum, rank| sum + 1.0 / float(*rank));
        let share = |sum: f64| {
            if ranks.is_empty() {
                0.0
            } else {
                sum / float(ranks.len())
            }
        };
        Self {
            queries: ranks.len(),
            success_at_1: share(float(within(1))),
            success_at_5: share(float(within(5))),
            mrr: share(reciprocal),
        }
    }

    /// Returns success@1, success@5 and MRR.
    #[must_use]
    pub fn measures(&self) -> [(&'static str, f64); 3] {
        [
            ("success@1", self.success_at_1),
            ("success@5", self.success_at_5),
            ("MRR", self.mrr),
        ]
    }

    /// Returns how much each measure lies above `baseline`.
    #[must_use]
    pub fn difference(&self, baseline: &Self) -> [f64; 3] {
        let (now, before) = (self.measures(), baseline.measures());
        std::array::from_fn(|n| now[n].1 - before[n].1)
    }
}

/// Returns the figures of `kind`, if the table has some.
#[must_use]
pub fn of_kind<'a>(table: &'a Table, kind: &str) -> Option<&'a Figures> {
    table
        .iter()
        .find(|(name, _)| name == kind)
        .map(|(_, figures)| figures)
}

/// Names each kind and measure that lies below the baseline, and each kind that only one of the two has.
#[must_use]
pub fn fallen(now: &Table, baseline: &Table) -> Vec<String> {
    let mut fallen = Vec::new();
    for (kind, before) in baseline {
        let Some(figures) = of_kind(now, kind) else {
            fallen.push(format!("{kind} is gone"));
            continue;
        };
        let measures = before.measures().into_iter().zip(figures.measures());
        let below = measures.filter(|((_, before), (_, now))| before - now > ROUNDING);
        fallen
            .extend(below.map(|((name, before), (_, now))| format!("{kind} {name} {before:.3} → {now:.3}")));
    }
    let unknown = now.iter().filter(|(kind, _)| of_kind(baseline, kind).is_none());
    fallen.extend(unknown.map(|(kind, _)| format!("{kind} is not in the baseline")));
    fallen
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn success_and_mean_reciprocal_rank_are_those_of_the_textbook() {
        let check = |ranks: &[Option<usize>], expected: [f64; 3]| {
            let measures = Figures::of(ranks).measures().map(|(_, value)| value);
            for (value, expected) in measures.into_iter().zip(expected) {
                assert!((value - expected).abs() < 1e-9, "{ranks:?}: {measures:?}");
            }
        };
        check(&[], [0.0, 0.0, 0.0]);
        check(&[None], [0.0, 0.0, 0.0]);
        check(&[Some(1)], [1.0, 1.0, 1.0]);
        check(&[Some(2)], [0.0, 1.0, 0.5]);
        check(&[Some(5), Some(6)], [0.0, 0.5, (0.2 + 1.0 / 6.0) / 2.0]);
        check(&[Some(1), Some(10), None, Some(4)], [0.25, 0.5, 1.35 / 4.0]);
    }

    #[test]
    fn what_fell_is_named_and_what_rose_is_not() {
        let table = |kind: &str, ranks: &[Option<usize>]| vec![(kind.to_owned(), Figures::of(ranks))];
        let before = table("ewts", &[Some(1), Some(2)]);
        assert_eq!(fallen(&before, &before), Vec::<String>::new());
        assert_eq!(
            fallen(&table("ewts", &[Some(1), Some(1)]), &before),
            Vec::<String>::new()
        );
        assert_eq!(
            fallen(&table("ewts", &[Some(1), Some(3)]), &before),
            ["ewts MRR 0.750 → 0.667"]
        );
        assert_eq!(
            fallen(&table("ewts", &[Some(1), None]), &before),
            ["ewts success@5 1.000 → 0.500", "ewts MRR 0.750 → 0.500"]
        );
        assert_eq!(
            fallen(&table("pinyin", &[Some(1)]), &before),
            ["ewts is gone", "pinyin is not in the baseline"]
        );
    }

    #[test]
    fn the_difference_is_above_the_baseline() {
        let (now, before) = (Figures::of(&[Some(1), None]), Figures::of(&[Some(2), None]));
        assert_eq!(now.difference(&before), [0.5, 0.0, 0.25]);
    }
}
