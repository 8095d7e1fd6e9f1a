//! From a concept to the cells of its rows, and what no cell can say.

use std::borrow::Cow;

use ::glossary::{
    CollectionName, Concept, Definition, Lang, LegalBasis, Membership, Note, Reliability, Source, Visibility,
    is_civil_date,
};

use super::carried::Carried;
use super::forms::{self, RowForms};
use crate::columns::{Column, REVISION_HEADING, WORKFLOW_HEADING};
use crate::glossary::{cell_check, value};
use crate::table::long_cell;
use crate::{ExportReport, Exported, Reason};

/// The columns, in their order; behind them what an import passes over.
const COLUMNS: [Column; 27] = [
    Column::Id,
    Column::Zh,
    Column::ZhVariants,
    Column::ZhStatus,
    Column::ZhReplacedBy,
    Column::Bo,
    Column::BoVariants,
    Column::BoStatus,
    Column::BoReplacedBy,
    Column::Region,
    Column::Register,
    Column::SubjectField,
    Column::DefinitionZh,
    Column::DefinitionBo,
    Column::Law,
    Column::Article,
    Column::Chapter,
    Column::LawEdition,
    Column::InForceFrom,
    Column::InForceTo,
    Column::Reliability,
    Column::Source,
    Column::SourceUrl,
    Column::Locator,
    Column::Collection,
    Column::Number,
    Column::Note,
];
const WIDTH: usize = COLUMNS.len() + 2;

/// The headings.
pub(super) static HEADINGS: std::sync::LazyLock<[&str; WIDTH]> = std::sync::LazyLock::new(|| {
    let names = COLUMNS.iter().map(|column| column.as_str());
    let mut headings = [""; WIDTH];
    for (place, name) in headings
        .iter_mut()
        .zip(names.chain([WORKFLOW_HEADING, REVISION_HEADING]))
    {
        *place = name;
    }
    headings
});

/// A row under the headings.
pub(super) struct Row<'a> {
    pub cells: [Cow<'a, str>; WIDTH],
}

const ONE_A_ROW: Reason = Reason {
    en: "a row has place for one",
    zh: "一行只能写一项",
};
pub(super) const NO_COLUMN: Reason = Reason {
    en: "a sheet has no column for it",
    zh: "表格没有这一列",
};
pub(super) const UNREADABLE: Reason = Reason {
    en: "a cell would not be read back as it is",
    zh: "单元格读回时会有改变",
};
const WITHOUT_FORM: Reason = Reason {
    en: "a row needs a form in Chinese or Tibetan",
    zh: "每行须有汉文或藏文",
};

/// Returns the rows of a concept; none if it has no form for a sheet.
pub(super) fn rows<'a>(exported: &'a Exported, report: &mut ExportReport) -> Vec<Row<'a>> {
    let concept = &exported.concept;
    let forms = forms::of(concept, report);
    if forms.is_empty() {
        report.leave_out("concepts", WITHOUT_FORM);
        return Vec::new();
    }
    let mut carried = Carried::default();
    let mut rows: Vec<Row<'a>> = Vec::with_capacity(forms.len());
    for (n, forms) in forms.iter().enumerate() {
        let mut row = Row {
            cells: std::array::from_fn(|_| Cow::Borrowed("")),
        };
        let last = WIDTH - 1;
        row.put_at(last - 1, concept.workflow.as_str());
        row.put_at(last, exported.revision.to_string());
        row.put(Column::Id, exported.id.to_string());
        put_forms(&mut row, forms, &mut carried);
        let place = concept.memberships.first().filter(|_| n == 0);
        put_origin(&mut row, forms, place, concept, &mut carried);
        rows.push(row);
    }
    if let Some(first) = rows.first_mut() {
        put_entry(first, exported, report);
    }
    carried.leave_out_the_rest(&forms, report);
    rows
}

impl<'a> Row<'a> {
    fn put(&mut self, column: Column, text: impl Into<Cow<'a, str>>) {
        if let Some(index) = COLUMNS.iter().position(|known| *known == column) {
            self.put_at(index, text);
        }
    }

    fn put_at(&mut self, index: usize, text: impl Into<Cow<'a, str>>) {
        if let Some(cell) = self.cells.get_mut(index) {
            *cell = text.into();
        }
    }
}

fn put_forms<'a>(row: &mut Row<'a>, forms: &RowForms<'a>, carried: &mut Carried<'a>) {
    let columns = [
        (
            &forms.zh,
            [
                Column::Zh,
                Column::ZhVariants,
                Column::ZhStatus,
                Column::ZhReplacedBy,
            ],
        ),
        (
            &forms.bo,
            [
                Column::Bo,
                Column::BoVariants,
                Column::BoStatus,
                Column::BoReplacedBy,
            ],
        ),
    ];
    for (terms, [main, variants, status, replaced_by]) in columns {
        let Some((first, rest)) = terms.split_first() else {
            continue;
        };
        row.put(main, &first.text);
        row.put(status, first.administrative_status.as_str());
        let reads = |text: &&String| cell_check::check_term(first.lang, text).is_none();
        if let Some(replacement) = first.replaced_by.as_ref().filter(reads) {
            row.put(replaced_by, replacement);
            carried.replacements.push(first);
        }
        let rest: Vec<&str> = rest.iter().map(|term| term.text.as_str()).collect();
        row.put(variants, rest.join("|"));
    }
    if let Some(first) = forms.bo.first() {
        row.put(
            Column::Region,
            first.region.as_ref().map_or("", |region| region.as_str()),
        );
        row.put(Column::Register, first.register.as_str());
    }
}

/// Writes the collection and the source that hold of every form of the row, since a row says them of all, and how reliable
/// each form is. A source belongs to the row's collection; a row without a place of its own takes the collection of its source.
fn put_origin<'a>(
    row: &mut Row<'a>,
    forms: &RowForms<'a>,
    place: Option<&'a Membership>,
    concept: &'a Concept,
    carried: &mut Carried<'a>,
) {
    let is_of_all = |source: &Source| forms.all().all(|term| term.sources.contains(source));
    let stands_in = |name: &CollectionName| concept.memberships.iter().any(|m| m.collection == *name);
    let may_stand = |source: &&Source| match (&place, &source.collection) {
        (Some(place), collection) => collection.as_ref() == Some(&place.collection),
        (None, Some(collection)) => stands_in(collection),
        (None, None) => true,
    };
    let place_reads = place.and_then(|place| place.number.as_deref()).is_none_or(fits);
    if let Some(place) = place {
        row.put(Column::Collection, place.collection.as_str());
        row.put(
            Column::Number,
            place.number.as_deref().filter(|_| place_reads).unwrap_or(""),
        );
    }
    let mut sources = forms.all().flat_map(|term| &term.sources);
    if let Some(source) = sources.find(|s| is_of_all(s) && may_stand(s) && source_fits(s)) {
        row.put(Column::Source, &source.title);
        row.put(Column::SourceUrl, source.url.as_deref().unwrap_or(""));
        row.put(Column::Locator, source.locator.as_deref().unwrap_or(""));
        if let (None, Some(collection)) = (place, &source.collection) {
            row.put(Column::Collection, collection.as_str());
        }
        carried.sources.extend(forms.all().map(|term| (term, source)));
    }
    row.put(Column::Reliability, reliabilities(forms));
}

/// Returns the reliability of the forms: once if it is that of all, else one for each, with nothing for a form without.
fn reliabilities(forms: &RowForms<'_>) -> String {
    let levels: Vec<Option<Reliability>> = forms.all().map(|term| term.reliability).collect();
    let shown =
        |level: &Option<Reliability>| level.map(|level| level.level().to_string()).unwrap_or_default();
    match levels.split_first() {
        Some((first, rest)) if rest.iter().all(|level| level == first) => shown(first),
        _ => levels.iter().map(shown).collect::<Vec<_>>().join("|"),
    }
}

fn source_fits(source: &Source) -> bool {
    fits(&source.title)
        && source.locator.as_deref().is_none_or(fits)
        && source
            .url
            .as_deref()
            .is_none_or(|url| fits(url) && value::web_address(url).is_ok())
}

/// Writes what the entry says once, into its first row.
fn put_entry<'a>(row: &mut Row<'a>, exported: &'a Exported, report: &mut ExportReport) {
    let Exported {
        id: _,
        revision: _,
        concept,
        history,
    } = exported;
    // Named one by one, so that whoever adds a member has to say here how it is carried.
    let Concept {
        workflow: _,
        subject_fields,
        memberships,
        definitions,
        terms: _,
        legal_basis,
        relations,
        notes,
    } = concept;
    let fields: Vec<&str> = subject_fields.iter().map(|field| field.as_str()).collect();
    row.put(Column::SubjectField, fields.join("|"));
    for membership in memberships.iter().skip(1) {
        report.leave_out("collections", ONE_A_ROW);
        if membership.number.is_some() {
            report.leave_out("list_entries", ONE_A_ROW);
        }
    }
    let number = memberships.first().and_then(|first| first.number.as_deref());
    if number.is_some_and(|number| !fits(number)) {
        report.leave_out("list_entries", UNREADABLE);
    }
    put_definitions(row, definitions, report);
    put_legal_basis(row, legal_basis, report);
    put_notes(row, notes, report);
    relations
        .iter()
        .for_each(|_| report.leave_out("relations", NO_COLUMN));
    if !history.is_empty() {
        report.leave_out("revisions", NO_COLUMN);
    }
}

fn put_definitions<'a>(row: &mut Row<'a>, definitions: &'a [Definition], report: &mut ExportReport) {
    let mut written = Vec::new();
    for Definition { lang, text, source } in definitions {
        let column = match lang {
            Lang::Zh => Column::DefinitionZh,
            Lang::Bo => Column::DefinitionBo,
            Lang::En => {
                report.leave_out("definitions", NO_COLUMN);
                continue;
            }
        };
        if written.contains(lang) {
            report.leave_out("definitions", ONE_A_ROW);
        } else if !fits(text) || cell_check::check_running_text(*lang, text).is_some() {
            report.leave_out("definitions", UNREADABLE);
        } else {
            written.push(*lang);
            row.put(column, text);
            if source.is_some() {
                report.leave_out("definitions.source", NO_COLUMN);
            }
        }
    }
}

fn put_legal_basis<'a>(row: &mut Row<'a>, legal_basis: &'a [LegalBasis], report: &mut ExportReport) {
    let Some((first, rest)) = legal_basis.split_first() else {
        return;
    };
    rest.iter()
        .for_each(|_| report.leave_out("legal_basis", ONE_A_ROW));
    let LegalBasis {
        law,
        article,
        chapter,
        edition,
        in_force_from,
        in_force_to,
    } = first;
    let days = [in_force_from, in_force_to];
    let has_days = days.iter().copied().flatten().all(|day| is_civil_date(day));
    let is_reversed = matches!((in_force_from, in_force_to), (Some(from), Some(to)) if from > to);
    let named = [
        (Column::Law, Some(law)),
        (Column::Article, article.as_ref()),
        (Column::Chapter, chapter.as_ref()),
        (Column::LawEdition, edition.as_ref()),
        (Column::InForceFrom, in_force_from.as_ref()),
        (Column::InForceTo, in_force_to.as_ref()),
    ];
    let reads = named.iter().all(|(_, text)| text.is_none_or(|text| fits(text)));
    if !reads || !has_days || is_reversed {
        return report.leave_out("legal_basis", UNREADABLE);
    }
    for (column, text) in named {
        row.put(column, text.map_or("", String::as_str));
    }
}

fn put_notes<'a>(row: &mut Row<'a>, notes: &'a [Note], report: &mut ExportReport) {
    let mut has_note = false;
    for Note { visibility, text } in notes {
        if *visibility == Visibility::Editors {
            // The column is read as a note for everybody.
            report.leave_out("notes", NO_COLUMN);
        } else if has_note {
            report.leave_out("notes", ONE_A_ROW);
        } else if fits(text) {
            has_note = true;
            row.put(Column::Note, text);
        } else {
            report.leave_out("notes", UNREADABLE);
        }
    }
}

/// Tells whether a cell with this text is read back as it is: our reading takes off outer spaces and refuses what nobody sees,
/// and a workbook knows one kind of line break.
fn fits(text: &str) -> bool {
    !text.is_empty()
        && text.trim() == text
        && !text.contains('\r')
        && long_cell(text).is_none()
        && cell_check::check_plain(text).is_none()
}
