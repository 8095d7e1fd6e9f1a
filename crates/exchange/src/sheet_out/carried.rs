//! What of the forms of a concept stands in the rows of a sheet, and what is told of the rest.

use ::glossary::{Source, Term};

use super::forms::RowForms;
use super::rows::{NO_COLUMN, UNREADABLE};
use crate::{ExportReport, Reason};

const NOT_OF_ALL: Reason = Reason {
    en: "it does not hold of every form of the row",
    zh: "不适用于该行的所有形式",
};

/// What of the forms stands in some row.
#[derive(Default)]
pub(super) struct Carried<'a> {
    pub sources: Vec<(&'a Term, &'a Source)>,
    pub replacements: Vec<&'a Term>,
}

impl Carried<'_> {
    /// Tells what of the forms stands in no row.
    pub(super) fn leave_out_the_rest(&self, rows: &[RowForms<'_>], report: &mut ExportReport) {
        let mut told: Vec<&Term> = Vec::new();
        for term in rows.iter().flat_map(RowForms::all) {
            if told.iter().any(|known| std::ptr::eq(*known, term)) {
                continue;
            }
            told.push(term);
            let Term {
                lang: _,
                text: _,
                administrative_status: _,
                replaced_by,
                term_type,
                part_of_speech,
                region: _,
                register: _,
                // Stands in every row of the form.
                reliability: _,
                sources,
                contexts,
                note,
            } = term;
            for source in sources {
                if !self
                    .sources
                    .iter()
                    .any(|(t, s)| std::ptr::eq(*t, term) && *s == source)
                {
                    report.leave_out("sources", NOT_OF_ALL);
                }
            }
            let replacement_stands = self.replacements.iter().any(|t| std::ptr::eq(*t, term));
            if replaced_by.is_some() && !replacement_stands {
                report.leave_out("replaced_by", UNREADABLE);
            }
            for (field, is_given) in [
                ("term_type", term_type.is_some()),
                ("part_of_speech", part_of_speech.is_some()),
                ("terms.note", note.is_some()),
            ] {
                if is_given {
                    report.leave_out(field, NO_COLUMN);
                }
            }
            contexts
                .iter()
                .for_each(|_| report.leave_out("contexts", NO_COLUMN));
        }
    }
}
