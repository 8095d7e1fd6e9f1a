//! What takes the place of a form that is not to be used, where the row shows it and does not say it.

use ::glossary::{Concept, Register, RelationKind, Term};

use crate::codes;
use crate::issue::Fault;

/// A form that named no replacement, and what was taken for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Guess {
    /// The position of the form among those of its entry.
    pub index: usize,
    /// The form that is not to be used.
    pub text: String,
    /// The form that was named in its place.
    pub replaced_by: String,
}

impl Guess {
    /// Says what was guessed, of the form as the value.
    pub(crate) fn fault(&self) -> Fault {
        let by = &self.replaced_by;
        let wrong = (
            format!("is not to be used and names no form that is; `{by}` is taken for it"),
            format!("不应再用，又没有写明由谁取代；按由 `{by}` 取代收入"),
        );
        Fault::new(codes::REPLACEMENT_GUESSED, wrong, NAME_IT)
    }
}

const NAME_IT: (&str, &str) = (
    "name it in the column `zh_replaced_by` or `bo_replaced_by`, in JSON as `replaced_by` of the term",
    "请在 `zh_replaced_by`、`bo_replaced_by` 列中写明，在 JSON 中写在该词的 `replaced_by`",
);

/// Lets each form that is out of use and names no replacement name the best form in use of the same language and row, and
/// returns what was named so: nobody has said it, so it has to be told.
///
/// Best is a form of the same region, otherwise the one that stands first in the entry; a spoken explanation takes the place
/// of none that is written. A row without such a form, and one that names the concept which took the place of this one, is
/// left as it is.
pub(crate) fn name_replacements(concept: &mut Concept) -> Vec<Guess> {
    let replaced = |r: &::glossary::Relation| r.kind == RelationKind::ReplacedBy;
    if concept.relations.iter().any(replaced) {
        return Vec::new();
    }
    let mut guesses = Vec::new();
    let names: Vec<Option<String>> = concept.terms.iter().map(|t| replacement_of(concept, t)).collect();
    for (index, (term, name)) in concept.terms.iter_mut().zip(names).enumerate() {
        if let (None, Some(replaced_by)) = (&term.replaced_by, name) {
            term.replaced_by = Some(replaced_by.clone());
            guesses.push(Guess {
                index,
                text: term.text.clone(),
                replaced_by,
            });
        }
    }
    guesses
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
