//! Fuzz target: see `vestibule_fuzz::image`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| vestibule_fuzz::image::run(data));
