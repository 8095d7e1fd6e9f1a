//! Fuzzes `checks::segment`.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| text_fuzz::segment(text));
