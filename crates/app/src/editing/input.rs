//! A concept as a client writes it.

use std::sync::Arc;

use exchange::{Issue, Place, glossary};
use serde_json::{Map, Value};

use ::glossary::Concept;

/// Reads the members of a concept in the contract's shape, or in the short one with `zh` and `bo`.
///
/// Of every issue, `column` is the JSON pointer of the member.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_concept(members: Map<String, Value>) -> Result<Concept, Vec<Issue>> {
    read_concept_telling(members).map(|(concept, _)| concept)
}

/// As [`read_concept`], and tells beside the concept what of it nobody has said and was guessed.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_concept_telling(members: Map<String, Value>) -> Result<(Concept, Vec<Issue>), Vec<Issue>> {
    let (said, warnings) = glossary::read_object(members, &Place::of_request())?;
    Ok((Arc::unwrap_or_clone(said.concept), warnings))
}
