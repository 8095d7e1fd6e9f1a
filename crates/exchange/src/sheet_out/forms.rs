//! Which forms of a concept share a row: one in each language, with the variants that differ from it in nothing else.

use ::glossary::{AdministrativeStatus, Concept, Lang, Register, Term};

use crate::glossary::cell_check;
use crate::{ExportReport, Reason};

/// The forms of one row: the first of each list has a column of its own, the others are variants.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RowForms<'a> {
    pub zh: Vec<&'a Term>,
    pub bo: Vec<&'a Term>,
}

impl<'a> RowForms<'a> {
    pub(super) fn all(&self) -> impl Iterator<Item = &'a Term> {
        self.zh.iter().chain(&self.bo).copied()
    }
}

const OTHER_LANGUAGE: Reason = Reason {
    en: "a sheet has columns for Chinese and Tibetan",
    zh: "表格只有汉文和藏文列",
};
const CHINESE_OF_A_REGION: Reason = Reason {
    en: "a sheet has Chinese of the written norm only",
    zh: "表格只写规范汉语",
};
const UNREADABLE: Reason = Reason {
    en: "it would not be read back as it is",
    zh: "读回时会有改变",
};

/// Most variants of a row: as many of the longest terms as fit into a cell of a workbook.
const MAX_VARIANTS: usize = 80;

/// Returns the rows of `concept`: first the one with the best forms, then those of other Tibetan forms beside the best
/// Chinese, then other Chinese forms alone. What no row can hold is told.
pub(super) fn of<'a>(concept: &'a Concept, report: &mut ExportReport) -> Vec<RowForms<'a>> {
    let mut carried = |lang| {
        let mut terms = concept.terms_in(lang);
        terms.retain(|term| match obstacle(term) {
            Some(reason) => {
                report.leave_out("terms", reason);
                false
            }
            None => true,
        });
        terms
    };
    carried(Lang::En);
    let mut zh = groups(carried(Lang::Zh)).into_iter();
    let mut bo = groups(carried(Lang::Bo)).into_iter();
    let first = RowForms {
        zh: zh.next().unwrap_or_default(),
        bo: bo.next().unwrap_or_default(),
    };
    if first.zh.is_empty() && first.bo.is_empty() {
        return Vec::new();
    }
    let name: Vec<&Term> = first.zh.first().copied().into_iter().collect();
    let mut rows = vec![first];
    rows.extend(bo.map(|bo| RowForms { zh: name.clone(), bo }));
    rows.extend(zh.map(|zh| RowForms { zh, bo: Vec::new() }));
    rows
}

fn obstacle(term: &Term) -> Option<Reason> {
    match term.lang {
        Lang::En => Some(OTHER_LANGUAGE),
        // A row's region and register are about its Tibetan.
        Lang::Zh if term.region.is_some() || term.register != Register::Norm => Some(CHINESE_OF_A_REGION),
        // A term of the glossary is canonical, so that it reads back as it is if it is read at all.
        lang => cell_check::check_term(lang, &term.text).map(|_| UNREADABLE),
    }
}

/// Puts terms together that can share a row, in their order.
fn groups(terms: Vec<&Term>) -> Vec<Vec<&Term>> {
    let mut groups: Vec<Vec<&Term>> = Vec::new();
    for term in terms {
        let has_place = |group: &Vec<&Term>| group.len() <= MAX_VARIANTS;
        let group = groups.iter_mut().find(|group| {
            is_variant(term) && has_place(group) && group.first().is_some_and(|main| is_alike(main, term))
        });
        match group {
            Some(group) => group.push(term),
            None => groups.push(vec![term]),
        }
    }
    groups
}

/// A variant is read as admitted, and a bar would divide it.
fn is_variant(term: &Term) -> bool {
    term.administrative_status == AdministrativeStatus::Admitted && !term.text.contains(['|', '｜'])
}

fn is_alike(main: &Term, term: &Term) -> bool {
    main.region == term.region && main.register == term.register
}
