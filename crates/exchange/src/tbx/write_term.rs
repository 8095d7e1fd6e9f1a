//! Writing of one term with its status, sources and contexts.

use ::glossary::{Context, Register, Source, Term};

use super::categories::standard_value;
use super::own_notes::{self, name};
use super::write::Xml;
use crate::ExportReport;

/// Writes the section of `term`.
pub(super) fn write(xml: &mut Xml, term: &Term, report: &mut ExportReport) {
    // Named one by one, so that whoever adds a member has to say here how it is carried.
    let Term {
        lang: _,
        text,
        administrative_status,
        term_type,
        part_of_speech,
        region,
        register,
        reliability,
        sources,
        contexts,
        note,
        replaced_by,
    } = term;
    xml.markup("\n<termSec>");
    xml.element("term", &[], text, report);
    for (category, ours) in [
        ("administrativeStatus", Some(administrative_status.as_str())),
        ("termType", term_type.map(|kind| kind.as_str())),
        ("partOfSpeech", part_of_speech.map(|part| part.as_str())),
    ] {
        if let Some(value) = ours.and_then(|ours| standard_value(category, ours)) {
            xml.typed("termNote", category, value, report);
        }
    }
    if let Some(region) = region {
        xml.typed("termNote", "geographicalUsage", region.as_str(), report);
    }
    if *register != Register::Norm {
        xml.own_note(name::REGISTER, register.as_str(), report);
    }
    if let Some(reliability) = reliability {
        xml.own_note(name::RELIABILITY, &reliability.level().to_string(), report);
    }
    if let Some(replacement) = replaced_by {
        xml.own_note(name::REPLACED_BY, replacement, report);
    }
    for source in sources {
        write_source(xml, source, report);
    }
    for Context { text, source } in contexts {
        if text.is_empty() {
            report.leave_out("contexts", ("the text is empty", "文字是空的"));
            continue;
        }
        let source = source.as_deref().filter(|source| !source.is_empty());
        xml.quoted(&[("type", "context")], text, source, report);
    }
    if let Some(note) = note.as_deref().filter(|note| !note.is_empty()) {
        xml.element("note", &[], &own_notes::write_plain(note), report);
    }
    xml.markup("</termSec>");
}

/// Writes a source, and after it what belongs to it.
fn write_source(xml: &mut Xml, source: &Source, report: &mut ExportReport) {
    let Source {
        title,
        url,
        locator,
        collection,
    } = source;
    if title.is_empty() {
        return report.leave_out("sources", ("the title is empty", "题名是空的"));
    }
    xml.typed("admin", "source", title, report);
    if let Some(url) = url {
        let attributes = [("type", "externalCrossReference"), ("target", url.as_str())];
        xml.element("xref", &attributes, title, report);
    }
    if let Some(locator) = locator {
        xml.own_note(name::LOCATOR, locator, report);
    }
    if let Some(collection) = collection {
        xml.own_note(name::COLLECTION, collection.as_str(), report);
    }
}
