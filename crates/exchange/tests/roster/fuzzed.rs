//! Replays the inputs that are kept for fuzzing, and each of them with a part taken out.

use std::path::Path;

#[path = "../../fuzz/src/checks.rs"]
#[expect(dead_code, reason = "the checks of other targets stand in the same file")]
mod checks;

fn kept() -> Vec<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/fuzz/roster.hex");
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
fn what_is_kept_for_fuzzing_is_read_or_refused() {
    let kept = kept();
    assert!(kept.len() >= 20, "no corpus");
    for input in &kept {
        checks::roster(input);
    }
}

#[test]
fn an_input_with_a_part_taken_out_is_read_or_refused() {
    for input in kept() {
        for start in (0..input.len()).step_by(5) {
            for length in [1, 4, 40] {
                let end = (start + length).min(input.len());
                checks::roster(&[&input[..start], &input[end..]].concat());
            }
        }
    }
}
