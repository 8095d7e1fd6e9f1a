//! Fuzzes `checks::ewts_read`.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| text_fuzz::ewts_read(text));
