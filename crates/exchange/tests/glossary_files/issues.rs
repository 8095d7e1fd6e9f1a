//! Every way a sheet can be wrong, with the sentence that is said about it.

use exchange::glossary::{Reading, read, read_each};
use exchange::{Format, Language, ReadOptions, codes};

use crate::fixture::{in_collection, read_csv, read_csv_with, show_issues, tbx_basic, tbx_pair};

/// Checks that reading `text` gives exactly one issue, of `code`, and returns its message.
#[track_caller]
fn message(text: &str, code: &str) -> String {
    let reading = read_csv(text);
    assert_eq!(reading.issues.len(), 1, "{}", show_issues(&reading));
    assert_eq!(reading.issues[0].code, code);
    assert!(codes::ALL.contains(&code));
    reading.issues[0].message.clone()
}

/// Checks the message of the one issue in the row `cells` under `header`.
#[track_caller]
fn check_row(header: &str, cells: &str, code: &str, expected: &str) {
    let text = format!("{header}\n法官,ཁྲིམས་དཔོན\n{cells}\n");
    assert_eq!(message(&text, code), expected);
    let reading = read_csv(&text);
    assert!(reading.is_complete());
    assert_eq!((reading.rows.len(), reading.rejections.len()), (1, 1));
    let reasons: Vec<&str> = reading.rejections[0].reasons(Language::En).collect();
    assert_eq!(reasons, [expected]);
}

#[test]
fn a_bad_cell_names_line_column_value_and_way_out() {
    for (header, cells, code, expected) in CELLS {
        check_row(header, cells, code, expected);
    }
}

/// Header, row, code, message.
const CELLS: &[(&str, &str, &str, &str)] = &[
    (
        "汉文,藏文",
        "法院,法院",
        codes::TIBETAN_CELL_WITH_CHINESE,
        "terms.csv:3, column `藏文`: `法院` holds Chinese characters in a Tibetan cell (hint: check whether the columns are in the right order)",
    ),
    (
        "汉文,藏文",
        "法院,ཁྲིམས་ཁང（法院）",
        codes::TIBETAN_CELL_WITH_CHINESE,
        "terms.csv:3, column `藏文`: `ཁྲིམས་ཁང（法院）` holds Chinese characters in a Tibetan cell (hint: move them to the Chinese cell or to the note)",
    ),
    (
        "汉文,藏文",
        "法院ཁྲིམས,ཁྲིམས་ཁང",
        codes::CHINESE_CELL_WITH_TIBETAN,
        "terms.csv:3, column `汉文`: `法院ཁྲིམས` holds Tibetan letters in a Chinese cell (hint: move the Tibetan to the Tibetan cell, or check whether the columns are in the right order)",
    ),
    (
        "汉文,藏文",
        "法院,縒縓縔縕縖縗縘",
        codes::LOOKS_LIKE_LEGACY_TIBETAN_FONT,
        "terms.csv:3, column `藏文`: `縒縓縔縕縖縗縘` looks like text of a Tibetan font from before Unicode (hint: convert it to Unicode in the typesetting program it was made with, such as 同元, 班智达, 方正 or 华光, or ask for the original in Unicode)",
    ),
    (
        "汉文,藏文",
        "法院,khrims khang",
        codes::NO_TIBETAN_LETTER,
        "terms.csv:3, column `藏文`: `khrims khang` holds no Tibetan letter in a Tibetan cell (hint: write it in Tibetan script; `shanjar text from-ewts` turns Wylie into it)",
    ),
    (
        "汉文,藏文",
        "法院,་།",
        codes::EMPTY_TERM,
        "terms.csv:3, column `藏文`: `་།` holds punctuation and no term (hint: fill in the term, or empty the cell)",
    ),
    (
        "汉文,藏文",
        "。。,ཁྲིམས་ཁང",
        codes::NO_CHINESE_CHARACTER,
        "terms.csv:3, column `汉文`: `。。` holds no Chinese character and no letter in a Chinese cell (hint: fill in the term; a number or date belongs in another column)",
    ),
    (
        "zh,bo,note",
        ",,只有备注",
        codes::EMPTY_TERM,
        "terms.csv:3: `只有备注` begins a row without a term (hint: fill in `zh` or `bo`, or remove the row)",
    ),
    (
        "zh,bo",
        "法\u{0}院,ཁྲིམས་ཁང",
        codes::CONTROL_CHARACTER,
        r#"terms.csv:3, column `zh`: `法\u{0}院` holds the control character U+0000 (hint: delete it)"#,
    ),
    (
        "zh,bo",
        "\"法\n院\",ཁྲིམས་ཁང",
        codes::CONTROL_CHARACTER,
        r#"terms.csv:3, column `zh`: `法\n院` holds the control character U+000A (hint: put the term on one line; an open quotation mark can also be the cause)"#,
    ),
    (
        "zh,bo",
        "法\u{fffd}院,ཁྲིམས་ཁང",
        codes::BAD_ENCODING,
        "terms.csv:3, column `zh`: `法�院` holds U+FFFD, which stands where an earlier conversion lost a character (hint: go back to the file before that conversion)",
    ),
    (
        "zh,bo",
        "法院,ཁྲིམས་ཁང,多出来的",
        codes::TOO_MANY_COLUMNS,
        "terms.csv:3: `多出来的` stands in a column without a heading (hint: write a heading, empty the cell, or put quotation marks around a value with a delimiter in it)",
    ),
    (
        "zh,bo,bo_status",
        "法院,ཁྲིམས་ཁང,最好",
        codes::BAD_VALUE,
        "terms.csv:3, column `bo_status`: `最好` is not a status (hint: use one of `preferred`, `admitted`, `deprecated`, `superseded`)",
    ),
    (
        "zh,bo,地区",
        "法院,ཁྲིམས་ཁང,拉萨",
        codes::BAD_VALUE,
        "terms.csv:3, column `地区`: `拉萨` is not a region (hint: use `u-tsang`, `kham`, `amdo` or a six-digit division code; leave it empty for the norm)",
    ),
    (
        "zh,bo,reliability",
        "法院,ཁྲིམས་ཁང,7",
        codes::BAD_VALUE,
        "terms.csv:3, column `reliability`: `7` is not a reliability (hint: use a number from 1, attested, to 4, authoritative)",
    ),
    (
        "zh,bo,register",
        "法院,ཁྲིམས་ཁང,old",
        codes::BAD_VALUE,
        "terms.csv:3, column `register`: `old` is not a register (hint: use one of `norm`, `courtroom_oral`, `older`)",
    ),
    (
        "zh,bo,law,in_force_from",
        "法院,ཁྲིམས་ཁང,刑法,2023-02-29",
        codes::BAD_VALUE,
        "terms.csv:3, column `in_force_from`: `2023-02-29` is not a day (hint: write it as `2018-10-26`)",
    ),
    (
        "zh,bo,law,in_force_from,in_force_to",
        "法院,,刑法,2023-02-28,2022-01-01",
        codes::BAD_VALUE,
        "terms.csv:3, column `in_force_to`: `2022-01-01` lies before `2023-02-28` (hint: exchange the two days)",
    ),
    (
        "zh,bo,article",
        "法院,ཁྲིམས་ཁང,第1条",
        codes::BAD_VALUE,
        "terms.csv:3, column `article`: `第1条` belongs to a law, and the row names none (hint: fill in `law`)",
    ),
    (
        "zh,bo,id",
        "法院,ཁྲིམས་ཁང,7",
        codes::BAD_VALUE,
        "terms.csv:3, column `id`: `7` is not a concept id (hint: ids look like `c-000123`)",
    ),
    (
        "zh,bo,collection",
        "法院,ཁྲིམས་ཁང,罪名",
        codes::BAD_VALUE,
        "terms.csv:3, column `collection`: `罪名` is not a name for a collection (hint: use lower-case letters, digits and hyphens, such as `charges-2024`)",
    ),
    (
        "zh,bo,collection,number",
        "法院,ཁྲིམས་ཁང,,5",
        codes::BAD_VALUE,
        "terms.csv:3, column `number`: `5` is a number in a collection, and the row names none (hint: fill in `collection`, or name one with --collection)",
    ),
    (
        "zh,bo,subject_field",
        "法院,ཁྲིམས་ཁང,criminal-law|刑法",
        codes::BAD_VALUE,
        "terms.csv:3, column `subject_field`: `criminal-law|刑法` has `刑法`, which is not a name for a subject field (hint: use lower-case letters, digits and hyphens, such as `charges-2024`)",
    ),
    (
        "zh,bo,locator",
        "法院,ཁྲིམས་ཁང,第3页",
        codes::BAD_VALUE,
        "terms.csv:3, column `locator`: `第3页` is a place in a source, and the row names none (hint: fill in `source`)",
    ),
    (
        "zh,bo,source_url",
        "法院,ཁྲིམས་ཁང,javascript:alert(1)",
        codes::BAD_VALUE,
        "terms.csv:3, column `source_url`: `javascript:alert(1)` is not a web address (hint: begin it with `https://`)",
    ),
];

#[test]
fn a_header_that_cannot_be_used_says_what_would_do() {
    let known = "zh, bo, zh_variants, bo_variants, zh_status, bo_status, zh_replaced_by, bo_replaced_by, subject_field, definition_zh, definition_bo, law, article, chapter, law_edition, in_force_from, in_force_to, region, register, reliability, source, source_url, locator, collection, number, broader, replaces, note, id";
    for (text, code, expected) in [
        (
            "zh,bo,审校意见\n法院,,\n",
            codes::UNKNOWN_COLUMN,
            "terms.csv:1: `审校意见` is not a known column (hint: known columns are KNOWN; rename it, map it with --mapping, or pass over such columns with --ignore-extra)",
        ),
        (
            "法律,来源\n刑法,x\n",
            codes::NO_ZH_OR_BO_COLUMN,
            "terms.csv:1: `法律 | 来源` is a header without a `zh` or `bo` column (hint: known columns are KNOWN, and their usual names in Chinese and Tibetan; rename one, map it with --mapping, or name the columns with --columns zh,bo)",
        ),
        (
            "法院,ཁྲིམས་ཁང\n",
            codes::MISSING_HEADER,
            "terms.csv:1: `法院 | ཁྲིམས་ཁང` is not a header, and none follows (hint: known columns are KNOWN, and their usual names in Chinese and Tibetan; rename one, map it with --mapping, or name the columns with --columns zh,bo)",
        ),
        (
            "",
            codes::MISSING_HEADER,
            "terms.csv: there is no header: the file is empty (hint: known columns are KNOWN, and their usual names in Chinese and Tibetan; rename one, map it with --mapping, or name the columns with --columns zh,bo)",
        ),
        (
            "zh,bo,汉文\n",
            codes::DUPLICATE_COLUMN,
            "terms.csv:1: `汉文` stands for the column `zh` like another heading before it (hint: rename one of the two, or write `heading = ignore` for it in a mapping)",
        ),
        (
            "序号,zh\n1,法院\n",
            codes::MISSING_COLLECTION,
            "terms.csv:1: `序号` has numbers, and no collection they could belong to (hint: name it with --collection, or write `序号 = ignore` in a mapping)",
        ),
    ] {
        assert_eq!(message(text, code).replace(known, "KNOWN"), expected);
        let reading = read_csv(text);
        assert!(!reading.is_complete() && reading.rows.is_empty(), "{text}");
    }
    let wide = format!("zh{}\n", ",".repeat(256));
    assert_eq!(
        message(&wide, codes::TOO_MANY_COLUMNS),
        "terms.csv:1: the header has more than 256 columns (hint: remove those that are not needed)"
    );
}

#[test]
fn a_line_of_5_mb_is_one_issue_and_the_lines_after_it_are_read() {
    let text = format!("zh,bo\n法院,{}\n法官,ཁྲིམས་དཔོན\n", "ཀ".repeat(5_000_000 / 3));
    let reading = read_csv(&text);
    assert_eq!(
        show_issues(&reading),
        "line_too_long  terms.csv:2: `法院` begins a row of 5000006 bytes, at most 1048576 are read (hint: look for a missing line break or an open quotation mark)"
    );
    assert_eq!(reading.rows[0].place.to_string(), "terms.csv:3");
    let text = format!("zh,note\n法院,{}\n", "注".repeat(32_768));
    assert_eq!(
        message(&text, codes::LINE_TOO_LONG),
        "terms.csv:2, column `note`: `注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注注…` has more than 32767 characters in one cell (hint: look for a missing line break or an open quotation mark)"
    );
}

#[test]
fn an_open_quotation_mark_does_not_swallow_the_file_in_silence() {
    assert_eq!(
        message("zh,note\n法院,\"x\n法官,y\n律师,z\n", codes::UNCLOSED_QUOTE),
        "terms.csv:2: `法院` begins a row with a quotation mark that is never closed, so that the rest of the file is one cell (hint: close it, or write two for one that belongs to the text)"
    );
}

#[test]
fn the_same_pair_twice_from_one_source_is_a_duplicate() {
    let text = "zh,bo,source,note\n法院,ཁྲིམས་ཁང,a,1\n法院,ཁྲིམས་ཁང,b,2\n法院,ཁྲིམས་ར,a,3\n法院 ,ཁྲིམས་ཁང་།,a,4\n";
    assert_eq!(
        message(text, codes::DUPLICATE_ROW),
        "terms.csv:5: `法院 | ཁྲིམས་ཁང` stands in the file before, at terms.csv:2, with the same source (hint: remove one of the two, or give the source in which they differ)"
    );
    assert_eq!(read_csv(text).rows.len(), 3);
}

#[test]
fn the_same_name_at_two_places_of_a_list_is_no_duplicate() {
    let text = "zh,number\n离婚纠纷,14\n离婚纠纷,14(1)\n离婚纠纷,14\n";
    let reading = read_csv_with(text, &in_collection("civil-causes-2026"));
    assert_eq!(reading.rows.len(), 2);
    assert_eq!(reading.issues[0].place.to_string(), "terms.csv:4");
}

#[test]
fn all_that_is_wrong_with_a_row_is_told_at_once() {
    let reading = read_csv("zh,bo,region,in_force_from\nཁྲིམས,法院,拉萨,2018-02-30\n");
    let codes: Vec<&str> = reading.issues.iter().map(|issue| issue.code).collect();
    assert_eq!(codes.len(), 4, "{}", show_issues(&reading));
    assert_eq!(reading.rejections[0].issues.len(), 4);
    assert_eq!(reading.issues[0].column.as_deref(), Some("region"));
}

#[test]
fn rows_that_are_given_away_are_those_that_would_be_kept() {
    let csv =
        "名录,\nzh,bo,note\n法院,ཁྲིམས་ཁང,\" a\nb\"\n法官,法官,\n\nzh,bo,note\n法院,ཁྲིམས་ཁང,\n证据,དཔང་རྟགས,\n";
    let lines = "{\"zh\":\"法院\"}\n{\"zh\":1}\n\n{\"zh\":\"证据\"}\n{\"zh\":\"法院\"}\n";
    let entries = [tbx_pair("", ""), tbx_pair("", ""), tbx_pair("<x/>", "")].concat();
    let tbx = tbx_basic(&entries);
    let options = ReadOptions::default();
    for (text, format) in [(csv, Format::Csv), (lines, Format::Jsonl), (&tbx, Format::Tbx)] {
        let kept = read("t", text.as_bytes(), format, &options).unwrap();
        let mut rows = Vec::new();
        let given = read_each("t", text.as_bytes(), format, &options, &mut |row| rows.push(row)).unwrap();
        assert_eq!(given.rows, []);
        assert_eq!(Reading { rows, ..given }, kept, "{format}");
        assert!(!kept.rows.is_empty() && !kept.rejections.is_empty(), "{format}");
    }
}

#[test]
fn a_file_of_too_many_rows_is_refused_also_where_they_are_not_read() {
    // Repetitions stop the reading, and without a header nothing is read at all.
    for header in ["zh", "nothing"] {
        let text = format!("{header}\n{}", "法\n".repeat(1_048_576));
        let error = read("t.csv", text.as_bytes(), Format::Csv, &ReadOptions::default()).map(drop);
        assert_eq!(
            error.unwrap_err().to_string(),
            "`t.csv` is too large: it has more than 1048576 rows, at most 1048576 are read (hint: split the file)"
        );
    }
}

#[test]
fn reading_stops_when_everything_is_wrong() {
    let text = format!("zh,bo\n{}", "法院,法院\n".repeat(12_000));
    let reading = read_csv(&text);
    assert_eq!(reading.rejections.len(), 10_000);
    assert_eq!(reading.issues.last().unwrap().code, codes::TOO_MANY_ISSUES);
    assert!(!reading.is_complete());
}

#[test]
fn more_rows_than_a_sheet_can_hold_are_refused() {
    let text = format!("zh\n{}", "法\n".repeat(1_048_577));
    let error = exchange::glossary::read(
        "t.csv",
        text.as_bytes(),
        exchange::Format::Csv,
        &ReadOptions::default(),
    );
    assert_eq!(
        error.unwrap_err().to_string(),
        "`t.csv` is too large: it has more than 1048576 rows, at most 1048576 are read (hint: split the file)"
    );
}

#[test]
fn a_gb18030_file_of_an_old_tibetan_font_is_recognised_as_such() {
    // What a page set in such a font looks like once its bytes are read as Chinese.
    let (bytes, _, _) = encoding_rs::GB18030.encode("汉文,藏文\n法院,亻縒縓縔縕\n检察院,縖縗縘縙\n");
    let reading =
        exchange::glossary::read("old.csv", &bytes, exchange::Format::Csv, &ReadOptions::default()).unwrap();
    assert_eq!(reading.encoding, Some("GB18030"));
    let codes: Vec<&str> = reading.issues.iter().map(|issue| issue.code).collect();
    assert_eq!(codes, [codes::LOOKS_LIKE_LEGACY_TIBETAN_FONT; 2]);
    assert_eq!(reading.issues[1].value, "縖縗縘縙");
}

#[test]
fn columns_in_the_wrong_order_are_told_in_both_cells() {
    let reading = read_csv("藏文,汉文\n法院,ཁྲིམས་ཁང\n");
    let told: Vec<_> = reading
        .issues
        .iter()
        .map(|issue| (issue.code, issue.column.as_deref()))
        .collect();
    let expected = [
        (codes::CHINESE_CELL_WITH_TIBETAN, Some("汉文")),
        (codes::TIBETAN_CELL_WITH_CHINESE, Some("藏文")),
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_row_without_chinese_is_taken_with_a_warning_and_one_without_tibetan_without() {
    let reading = read_csv("汉文,藏文\n,ཁྲིམས་ཁང\n法院,\n法官,ཁྲིམས་དཔོན\n");
    assert_eq!((reading.rows.len(), reading.issues.len()), (3, 0));
    let told: Vec<_> = reading
        .warnings
        .iter()
        .map(|warning| warning.message.as_str())
        .collect();
    assert_eq!(
        told,
        [
            "terms.csv:2, column `汉文`: `ཁྲིམས་ཁང` stands without Chinese, and is taken as Tibetan alone (hint: fill in the Chinese, if there is any)"
        ]
    );
    assert_eq!(reading.warnings[0].code, codes::WITHOUT_CHINESE);
    let refused = read_csv("汉文,藏文\n,法院\n");
    assert!(refused.warnings.is_empty(), "a row that is refused has its issue");
}
