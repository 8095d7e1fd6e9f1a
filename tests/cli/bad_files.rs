//! Files that cannot be imported: each is refused with file, line, column and value, and nothing of it is written.

use super::program::Place;

/// Checks that `content` is refused with all of `expected`, and that its good first row was not written.
#[track_caller]
fn check(content: impl AsRef<[u8]>, expected: &[&str]) {
    let place = Place::new()
        .with_file("there.csv", "zh\n律师\n")
        .with_file("list.csv", content);
    // A first import that is refused leaves nothing that could be verified.
    place.run(["import", "glossary", "there.csv"]).done();
    let before = place.run(["verify"]).done();
    let ran = place.run(["import", "glossary", "list.csv"]);
    let stdout = ran.stdout.clone();
    let stderr = ran.refused(1);
    for part in expected {
        assert!(stderr.contains(part), "`{part}` is missing: {stderr}");
    }
    assert!(stderr.contains("list.csv: nothing was written"), "{stderr}");
    assert!(stdout.starts_with("list.csv: nothing written"), "{stdout}");
    assert_eq!(place.run(["verify"]).done(), before);
}

#[test]
fn an_unknown_column_is_named() {
    check(
        "zh,bo,经办人\n法院,ཁྲིམས་ཁང་,甲\n",
        &["list.csv:1", "`经办人`", "--ignore-extra"],
    );
}

#[test]
fn a_file_without_a_header_is_told_how_to_name_its_columns() {
    check("法院,ཁྲིམས་ཁང་\n", &["list.csv", "--columns"]);
}

#[test]
fn bytes_of_no_known_encoding_are_refused_at_their_line() {
    check(b"zh,bo\n\xe6\xb3\x95,\xff\xfe\xff\n", &["list.csv:2"]);
}

#[test]
fn the_same_row_twice_is_refused() {
    check("zh,bo\n法院,ཁྲིམས་ཁང་\n法院,ཁྲིམས་ཁང་\n", &["list.csv:3", "法院"]);
}

#[test]
fn chinese_in_a_tibetan_cell_is_refused() {
    check(
        "zh,bo\n法院,ཁྲིམས་ཁང་\n法官,ཁྲིམས་法官\n",
        &["list.csv:3, column `bo`", "`ཁྲིམས་法官`"],
    );
}

#[test]
fn tibetan_in_a_chinese_cell_is_refused() {
    check(
        "zh,bo\nཁྲིམས་ཁང་,ཁྲིམས་ཁང་\n",
        &["list.csv:2, column `zh`", "`ཁྲིམས་ཁང་`"],
    );
}

#[test]
fn a_row_without_a_term_is_refused() {
    check("zh,bo,note\n法院,ཁྲིམས་ཁང་,\n,,x\n", &["list.csv:3"]);
    check("zh,bo\n法院,ཁྲིམས་ཁང་\n,།\n", &["list.csv:3"]);
}

#[test]
fn a_line_of_five_megabytes_is_refused_without_being_repeated() {
    let long = "法".repeat(5 * 1024 * 1024 / 3);
    let place = Place::new().with_file("list.csv", format!("zh,bo\n法院,ཁྲིམས་ཁང་\n{long},\n"));
    let stderr = place.run(["import", "glossary", "list.csv"]).refused(1);
    assert!(stderr.contains("list.csv:3"), "{stderr}");
    assert!(stderr.len() < 2_000, "{} bytes", stderr.len());
}

#[test]
fn text_of_a_font_from_before_unicode_is_recognised() {
    // What such fonts leave behind: Han characters in the Tibetan cell that form no Chinese words.
    check(
        "zh,bo\n法院,ཁྲིམས་ཁང་\n法官,炒焯煞晔\n",
        &["list.csv:3, column `bo`", "`炒焯煞晔`"],
    );
}

#[test]
fn a_file_of_nul_or_nothing_is_refused() {
    check(b"zh,bo\n\0,\0\n", &["list.csv:2"]);
    check("", &["list.csv"]);
}

#[test]
fn what_is_no_workbook_is_refused() {
    let place = Place::new().with_file("list.xlsx", "zh,bo\n");
    let ran = place.run(["import", "glossary", "list.xlsx"]);
    assert_eq!(ran.stdout, "");
    assert!(
        ran.refused(1)
            .starts_with("shanjar: `list.xlsx` cannot be read as a workbook")
    );
}

#[test]
fn a_directory_is_no_file() {
    let place = Place::new();
    std::fs::create_dir(place.path().join("list.csv")).unwrap();
    let stderr = place.run(["import", "glossary", "list.csv"]).refused(1);
    assert!(
        stderr.starts_with("shanjar: `list.csv` cannot be read: "),
        "{stderr}"
    );
}

#[test]
fn a_file_that_cannot_be_read_at_all_is_not_blamed_on_its_rows() {
    for content in [
        &b"zh,bo,x\n\xe6\xb3\x95,,\n"[..],
        b"\xe6\xb3\x95,\xff\xfe\xff\n",
        b"no header\n",
        b"",
    ] {
        for how in ["stop", "skip"] {
            let place = Place::new().with_file("list.csv", content);
            let ran = place.run(["import", "glossary", "list.csv", "--on-error", how]);
            assert_eq!(ran.stdout, "list.csv: nothing written\n");
            let stderr = ran.refused(1);
            assert!(
                stderr.contains("list.csv: nothing was written because the file cannot be read as it is"),
                "{stderr}"
            );
            assert!(
                !stderr.contains("--on-error") && !stderr.contains("rows are bad"),
                "{stderr}"
            );
        }
    }
}
