//! `text`: lines in, lines out.

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
    check("normalize", "ཀཱྀ\n", "ཀཱྀ\n");
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
fn text_needs_no_data_directory() {
    let place = Place::new();
    place.run_with_input(&["text", "fold"], b"x").done();
    assert!(!place.data_dir().exists());
}
