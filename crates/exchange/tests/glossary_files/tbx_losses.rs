//! What a file of TBX says and an entry has no room for: nothing of it goes without a word.

use exchange::glossary::{Reading, read};
use exchange::{Format, ReadOptions};

use crate::fixture::{read_tbx, show_issues, tbx_basic, tbx_pair};
use crate::tbx_meaning::{concept, show_terms};

/// Shows the warnings that are not of the dialect, a line each: element, value, count, code.
fn told(reading: &Reading) -> Vec<String> {
    let warnings = reading
        .warnings
        .iter()
        .filter(|warning| warning.code != exchange::codes::DIALECT_RULE);
    let show = |warning: &exchange::Issue| {
        let times = warning.message.split("; met ").nth(1);
        let times = times.and_then(|met| met.split(' ').next()).unwrap_or("1");
        format!(
            "{} `{}` ×{times} {}",
            warning.column.as_deref().unwrap_or("-"),
            warning.value,
            warning.code
        )
    };
    warnings.map(show).collect()
}

/// Returns the good pair with `sections` after its own.
fn with_sections(sections: &str) -> String {
    tbx_pair("", "").replace("</conceptEntry>", &format!("{sections}</conceptEntry>"))
}

#[test]
fn what_stands_in_a_language_that_is_not_kept_is_told_once_a_kind() {
    let german = "<langSec xml:lang=\"de\"><descripGrp><descrip type=\"definition\">Ort des Rechts</descrip>\
         <admin type=\"source\">Duden</admin></descripGrp><note>selten</note>\
         <termSec id=\"t9\"><term>Gericht</term><termNote type=\"partOfSpeech\">noun</termNote><descrip type=\"context\">vor <hi>Gericht</hi></descrip></termSec>\
         <termSec><term>Gerichtshof</term></termSec></langSec>";
    let french = "<langSec xml:lang=\"fr\"><descrip type=\"definition\">lieu</descrip><termSec><term>tribunal</term></termSec></langSec>";
    let entry = with_sections(&format!("{german}{french}"));
    let second = entry.replace("法院", "人民法院");
    let reading = read_tbx(&tbx_basic(&format!("{entry}\n{second}")));
    assert_eq!((reading.rows.len(), show_issues(&reading)), (2, String::new()));
    assert_eq!(
        told(&reading),
        [
            "<langSec xml:lang=\"de\"> `Gericht` ×2 other_language",
            "<langSec xml:lang=\"de\"> <descrip type=\"definition\"> `Ort des Rechts` ×2 other_language",
            "<langSec xml:lang=\"de\"> <admin type=\"source\"> `Duden` ×2 other_language",
            "<langSec xml:lang=\"de\"> <note> `selten` ×2 other_language",
            "<langSec xml:lang=\"de\"> <termSec id=\"…\"> `t9` ×2 other_language",
            "<langSec xml:lang=\"de\"> <termNote type=\"partOfSpeech\"> `noun` ×2 other_language",
            "<langSec xml:lang=\"de\"> <descrip type=\"context\"> `vor Gericht` ×2 other_language",
            "<langSec xml:lang=\"de\"> <hi> `` ×2 other_language",
            "<langSec xml:lang=\"de\"> <term> `Gerichtshof` ×2 other_language",
            "<langSec xml:lang=\"fr\"> `tribunal` ×2 other_language",
            "<langSec xml:lang=\"fr\"> <descrip type=\"definition\"> `lieu` ×2 other_language",
        ]
    );
}

#[test]
fn a_section_is_named_as_the_file_has_it() {
    let reading = read_tbx(
        "<martif type=\"TBX\" xml:lang=\"zh\"><text><body>\n<termEntry><langSet xml:lang=\"zh\"><tig><term>法院</term></tig></langSet>\
         <langSet xml:lang=\"fr\"><ntig><termGrp><term>tribunal</term></termGrp></ntig></langSet>\
         <langSet lang=\"de\"><tig><term>Gericht</term></tig></langSet>\
         <langSet><tig><term>x</term></tig></langSet></termEntry></body></text></martif>",
    );
    assert_eq!(
        told(&reading),
        [
            "<langSet xml:lang=\"fr\"> `tribunal` ×1 other_language",
            "<langSet lang=\"de\"> `Gericht` ×1 other_language",
            "<langSet> `x` ×1 other_language",
        ]
    );
}

#[test]
fn script_and_country_of_a_language_are_told_once_a_tag() {
    let entry = |zh: &str| {
        format!(
            "<conceptEntry><langSec xml:lang=\"zh-Hant-HK\"><termSec><term>{zh}</term></termSec></langSec>\
             <langSec xml:lang=\"en-GB\"><descrip type=\"definition\" xml:lang=\"en_US\">a place</descrip><termSec><term>court</term></termSec></langSec></conceptEntry>"
        )
    };
    let reading = read_tbx(&tbx_basic(&(entry("法院") + &entry("法庭"))));
    assert_eq!(reading.rows.len(), 2);
    assert_eq!(
        told(&reading),
        [
            "<langSec xml:lang=\"zh-Hant-HK\"> `zh-Hant-HK` ×2 read_as",
            "<langSec xml:lang=\"en-GB\"> `en-GB` ×2 read_as",
            "<descrip xml:lang=\"en_US\"> `en_US` ×2 read_as",
        ]
    );
}

#[test]
fn a_definition_of_an_entry_in_a_language_that_is_not_kept_is_no_english_one() {
    let definition = "<descripGrp><descrip type=\"definition\" xml:lang=\"de\">Ort</descrip><admin type=\"source\">Duden</admin></descripGrp>";
    let entry = tbx_pair("", "").replace("<conceptEntry>", &format!("<conceptEntry>{definition}"));
    let reading = read_tbx(&tbx_basic(&entry));
    assert!(reading.rows[0].contribution.concept.definitions.is_empty());
    assert_eq!(
        told(&reading),
        ["<descrip type=\"definition\"> `de: Ort (Duden)` ×1 other_language"]
    );
}

#[test]
fn the_source_of_a_context_above_a_term_is_kept() {
    let context = "<descripGrp><descrip type=\"context\">法院认为</descrip><admin type=\"source\">判决书</admin></descripGrp>";
    let entry = tbx_pair("", "").replace("<conceptEntry>", &format!("<conceptEntry>{context}"));
    let reading = read_tbx(&tbx_basic(&entry));
    assert_eq!(
        told(&reading),
        [
            "<descrip type=\"context\"> `法院认为` ×1 no_place",
            "<admin type=\"source\"> `判决书` ×1 kept_as_note",
        ]
    );
    assert_eq!(
        reading.rows[0].contribution.concept.notes[0].text,
        "source: 判决书"
    );
}

#[test]
fn a_term_that_stands_twice_loses_nothing_that_is_said_of_it() {
    let term = |text: &str, more: &str| format!("<termSec><term>{text}</term>{more}</termSec>");
    let first = "<termNote type=\"administrativeStatus\">preferredTerm-admn-sts</termNote><termNote type=\"partOfSpeech\">noun</termNote><note>a</note>";
    let second = "<termNote type=\"administrativeStatus\">deprecatedTerm-admn-sts</termNote><termNote type=\"partOfSpeech\">verb</termNote>\
         <termNote type=\"termType\">fullForm</termNote><note>a</note><note>b</note><admin type=\"source\">词典</admin><descrip type=\"context\">法院认为</descrip>";
    let reading = read_tbx(&tbx_basic(&format!(
        "<conceptEntry><langSec xml:lang=\"zh\">{}{}</langSec><langSec xml:lang=\"bo\">{}{}</langSec><langSec xml:lang=\"bo\">{}{}</langSec></conceptEntry>",
        term("法院", first),
        term("法院", second),
        term("ཁྲིམས་ཁང", ""),
        term("ཁྲིམས་ར", "<note>r</note>"),
        term(
            "ཁྲིམས་ཁང་།",
            "<termNote type=\"administrativeStatus\">deprecatedTerm-admn-sts</termNote><note>k</note>"
        ),
        term("ཁྲིམས་ཁང་", "<termNote type=\"geographicalUsage\">amdo</termNote>"),
    )));
    let concept = concept(&reading);
    assert_eq!(
        show_terms(concept),
        [
            "zh 法院 preferred full_form noun «a/b/administrativeStatus: deprecated/partOfSpeech: verb»",
            "bo ཁྲིམས་ཁང deprecated «k»",
            "bo ཁྲིམས་ར preferred «r»",
            "bo ཁྲིམས་ཁང preferred amdo",
        ]
    );
    assert_eq!(concept.terms[0].sources[0].title, "词典");
    assert_eq!(concept.terms[0].contexts[0].text, "法院认为");
    assert_eq!(
        told(&reading),
        [
            "<term> `ཁྲིམས་ཁང → ཁྲིམས་ར` ×1 replacement_guessed",
            "<term> `法院` ×2 read_as",
            "<term> `法院: administrativeStatus: deprecated` ×2 kept_as_note",
        ]
    );
}

#[test]
fn a_second_value_of_a_category_is_kept_as_a_remark() {
    for (category, first, second, term) in [
        ("partOfSpeech", "noun", "verb", "preferred noun"),
        (
            "administrativeStatus",
            "admittedTerm-admn-sts",
            "deprecatedTerm-admn-sts",
            "admitted",
        ),
        ("termType", "fullForm", "phrase", "preferred full_form"),
        ("register", "older", "norm", "preferred older"),
        ("geographicalUsage", "amdo", "kham", "preferred amdo"),
    ] {
        let item = |value: &str| format!("<termNote type=\"{category}\">{value}</termNote>");
        let file = |items: &str| tbx_basic(&tbx_pair("", items));
        let reading = read_tbx(&file(&(item(first) + &item(second) + &item(first))));
        assert_eq!(
            show_terms(concept(&reading))[1],
            format!("bo ཁྲིམས་ཁང {term} «{category}: {second}»")
        );
        let told = told(&reading);
        let expected = format!("<termNote type=\"{category}\"> `{second}` ×1 kept_as_note");
        assert_eq!(told, [expected], "{category}");
    }
    // A number that says nothing does not take the place of one that does.
    let number = |value: &str| format!("<descrip type=\"reliabilityCode\">{value}</descrip>");
    let reading = read_tbx(&tbx_basic(&tbx_pair("", &(number("3") + &number("high")))));
    assert_eq!(
        show_terms(concept(&reading))[1],
        "bo ཁྲིམས་ཁང preferred 3 «reliabilityCode: 3/reliabilityCode: high»"
    );
}

#[test]
fn a_place_in_a_section_of_a_dialect_does_not_lose_the_dialect() {
    let entry =
        tbx_pair("", "<termNote type=\"geographicalUsage\">632700</termNote>").replace("\"bo\"", "\"adx\"");
    let reading = read_tbx(&tbx_basic(&entry));
    assert_eq!(
        show_terms(concept(&reading))[1],
        "bo ཁྲིམས་ཁང preferred 632700 «xml:lang: amdo»"
    );
}

#[test]
fn a_foreign_file_extended_the_fields_of_law() {
    let fields =
        "<descrip type=\"subjectField\">criminal</descrip><descrip type=\"subjectField\">customs</descrip>";
    let entry = tbx_pair("", "").replace("<conceptEntry>", &format!("<conceptEntry>{fields}"));
    let file = tbx_basic(&entry);
    let options = |fields: Option<&[&str]>| ReadOptions {
        subject_fields: fields.map(|fields| fields.iter().map(|field| field.parse().unwrap()).collect()),
        ..ReadOptions::default()
    };
    let read = |file: &str, fields| {
        let reading = read("a.tbx", file.as_bytes(), Format::Tbx, &options(fields)).unwrap();
        let concept = reading.rows[0].contribution.concept.clone();
        let fields: Vec<_> = concept
            .subject_fields
            .iter()
            .map(|field| field.as_str().to_owned())
            .collect();
        let notes: Vec<_> = concept.notes.iter().map(|note| note.text.clone()).collect();
        (fields.join(" "), notes.join(" "))
    };
    let (fields, notes) = read(&file, Some(&["criminal", "civil"]));
    assert_eq!(
        (fields.as_str(), notes.as_str()),
        ("criminal", "subjectField: customs")
    );
    // Where there is no list yet, any name of ours is a field.
    assert_eq!(read(&file, None).0, "criminal customs");
    // What we wrote ourselves comes back as it was.
    let header =
        "<tbxHeader><fileDesc><sourceDesc><p>shanjar:export 1</p></sourceDesc></fileDesc></tbxHeader><text>";
    let ours = file.replace("<text>", header);
    assert_eq!(read(&ours, Some(&["criminal"])).0, "criminal customs");
}
