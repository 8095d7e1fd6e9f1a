//! Concepts in few bytes, for whoever has to hold a whole glossary at once.
//!
//! A concept of a dictionary takes about 1,400 bytes as values, most of them empty lists and texts that are not there, and
//! 300 packed.

use std::sync::Arc;

use crate::{
    AdministrativeStatus, CollectionName, Concept, ConceptId, Context, Definition, Lang, LegalBasis,
    Membership, Note, PartOfSpeech, Region, Register, Relation, RelationKind, Reliability, Source,
    SubjectField, Term, TermType, Visibility, Workflow,
};

/// A concept, packed. Two are equal exactly if their concepts are; a clone shares the bytes.
///
/// The bytes are for this process and never kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedConcept(Arc<[u8]>);

impl PackedConcept {
    /// Packs `concept`.
    #[must_use]
    pub fn pack(concept: &Concept) -> Self {
        let mut bytes = Vec::with_capacity(512);
        concept.put(&mut bytes);
        Self(bytes.into())
    }

    /// Returns the concept.
    #[must_use]
    pub fn unpack(&self) -> Concept {
        Concept::take(&mut Packed(&self.0))
    }

    /// Returns the relations of the concept, without unpacking the rest.
    #[must_use]
    pub fn relations(&self) -> Vec<Relation> {
        // They come first.
        Vec::take(&mut Packed(&self.0))
    }
}

/// A value that is a sequence of bytes which tells where it ends.
trait Packable: Sized {
    fn put(&self, to: &mut Vec<u8>);
    fn take(from: &mut Packed<'_>) -> Self;
}

/// What is left to unpack. It was packed by this module in this process, so that it is never too short or otherwise wrong.
struct Packed<'a>(&'a [u8]);

impl<'a> Packed<'a> {
    fn bytes(&mut self, count: usize) -> &'a [u8] {
        let (bytes, rest) = packed(self.0.split_at_checked(count));
        self.0 = rest;
        bytes
    }

    fn byte(&mut self) -> u8 {
        self.bytes(1).first().copied().unwrap_or_default()
    }
}

/// Returns what the next bytes say, which is always something.
#[expect(
    clippy::expect_used,
    reason = "only `PackedConcept::pack` makes what is unpacked"
)]
fn packed<T>(said: Option<T>) -> T {
    said.expect("invariant: what is taken was put")
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
impl Packable for u64 {
    fn put(&self, to: &mut Vec<u8>) {
        let mut rest = *self;
        while rest > 0x7f {
            to.push((rest & 0x7f) as u8 | 0x80);
            rest >>= 7;
        }
        to.push(rest as u8);
    }

    fn take(from: &mut Packed<'_>) -> Self {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = from.byte();
            number |= Self::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return number;
            }
            shift += 7;
        }
    }
}

impl Packable for usize {
    fn put(&self, to: &mut Vec<u8>) {
        (*self as u64).put(to);
    }

    fn take(from: &mut Packed<'_>) -> Self {
        u64::take(from) as Self
    }
}

fn put_text(text: &str, to: &mut Vec<u8>) {
    text.len().put(to);
    to.extend_from_slice(text.as_bytes());
}

impl Packable for String {
    fn put(&self, to: &mut Vec<u8>) {
        put_text(self, to);
    }

    fn take(from: &mut Packed<'_>) -> Self {
        let length = usize::take(from);
        packed(std::str::from_utf8(from.bytes(length)).ok()).to_owned()
    }
}

impl<T: Packable> Packable for Option<T> {
    fn put(&self, to: &mut Vec<u8>) {
        to.push(u8::from(self.is_some()));
        if let Some(value) = self {
            value.put(to);
        }
    }

    fn take(from: &mut Packed<'_>) -> Self {
        (from.byte() != 0).then(|| T::take(from))
    }
}

impl<T: Packable> Packable for Vec<T> {
    fn put(&self, to: &mut Vec<u8>) {
        self.len().put(to);
        self.iter().for_each(|value| value.put(to));
    }

    fn take(from: &mut Packed<'_>) -> Self {
        let length = usize::take(from);
        (0..length).map(|_| T::take(from)).collect()
    }
}

impl Packable for ConceptId {
    fn put(&self, to: &mut Vec<u8>) {
        self.number().put(to);
    }

    fn take(from: &mut Packed<'_>) -> Self {
        Self::new(u64::take(from))
    }
}

impl Packable for Reliability {
    fn put(&self, to: &mut Vec<u8>) {
        to.push(self.level());
    }

    fn take(from: &mut Packed<'_>) -> Self {
        packed(Self::try_from(from.byte()).ok())
    }
}

/// Texts of which not every one is right.
macro_rules! packable_name {
    ($($name:ident,)+) => {$(
        impl Packable for $name {
            fn put(&self, to: &mut Vec<u8>) {
                put_text(self.as_str(), to);
            }

            fn take(from: &mut Packed<'_>) -> Self {
                packed(Self::try_from(String::take(from)).ok())
            }
        }
    )+};
}

/// Members of closed lists, by their place there.
macro_rules! packable_list {
    ($($name:ident,)+) => {$(
        impl Packable for $name {
            fn put(&self, to: &mut Vec<u8>) {
                to.push(*self as u8);
            }

            fn take(from: &mut Packed<'_>) -> Self {
                packed(Self::ALL.get(usize::from(from.byte())).copied())
            }
        }
    )+};
}

/// Values of several members, in this order; a member that is not named does not compile.
macro_rules! packable {
    ($($name:ident { $($member:ident),+ $(,)? })+) => {$(
        impl Packable for $name {
            fn put(&self, to: &mut Vec<u8>) {
                let Self { $($member),+ } = self;
                $($member.put(to);)+
            }

            fn take(from: &mut Packed<'_>) -> Self {
                $(let $member = Packable::take(from);)+
                Self { $($member),+ }
            }
        }
    )+};
}

packable_name! {
    CollectionName,
    SubjectField,
    Region,
}

packable_list! {
    Workflow,
    Lang,
    AdministrativeStatus,
    TermType,
    PartOfSpeech,
    Register,
    RelationKind,
    Visibility,
}

packable! {
    // The relations come first: see `PackedConcept::relations`.
    Concept { relations, workflow, subject_fields, memberships, definitions, terms, legal_basis, notes }
    Relation { kind, id }
    Membership { collection, number }
    Definition { lang, text, source }
    Term {
        lang, text, administrative_status, replaced_by, term_type, part_of_speech, region, register, reliability,
        sources, contexts, note,
    }
    Source { title, url, locator, collection }
    Context { text, source }
    LegalBasis { law, article, chapter, edition, in_force_from, in_force_to }
    Note { visibility, text }
}

#[cfg(test)]
mod tests;
