//! Fuzzes `checks::normalize`.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| text_fuzz::normalize(text));
