//! The Swift package: building it, testing it, and what answers vectors with it.

use super::debian_swift::Swift;
use super::{generate, library, shared_library, strip};
use crate::shell::{hand_over, root, run, target_dir, watch};
use anyhow::{Context, Result, ensure};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const SOURCE: &str = "bindings/swift";

/// What is said otherwise than UniFFI writes it: answers are read by what is in `Reading.swift`.
const CHANGED: [(&str, &str); 2] = [
    ("inout (data: Data, offset: Data.Index)", "inout AnswerReader"),
    (
        "createReader(data: Data(rustBuffer: buf))",
        "AnswerReader(UnsafeRawBufferPointer(start: buf.data, count: Int(buf.len)))",
    ),
];

/// The package's source, from what UniFFI has written, without UniFFI's own reader.
pub(super) fn source(written: &str) -> Result<String> {
    let reader = written.split_once("fileprivate extension Data {").and_then(|(before, rest)| {
        let (_, after) = rest.split_once("// Define writer functionality.")?;
        Some(format!("{before}// Define writer functionality.{after}"))
    });
    let mut text = reader.context("UniFFI does not write the reader that is to be left out")?;
    for (from, to) in CHANGED {
        ensure!(text.contains(from), "UniFFI does not write what is to be changed: {from}");
        text = text.replace(from, to);
    }
    Ok(text)
}

/// Everything that is tested of the package; `count` looks at the lines that programs print.
pub(crate) fn test(mut count: impl FnMut(&str)) -> Result<()> {
    generate(true)?;
    let package = Package::ready()?;
    run(&mut package.swift("build", &["--build-tests", "-Xswiftc", "-warnings-as-errors"])?)?;
    let mut runner = crate::vectors::runner()?;
    watch(runner.args(package.vectors()?).arg("tests/vectors"), &mut count)?;
    watch(&mut package.swift("test", &["--skip-build", "--disable-swift-testing"])?, &mut count)
}

/// The words that make the vectors' runner ask the package.
pub(crate) fn vectors() -> Result<Vec<OsString>> {
    let package = Package::ready()?;
    run(&mut package.swift("build", &["--product", "VestibuleVectors"])?)?;
    package.vectors()
}

/// Calls and opening, beside a call that decides nothing.
pub(crate) fn bench() -> Result<ExitCode> {
    let package = Package::ready()?;
    run(&mut package.swift("build", &["--configuration", "release", "--product", "VestibuleBench"])?)?;
    let documents = package.folder.join("documents.json");
    crate::bench::write_documents(&documents)?;
    let program = package.built("release/VestibuleBench");
    hand_over(&mut command(package.words(&[program.into(), documents.into()])?)?)
}

/// The package with the library that it calls, and the Swift that builds it.
struct Package {
    swift: Swift,
    /// Where everything that is built goes.
    folder: PathBuf,
    /// Where the shared library is. On Apple's systems the package has the library in it.
    library: PathBuf,
}

impl Package {
    fn ready() -> Result<Self> {
        let swift = Swift::find()?;
        let folder = target_dir("swift")?;
        let place = folder.join("lib");
        if cfg!(target_os = "macos") {
            run(Command::new(root()?.join(SOURCE).join("make-xcframework.sh")).arg("macos"))?;
        } else {
            fs::create_dir_all(&place)?;
            let built = shared_library(&library("cdylib")?);
            strip(&built, &place.join(built.file_name().context("the library is a file")?))?;
        }
        Ok(Self { swift, folder, library: place })
    }

    /// A task of Swift's package manager, on the package.
    fn swift(&self, task: &str, options: &[&str]) -> Result<Command> {
        let mut search = OsString::from("-L");
        search.push(&self.library);
        let mut words: Vec<OsString> = vec!["swift".into(), task.into(), "--package-path".into()];
        words.push(root()?.join(SOURCE).into());
        words.extend(["--scratch-path".into(), self.built("").into(), "-Xlinker".into(), search]);
        words.extend(options.iter().map(OsString::from));
        command(self.words(&words)?)
    }

    /// The words that run a program with the library.
    fn words(&self, program: &[OsString]) -> Result<Vec<OsString>> {
        let mut path = OsString::from("LD_LIBRARY_PATH=");
        path.push(&self.library);
        let mut words = self.swift.enter(&[root()?, target_dir("")?])?;
        words.extend(["env".into(), path]);
        words.extend_from_slice(program);
        Ok(words)
    }

    fn built(&self, what: &str) -> PathBuf {
        self.folder.join("build").join(what)
    }

    fn vectors(&self) -> Result<Vec<OsString>> {
        let mut words: Vec<OsString> = vec!["--via".into(), "lines".into()];
        words.extend(self.words(&[self.built("debug/VestibuleVectors").into()])?);
        words.push("--".into());
        Ok(words)
    }
}

fn command(words: Vec<OsString>) -> Result<Command> {
    let (program, arguments) = words.split_first().context("there is a program")?;
    let mut command = Command::new(Path::new(program));
    command.args(arguments);
    Ok(command)
}
