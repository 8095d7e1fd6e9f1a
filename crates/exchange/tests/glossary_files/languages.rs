//! Whatever is wrong is told in Chinese as well as in English.

use std::collections::BTreeSet;

use exchange::glossary::Reading;
use exchange::{Format, Issue, Language, ReadOptions, codes, glossary, rejected};

use crate::fixture::{put_rows, read_book, read_csv, read_jsonl, read_tbx, tbx_basic, tbx_pair, workbook};

/// A file for each thing that can be wrong: under each code, and under one code for each sentence of its own.
const FILES: &[&str] = &[
    "",
    "法院,ཁྲིམས་ཁང\n",
    "法律,来源\n刑法,x\n",
    "zh,bo,审校意见\n",
    "zh,bo,汉文\n",
    "序号,zh\n1,法院\n",
    "zh,bo\n法院,法院\n",
    "zh,bo\n法院,ཁྲིམས་ཁང（法院）\n",
    "zh,bo\n法院ཁྲིམས,ཁྲིམས\n",
    "zh,bo\n法院,縒縓縔縕縖縗縘\n",
    "zh,bo\n法院,khrims\n",
    "zh,bo\n法院,་།\n",
    "zh,bo,note\n,,备注\n",
    "zh\n法\u{0}院\n",
    "zh\n\"法\n院\"\n",
    "zh\n法\u{fffd}院\n",
    "zh\n法院,多\n",
    "zh,zh_status\n法院,最好\n",
    "zh,region\n法院,拉萨\n",
    "zh,reliability\n法院,7\n",
    "zh,bo,reliability\n法院,ཁྲིམས,1|2|3\n",
    "zh,bo,bo_variants,bo_status\n法院,ཁྲིམས,ཁང,deprecated\n",
    "zh,register\n法院,old\n",
    "zh,law,in_force_from\n法院,刑法,2023-02-29\n",
    "zh,law,in_force_from,in_force_to\n法院,刑法,2023-02-28,2022-01-01\n",
    "zh,article\n法院,第1条\n",
    "zh,id\n法院,7\n",
    "zh,collection\n法院,罪名\n",
    "zh,collection,number\n法院,,5\n",
    "zh,subject_field\n法院,criminal-law|刑法\n",
    "zh,locator\n法院,第3页\n",
    "zh,source_url\n法院,javascript:alert(1)\n",
    "zh,note\n法院,\"x\n法官,y\n",
    "zh\n法院\n法院\n",
    "zh\n42\n",
    "zh,bo\n,ཁྲིམས\n",
];

/// The same for JSON Lines.
const LINES: &[&str] = &[
    "[1]",
    "{\"terms\":",
    "{\"zh\":\"法\",\"zh\":\"院\"}",
    "{}",
    "{\"terms\":[{\"lang\":\"zh\",\"text\":\"法\"}],\"colour\":1}",
    "{\"terms\":[{\"lang\":\"zh\",\"text\":\"法\"}],\"workflow\":\"authorised\"}",
    "{\"terms\":[{\"lang\":\"zh\",\"text\":\"法\",\"region\":\"拉萨\"}]}",
];

/// The same for TBX, in which most is told as warnings.
fn tbx_files() -> Vec<String> {
    let in_entry = |items: &str| tbx_basic(&tbx_pair(items, ""));
    let mut files: Vec<String> = [
        "x",
        "<html/>",
        "<tbx>",
        "<tbx></tbx><tbx/>",
        "<tbx></a>",
        "</a>",
        "<tbx a=1/>",
        "<tbx a=\"&\"/>",
    ]
    .map(str::to_owned)
    .into();
    files.extend([
        in_entry("<note>&#1;</note>"),
        in_entry("<note>&nbsp;</note>"),
        in_entry("<note>a & b</note>"),
        in_entry("<!-- "),
        format!("<!DOCTYPE tbx [<!ENTITY a \"x\">]>{}", in_entry("")),
        format!("<!DOCTYPE tbx SYSTEM \"x.dtd\">{}", in_entry("")),
        format!("<?xml version=\"1.0\" encoding=\"UTF-16\"?>{}", in_entry("")),
        in_entry(&"<a>".repeat(100)),
        in_entry(&format!("<a b=\"{}\"/>", "x".repeat(70_000))),
        in_entry(&format!("<a{}/>", (0..40).map(|n| format!(" a{n}=\"\"")).collect::<String>())),
        in_entry(&"<a/>".repeat(60_000)),
        in_entry("<termNote type=\"mood\">soft</termNote><hi/>"),
        in_entry("<termNote type=\"termType\">acronym</termNote>"),
        in_entry("<descrip type=\"reliabilityCode\">9</descrip>"),
        tbx_basic("<conceptEntry><langSec xml:lang=\"fr\"/></conceptEntry>"),
        tbx_basic("<conceptEntry><langSec xml:lang=\"bo\"><termSec><term>ཁྲིམས</term></termSec></langSec></conceptEntry>"),
        in_entry("").replace("<text>", "<tbxHeader><p>shanjar:export 1</p></tbxHeader><text>")
            .replace("<conceptEntry>", "<conceptEntry><note>shanjar:workflow reviewed</note>"),
    ]);
    files
}

fn issues() -> Vec<Issue> {
    let wide = format!("zh{}\n", ",".repeat(256));
    let long_cell = format!("zh,note\n法院,{}\n", "注".repeat(32_768));
    let long_row = format!("zh,note\n法院,{}\n", "注".repeat(400_000));
    let long_term = format!("zh\n{}\n", "法".repeat(401));
    let many = format!("zh,bo\n{}", "法院,法院\n".repeat(10_001));
    let bytes =
        |bytes: &[u8]| glossary::read("terms.csv", bytes, Format::Csv, &ReadOptions::default()).unwrap();
    let sheets = [wide, long_cell, long_row, long_term, many];
    let readings = FILES
        .iter()
        .map(|text| read_csv(text))
        .chain(LINES.iter().map(|line| read_jsonl(line)))
        .chain(sheets.iter().map(|text| read_csv(text)))
        .chain(tbx_files().into_iter().map(|text| read_tbx(&text)))
        .chain([bytes(b"zh\n\xe6\xb3\n"), read_jsonl(&"x".repeat(2 << 20))]);
    let book = workbook(&[
        ("说明", &|sheet| put_rows(sheet, 0, &[&["编制说明"]])),
        ("词条", &|sheet| {
            sheet.set_hidden(true);
            put_rows(sheet, 0, &[&["zh"], &["法院"]]);
        }),
    ]);
    let ignoring = ReadOptions {
        ignore_extra: true,
        ..ReadOptions::default()
    };
    let readings = readings.chain([
        read_book(&book, &ignoring),
        read_book(&book, &ReadOptions::default()),
    ]);
    // The many bad rows of one file all say the same.
    let first_and_last = |mut reading: Reading| {
        reading.issues.append(&mut reading.warnings);
        let last = reading.issues.len().saturating_sub(3);
        let (head, tail) = (
            reading.issues.iter().take(2),
            reading.issues.iter().skip(last.max(2)),
        );
        head.chain(tail).cloned().collect::<Vec<_>>()
    };
    readings.flat_map(first_and_last).collect()
}

#[test]
fn a_chinese_clerk_is_told_in_chinese_whatever_is_wrong() {
    let issues = issues();
    for issue in &issues {
        let (en, zh) = (issue.message_in(Language::En), issue.message_in(Language::Zh));
        assert!(en.starts_with(&issue.place.to_string()) && zh.starts_with(&issue.place.to_string()));
        assert!(en.contains(" (hint: ") && en.ends_with(')'), "{en}");
        assert!(zh.contains("（提示：") && zh.ends_with('）'), "{zh}");
        assert!(zh.contains(&issue.value), "{zh}");
        let column = issue.column.as_ref().map(|column| format!("`{column}`"));
        assert!(column.is_none_or(|column| zh.contains(&column)), "{zh}");
        // What is said, without names and values, has no English words in it.
        let plain: String = zh.split('`').step_by(2).collect();
        let plain = plain
            .replace(&issue.place.to_string(), "")
            .replace("terms.csv:2", "");
        let words = plain.split(|c: char| !c.is_ascii_lowercase());
        let english: Vec<_> = words
            .filter(|word| word.len() > 3 && !TAKEN_OVER.contains(word))
            .collect();
        let is_quoted =
            [codes::BAD_JSON, codes::BAD_VALUE].contains(&issue.code) && issue.place.file.ends_with("jsonl");
        assert!(
            english.is_empty() || is_quoted || plain.contains("可用的"),
            "{english:?} in {zh}"
        );
    }
    let told: BTreeSet<&str> = issues.iter().map(|issue| issue.code).collect();
    let missing: Vec<_> = codes::ALL
        .iter()
        .filter(|code| !told.contains(*code) && **code != codes::FORMULA)
        .collect();
    assert!(missing.is_empty(), "no file here shows {missing:?}");
}

/// Words that are no English of ours.
const TAKEN_OVER: [&str; 1] = ["nicode"];

#[test]
fn rows_come_back_with_reasons_in_the_language_that_was_asked_for() {
    let reading = read_csv("zh,bo,region\n法院,法院,拉萨\n");
    for (format, language, expected) in [
        (Format::Csv, Language::Zh, "不是地区（提示："),
        (Format::Csv, Language::En, "is not a region (hint: "),
        (
            Format::Jsonl,
            Language::Zh,
            "）；terms.csv:2，列 `bo`：`法院` 在藏文格中，却有汉字",
        ),
    ] {
        let file = rejected::write(format, &reading.sheets, &reading.rejections, language).unwrap();
        let file = String::from_utf8(file).unwrap();
        assert!(file.contains(expected), "{file}");
        assert_eq!(file.contains("hint"), language == Language::En, "{file}");
    }
}
