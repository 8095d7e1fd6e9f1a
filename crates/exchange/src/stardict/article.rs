//! The article of a concept: plain text, a line a statement.

use ::glossary::{
    AdministrativeStatus, Concept, Context, Definition, Lang, Note, Register, Term, Visibility,
};

use crate::{ExportReport, Exported, Reason, labels};

const FOR_EDITORS: Reason = Reason {
    en: "a dictionary is for everybody",
    zh: "词典面向所有人",
};
const BY_NUMBER: Reason = Reason {
    en: "the article names the other entry by its number only",
    zh: "释文只写另一词条的编号",
};
const NO_PLACE: Reason = Reason {
    en: "an article does not tell of it",
    zh: "释文不写这一项",
};

/// Returns the article.
pub(super) fn write(exported: &Exported, report: &mut ExportReport) -> String {
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
    let mut lines = vec![format!("【{}】", labels::workflow(*workflow))];
    for lang in Lang::ALL {
        let terms = concept.terms_in(*lang);
        lines.extend(terms.into_iter().map(|term| form(term, report)));
    }
    for Definition {
        lang: _,
        text,
        source,
    } in definitions
    {
        lines.push(with_source(&format!("释义：{text}"), source.as_deref()));
    }
    lines.extend(
        legal_basis
            .iter()
            .map(|basis| format!("法律依据：{}", labels::law(basis))),
    );
    for relation in relations {
        let kind = labels::relation(relation.kind);
        lines.push(format!("{kind}：{}", relation.id));
        report.leave_out("relations", BY_NUMBER);
    }
    for Note { visibility, text } in notes {
        match visibility {
            Visibility::Public => lines.push(format!("备注：{text}")),
            Visibility::Editors => report.leave_out("notes", FOR_EDITORS),
        }
    }
    let mut origin: Vec<String> = Vec::new();
    origin.extend(memberships.iter().map(|m| {
        let number = m
            .number
            .as_deref()
            .map(|number| format!(" {number}"))
            .unwrap_or_default();
        format!("{}{number}", m.collection)
    }));
    origin.extend(subject_fields.iter().map(ToString::to_string));
    if !origin.is_empty() {
        lines.push(format!("类别：{}", origin.join("；")));
    }
    lines.push(format!("{id}（版号 {revision}）"));
    if !history.is_empty() {
        report.leave_out("revisions", NO_PLACE);
    }
    lines.join("\n")
}

/// Returns the line of a form, with all that has to be known before it is used.
fn form(term: &Term, report: &mut ExportReport) -> String {
    let Term {
        lang,
        text,
        administrative_status,
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
    let label = match lang {
        Lang::Zh => "汉",
        Lang::Bo => "藏",
        Lang::En => "英",
    };
    let marks = [
        region.as_ref().map(|region| labels::region(region).to_owned()),
        match register {
            Register::Norm => None,
            Register::CourtroomOral => Some(labels::SPOKEN.to_owned()),
            Register::Older => Some(labels::OLDER.to_owned()),
        },
        match administrative_status {
            AdministrativeStatus::Preferred => None,
            status => Some(labels::status(*status).to_owned()),
        },
        replaced_by.as_ref().map(|other| format!("改用 {other}")),
    ];
    let marks: Vec<String> = marks.into_iter().flatten().collect();
    let mut line = format!("{label} {text}");
    if !marks.is_empty() {
        line += &format!("（{}）", marks.join("，"));
    }
    if let Some(note) = note {
        line += &format!(" 注：{note}");
    }
    for Context { text, source } in contexts {
        line += &with_source(&format!("\n　例：{text}"), source.as_deref());
    }
    for (field, is_given) in [
        ("term_type", term_type.is_some()),
        ("part_of_speech", part_of_speech.is_some()),
        ("reliability", reliability.is_some()),
        ("sources", !sources.is_empty()),
    ] {
        if is_given {
            report.leave_out(field, NO_PLACE);
        }
    }
    line
}

fn with_source(text: &str, source: Option<&str>) -> String {
    source.map_or_else(|| text.to_owned(), |source| format!("{text}（{source}）"))
}
