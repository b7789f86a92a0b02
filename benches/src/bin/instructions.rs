//! Counts the instructions that operations take, under valgrind, and compares them with those in `benches/instructions.json`.
//!
//!     cargo run --release -p vestibule-benches --bin instructions -- --check
//!     cargo run --release -p vestibule-benches --bin instructions -- --bless
//!
//! A clock says something else on every machine and with every neighbour; a count repeats. Each operation runs twice in a
//! process of its own, with few rounds and with more: the difference is what the further rounds took, without start-up.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use vestibule::directory::index::NameIndex;
use vestibule::directory::search::NameSearchSettings;
use vestibule::parking::matching::{Target, decide};
use vestibule::parking::permit;
use vestibule::{Building, Document, Now};
use vestibule_benches::buildings::{Resident, keystrokes, residents};
use vestibule_benches::documents::{self, board_with_permits, document, five_bookings, open};

const SEED: u64 = 5;
const NAMES: NameSearchSettings = NameSearchSettings { query_min: 2, limit: 10 };
/// Counts may differ by so much from the baseline. They repeat to within one or two in a thousand, the hash tables' seeds
/// being addresses; the rest is room for another processor's C library.
const TOLERANCE_PERCENT: f64 = 3.0;
/// What other tools, too, exit with when something that they need is not installed.
const NO_VALGRIND: u8 = 77;

/// What is counted: a name, the rounds of the longer run beyond the shorter one's, and what prepares a round.
struct Operation {
    name: &'static str,
    rounds: usize,
    prepare: fn() -> Box<dyn FnMut()>,
}

const OPERATIONS: &[Operation] = &[
    Operation { name: "name search, 300", rounds: 1_000, prepare: || name_search(300) },
    Operation { name: "name search, 3000", rounds: 1_000, prepare: || name_search(3_000) },
    Operation { name: "name search, 10000", rounds: 1_000, prepare: || name_search(10_000) },
    Operation { name: "name index, 3000", rounds: 2, prepare: name_index },
    Operation { name: "one resident among 100000 bookings", rounds: 10_000, prepare: one_among_many },
    Operation { name: "decision over 5 bookings", rounds: 10_000, prepare: decision },
    Operation { name: "answer with 5 options", rounds: 10_000, prepare: answer },
    Operation { name: "permit status and timer", rounds: 10_000, prepare: permit_status },
    Operation { name: "board of 2000 with permits", rounds: 10, prepare: board },
    Operation { name: "document of 300 residents", rounds: 4, prepare: read_document },
    Operation { name: "staff search, 300", rounds: 20, prepare: staff_search },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["--check"] => report(check()),
        ["--bless"] => report(bless()),
        ["--run", name, rounds] => run(name, rounds),
        _ => {
            eprintln!("usage: instructions --check | --bless");
            ExitCode::from(2)
        }
    }
}

fn report(outcome: Result<bool, Failure>) -> ExitCode {
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(Failure::NoValgrind) => {
            eprintln!(
                "valgrind is not installed, so that nothing was counted: install it (apt-get install valgrind)"
            );
            ExitCode::from(NO_VALGRIND)
        }
        Err(Failure::Other(reason)) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

/// Why nothing can be said.
enum Failure {
    NoValgrind,
    Other(String),
}

/// Instructions for one round of each operation.
type Counts = BTreeMap<String, u64>;

fn check() -> Result<bool, Failure> {
    let text = std::fs::read_to_string(baseline()).map_err(|error| other("no baseline", error))?;
    let known: Counts =
        serde_json::from_str(&text).map_err(|error| other("the baseline is not readable", error))?;
    let mut good = true;
    let counts = count_all()?;
    println!("{:<36}{:>14}{:>14}{:>9}", "instructions for one", "baseline", "now", "change");
    for (name, now) in counts {
        let Some(before) = known.get(&name) else {
            println!("{name:<36}{:>14}{now:>14}           not in the baseline", "");
            good = false;
            continue;
        };
        let change = (now as f64 / *before as f64 - 1.0) * 100.0;
        let verdict = match change {
            _ if change > TOLERANCE_PERCENT => "  slower than allowed",
            _ if change < -TOLERANCE_PERCENT => "  better: bless it to keep it",
            _ => "",
        };
        good &= change <= TOLERANCE_PERCENT;
        println!("{name:<36}{before:>14}{now:>14}{change:>+8.1}%{verdict}");
    }
    if !good {
        println!(
            "\nMore than {TOLERANCE_PERCENT} % above the baseline. If the change is worth it, or the toolchain is new, accept the new \
             counts:\n    cargo run --release -p vestibule-benches --bin instructions -- --bless\nand commit \
             benches/instructions.json with the reason."
        );
    }
    Ok(good)
}

fn bless() -> Result<bool, Failure> {
    let counts = count_all()?;
    let text = serde_json::to_string_pretty(&counts).map_err(|error| other("cannot write", error))?;
    std::fs::write(baseline(), text + "\n").map_err(|error| other("cannot write the baseline", error))?;
    for (name, count) in counts {
        println!("{name:<36}{count:>14}");
    }
    Ok(true)
}

fn baseline() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("instructions.json")
}

fn other(what: &str, error: impl std::fmt::Display) -> Failure {
    Failure::Other(format!("{what}: {error}"))
}

fn count_all() -> Result<Counts, Failure> {
    OPERATIONS
        .iter()
        .map(|operation| {
            // One round before, so that what happens only the first time is in both runs.
            let few = instructions(operation.name, 1)?;
            let more = instructions(operation.name, 1 + operation.rounds)?;
            Ok((operation.name.to_owned(), more.saturating_sub(few) / operation.rounds as u64))
        })
        .collect()
}

/// Instructions of a process that prepares an operation and runs so many rounds of it.
fn instructions(name: &str, rounds: usize) -> Result<u64, Failure> {
    let this = std::env::current_exe().map_err(|error| other("cannot find this program", error))?;
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    valgrind.arg(this).args(["--run", name, &rounds.to_string()]);
    // An environment of its own: its size moves the stack, whose addresses seed hash tables. The C library shall pick the
    // same routines on every processor.
    let path = std::env::var_os("PATH").unwrap_or_default();
    valgrind.env_clear().env("PATH", path);
    valgrind
        .env("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-AVX512F,-AVX512VL,-AVX2,-AVX,-ERMS,-FSRM,-BMI2,-SSE4_2");
    let output = valgrind.output().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Failure::NoValgrind,
        _ => other("cannot start valgrind", error),
    })?;
    let said = String::from_utf8_lossy(&output.stderr);
    let collected = said.lines().find_map(|line| line.split_once("Collected : "));
    let count = collected.and_then(|(_, count)| count.trim().parse().ok());
    count
        .filter(|_| output.status.success())
        .ok_or_else(|| Failure::Other(format!("{name} failed under valgrind:\n{said}")))
}

/// Runs an operation; this is what valgrind looks at.
fn run(name: &str, rounds: &str) -> ExitCode {
    let operation = OPERATIONS.iter().find(|operation| operation.name == name);
    let (Some(operation), Ok(rounds)) = (operation, rounds.parse::<usize>()) else {
        eprintln!("no such operation");
        return ExitCode::from(2);
    };
    let mut round = (operation.prepare)();
    for _ in 0..rounds {
        round();
    }
    ExitCode::SUCCESS
}

fn index(people: &[Resident]) -> NameIndex {
    NameIndex::new(people.iter().map(|person| (person.shown_name.as_str(), person.code.as_str())))
}

/// Mixed queries, typed key by key; a round is one query.
fn name_search(count: usize) -> Box<dyn FnMut()> {
    let people = residents(SEED, count);
    let index = index(&people);
    let mut queries = keystrokes(SEED, &people, 1_000).into_iter().cycle();
    Box::new(move || {
        let shown = |entry: u32| people.get(entry as usize).is_some_and(|person| person.shown);
        let query = queries.next().unwrap_or_default();
        black_box(index.search(&query, NAMES, shown));
    })
}

fn name_index() -> Box<dyn FnMut()> {
    let people = residents(SEED, 3_000);
    Box::new(move || drop(black_box(index(&people))))
}

/// A building, and the instant of its questions, for as long as the process runs.
fn opened(document: Document) -> (&'static Building, Now<'static>) {
    let building: &Building = Box::leak(Box::new(open(document)));
    (building, building.now(documents::now(building)))
}

fn one_among_many() -> Box<dyn FnMut()> {
    let (building, now) = opened(document(SEED, 10_000, 100_000));
    let (ledger, document) = (building.ledger(), building.document());
    let mut at = 0;
    Box::new(move || {
        at = (at + 7_919) % document.residents.len();
        let id = document.residents.get(at).map_or("", |resident| &resident.id);
        black_box(decide(ledger.of_resident(id), ledger, &document.settings, &now));
    })
}

fn decision() -> Box<dyn FnMut()> {
    let (building, now) = opened(five_bookings());
    let (ledger, settings) = (building.ledger(), &building.document().settings);
    let slots = ledger.of_resident("r0");
    Box::new(move || drop(black_box(decide(black_box(slots), ledger, settings, &now))))
}

/// What a guest is answered, every option with its vehicle.
fn answer() -> Box<dyn FnMut()> {
    let (building, now) = opened(five_bookings());
    let target = Target::Resident("r0".into());
    Box::new(move || drop(black_box(building.match_bookings(black_box(&target), &now))))
}

fn permit_status() -> Box<dyn FnMut()> {
    let (building, now) = opened(five_bookings());
    let bookings = building.document().bookings.iter();
    let instants: Vec<_> =
        bookings.map(|booking| (now.start(booking.start), now.end(booking.end), booking.approval)).collect();
    let mut at = 0;
    Box::new(move || {
        at = (at + 1) % instants.len();
        if let Some((start, end, approval)) = instants.get(at) {
            black_box(permit::status(*start, *end, *approval, now.instant()));
        }
    })
}

fn board() -> Box<dyn FnMut()> {
    let (building, now) = opened(document(SEED, 300, 2_000));
    Box::new(move || {
        black_box(board_with_permits(building, &now));
    })
}

#[expect(clippy::expect_used, reason = "what cannot be read cannot be counted")]
fn read_document() -> Box<dyn FnMut()> {
    let text = document(SEED, 300, 300).to_json().expect("a seeded document can be written");
    Box::new(move || drop(black_box(Document::from_json(&text).expect("a document"))))
}

fn staff_search() -> Box<dyn FnMut()> {
    let (building, now) = opened(document(SEED, 300, 0));
    let mut queries = ["maria", "555 01", "toyota mar", "quavexzor"].iter().cycle();
    Box::new(move || {
        drop(black_box(building.staff_search(queries.next().copied().unwrap_or_default(), &now)))
    })
}
