//! Writing of a glossary for OmegaT: a pair a line, with what has to be known of it as a comment.
//!
//! A translation goes into a document, so only forms that may be written there are given: neither spoken explanations nor
//! forms that are not to be used, nor entries that were withdrawn. Each line says how far its entry has come, so that no draft looks like an approved term.

use std::io::{self, Write as _};

use ::glossary::{Concept, Lang, Register, Term, Workflow};

use crate::labels;
use crate::{ExportError, ExportHeader, ExportReport, Exported, Reason};

/// From which language the glossary is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// From Chinese to Tibetan.
    #[default]
    ZhToBo,
    /// From Tibetan to Chinese.
    BoToZh,
}

impl Direction {
    /// Returns source and target.
    fn languages(self) -> (Lang, Lang) {
        match self {
            Self::ZhToBo => (Lang::Zh, Lang::Bo),
            Self::BoToZh => (Lang::Bo, Lang::Zh),
        }
    }
}

/// Writes `concepts` to `out`, in their order, one held at a time: a line for each form that may be written and each that
/// renders it.
///
/// # Errors
/// As soon as `out` takes nothing more or a concept cannot be had; what is written by then is no whole file.
pub fn write<E>(
    out: &mut dyn io::Write,
    header: &ExportHeader,
    direction: Direction,
    concepts: &mut dyn Iterator<Item = Result<Exported, E>>,
) -> Result<ExportReport, ExportError<E>> {
    let mut report = ExportReport::default();
    let (source, target) = direction.languages();
    writeln!(out, "# Shanjar {source}-{target} {}", about(header))?;
    let mut lines = Vec::new();
    for exported in concepts {
        let exported = exported.map_err(ExportError::Concepts)?;
        if exported.concept.workflow == Workflow::Withdrawn {
            report.leave_out("concepts", WITHDRAWN);
            continue;
        }
        leave_out_the_rest(&exported, &mut report);
        lines.clear();
        let terms = |lang| written_terms(&exported.concept, lang);
        let targets = terms(target);
        for source in terms(source) {
            for target in &targets {
                line(&mut lines, source, target, &exported)?;
            }
        }
        if lines.is_empty() {
            report.leave_out("terms", WITHOUT_PAIR);
            continue;
        }
        out.write_all(&lines)?;
        report.concepts += 1;
    }
    out.flush()?;
    Ok(report)
}

const WITHOUT_PAIR: Reason = Reason {
    en: "a line needs a form in both languages that may be written",
    zh: "每行须有可以书写的汉文和藏文",
};
const WITHDRAWN: Reason = Reason {
    en: "what was withdrawn is not to be used in a document",
    zh: "已撤回的词条不得用于文书",
};
const NOT_FOR_WRITING: Reason = Reason {
    en: "only forms that may be written in a document are given",
    zh: "只收可以写入文书的形式",
};
const OTHER_LANGUAGE: Reason = Reason {
    en: "the glossary has two languages",
    zh: "词表只有两种语言",
};
const NO_PLACE: Reason = Reason {
    en: "a line has a source, a target and a comment",
    zh: "每行只有原文、译文和说明",
};

/// What the file says of itself, in its first line, which is a comment. One line, whatever was asked for.
fn about(header: &ExportHeader) -> String {
    let ExportHeader {
        seq,
        edition,
        made_at,
        filter,
        batches: _,
    } = header;
    let edition = edition
        .map(|number| format!(" edition={number}"))
        .unwrap_or_default();
    one_line(&format!("seq={seq}{edition} {made_at} {filter}"))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn may_be_written(term: &Term) -> bool {
    term.register != Register::CourtroomOral && !term.is_out_of_use()
}

fn written_terms(concept: &Concept, lang: Lang) -> Vec<&Term> {
    let mut terms = concept.terms_in(lang);
    // A line that begins with `#` would be a comment.
    terms.retain(|term| may_be_written(term) && !term.text.starts_with('#'));
    terms
}

fn line(out: &mut Vec<u8>, source: &Term, target: &Term, exported: &Exported) -> io::Result<()> {
    let Exported { id, concept, .. } = exported;
    let mut comment = labels::workflow(concept.workflow).to_owned();
    for term in [source, target] {
        if let Some(region) = &term.region {
            comment += &format!("；{}", labels::region(region));
        }
        if term.register == Register::Older {
            comment += &format!("；{}", labels::OLDER);
        }
    }
    // Terms hold no tab and no line break.
    writeln!(out, "{}\t{}\t{comment}；{id}", source.text, target.text)
}

fn leave_out_the_rest(exported: &Exported, report: &mut ExportReport) {
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
        terms,
        legal_basis,
        relations,
        notes,
    } = concept;
    for term in terms {
        if term.lang == Lang::En {
            report.leave_out("terms", OTHER_LANGUAGE);
        } else if !may_be_written(term) || term.text.starts_with('#') {
            report.leave_out("terms", NOT_FOR_WRITING);
        }
    }
    for (field, is_given) in [
        ("subject_fields", !subject_fields.is_empty()),
        ("collections", !memberships.is_empty()),
        ("definitions", !definitions.is_empty()),
        ("legal_basis", !legal_basis.is_empty()),
        ("relations", !relations.is_empty()),
        ("notes", !notes.is_empty()),
        ("sources", terms.iter().any(|term| !term.sources.is_empty())),
        ("contexts", terms.iter().any(|term| !term.contexts.is_empty())),
        ("terms.note", terms.iter().any(|term| term.note.is_some())),
        ("term_type", terms.iter().any(|term| term.term_type.is_some())),
        (
            "part_of_speech",
            terms.iter().any(|term| term.part_of_speech.is_some()),
        ),
        ("reliability", terms.iter().any(|term| term.reliability.is_some())),
        ("revisions", !history.is_empty()),
    ] {
        if is_given {
            report.leave_out(field, NO_PLACE);
        }
    }
}
