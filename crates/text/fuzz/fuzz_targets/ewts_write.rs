//! Fuzzes `checks::ewts_write`.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| text_fuzz::ewts_write(text));
