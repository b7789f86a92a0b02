//! Writes the Swift, Kotlin and Python that go with the library: `cargo xtask generate bindings`.

fn main() {
    uniffi::uniffi_bindgen_main();
}
