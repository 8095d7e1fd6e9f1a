//! What takes the place of a form that is not to be used, where the row shows it and does not say it.

use ::glossary::{Concept, Register, RelationKind, Term};

/// Lets each form that is out of use and names no replacement name the best form in use of the same language and row.
///
/// Best is a form of the same region, otherwise the one that stands first in the entry; a spoken explanation takes the place
/// of none that is written. A row without such a form, and one that names the concept which took the place of this one, is
/// left as it is.
pub(crate) fn name_replacements(concept: &mut Concept) {
    let replaced = |r: &::glossary::Relation| r.kind == RelationKind::ReplacedBy;
    if concept.relations.iter().any(replaced) {
        return;
    }
    let names: Vec<Option<String>> = concept.terms.iter().map(|t| replacement_of(concept, t)).collect();
    for (term, name) in concept.terms.iter_mut().zip(names) {
        if term.replaced_by.is_none() {
            term.replaced_by = name;
        }
    }
}

fn replacement_of(concept: &Concept, term: &Term) -> Option<String> {
    let is_written = |t: &Term| t.register != Register::CourtroomOral;
    if !term.is_out_of_use() || !is_written(term) {
        return None;
    }
    let in_use: Vec<&Term> = concept
        .terms_in(term.lang)
        .into_iter()
        .filter(|t| !t.is_out_of_use() && is_written(t))
        .collect();
    let of_region = in_use.iter().find(|t| t.region == term.region);
    of_region.or_else(|| in_use.first()).map(|t| t.text.clone())
}
