//! Writes `core/src/directory/fold/table.rs`, by which the core folds text (SPEC 3.2), from Unicode's data in crates that
//! the core itself does without. `core/src/directory/fold/lookup.rs` says how a table is read. With `--check` it only
//! compares.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::{Display, Write as _};
use std::fs;
use std::ops::Range;
use std::path::Path;

use unicode_normalization::char::decompose_compatible;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// A block holds no more bytes than this, unless one run does.
const BLOCK: usize = 192;
/// The same for code points which most names beyond ASCII are written with: Latin, Greek, Cyrillic, and Vietnamese.
const COMMON_BLOCK: usize = 16;
const COMMON: [Range<u32>; 2] = [0x80..0x530, 0x1E00..0x1F00];
/// A run of this many code points begins a block: it is read often.
const LONG: usize = 2000;
/// A run of this many code points that fold alike ends one that tells each by itself.
const WORTH_A_RUN: usize = 3;
/// As many characters may one run tell by themselves.
const TOLD: usize = 64;

fn main() -> Result<(), Box<dyn Error>> {
    let check = match std::env::args().nth(1).as_deref() {
        None => false,
        Some("--check") => true,
        Some(other) => return Err(format!("fold-table does not know {other}").into()),
    };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src/directory/fold/table.rs");
    let source = source()?;
    if !check {
        fs::write(path, source)?;
    } else if fs::read_to_string(path)? != source {
        return Err(
            "core/src/directory/fold/table.rs is not what `cargo xtask generate fold-table` writes".into()
        );
    }
    Ok(())
}

fn source() -> Result<String, Box<dyn Error>> {
    let (major, minor, patch) = char::UNICODE_VERSION;
    let version = (u64::from(major), u64::from(minor), u64::from(patch));
    if unicode_properties::UNICODE_VERSION != version
        || unicode_normalization::UNICODE_VERSION != char::UNICODE_VERSION
    {
        return Err(
            "Rust and the crates are of different versions of Unicode: pin others in Cargo.toml".into()
        );
    }
    let folding = mappings(folded);
    let written: BTreeSet<u32> = folding.iter().flat_map(|mapping| mapping.text.iter().copied()).collect();
    let upper = |c: char| if written.contains(&c.into()) { c.to_uppercase().collect() } else { c.into() };
    let crates: Vec<_> = include_str!("../../../Cargo.toml")
        .lines()
        .filter_map(|line| line.strip_prefix("unicode-")?.split_once(" = { version = \"="))
        .filter_map(|(name, rest)| Some(format!("unicode-{name} {}", rest.split('"').next()?)))
        .collect();
    let mut source = format!(
        "//! Written by `cargo xtask generate fold-table` from Unicode {major}.{minor}.{patch} by way of\n\
         //! {} and the letter cases of Rust's `char`.\n\
         //! How to read it stands in `lookup.rs`. Do not edit it.\n\n\
         use super::lookup::Table;\n",
        crates.join(", ")
    );
    Table::of(&folding).write(
        "FOLD",
        "What SPEC 3.2 makes of a character, Hangul syllables left out.",
        &mut source,
    )?;
    Table::of(&mappings(upper)).write("UPPER", "The upper case of what `FOLD` writes.", &mut source)?;
    Table::of(&mappings(case_folded)).write("CASE", "Full case folding.", &mut source)?;
    Ok(source)
}

/// What SPEC 3.2 makes of a character that is no apostrophe: a space for a separator, `-` for a hyphen.
fn folded(c: char) -> String {
    let mut text = String::new();
    decompose_compatible(c, |c| match c.general_category_group() {
        GeneralCategoryGroup::Mark => {}
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number => {
            for c in case_folded(c).chars() {
                match c {
                    'æ' => text.push_str("ae"),
                    'œ' => text.push_str("oe"),
                    'ø' => text.push('o'),
                    'ł' => text.push('l'),
                    'đ' | 'ð' => text.push('d'),
                    'þ' => text.push_str("th"),
                    'ı' => text.push('i'),
                    _ => text.push(c),
                }
            }
        }
        _ if c.general_category() == GeneralCategory::DashPunctuation => text.push('-'),
        _ => text.push(' '),
    });
    text
}

/// Full case folding. Lower case of upper case is the same, apart from the capital sharp s, whose only lower case is ß,
/// from Cherokee, which folds to upper case, and from the dotless i, which becomes i only one step later.
fn case_folded(c: char) -> String {
    match c {
        'ẞ' => "ss".to_owned(),
        '\u{13A0}'..='\u{13FD}' | '\u{AB70}'..='\u{ABBF}' => c.to_uppercase().collect(),
        _ => c.to_uppercase().flat_map(char::to_lowercase).collect(),
    }
}

/// What a table says of one code point.
struct Mapping {
    code: u32,
    text: Vec<u32>,
}

impl Mapping {
    fn is(&self, text: u32) -> bool {
        self.text == [text]
    }
}

/// All code points beyond ASCII. Surrogates are taken to be like what stands before them, and Hangul syllables as
/// themselves, so that both lengthen a run and need no other.
fn mappings(text_of: impl Fn(char) -> String) -> Vec<Mapping> {
    let mut mappings: Vec<Mapping> = Vec::new();
    for code in 0x80..=u32::from(char::MAX) {
        let text = match (char::from_u32(code), mappings.last()) {
            (Some('\u{AC00}'..='\u{D7A3}'), _) => vec![code],
            (Some(c), _) => text_of(c).chars().map(u32::from).collect(),
            (None, Some(before)) if !before.is(before.code) => before.text.clone(),
            (None, _) => vec![code],
        };
        mappings.push(Mapping { code, text });
    }
    mappings
}

/// A run: how many of the mappings at hand it takes, and what kind it is.
fn next_run(mappings: &[Mapping], first: &Mapping) -> (u8, usize) {
    let while_each = |fits: &dyn Fn(u32, &Mapping) -> bool| {
        (0..).zip(mappings).take_while(|&(place, mapping)| fits(place, mapping)).count()
    };
    let [text] = *first.text else {
        let length = first.text.len();
        let alike = while_each(&|_, mapping| mapping.text.len() == length);
        return match TOLD.checked_div(length) {
            None => (1, alike),
            Some(told) => (7, alike.min(told.max(1))),
        };
    };
    if text == first.code {
        return (0, while_each(&|_, mapping| mapping.is(mapping.code)));
    }
    if text == u32::from(' ') {
        return (2, while_each(&|_, mapping| mapping.is(text)));
    }
    let step = text.wrapping_sub(first.code);
    let pairs =
        while_each(&|place, mapping| mapping.is(mapping.code.wrapping_add(step * u32::from(place % 2 == 0))));
    let (same, neighbours) = alike(mappings, text);
    match same.max(neighbours) {
        most if pairs >= WORTH_A_RUN && pairs > most => (3, pairs),
        most if most > 1 && most == same => (4, same),
        most if most > 1 => (5, neighbours),
        _ => (6, told_by_themselves(mappings)),
    }
}

/// How many of the mappings at hand are to the same character as the first, and how many to its neighbours.
fn alike(mappings: &[Mapping], text: u32) -> (usize, usize) {
    let same = mappings.iter().take_while(|mapping| mapping.is(text)).count();
    let neighbours = (text..).zip(mappings).take_while(|(text, mapping)| mapping.is(*text)).count();
    (same, neighbours)
}

fn told_by_themselves(mappings: &[Mapping]) -> usize {
    let told = (1..TOLD).take_while(|&place| {
        let rest = mappings.get(place..).unwrap_or_default();
        rest.first().is_some_and(|next| match *next.text {
            [text] if text != next.code && text != u32::from(' ') => {
                let (same, neighbours) = alike(rest, text);
                same.max(neighbours) < WORTH_A_RUN
            }
            _ => false,
        })
    });
    1 + told.count()
}

#[derive(Default)]
struct Table {
    firsts: Vec<u32>,
    starts: Vec<usize>,
    runs: Vec<u8>,
}

impl Table {
    fn of(mappings: &[Mapping]) -> Self {
        let mut table = Self::default();
        let mut block_start = 0;
        let mut last = 0;
        let mut rest = mappings;
        while let Some(first) = rest.first() {
            let (kind, length) = next_run(rest, first);
            let (run, after) = rest.split_at(length);
            let mut written_last = last;
            let mut bytes = encoded(kind, run, &mut written_last);
            let common = COMMON.iter().any(|common| common.contains(&first.code));
            let room = if common { COMMON_BLOCK } else { BLOCK };
            let full = table.runs.len() + bytes.len() > block_start + room;
            if table.runs.is_empty() || full || length >= LONG {
                block_start = table.runs.len();
                table.firsts.push(first.code);
                table.starts.push(block_start);
                written_last = 0;
                bytes = encoded(kind, run, &mut written_last);
            }
            table.runs.extend(bytes);
            last = written_last;
            rest = after;
        }
        table
    }

    fn write(&self, name: &str, what: &str, source: &mut String) -> std::fmt::Result {
        writeln!(source, "\n/// {what}\npub(super) static {name}: Table = Table {{")?;
        writeln!(
            source,
            "    firsts: &{name}_FIRSTS,\n    starts: &{name}_STARTS,\n    runs: &{name}_RUNS,\n}};"
        )?;
        write_list(&format!("{name}_FIRSTS: [u32"), &self.firsts, source)?;
        write_list(&format!("{name}_STARTS: [u16"), &self.starts, source)?;
        write_list(&format!("{name}_RUNS: [u8"), &self.runs, source)
    }
}

/// A run as bytes; `last` is the character last written, before and after.
fn encoded(kind: u8, run: &[Mapping], last: &mut u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let head = kind << 5;
    match u8::try_from(run.len()) {
        Ok(length @ 1..=31) => bytes.push(head | length),
        _ => {
            bytes.push(head);
            push_number(u32::try_from(run.len()).unwrap_or(u32::MAX) - 32, &mut bytes);
        }
    }
    let first = run.iter().take(1);
    match kind {
        3 => first.for_each(|mapping| {
            let mut from = mapping.code;
            push_steps(&mapping.text, &mut from, &mut bytes);
        }),
        4 | 5 => {
            first.for_each(|mapping| push_steps(&mapping.text, last, &mut bytes));
            *last = run.iter().next_back().and_then(|mapping| mapping.text.first().copied()).unwrap_or(*last);
        }
        6 => push_steps(run.iter().flat_map(|mapping| &mapping.text), last, &mut bytes),
        7 => {
            let each = run.first().map_or(0, |mapping| mapping.text.len());
            push_number(u32::try_from(each).unwrap_or(0), &mut bytes);
            // All first characters, then all second ones: those are alike.
            for place in 0..each {
                push_steps(run.iter().filter_map(|mapping| mapping.text.get(place)), last, &mut bytes);
            }
        }
        _ => {}
    }
    bytes
}

/// The steps that write characters.
fn push_steps<'m>(codes: impl IntoIterator<Item = &'m u32>, last: &mut u32, bytes: &mut Vec<u8>) {
    for &code in codes {
        let step = code.wrapping_sub(*last).cast_signed();
        push_number(((step << 1) ^ (step >> 31)).cast_unsigned(), bytes);
        *last = code;
    }
}

fn push_number(number: u32, bytes: &mut Vec<u8>) {
    let [_, _, high, low] = match number {
        0..0xC0 => number,
        0xC0..0x30C0 => number - 0xC0,
        _ => number - 0x30C0,
    }
    .to_be_bytes();
    match number {
        0..0xC0 => bytes.push(low),
        0xC0..0x30C0 => bytes.extend([0xC0 + high, low]),
        _ => {
            let top = u8::try_from((number - 0x30C0) >> 16).unwrap_or(u8::MAX);
            bytes.extend([0xF0 + top, high, low]);
        }
    }
}

/// Lists are constants with names of their own, by which a linked program shows what they take.
fn write_list(declared: &str, numbers: &[impl Display], source: &mut String) -> std::fmt::Result {
    write!(source, "static {declared}; {}] = [", numbers.len())?;
    let mut width = 106;
    for number in numbers {
        let number = format!("{number},");
        if width + number.len() > 106 {
            source.push_str("\n    ");
            width = 0;
        }
        source.push_str(&number);
        width += number.len();
    }
    writeln!(source, "\n];")
}
