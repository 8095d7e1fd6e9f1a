//! How the program is linked.

#[expect(
    clippy::disallowed_methods,
    reason = "cargo tells a build script of its target no other way"
)]
fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // A start spends a fifth of its main thread's time on writing 36,000 addresses into tables; packed, they are a bitmap.
    // The C library understands that since 2.36 (Debian 12).
    if std::env::var("CARGO_CFG_TARGET_ENV").as_deref() == Ok("gnu") {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}
