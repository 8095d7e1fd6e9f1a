//! How a concept becomes a document of the index.

use glossary::Lang;
use tantivy::TantivyDocument;

use crate::entry::Entry;
use crate::fold::fold;
use crate::rank::static_rank;
use crate::schema::Fields;
use crate::{Encoder, Error, Indexed};

/// Marks a concept with a Tibetan term, in the field `flag`.
pub(crate) const HAS_BO: &str = "has_bo";
/// Marks a concept all of whose Tibetan terms are older forms, in the field `flag`.
pub(crate) const OLDER: &str = "older";

/// Returns the document of `indexed`.
///
/// # Errors
/// [`Error::Definition`] if the entry cannot be read back, which would be a fault of this crate.
pub(crate) fn document(
    fields: &Fields,
    encoder: &Encoder,
    indexed: &Indexed<'_>,
) -> Result<TantivyDocument, Error> {
    let stored = Entry::encode(indexed);
    let entry = Entry::decode(&stored)
        .ok_or_else(|| Error::Definition(format!("the entry of `{}` does not read back", indexed.id)))?;
    let mut document = TantivyDocument::new();
    document.add_u64(fields.id, indexed.id.number());
    document.add_u64(fields.rank, static_rank(&entry));
    for term in &entry.terms {
        match term.lang {
            Lang::Bo => {
                document.add_text(fields.bo_exact, term.fold);
                document.add_text(fields.bo_syl, term.fold);
            }
            Lang::Zh | Lang::En => {
                document.add_text(fields.zh_exact, term.fold);
                document.add_text(fields.zh_bi, term.fold);
                document.add_text(fields.zh_w, term.fold);
            }
        }
    }
    add_filters(&mut document, fields, indexed, &entry);
    for definition in &indexed.concept.definitions {
        let field = if definition.lang == Lang::Bo {
            fields.bo_def
        } else {
            fields.zh_def
        };
        document.add_text(field, fold(definition.lang, &definition.text));
    }
    document.add_bytes(fields.payload, &encoder.encode(indexed));
    document.add_bytes(fields.entry, &stored);
    Ok(document)
}

fn add_filters(document: &mut TantivyDocument, fields: &Fields, indexed: &Indexed<'_>, entry: &Entry<'_>) {
    let concept = indexed.concept;
    document.add_text(fields.workflow, concept.workflow.as_str());
    for membership in &concept.memberships {
        document.add_text(fields.collection, membership.collection.as_str());
    }
    for subject_field in &concept.subject_fields {
        document.add_text(fields.subject_field, subject_field.as_str());
    }
    if entry.has_bo() {
        document.add_text(fields.flag, HAS_BO);
    }
    if entry.older {
        document.add_text(fields.flag, OLDER);
    }
}
