//! What nothing has taken of a tree: each element, text and attribute of it is told, so that none is lost in silence.

use std::ops::Range;

use super::report::{Element, Remark, Report, Section};
use super::spot::Spot;
use super::tree::{Attribute, Tree};

/// Elements that say nothing themselves: what they hold is told.
const HOLDERS: [&str; 11] = [
    "tbxHeader",
    "martifHeader",
    "fileDesc",
    "titleStmt",
    "publicationStmt",
    "sourceDesc",
    "encodingDesc",
    "revisionDesc",
    "refObject",
    "itemSet",
    "termCompGrp",
];

/// Tells of every element and attribute in `tree` that nothing has taken.
pub(super) fn tell_the_rest(tree: &Tree<'_>, report: &mut Report) {
    tell_untaken(tree, 0..tree.len(), None, report);
}

/// Tells the same of the language section at `index`, whose language is not kept.
pub(super) fn tell_of_section(tree: &Tree<'_>, index: usize, section: Section<'_>, report: &mut Report) {
    tell_untaken(tree, tree.subtree(index), Some(section), report);
}

fn tell_untaken(tree: &Tree<'_>, range: Range<usize>, section: Option<Section<'_>>, report: &mut Report) {
    let (left, markup) = match section {
        None => (Remark::NoPlace, Remark::Markup),
        Some(_) => (Remark::InOtherLanguage, Remark::InOtherLanguage),
    };
    for (index, node) in range.filter_map(|index| Some((index, tree.node(index)?))) {
        let attributes = tree.attributes(index);
        if node.taken && node.text.is_empty() && attributes.iter().all(is_said) {
            continue;
        }
        let element = Element {
            category: tree.category(index),
            section,
            ..Element::named(node.name)
        };
        let only_holds_others =
            tree.subtree(index).len() > 1 && element.category.is_empty() && HOLDERS.contains(&node.name);
        if node.is_inline && !node.taken {
            report.add(markup, &element, node.at, "");
        } else if !node.text.is_empty() || !(node.taken || only_holds_others) {
            report.add(left, &element, node.at, &node.text);
        }
        for attribute in attributes.iter().filter(|attribute| !is_said(attribute)) {
            let element = Element {
                attribute: attribute.name,
                ..element
            };
            report.add(left, &element, node.at, &attribute.value);
        }
    }
}

/// Tells whether an attribute was taken, or is the category, which is part of how the element is shown.
fn is_said(attribute: &Attribute<'_>) -> bool {
    attribute.taken || attribute.name == "type"
}

pub(super) fn spot(tree: &Tree<'_>, index: usize) -> Spot {
    tree.node(index).map_or(
        Spot {
            line: 1,
            character: 1,
        },
        |node| node.at,
    )
}

#[cfg(test)]
mod tests {
    use super::super::tree::Space;
    use super::*;
    use crate::Place;

    #[test]
    fn what_is_taken_is_not_told_and_all_else_is() {
        let at = Spot {
            line: 1,
            character: 1,
        };
        let attribute = |name| Attribute {
            name,
            value: "v".into(),
            taken: false,
        };
        let mut tree = Tree::default();
        tree.open(
            Space::None,
            "entry",
            at,
            &mut vec![attribute("id"), attribute("lang")],
        );
        for (name, text) in [("a", "taken"), ("b", "left"), ("c", "")] {
            tree.open(Space::None, name, at, &mut vec![attribute("type")]);
            tree.text(text.into());
            tree.close();
        }
        tree.open(Space::None, "titleStmt", at, &mut Vec::new());
        tree.open(Space::None, "title", at, &mut Vec::new());
        tree.close();
        tree.close();
        tree.close();
        tree.enter(0);
        tree.take_attribute(0, "lang");
        tree.take(1);
        let mut report = Report::default();
        tell_the_rest(&tree, &mut report);
        let warnings = report.into_warnings(&Place::of_sheet(&"a".into(), None));
        let told: Vec<_> = warnings
            .iter()
            .filter_map(|warning| warning.column.as_deref())
            .collect();
        assert_eq!(
            told,
            ["<entry id=\"…\">", "<b type=\"v\">", "<c type=\"v\">", "<title>"]
        );
    }
}
