//! An entry of a page: first how far it has come, then its forms with all that has to be known before one is used.

use std::fmt::{Arguments, Write as _};

use ::glossary::{
    AdministrativeStatus, Concept, Context, Definition, Lang, LegalBasis, Note, Region, Register, Source,
    Term, Visibility, Workflow,
};

use super::escape::{push_mixed, push_text};
use super::written::{Link, Written};
use crate::{ExportReport, Exported, Reason, labels};

const FOR_EDITORS: Reason = Reason {
    en: "a page is for everybody",
    zh: "文件面向所有人",
};
const NO_PLACE: Reason = Reason {
    en: "a page does not tell of it",
    zh: "文件不写这一项",
};

/// Returns the entry of `exported`, which is written in about `bytes`.
pub(super) fn write(exported: &Exported, bytes: usize, report: &mut ExportReport) -> Written {
    let Exported {
        id,
        revision,
        concept,
        history,
    } = exported;
    // Named one by one, so that whoever adds a member has to say here how it is carried.
    let Concept {
        workflow,
        subject_fields,
        memberships,
        definitions,
        terms: _,
        legal_basis,
        relations,
        notes,
    } = concept;
    let mut page = String::with_capacity(bytes);
    let mut links = Vec::new();
    put(
        &mut page,
        format_args!("<article id=\"{id}\" class=\"{}\">\n", class(*workflow)),
    );
    paragraph(&mut page, "state", |page| {
        push_all(page, &["【", labels::workflow(*workflow), "】"]);
    });
    let mut seen: Vec<&Source> = Vec::new();
    for lang in Lang::ALL {
        for term in concept.terms_in(*lang) {
            form(&mut page, term, &mut seen, report);
        }
    }
    for definition in definitions {
        paragraph(&mut page, "meaning", |page| meaning(page, definition));
    }
    for basis in legal_basis {
        paragraph(&mut page, "law", |page| {
            page.push_str("法律依据：");
            push_mixed(page, &labels::law(basis));
        });
    }
    for relation in relations {
        paragraph(&mut page, "relation", |page| {
            push_all(page, &[labels::relation(relation.kind), "："]);
            links.push(Link {
                at: page.len(),
                id: relation.id,
            });
        });
    }
    for Note { visibility, text } in notes {
        match visibility {
            Visibility::Public => {
                paragraph(&mut page, "note", |page| {
                    page.push_str("备注：");
                    push_mixed(page, text);
                });
            }
            Visibility::Editors => report.leave_out("notes", FOR_EDITORS),
        }
    }
    for (source, number) in seen.into_iter().zip(1..) {
        paragraph(&mut page, "more", |page| seen_in(page, number, source));
    }
    if !history.is_empty() {
        report.leave_out("revisions", NO_PLACE);
    }
    paragraph(&mut page, "id", |page| {
        for place in memberships {
            put(page, format_args!("{}", place.collection));
            if let Some(number) = &place.number {
                page.push(' ');
                push_mixed(page, number);
            }
            page.push('；');
        }
        for field in subject_fields {
            push_all(page, &[field.as_str(), "；"]);
        }
        put(page, format_args!("{id}（版号 {revision}）"));
    });
    page.push_str("</article>\n");
    page.shrink_to_fit();
    Written { page, links }
}

/// Returns about how long the entry is written: its texts, and what stands around each.
pub(super) fn about_bytes(concept: &Concept) -> usize {
    const AROUND_BYTES: usize = 80;
    let around = |texts: &[&str]| AROUND_BYTES + texts.iter().map(|text| text.len()).sum::<usize>();
    let optional = |text: &'_ Option<String>| text.as_deref().map_or(0, |text| around(&[text]));
    let context = |c: &Context| around(&[&c.text]) + optional(&c.source);
    let source = |s: &Source| around(&[&s.title]) + optional(&s.url) + optional(&s.locator);
    let term = |t: &Term| {
        let beside = optional(&t.note) + optional(&t.replaced_by);
        around(&[&t.text])
            + beside
            + t.contexts.iter().map(context).sum::<usize>()
            + t.sources.iter().map(source).sum::<usize>()
    };
    let definition = |d: &Definition| around(&[&d.text]) + optional(&d.source);
    let law = |l: &LegalBasis| {
        around(&[&l.law])
            + [&l.article, &l.chapter, &l.edition]
                .map(optional)
                .iter()
                .sum::<usize>()
    };
    2 * AROUND_BYTES
        + concept.terms.iter().map(term).sum::<usize>()
        + concept.definitions.iter().map(definition).sum::<usize>()
        + concept.legal_basis.iter().map(law).sum::<usize>()
        + concept
            .notes
            .iter()
            .map(|note| around(&[&note.text]))
            .sum::<usize>()
        + concept.relations.len() * AROUND_BYTES
}

fn class(workflow: Workflow) -> &'static str {
    match workflow {
        Workflow::Draft => "draft",
        Workflow::Reviewed => "reviewed",
        Workflow::Authorised => "authorised",
        Workflow::Withdrawn => "withdrawn",
    }
}

/// Adds what is no text of an entry, without a string in between.
fn put(page: &mut String, what: Arguments<'_>) {
    #[expect(clippy::expect_used, reason = "a string takes whatever is written to it")]
    page.write_fmt(what).expect("invariant: memory takes it");
}

/// Adds what stands as it is: our own words, and names that have no signs of markup.
fn push_all(page: &mut String, parts: &[&str]) {
    parts.iter().for_each(|part| page.push_str(part));
}

fn paragraph(page: &mut String, class: &str, content: impl FnOnce(&mut String)) {
    push_all(page, &["<p class=\"", class, "\">"]);
    content(page);
    page.push_str("</p>\n");
}

fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh-Hans",
        Lang::Bo => "bo",
        Lang::En => "en",
    }
}

/// Adds `text` in the element `name`, in its language.
fn in_language(page: &mut String, name: &str, lang: Lang, text: &str) {
    push_all(page, &["<", name, " lang=\"", tag(lang), "\">"]);
    push_text(page, text);
    push_all(page, &["</", name, ">"]);
}

/// Adds a form. Its sources are numbered, those that are new among `seen`: the forms of an entry mostly share them.
fn form<'a>(page: &mut String, term: &'a Term, seen: &mut Vec<&'a Source>, report: &mut ExportReport) {
    let Term {
        lang,
        text,
        administrative_status: _,
        replaced_by,
        term_type,
        part_of_speech,
        region,
        register,
        reliability,
        sources,
        contexts,
        note,
    } = term;
    // Only what may be written in a document looks like a term.
    let is_usable = *register != Register::CourtroomOral && !term.is_out_of_use();
    let (class, element) = if is_usable {
        ("term", "strong")
    } else {
        ("term unused", "span")
    };
    paragraph(page, class, |page| {
        in_language(page, element, *lang, text);
        marks(page, region.as_ref(), term, replaced_by.as_deref());
        for source in sources {
            put(page, format_args!("<sup>[{}]</sup>", number(seen, source)));
        }
    });
    for Context { text, source } in contexts {
        paragraph(page, "more", |page| {
            page.push_str("例：");
            in_language(page, "span", *lang, text);
            stated_in(page, source.as_deref());
        });
    }
    if let Some(note) = note {
        paragraph(page, "more", |page| {
            page.push_str("注：");
            push_mixed(page, note);
        });
    }
    for (field, is_given) in [
        ("term_type", term_type.is_some()),
        ("part_of_speech", part_of_speech.is_some()),
        ("reliability", reliability.is_some()),
    ] {
        if is_given {
            report.leave_out(field, NO_PLACE);
        }
    }
}

/// Adds what has to be known of a form before it is used.
fn marks(page: &mut String, region: Option<&Region>, term: &Term, replaced_by: Option<&str>) {
    let register = match term.register {
        Register::Norm => None,
        Register::CourtroomOral => Some(labels::SPOKEN),
        Register::Older => Some(labels::OLDER),
    };
    let status = match term.administrative_status {
        AdministrativeStatus::Preferred => None,
        status => Some(labels::status(status)),
    };
    let marks = [region.map(labels::region), register, status];
    let mut begin = "<span class=\"mark\">（";
    for mark in marks.into_iter().flatten() {
        page.push_str(begin);
        push_mixed(page, mark);
        begin = "，";
    }
    if let Some(other) = replaced_by {
        push_all(page, &[begin, "改用 "]);
        push_mixed(page, other);
        begin = "，";
    }
    if begin == "，" {
        page.push_str("）</span>");
    }
}

/// Returns the number of `source` in the entry, from 1. The lists that brought it stand at the end of the entry.
fn number<'a>(seen: &mut Vec<&'a Source>, source: &'a Source) -> usize {
    let same = |known: &&Source| {
        (&known.title, &known.locator, &known.url) == (&source.title, &source.locator, &source.url)
    };
    let known = seen.iter().position(same);
    known.unwrap_or_else(|| {
        seen.push(source);
        seen.len() - 1
    }) + 1
}

fn seen_in(page: &mut String, number: usize, source: &Source) {
    let Source {
        title,
        url,
        locator,
        collection: _,
    } = source;
    put(page, format_args!("来源 [{number}]："));
    push_mixed(page, title);
    if let Some(locator) = locator {
        page.push(' ');
        push_mixed(page, locator);
    }
    // As text: a file that is passed on leads nowhere.
    if let Some(url) = url {
        page.push_str(" <span class=\"address\">");
        push_text(page, url);
        page.push_str("</span>");
    }
}

fn meaning(page: &mut String, definition: &Definition) {
    let Definition { lang, text, source } = definition;
    page.push_str("释义：");
    in_language(page, "span", *lang, text);
    stated_in(page, source.as_deref());
}

fn stated_in(page: &mut String, source: Option<&str>) {
    if let Some(source) = source {
        page.push('（');
        push_mixed(page, source);
        page.push('）');
    }
}

#[cfg(test)]
mod tests {
    use ::glossary::ConceptId;

    use super::*;

    #[test]
    fn how_long_an_entry_is_written_is_told_well_enough_to_hold_many() {
        let term = |lang, text: &str| Term::new(lang, text).unwrap();
        let mut plain = Concept::draft();
        plain.terms = vec![term(Lang::Zh, "法院"), term(Lang::Bo, "ཁྲིམས་ཁང")];
        let mut full = plain.clone();
        full.definitions = vec![Definition {
            lang: Lang::Zh,
            text: "依照法律规定行使审判权的机关。".repeat(9),
            source: Some("词典".to_owned()),
        }];
        full.legal_basis = vec![LegalBasis::of("人民法院组织法")];
        full.terms[0].sources = vec![Source {
            title: "词典".to_owned(),
            url: Some("https://example.org".to_owned()),
            locator: Some("第1页".to_owned()),
            collection: None,
        }];
        full.notes = vec![Note {
            visibility: Visibility::Public,
            text: "备注".repeat(50),
        }];
        for concept in [Concept::draft(), plain, full] {
            let about = about_bytes(&concept);
            let exported = Exported {
                id: ConceptId::new(1),
                revision: 1,
                concept,
                history: Vec::new(),
            };
            let written = write(&exported, about, &mut ExportReport::default()).page.len();
            assert!(
                (written / 2..=written * 2).contains(&about),
                "{about} of {written}"
            );
        }
    }
}
