//! The C library: its header, its tests, and laying it out for C projects.

use crate::install;
use crate::shell::{cargo, read, root, run, target_dir, watch};
use anyhow::{Context, Result, bail, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// The version that the committed header is made by.
const CBINDGEN: &str = "0.29.4";
const HEADER: &str = "ffi/include/vestibule.h";
/// The functions of the library, and how large its structs are on a 64-bit machine: what C programs were compiled with.
const ABI: &str = "ffi/abi.txt";
const LIMIT_SO: u64 = 700 * 1024;
const STRICT: [&str; 3] = ["-Wall", "-Wextra", "-Werror"];
const SYSTEM: [&str; 3] = ["-lpthread", "-ldl", "-lm"];

/// Makes the header anew, or compares it with what is committed.
pub(crate) fn header(check: bool) -> Result<()> {
    let made = target_dir("c")?.join("vestibule.h");
    fs::create_dir_all(target_dir("c")?)?;
    let mut cbindgen = Command::new(install::rust_program("cbindgen", "cbindgen", CBINDGEN)?);
    cbindgen.current_dir(root()?).args([
        "--quiet",
        "--config",
        "ffi/cbindgen.toml",
        "--crate",
        "vestibule-ffi",
    ]);
    run(cbindgen.arg("--output").arg(&made))?;
    let made = fs::read_to_string(made)?;
    let committed = root()?.join(HEADER);
    if !check {
        return Ok(fs::write(committed, made)?);
    }
    ensure!(
        fs::read_to_string(committed)? == made,
        "{HEADER} is not as generated: cargo xtask generate header"
    );
    Ok(())
}

/// Builds the library and answers with the folder that it is in.
pub(crate) fn library() -> Result<PathBuf> {
    run(&mut cargo(&["build", "--release", "--locked", "--package", "vestibule-ffi"])?)?;
    target_dir("release")
}

/// Compiles a C program of the tests, as C11 or as C++17, and answers with its place.
fn compile(name: &str, sources: &[&str], cpp: bool, extra: &[&str], library: &Path) -> Result<PathBuf> {
    install::program("gcc", "gcc")?;
    install::program("g++", "g++")?;
    let program = target_dir("c")?.join(name);
    fs::create_dir_all(target_dir("c")?)?;
    let mut compiler = Command::new(if cpp { "g++" } else { "gcc" });
    compiler.current_dir(root()?);
    compiler.args(if cpp { &["-x", "c++", "-std=c++17"][..] } else { &["-std=c11", "-pedantic"] });
    compiler.args(STRICT).args(["-O1", "-g", "-Iffi/include"]).args(extra).args(sources);
    compiler.args(["-x", "none"]).arg(library.join("libvestibule_ffi.a")).args(SYSTEM);
    run(compiler.arg("-o").arg(&program))?;
    Ok(program)
}

/// The program that answers vectors through C.
pub(crate) fn vectors_program() -> Result<PathBuf> {
    compile("vectors", &["tests/c/vectors.c", "tests/c/answers.c"], false, &[], &library()?)
}

/// Everything that is tested through C; `count` looks at the lines that programs print.
pub(crate) fn test(mut count: impl FnMut(&str)) -> Result<()> {
    let library = library()?;
    let vectors = vectors_program()?;
    let mut runner = crate::vectors::runner()?;
    watch(runner.args(["--via", "c"]).arg(vectors).arg("tests/vectors"), &mut count)?;

    let (image, key) = test_image()?;
    let sanitized = ["-fsanitize=address,undefined"];
    let programs = [
        compile("misuse", &["tests/c/misuse.c"], false, &[], &library)?,
        compile("misuse-asan", &["tests/c/misuse.c"], false, &sanitized, &library)?,
        compile("misuse-cpp", &["tests/c/misuse.c"], true, &[], &library)?,
        compile("wrapper", &["tests/c/wrapper.cpp"], true, &sanitized, &library)?,
    ];
    compile("vectors-cpp", &["tests/c/vectors.c", "tests/c/answers.c"], true, &[], &library)?;
    for program in &programs {
        watch(Command::new(program).arg(&image).arg(&key), &mut count)?;
    }
    install::program("valgrind", "valgrind")?;
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--quiet", "--leak-check=full", "--error-exitcode=9"]).args(programs.first());
    watch(valgrind.arg(&image).arg(&key), &mut count)?;
    check_abi(&library, false)?;
    check_size()?;
    try_installed(&image, &key)
}

/// The image of a small building, and the key to check it with.
fn test_image() -> Result<(PathBuf, String)> {
    let image = target_dir("c")?.join("building.img");
    let mut tool = cargo(&[
        "run",
        "--quiet",
        "--release",
        "--package",
        "vestibule-tests",
        "--bin",
        "console-image",
        "--",
    ])?;
    tool.args(["core/src/console/tests/building.json", "2026-05-14T18:00:00Z", "14", "1", "7"]);
    let key = read(tool.arg(&image))?;
    Ok((image, key.trim().to_owned()))
}

/// Compares the library's functions and the sizes of its structs with the committed list, or takes them as the new one.
pub(crate) fn check_abi(library: &Path, bless: bool) -> Result<()> {
    let symbols = read(
        Command::new("nm")
            .args(["--dynamic", "--defined-only", "--format=posix"])
            .arg(library.join("libvestibule_ffi.so")),
    )?;
    let mut lines: Vec<String> = symbols
        .lines()
        .filter_map(|line| line.split(' ').next())
        .filter(|name| name.starts_with("vst_"))
        .map(|name| format!("function {name}"))
        .collect();
    lines.sort();
    lines.extend(layout()?);
    let now = lines.join("\n") + "\n";
    let committed = root()?.join(ABI);
    if bless {
        return Ok(fs::write(committed, now)?);
    }
    ensure!(
        fs::read_to_string(&committed).unwrap_or_default() == now,
        "the ABI differs from {ABI}: raise VST_ABI_VERSION if C programs have to be compiled anew, then \
         `cargo xtask generate abi`"
    );
    Ok(())
}

/// The size of every struct of the header and the place of each of its fields, as a C compiler sees them.
fn layout() -> Result<Vec<String>> {
    let header = fs::read_to_string(root()?.join(HEADER))?;
    let mut program = String::from("#include \"vestibule.h\"\n#include <stdio.h>\nint main(void) {\n");
    let mut fields: Vec<String> = Vec::new();
    for line in header.lines().map(str::trim) {
        if line.starts_with("typedef struct {") || line.starts_with("typedef struct vst_") {
            fields.clear();
        } else if let Some(name) = line.strip_prefix("} ").and_then(|rest| rest.strip_suffix(';')) {
            program += &format!("printf(\"struct {name} %zu\\n\", sizeof({name}));\n");
            for field in fields.drain(..) {
                program += &format!("printf(\"  {field} %zu\\n\", offsetof({name}, {field}));\n");
            }
        } else if line.ends_with(';') && !line.contains('(') && !line.starts_with("//") {
            let name = line.trim_end_matches(';').rsplit([' ', '*']).next().unwrap_or_default();
            fields.push(name.to_owned());
        }
    }
    program += "return 0;\n}\n";
    let folder = target_dir("c")?;
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("layout.c"), program)?;
    let mut compiler = Command::new("gcc");
    compiler.current_dir(root()?).args(["-std=c11", "-Iffi/include"]).arg(folder.join("layout.c"));
    run(compiler.arg("-o").arg(folder.join("layout")))?;
    Ok(read(&mut Command::new(folder.join("layout")))?.lines().map(str::to_owned).collect())
}

/// Bytes of the shared library without what only debuggers read.
pub(crate) fn stripped_size() -> Result<u64> {
    let library = library()?;
    fs::create_dir_all(target_dir("c")?)?;
    let stripped = target_dir("c")?.join("libvestibule.so");
    run(Command::new("strip")
        .arg("--strip-unneeded")
        .arg("-o")
        .arg(&stripped)
        .arg(library.join("libvestibule_ffi.so")))?;
    Ok(fs::metadata(stripped)?.len())
}

fn check_size() -> Result<()> {
    let size = stripped_size()?;
    println!("libvestibule.so, stripped: {size} bytes of {LIMIT_SO}");
    ensure!(size <= LIMIT_SO, "libvestibule.so is too large");
    crate::sizes::compare_library(size)
}

/// `cargo xtask install --prefix DIR`.
pub(crate) fn install_library(arguments: &[String]) -> Result<ExitCode> {
    let [flag, prefix] = arguments else { bail!("install takes --prefix DIR") };
    ensure!(flag == "--prefix", "install takes --prefix DIR");
    let prefix = std::env::current_dir()?.join(prefix);
    lay_out(&library()?, &prefix)?;
    println!("installed to {}", prefix.display());
    Ok(ExitCode::SUCCESS)
}

/// Puts the library, the headers and what pkg-config and CMake look for where they belong.
fn lay_out(library: &Path, prefix: &Path) -> Result<()> {
    let root = root()?;
    let folder = |name: &str| -> Result<PathBuf> {
        let folder = prefix.join(name);
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(folder)
    };
    let (lib, include) = (folder("lib")?, folder("include")?);
    let (pkgconfig, cmake) = (folder("lib/pkgconfig")?, folder("lib/cmake/Vestibule")?);
    for end in ["a", "so"] {
        fs::copy(library.join(format!("libvestibule_ffi.{end}")), lib.join(format!("libvestibule.{end}")))?;
    }
    for header in ["vestibule.h", "vestibule.hpp"] {
        fs::copy(root.join("ffi/include").join(header), include.join(header))?;
    }
    let packaging = root.join("ffi/packaging");
    fs::copy(packaging.join("VestibuleConfig.cmake"), cmake.join("VestibuleConfig.cmake"))?;
    for (from, to) in [
        ("vestibule.pc.in", pkgconfig.join("vestibule.pc")),
        ("VestibuleConfigVersion.cmake.in", cmake.join("VestibuleConfigVersion.cmake")),
    ] {
        let text = fs::read_to_string(packaging.join(from))?;
        fs::write(to, text.replace("@VERSION@", env!("CARGO_PKG_VERSION")))?;
    }
    Ok(())
}

/// Builds a C program against the installed library, by pkg-config and by CMake, as a user would.
fn try_installed(image: &Path, key: &str) -> Result<()> {
    install::program("pkg-config", "pkg-config")?;
    install::program("cmake", "cmake")?;
    let folder = target_dir("c")?.join("installed");
    let prefix = folder.join("prefix");
    lay_out(&target_dir("release")?, &prefix)?;
    let source = root()?.join("tests/c/misuse.c");
    let mut flags = Command::new("pkg-config");
    flags.env("PKG_CONFIG_PATH", prefix.join("lib/pkgconfig")).args(["--cflags", "--libs", "vestibule"]);
    let flags = read(&mut flags)?;
    let program = folder.join("by-pkg-config");
    run(Command::new("gcc")
        .arg(&source)
        .args(flags.split_whitespace())
        .arg("-lpthread")
        .arg("-o")
        .arg(&program))?;
    run(Command::new(&program).env("LD_LIBRARY_PATH", prefix.join("lib")).arg(image).arg(key))?;

    let lists = "cmake_minimum_required(VERSION 3.16)\nproject(try C)\nfind_package(Vestibule REQUIRED)\n";
    let lists = format!(
        "{lists}add_executable(by-cmake {})\ntarget_link_libraries(by-cmake Vestibule::vestibule_static)\n",
        source.display()
    );
    fs::write(folder.join("CMakeLists.txt"), lists)?;
    let build = folder.join("build");
    let mut configure = Command::new("cmake");
    configure.arg("-S").arg(&folder).arg("-B").arg(&build);
    run(configure.arg(format!("-DCMAKE_PREFIX_PATH={}", prefix.display())))?;
    run(Command::new("cmake").arg("--build").arg(&build))?;
    run(Command::new(build.join("by-cmake")).arg(image).arg(key))
}
