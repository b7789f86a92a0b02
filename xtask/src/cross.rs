//! Builds for machines without an operating system, and for browsers, wherever their library can be had from.
//!
//! By rustup `rustup target add` brings the library; where it has to be small, it is built from its source along with ours.
//! Where only Debian's packages can be reached, Debian's own Rust builds it along always.

use crate::install;
use crate::shell::{cargo, read, run, target_dir};
use crate::sizes::Flash;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) const THUMB: &str = "thumbv7em-none-eabihf";
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Where another target's library comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cross {
    /// An installed one, else by rustup, else Debian's.
    Auto,
    /// Installed or added by rustup.
    Rustup,
    /// Built from Debian's source, by Debian's Rust.
    Debian,
}

impl Cross {
    /// What was asked for on the command line, else by `VESTIBULE_CROSS`.
    pub(crate) fn choose(asked: Option<&str>) -> Result<Self> {
        let variable = std::env::var("VESTIBULE_CROSS").ok();
        match asked.or(variable.as_deref()) {
            None | Some("" | "auto") => Ok(Self::Auto),
            Some("rustup") => Ok(Self::Rustup),
            Some("debian") => Ok(Self::Debian),
            Some(other) => {
                bail!("there is no way {other:?} to other targets; there are: auto, rustup, debian")
            }
        }
    }

    fn toolchain(self, target: &str) -> Result<Toolchain> {
        if self != Self::Debian && (install::has_rust_target(target) || install::rust_target(target)) {
            return Ok(Toolchain::Pinned);
        }
        match self {
            Self::Rustup => {
                Err(crate::shell::CannotRun(format!("rustup cannot add the target {target}")).into())
            }
            Self::Auto | Self::Debian => Toolchain::debian(),
        }
    }
}

/// What builds for another target.
enum Toolchain {
    /// The pinned one, with the target's library installed.
    Pinned,
    /// Debian's, which builds the library too.
    Debian {
        /// The linker's version, that of the compiler's LLVM.
        llvm: String,
    },
}

impl Toolchain {
    fn debian() -> Result<Self> {
        install::debian(&["rustc-web", "cargo-web", "rust-web-src"])?;
        let version = read(Command::new("/usr/bin/rustc").arg("-vV"))?;
        let llvm = version.lines().find_map(|line| line.strip_prefix("LLVM version: "));
        let llvm =
            llvm.and_then(|version| version.split('.').next()).context("rustc names no LLVM version")?;
        install::debian(&[&format!("lld-{llvm}")])?;
        Ok(Self::Debian { llvm: llvm.to_owned() })
    }

    /// A cargo that builds for `target`, with the part of the library named by `std` built along where need be.
    fn cargo(&self, target: &str, std: &str) -> Result<Command> {
        self.cargo_for("build", "release", target, std)
    }

    /// The same with another subcommand and profile.
    fn cargo_for(&self, subcommand: &str, profile: &str, target: &str, std: &str) -> Result<Command> {
        let mut command = cargo(&[])?;
        if let Self::Debian { llvm } = self {
            command = Command::new("/usr/bin/cargo");
            command.current_dir(crate::shell::root()?);
            // Without RUSTC it would pick up rustup's compiler, which does not fit Debian's library source.
            command.envs([
                ("RUSTC", "/usr/bin/rustc"),
                ("RUSTDOC", "/usr/bin/rustdoc"),
                ("CARGO", "/usr/bin/cargo"),
            ]);
            command.env("RUSTC_BOOTSTRAP", "1");
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", format!("/usr/bin/wasm-ld-{llvm}"));
        }
        command.args([subcommand, "--profile", profile, "--locked", "--target", target]);
        if let Self::Debian { .. } = self {
            command.arg(format!("-Zbuild-std={std}"));
        }
        command.env("CARGO_TARGET_DIR", self.target_dir()?);
        Ok(command)
    }

    /// Builds the library along where it came with the target: that one is not made to be small.
    fn build_library_along(&self, build: &mut Command, std: &str) -> Result<()> {
        if let Self::Pinned = self {
            install::rust_source()?;
            build.env("RUSTC_BOOTSTRAP", "1").arg(format!("-Zbuild-std={std}"));
        }
        Ok(())
    }

    /// What its compiler says it is.
    fn compiler(&self) -> Result<String> {
        let program = if let Self::Debian { .. } = self { "/usr/bin/rustc" } else { "rustc" };
        Ok(read(Command::new(program).arg("--version"))?.trim().to_owned())
    }

    /// Each toolchain has a folder of its own, because changing between them builds everything anew.
    fn target_dir(&self) -> Result<PathBuf> {
        target_dir(match self {
            Self::Pinned => "cross",
            Self::Debian { .. } => "cross-debian",
        })
    }

    /// A linker for ELF files.
    fn linker(&self) -> Result<Command> {
        match self {
            Self::Debian { llvm } => Ok(Command::new(format!("/usr/bin/ld.lld-{llvm}"))),
            Self::Pinned => {
                let folder = read(Command::new("rustc").args(["--print", "target-libdir"]))?;
                let host =
                    Path::new(folder.trim()).parent().context("a target's library has a parent folder")?;
                Ok(Command::new(host.join("bin/gcc-ld/ld.lld")))
            }
        }
    }
}

/// Builds the proof crate for a Cortex-M4 and links it without any other library.
pub(crate) fn thumb(cross: Cross) -> Result<()> {
    let toolchain = cross.toolchain(THUMB)?;
    run(toolchain.cargo(THUMB, "core,alloc")?.args(["--manifest-path", "tests/no-std/Cargo.toml"]))?;
    let folder = toolchain.target_dir()?.join(THUMB).join("release");
    let mut link = toolchain.linker()?;
    link.current_dir(&folder).args(["--gc-sections", "--entry=vestibule_proof", "--output=proof.elf"]);
    run(link.arg("libvestibule_no_std.a"))
}

/// Flash that the C library may take with everything linked, code and constants: what a console has for it.
const FLASH: u64 = 98_304;

/// The C library built for a Cortex-M4 without an operating system.
pub(crate) struct Firmware {
    /// The folder with `libvestibule_ffi.a`.
    pub(crate) folder: PathBuf,
    /// Which compiler made it.
    pub(crate) compiler: String,
}

/// Builds the C library for a Cortex-M4 without an operating system.
pub(crate) fn firmware_library(cross: Cross) -> Result<Firmware> {
    install::debian(&["gcc-arm-none-eabi", "libnewlib-arm-none-eabi"])?;
    let toolchain = cross.toolchain(THUMB)?;
    let mut build = toolchain.cargo_for("rustc", "firmware", THUMB, "core,alloc")?;
    toolchain.build_library_along(&mut build, "core,alloc")?;
    build.args(["--package", "vestibule-ffi", "--crate-type", "staticlib", "--no-default-features"]);
    run(build.args(["--features", "freestanding"]))?;
    let folder = toolchain.target_dir()?.join(THUMB).join("firmware");
    Ok(Firmware { folder, compiler: toolchain.compiler()? })
}

/// Builds the C library for a Cortex-M4, links all of its functions, and looks at what that takes.
pub(crate) fn firmware(cross: Cross) -> Result<()> {
    let Linked { elf, compiler } = link_all(cross)?;
    let flash = Flash::of(&elf)?;
    flash.compare(&compiler)?;
    let total = flash.total();
    anyhow::ensure!(total <= FLASH, "the library takes {total} bytes of flash, more than {FLASH}");
    Ok(())
}

/// The C library with all of its functions, and which compiler made it.
pub(crate) struct Linked {
    pub(crate) elf: PathBuf,
    pub(crate) compiler: String,
}

/// Builds the C library for a Cortex-M4 and links all of its functions.
pub(crate) fn link_all(cross: Cross) -> Result<Linked> {
    let Firmware { folder, compiler } = firmware_library(cross)?;
    let hooks = "#include <stddef.h>\nvoid *vst_hook_alloc(size_t a, size_t b) { (void)a; (void)b; return NULL; }\n\
                 void vst_hook_free(void *a, size_t b, size_t c) { (void)a; (void)b; (void)c; }\n\
                 void vst_hook_panic(void) { for (;;) {} }\n";
    std::fs::write(folder.join("hooks.c"), hooks)?;
    let functions = std::fs::read_to_string(crate::shell::root()?.join("ffi/abi.txt"))?;
    let mut link = Command::new("arm-none-eabi-gcc");
    link.current_dir(&folder).args(["-mcpu=cortex-m4", "-mthumb", "-mfloat-abi=hard", "-mfpu=fpv4-sp-d16"]);
    link.args(["-nostartfiles", "--specs=nano.specs", "-Wl,--gc-sections", "-Wl,--entry=vst_version"]);
    link.args(
        functions
            .lines()
            .filter_map(|line| line.strip_prefix("function "))
            .map(|name| format!("-Wl,-u,{name}")),
    );
    run(link.args(["hooks.c", "libvestibule_ffi.a", "-lc", "-o", "all.elf"]))?;
    Ok(Linked { elf: folder.join("all.elf"), compiler })
}

/// Builds the npm package's module; answers with its place, and with where its library came from.
pub(crate) fn web(cross: Cross) -> Result<(PathBuf, &'static str)> {
    let toolchain = cross.toolchain(WASM)?;
    let mut build = toolchain.cargo_for("build", "web", WASM, "std")?;
    toolchain.build_library_along(&mut build, "std")?;
    build.arg("-Zbuild-std-features=optimize_for_size");
    // What is called everywhere and inlined nowhere is worth being quick; the fetched file is no larger by it. Our own rules
    // are worth it up to the limit of the fetched file.
    for (package, level) in [("core", 3), ("alloc", 3), ("dlmalloc", 3), ("vestibule", 2)] {
        build.arg(format!("--config=profile.web.package.{package}.opt-level={level}"));
    }
    // What is small by itself is inlined, also where size comes first: a tenth less time for a hundredth more to fetch. A
    // panic has no text; it stops the instance all the same.
    let flags = "-Cllvm-args=-inline-threshold=25 -Zunstable-options -Cpanic=immediate-abort \
                 -Zlocation-detail=none -Zfmt-debug=none";
    build.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
    run(build.args(["--package", "vestibule-wasm"]))?;
    let route = if let Toolchain::Pinned = toolchain { "rustup" } else { "debian" };
    Ok((toolchain.target_dir()?.join(WASM).join("web/vestibule_wasm.wasm"), route))
}

/// Builds the core for browsers.
pub(crate) fn wasm(cross: Cross) -> Result<()> {
    let core = ["--package", "vestibule", "--no-default-features"];
    run(cross.toolchain(WASM)?.cargo(WASM, "std,panic_abort")?.args(core))
}
