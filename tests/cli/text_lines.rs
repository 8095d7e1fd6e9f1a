//! `text`: lines in, lines out.

use std::io::Write;
use std::process::Stdio;

use super::program::Place;

#[track_caller]
fn check(work: &str, input: &str, expected: &str) {
    let ran = Place::new().run_with_input(&["text", work], input.as_bytes());
    assert_eq!(ran.done(), expected);
}

#[test]
fn each_work_gives_a_line_for_a_line() {
    check("simplify", "離婚糾紛\n法院\n", "离婚纠纷\n法院\n");
    check("syllables", "མི་དམངས་ཁྲིམས་ཁང་།\n", "མི|དམངས|ཁྲིམས|ཁང\n");
    check("normalize", "\u{f40}\u{f81}\n", "\u{f40}\u{f71}\u{f80}\n");
    check("fold", "法院\nཁྲིམས་ཁང་།\n\n", "法院\nཁྲིམས་ཁང\n\n");
}

#[test]
fn ten_megabytes_without_a_tsheg_are_worked_through() {
    let line = "ཀ".repeat(10 * 1024 * 1024 / 3);
    let ran = Place::new().run_with_input(&["text", "syllables"], line.as_bytes());
    assert!(ran.done().len() > line.len());
}

#[test]
fn what_is_not_utf_8_fails_with_its_line() {
    let ran = Place::new().run_with_input(&["text", "fold"], b"ok\n\xb7\xa8\n");
    assert_eq!(
        ran.refused(1),
        "shanjar: line 2 of standard input is not UTF-8 (hint: convert the text first)\n"
    );
}

#[test]
fn a_reader_that_has_seen_enough_ends_the_work_without_a_word() {
    let place = Place::new();
    let mut command = place.command(["text", "fold"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    // More than the pipes hold, so that the program meets the closed one; it then closes this one.
    let _ = child
        .stdin
        .take()
        .unwrap()
        .write_all("ཁྲིམས་ཁང་\n".repeat(100_000).as_bytes());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1), "not every line was worked through");
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn text_needs_no_data_directory() {
    let place = Place::new();
    place.run_with_input(&["text", "fold"], b"x").done();
    assert!(!place.data_dir().exists());
}

#[test]
fn tibetan_from_before_unicode_is_converted_with_a_table() {
    // An invented table: no row of it is one of the standard.
    let place = Place::new().with_file("table.tsv", "# encoding: gbt20542-a\nF3A1\t0F40\n");
    let args = ["text", "convert", "--mapping", "table.tsv"];
    let ran = place.run_with_input(&args, "\u{f3a1}་\n法院\n".as_bytes());
    assert_eq!(ran.done(), "ཀ་\n法院\n");
    check("convert", "ཀ\u{f72}\u{fb1}\n法院\n", "ཀ\u{fb1}\u{f72}\n法院\n");
    let told = Place::new()
        .run_with_input(&["text", "convert"], "\u{f3a1}་\n".as_bytes())
        .refused(1);
    assert!(
        told.starts_with("shanjar: line 1, character 1: this looks like GB/T 20542"),
        "{told}"
    );
}

#[test]
fn a_table_that_cannot_be_used_names_its_place() {
    let place = Place::new().with_file("table.tsv", "# encoding: gbt20542-a\nF3A1\tka\n");
    let told = place
        .run_with_input(&["text", "convert", "--mapping", "table.tsv"], b"")
        .refused(1);
    assert!(
        told.starts_with("shanjar: `table.tsv`: line 2, column 2: `ka` is no code points"),
        "{told}"
    );
    let told = place
        .run_with_input(&["text", "convert", "--mapping", "none.tsv"], b"")
        .refused(1);
    assert!(told.starts_with("shanjar: `none.tsv` cannot be read"), "{told}");
}
