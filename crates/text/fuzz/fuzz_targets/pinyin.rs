//! Fuzzes `checks::pinyin`.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| text_fuzz::pinyin(text));
