//! How a concept is written into a column: its JSON, and the digest that guards it.

use glossary::{Concept, ConceptId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::Error;
use crate::value::start_of;

/// Writes a concept as JSON, the same bytes for the same concept.
pub(crate) fn encode(concept: &Concept) -> Result<String, Error> {
    encode_of(concept)
}

/// Writes any aggregate as JSON.
pub(crate) fn encode_of(aggregate: &impl Serialize) -> Result<String, Error> {
    let json = serde_json::to_string(aggregate)
        .map_err(|err| Error::internal(format!("an aggregate cannot be written as JSON: {err}")))?;
    match escaped_nul(&json) {
        Some(place) => Err(Error::NulInText {
            start: start_of(text_around(&json, place)),
        }),
        None => Ok(json),
    }
}

/// Reads what [`encode`] wrote.
pub(crate) fn decode(id: ConceptId, revision: u64, json: &str) -> Result<Concept, Error> {
    decode_of(json, || format!("revision {revision} of `{id}`"))
}

/// Reads what [`encode`] wrote for something that `named` names.
pub(crate) fn decode_of(json: &str, named: impl Fn() -> String) -> Result<Concept, Error> {
    decode_as(json, named)
}

/// Reads what [`encode_of`] wrote.
pub(crate) fn decode_as<A: DeserializeOwned>(json: &str, named: impl Fn() -> String) -> Result<A, Error> {
    serde_json::from_str(json).map_err(|err| Error::damaged(format!("{} cannot be read: {err}", named())))
}

/// Returns the digest of one revision; `None` is the body of what was taken away.
///
/// Id and revision are part of it, so that two bodies cannot change places unseen.
pub(crate) fn digest(id: ConceptId, revision: u64, json: Option<&str>) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(format!(
        "{id} {revision} {}\n",
        if json.is_some() { "body" } else { "none" }
    ));
    hash.update(json.unwrap_or_default());
    hash.finalize().to_vec()
}

/// Returns where JSON text holds an escaped NUL: `\u0000` after an even number of backslashes.
fn escaped_nul(json: &str) -> Option<usize> {
    json.match_indices("\\u0000")
        .map(|(place, _)| place)
        .find(|&place| {
            let before = json.as_bytes().get(..place).unwrap_or_default();
            before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 0
        })
}

/// Returns the text from the quote before `place` on, which is where the offending value starts.
fn text_around(json: &str, place: usize) -> &str {
    let start = json
        .get(..place)
        .and_then(|before| before.rfind('"'))
        .map_or(0, |quote| quote + 1);
    json.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use glossary::{Lang, Note, Term, Visibility};
    use proptest::prelude::*;

    use super::*;

    fn noted(text: &str) -> Concept {
        let mut concept = Concept::draft();
        concept.terms.push(Term::new(Lang::Zh, "法院").unwrap());
        concept.notes.push(Note {
            visibility: Visibility::Public,
            text: text.to_owned(),
        });
        concept
    }

    #[test]
    fn nul_hidden_in_json_is_refused_and_its_look_alikes_are_not() {
        for text in ["\0", "看\0", "\\\0", "\\\\\0", "\"\0"] {
            assert!(
                matches!(encode(&noted(text)), Err(Error::NulInText { .. })),
                "{text:?}"
            );
        }
        for text in ["\\u0000", "\\\\u0000", "u0000", "\u{1}"] {
            assert!(encode(&noted(text)).is_ok(), "{text:?}");
        }
    }

    #[test]
    fn the_refusal_shows_the_value_and_not_the_whole_body() {
        let err = encode(&noted("ཁྲིམས་ཁང\0")).unwrap_err();
        assert!(err.to_string().starts_with("the text `ཁྲིམས་ཁང\\u0000"), "{err}");
    }

    #[test]
    fn a_body_that_is_no_concept_names_the_concept() {
        let err = decode(ConceptId::new(7), 3, "{\"workflow\":\"best\"}").unwrap_err();
        assert!(
            err.to_string()
                .contains("revision 3 of `c-000007` cannot be read"),
            "{err}"
        );
    }

    #[test]
    fn a_digest_depends_on_everything_it_guards() {
        let (id, other) = (ConceptId::new(1), ConceptId::new(2));
        let all = [
            digest(id, 1, Some("{}")),
            digest(other, 1, Some("{}")),
            digest(id, 2, Some("{}")),
            digest(id, 1, Some("{ }")),
            digest(id, 1, Some("")),
            digest(id, 1, None),
        ];
        for (place, one) in all.iter().enumerate() {
            assert_eq!(one.len(), 32);
            assert!(!all[..place].contains(one), "two of them are equal");
        }
    }

    proptest! {
        #[test]
        fn a_concept_reads_back_as_it_was_written(note in "[^\\x00]{0,60}") {
            let concept = noted(&note);
            let json = encode(&concept).unwrap();
            prop_assert_eq!(decode(ConceptId::new(1), 1, &json).unwrap(), concept);
        }

        #[test]
        fn nul_anywhere_is_refused(before in ".{0,20}", after in ".{0,20}") {
            let text = format!("{before}\0{after}");
            prop_assert!(matches!(encode(&noted(&text)), Err(Error::NulInText { .. })), "{:?}", text);
        }
    }
}
