//! Replays the inputs that fuzzing kept: each of them reached code that no other one did.

#[path = "../../fuzz/src/checks.rs"]
mod checks;

use std::path::Path;

fn replay(name: &str, check: fn(&str)) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("testdata/fuzz/{name}.hex"));
    let kept = std::fs::read_to_string(&path).unwrap();
    let mut replayed = 0;
    for line in kept.lines() {
        let bytes: Vec<u8> = (0..line.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&line[at..at + 2], 16).unwrap())
            .collect();
        // The fuzzer also keeps bytes that are no text; its targets pass over them.
        if let Ok(text) = std::str::from_utf8(&bytes) {
            check(text);
            replayed += 1;
        }
    }
    assert!(replayed > 0, "{} has no text in it", path.display());
}

#[test]
fn normalize() {
    replay("normalize", checks::normalize);
}

#[test]
fn syllable() {
    replay("syllable", checks::syllable);
}

#[test]
fn ewts_read() {
    replay("ewts_read", checks::ewts_read);
}

#[test]
fn ewts_write() {
    replay("ewts_write", checks::ewts_write);
}

#[test]
fn collate() {
    replay("collate", checks::collate);
}

#[test]
fn phonetic() {
    replay("phonetic", checks::phonetic);
}

#[test]
fn pinyin() {
    replay("pinyin", checks::pinyin);
}

#[test]
fn segment() {
    replay("segment", checks::segment);
}
