//! From one row of a sheet to what it says about a concept.

use std::sync::Arc;

use ::glossary::{
    AdministrativeStatus, CollectionName, Concept, Definition, Lang, LegalBasis, Membership, Note, Register,
    Source, Term, Visibility,
};

use super::row_cells::RowCells;
use super::{Contribution, Parent, ReadOptions, cell_check, term_text, value};
use crate::columns::Column;
use crate::issue::Fault;
use crate::{Issue, codes};

/// Returns what the row of `cells` says, or everything that is wrong with it.
pub(super) fn read(mut cells: RowCells<'_>, options: &ReadOptions) -> Result<Contribution, Vec<Issue>> {
    cells.check_format(options.ignore_extra);
    if !cells.issues.is_empty() {
        return Err(cells.issues);
    }
    let collection = cells
        .parse(Column::Collection, value::named)
        .or_else(|| options.collection.clone());
    let mut concept = Concept::draft();
    concept.subject_fields = cells.parse_several(Column::SubjectField, value::named);
    concept.terms = terms(&mut cells, collection.as_ref());
    concept.definitions = definitions(&mut cells);
    concept.legal_basis = legal_basis(&mut cells).into_iter().collect();
    let note = cells.plain(Column::Note);
    concept.notes = note
        .map(|text| Note {
            visibility: Visibility::Public,
            text,
        })
        .into_iter()
        .collect();
    let number = number_in(&mut cells, Column::Number, collection.as_ref());
    let parent = number_in(&mut cells, Column::Broader, collection.as_ref());
    let broader = collection
        .clone()
        .zip(parent)
        .map(|(collection, number)| Parent { collection, number });
    concept.memberships = collection
        .map(|collection| Membership { collection, number })
        .into_iter()
        .collect();
    let plain = |raw: &str| cell_check::check_plain(raw).map_or(Ok(raw.to_owned()), Err);
    let replaces = cells.parse_several(Column::Replaces, plain);
    let id = cells.parse(Column::Id, value::named);
    if cells.issues.is_empty() {
        Ok(Contribution {
            id,
            concept: Arc::new(concept),
            broader,
            replaces,
        })
    } else {
        Err(cells.issues)
    }
}

fn terms(cells: &mut RowCells<'_>, collection: Option<&CollectionName>) -> Vec<Term> {
    let sources: Vec<Source> = source(cells, collection).into_iter().collect();
    let region = cells.parse(Column::Region, value::region);
    let register = cells.parse(Column::Register, value::register);
    let mut terms = Vec::new();
    for lang in [Lang::Zh, Lang::Bo] {
        // What is spoken in the courtroom is never the form to write, so nobody has to say so in the sheet.
        let is_spoken = lang == Lang::Bo && register == Some(Register::CourtroomOral);
        let unstated = if is_spoken {
            AdministrativeStatus::Admitted
        } else {
            AdministrativeStatus::Preferred
        };
        for mut term in terms_in(cells, lang, unstated) {
            term.sources.clone_from(&sources);
            if lang == Lang::Bo {
                // A region and a register are about the Tibetan form; the Chinese one is the same everywhere.
                term.region.clone_from(&region);
                term.register = register.unwrap_or(term.register);
            }
            terms.push(term);
        }
    }
    if terms.is_empty() && cells.issues.is_empty() {
        let fault = Fault::new(
            codes::EMPTY_TERM,
            ("begins a row without a term", "所在的行没有词"),
            (
                "fill in `zh` or `bo`, or remove the row",
                "请填写 `zh` 或 `bo`，或删去该行",
            ),
        );
        cells.fault_row(fault);
    }
    rate(cells, &mut terms);
    // A file has many, and most have two.
    terms.shrink_to_fit();
    terms
}

/// Gives the forms their reliability: one that holds of all, or one for each in the order of the columns.
fn rate(cells: &mut RowCells<'_>, terms: &mut [Term]) {
    let levels = cells.parse(Column::Reliability, value::reliabilities);
    match levels.as_deref() {
        None => {}
        Some([level]) => terms.iter_mut().for_each(|term| term.reliability = *level),
        Some(levels) if levels.len() == terms.len() => {
            for (term, level) in terms.iter_mut().zip(levels) {
                term.reliability = *level;
            }
        }
        // What is wrong with a form is told already, and the count would be that of the others.
        Some(_) if !cells.issues.is_empty() => {}
        Some(levels) => {
            let (levels, forms) = (levels.len(), terms.len());
            let fault = Fault::new(
                codes::BAD_VALUE,
                (
                    format!("has {levels} reliabilities for the {forms} forms of the row"),
                    format!("有 {levels} 个可靠度，该行有 {forms} 个形式"),
                ),
                (
                    "write one for all, or one for each: `zh`, `zh_variants`, `bo`, `bo_variants`",
                    "请写一个，适用于全部；或按 `zh`、`zh_variants`、`bo`、`bo_variants` 的顺序每个形式写一个",
                ),
            );
            cells.fault(Column::Reliability, fault);
        }
    }
}

/// Reads the forms of a language; the first has the status `unstated` if none is given.
fn terms_in(cells: &mut RowCells<'_>, lang: Lang, unstated: AdministrativeStatus) -> Vec<Term> {
    let (main, variants, status, replaced_by) = match lang {
        Lang::Bo => (
            Column::Bo,
            Column::BoVariants,
            Column::BoStatus,
            Column::BoReplacedBy,
        ),
        Lang::Zh | Lang::En => (
            Column::Zh,
            Column::ZhVariants,
            Column::ZhStatus,
            Column::ZhReplacedBy,
        ),
    };
    let status = cells.parse(status, value::status).unwrap_or(unstated);
    let read = |raw: &str| term_text::read(lang, raw);
    let replacement = cells.parse(replaced_by, read).map(|term| term.text);
    let main = cells.parse(main, read).map(|term| Term {
        administrative_status: status,
        replaced_by: replacement,
        ..term
    });
    let admitted = |term| Term {
        administrative_status: AdministrativeStatus::Admitted,
        ..term
    };
    let variants = cells.parse_several(variants, read).into_iter().map(admitted);
    main.into_iter().chain(variants).collect()
}

fn source(cells: &mut RowCells<'_>, collection: Option<&CollectionName>) -> Option<Source> {
    let title = cells.plain(Column::Source);
    let url = cells.parse(Column::SourceUrl, value::web_address);
    let locator = cells.plain(Column::Locator);
    // A place in a source that is named by its address or its collection alone is still worth keeping.
    let named = title.or_else(|| url.clone());
    let title = named.or_else(|| locator.as_ref().and(collection).map(ToString::to_string));
    if title.is_none() && locator.is_some() {
        let fault = Fault::new(
            codes::BAD_VALUE,
            (
                "is a place in a source, and the row names none",
                "是出处中的位置，但该行没有写出处",
            ),
            ("fill in `source`", "请填写 `source`"),
        );
        cells.fault(Column::Locator, fault);
    }
    let title = title?;
    Some(Source {
        title,
        url,
        locator,
        collection: collection.cloned(),
    })
}

fn definitions(cells: &mut RowCells<'_>) -> Vec<Definition> {
    let columns = [(Lang::Zh, Column::DefinitionZh), (Lang::Bo, Column::DefinitionBo)];
    let read = |(lang, column)| {
        let check = |raw: &str| cell_check::check_running_text(lang, raw).map_or(Ok(raw.to_owned()), Err);
        let text = cells.parse(column, check)?;
        Some(Definition {
            lang,
            text,
            source: None,
        })
    };
    columns.into_iter().filter_map(read).collect()
}

fn legal_basis(cells: &mut RowCells<'_>) -> Option<LegalBasis> {
    let law = cells.plain(Column::Law);
    let article = cells.plain(Column::Article);
    let chapter = cells.plain(Column::Chapter);
    let edition = cells.plain(Column::LawEdition);
    let in_force_from = cells.parse(Column::InForceFrom, value::civil_date);
    let in_force_to = cells.parse(Column::InForceTo, value::civil_date);
    if let (Some(from), Some(to)) = (&in_force_from, &in_force_to)
        && from > to
    {
        let fault = Fault::new(
            codes::BAD_VALUE,
            (format!("lies before `{from}`"), format!("早于 `{from}`")),
            ("exchange the two days", "请对调两个日期"),
        );
        cells.fault(Column::InForceTo, fault);
    }
    let details = [
        (Column::Article, article.is_some()),
        (Column::Chapter, chapter.is_some()),
        (Column::LawEdition, edition.is_some()),
        (Column::InForceFrom, in_force_from.is_some()),
        (Column::InForceTo, in_force_to.is_some()),
    ];
    if let Some(law) = law {
        return Some(LegalBasis {
            law,
            article,
            chapter,
            edition,
            in_force_from,
            in_force_to,
        });
    }
    if let Some((column, _)) = details.into_iter().find(|(_, is_given)| *is_given) {
        let fault = Fault::new(
            codes::BAD_VALUE,
            (
                "belongs to a law, and the row names none",
                "属于某部法律，但该行没有写法律",
            ),
            ("fill in `law`", "请填写 `law`"),
        );
        cells.fault(column, fault);
    }
    None
}

fn number_in(
    cells: &mut RowCells<'_>,
    column: Column,
    collection: Option<&CollectionName>,
) -> Option<String> {
    let number = cells.plain(column)?;
    if collection.is_none() {
        let fault = Fault::new(
            codes::BAD_VALUE,
            (
                "is a number in a collection, and the row names none",
                "是集合中的编号，但该行没有写集合",
            ),
            (
                "fill in `collection`, or name one with --collection",
                "请填写 `collection`，或用 `--collection` 指明",
            ),
        );
        cells.fault(column, fault);
    }
    Some(number)
}
