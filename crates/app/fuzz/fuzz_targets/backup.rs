//! Fuzzes `checks::backup`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| app_fuzz::backup(bytes));
