//! How the shared library is linked.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let of_target = |name: &str| std::env::var(name).unwrap_or_default();
    // Phones have pages of 4 or of 16 KB, and load only what is aligned to theirs. Linux on x86-64 needs nothing of it, and
    // links in the same way, so that a machine without the Android NDK can look at what comes out.
    let alike = of_target("CARGO_CFG_TARGET_OS") == "linux" && of_target("CARGO_CFG_TARGET_ARCH") == "x86_64";
    if alike || of_target("CARGO_CFG_TARGET_OS") == "android" {
        println!("cargo::rustc-link-arg=-Wl,-z,max-page-size=16384");
    }
}
