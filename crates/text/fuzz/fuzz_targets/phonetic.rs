//! Fuzzes `checks::phonetic`.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| text_fuzz::phonetic(text));
