//! The rules of the dialects: each broken once, told with the place, and the file read all the same.

use exchange::codes;
use exchange::tbx::dialect::{Dialect, Rule, check};

use crate::fixture::{read_tbx, tbx_basic, tbx_pair};

/// Shows what breaks: rule, place, element, value.
fn breaks(file: &str, dialect: Dialect) -> Vec<String> {
    let show = |broken: exchange::tbx::dialect::Break| {
        format!(
            "{} {}:{} {} `{}`",
            broken.rule.as_str(),
            broken.line,
            broken.character,
            broken.element,
            broken.value
        )
    };
    check(file, dialect).unwrap().into_iter().map(show).collect()
}

/// An entry that keeps every rule of Basic.
fn good() -> String {
    format!(
        "<conceptEntry id=\"e1\"><descrip type=\"subjectField\">law</descrip><transacGrp><transac type=\"transactionType\">origination</transac>\
         <date>2024-01-01</date><transacNote type=\"responsibility\">A</transacNote></transacGrp>{}",
        tbx_pair(
            "<termNote type=\"administrativeStatus\">preferredTerm-admn-sts</termNote><termNoteGrp><termNote type=\"partOfSpeech\">noun</termNote></termNoteGrp>\
             <descripGrp><descrip type=\"context\">法院<hi>认为</hi></descrip><admin type=\"source\">B</admin></descripGrp>",
            ""
        )
        .strip_prefix("<conceptEntry>")
        .unwrap()
    )
}

#[test]
fn a_file_that_keeps_the_rules_breaks_none() {
    assert_eq!(breaks(&tbx_basic(&good()), Dialect::Basic), [""; 0]);
    let linguist = tbx_basic(&tbx_pair(
        "<termNote type=\"register\">neutralRegister</termNote>",
        "",
    ))
    .replace("TBX-Basic", "TBX-Linguist");
    assert_eq!(breaks(&linguist, Dialect::Linguist), [""; 0]);
}

/// What to put in place of what, the rule that breaks by it, and the rest of what is told.
const BREAKS: &[(&str, &str, Rule, &str)] = &[
    ("TBX-Basic", "TBX-DNB", Rule::DialectNamed, "1:1 <tbx> `TBX-DNB`"),
    ("\"dca\"", "\"xyz\"", Rule::StyleNamed, "1:1 <tbx> `xyz`"),
    (":ed-2", ":ed-9", Rule::Namespace, "1:1 <tbx> `tbx`"),
    (
        "<note>",
        "<b:source xmlns:b=\"http://www.tbxinfo.net/ns/basic\">x</b:source><note>",
        Rule::OneStyle,
        "2:23 <source> `source`",
    ),
    (
        "<note>",
        "<remark/><note>",
        Rule::ElementKnown,
        "2:23 <remark> `remark`",
    ),
    (
        "<note>",
        "<term>法</term><note>",
        Rule::ElementPlace,
        "2:23 <term> `term`",
    ),
    ("<term>法院</term>", "<term/>", Rule::OneTerm, "2:79 <term> ``"),
    ("<term>法院</term>", "", Rule::OneTerm, "2:70 <termSec> ``"),
    (
        "<note>",
        "<descrip>x</descrip><note>",
        Rule::CategoryNamed,
        "2:23 <descrip> `x`",
    ),
    (
        "<note>",
        "<descrip type=\"mood\">x</descrip><note>",
        Rule::CategoryOfDialect,
        "2:23 <descrip> `mood`",
    ),
    (
        "<note>",
        "<admin type=\"subjectField\">x</admin><note>",
        Rule::CategoryElement,
        "2:23 <admin> `subjectField`",
    ),
    (
        "<note>",
        "<descrip type=\"context\">x</descrip><note>",
        Rule::CategoryLevel,
        "2:23 <descrip> `context`",
    ),
    (
        "</term>",
        "</term><termNote type=\"partOfSpeech\">nouns</termNote>",
        Rule::ValuePermitted,
        "2:94 <termNote> `nouns`",
    ),
    (
        "</term>",
        "</term><termNote type=\"administrativeStatus\">admittedTerm</termNote>",
        Rule::ValuePermitted,
        "2:94 <termNote> `admittedTerm`",
    ),
    (
        " xml:lang=\"zh-CN\"",
        "",
        Rule::LanguageNamed,
        "2:44 <langSec> ``",
    ),
    (
        "<termSec><term>法院</term></termSec>",
        "",
        Rule::LanguageHasTerm,
        "2:44 <langSec> `zh-CN`",
    ),
    (
        "<langSec xml:lang=\"zh-CN\"><termSec><term>法院</term></termSec></langSec>",
        "",
        Rule::EntryHasLanguage,
        "2:1 <conceptEntry> `e1`",
    ),
];

#[test]
fn each_rule_is_broken_by_one_change() {
    let file = tbx_basic(
        "<conceptEntry id=\"e1\"><note>n</note>       <langSec xml:lang=\"zh-CN\"><termSec><term>法院</term></termSec></langSec></conceptEntry>",
    );
    assert_eq!(breaks(&file, Dialect::Basic), [""; 0]);
    for (from, to, rule, rest) in BREAKS {
        assert!(file.contains(from), "{from}");
        let told = breaks(&file.replace(from, to), Dialect::Basic);
        assert!(
            told.contains(&format!("{} {rest}", rule.as_str())),
            "{rule:?}: {told:?}"
        );
    }
    let shown: Vec<Rule> = BREAKS.iter().map(|(_, _, rule, _)| *rule).collect();
    assert!(
        Rule::ALL.iter().all(|rule| shown.contains(rule)),
        "a rule without an example"
    );
}

#[test]
fn a_smaller_dialect_refuses_what_a_larger_one_has() {
    let file = tbx_basic(&good());
    for (name, dialect, n_breaks) in [
        ("TBX-Basic", Dialect::Basic, 0),
        ("TBX-Min", Dialect::Min, 4),
        ("TBX-Core", Dialect::Core, 7),
    ] {
        let told = breaks(&file.replace("TBX-Basic", name), dialect);
        assert!(
            told.iter().all(|told| told.starts_with("category_of_dialect")),
            "{told:?}"
        );
        assert_eq!(told.len(), n_breaks, "{told:?}");
    }
    assert_eq!(
        breaks(&file, Dialect::Min).first().unwrap(),
        "dialect_named 1:1 <tbx> ``"
    );
}

#[test]
fn trap_4_a_file_that_breaks_its_dialect_is_read_and_each_rule_told_once() {
    let section = "<langSec xml:lang=\"zh\"><descrip type=\"subjectField\">x</descrip><termSec><term>法院</term>\
         <termNote type=\"partOfSpeech\">nouns</termNote></termSec></langSec>";
    let entry = |n: u32| {
        format!(
            "<conceptEntry>{}</conceptEntry>\n",
            section.replace("法院", &format!("法院{n}"))
        )
    };
    let reading = read_tbx(&tbx_basic(&(0..50).map(entry).collect::<String>()));
    assert_eq!((reading.rows.len(), reading.issues.len()), (50, 0));
    let rules: Vec<_> = reading
        .warnings
        .iter()
        .filter(|warning| warning.code == codes::DIALECT_RULE)
        .collect();
    assert_eq!(rules.len(), 2);
    for (warning, rule) in rules.iter().zip(["category_level", "value_permitted"]) {
        assert!(
            warning
                .message
                .contains(&format!("(rule `{rule}`); met 50 times")),
            "{}",
            warning.message
        );
    }
}

#[test]
fn a_private_dialect_is_held_to_the_structure_only() {
    let file = tbx_basic(&tbx_pair("<termNote type=\"lemma\">x</termNote><nonsense/>", ""))
        .replace("TBX-Basic", "TBX-DNB");
    let reading = read_tbx(&file);
    let rules: Vec<_> = reading
        .warnings
        .iter()
        .filter(|warning| warning.code == codes::DIALECT_RULE)
        .map(|warning| warning.column.as_deref().unwrap_or_default())
        .collect();
    assert_eq!(rules, ["<tbx>", "<nonsense>",]);
}

#[test]
fn what_is_no_tbx_has_no_rules_to_keep() {
    assert!(
        check("<html/>", Dialect::Basic)
            .unwrap_err()
            .contains("begins a document of another kind")
    );
}
