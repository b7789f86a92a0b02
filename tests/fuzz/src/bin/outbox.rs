//! Fuzz target: see `vestibule_fuzz::outbox`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| vestibule_fuzz::outbox::run(data));
