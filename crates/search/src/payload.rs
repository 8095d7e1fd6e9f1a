//! The bytes that stand with a concept, read where they lie in the index.

use std::fmt;
use std::ops::Deref;

use tantivy::directory::OwnedBytes;

/// What the encoder made of a concept when it was indexed.
///
/// Nothing is copied: it is a counted reference into the map of the index, cheap to clone, and nothing of it is read before
/// somebody looks. The map stays until the last reference is gone, also if the index is made anew meanwhile; so it is for
/// writing an answer, not for keeping.
#[derive(Clone)]
pub struct Payload(OwnedBytes);

impl Payload {
    pub(crate) fn new(bytes: OwnedBytes) -> Self {
        Self(bytes)
    }
}

impl From<Vec<u8>> for Payload {
    /// Takes bytes that stand in no index.
    fn from(bytes: Vec<u8>) -> Self {
        Self(OwnedBytes::new(bytes))
    }
}

impl Deref for Payload {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.0.as_slice()
    }
}

impl PartialEq for Payload {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Payload {}

/// Shows how many bytes there are: what they mean only the encoder's owner knows.
impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Payload({} bytes)", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_map_is_its_bytes_after_the_map_is_let_go() {
        let map = OwnedBytes::new("法院ཁྲིམས་ཁང".as_bytes().to_vec());
        let payload = Payload::new(map.slice(0..6));
        drop(map);
        assert_eq!(*payload, *"法院".as_bytes());
        assert_eq!(payload, Payload::from("法院".as_bytes().to_vec()));
        assert_ne!(payload, Payload::from(Vec::new()));
        assert_eq!(format!("{payload:?}"), "Payload(6 bytes)");
    }
}
