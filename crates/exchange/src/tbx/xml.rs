//! The XML of a file, piece by piece: nothing is fetched, nothing expanded, and no nesting, tag or list of attributes is larger than files of terms have.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::XmlVersion;
use quick_xml::events::Event;
use quick_xml::events::attributes::Attributes;
use quick_xml::reader::Reader;

use super::spot::{Spot, SpotCounter};
use super::tree::{Attribute, Space, Tree};
use super::xml_fault::{self, XmlFault};
use crate::issue::shorten;
use crate::table::MAX_LINE_BYTES;

/// Deepest nesting that is read. The deepest place of the standard is the tenth.
const MAX_DEPTH: usize = 64;
/// Most attributes of an element. The standard knows six at most.
const MAX_ATTRIBUTES: usize = 32;
/// Longest tag, in bytes.
const MAX_TAG_BYTES: usize = 64 << 10;
/// Most namespaces in force at one place.
const MAX_NAMESPACES: usize = 64;

/// What stands next in a file.
#[derive(Debug)]
pub(super) enum Piece<'a> {
    /// An element begins.
    Start(Tag<'a>),
    /// The innermost element ends.
    End,
    /// Text as it is written.
    Text(Cow<'a, str>, usize),
    /// A character given by number or name.
    Character(char),
    /// A document type that names a file outside.
    DocumentType(&'a str, Spot),
    /// The file ends.
    EndOfFile,
}

/// The beginning of an element.
#[derive(Debug)]
pub(super) struct Tag<'a> {
    pub space: Space,
    pub name: &'a str,
    pub at: Spot,
    pub attributes: Vec<Attribute<'a>>,
    /// The byte at which it starts.
    pub offset: usize,
}

/// Where a tree stood in the file, and whether it is whole.
#[derive(Debug)]
pub(super) struct Extent {
    pub bytes: Range<usize>,
    /// More elements or more text than any entry has: the tree holds the first of them only.
    pub is_too_long: bool,
}

/// Reads the pieces of a file in their order.
#[derive(Debug)]
pub(super) struct XmlPieces<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    spots: SpotCounter<'a>,
    /// The names of the elements that are open, as they are written.
    open: Vec<&'a str>,
    /// How deep each namespace was declared, its prefix, and what it stands for.
    namespaces: Vec<(usize, &'a str, Space)>,
    /// An element without content was begun, and its end comes next.
    is_empty_element: bool,
    /// Room for the attributes of the next tag.
    spare: Vec<Attribute<'a>>,
}

impl<'a> XmlPieces<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_comments = true;
        Self {
            text,
            reader,
            spots: SpotCounter::new(text),
            open: Vec::new(),
            namespaces: Vec::new(),
            is_empty_element: false,
            spare: Vec::new(),
        }
    }

    /// Returns the names of the elements that are open, outermost first.
    pub(super) fn open(&self) -> &[&'a str] {
        &self.open
    }

    /// Returns the next piece, or what is wrong with the file from here on.
    pub(super) fn next(&mut self) -> Result<Piece<'a>, XmlFault> {
        if std::mem::take(&mut self.is_empty_element) {
            return Ok(self.end());
        }
        loop {
            let start = self.position();
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => return Err(self.wrong(&error)),
            };
            match event {
                Event::Start(tag) => {
                    let length = tag.len();
                    return self.start(length, 1).map(Piece::Start);
                }
                Event::Empty(tag) => {
                    let length = tag.len();
                    self.is_empty_element = true;
                    return self.start(length, 2).map(Piece::Start);
                }
                Event::End(_) => return Ok(self.end()),
                Event::Text(text) => return Ok(Piece::Text(text.into_inner(), start)),
                Event::CData(text) => return Ok(Piece::Text(text.into_inner(), start)),
                Event::GeneralRef(name) => return self.reference(&name, start).map(Piece::Character),
                Event::DocType(_) => return self.document_type(start),
                Event::Eof if self.open.is_empty() => return Ok(Piece::EndOfFile),
                Event::Eof => return Err(self.cut_off()),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    /// Reads the element that `tag` begins, with all that stands in it, into `tree`.
    pub(super) fn read_tree(&mut self, tag: Tag<'a>, tree: &mut Tree<'a>) -> Result<Extent, XmlFault> {
        tree.clear();
        let (depth, start) = (self.open.len(), tag.offset);
        let mut is_too_long = false;
        self.open_in(tree, tag);
        loop {
            let piece = self.next()?;
            is_too_long |= tree.is_cut || self.position() - start > MAX_LINE_BYTES;
            match piece {
                Piece::End if self.open.len() < depth => {
                    tree.close();
                    let bytes = start..self.position();
                    return Ok(Extent { bytes, is_too_long });
                }
                _ if is_too_long => {}
                Piece::Start(tag) => self.open_in(tree, tag),
                Piece::End => tree.close(),
                Piece::Text(text, _) => tree.text(text),
                Piece::Character(c) => tree.character(c),
                Piece::DocumentType(name, at) => return Err(xml_fault::document_type_inside(name, at)),
                Piece::EndOfFile => return Err(self.cut_off()),
            }
        }
    }

    fn open_in(&mut self, tree: &mut Tree<'a>, mut tag: Tag<'a>) {
        tree.open(tag.space, tag.name, tag.at, &mut tag.attributes);
        self.spare = tag.attributes;
        self.spare.clear();
    }

    /// Returns the spot of the byte at `offset`, which must not lie behind one that was asked for before.
    pub(super) fn spot_at(&mut self, offset: usize) -> Spot {
        self.spots.spot_at(offset)
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    fn end(&mut self) -> Piece<'a> {
        while self
            .namespaces
            .pop_if(|(depth, _, _)| *depth >= self.open.len())
            .is_some()
        {}
        self.open.pop();
        Piece::End
    }

    /// Reads a tag that has just ended, of `length` bytes without the angle brackets; `closing` bytes follow them.
    fn start(&mut self, length: usize, closing: usize) -> Result<Tag<'a>, XmlFault> {
        let end = self.position().saturating_sub(closing);
        let offset = end.saturating_sub(length + 1);
        let at = self.spots.spot_at(offset);
        let written = self.text.get(offset + 1..end).unwrap_or_default();
        if let Some(place) = written.find('<') {
            return Err(xml_fault::bracket_in_tag(
                written,
                self.spots.spot_at(offset + 1 + place),
            ));
        }
        let name_end = written.find([' ', '\t', '\n', '\r']).unwrap_or(written.len());
        let qualified = written.get(..name_end).unwrap_or_default();
        if self.open.len() >= MAX_DEPTH {
            return Err(xml_fault::too_deep(qualified, at, MAX_DEPTH));
        }
        if length > MAX_TAG_BYTES {
            return Err(xml_fault::long_tag(qualified, at, MAX_TAG_BYTES));
        }
        self.open.push(qualified);
        let attributes = self.attributes(written, name_end, at)?;
        let (prefix, name) = qualified.split_once(':').unwrap_or(("", qualified));
        let Some(space) = self.space_of(prefix) else {
            return Err(xml_fault::unknown_prefix(qualified, at));
        };
        let wrong = attributes
            .iter()
            .find(|attribute| self.has_unknown_prefix(attribute.name));
        if let Some(wrong) = wrong {
            return Err(xml_fault::unknown_prefix(wrong.name, at));
        }
        Ok(Tag {
            space,
            name,
            at,
            attributes,
            offset,
        })
    }

    /// Reads the attributes of a tag, those aside that declare namespaces.
    fn attributes(
        &mut self,
        written: &'a str,
        name_end: usize,
        at: Spot,
    ) -> Result<Vec<Attribute<'a>>, XmlFault> {
        let mut attributes = std::mem::take(&mut self.spare);
        for (n, attribute) in Attributes::new(written, name_end).enumerate() {
            let tag = written.get(..name_end).unwrap_or_default();
            if n >= MAX_ATTRIBUTES {
                return Err(xml_fault::many_attributes(tag, at, MAX_ATTRIBUTES));
            }
            let attribute = attribute.map_err(|_| xml_fault::wrong_attribute(written, at))?;
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| xml_fault::wrong_value(&attribute.value, at, &error))?;
            let name = attribute.key.into_inner();
            match name.strip_prefix("xmlns") {
                Some("") => self.declare("", &value, at)?,
                Some(prefix) if prefix.starts_with(':') => {
                    self.declare(prefix.get(1..).unwrap_or_default(), &value, at)?;
                }
                _ => attributes.push(Attribute {
                    name,
                    value,
                    taken: false,
                }),
            }
        }
        Ok(attributes)
    }

    fn declare(&mut self, prefix: &'a str, name: &str, at: Spot) -> Result<(), XmlFault> {
        if self.namespaces.len() >= MAX_NAMESPACES {
            return Err(xml_fault::many_namespaces(prefix, at, MAX_NAMESPACES));
        }
        let space = match name {
            "" => Space::None,
            // The second name was in use before the standard was published.
            "urn:iso:std:iso:30042:ed-2" | "urn:iso:std:iso:30042:ed:3.0" => Space::Core,
            _ if name.starts_with("http://www.tbxinfo.net/ns/") => Space::Module,
            _ => Space::Other,
        };
        self.namespaces.push((self.open.len(), prefix, space));
        Ok(())
    }

    /// Returns what a prefix stands for here; `None` if nothing declares it.
    fn space_of(&self, prefix: &str) -> Option<Space> {
        let found = self
            .namespaces
            .iter()
            .rev()
            .find(|(_, declared, _)| *declared == prefix);
        match found {
            Some((_, _, space)) => Some(*space),
            None if prefix.is_empty() => Some(Space::None),
            None => None,
        }
    }

    /// Tells whether an attribute has a prefix that nothing declares; `xml` needs no declaration, and some programs write it in capitals.
    fn has_unknown_prefix(&self, name: &str) -> bool {
        let prefix = name.split_once(':').map(|(prefix, _)| prefix);
        prefix.is_some_and(|prefix| !prefix.eq_ignore_ascii_case("xml") && self.space_of(prefix).is_none())
    }

    /// Returns the character that a reference stands for. Nobody's own entities are read.
    fn reference(&mut self, name: &str, start: usize) -> Result<char, XmlFault> {
        match name {
            "lt" => Ok('<'),
            "gt" => Ok('>'),
            "amp" => Ok('&'),
            "apos" => Ok('\''),
            "quot" => Ok('"'),
            _ if name.starts_with('#') => {
                let at = self.spots.spot_at(start);
                character_of(name).ok_or_else(|| xml_fault::wrong_reference(name, at))
            }
            _ => Err(xml_fault::unknown_entity(name, self.spots.spot_at(start))),
        }
    }

    /// Passes over a document type that only names a file outside; that file is not fetched.
    fn document_type(&mut self, start: usize) -> Result<Piece<'a>, XmlFault> {
        let written = self.text.get(start..self.position()).unwrap_or_default();
        let start = start + (written.len() - written.trim_start().len());
        let at = self.spots.spot_at(start);
        if written.contains('[') {
            return Err(xml_fault::declarations(written, at));
        }
        Ok(Piece::DocumentType(written.trim_start(), at))
    }

    fn cut_off(&mut self) -> XmlFault {
        let at = self.spots.spot_at(self.text.len());
        xml_fault::cut_off(self.open.last().copied().unwrap_or_default(), at)
    }

    fn wrong(&mut self, error: &quick_xml::Error) -> XmlFault {
        let offset = usize::try_from(self.reader.error_position()).unwrap_or(usize::MAX);
        let offset = offset.min(self.text.len());
        let around = self.text.get(offset..).unwrap_or_default();
        xml_fault::wrong_markup(&shorten(around), self.spots.spot_at(offset), error)
    }
}

/// Returns the character of a reference such as `#x0F40`, if XML allows it.
fn character_of(reference: &str) -> Option<char> {
    let number = reference.strip_prefix('#')?;
    let code = match number.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).filter(|c| is_xml_character(*c))
}

/// Tells whether XML 1.0 can hold `c` at all, be it by its number.
pub(super) fn is_xml_character(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}
