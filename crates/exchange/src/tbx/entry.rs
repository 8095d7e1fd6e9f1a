//! From the tree of an entry to what it says about a concept. What nothing takes is told of at the end.

use std::collections::BTreeSet;
use std::sync::Arc;

use ::glossary::{
    AdministrativeStatus, CollectionName, Concept, Definition, Lang, Membership, Region, Source, SubjectField,
};

use super::categories::{Category, Use};
use super::report::{Element, Remark, Report};
use super::rest::{spot, tell_the_rest};
use super::term_section::TermDraft;
use super::tree::Tree;
use crate::glossary::name_replacements;
use crate::glossary::{Contribution, cell_check};
use crate::issue::{Fault, Words};
use crate::{Extent, Issue, Place, codes};

/// What the file says of itself, and who imports it of its entries.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Whether we wrote it, so that its ids and notes are ours.
    pub is_ours: bool,
    /// The language of the document, in which definitions are that name none.
    pub lang: Option<Lang>,
    /// The collection of entries that name none.
    pub collection: Option<CollectionName>,
    /// The fields of law there are, where there is a list of them.
    pub subject_fields: Option<BTreeSet<SubjectField>>,
}

impl Facts {
    /// Tells whether the file may put entries into `field`: the list of fields is ours to extend.
    fn may_name(&self, field: &SubjectField) -> bool {
        self.is_ours
            || self
                .subject_fields
                .as_ref()
                .is_none_or(|fields| fields.contains(field))
    }
}

/// Reads what the entry in `tree` says.
pub(super) fn read(
    tree: &mut Tree<'_>,
    facts: &Facts,
    report: &mut Report,
    whole: &Place,
) -> Result<Contribution, Vec<Issue>> {
    let mut entry = EntryReader {
        tree,
        facts,
        report,
        whole,
        issues: Vec::new(),
        concept: Concept::draft(),
        terms: Vec::new(),
    };
    entry.tree.enter(0);
    let id = if facts.is_ours {
        entry.tree.take_attribute(0, "id")
    } else {
        None
    };
    let id = id.and_then(|id| entry.tell_unless(id.parse().ok(), 0, &id));
    entry.items(0, &Level::Concept);
    entry.finish_terms();
    if !entry.issues.is_empty() {
        return Err(entry.issues);
    }
    tell_the_rest(entry.tree, entry.report);
    let mut concept = entry.concept;
    if let Some(collection) = facts
        .collection
        .as_ref()
        .filter(|_| concept.memberships.is_empty())
    {
        concept.memberships.push(Membership {
            collection: collection.clone(),
            number: None,
        });
    }
    // What we wrote says it where it is known.
    if !facts.is_ours {
        for guess in name_replacements(&mut concept) {
            let told = format!("{} → {}", guess.text, guess.replaced_by);
            let at = spot(entry.tree, 0);
            entry
                .report
                .add(Remark::ReplacementGuessed, &Element::named("term"), at, &told);
        }
    }
    concept.terms.shrink_to_fit();
    Ok(Contribution {
        id,
        concept: Arc::new(concept),
        broader: None,
        replaces: Vec::new(),
    })
}

/// Where in an entry something stands.
#[derive(Debug, Clone)]
pub(super) enum Level {
    Concept,
    Language(Lang, Option<Region>),
    /// In the term section that is being read, which is in this language.
    Term(Lang),
}

pub(super) struct EntryReader<'r, 'a> {
    pub tree: &'r mut Tree<'a>,
    pub facts: &'r Facts,
    pub report: &'r mut Report,
    whole: &'r Place,
    pub issues: Vec<Issue>,
    pub concept: Concept,
    pub terms: Vec<TermDraft>,
}

impl<'a> EntryReader<'_, 'a> {
    /// Reads what stands directly in an element.
    pub(super) fn items(&mut self, parent: usize, level: &Level) {
        let mut next = self.tree.first_child(parent);
        while let Some(child) = next {
            self.item(child, level);
            next = self.tree.sibling_after(child);
        }
    }

    fn item(&mut self, index: usize, level: &Level) {
        match (self.tree.name(index), level) {
            ("langSec" | "langSet", Level::Concept) => self.language(index),
            ("termSec" | "tig" | "ntig", Level::Language(lang, area)) => {
                self.term_section(index, *lang, area.clone())
            }
            ("descripGrp" | "adminGrp" | "termNoteGrp" | "termGrp", _) => self.group(index, level),
            // Who changed what and when is left to be told, each part by its name.
            ("transacGrp", _) => self.tree.enter(index),
            ("note", _) => {
                let text = self.tree.take(index);
                self.note(index, text, level);
            }
            _ if self.tree.node(index).is_some_and(|node| node.is_inline) => {}
            _ => self.category(index, level, None),
        }
    }

    /// Reads a group: a definition or context with its source, or values with remarks on them.
    fn group(&mut self, index: usize, level: &Level) {
        self.tree.enter(index);
        let children: Vec<usize> = self.tree.children(index).collect();
        let becomes = |tree: &Tree<'_>, child: usize| carried(tree, child).map(|c| c.becomes);
        let find = |wanted: &[Use]| {
            let is_wanted = |child: &usize| {
                let is_one = becomes(self.tree, *child).is_some_and(|becomes| wanted.contains(&becomes));
                is_one && !self.text(*child).is_empty()
            };
            children.iter().copied().find(is_wanted)
        };
        // A source goes with what is taken; a context above a term is not, and its source stands for itself.
        let quoted = match level {
            Level::Term(_) => find(&[Use::Definition, Use::Context]),
            Level::Concept | Level::Language(..) => find(&[Use::Definition]),
        };
        let source = quoted.and_then(|_| find(&[Use::Source]));
        let source_text = source.map(|source| self.tree.take(source).into_owned());
        for child in children {
            if Some(child) == quoted {
                self.category(child, level, source_text.clone());
            } else if Some(child) != source {
                self.item(child, level);
            }
        }
    }

    /// Takes an element by its data category, if it has a meaning at this level.
    fn category(&mut self, index: usize, level: &Level, source: Option<String>) {
        let Some(category) = carried(self.tree, index) else {
            return;
        };
        match (category.becomes, level) {
            (Use::SubjectField, _) => self.subject_field(index, level),
            (Use::Collection, _) => self.membership(index, level),
            (Use::Definition, Level::Concept) => self.definition(index, None, source),
            (Use::Definition, Level::Language(lang, _) | Level::Term(lang)) => {
                self.definition(index, Some(*lang), source);
            }
            (Use::Note | Use::CrossReference, _) => self.keep_as_note(index, level),
            (Use::Source | Use::ExternalReference, Level::Concept | Level::Language(..)) => {
                self.keep_as_note(index, level);
            }
            (Use::None, _) => {}
            (becomes, Level::Term(lang)) => self.term_category(index, becomes, *lang, source),
            // Values of a term that stand above it could belong to any.
            _ => {}
        }
    }

    fn subject_field(&mut self, index: usize, level: &Level) {
        match self.text(index).parse::<SubjectField>() {
            Ok(field) if self.facts.may_name(&field) => {
                self.tree.take(index);
                if !self.concept.subject_fields.contains(&field) {
                    self.concept.subject_fields.push(field);
                }
            }
            _ => self.keep_as_note(index, level),
        }
    }

    fn membership(&mut self, index: usize, level: &Level) {
        match self.text(index).parse::<CollectionName>() {
            Ok(collection) => {
                self.tree.take(index);
                self.concept.memberships.push(Membership {
                    collection,
                    number: None,
                });
            }
            Err(_) => self.keep_as_note(index, level),
        }
    }

    fn definition(&mut self, index: usize, lang: Option<Lang>, source: Option<String>) {
        let text = self.tree.take(index).into_owned();
        if text.is_empty() {
            return;
        }
        let named = match self.own_language(index) {
            Ok(named) => named,
            Err(tag) => {
                let source = source.map_or_else(String::new, |source| format!(" ({source})"));
                return self.tell(Remark::InOtherLanguage, index, &format!("{tag}: {text}{source}"));
            }
        };
        let lang = named
            .or(lang)
            .unwrap_or_else(|| language_of(&text, self.facts.lang));
        if let Some(fault) = cell_check::check_running_text(lang, &text) {
            return self.fault(index, &text, fault);
        }
        let source = source.filter(|source| !source.is_empty());
        self.concept.definitions.push(Definition { lang, text, source });
    }

    /// Gives the terms their statuses and puts them into the concept.
    ///
    /// Where nobody said which term is preferred, the first of a language and region is, as in a sheet.
    fn finish_terms(&mut self) {
        let drafts = std::mem::take(&mut self.terms);
        let drafts = self.join_repeated(drafts);
        let said = drafts
            .iter()
            .filter(|draft| draft.status == Some(AdministrativeStatus::Preferred));
        let mut preferred: Vec<_> = said
            .map(|draft| (draft.term.lang, draft.term.region.clone()))
            .collect();
        for draft in drafts {
            let key = (draft.term.lang, draft.term.region.clone());
            let status = match draft.status {
                Some(status) => status,
                None if draft.has_unknown_status || preferred.contains(&key) => {
                    AdministrativeStatus::Admitted
                }
                None => {
                    preferred.push(key);
                    AdministrativeStatus::Preferred
                }
            };
            self.concept.terms.push(draft.into_term(status));
        }
        if self.concept.terms.is_empty() && self.issues.is_empty() {
            let wrong = (
                "is an entry without a term in Chinese, Tibetan or English",
                "词条中没有汉文、藏文或英文术语",
            );
            let hint = ("add one, or leave the entry out", "请补上术语，或删去该词条");
            let id = self.tree.attribute(0, "id").unwrap_or_default().to_owned();
            self.fault(0, &id, Fault::new(codes::EMPTY_TERM, wrong, hint));
        } else if self.concept.terms.iter().all(|term| term.lang != Lang::Zh) {
            let first = self.concept.terms.first().map_or("", |term| &term.text);
            let element = Element::named(self.tree.name(0));
            self.report
                .add(Remark::WithoutChinese, &element, spot(self.tree, 0), first);
        }
    }

    pub(super) fn text(&self, index: usize) -> &str {
        self.tree.node(index).map_or("", |node| &node.text)
    }

    pub(super) fn tell(&mut self, remark: Remark, index: usize, value: &str) {
        let element = Element {
            category: self.tree.category(index),
            ..Element::named(self.tree.name(index))
        };
        self.report.add(remark, &element, spot(self.tree, index), value);
    }

    /// Tells that `value` has no place here if it could not be read.
    fn tell_unless<T>(&mut self, read: Option<T>, index: usize, value: &str) -> Option<T> {
        if read.is_none() {
            self.tell(Remark::NoPlace, index, value);
        }
        read
    }

    pub(super) fn fault(&mut self, index: usize, value: &str, fault: Fault) {
        let at = spot(self.tree, index);
        let element = Element {
            category: self.tree.category(index),
            ..Element::named(self.tree.name(index))
        };
        let place = self.whole.at_character(at.line, at.character);
        self.issues
            .push(Issue::new(place, Some(&element.tag()), value, fault, Extent::Row));
    }
}

/// Returns the data category that an element carries.
fn carried(tree: &Tree<'_>, index: usize) -> Option<&'static Category> {
    tree.node(index).and_then(|node| node.category)
}

/// Returns the language of a definition that names none: that of the document, unless its script is another.
fn language_of(text: &str, document: Option<Lang>) -> Lang {
    use text::script::{Script, contains};
    match (
        contains(text, Script::Han),
        contains(text, Script::Tibetan),
        document,
    ) {
        (false, false, _) => Lang::En,
        (true, true, Some(lang @ (Lang::Zh | Lang::Bo))) => lang,
        (true, _, _) => Lang::Zh,
        (false, true, _) => Lang::Bo,
    }
}

/// Returns the words for a value that is longer than is kept.
pub(super) fn too_long(most_bytes: usize) -> (Words, Words) {
    let wrong = (
        format!("is an entry of more than {most_bytes} bytes or 50000 elements"),
        format!("词条超过 {most_bytes} 字节或 50000 个元素"),
    );
    let hint = ("divide it, or leave it out", "请拆分或删去该词条");
    (wrong.into(), hint.into())
}

/// Makes a source of a title alone.
pub(super) fn source_called(title: String) -> Source {
    Source {
        title,
        url: None,
        locator: None,
        collection: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_without_a_language_is_in_that_of_its_script() {
        for (text, document, lang) in [
            ("a place", Some(Lang::Zh), Lang::En),
            ("审判机关", Some(Lang::En), Lang::Zh),
            ("审判机关", None, Lang::Zh),
            ("ཁྲིམས་ཁང", Some(Lang::Zh), Lang::Bo),
            ("ཁྲིམས་ཁང（法院）", Some(Lang::Bo), Lang::Bo),
            ("法院（ཁྲིམས་ཁང）", None, Lang::Zh),
        ] {
            assert_eq!(language_of(text, document), lang, "{text}");
        }
    }
}
