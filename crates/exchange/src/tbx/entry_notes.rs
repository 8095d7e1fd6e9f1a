//! Remarks of an entry: notes of people, notes of our own, and values that are kept as remarks under their names.

use std::borrow::Cow;

use ::glossary::{LegalBasis, Note, Relation, Visibility};

use super::entry::{EntryReader, Level};
use super::own_notes::{self, name};
use super::report::Remark;
use crate::glossary::cell_check;

impl<'a> EntryReader<'_, 'a> {
    /// Keeps what has no place of its own as a remark under its name, and tells of it.
    pub(super) fn keep_as_note(&mut self, index: usize, level: &Level) {
        self.keep(index, level, Remark::KeptAsNote);
    }

    /// Keeps a value as a remark where the term has another one already, and tells of it.
    pub(super) fn keep_second(&mut self, index: usize, level: &Level) {
        self.keep(index, level, Remark::SecondValue);
    }

    fn keep(&mut self, index: usize, level: &Level, remark: Remark) {
        let name = self.tree.category(index).to_owned();
        let target = self.tree.take_attribute(index, "target");
        let value = [self.tree.take(index), target.unwrap_or_default()];
        let value: Vec<&str> = value
            .iter()
            .map(|part| &**part)
            .filter(|part| !part.is_empty())
            .collect();
        if value.is_empty() {
            return;
        }
        let value = value.join(" ");
        self.tell(remark, index, &value);
        self.plain_note(index, format!("{name}: {value}"), level, Visibility::Editors);
    }

    pub(super) fn note(&mut self, index: usize, text: Cow<'a, str>, level: &Level) {
        if text.is_empty() {
            return;
        }
        if self.facts.is_ours
            && let Some((name, value)) = own_notes::read(&text)
        {
            let is_known = match level {
                Level::Term(_) => self.own_term_note(name, value),
                Level::Concept | Level::Language(..) => self.own_note(index, name, value),
            };
            if is_known.is_some() {
                return;
            }
            self.tell(Remark::KeptAsNote, index, &text);
        }
        self.plain_note(index, text.into_owned(), level, Visibility::Public);
    }

    fn plain_note(&mut self, index: usize, text: String, level: &Level, visibility: Visibility) {
        if let Some(fault) = cell_check::check_plain(&text) {
            return self.fault(index, &text, fault);
        }
        match (level, self.terms.last_mut()) {
            (Level::Term(_), Some(draft)) => draft.add_note(&text),
            _ => self.concept.notes.push(Note { visibility, text }),
        }
    }

    /// Takes a note of our own on the entry; `None` if it is not one that we write.
    fn own_note(&mut self, index: usize, name: &str, value: &str) -> Option<()> {
        let concept = &mut self.concept;
        match name {
            name::NOTE => self.plain_note(index, value.to_owned(), &Level::Concept, Visibility::Public),
            name::EDITORS => self.plain_note(index, value.to_owned(), &Level::Concept, Visibility::Editors),
            name::WORKFLOW => self.tell(Remark::Workflow, index, value),
            name::NUMBER => concept.memberships.last_mut()?.number = Some(value.to_owned()),
            name::LEGAL_BASIS => concept
                .legal_basis
                .push(serde_json::from_str::<LegalBasis>(value).ok()?),
            name::RELATION => {
                let (kind, id) = value.split_once(' ')?;
                let (kind, id) = (kind.parse().ok()?, id.parse().ok()?);
                concept.relations.push(Relation { kind, id });
            }
            _ => return None,
        }
        Some(())
    }
}
