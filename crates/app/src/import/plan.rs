//! Working out what an import would do, row by row, without doing it.
//!
//! A row finds its concept by id, else by its place in an official list, else by its Chinese name, else (a row
//! without Chinese) by its Tibetan form. What it says is merged into that concept, or makes a new one. The first file of a
//! glossary that never had a concept keeps the ids that it has: it is the export of another one. Into a glossary that has
//! concepts such a file comes with [`FileIds::Foreign`].

use std::collections::{BTreeMap, BTreeSet, HashSet};

use exchange::Issue;
use glossary::list_change::ListChanges;
use glossary::{Concept, ConceptId, PackedConcept, Relation, Workflow, rules};

use super::FileIds;
use super::file_row::FileRow;
use super::known::Known;
use super::new_edition::{NewEdition, Succeeding};
use super::placing::{GoingOn, Placing};
use super::publishing::{self, HeldBack, Verdict};
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
    /// The concepts that a publication speaks of and does not authorise, with the position of the first row about each.
    pub held_back: Vec<(usize, HeldBack)>,
    /// The ids of another glossary to which rows relate and that no row has, with the position of the row.
    pub unrelated: Vec<(usize, ConceptId)>,
    /// What is wrong with the file as a whole; nothing is planned then.
    pub faults: Vec<Issue>,
    /// What the file changes as the new edition of a list.
    pub list_changes: Option<ListChanges>,
    /// Whether all of that is in the glossary already.
    pub is_list_known: bool,
}

/// A concept as it would be after the import.
#[derive(Debug, Clone)]
pub(crate) struct Planned {
    /// The revision it has now; `None` if it is new.
    pub known_revision: Option<u64>,
    /// As the glossary has it now.
    pub known: PackedConcept,
    /// As it would become; shared with the row that says all of it.
    pub concept: PackedConcept,
    /// Whether it is authorised by having been published.
    pub is_authorised: bool,
}

/// What the rows are imported for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose<'a> {
    /// To be drafts.
    Draft,
    /// To be drafts, as the complete new edition of an official list.
    Succeed(&'a NewEdition),
    /// To be authorised, because a body has published them.
    Authorise,
}

/// What an import is for, and whose ids the file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Aim<'a> {
    pub purpose: Purpose<'a>,
    pub ids: FileIds,
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
    /// A plan for a file that is wrong as a whole.
    fn nothing(rows: usize, issue: Issue) -> Self {
        Self {
            concepts: BTreeMap::new(),
            outcomes: vec![None; rows],
            taken_for: BTreeSet::new(),
            refused: Vec::new(),
            held_back: Vec::new(),
            unrelated: Vec::new(),
            faults: vec![issue],
            list_changes: None,
            is_list_known: true,
        }
    }

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
    /// Returns what is to be written: what was found right or authorised before is a draft again, because of what is
    /// added, unless it is authorised itself.
    pub fn text(&self) -> Concept {
        let mut concept = self.concept.unpack();
        concept.workflow = match concept.workflow {
            _ if self.is_authorised => Workflow::Authorised,
            Workflow::Reviewed | Workflow::Authorised if self.is_changed() => Workflow::Draft,
            other => other,
        };
        concept
    }

    /// Adds a relation to what it would become; false if it has it.
    pub fn relate(&mut self, relation: Relation) -> bool {
        if self.concept.relations().contains(&relation) {
            return false;
        }
        let mut concept = self.concept.unpack();
        concept.relations.push(relation);
        self.concept = PackedConcept::pack(&concept);
        true
    }

    /// Tells whether anything would be written.
    pub fn is_changed(&self) -> bool {
        self.known_revision.is_none() || self.known != self.concept || self.becomes_authorised()
    }

    /// Tells whether it is authorised as it has not been before.
    pub fn becomes_authorised(&self) -> bool {
        let stands = || self.known_revision.is_some() && self.known.unpack().workflow == Workflow::Authorised;
        self.is_authorised && !(self.known == self.concept && stands())
    }
}

/// Plans the import of `rows` into the glossary `known`.
///
/// A refused row has no effect on any other: the plan is made again without it until no further row falls. Each
/// round but the last refuses a row, and only a broader entry that fell in the round before can make one fall, so
/// there are as many rounds as a list has levels, and two at the least if a row is refused.
///
/// What is imported to be authorised has to keep the rules of authorised entries besides: all rows about a concept that
/// would break one are refused.
pub(crate) fn plan(rows: &[FileRow], known: &mut dyn Known, aim: Aim<'_>) -> Result<Plan, Error> {
    let purpose = aim.purpose;
    let succeeding = match purpose {
        Purpose::Succeed(edition) => match Succeeding::begin(edition, rows, known)? {
            Ok(succeeding) => Some(succeeding),
            Err(issue) => return Ok(Plan::nothing(rows.len(), issue)),
        },
        Purpose::Draft | Purpose::Authorise => None,
    };
    let mut refused: Vec<(usize, Issue)> = Vec::new();
    let highest = rows.iter().filter_map(|row| row.id).max();
    loop {
        let passed_over: HashSet<usize> = refused.iter().map(|(position, _)| *position).collect();
        let mut placing = Placing::new(known, highest, aim)?;
        let round = Round {
            rows,
            passed_over: &passed_over,
            purpose,
            succeeding: succeeding.as_ref(),
        };
        let placed = round.place_all(&mut placing)?;
        if placed.fallen.is_empty() {
            refused.sort_by_key(|(position, _)| *position);
            let concepts = placing.into_concepts();
            let list_changes = succeeding.map(|list| list.changes(rows, &placed.placed));
            let is_list_known = match &list_changes {
                Some(changes) => known.list_changes(&changes.collection)?.as_ref() == Some(changes),
                None => true,
            };
            return Ok(Plan {
                concepts,
                outcomes: placed.outcomes,
                taken_for: placed.taken_for,
                refused,
                held_back: placed.held_back,
                unrelated: placed.unrelated,
                faults: Vec::new(),
                list_changes,
                is_list_known,
            });
        }
        let issue = |(position, refusal): (usize, Refusal)| (position, refusal.issue(&rows[position]));
        refused.extend(placed.fallen.into_iter().map(issue));
    }
}

/// What one round of placing came to.
struct Placed {
    outcomes: Vec<Option<Outcome>>,
    /// The rows that were taken, with their concepts.
    placed: Vec<(usize, ConceptId)>,
    taken_for: BTreeSet<ConceptId>,
    fallen: Vec<(usize, Refusal)>,
    held_back: Vec<(usize, HeldBack)>,
    unrelated: Vec<(usize, ConceptId)>,
}

/// One round of placing: all rows but those that fell before.
struct Round<'a> {
    rows: &'a [FileRow],
    passed_over: &'a HashSet<usize>,
    purpose: Purpose<'a>,
    succeeding: Option<&'a Succeeding>,
}

impl Round<'_> {
    fn place_all(&self, placing: &mut Placing<'_>) -> Result<Placed, Error> {
        let rows = self.rows;
        let mut outcomes = vec![None; rows.len()];
        let (mut fallen, mut placed) = (Vec::new(), Vec::new());
        let is_taken = |position: usize| !self.passed_over.contains(&position);
        let renames = self
            .succeeding
            .map(|list| list.renames(is_taken))
            .unwrap_or_default();
        for (position, row) in rows
            .iter()
            .enumerate()
            .filter(|(position, _)| is_taken(*position))
        {
            if let Err(refusal) = self.check_list(position, row) {
                fallen.push((position, refusal));
                continue;
            }
            let going_on = GoingOn {
                list: self.succeeding,
                renames: renames.get(position).copied().flatten(),
            };
            match placing.place(row, going_on)? {
                Ok((id, outcome)) => {
                    outcomes[position] = Some(outcome);
                    placed.push((position, id));
                }
                Err(refusal) => fallen.push((position, refusal)),
            }
        }
        let mut taken_for: BTreeSet<ConceptId> = placed.iter().map(|(_, id)| *id).collect();
        let mut unrelated = Vec::new();
        for (position, id) in placed.iter().copied() {
            let related = placing.relate_foreign(id, &rows[position].said);
            unrelated.extend(related.not_in_file.into_iter().map(|other| (position, other)));
            if related.is_changed && outcomes[position] == Some(Outcome::Unchanged) {
                outcomes[position] = Some(Outcome::Updated);
            }
            self.relate(position, id, placing, &mut outcomes, &mut fallen)?;
            for old in self.succeeding.map_or(&[][..], |list| list.replaced_by(position)) {
                placing.replace(*old, id)?;
                taken_for.insert(*old);
            }
        }
        taken_for.extend(placing.keep_mutual()?);
        // What fell makes another round, in which all of it is judged again.
        let held_back = if self.purpose == Purpose::Authorise && fallen.is_empty() {
            authorise_all(rows, &placed, placing, &mut fallen)?
        } else {
            Vec::new()
        };
        Ok(Placed {
            outcomes,
            placed,
            taken_for,
            fallen,
            held_back,
            unrelated,
        })
    }

    /// Refuses a row that does not fit the edition of a list, and one that speaks of a list where there is none.
    fn check_list(&self, position: usize, row: &FileRow) -> Result<(), Refusal> {
        match (self.succeeding, row.replaces.first()) {
            (Some(list), _) => list.check(position, row),
            (None, Some(said)) => Err(Refusal::ReplacesAlone(said.clone())),
            (None, None) => Ok(()),
        }
    }

    /// A parent may stand below its children, so relations are made when every row has its place.
    fn relate(
        &self,
        position: usize,
        id: ConceptId,
        placing: &mut Placing<'_>,
        outcomes: &mut [Option<Outcome>],
        fallen: &mut Vec<(usize, Refusal)>,
    ) -> Result<(), Error> {
        let Some(parent) = &self.rows[position].broader else {
            return Ok(());
        };
        match placing.relate(id, &parent.collection, &parent.number)? {
            Ok(true) if outcomes[position] == Some(Outcome::Unchanged) => {
                outcomes[position] = Some(Outcome::Updated);
            }
            Ok(_) => {}
            Err(refusal) => fallen.push((position, refusal)),
        }
        Ok(())
    }
}

/// Authorises the concepts of which all that is planned was published; returns those that cannot be told apart from
/// something else, and lets the rows about those fall that would break a rule.
fn authorise_all(
    rows: &[FileRow],
    placed: &[(usize, ConceptId)],
    placing: &mut Placing<'_>,
    fallen: &mut Vec<(usize, Refusal)>,
) -> Result<Vec<(usize, HeldBack)>, Error> {
    let mut about: BTreeMap<ConceptId, Vec<usize>> = BTreeMap::new();
    for (position, id) in placed {
        about.entry(*id).or_default().push(*position);
    }
    let mut held_back = Vec::new();
    for (id, positions) in about {
        let standing = placing.standing(id)?;
        let said: Vec<Concept> = positions
            .iter()
            .map(|position| rows[*position].concept())
            .collect();
        let Some(planned) = placing.planned(id) else {
            continue;
        };
        match publishing::judge(planned, standing.as_ref(), &said) {
            Verdict::Known => {}
            Verdict::HeldBack(reason) => {
                held_back.extend(positions.first().map(|first| (*first, HeldBack { id, reason })));
            }
            Verdict::Authorised => {
                planned.is_authorised = true;
                if let Some(violation) = rules::check_numbered(id, &planned.text()).into_iter().next() {
                    let refused = |position| (position, Refusal::Rule(violation.clone()));
                    fallen.extend(positions.into_iter().map(refused));
                }
            }
        }
    }
    held_back.sort_by_key(|(position, _)| *position);
    Ok(held_back)
}

#[cfg(test)]
mod foreign_ids;
#[cfg(test)]
mod new_editions;
#[cfg(test)]
mod tests;
