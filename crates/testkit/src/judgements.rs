//! Reads the judged queries of `index/judgements`, and says where a right hit stands.

use std::fs;
use std::path::{Path, PathBuf};

use app::Hit;

/// A query with the designations of which a right hit has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// What kind of query it is.
    pub kind: String,
    /// What is typed, spaces at the ends included.
    pub query: String,
    /// The designations, as they stand in the seed.
    pub right: Vec<String>,
}

impl Judgement {
    /// Returns the place of the first right hit, from 1.
    pub fn rank<'a>(&self, hits: impl IntoIterator<Item = &'a Hit>) -> Option<usize> {
        hits.into_iter()
            .position(|hit| self.is_right(hit))
            .map(|place| place + 1)
    }

    /// Tells whether a concept with `terms` is right.
    pub fn is_met_by<'a>(&self, terms: impl IntoIterator<Item = &'a str>) -> bool {
        let mut terms = terms.into_iter();
        terms.any(|term| self.right.iter().any(|right| bare(right) == bare(term)))
    }

    fn is_right(&self, hit: &Hit) -> bool {
        let terms = hit.summary.zh.iter().chain(&hit.summary.bo);
        self.is_met_by(terms.map(|term| term.text.as_str()))
    }
}

/// Returns the queries that a program made from the seed lists.
#[must_use]
pub fn made() -> Vec<Judgement> {
    read("queries.tsv")
}

/// Returns the queries that were written by hand.
#[must_use]
pub fn handwritten() -> Vec<Judgement> {
    read("handwritten.tsv")
}

/// Returns the folder of the judgements.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../index/judgements")
}

/// A query keeps the spaces at its ends: they are part of what was typed.
fn read(name: &str) -> Vec<Judgement> {
    let text = fs::read_to_string(folder().join(name)).unwrap();
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    assert_eq!(lines.next(), Some("kind\tquery\tright\tnote"), "{name}");
    let judgement = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), 4, "{name}: `{line}`");
        let [kind, query, right] = [cells[0], cells[1], cells[2]];
        Judgement {
            kind: kind.to_owned(),
            query: query.to_owned(),
            right: right.split('|').map(str::to_owned).collect(),
        }
    };
    lines.map(judgement).collect()
}

fn bare(term: &str) -> &str {
    term.trim_end_matches(['་', '།'])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_kind_has_queries_enough_and_none_comes_twice() {
        let (made, handwritten) = (made(), handwritten());
        assert!(made.len() >= 800 && handwritten.len() >= 200);
        let kinds: Vec<&[Judgement]> = made.chunk_by(|one, next| one.kind == next.kind).collect();
        let names: BTreeSet<&str> = kinds.iter().map(|kind| kind[0].kind.as_str()).collect();
        assert!(names.len() >= 16, "{names:?}");
        assert_eq!(names.len(), kinds.len(), "the queries of a kind stand together");
        for kind in kinds {
            assert!(kind.len() >= 45, "{}: {}", kind[0].kind, kind.len());
        }
        for file in [made, handwritten] {
            let distinct: BTreeSet<&str> = file.iter().map(|judged| judged.query.as_str()).collect();
            assert_eq!(distinct.len(), file.len());
        }
    }

    #[test]
    fn every_right_designation_stands_in_the_seed() {
        let mut terms = BTreeSet::new();
        for path in crate::seed_files() {
            let text = fs::read_to_string(path).unwrap();
            let cells = text.lines().flat_map(|line| line.split('\t'));
            terms.extend(cells.flat_map(|cell| cell.split('|')).map(str::to_owned));
        }
        for judged in made().into_iter().chain(handwritten()) {
            for right in &judged.right {
                assert!(terms.contains(right), "{}: {right}", judged.query);
            }
        }
    }
}
