//! What a file of TBX says and an entry has no room for: nothing of it goes without a word.

use exchange::glossary::Reading;

use crate::fixture::{read_tbx, show_issues, tbx_basic, tbx_pair};

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
