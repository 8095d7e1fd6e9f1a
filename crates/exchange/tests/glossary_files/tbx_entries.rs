//! Entries of TBX as a whole: which become rows, which come back, and what is told of what programs write beside the standard.

use exchange::codes;
use glossary::Lang;

use crate::fixture::{in_collection, read_tbx, show_issues, show_rows, show_warnings, tbx_basic, tbx_pair};
use crate::tbx_meaning::{concept, show_terms};

#[test]
fn trap_6_what_programs_write_beside_the_standard_is_read_and_told() {
    let reading = read_tbx(
        "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE martif SYSTEM \"TBXcoreStructV02.dtd\">\n\
         <martif type=\"TBX\" xml:lang=\"EN\"><martifHeader><fileDesc><titleStmt><title>T</title></titleStmt></fileDesc></martifHeader><text><body>\n\
         <termEntry id=\"t1\"><langSet XML:LANG=\"ZH-cn\"><ntig><termGrp><term>法院<hi type=\"x\">院</hi></term>\
         <termCompList type=\"lemma\"><termCompGrp><termComp>法</termComp></termCompGrp></termCompList></termGrp></ntig></langSet></termEntry>\n\
         <termEntry/>\n<termEntry id=\"t3\"><langSet xml:lang=\"fr\"><tig><term>tribunal</term></tig></langSet></termEntry>\n\
         </body><back><refObjectList type=\"respPerson\"><refObject id=\"p1\"><item type=\"fn\">Tashi</item></refObject></refObjectList></back></text></martif>",
    );
    assert_eq!(show_rows(&reading), "terms.tbx:4:1 zh=法院院");
    assert_eq!(
        show_issues(&reading)
            .lines()
            .map(|line| line.split(" is ").next().unwrap().to_owned())
            .collect::<Vec<_>>(),
        [
            "empty_term  terms.tbx:5:1, element `<termEntry>`:",
            "empty_term  terms.tbx:6:1, element `<termEntry>`: `t3`",
        ]
    );
    insta::assert_snapshot!(show_warnings(&reading));
}

#[test]
fn every_element_and_attribute_without_a_place_is_told_with_its_value() {
    let reading = read_tbx(&tbx_basic(&format!(
        "<conceptEntry id=\"e1\">stray<transacGrp><transac type=\"transactionType\">creation</transac><date>2010-04-17</date>\
         <transacNote type=\"responsibility\" target=\"p1\">Tashi</transacNote></transacGrp>\
         <descrip type=\"subjectField\">Stellar Birth</descrip><xref type=\"xGraphic\" target=\"https://example.org/a.jpg\">a.jpg</xref>\
         <ref type=\"crossReference\" target=\"e9\">court</ref><admin type=\"customerSubset\">charges-2024</admin>{}",
        tbx_pair("<nonsense><deep>x</deep></nonsense>", "")
            .strip_prefix("<conceptEntry>")
            .unwrap()
    )));
    insta::assert_snapshot!(show_warnings(&reading));
    let concept = concept(&reading);
    assert_eq!(concept.memberships[0].collection.as_str(), "charges-2024");
    let notes: Vec<_> = concept.notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(notes, ["subjectField: Stellar Birth", "crossReference: court e9"]);
}

#[test]
fn dialects_are_tibetan_of_a_region_and_other_languages_are_told() {
    let section = |tag: &str, term: &str| {
        format!("<langSec xml:lang=\"{tag}\"><termSec><term>{term}</term></termSec></langSec>")
    };
    let reading = read_tbx(&tbx_basic(&format!(
        "<conceptEntry>{}{}{}{}{}{}</conceptEntry>",
        section("zh-Hans", "法院"),
        section("adx", "ཁྲིམས་ར"),
        section("khg", "ཁྲིམས་ཁང"),
        section("en-GB", "court"),
        section("dz", "ཁྲིམས"),
        section("", "x"),
    )));
    let terms = show_terms(concept(&reading));
    assert_eq!(
        terms,
        [
            "zh 法院 preferred",
            "bo ཁྲིམས་ར preferred amdo",
            "bo ཁྲིམས་ཁང preferred kham",
            "en court preferred"
        ]
    );
    let languages: Vec<_> = reading
        .warnings
        .iter()
        .filter(|warning| warning.code == codes::OTHER_LANGUAGE)
        .map(|warning| (warning.column.clone().unwrap(), warning.value.clone()))
        .collect();
    assert_eq!(
        languages,
        [
            ("<langSec xml:lang=\"dz\">".to_owned(), "ཁྲིམས".to_owned()),
            ("<langSec xml:lang=\"\">".to_owned(), "x".to_owned())
        ]
    );
}

#[test]
fn a_term_that_cannot_be_one_sends_its_entry_back() {
    for (entry, issue) in [
        (
            tbx_pair("", "").replace("ཁྲིམས་ཁང་", "法院"),
            "tibetan_cell_with_chinese  terms.tbx:2:114, element `<term>`: `法院` holds",
        ),
        (
            tbx_pair("", "").replace("法院", "法\u{1}院"),
            "control_character  terms.tbx:2:47, element `<term>`:",
        ),
        (
            tbx_pair("", "").replace("法院", "  "),
            "empty_term  terms.tbx:2:47, element `<term>`: holds punctuation",
        ),
        (
            tbx_pair("", "").replace(
                "<langSec xml:lang=\"bo\">",
                "<langSec xml:lang=\"bo\"><descrip type=\"definition\">法院</descrip>",
            ),
            "tibetan_cell_with_chinese  terms.tbx:2:105, element `<descrip type=\"definition\">`:",
        ),
    ] {
        let reading = read_tbx(&tbx_basic(&entry));
        assert!(
            show_issues(&reading).starts_with(issue),
            "{}",
            show_issues(&reading)
        );
        assert!(reading.is_complete() && reading.rows.is_empty());
        assert_eq!(reading.rejections[0].raw, [entry]);
    }
}

#[test]
fn an_entry_without_a_collection_gets_the_one_that_was_said() {
    let named = format!(
        "<conceptEntry><admin type=\"projectSubset\">own</admin>{}",
        &tbx_pair("", "")["<conceptEntry>".len()..]
    );
    let file = tbx_basic(&(tbx_pair("", "") + &named));
    let reading = exchange::glossary::read(
        "t.tbx",
        file.as_bytes(),
        exchange::Format::Tbx,
        &in_collection("said"),
    )
    .unwrap();
    let collections: Vec<_> = reading
        .rows
        .iter()
        .map(|row| row.contribution.concept.memberships[0].collection.as_str())
        .collect();
    assert_eq!(collections, ["said", "own"]);
}

#[test]
fn an_id_is_ours_only_in_a_file_that_we_wrote() {
    let entry = tbx_pair("", "").replace(
        "<conceptEntry>",
        "<conceptEntry id=\"c-000007\"><note>shanjar:workflow authorised</note>",
    );
    let foreign = read_tbx(&tbx_basic(&entry));
    assert_eq!(foreign.rows[0].contribution.id, None);
    assert_eq!(concept(&foreign).notes[0].text, "shanjar:workflow authorised");
    let header = "<tbxHeader><fileDesc><sourceDesc><p>shanjar:export 1 seq=7</p></sourceDesc></fileDesc></tbxHeader><text>";
    let ours = read_tbx(&tbx_basic(&entry).replace("<text>", header));
    assert_eq!(ours.rows[0].contribution.id, Some("c-000007".parse().unwrap()));
    assert!(concept(&ours).notes.is_empty());
    assert_eq!(ours.warnings.len(), 1);
    assert_eq!(
        (ours.warnings[0].code, ours.warnings[0].value.as_str()),
        (codes::WORKFLOW_NEEDS_AUTHORITY, "authorised")
    );
}

#[test]
fn english_alone_is_taken_and_told_once() {
    let entry = |term: &str| {
        format!(
            "<conceptEntry><langSec xml:lang=\"en\"><termSec><term>{term}</term></termSec></langSec></conceptEntry>"
        )
    };
    let reading = read_tbx(&tbx_basic(&(entry("court") + &entry("judge"))));
    assert_eq!(reading.rows.len(), 2);
    assert_eq!(concept(&reading).terms[0].lang, Lang::En);
    assert_eq!(reading.warnings.len(), 1);
    assert!(
        reading.warnings[0].message.contains("met 2 times"),
        "{}",
        reading.warnings[0].message
    );
}

#[test]
fn the_same_pair_twice_is_one_row_and_one_issue() {
    let reading = read_tbx(&tbx_basic(&format!("{}\n{}", tbx_pair("", ""), tbx_pair("", ""))));
    assert_eq!(show_rows(&reading), "terms.tbx:2:1 zh=法院 bo=ཁྲིམས་ཁང");
    assert!(
        show_issues(&reading)
            .contains("terms.tbx:3:1: `法院 | ཁྲིམས་ཁང` stands in the file before, at terms.tbx:2:1")
    );
}
