//! Working out what an import would do, row by row, without doing it.
//!
//! A row finds its concept by id, else by its place in an official list, else by its Chinese name, else (a row
//! without Chinese) by its Tibetan form. What it says is merged into that concept, or makes a new one.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use exchange::Issue;
use exchange::glossary::Row;
use glossary::{Concept, ConceptId, Workflow};

use super::known::Known;
use super::placing::Placing;
use super::refusal::Refusal;
use crate::Error;

/// What an import would do.
#[derive(Debug)]
pub(crate) struct Plan {
    /// Every concept that the rows speak of, by id; those that are new have the highest ids.
    pub concepts: BTreeMap<ConceptId, Planned>,
    /// What becomes of each row, in the order of the file; `None` for a row that is refused.
    pub outcomes: Vec<Option<Outcome>>,
    /// The concepts that rows were taken for; the others were only looked at.
    pub taken_for: BTreeSet<ConceptId>,
    /// Why rows are refused, with the position of the row.
    pub refused: Vec<(usize, Issue)>,
}

/// A concept as it would be after the import.
#[derive(Debug, Clone)]
pub(crate) struct Planned {
    /// The revision it has now; `None` if it is new.
    pub known_revision: Option<u64>,
    /// As the glossary has it now.
    pub known: Concept,
    /// As it would become.
    pub concept: Concept,
}

/// What becomes of a row that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Created,
    Updated,
    Unchanged,
}

/// How many concepts an import would create, change, and find as the file says. A concept counts once, however many
/// rows speak of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counts {
    pub created: u64,
    pub updated: u64,
    pub unchanged: u64,
}

impl Plan {
    /// Counts the concepts that the rows speak of.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for planned in self.taken_for.iter().filter_map(|id| self.concepts.get(id)) {
            match planned.known_revision {
                None => counts.created += 1,
                Some(_) if planned.is_changed() => counts.updated += 1,
                Some(_) => counts.unchanged += 1,
            }
        }
        counts
    }
}

impl Planned {
    /// Returns what is to be written: what was found right or authorised before is a draft again, because of what is added.
    pub fn text(&self) -> Concept {
        let workflow = match self.concept.workflow {
            Workflow::Reviewed | Workflow::Authorised if self.is_changed() => Workflow::Draft,
            other => other,
        };
        Concept {
            workflow,
            ..self.concept.clone()
        }
    }

    /// Tells whether anything would be written.
    pub fn is_changed(&self) -> bool {
        self.known_revision.is_none() || self.known != self.concept
    }
}

/// Plans the import of `rows` into the glossary `known`.
///
/// A refused row has no effect on any other: the plan is made again without it until no further row falls. Each
/// round but the last refuses a row, and only a broader entry that fell in the round before can make one fall, so
/// there are as many rounds as a list has levels, and two at the least if a row is refused.
pub(crate) fn plan(rows: &[Row], known: &mut dyn Known) -> Result<Plan, Error> {
    let mut refused: Vec<(usize, Issue)> = Vec::new();
    loop {
        let passed_over: HashSet<usize> = refused.iter().map(|(position, _)| *position).collect();
        let mut placing = Placing::new(known)?;
        let Placed {
            outcomes,
            taken_for,
            fallen,
        } = place_all(rows, &passed_over, &mut placing)?;
        if fallen.is_empty() {
            refused.sort_by_key(|(position, _)| *position);
            return Ok(Plan {
                concepts: placing.into_concepts(),
                outcomes,
                taken_for,
                refused,
            });
        }
        refused.extend(
            fallen
                .into_iter()
                .map(|(position, refusal)| (position, refusal.issue(&rows[position]))),
        );
    }
}

/// What one round of placing came to.
struct Placed {
    outcomes: Vec<Option<Outcome>>,
    taken_for: BTreeSet<ConceptId>,
    fallen: Vec<(usize, Refusal)>,
}

fn place_all(rows: &[Row], passed_over: &HashSet<usize>, placing: &mut Placing<'_>) -> Result<Placed, Error> {
    let mut outcomes = vec![None; rows.len()];
    let mut fallen = Vec::new();
    let mut placed = Vec::new();
    for (position, row) in rows
        .iter()
        .enumerate()
        .filter(|(position, _)| !passed_over.contains(position))
    {
        match placing.place(&row.contribution)? {
            Ok((id, outcome)) => {
                outcomes[position] = Some(outcome);
                placed.push((position, id));
            }
            Err(refusal) => fallen.push((position, refusal)),
        }
    }
    let taken_for = placed.iter().map(|(_, id)| *id).collect();
    // A parent may stand below its children, so relations are made when every row has its place.
    for (position, id) in placed {
        let Some(parent) = &rows[position].contribution.broader else {
            continue;
        };
        match placing.relate(id, &parent.collection, &parent.number)? {
            Ok(true) if outcomes[position] == Some(Outcome::Unchanged) => {
                outcomes[position] = Some(Outcome::Updated);
            }
            Ok(_) => {}
            Err(refusal) => fallen.push((position, refusal)),
        }
    }
    Ok(Placed {
        outcomes,
        taken_for,
        fallen,
    })
}

#[cfg(test)]
mod tests;
