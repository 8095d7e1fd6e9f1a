//! Language sections of an entry: those of languages kept here are read, and of others is told what stands in them.

use std::borrow::Cow;

use ::glossary::{Lang, Region};

use super::categories::{self, ElementKind};
use super::entry::{EntryReader, Level};
use super::report::{Element, Remark, Section};
use super::rest::{spot, tell_of_section};
use super::tree::Tree;

impl EntryReader<'_, '_> {
    /// Reads a language section: `langSec`, or `langSet` of 2008.
    pub(super) fn language(&mut self, index: usize) {
        let tag = self.tree.take_attribute(index, "xml:lang");
        let tag = tag
            .or_else(|| self.tree.take_attribute(index, "lang"))
            .unwrap_or_default();
        let Some((lang, area)) = categories::language(&tag) else {
            return self.other_language(index, &tag);
        };
        self.tree.enter(index);
        if let Some(area) = &area {
            let ours = Region::DIALECTS.iter().find(|dialect| **dialect == area.as_str());
            self.tell_tag(index, &tag, ours.copied().unwrap_or_default());
        } else if has_detail(&tag) {
            self.tell_tag(index, &tag, lang.as_str());
        }
        self.items(index, &Level::Language(lang, area));
    }

    /// Tells that the language `tag` of an element was taken as `ours`.
    fn tell_tag(&mut self, index: usize, tag: &str, ours: &'static str) {
        let element = Element {
            section: Some(section(self.tree, index, tag)),
            ..Element::named("")
        };
        self.report
            .add(Remark::ReadAs(ours), &element, spot(self.tree, index), tag);
    }

    /// Tells of a language that is not kept, with its first term, and of all else that stands in its section.
    fn other_language(&mut self, index: usize, tag: &str) {
        let section = section(self.tree, index, tag);
        let mut first = Cow::Borrowed("");
        for inner in self.tree.subtree(index) {
            if self.tree.name(inner) == "term" && first.is_empty() {
                first = self.tree.take(inner);
            } else if only_holds_others(self.tree, inner) {
                self.tree.enter(inner);
            }
        }
        self.tree.enter(index);
        let element = Element {
            section: Some(section),
            ..Element::named("")
        };
        let at = spot(self.tree, index);
        self.report.add(Remark::OtherLanguage, &element, at, &first);
        tell_of_section(self.tree, index, section, self.report);
        self.tree.take_whole(index);
    }

    /// Takes the language that a text names itself; `None` if it names none.
    ///
    /// # Errors
    /// The tag, if it is a language that is not kept.
    pub(super) fn own_language(&mut self, index: usize) -> Result<Option<Lang>, String> {
        let Some(tag) = self.tree.take_attribute(index, "xml:lang") else {
            return Ok(None);
        };
        let Some((lang, _)) = categories::language(&tag) else {
            return if tag.is_empty() {
                Ok(None)
            } else {
                Err(tag.into_owned())
            };
        };
        if has_detail(&tag) {
            self.tell_tag(index, &tag, lang.as_str());
        }
        Ok(Some(lang))
    }
}

/// Tells whether a tag says more than a language: a script, a country, a variant. None of these is kept.
fn has_detail(tag: &str) -> bool {
    tag.contains(['-', '_'])
}

/// Returns how messages show the section, by the names that the file has for it and its language.
fn section<'t>(tree: &Tree<'t>, index: usize, lang: &'t str) -> Section<'t> {
    let written = |name: &str| {
        let mut attributes = tree.attributes(index).iter();
        attributes
            .find(|attribute| attribute.name.eq_ignore_ascii_case(name))
            .map(|attribute| attribute.name)
    };
    Section {
        name: tree.name(index),
        attribute: written("xml:lang")
            .or_else(|| written("lang"))
            .unwrap_or_default(),
        lang,
    }
}

fn only_holds_others(tree: &Tree<'_>, index: usize) -> bool {
    let is_structure = tree.node(index).is_some_and(|node| {
        matches!(node.name, "tig" | "ntig" | "termGrp")
            || node.core.is_some_and(|core| core.kind == ElementKind::Structure)
    });
    is_structure && tree.first_child(index).is_some()
}
