//! Fuzzes `checks::search`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| search_fuzz::search(bytes));
