//! The way through a file of TBX, of 2019 or 2008: header, entries one by one, and what stands after them.

use super::spot::Spot;
use super::tree::Tree;
use super::xml::{Extent, Piece, Tag, XmlPieces};
use super::xml_fault::{self, XmlFault};
use crate::issue::shorten;

/// What is done with the parts of a file, in their order.
pub(super) trait Visitor<'a> {
    /// Sees the beginning of the document.
    fn root(&mut self, tag: &mut Tag<'a>);

    /// Sees what stands before the first entry: from the root on, and the tags that close what is open there.
    fn prolog(&mut self, _before: &'a str, _closing: String) {}

    /// Takes an entry.
    fn entry(&mut self, tree: &mut Tree<'a>, extent: Extent) -> Next;

    /// Takes an element that is no entry: the header, people, bibliography.
    fn other(&mut self, _tree: &mut Tree<'a>, _extent: Extent) {}

    /// Sees an element that only holds others.
    fn container(&mut self, _tag: &Tag<'a>) {}

    /// Sees text where none belongs.
    fn stray_text(&mut self, _text: &str, _at: Spot) {}

    /// Sees a document type that names a file outside.
    fn document_type(&mut self, _written: &'a str, _at: Spot) {}
}

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    Continue,
    Stop,
}

/// Leads `visitor` through the file `text`.
pub(super) fn walk<'a>(text: &'a str, visitor: &mut dyn Visitor<'a>) -> Result<(), XmlFault> {
    let mut way = Way {
        text,
        pieces: XmlPieces::new(text),
        tree: Tree::default(),
        root: None,
        has_entries: false,
    };
    loop {
        match way.pieces.next()? {
            Piece::Start(tag) => {
                if way.start(tag, visitor)? == Next::Stop {
                    return Ok(());
                }
            }
            Piece::End => {}
            Piece::Text(stray, start) => way.stray_text(&stray, start, visitor)?,
            Piece::Character(_) => {}
            Piece::DocumentType(written, at) if way.root.is_some() => {
                return Err(xml_fault::document_type_inside(written, at));
            }
            Piece::DocumentType(written, at) => visitor.document_type(written, at),
            Piece::EndOfFile if way.root.is_none() => {
                return Err(xml_fault::no_xml(
                    "",
                    Spot {
                        line: 1,
                        character: 1,
                    },
                ));
            }
            Piece::EndOfFile => return Ok(()),
        }
    }
}

struct Way<'a> {
    text: &'a str,
    pieces: XmlPieces<'a>,
    tree: Tree<'a>,
    /// The byte at which the document begins, once it has.
    root: Option<usize>,
    has_entries: bool,
}

impl<'a> Way<'a> {
    fn start(&mut self, mut tag: Tag<'a>, visitor: &mut dyn Visitor<'a>) -> Result<Next, XmlFault> {
        let open = self.pieces.open();
        let (own, parents) = open.split_last().unwrap_or((&"", &[]));
        if parents.is_empty() {
            if self.root.is_some() {
                return Err(xml_fault::after_the_end(own, tag.at));
            }
            if !matches!(tag.name, "tbx" | "martif") {
                return Err(xml_fault::other_document(own, tag.at));
            }
            self.root = Some(tag.offset);
            visitor.root(&mut tag);
            return Ok(Next::Continue);
        }
        let parent = parents.last().map_or("", |parent| local(parent));
        let is_container = matches!(
            (parents.len(), parent, tag.name),
            (1, _, "text") | (2, "text", "body" | "back") | (3, "back", "refObjectSec" | "refObjectList")
        );
        if is_container {
            visitor.container(&tag);
            return Ok(Next::Continue);
        }
        let is_entry =
            parents.len() == 3 && parent == "body" && matches!(tag.name, "conceptEntry" | "termEntry");
        if !is_entry {
            let extent = self.pieces.read_tree(tag, &mut self.tree)?;
            visitor.other(&mut self.tree, extent);
            return Ok(Next::Continue);
        }
        if !std::mem::replace(&mut self.has_entries, true) {
            let before = self
                .text
                .get(self.root.unwrap_or_default()..tag.offset)
                .unwrap_or_default();
            let closing = parents.iter().rev().map(|name| format!("</{name}>")).collect();
            visitor.prolog(before, closing);
        }
        let extent = self.pieces.read_tree(tag, &mut self.tree)?;
        Ok(visitor.entry(&mut self.tree, extent))
    }

    fn stray_text(
        &mut self,
        text: &str,
        start: usize,
        visitor: &mut dyn Visitor<'a>,
    ) -> Result<(), XmlFault> {
        let stray = text.trim();
        if stray.is_empty() {
            return Ok(());
        }
        let at = self.pieces.spot_at(start + text.len() - text.trim_start().len());
        let is_outside = self.pieces.open().is_empty();
        match self.root {
            None => Err(xml_fault::no_xml(&shorten(stray), at)),
            Some(_) if is_outside => Err(xml_fault::after_the_end(&shorten(stray), at)),
            Some(_) => {
                visitor.stray_text(stray, at);
                Ok(())
            }
        }
    }
}

/// Returns a name without its prefix.
fn local(qualified: &str) -> &str {
    qualified.split_once(':').map_or(qualified, |(_, name)| name)
}
