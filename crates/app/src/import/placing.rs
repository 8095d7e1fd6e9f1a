//! Finding the concept that a row speaks of, among those of the glossary and those the import itself has made.

use std::collections::{BTreeMap, HashMap, HashSet};

use glossary::list_change::{renamed, term_in_list};
use glossary::{CollectionName, Concept, ConceptId, Lang, PackedConcept, Workflow, merge, rules, term_key};

use super::FileIds;
use super::file_row::FileRow;
use super::known::Known;
use super::names::Names;
use super::new_edition::Succeeding;
use super::plan::{Aim, Outcome, Planned};
use super::refusal::Refusal;
use crate::Error;

/// Above this number no id of a file is kept: the counter would come too near its end.
const HIGHEST_KEPT: u64 = 999_999_999;

/// The state of an import while its rows are placed one after the other.
pub(crate) struct Placing<'a> {
    known: &'a mut dyn Known,
    next_concept: u64,
    /// Whether no id was ever given here, so that those of the file can be kept.
    keeps_ids: bool,
    /// Where the ids of the file belong to another glossary: what each of them stands for here.
    pub(super) foreign: Option<HashMap<ConceptId, ConceptId>>,
    /// The concepts of which a row has shown that it means them by their id.
    vouched_for: HashSet<ConceptId>,
    pub(super) concepts: BTreeMap<ConceptId, Planned>,
    /// What the glossary has of new concepts.
    nothing: PackedConcept,
    /// Names and numbers that this import itself has added.
    names: Names,
}

/// What a row of a new edition goes on with.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct GoingOn<'a> {
    /// The edition; none in any other import.
    pub list: Option<&'a Succeeding>,
    /// The concept that the row renames.
    pub renames: Option<ConceptId>,
}

impl<'a> Placing<'a> {
    /// Begins; `highest` is the highest id of the file.
    pub fn new(known: &'a mut dyn Known, highest: Option<ConceptId>, aim: Aim<'_>) -> Result<Self, Error> {
        let mut next_concept = known.next_concept()?;
        let keeps_ids = next_concept == 1 && aim.ids == FileIds::Ours;
        if let Some(highest) = highest.map(ConceptId::number).filter(|_| keeps_ids) {
            // Rows without an id get numbers that none of the others has.
            next_concept = highest.min(HIGHEST_KEPT) + 1;
        }
        Ok(Self {
            known,
            next_concept,
            keeps_ids,
            foreign: (aim.ids == FileIds::Foreign).then(HashMap::new),
            vouched_for: HashSet::new(),
            concepts: BTreeMap::new(),
            nothing: PackedConcept::pack(&Concept::draft()),
            names: Names::default(),
        })
    }

    pub fn into_concepts(self) -> BTreeMap<ConceptId, Planned> {
        self.concepts
    }

    /// Returns what stands of a concept as authorised.
    pub fn standing(&mut self, id: ConceptId) -> Result<Option<Concept>, Error> {
        match self.concepts.get(&id) {
            Some(planned) if planned.known_revision.is_none() => Ok(None),
            Some(planned) => {
                let known = planned.known.unpack();
                if known.workflow == Workflow::Authorised {
                    return Ok(Some(known));
                }
                self.known.standing(id)
            }
            None => self.known.standing(id),
        }
    }

    /// Returns a concept of the plan.
    pub fn planned(&mut self, id: ConceptId) -> Option<&mut Planned> {
        self.concepts.get_mut(&id)
    }

    /// Merges what a row says into its concept, or says why it cannot be.
    ///
    /// A row of a new edition may rename a concept: it is merged into that one, unless it is about another.
    pub fn place(
        &mut self,
        row: &FileRow,
        going_on: GoingOn<'_>,
    ) -> Result<Result<(ConceptId, Outcome), Refusal>, Error> {
        let mut said = row.concept();
        let mut target = match self.target(row.id, &said, going_on.list)? {
            Ok(target) => target,
            Err(refusal) => return Ok(Err(refusal)),
        };
        if let Some(renamed) = going_on.renames.filter(|_| target.is_none())
            && self.bring_in(renamed)?
        {
            target = Some(renamed);
        }
        let before = target.and_then(|id| Some(self.concepts.get(&id)?.concept.clone()));
        if self.foreign.is_some() {
            // They are made when it is known what their ids stand for.
            said.relations.clear();
        }
        let merged = match (before.as_ref().map(PackedConcept::unpack), going_on.list) {
            (Some(before), Some(list)) if target == going_on.renames => {
                merge::merge(&under_new_name(&before, &said, list), &said)
            }
            (Some(before), _) => merge::merge(&before, &said),
            (None, _) if merge::stands_alone(&said) => said,
            (None, _) => merge::merge(&Concept::draft(), &said),
        };
        let violations = match target {
            Some(id) => rules::check_numbered(id, &merged),
            None => rules::check(&merged),
        };
        if let Some(violation) = violations.into_iter().next() {
            return Ok(Err(Refusal::Rule(violation)));
        }
        // What the row says already, or is known, is not held twice.
        let packed = PackedConcept::pack(&merged);
        let (outcome, packed) = match before {
            None if packed == row.said => (Outcome::Created, row.said.clone()),
            None => (Outcome::Created, packed),
            Some(before) if before == packed => (Outcome::Unchanged, before),
            Some(_) => (Outcome::Updated, packed),
        };
        let kept = self.keep(target, &merged, packed);
        if let (Some(foreign), Some(id)) = (&mut self.foreign, row.id) {
            foreign.insert(id, kept);
        }
        Ok(Ok((kept, outcome)))
    }

    /// Finds the concept that a row speaks of and brings it in; `None` for a new one that has no id yet.
    fn target(
        &mut self,
        id: Option<ConceptId>,
        concept: &Concept,
        list: Option<&Succeeding>,
    ) -> Result<Result<Option<ConceptId>, Refusal>, Error> {
        match (id, &self.foreign) {
            (Some(id), None) => {
                let is_kept = self.keeps_ids && id.number() <= HIGHEST_KEPT;
                return Ok(if self.bring_in(id)? {
                    self.check_means(id, concept).map(|()| Some(id))
                } else if is_kept {
                    Ok(Some(id))
                } else {
                    Err(Refusal::UnknownId(id))
                });
            }
            (Some(id), Some(foreign)) => {
                if let Some(meant) = foreign.get(&id) {
                    return Ok(Ok(Some(*meant)));
                }
            }
            (None, _) => {}
        }
        let numbered: Vec<_> = concept
            .memberships
            .iter()
            .filter_map(|m| Some((&m.collection, m.number.as_deref()?)))
            .collect();
        for (collection, number) in &numbered {
            if let Some(id) = self.list_entry(collection, number)? {
                return Ok(self
                    .check_name(id, concept, collection, number)
                    .map(|()| Some(id)));
            }
        }
        let mut candidates = self.candidates(concept)?;
        // The same name at another place of the same list is another entry.
        candidates.retain(|id| {
            !numbered
                .iter()
                .any(|(collection, _)| self.has_number_in(*id, collection))
        });
        if let Some(list) = list.filter(|_| candidates.len() > 1) {
            candidates = list.going_on(&candidates, numbered.first().map(|(_, number)| *number));
        }
        Ok(match candidates[..] {
            [] => Ok(None),
            [only] => Ok(Some(only)),
            _ => Err(Refusal::Ambiguous(candidates)),
        })
    }

    fn candidates(&mut self, concept: &Concept) -> Result<Vec<ConceptId>, Error> {
        let (lang, name) = match (concept.preferred(Lang::Zh), concept.preferred(Lang::Bo)) {
            (Some(zh), _) => (Lang::Zh, zh),
            (None, Some(bo)) => (Lang::Bo, bo),
            (None, None) => match concept.preferred(Lang::En) {
                Some(en) => (Lang::En, en),
                None => return Ok(Vec::new()),
            },
        };
        let key = term_key(lang, name);
        let mut found = match lang {
            Lang::Zh => self.known.by_name_zh(&key)?,
            _ => self.known.by_term(lang, &key)?,
        };
        found.extend(self.names.named(lang, &key));
        found.sort_unstable();
        found.dedup();
        for id in &found {
            self.bring_in(*id)?;
        }
        Ok(found)
    }

    pub(super) fn list_entry(
        &mut self,
        collection: &CollectionName,
        number: &str,
    ) -> Result<Option<ConceptId>, Error> {
        let found = match self.names.at(collection, number) {
            Some(id) => Some(id),
            None => self.known.by_list_entry(collection, number)?.first().copied(),
        };
        if let Some(id) = found {
            self.bring_in(id)?;
        }
        Ok(found)
    }

    /// Refuses a number that belongs to another name: a shifted column would otherwise rename a whole list.
    fn check_name(
        &self,
        id: ConceptId,
        incoming: &Concept,
        collection: &CollectionName,
        number: &str,
    ) -> Result<(), Refusal> {
        let Some(planned) = self.concepts.get(&id).map(|planned| planned.concept.unpack()) else {
            return Ok(());
        };
        // The list goes on having the name that it gave, whatever later editions call the same.
        let listed = term_in_list(&planned, collection);
        let is_listed = |name: &str| listed.is_some_and(|term| term.key() == term_key(Lang::Zh, name));
        if incoming.preferred(Lang::Zh).is_some_and(is_listed) {
            return Ok(());
        }
        match (incoming.preferred(Lang::Zh), planned.preferred(Lang::Zh)) {
            (Some(name), Some(known)) if term_key(Lang::Zh, name) != term_key(Lang::Zh, known) => {
                Err(Refusal::NumberTaken {
                    collection: collection.clone(),
                    number: number.to_owned(),
                    holder: id,
                    name: known.to_owned(),
                })
            }
            _ => Ok(()),
        }
    }

    /// Refuses an id under which the glossary has a concept of another name: an id of another glossary would otherwise join
    /// what has nothing to do with each other. A row without Chinese, and one after a row that has shown it, is believed.
    fn check_means(&mut self, id: ConceptId, incoming: &Concept) -> Result<(), Refusal> {
        let Some(planned) = self
            .concepts
            .get(&id)
            .filter(|planned| planned.known_revision.is_some())
        else {
            return Ok(());
        };
        let known = planned.known.unpack();
        let (known, named) = (known.terms_in(Lang::Zh), incoming.terms_in(Lang::Zh));
        let is_known = named
            .iter()
            .any(|term| known.iter().any(|known| known.key() == term.key()));
        if is_known || known.is_empty() || named.is_empty() || self.vouched_for.contains(&id) {
            self.vouched_for.insert(id);
            return Ok(());
        }
        Err(Refusal::OtherConcept {
            id,
            name: known.first().map(|term| term.text.clone()).unwrap_or_default(),
        })
    }

    fn has_number_in(&self, id: ConceptId, collection: &CollectionName) -> bool {
        let Some(planned) = self.concepts.get(&id) else {
            return false;
        };
        let memberships = planned.concept.unpack().memberships;
        memberships
            .iter()
            .any(|m| m.collection == *collection && m.number.is_some())
    }

    /// Brings a concept of the glossary into the plan; false if there is none.
    pub(super) fn bring_in(&mut self, id: ConceptId) -> Result<bool, Error> {
        if self.concepts.contains_key(&id) {
            return Ok(true);
        }
        let Some(found) = self.known.concept(id)? else {
            return Ok(false);
        };
        let known = PackedConcept::pack(&found.concept);
        let planned = Planned {
            known_revision: Some(found.revision),
            concept: known.clone(),
            known,
            is_authorised: false,
        };
        self.concepts.insert(id, planned);
        Ok(true)
    }

    /// Keeps a merged concept, which is given packed too, under its id, a new one under the next free id, and makes it
    /// findable for later rows.
    fn keep(&mut self, target: Option<ConceptId>, merged: &Concept, packed: PackedConcept) -> ConceptId {
        let id = target.unwrap_or_else(|| ConceptId::new(self.next_concept));
        self.names.add(id, merged);
        match self.concepts.get_mut(&id) {
            Some(planned) => planned.concept = packed,
            None => {
                self.next_concept += u64::from(target.is_none());
                self.concepts.insert(
                    id,
                    Planned {
                        known_revision: None,
                        known: self.nothing.clone(),
                        concept: packed,
                        is_authorised: false,
                    },
                );
            }
        }
        id
    }
}

/// Returns `concept` with the name of `incoming` in the place of the one that it has in the old list.
fn under_new_name(concept: &Concept, incoming: &Concept, list: &Succeeding) -> Concept {
    match incoming.terms_in(Lang::Zh).first() {
        Some(name) => renamed(concept, name, list.predecessor()),
        None => concept.clone(),
    }
}
