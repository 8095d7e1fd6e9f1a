//! Fuzzes `checks::collate`.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| text_fuzz::collate(text));
