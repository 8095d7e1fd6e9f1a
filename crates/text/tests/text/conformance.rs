//! Every row of the conformance file for Tibetan normalisation.

use text::bo;

const ROWS: &str = include_str!("../../testdata/bo_normalisation.tsv");

struct Row {
    input: String,
    expect: String,
    why: &'static str,
}

/// Returns the rows of `level`, from their code points: editors and terminals may change the visible text.
fn rows(level: &str) -> Vec<Row> {
    let cells = ROWS
        .lines()
        .skip(1)
        .map(|line| line.split('\t').collect::<Vec<_>>());
    cells
        .filter(|cells| cells[3] == level)
        .map(|cells| Row {
            input: characters(cells[4]),
            expect: characters(cells[5]),
            why: cells[2],
        })
        .collect()
}

fn characters(code_points: &str) -> String {
    code_points
        .split(' ')
        .map(|hex| char::from_u32(u32::from_str_radix(hex, 16).unwrap()).unwrap())
        .collect()
}

fn shown(text: &str) -> String {
    text.chars().map(|c| format!("{:04X} ", u32::from(c))).collect()
}

#[test]
fn the_file_is_whole() {
    assert_eq!((rows("canonical").len(), rows("search").len()), (49, 47));
    assert_eq!(ROWS.lines().count(), 1 + 49 + 47);
}

#[test]
fn canonical_rows_normalise_to_their_form() {
    for Row { input, expect, why } in rows("canonical") {
        assert_eq!(shown(&bo::normalize(&input)), shown(&expect), "{input}: {why}");
        assert_eq!(bo::normalize(&expect), expect, "{why}");
    }
}

#[test]
fn search_rows_fold_to_their_form() {
    for Row { input, expect, why } in rows("search") {
        assert_eq!(shown(&bo::fold(&input)), shown(&expect), "{input}: {why}");
        assert_eq!(bo::fold(&expect), expect, "{why}");
    }
}

#[test]
fn spellings_of_one_canonical_form_are_one_term_and_one_search() {
    for Row { input, expect, why } in rows("canonical") {
        assert_eq!(bo::key(&input), bo::key(&expect), "{why}");
        assert_eq!(bo::fold(&input), bo::fold(&expect), "{why}");
    }
}

#[test]
fn syllables_that_native_spelling_does_not_allow_are_not_native() {
    let lines: Vec<_> = include_str!("../../testdata/bo_syllables_bad.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_once('\t').unwrap())
        .collect();
    assert_eq!(lines.len(), 175);
    for (syllable, reason) in lines {
        // Five misspellings of the second class are the right spelling of another word.
        let other_word = reason.contains("also a correct syllable") && !syllable.ends_with('འ');
        let native = matches!(bo::parse(syllable), bo::Verdict::Native(_));
        assert_eq!(native, other_word, "{syllable}: {reason}");
    }
}
