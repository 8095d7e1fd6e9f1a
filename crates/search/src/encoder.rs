//! The bytes that stand with each entry, made by the caller: this crate knows no wire format.

use std::fmt;
use std::sync::Arc;

use glossary::{Concept, ConceptId};

/// A concept at a revision, to be indexed. Hidden collections are already taken off.
#[derive(Debug, Clone, Copy)]
pub struct Indexed<'a> {
    /// Its id.
    pub id: ConceptId,
    /// Its revision.
    pub revision: u64,
    /// Its body.
    pub concept: &'a Concept,
}

/// The function that turns a concept into its payload.
type Encode = dyn Fn(&Indexed<'_>) -> Vec<u8> + Send + Sync;

/// Makes the payload of an entry, which is given back byte for byte with each hit.
#[derive(Clone)]
pub struct Encoder {
    version: String,
    encode: Arc<Encode>,
}

impl Encoder {
    /// Makes an encoder. `version` is part of the index hash: another version rebuilds the index.
    pub fn new(
        version: impl Into<String>,
        encode: impl Fn(&Indexed<'_>) -> Vec<u8> + Send + Sync + 'static,
    ) -> Self {
        Self {
            version: version.into(),
            encode: Arc::new(encode),
        }
    }

    /// Returns the version of the payload's format.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Returns the payload of `indexed`.
    #[must_use]
    pub fn encode(&self, indexed: &Indexed<'_>) -> Vec<u8> {
        (self.encode)(indexed)
    }
}

impl fmt::Debug for Encoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encoder")
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoder_is_its_version_and_its_function() {
        let encoder = Encoder::new("7", |i| {
            format!("{} {}", i.id, i.concept.terms.len()).into_bytes()
        });
        let concept = Concept::draft();
        let indexed = Indexed {
            id: ConceptId::new(3),
            revision: 1,
            concept: &concept,
        };
        assert_eq!(encoder.clone().encode(&indexed), b"c-000003 0");
        assert_eq!(format!("{encoder:?}"), "Encoder { version: \"7\", .. }");
    }
}
