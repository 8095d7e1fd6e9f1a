//! Fuzzes `checks::syllable`.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| text_fuzz::syllable(text));
