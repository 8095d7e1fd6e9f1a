//! Fuzzes `checks::filter`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| glossary_fuzz::filter(bytes));
