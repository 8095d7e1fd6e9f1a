//! Tibetan from before Unicode: what is recognised and what is not, mapping tables and their faults.

use proptest::prelude::*;
use text::bo;
use text::bo::legacy::{Encoding, MAX_UNMAPPED, Mapping, MappingFault, recognise};

/// Invented: no row of it is a row of the standard.
const INVENTED: &str = "\u{feff}# An invented table\r
# encoding: gbt20542-a\r
\r
F300\t0F40\tka\r
U+F301\t0F41 0F72\r
F300 F301\tགྲ\r
F300 F301 F302\t0F0D\r
F303\t0F72\tan i that stands after its letter\r
\u{f304}\t002D\r
";

fn invented() -> Mapping {
    Mapping::parse(INVENTED).unwrap()
}

#[track_caller]
fn check(text: &str, expect: &str, count: usize, unmapped: &[(usize, char)]) {
    let converted = invented().convert(text);
    assert_eq!(converted.text, expect, "{text:?}");
    assert_eq!(
        (converted.count, converted.unmapped.as_slice()),
        (count, unmapped),
        "{text:?}"
    );
    assert_eq!(converted.unmapped_count, unmapped.len(), "{text:?}");
}

#[test]
fn the_longest_source_is_replaced() {
    check("\u{f300}", "ཀ", 1, &[]);
    check("\u{f300}\u{f301}", "གྲ", 1, &[]);
    check("\u{f300}\u{f301}\u{f302}", "།", 1, &[]);
    check("\u{f300}\u{f300}\u{f301}", "ཀགྲ", 2, &[]);
    check("\u{f304}", "-", 1, &[]);
}

#[test]
fn what_the_table_lacks_stays_and_is_listed() {
    check("\u{f302}", "\u{f302}", 0, &[(0, '\u{f302}')]);
    check(
        "法་\u{f300}\u{f301}\u{f8ff}\u{e000}",
        "法་གྲ\u{f8ff}\u{e000}",
        1,
        &[(4, '\u{f8ff}'), (5, '\u{e000}')],
    );
    check("取保候审 a1 ཁང་།", "取保候审 a1 ཁང་།", 0, &[]);
    check("", "", 0, &[]);
}

#[test]
fn the_result_is_in_canonical_form() {
    check("\u{f303}\u{f300}", "ཀི", 2, &[]);
    check("\u{f300}\u{f303}\u{fb1}", "ཀ\u{fb1}\u{f72}", 2, &[]);
    check("ཀ\u{f72}\u{fb1}\u{f0c}", "ཀ\u{fb1}\u{f72}་", 0, &[]);
}

#[test]
fn tables_of_fonts_take_characters_as_they_stand() {
    let mapping = Mapping::parse("# encoding: banzhida\n丁\t0F40\n︽\t་\n#\t0F0D\n丂丄\t0F40").unwrap_err();
    assert_eq!((mapping.line, mapping.column), (5, 1));
    let mapping = Mapping::parse("#encoding: banzhida\n丁\t0F40\n︽\t་\n#\t0F0D\n").unwrap();
    assert_eq!(mapping.encoding(), Encoding::Banzhida);
    let converted = mapping.convert("丁︽七#");
    assert_eq!(
        (converted.text.as_str(), converted.unmapped),
        ("ཀ་七།", vec![(2, '七')])
    );
    let mapping = Mapping::parse("# encoding: ltibetan\nA\t0F40\n").unwrap();
    assert_eq!(mapping.convert("A b法").unmapped, [(2, 'b')]);
}

#[test]
fn a_fault_names_line_column_value_and_what_to_write() {
    let message = |table: &str| Mapping::parse(table).unwrap_err().to_string();
    let head = "# encoding: gbt20542-a\n";
    for (rows, expect) in [
        (
            "0041 F3\t0F40",
            "line 2, column 1: `0041 F3` is no code points (hint: write them in hexadecimal with spaces between, such as `0F66 0F92`)",
        ),
        (
            "\t0F40",
            "line 2, column 1: `` is no code points (hint: write them in hexadecimal with spaces between, such as `0F66 0F92`)",
        ),
        (
            "D800\t0F40",
            "line 2, column 1: `D800` is no code points (hint: write them in hexadecimal with spaces between, such as `0F66 0F92`)",
        ),
        (
            "0F40\t0F40",
            "line 2, column 1: `0F40` is Unicode Tibetan as the source (hint: leave the row out, such text stays as it is)",
        ),
        (
            "F300 0020\t0F40",
            "line 2, column 1: `F300 0020` is white space or a control character as the source (hint: leave the row out, such text stays as it is)",
        ),
        (
            "F300",
            "line 2, column 1: `F300` has no target (hint: put a tab and the Tibetan code points after it)",
        ),
        (
            "F300 0F40",
            "line 2, column 1: `F300 0F40` has no target (hint: put a tab and the Tibetan code points after it)",
        ),
        (
            "F300\tka",
            "line 2, column 2: `ka` is no code points (hint: write them in hexadecimal with spaces between, such as `0F66 0F92`)",
        ),
        (
            "F300\t0041",
            "line 2, column 2: `0041` is neither Tibetan nor punctuation as the target (hint: write code points of U+0F00 to U+0FDA)",
        ),
        (
            "F300\t0F48",
            "line 2, column 2: `0F48` is neither Tibetan nor punctuation as the target (hint: write code points of U+0F00 to U+0FDA)",
        ),
        (
            "F300\t0F40 000A",
            "line 2, column 2: `0F40 000A` is neither Tibetan nor punctuation as the target (hint: write code points of U+0F00 to U+0FDA)",
        ),
        (
            "F300\t0F40\n\n# again\nU+F300\t0F41",
            "line 5, column 1: `U+F300` stands in line 2 already (hint: leave one of lines 2 and 5 out)",
        ),
        (
            "# encoding: banzhida",
            "line 2, column 1: `banzhida` is a second encoding after that of line 1 (hint: one file per encoding)",
        ),
        (
            "# only a comment",
            "line 2, column 1: the table has no row (hint: write source, tab, target, one pair a line)",
        ),
    ] {
        assert_eq!(message(&format!("{head}{rows}")), expect);
    }
    let no_header = "no line before the first row says what the table is for (hint: begin with `# encoding: gbt20542-a` or another encoding)";
    assert_eq!(message(""), format!("line 1, column 1: {no_header}"));
    assert_eq!(
        message("# a table\nF300\t0F40"),
        format!("line 2, column 1: {no_header}")
    );
    assert!(message("# encoding: gb2312").starts_with(
        "line 1, column 1: `gb2312` is no encoding (hint: write one of gbt20542-a, gbt22238-b, tongyuan,"
    ));
    assert!(message(&format!("{head}F300\t{}", "ཀ".repeat(17))).contains("column 2: `ཀཀཀ"));
}

#[test]
fn a_fault_repeats_only_the_beginning_of_a_long_value() {
    let fault = Mapping::parse(&format!("# encoding: gbt20542-a\n{}\t0F40", "é".repeat(10_000))).unwrap_err();
    assert_eq!(fault.value.chars().count(), MappingFault::MAX_VALUE_CHARS);
}

#[test]
fn no_chinese_of_the_seed_glossary_is_taken_for_tibetan() {
    for list in [
        include_str!("../../../../data/seed/charges-2024.tsv"),
        include_str!("../../../../data/seed/civil-causes-2026.tsv"),
        include_str!("../../../../data/seed/laws.tsv"),
        include_str!("../../../../data/seed/place-names.tsv"),
        include_str!("../../../../data/seed/older-tibetan-chinese-dictionary.tsv"),
        include_str!("../../../../data/seed/prc-official-texts.tsv"),
    ] {
        assert_eq!(recognise(list), None);
        for cell in list.split(['\t', '\n']) {
            assert_eq!(recognise(cell), None, "{cell}");
        }
    }
}

#[test]
fn names_with_rare_characters_are_names() {
    let names = "囊谦 碌曲 噶尔 迭部 岷县 珙县 鄠邑 盱眙 亳州 王喆玥 李玥垚 堃昇 张䶮 陈燚垚 尉迟琬琰 澹台璎珞 亓官瑾瑜 璆鸣 赟赟 \
                 骉骉 翀 頔 靐 朱祁钰 毋丘俭 仝卓 邸飏 逄增昱 郄慧 乜国栋 昝圣达 逯薇 禤国维 㛃 李𬀩 洛桑嘉措 饕餮 魑魅魍魉 囹圄 訴訟時效中斷";
    for name in names.split_whitespace() {
        assert_eq!(recognise(name), None, "{name}");
    }
    assert_eq!(recognise(names), None);
}

#[test]
fn ten_megabytes_are_read_in_one_pass() {
    const MIB: usize = 1 << 20;
    for piece in ["\u{f300}", "丂", "坝︽", "法", "訴", "ཀ་", "a", "\0"] {
        let text = piece.repeat(10 * MIB / piece.len());
        let found = recognise(&text);
        assert!(found.is_none_or(|found| found.end <= text.len()), "{piece}");
        let converted = invented().convert(&text);
        assert!(converted.unmapped.len() <= MAX_UNMAPPED && converted.text.len() <= text.len());
    }
    let unmapped = invented().convert(&"\u{f305}".repeat(MAX_UNMAPPED + 5));
    assert_eq!(
        (unmapped.unmapped.len(), unmapped.unmapped_count),
        (MAX_UNMAPPED, MAX_UNMAPPED + 5)
    );
}

fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        "[\u{f2fe}-\u{f305}\u{f8fe}-\u{f900}\u{f0000}\u{f1645}\u{f1646}]{0,4}",
        "[ཀ-ཬ][\u{f71}-\u{f87}\u{f90}-\u{fbc}]{0,3}[་། ]?",
        "[一-龥丂丄丅\u{fe3d}-\u{fe40}]{0,6}",
        "[#\\t\\n a-f0-9FU+]{0,12}",
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn a_finding_is_a_stretch_of_the_text(text in any_text()) {
        if let Some(found) = recognise(&text) {
            let evidence = text.get(found.start..found.end);
            prop_assert!(evidence.is_some_and(|evidence| !evidence.is_empty()));
            prop_assert!(found.share > 0.0 && found.share <= 1.0);
            prop_assert_eq!(found.way_out, found.encoding.way_out());
        }
    }

    #[test]
    fn only_what_is_mapped_is_converted(text in any_text()) {
        let converted = invented().convert(&text);
        prop_assert_eq!(bo::normalize(&converted.text), converted.text.as_str());
        if converted.count == 0 {
            prop_assert_eq!(bo::normalize(&text), converted.text.as_str());
        }
        let characters: Vec<char> = text.chars().collect();
        prop_assert!(converted.unmapped.iter().all(|&(position, c)| characters.get(position) == Some(&c)));
        prop_assert!(converted.unmapped.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn text_without_legacy_characters_only_gets_its_canonical_form(text in "([ཀ-ཬ][\u{f71}-\u{f87}\u{f90}-\u{fbc}]{0,3}[་༌། ]?|[一-龥a-z0-9]){0,12}") {
        let converted = invented().convert(&text);
        prop_assert_eq!(bo::normalize(&text), converted.text.as_str());
        prop_assert_eq!((converted.count, converted.unmapped_count), (0, 0));
    }

    #[test]
    fn what_was_converted_needs_no_more_conversion(text in "[\u{f300}-\u{f304}་ ]{0,20}") {
        let once = invented().convert(&text).text;
        prop_assert_eq!(invented().convert(&once).text, once);
    }

    #[test]
    fn a_table_of_any_text_is_read_or_refused_with_a_place(table in any_text(), headed in any::<bool>()) {
        let table = if headed { format!("# encoding: tongyuan\n{table}") } else { table };
        if let Err(fault) = Mapping::parse(&table) {
            prop_assert!(fault.line >= 1 && fault.line <= table.lines().count().max(1));
            prop_assert!(matches!(fault.column, 1 | 2));
            prop_assert!(fault.to_string().contains("(hint: "));
        }
    }
}
