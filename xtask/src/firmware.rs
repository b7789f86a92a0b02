//! The console firmware in C: built for Linux and for a Cortex-M4, played by a script on both, and measured.

use crate::cross::{self, Cross};
use crate::install;
use crate::shell::{cargo, hand_over, read, root, run, say, target_dir};
use anyhow::{Context, Result, bail, ensure};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

const APP: [&str; 3] = ["app/panel.c", "app/script.c", "app/transcript.c"];
const LINUX: [&str; 3] = ["boards/linux/board.c", "boards/linux/main.c", "boards/linux/screen.c"];
const MPS2: [&str; 3] = ["boards/mps2/startup.c", "boards/mps2/heap.c", "boards/mps2/port.c"];
const SANITIZED: [&str; 2] = ["-fsanitize=address,undefined", "-g"];
/// The first image of the script that is taken.
const LATER: &str = "arrival-6.img";
const STRICT: [&str; 5] = ["-std=c11", "-Wall", "-Wextra", "-Werror", "-Iapp"];
const CORTEX_M4: [&str; 4] = ["-mcpu=cortex-m4", "-mthumb", "-mfloat-abi=hard", "-mfpu=fpv4-sp-d16"];

/// A run in the emulator that takes longer has hung.
const LONGEST_RUN: Duration = Duration::from_secs(300);
/// RAM that the library may take, its stack included, beside a session.
const RAM: usize = 16 * 1024;
/// Bytes of a session on such a machine, which has 8 KB of its own; a test of the core holds it.
const SESSION: usize = 3_496;
/// Memory that the application lends the outbox.
const OUTBOX: usize = 4 * 1024;
/// Instructions that a keystroke may take in a directory of so many.
const KEYSTROKE: [(usize, usize); 2] = [(3_000, 1_000_000), (10_000, 2_000_000)];

/// `cargo xtask firmware`.
pub(crate) fn task(arguments: &[String]) -> Result<ExitCode> {
    let cross = match arguments {
        [] => Cross::choose(None)?,
        [flag, route] if flag == "--cross" => Cross::choose(Some(route))?,
        _ => bail!("firmware takes --cross ROUTE"),
    };
    play(cross)?;
    Ok(ExitCode::SUCCESS)
}

/// Builds the console for both boards, plays the script on each, and compares what they print with the Rust console's.
pub(crate) fn play(cross: Cross) -> Result<()> {
    install::debian(&["qemu-system-arm"])?;
    let folder = target_dir("console")?;
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let images = folder.join("images");
    fs::create_dir_all(&images)?;
    let data = root()?.join("examples/console/data");
    let script = data.join("visit.script");
    let mut tool = reference()?;
    tool.arg("visit").arg(&script).args([data.join("first.json"), data.join("later.json")]).arg(&images);
    let expected = read(&mut tool)?;

    let storage = folder.join("storage");
    let host = crate::c::library()?;
    let mut linux = Command::new(linux(&host, &SANITIZED)?);
    linux.arg("--images").arg(&images).arg("--storage").arg(storage).arg("--script").arg(&script);
    same(&expected, &read(&mut linux)?, "the Linux board")?;
    cut_power(&host, &images)?;

    let library = cross::firmware_library(cross)?.folder;
    let board = Board { folder: &folder, library: &library };
    let elf = board.build("console", &["boards/mps2/board.c"], &script, &images)?;
    let printed = board.emulate(&elf)?;
    same(&expected, &printed.serial, "the Cortex-M4")?;
    println!("{} lines on Linux and on the Cortex-M4, as on the Rust console", expected.lines().count());
    memory(&elf, &printed)?;
    KEYSTROKE.into_iter().try_for_each(|(residents, most)| keystrokes(&board, residents, most))
}

/// `cargo xtask demo --console`: the Linux board, for the person at this terminal.
pub(crate) fn open() -> Result<ExitCode> {
    let images = target_dir("console-demo")?.join("images");
    let data = root()?.join("examples/console/data");
    fs::create_dir_all(&images)?;
    let mut tool = reference()?;
    run(tool.arg("today").args([data.join("first.json"), data.join("later.json")]).arg(&images))?;
    let storage = target_dir("console-demo")?.join("storage");
    if storage.exists() {
        fs::remove_dir_all(&storage)?;
    }
    hand_over(
        Command::new(linux(&crate::c::library()?, &["-O2"])?)
            .arg("--images")
            .arg(images)
            .arg("--storage")
            .arg(storage),
    )
}

/// The Rust console that the firmware is compared with, and that makes its images.
fn reference() -> Result<Command> {
    cargo(&["run", "--quiet", "--release", "--locked", "--package", "vestibule-console-reference", "--"])
}

/// Builds the console for Linux.
fn linux(library: &Path, extra: &[&str]) -> Result<PathBuf> {
    on_host(library, "console", &[&APP[..], &LINUX].concat(), extra)
}

/// Builds a program for this machine with the library of a folder.
fn on_host(library: &Path, name: &str, sources: &[&str], extra: &[&str]) -> Result<PathBuf> {
    install::program("gcc", "gcc")?;
    let program = target_dir("console-linux")?.join(name);
    fs::create_dir_all(target_dir("console-linux")?)?;
    let mut compiler = Command::new("gcc");
    compiler.current_dir(root()?.join("examples/console"));
    compiler.args(STRICT).args(["-pedantic", "-D_GNU_SOURCE", "-I../../ffi/include", "-Iboards/linux"]);
    compiler.args(extra).args(sources).arg(library.join("libvestibule_ffi.a")).args([
        "-lpthread",
        "-ldl",
        "-lm",
    ]);
    run(compiler.arg("-o").arg(&program))?;
    Ok(program)
}

/// Cuts the power at every write of the storage.
fn cut_power(library: &Path, images: &Path) -> Result<()> {
    let program = on_host(library, "console-cut", &["app/panel.c", "boards/cut/main.c"], &SANITIZED)?;
    let images = ["key.bin", "shipped.img", LATER].map(|name| images.join(name));
    run(Command::new(program).args(images))
}

fn same(expected: &str, printed: &str, whose: &str) -> Result<()> {
    if expected == printed {
        return Ok(());
    }
    let mut lines = expected.lines().zip(printed.lines()).zip(1..);
    let line = lines.find(|((one, other), _)| one != other);
    let Some(((one, other), number)) = line else { bail!("{whose} prints more or fewer lines") };
    bail!("{whose} differs in line {number}:\n  expected {one}\n  printed  {other}")
}

/// What a run in the emulator printed.
struct Printed {
    /// On the serial line.
    serial: String,
    /// To the debugger.
    said: String,
}

impl Printed {
    /// A number that was told to the debugger, by its name.
    fn number(&self, name: &str) -> Result<usize> {
        let line = self.said.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.and_then(|number| number.parse().ok()).with_context(|| format!("the board did not say {name}"))
    }
}

/// A Cortex-M4 in the emulator.
struct Board<'b> {
    folder: &'b Path,
    library: &'b Path,
}

impl Board<'_> {
    /// Builds a program with what it is delivered with.
    fn build(&self, name: &str, sources: &[&str], script: &Path, images: &Path) -> Result<PathBuf> {
        let delivered = self.folder.join(format!("{name}.S"));
        fs::write(&delivered, delivered_files(script, images)?)?;
        let elf = self.folder.join(format!("{name}.elf"));
        let mut compiler = Command::new("arm-none-eabi-gcc");
        compiler.current_dir(root()?.join("examples/console")).args(CORTEX_M4).args(STRICT);
        compiler.args([
            "-Os",
            "-ffreestanding",
            "-ffunction-sections",
            "-I../../ffi/include",
            "-Iboards/mps2",
        ]);
        let application: &[&str] = if name == "console" { &APP } else { &[] };
        compiler.args(application).args(MPS2).args(sources).arg(delivered);
        compiler.args(["-nostartfiles", "--specs=nano.specs", "-Wl,--gc-sections", "-Tboards/mps2/mps2.ld"]);
        compiler
            .args(["-Wl,--no-warn-rwx-segments", "-Wl,-z,noexecstack"])
            .arg(self.library.join("libvestibule_ffi.a"));
        run(compiler.args(["-lc", "-lgcc", "-o"]).arg(&elf))?;
        Ok(elf)
    }

    /// Runs a program until it ends itself. The emulator counts an instruction as a nanosecond.
    fn emulate(&self, elf: &Path) -> Result<Printed> {
        let (serial, said) = (elf.with_extension("serial"), elf.with_extension("said"));
        let mut qemu = Command::new("qemu-system-arm");
        qemu.args(["-machine", "mps2-an386", "-display", "none", "-monitor", "none", "-icount", "shift=0"]);
        qemu.args(["-semihosting-config", "enable=on,target=native", "-kernel"]).arg(elf);
        qemu.arg("-serial").arg(format!("file:{}", serial.display()));
        say(&qemu);
        let mut child = qemu.stdin(Stdio::null()).stderr(fs::File::create(&said)?).spawn()?;
        let started = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            if started.elapsed() > LONGEST_RUN {
                child.kill()?;
                child.wait()?;
                bail!("the emulated board has hung");
            }
            std::thread::sleep(Duration::from_millis(50));
        };
        let text = |path| fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let printed = Printed { serial: text(serial)?, said: text(said)? };
        let last = printed.serial.lines().last().unwrap_or_default();
        ensure!(status.success(), "the board failed ({status}): {last}\n{}", printed.said);
        Ok(printed)
    }
}

/// An assembler's source that puts the key, the script and the images into the program.
fn delivered_files(script: &Path, images: &Path) -> Result<String> {
    let mut all = String::from(".section .delivered, \"a\"\n");
    let mut put = |name: &str, path: &Path| -> Result<()> {
        let path = path.display();
        writeln!(all, ".balign 8\n.global {name}, {name}_end\n{name}: .incbin \"{path}\"\n{name}_end:")?;
        Ok(())
    };
    put("delivered_key", &images.join("key.bin"))?;
    put("delivered_script", script)?;
    let later = (0..).map(|number| images.join(format!("arrival-{number}.img")));
    let files = std::iter::once(images.join("shipped.img")).chain(later.take_while(|path| path.exists()));
    let mut table = String::from(".balign 4\n.global delivered_images\ndelivered_images:\n");
    for (number, path) in files.enumerate() {
        put(&format!("image_{number}"), &path)?;
        writeln!(table, ".word image_{number}, image_{number}_end")?;
    }
    Ok(all + &table + ".word 0, 0\n")
}

/// Looks at what RAM the library takes on the board.
fn memory(elf: &Path, printed: &Printed) -> Result<()> {
    let (stack, heap) = (printed.number("stack")?, printed.number("heap")?);
    let symbols = read(Command::new("arm-none-eabi-nm").args(["--print-size", "--radix=d"]).arg(elf))?;
    let fixed: usize = symbols.lines().filter_map(library_variable).sum();
    let ram = (stack + heap + fixed + OUTBOX).saturating_sub(SESSION);
    println!("RAM on the Cortex-M4, as the script used it at most:");
    println!("  stack                {stack:>7}");
    println!("  heap of the library  {heap:>7}  of which the session {SESSION}");
    println!("  fixed                {fixed:>7}");
    println!("  outbox               {OUTBOX:>7}  as much as the console chose");
    println!("  beside the session   {ram:>7}  of {RAM}");
    ensure!(ram <= RAM, "the library takes too much RAM");
    Ok(())
}

/// The size of a variable of the library, from a line of `nm`: Rust's names begin with `_ZN` or `_R`.
fn library_variable(line: &str) -> Option<usize> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [_, size, kind, name] = words.as_slice() else { return None };
    let variable = matches!(*kind, "b" | "B" | "d" | "D");
    let of_rust = name.starts_with("_ZN") || name.starts_with("_R") || name.starts_with("anon.");
    (variable && of_rust).then(|| size.parse().ok()).flatten()
}

/// Counts the instructions of keystrokes over a large directory in flash.
fn keystrokes(board: &Board<'_>, residents: usize, limit: usize) -> Result<()> {
    let town = board.folder.join(format!("town-{residents}"));
    run(reference()?.arg("town").arg(residents.to_string()).arg(&town))?;
    let name = format!("keystrokes-{residents}");
    let elf = board.build(&name, &["boards/mps2/keystrokes.c"], &town.join("keystrokes.txt"), &town)?;
    let printed = board.emulate(&elf)?;
    let (count, mean, most) =
        (printed.number("keystrokes")?, printed.number("mean")?, printed.number("most")?);
    println!(
        "{count} keystrokes over {residents} names: {mean} instructions on average, {most} at most, of {limit}"
    );
    ensure!(most <= limit, "a keystroke takes too many instructions");
    Ok(())
}
