//! How a concept becomes a document of the full-text room: the words of its terms, and all that explains it.

use glossary::{Lang, Visibility};
use tantivy::TantivyDocument;

use crate::Indexed;
use crate::fold::fold;
use crate::lexicon::Prepared;
use crate::schema::Fields;

/// Returns the document of `indexed`, whose terms are those of `prepared`.
pub(crate) fn document(fields: &Fields, indexed: &Indexed<'_>, prepared: &Prepared) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_u64(fields.id, indexed.id.number());
    for term in &prepared.terms {
        let field = if term.lang == Lang::Bo {
            fields.bo_syl
        } else {
            fields.zh_w
        };
        document.add_text(field, &term.fold);
    }
    for (lang, text) in explanations(indexed) {
        let field = if lang == Lang::Bo {
            fields.bo_text
        } else {
            fields.zh_text
        };
        document.add_text(field, fold(lang, text));
    }
    document.add_text(fields.workflow, prepared.workflow.as_str());
    for collection in &prepared.collections {
        document.add_text(fields.collection, collection);
    }
    for subject_field in &prepared.subject_fields {
        document.add_text(fields.subject_field, subject_field);
    }
    document
}

/// Returns what explains a concept in running text: definitions, contexts of its terms, and notes for everybody.
fn explanations<'a>(indexed: &Indexed<'a>) -> impl Iterator<Item = (Lang, &'a str)> {
    let concept = indexed.concept;
    let definitions = concept.definitions.iter().map(|d| (d.lang, d.text.as_str()));
    let contexts = concept
        .terms
        .iter()
        .flat_map(|t| t.contexts.iter().map(|c| (t.lang, c.text.as_str())));
    let public = concept
        .notes
        .iter()
        .filter(|n| n.visibility == Visibility::Public);
    // A note does not say its language; the script of its letters does.
    let notes = public.map(|n| {
        let is_tibetan = text::script::contains(&n.text, text::script::Script::Tibetan);
        (if is_tibetan { Lang::Bo } else { Lang::Zh }, n.text.as_str())
    });
    definitions.chain(contexts).chain(notes)
}
