//! Replays the inputs that are kept for fuzzing the filter, and each of them with a part taken out.

use std::path::Path;

#[path = "../fuzz/src/checks.rs"]
mod checks;

// Marks it as test code for the lints.
#[cfg(test)]
fn kept() -> Vec<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/fuzz/filter.hex");
    let lines = std::fs::read_to_string(&path).unwrap();
    let bytes = |line: &str| {
        let pairs = (0..line.len()).step_by(2);
        pairs
            .map(|at| u8::from_str_radix(&line[at..at + 2], 16).unwrap())
            .collect()
    };
    lines.lines().map(bytes).collect()
}

#[test]
fn what_is_kept_for_fuzzing_is_a_filter_or_a_fault() {
    let kept = kept();
    assert!(kept.len() >= 20, "no corpus");
    for input in &kept {
        checks::filter(input);
    }
}

#[test]
fn an_input_with_a_part_taken_out_is_a_filter_or_a_fault() {
    for input in kept() {
        for start in 0..input.len() {
            for length in [1, 5, 40] {
                let end = (start + length).min(input.len());
                checks::filter(&[&input[..start], &input[end..]].concat());
            }
        }
    }
}
