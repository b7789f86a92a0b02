//! The Kotlin library: what is said otherwise than UniFFI writes it, building it as a user gets it, and testing it there.

use super::{android, generate, library, shared_library, strip};
use crate::install;
use crate::shell::{CannotRun, hand_over, root, run, succeeds, target_dir, watch};
use crate::web::{node, npm};
use anyhow::{Context, Result, ensure};
use std::env::consts::{ARCH, OS};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const SOURCE: &str = "bindings/kotlin";
/// The compiler, with its standard library and `kotlin.test`, as npm has it. The Gradle build names the same version.
const COMPILER: &str = "2.4.20";
/// Java, the bridge to the shared library, and what tests need. Their jars are in one folder.
const DEBIAN: [&str; 5] =
    ["default-jre-headless", "libjna-java", "libjna-jni", "junit5", "libgoogle-gson-java"];
const JARS: &str = "/usr/share/java";
/// What belongs into the jar besides classes and the shared library.
const LICENCES: [&str; 2] = ["LICENSE-MIT", "LICENSE-APACHE"];
/// A heap that is there from the start, and a compiler that is soon done: what grows in tests is neither.
const TEST_MACHINE: [&str; 6] = [
    "-Xms128m",
    "-Xmx128m",
    "-XX:+UseSerialGC",
    "-XX:+AlwaysPreTouch",
    "-XX:TieredStopAtLevel=1",
    "-enableassertions",
];

/// What is said otherwise than UniFFI writes it; each stands there once.
const CHANGED: [(&str, &str); 3] = [
    // A building that was closed is refused like everything else.
    (
        r#"IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")"#,
        r#"VestibuleException.Refused(ErrorCode.CLOSED, "", "the building was closed: open it anew")"#,
    ),
    // Half of a surrogate pair is read as what stands for no letter, as the npm package reads it.
    (
        "onMalformedInput(CodingErrorAction.REPORT)",
        "onMalformedInput(CodingErrorAction.REPLACE).replaceWith(byteArrayOf(-17, -65, -67))",
    ),
    // A shared library that does not fit is refused by the first call.
    (
        "Native.register(UniffiLib::class.java,",
        "IntegrityCheckingUniffiLib.ensureInitialized()\n        Native.register(UniffiLib::class.java,",
    ),
];

/// The library's source, from what UniFFI has written. Variants without fields become data objects, which can be printed.
pub(super) fn source(written: &str) -> Result<String> {
    let mut text = String::with_capacity(written.len());
    for line in written.lines() {
        let plain = line.strip_prefix("    object ").filter(|rest| rest.ends_with("()"));
        match plain {
            Some(rest) => text.extend(["    data object ", rest, "\n"]),
            None => text.extend([line, "\n"]),
        }
    }
    for (from, to) in CHANGED {
        ensure!(text.matches(from).count() == 1, "UniFFI does not write once what is to be changed: {from}");
        text = text.replace(from, to);
    }
    Ok(text)
}

/// The jar, and the tests compiled against it.
struct Built {
    /// The library, what it needs, the tests, and what they need.
    classpath: OsString,
    tests: PathBuf,
}

/// Everything that is tested of the library; `count` looks at the lines that programs print.
pub(crate) fn test(mut count: impl FnMut(&str)) -> Result<()> {
    generate(true)?;
    let built = built()?;
    let mut runner = crate::vectors::runner()?;
    watch(runner.args(vectors_of(&built)?).arg("tests/vectors"), &mut count)?;
    let mut junit = Command::new("java");
    junit.args(TEST_MACHINE).arg("-jar").arg(jar("junit-platform-console-standalone"));
    junit.args([
        "--fail-if-no-tests",
        "--disable-banner",
        "--disable-ansi-colors",
        "--details=tree",
        "--classpath",
    ]);
    watch(junit.arg(&built.classpath).arg("--scan-classpath").arg(&built.tests), &mut count)
}

/// The words that make the vectors' runner ask the library.
pub(crate) fn vectors() -> Result<Vec<String>> {
    vectors_of(&built()?)
}

/// Calls and opening, beside a call that decides nothing.
pub(crate) fn bench() -> Result<ExitCode> {
    let built = built()?;
    let folder = target_dir("kotlin")?;
    let bench = folder.join("bench.jar");
    compile(&[root()?.join("benches/kotlin")], &built.classpath, &bench)?;
    let documents = folder.join("documents.json");
    crate::bench::write_documents(&documents)?;
    let classpath = joined([bench.into_os_string(), built.classpath])?;
    hand_over(Command::new("java").arg("-cp").arg(classpath).arg("BenchKt").arg(documents))
}

/// What the Gradle build packs: this machine's shared library, or with `--android` those of phones.
pub(crate) fn task(arguments: &[String]) -> Result<ExitCode> {
    match arguments {
        [] => resources().map(drop)?,
        [flag] if flag == "--android" => android::libraries(&root()?.join(SOURCE))?,
        _ => anyhow::bail!("kotlin takes --android or nothing"),
    }
    Ok(ExitCode::SUCCESS)
}

fn vectors_of(built: &Built) -> Result<Vec<String>> {
    let classpath = built.classpath.to_str().context("the paths of the jars are text")?;
    let words = ["--via", "lines", "java", "-XX:+UseSerialGC", "-cp", classpath, "vestibule.VectorsKt", "--"];
    Ok(words.map(str::to_owned).to_vec())
}

/// Builds the library as a jar, and the tests against it.
fn built() -> Result<Built> {
    install::debian(&DEBIAN)?;
    let compiler = compiler()?;
    let folder = target_dir("kotlin")?;
    let resources = resources()?;
    let (library, tests) = (folder.join("vestibule.jar"), folder.join("tests.jar"));
    let source = root()?.join(SOURCE).join("src");
    let stdlib = compiler.join("kotlin-stdlib.jar").into_os_string();
    let needed = joined([stdlib, jar("jna").into_os_string()])?;
    compile(&[source.join("main/kotlin")], &needed, &library)?;
    install::program("zip", "zip")?;
    run(Command::new("zip").current_dir(resources).args(["-q", "-r"]).arg(&library).arg("."))?;
    let of_tests = [compiler.join("kotlin-test.jar"), compiler.join("kotlin-test-junit5.jar"), jar("gson")];
    let console = jar("junit-platform-console-standalone");
    let used = [library].into_iter().chain(of_tests).map(PathBuf::into_os_string).chain([needed]);
    let used = joined(used)?;
    let seen = joined([used.clone(), console.into_os_string()])?;
    compile(&[source.join("test/kotlin")], &seen, &tests)?;
    Ok(Built { classpath: joined([tests.clone().into_os_string(), used])?, tests })
}

/// The folder with what is in the jar besides classes: the shared library, where JNA looks for it, and the licences.
fn resources() -> Result<PathBuf> {
    let folder = target_dir("kotlin")?.join("resources");
    let architecture = if ARCH == "x86_64" { "x86-64" } else { ARCH };
    let system = if OS == "macos" { "darwin" } else { OS };
    let place = folder.join(format!("{system}-{architecture}"));
    fs::create_dir_all(&place)?;
    let built = shared_library(&library("cdylib")?);
    let stripped = place.join(built.file_name().context("the library is a file")?);
    strip(&built, &stripped)?;
    if OS == "linux" && ARCH == "x86_64" {
        android::check_pages("readelf", &stripped)?;
    }
    let about = folder.join("META-INF");
    fs::create_dir_all(&about)?;
    for licence in LICENCES {
        fs::copy(root()?.join(licence), about.join(licence))?;
    }
    Ok(folder)
}

/// Compiles the sources in some folders into a jar, with nothing left to warn of.
fn compile(sources: &[PathBuf], classpath: &OsString, made: &Path) -> Result<()> {
    let mut kotlinc = Command::new(compiler()?.join("../bin/kotlinc"));
    kotlinc.env("JAVA_OPTS", "-Xmx1g -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    kotlinc.args(["-Werror", "-jvm-target", "1.8", "-no-stdlib", "-no-reflect", "-classpath"]).arg(classpath);
    run(kotlinc.arg("-d").arg(made).args(sources))
}

/// The folder with the compiler's own jars, fetched once.
fn compiler() -> Result<PathBuf> {
    let place = root()?.join(".cache").join(format!("kotlin-compiler-{COMPILER}"));
    let package = place.join("node_modules/kotlin-compiler");
    if !package.join("build.txt").is_file() {
        node()?;
        fs::create_dir_all(&place)?;
        println!("installing the Kotlin compiler {COMPILER}");
        let wanted = format!("kotlin-compiler@{COMPILER}");
        run(npm(&place, &["install", "--silent", "--no-save", "--prefix", "."]).arg(wanted))
            .map_err(|error| CannotRun(format!("the Kotlin compiler cannot be installed: {error}")))?;
    }
    ensure!(succeeds(Command::new("java").arg("-version")), "Java is installed, and does not start");
    Ok(package.join("lib"))
}

/// A jar that Debian installs.
fn jar(name: &str) -> PathBuf {
    Path::new(JARS).join(format!("{name}.jar"))
}

fn joined(paths: impl IntoIterator<Item = OsString>) -> Result<OsString> {
    let paths: Vec<_> =
        paths.into_iter().flat_map(|some| std::env::split_paths(&some).collect::<Vec<_>>()).collect();
    Ok(std::env::join_paths(paths)?)
}

#[cfg(test)]
mod tests {
    use super::{CHANGED, source};

    #[test]
    fn changes_what_is_there_once_and_refuses_what_is_not() {
        let written = format!(
            "    object Pending : Answer()\nobject Other\n{}",
            CHANGED.map(|(from, _)| from).join("\n")
        );
        let text = source(&written).unwrap();
        assert!(text.starts_with("    data object Pending : Answer()\nobject Other\n"));
        assert!(text.contains("ErrorCode.CLOSED"));
        assert!(source("object Other").is_err());
        assert!(source(&format!("{written}\n{written}")).is_err());
    }
}
