//! One entry of a file as a tree that borrows from the file, and remembers what of it has been taken.

use std::borrow::Cow;
use std::ops::Range;

use super::categories::{self, Category, CoreElement};
use super::spot::Spot;

/// Most elements of one entry: the largest of known termbases has some hundreds.
const MAX_NODES: usize = 50_000;

/// Elements that mark parts of a text; what they hold belongs to the text around them.
const INLINE: [&str; 10] = ["hi", "foreign", "sc", "ec", "ph", "bpt", "ept", "it", "ut", "sub"];

/// The vocabulary an element belongs to, by its namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// No namespace, as in TBX of 2008.
    None,
    /// The core structure of TBX of 2019.
    Core,
    /// A module of data categories, in which each is an element (DCT).
    Module,
    /// Something else.
    Other,
}

/// An attribute as it is written, `xml:lang` with its prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attribute<'a> {
    pub name: &'a str,
    pub value: Cow<'a, str>,
    pub taken: bool,
}

/// An element.
#[derive(Debug, Clone)]
pub(super) struct Node<'a> {
    pub space: Space,
    /// The name without its prefix.
    pub name: &'a str,
    /// The text, with that of inline elements in it: lines joined, edges trimmed, characters given by number kept.
    pub text: Cow<'a, str>,
    pub at: Spot,
    pub parent: Option<usize>,
    /// Whether its meaning has been taken, so that what is left can be told.
    pub taken: bool,
    /// What the core structure says of it, and the data category that it carries, looked up once.
    pub core: Option<&'static CoreElement>,
    pub category: Option<&'static Category>,
    /// Whether it only marks a part of a text.
    pub is_inline: bool,
    /// The index after its last descendant.
    end: usize,
    attributes: Range<usize>,
    /// Up to here the text must not be trimmed.
    protected: usize,
}

/// The elements of one entry in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    attributes: Vec<Attribute<'a>>,
    /// The elements that are open, outermost first.
    open: Vec<usize>,
    /// Whether there were more elements than are kept.
    pub is_cut: bool,
}

impl<'a> Tree<'a> {
    pub(super) fn clear(&mut self) {
        self.nodes.clear();
        self.attributes.clear();
        self.open.clear();
        self.is_cut = false;
    }

    /// Begins an element and takes its attributes out of `attributes`, whose room is used again for the next.
    pub(super) fn open(
        &mut self,
        space: Space,
        name: &'a str,
        at: Spot,
        attributes: &mut Vec<Attribute<'a>>,
    ) {
        if self.nodes.len() >= MAX_NODES {
            self.is_cut = true;
            return;
        }
        let (index, first) = (self.nodes.len(), self.attributes.len());
        self.attributes.append(attributes);
        let own = self.attributes.get(first..).unwrap_or_default();
        let category = categories::category(category_of(space, name, own));
        self.nodes.push(Node {
            space,
            name,
            text: Cow::Borrowed(""),
            at,
            parent: self.open.last().copied(),
            taken: false,
            core: categories::core_element(name),
            category,
            is_inline: INLINE.contains(&name),
            end: index + 1,
            attributes: first..self.attributes.len(),
            protected: 0,
        });
        self.open.push(index);
    }

    pub(super) fn close(&mut self) {
        let end = self.nodes.len();
        if let Some(node) = self.open.pop().and_then(|index| self.nodes.get_mut(index)) {
            node.end = end;
            let kept = node.text.trim_end_matches(is_xml_space).len().max(node.protected);
            match &mut node.text {
                Cow::Borrowed(text) => *text = text.get(..kept).unwrap_or_default(),
                Cow::Owned(text) => text.truncate(kept),
            }
        }
    }

    /// Adds what stands in the file to the text around it.
    pub(super) fn text(&mut self, raw: Cow<'a, str>) {
        let Some(node) = self.text_owner() else { return };
        // Most texts of a file only indent what follows.
        if node.text.is_empty() && raw.trim_start_matches(is_xml_space).is_empty() {
            return;
        }
        let mut piece = match raw {
            Cow::Borrowed(raw) => join_lines(raw),
            Cow::Owned(raw) => Cow::Owned(join_lines(&raw).into_owned()),
        };
        if node.text.is_empty() {
            let blank = piece.len() - piece.trim_start_matches(is_xml_space).len();
            piece = match piece {
                Cow::Borrowed(text) => Cow::Borrowed(text.get(blank..).unwrap_or_default()),
                Cow::Owned(text) => Cow::Owned(text.get(blank..).unwrap_or_default().to_owned()),
            };
            node.text = piece;
        } else {
            node.text.to_mut().push_str(&piece);
        }
    }

    /// Adds a character that the file gives by its number or name. White space given so is meant.
    pub(super) fn character(&mut self, c: char) {
        if let Some(node) = self.text_owner() {
            node.text.to_mut().push(c);
            node.protected = node.text.len();
        }
    }

    fn text_owner(&mut self) -> Option<&mut Node<'a>> {
        let nodes = &self.nodes;
        let is_inline = |index: &usize| nodes.get(*index).is_some_and(|node| node.is_inline);
        let owner = self.open.iter().rev().copied().find(|index| !is_inline(index))?;
        self.nodes.get_mut(owner)
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn node(&self, index: usize) -> Option<&Node<'a>> {
        self.nodes.get(index)
    }

    /// Returns the name of an element, without its prefix.
    pub(super) fn name(&self, index: usize) -> &'a str {
        self.nodes.get(index).map_or("", |node| node.name)
    }

    /// Returns the elements that stand directly in another, in order.
    pub(super) fn children(&self, parent: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.first_child(parent), |child| self.sibling_after(*child))
    }

    /// Returns the first element that stands directly in another.
    pub(super) fn first_child(&self, parent: usize) -> Option<usize> {
        Some(parent + 1).filter(|child| self.nodes.get(parent).is_some_and(|node| *child < node.end))
    }

    /// Returns the element after `index` in the same one.
    pub(super) fn sibling_after(&self, index: usize) -> Option<usize> {
        let node = self.nodes.get(index)?;
        let parent = self.nodes.get(node.parent?)?;
        Some(node.end).filter(|next| *next < parent.end)
    }

    /// Returns the element and all that stands in it.
    pub(super) fn subtree(&self, index: usize) -> Range<usize> {
        index..self.nodes.get(index).map_or(index, |node| node.end)
    }

    pub(super) fn attributes(&self, index: usize) -> &[Attribute<'a>] {
        let range = self.nodes.get(index).map_or(0..0, |node| node.attributes.clone());
        self.attributes.get(range).unwrap_or_default()
    }

    /// Returns the value of an attribute, in whatever case its name is written.
    pub(super) fn attribute(&self, index: usize, name: &str) -> Option<&str> {
        let found = self
            .attributes(index)
            .iter()
            .find(|a| a.name.eq_ignore_ascii_case(name));
        found.map(|attribute| &*attribute.value)
    }

    /// Takes the value of an attribute.
    pub(super) fn take_attribute(&mut self, index: usize, name: &str) -> Option<Cow<'a, str>> {
        let range = self.nodes.get(index)?.attributes.clone();
        let attributes = self.attributes.get_mut(range)?;
        let found = attributes
            .iter_mut()
            .find(|a| a.name.eq_ignore_ascii_case(name))?;
        found.taken = true;
        Some(found.value.clone())
    }

    /// Marks an element as taken and returns its text.
    pub(super) fn take(&mut self, index: usize) -> Cow<'a, str> {
        self.nodes.get_mut(index).map_or_else(Cow::default, |node| {
            node.taken = true;
            std::mem::take(&mut node.text)
        })
    }

    /// Marks an element as taken that only holds others, and leaves text of its own to be told.
    pub(super) fn enter(&mut self, index: usize) {
        if let Some(node) = self.nodes.get_mut(index) {
            node.taken = true;
        }
    }

    /// Marks an element with all that stands in it as taken.
    pub(super) fn take_whole(&mut self, index: usize) {
        let range = self.subtree(index);
        for node in self.nodes.get_mut(range).unwrap_or_default() {
            node.taken = true;
            node.text = Cow::default();
            for attribute in self
                .attributes
                .get_mut(node.attributes.clone())
                .unwrap_or_default()
            {
                attribute.taken = true;
            }
        }
    }

    /// Returns the data category of an element: its `type`, or in a module its name.
    pub(super) fn category(&self, index: usize) -> &str {
        let node = self.node(index);
        node.map_or("", |node| {
            category_of(node.space, node.name, self.attributes(index))
        })
    }
}

fn category_of<'t>(space: Space, name: &'t str, attributes: &'t [Attribute<'_>]) -> &'t str {
    if space == Space::Module {
        return name;
    }
    let kind = attributes.iter().find(|a| a.name.eq_ignore_ascii_case("type"));
    kind.map_or("", |attribute| &*attribute.value)
}

fn is_xml_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// Makes one space of each line break with the spaces around it: files break long texts and indent what follows.
fn join_lines(raw: &str) -> Cow<'_, str> {
    if !raw.contains(['\n', '\r']) {
        return Cow::Borrowed(raw);
    }
    let mut joined = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(start) = rest.find(is_xml_space) {
        let (before, from) = rest.split_at(start);
        let after = from.trim_start_matches(is_xml_space);
        let spaces = from.get(..from.len() - after.len()).unwrap_or_default();
        joined.push_str(before);
        joined.push_str(if spaces.contains(['\n', '\r']) {
            " "
        } else {
            spaces
        });
        rest = after;
    }
    joined.push_str(rest);
    Cow::Owned(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Spot = Spot {
        line: 1,
        character: 1,
    };

    fn text_of(build: impl FnOnce(&mut Tree<'_>)) -> String {
        let mut tree = Tree::default();
        tree.open(Space::None, "note", AT, &mut Vec::new());
        build(&mut tree);
        tree.close();
        tree.take(0).into_owned()
    }

    #[test]
    fn lines_are_joined_and_spaces_that_are_meant_are_kept() {
        for (raw, joined) in [
            ("  a  b ", "a  b"),
            ("a\r\n\t\tb", "a b"),
            ("\n\ta \n b\n", "a b"),
            ("\u{3000}法院\u{a0}", "\u{3000}法院\u{a0}"),
            (" \n ", ""),
        ] {
            assert_eq!(text_of(|tree| tree.text(raw.into())), joined, "{raw:?}");
        }
        let given = text_of(|tree| {
            tree.character('\n');
            tree.text(" a ".into());
            tree.character('\t');
            tree.text(" \n".into());
        });
        assert_eq!(given, "\n a \t");
    }

    #[test]
    fn marked_text_belongs_to_the_text_around_it() {
        let text = text_of(|tree| {
            tree.text("a ".into());
            tree.open(Space::None, "hi", AT, &mut Vec::new());
            tree.text(" b".into());
            tree.close();
            tree.text(" c".into());
        });
        assert_eq!(text, "a  b c");
    }

    #[test]
    fn children_are_those_that_stand_directly_in_an_element() {
        let mut tree = Tree::default();
        for name in ["a", "b", "c"] {
            tree.open(Space::None, name, AT, &mut Vec::new());
        }
        tree.close();
        tree.close();
        tree.open(Space::None, "d", AT, &mut Vec::new());
        tree.close();
        tree.close();
        let children = |parent| tree.children(parent).collect::<Vec<_>>();
        assert_eq!(
            [children(0), children(1), children(2)],
            [vec![1, 3], vec![2], vec![]]
        );
        assert_eq!(tree.subtree(1), 1..3);
        tree.take_whole(1);
        assert!(tree.node(2).unwrap().taken && !tree.node(3).unwrap().taken);
    }

    #[test]
    fn more_elements_than_any_entry_has_are_not_kept() {
        let mut tree = Tree::default();
        for _ in 0..=MAX_NODES {
            tree.open(Space::None, "a", AT, &mut Vec::new());
            tree.close();
        }
        assert!(tree.is_cut && tree.len() == MAX_NODES);
    }
}
