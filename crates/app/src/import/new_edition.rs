//! A file that is the complete new edition of an official list, beside the list whose place it takes.
//!
//! That a name took the place of another is known from the file and never guessed: a column says so, and what only looks so is
//! told to whoever loads the list.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use exchange::{Extent, Issue, Place};
use glossary::list_change::{ListChange, ListChangeKind, ListChanges, ListEntry, entry_in_list};
use glossary::{CollectionName, Concept, ConceptId, Lang, RelationKind, term_key};

use super::file_row::FileRow;
use super::known::Known;
use super::refusal::{Refusal, codes};
use crate::Error;

/// What a file is the new edition of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewEdition {
    /// The file's name, for what is wrong with it as a whole.
    pub file: String,
    /// The new edition, if it is named beside the file.
    pub collection: Option<CollectionName>,
    /// The list whose place it takes.
    pub predecessor: CollectionName,
    /// Whether nobody may know of that list.
    pub is_hidden: bool,
}

/// The rows of a new edition against the names of the old one.
#[derive(Debug)]
pub(crate) struct Succeeding {
    collection: CollectionName,
    predecessor: CollectionName,
    old: OldList,
    /// Row by row: whose place it takes, or why that cannot be said.
    replaces: Vec<Result<Vec<ConceptId>, Refusal>>,
}

/// The names of the old edition.
#[derive(Debug, Default)]
pub(crate) struct OldList {
    entries: BTreeMap<ConceptId, OldEntry>,
    by_key: HashMap<String, Vec<ConceptId>>,
}

#[derive(Debug)]
struct OldEntry {
    entry: ListEntry,
    /// What took its place before this import.
    replaced_by: Vec<ConceptId>,
}

impl Succeeding {
    /// Reads the old list and what the rows say of it; an issue if the file cannot be an edition that succeeds it.
    pub fn begin(
        edition: &NewEdition,
        rows: &[FileRow],
        known: &mut dyn Known,
    ) -> Result<Result<Self, Issue>, Error> {
        let first = rows.first().map(|row| row.concept().memberships);
        let first = first.as_ref().and_then(|memberships| memberships.first());
        let collection = edition.collection.as_ref().or(first.map(|m| &m.collection));
        let Some(collection) = collection.filter(|_| !rows.is_empty()) else {
            return Ok(Err(edition.fault(&Fault::Nameless)));
        };
        let predecessor = &edition.predecessor;
        if edition.is_hidden {
            return Ok(Err(edition.fault(&Fault::NoSuchList)));
        }
        let mut above = Some(predecessor.clone());
        let mut seen = BTreeSet::new();
        while let Some(list) = above.filter(|list| seen.insert(list.clone())) {
            if list == *collection {
                return Ok(Err(edition.fault(&Fault::Itself(collection.clone()))));
            }
            above = known.list_changes(&list)?.map(|changes| changes.predecessor);
        }
        let old = OldList::read(predecessor, known)?;
        if old.entries.is_empty() {
            return Ok(Err(edition.fault(&Fault::NoSuchList)));
        }
        let replaces = rows.iter().map(|row| old.whose_place(row, predecessor)).collect();
        let mut succeeding = Self {
            collection: collection.clone(),
            predecessor: predecessor.clone(),
            old,
            replaces,
        };
        succeeding.refuse_names_that_stay(rows);
        Ok(Ok(succeeding))
    }

    /// A name that still stands in the new edition was not replaced there.
    fn refuse_names_that_stay(&mut self, rows: &[FileRow]) {
        let names: Vec<Option<String>> = rows.iter().map(name_key).collect();
        let standing: HashMap<&String, &FileRow> = names.iter().flatten().zip(rows).collect();
        for (replaced, own) in self.replaces.iter_mut().zip(&names) {
            let Ok(ids) = replaced else { continue };
            // Whoever merges several names into one of them may name that one too.
            let entries = &self.old.entries;
            let key_of = |id: &ConceptId| entries.get(id).map(|old| term_key(Lang::Zh, &old.entry.name));
            ids.retain(|id| key_of(id).as_ref() != own.as_ref());
            let stays = ids.iter().find_map(|id| {
                let row = key_of(id).and_then(|key| standing.get(&key).copied())?;
                let name = entries.get(id)?.entry.name.clone();
                let place = row.place.clone();
                Some(Refusal::StillListed { name, place })
            });
            if let Some(refusal) = stays {
                *replaced = Err(refusal);
            }
        }
    }

    /// Returns why a row cannot stand in this edition, if it cannot.
    pub fn check(&self, position: usize, row: &FileRow) -> Result<(), Refusal> {
        let memberships = row.concept().memberships;
        if !memberships.iter().any(|m| m.collection == self.collection) {
            return Err(Refusal::OtherList {
                collection: memberships.first().map(|m| m.collection.clone()),
                expected: self.collection.clone(),
            });
        }
        match self.replaces.get(position) {
            Some(Err(refusal)) => Err(refusal.clone()),
            _ => Ok(()),
        }
    }

    /// Returns the concepts whose place the row at `position` takes.
    pub fn replaced_by(&self, position: usize) -> &[ConceptId] {
        match self.replaces.get(position) {
            Some(Ok(ids)) => ids,
            _ => &[],
        }
    }

    /// Returns, row by row, the concept that the row merely renames: it takes the place of that one alone, and no other row
    /// does.
    pub fn renames(&self, is_taken: impl Fn(usize) -> bool) -> Vec<Option<ConceptId>> {
        let mut claims: BTreeMap<ConceptId, usize> = BTreeMap::new();
        for position in (0..self.replaces.len()).filter(|position| is_taken(*position)) {
            for id in self.replaced_by(position) {
                *claims.entry(*id).or_default() += 1;
            }
        }
        let alone = |position| match self.replaced_by(position) {
            [only] if claims.get(only) == Some(&1) => Some(*only),
            _ => None,
        };
        (0..self.replaces.len()).map(alone).collect()
    }

    /// Returns the list whose place is taken.
    pub fn predecessor(&self) -> &CollectionName {
        &self.predecessor
    }

    /// Returns those of `candidates`, which share a name, that the entry numbered `number` of the new edition goes on: of the
    /// old list rather than of others, of the same number rather than of the same level.
    pub fn going_on(&self, candidates: &[ConceptId], number: Option<&str>) -> Vec<ConceptId> {
        let mut left = candidates.to_vec();
        let old_number = |id: &ConceptId| self.old.entries.get(id).map(|old| old.entry.number.as_deref());
        let narrow = |left: &mut Vec<ConceptId>, fits: &dyn Fn(&ConceptId) -> bool| {
            let fitting: Vec<_> = left.iter().copied().filter(fits).collect();
            if !fitting.is_empty() {
                *left = fitting;
            }
        };
        narrow(&mut left, &|id| old_number(id).is_some());
        if left.len() > 1 {
            narrow(&mut left, &|id| old_number(id) == Some(number));
        }
        if left.len() > 1 {
            narrow(&mut left, &|id| old_number(id).map(level) == Some(level(number)));
        }
        left
    }

    /// Returns what became of every name, when each row that was taken has its concept.
    pub fn changes(&self, rows: &[FileRow], placed: &[(usize, ConceptId)]) -> ListChanges {
        let (mut changes, mut told, mut gone_on) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        for (position, id) in placed {
            let Some(row) = rows.get(*position) else { continue };
            let new = new_entry(*id, row, &self.collection);
            let mut old: Vec<ConceptId> = self.replaced_by(*position).to_vec();
            let before = self.old.entries.iter();
            let replaced_before = before
                .filter(|(_, old)| old.replaced_by.contains(id))
                .map(|(id, _)| *id);
            if self.old.entries.contains_key(id) && !old.contains(id) {
                old.insert(0, *id);
            }
            for other in replaced_before {
                if !old.contains(&other) {
                    old.push(other);
                }
            }
            if old.is_empty() && told.insert((*id, None)) {
                changes.push(change(ListChangeKind::New, None, Some(new)));
                continue;
            }
            for other in old {
                gone_on.insert(other);
                if told.insert((*id, Some(other)))
                    && let Some(old) = self.old.entries.get(&other)
                {
                    let stays =
                        other == *id && term_key(Lang::Zh, &old.entry.name) == term_key(Lang::Zh, &new.name);
                    let kind = if stays {
                        ListChangeKind::Unchanged
                    } else {
                        ListChangeKind::Renamed
                    };
                    changes.push(change(kind, Some(old.entry.clone()), Some(new.clone())));
                }
            }
        }
        let left = self.old.entries.iter().filter(|(id, _)| !gone_on.contains(*id));
        changes.extend(left.map(|(_, old)| change(ListChangeKind::Abolished, Some(old.entry.clone()), None)));
        ListChanges {
            collection: self.collection.clone(),
            predecessor: self.predecessor.clone(),
            changes,
        }
    }
}

impl OldList {
    fn read(list: &CollectionName, known: &mut dyn Known) -> Result<Self, Error> {
        let mut old = Self::default();
        for id in known.in_collection(list)? {
            if let Some(found) = known.concept(id)? {
                old.add(id, &found.concept, list);
            }
        }
        Ok(old)
    }

    fn add(&mut self, id: ConceptId, concept: &Concept, list: &CollectionName) {
        let Some(entry) = entry_in_list(id, concept, list) else {
            return;
        };
        let keys: BTreeSet<String> = concept.terms_in(Lang::Zh).iter().map(|term| term.key()).collect();
        for key in keys {
            self.by_key.entry(key).or_default().push(id);
        }
        let relations = concept.relations.iter();
        let replaced = relations.filter(|relation| relation.kind == RelationKind::ReplacedBy);
        let replaced_by = replaced.map(|relation| relation.id).collect();
        self.entries.insert(id, OldEntry { entry, replaced_by });
    }

    /// Returns the concepts that a row says it takes the place of, each once.
    fn whose_place(&self, row: &FileRow, list: &CollectionName) -> Result<Vec<ConceptId>, Refusal> {
        let mut found = Vec::new();
        for said in &row.replaces {
            let id = self.find(said, list)?;
            if !found.contains(&id) {
                found.push(id);
            }
        }
        Ok(found)
    }

    /// Finds a name of the list, or an id: the name that the list has before other names of its concepts.
    fn find(&self, said: &str, list: &CollectionName) -> Result<ConceptId, Refusal> {
        let by_id = said.parse().ok().filter(|id| self.entries.contains_key(id));
        if let Some(id) = by_id {
            return Ok(id);
        }
        let key = term_key(Lang::Zh, said);
        let named = self.by_key.get(&key).map(Vec::as_slice).unwrap_or_default();
        let is_name = |id: &&ConceptId| {
            let old = self.entries.get(id);
            old.is_some_and(|old| term_key(Lang::Zh, &old.entry.name) == key)
        };
        let listed: Vec<ConceptId> = named.iter().filter(is_name).copied().collect();
        let found = if listed.is_empty() { named } else { &listed };
        match found {
            [only] => Ok(*only),
            [] => Err(Refusal::NotInOldList {
                name: said.to_owned(),
                list: list.clone(),
            }),
            several => Err(Refusal::SeveralReplaced {
                name: said.to_owned(),
                ids: several.to_vec(),
            }),
        }
    }
}

fn change(kind: ListChangeKind, old: Option<ListEntry>, new: Option<ListEntry>) -> ListChange {
    ListChange { kind, old, new }
}

fn name_key(row: &FileRow) -> Option<String> {
    let concept = row.concept();
    let name = concept.preferred(Lang::Zh);
    name.map(|name| term_key(Lang::Zh, name))
}

fn new_entry(id: ConceptId, row: &FileRow, list: &CollectionName) -> ListEntry {
    let concept = &row.concept();
    let name = concept
        .preferred(Lang::Zh)
        .or_else(|| concept.preferred(Lang::Bo));
    let place = concept.memberships.iter().find(|m| m.collection == *list);
    ListEntry {
        concept: id,
        number: place.and_then(|place| place.number.clone()),
        name: name.unwrap_or_default().to_owned(),
        article: concept.legal_basis.iter().find_map(|basis| basis.article.clone()),
    }
}

/// Returns the level of a list that a number is of, by how it is written: 十一, 148 and (1) are three.
fn level(number: Option<&str>) -> Option<(bool, bool)> {
    let number = number?;
    let has_digits = number.chars().any(|c| c.is_ascii_digit());
    let has_brackets = number.chars().any(|c| matches!(c, '(' | '（'));
    Some((has_digits, has_brackets))
}

/// Why a file as a whole cannot be the new edition.
enum Fault {
    Nameless,
    NoSuchList,
    Itself(CollectionName),
}

impl NewEdition {
    fn fault(&self, fault: &Fault) -> Issue {
        let (file, predecessor) = (&self.file, &self.predecessor);
        let (code, said, said_zh) = match fault {
            Fault::Nameless => (
                codes::NEW_LIST_NAMELESS,
                "the file is to succeed a list, and is either empty or does not say which list it is (hint: name the new \
                 one with `--collection`, or in the column `collection`)"
                    .to_owned(),
                "要作为名录新版导入的文件没有内容，或没有写明新版是哪个集合（提示：请用 `--collection` 或在 `collection` 列写明新版的集合）".to_owned(),
            ),
            Fault::NoSuchList => (
                codes::UNKNOWN_LIST,
                format!("there is no list `{predecessor}` whose place could be taken (hint: import it first, or correct the name)"),
                format!("没有可被取代的名录 `{predecessor}`（提示：请先导入该名录，或更正名称）"),
            ),
            Fault::Itself(collection) => (
                codes::LIST_SUCCEEDS_ITSELF,
                format!(
                    "`{collection}` cannot succeed `{predecessor}`, which is the list itself or succeeds it (hint: a new \
                     edition is a collection of its own, such as `charges-2027`)"
                ),
                format!("`{collection}` 不能取代 `{predecessor}`：两者是同一名录，或后者已取代前者（提示：新版请另立集合，如 `charges-2027`）"),
            ),
        };
        let name: Arc<str> = file.as_str().into();
        let place = Place::of_sheet(&name, None);
        Issue {
            message: format!("{place}: {said}"),
            message_zh: format!("{place}：{said_zh}"),
            place,
            column: None,
            code,
            value: predecessor.to_string(),
            extent: Extent::Sheet,
        }
    }
}
