//! What entries of TBX mean, in every way in which programs write them, and what is told of the rest.

use exchange::codes;
use exchange::glossary::Reading;
use glossary::Concept;

use crate::fixture::{read_tbx, show_issues, show_warnings, tbx_basic, tbx_pair};

pub fn concept(reading: &Reading) -> &Concept {
    assert_eq!(show_issues(reading), "");
    &reading.rows.first().unwrap().contribution.concept
}

/// Shows the terms, a line each, with what is not as usual.
pub fn show_terms(concept: &Concept) -> Vec<String> {
    let show = |term: &glossary::Term| {
        let optional = [
            term.term_type.map(|kind| kind.to_string()),
            term.part_of_speech.map(|part| part.to_string()),
            term.region.as_ref().map(|region| region.as_str().to_owned()),
            Some(term.register.to_string()).filter(|register| register != "norm"),
            term.reliability
                .map(|reliability| reliability.level().to_string()),
            term.note
                .as_ref()
                .map(|note| format!("«{}»", note.replace('\n', "/"))),
        ];
        let more: Vec<String> = optional.into_iter().flatten().collect();
        format!(
            "{} {} {} {}",
            term.lang,
            term.text,
            term.administrative_status,
            more.join(" ")
        )
        .trim_end()
        .to_owned()
    };
    concept.terms.iter().map(show).collect()
}

/// Reads an entry whose Tibetan term section holds `items`, and compares the term and the warnings.
fn check_term(items: &str, term: &str, warnings: &[&str]) {
    let reading = read_tbx(&tbx_basic(&tbx_pair("", items)));
    assert_eq!(
        show_terms(concept(&reading))[1],
        format!("bo ཁྲིམས་ཁང {term}"),
        "{items}"
    );
    let told: Vec<String> = reading
        .warnings
        .iter()
        .filter(|warning| warning.code != codes::DIALECT_RULE)
        .map(|warning| format!("{} {}", warning.code, warning.value))
        .collect();
    assert_eq!(told, warnings, "{items}");
}

#[test]
fn the_four_shapes_of_an_entry_mean_the_same() {
    let dca = tbx_basic(
        "<conceptEntry id=\"e1\"><descrip type=\"subjectField\">criminal-law</descrip>\
         <langSec xml:lang=\"zh\"><descripGrp><descrip type=\"definition\">审判机关</descrip><admin type=\"source\">宪法</admin></descripGrp>\
         <termSec><term>法院</term><termNote type=\"administrativeStatus\">preferredTerm-admn-sts</termNote></termSec></langSec>\
         <langSec xml:lang=\"bo\"><termSec><term>ཁྲིམས་ཁང་</term><termNote type=\"partOfSpeech\">noun</termNote>\
         <descripGrp><descrip type=\"context\">ཁྲིམས་ཁང་ན།</descrip><admin type=\"source\">A</admin></descripGrp></termSec></langSec></conceptEntry>",
    );
    let dct = "<tbx type=\"TBX-Basic\" style=\"dct\" xml:lang=\"zh\" xmlns=\"urn:iso:std:iso:30042:ed-2\" \
         xmlns:min=\"http://www.tbxinfo.net/ns/min\" xmlns:b=\"http://www.tbxinfo.net/ns/basic\"><text><body>\n\
         <conceptEntry id=\"e1\"><min:subjectField>criminal-law</min:subjectField>\
         <langSec xml:lang=\"zh\"><descripGrp><b:definition>审判机关</b:definition><b:source>宪法</b:source></descripGrp>\
         <termSec><term>法院</term><min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus></termSec></langSec>\
         <langSec xml:lang=\"bo\"><termSec><term>ཁྲིམས་ཁང་</term><min:partOfSpeech>noun</min:partOfSpeech>\
         <descripGrp><b:context>ཁྲིམས་ཁང་ན།</b:context><b:source>A</b:source></descripGrp></termSec></langSec></conceptEntry></body></text></tbx>";
    let of_2008 = |section: &str, group: &str| {
        let (open, close) = (format!("<{section}>{}", group), format!("</{section}>"));
        let end = if group.is_empty() { "" } else { "</termGrp>" };
        format!(
            "<martif type=\"TBX\" xml:lang=\"zh\"><text><body>\n<termEntry id=\"e1\"><descrip type=\"subjectField\">criminal-law</descrip>\
             <langSet xml:lang=\"zh\"><descripGrp><descrip type=\"definition\">审判机关</descrip><admin type=\"source\">宪法</admin></descripGrp>\
             {open}<term>法院</term><termNote type=\"administrativeStatus\">preferredTerm-admn-sts</termNote>{end}{close}</langSet>\
             <langSet xml:lang=\"bo\">{open}<term>ཁྲིམས་ཁང་</term><termNote type=\"partOfSpeech\">noun</termNote>{end}\
             <descripGrp><descrip type=\"context\">ཁྲིམས་ཁང་ན།</descrip><admin type=\"source\">A</admin></descripGrp>{close}</langSet></termEntry></body></text></martif>"
        )
    };
    let first = read_tbx(&dca);
    let meant = concept(&first);
    assert_eq!(meant.subject_fields[0].as_str(), "criminal-law");
    assert_eq!(meant.definitions[0].source.as_deref(), Some("宪法"));
    assert_eq!(meant.terms[1].contexts[0].text, "ཁྲིམས་ཁང་ན།");
    for file in [dct.to_owned(), of_2008("tig", ""), of_2008("ntig", "<termGrp>")] {
        let reading = read_tbx(&file);
        assert_eq!(concept(&reading), meant, "{file}");
        assert_eq!(
            show_warnings(&reading).lines().count(),
            1,
            "the id alone: {}",
            show_warnings(&reading)
        );
    }
}

#[test]
fn trap_1_and_2_statuses_are_read_under_every_name_they_go_by() {
    for (category, value, status) in [
        ("administrativeStatus", "supersededTerm-admn-sts", "superseded"),
        ("administrativeStatus", "admittedTerm", "admitted"),
        ("administrativeStatus", "forbidden", "deprecated"),
        ("administrativeStatus", "obsolete", "superseded"),
        ("usageStatus", "preferred", "preferred"),
        ("usageStatus", "admitted", "admitted"),
        ("usageStatus", "deprecated", "deprecated"),
        ("normativeAuthorization", "deprecatedTerm", "deprecated"),
        ("normativeAuthorization", "standardizedTerm", "preferred"),
    ] {
        let item = format!("<termNote type=\"{category}\">{value}</termNote>");
        let told = format!("read_as {value}");
        let is_standard = value.ends_with("-admn-sts");
        check_term(
            &item,
            status,
            if is_standard {
                &[]
            } else {
                std::slice::from_ref(&told)
            }
            .iter()
            .map(|t| t.as_str())
            .collect::<Vec<_>>()
            .as_slice(),
        );
    }
    // What nobody knows is no reason to recommend a term.
    check_term(
        "<termNote type=\"administrativeStatus\">forSomeUse</termNote>",
        "admitted «administrativeStatus: forSomeUse»",
        &["kept_as_note forSomeUse"],
    );
}

#[test]
fn trap_3_a_reliability_keeps_its_own_number() {
    for (number, level) in [
        ("3", "3 "),
        ("9", "3 "),
        ("10", "4 "),
        ("6", "2 "),
        ("0", ""),
        ("high", ""),
    ] {
        check_term(
            &format!("<descrip type=\"reliabilityCode\">{number}</descrip>"),
            &format!("preferred {level}«reliabilityCode: {number}»"),
            &[&format!("kept_as_note {number}")],
        );
    }
}

#[test]
fn categories_of_a_term_find_their_place() {
    for (items, term, warnings) in [
        (
            "<termNote type=\"termType\">fullForm</termNote>",
            "preferred full_form",
            &[][..],
        ),
        (
            "<termNote type=\"termType\">acronym</termNote>",
            "preferred abbreviation",
            &["read_as acronym"],
        ),
        (
            "<termNote type=\"partOfSpeech\">adverb</termNote>",
            "preferred adverb",
            &[],
        ),
        (
            "<termNote type=\"geographicalUsage\">安多</termNote>",
            "preferred amdo",
            &[],
        ),
        (
            "<termNote type=\"geographicalUsage\">632700</termNote>",
            "preferred 632700",
            &[],
        ),
        (
            "<termNote type=\"geographicalUsage\">Ireland</termNote>",
            "preferred «geographicalUsage: Ireland»",
            &["kept_as_note Ireland"],
        ),
        (
            "<termNote type=\"register\">older</termNote>",
            "preferred older",
            &[],
        ),
        (
            "<termNote type=\"register\">slangRegister</termNote>",
            "preferred «register: slangRegister»",
            &["kept_as_note slangRegister"],
        ),
        (
            "<termNoteGrp><termNote type=\"partOfSpeech\">verb</termNote></termNoteGrp>",
            "preferred verb",
            &[],
        ),
        ("<note>a</note><note>b\n   c</note>", "preferred «a/b c»", &[]),
        (
            "<termNote type=\"usageNote\">seldom</termNote>",
            "preferred «usageNote: seldom»",
            &["kept_as_note seldom"],
        ),
        ("<note/><admin type=\"source\"/>", "preferred", &[]),
        (
            "<termNote type=\"grammaticalGender\">neuter</termNote>",
            "preferred",
            &["no_place neuter"],
        ),
        (
            "<termNote type=\"mood\" id=\"x\">soft</termNote>",
            "preferred",
            &["no_place soft", "no_place x"],
        ),
        ("<termNote>soft</termNote>", "preferred", &["no_place soft"]),
        (
            "<termNote type=\"termType\">entryTerm</termNote>",
            "preferred «termType: entryTerm»",
            &["kept_as_note entryTerm"],
        ),
    ] {
        check_term(items, term, warnings);
    }
}

#[test]
fn sources_contexts_and_addresses_are_kept_with_the_term() {
    let items = "<admin type=\"source\">词典</admin><adminGrp><admin type=\"source\">B</admin></adminGrp>\
         <xref type=\"externalCrossReference\" target=\"https://example.org/1\">C</xref>\
         <xref type=\"externalCrossReference\" target=\"ftp://example.org\">D</xref>\
         <descrip type=\"context\">法院认为</descrip>";
    let reading = read_tbx(&tbx_basic(&tbx_pair(items, "")));
    let term = &concept(&reading).terms[0];
    let sources: Vec<_> = term
        .sources
        .iter()
        .map(|s| (s.title.as_str(), s.url.as_deref()))
        .collect();
    assert_eq!(
        sources,
        [("词典", None), ("B", None), ("C", Some("https://example.org/1"))]
    );
    assert_eq!(term.contexts[0].text, "法院认为");
    assert_eq!(
        term.note.as_deref(),
        Some("externalCrossReference: D ftp://example.org")
    );
}

#[test]
fn the_first_term_is_preferred_where_nobody_says_so() {
    let sections = |first: &str, second: &str| {
        tbx_basic(&format!(
            "<conceptEntry><langSec xml:lang=\"zh\"><termSec><term>法院</term>{first}</termSec>\
             <termSec><term>审判机关</term>{second}</termSec></langSec></conceptEntry>"
        ))
    };
    let preferred = "<termNote type=\"administrativeStatus\">preferredTerm-admn-sts</termNote>";
    for (first, second, statuses) in [
        ("", "", ["preferred", "admitted"]),
        ("", preferred, ["admitted", "preferred"]),
        (preferred, "", ["preferred", "admitted"]),
        (
            "",
            "<termNote type=\"geographicalUsage\">amdo</termNote>",
            ["preferred", "preferred"],
        ),
    ] {
        let reading = read_tbx(&sections(first, second));
        let read: Vec<_> = concept(&reading)
            .terms
            .iter()
            .map(|t| t.administrative_status.as_str())
            .collect();
        assert_eq!(read, statuses, "{first} {second}");
    }
}
