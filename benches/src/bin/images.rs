//! Prints how images do beside what they are measured by, in one run: opening one, searching it beside the index in memory,
//! and asking through C beside asking in Rust.
//!
//!     cargo run --release -p vestibule-benches --bin images
//!
//! Rows that are compared take turns, and the fastest of many turns counts, for a neighbour only ever makes one slower.
#![allow(unsafe_code, reason = "calls of C functions")]

use std::hint::black_box;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant as Clock};
use vestibule::Instant;
use vestibule::console::{ConsoleRules, EntryHandle, SuiteHandle};
use vestibule::directory::index::NameIndex;
use vestibule::directory::search::NameSearchSettings;
use vestibule::image::Image;
use vestibule_benches::buildings::{keystrokes, residents};
use vestibule_benches::panels::Written;

const SEED: u64 = 5;
const TURNS: usize = 60;
/// What a search lists at a console.
const HITS: usize = 64;
/// Twenty bytes, the text of a call.
const TEXT: &str = "12345678901234567890";

fn main() {
    println!("{:<56}{:>12}{:>12}", "", "time", "goal");
    opening();
    searching();
    calling();
}

/// The fastest turn of each, taken one after the other, for one of `rounds`.
fn fastest<const N: usize>(rounds: u32, mut jobs: [&mut dyn FnMut(u32); N]) -> [Duration; N] {
    let mut fastest = [Duration::MAX; N];
    for _ in 0..TURNS {
        for (job, fastest) in jobs.iter_mut().zip(&mut fastest) {
            let start = Clock::now();
            job(rounds);
            *fastest = start.elapsed().min(*fastest);
        }
    }
    fastest.map(|time| time / rounds)
}

fn nanos(time: Duration) -> f64 {
    time.as_nanos() as f64
}

fn row(what: &str, value: &str, goal: &str) {
    println!("{what:<56}{value:>12}{goal:>12}");
}

fn opening() {
    let written = Written::new(SEED, 300, 200);
    let trust = written.trust();
    let mut open = |rounds| {
        for _ in 0..rounds {
            let _ = black_box(Image::open(black_box(&written.image), &trust));
        }
    };
    let mut lay_out = |rounds| {
        for _ in 0..rounds {
            black_box(Image::open_unsigned(black_box(&written.image)));
        }
    };
    let [open, lay_out] = fastest(10, [&mut open, &mut lay_out]);
    let size = format!("image of 300 residents, {} bytes: opened", written.image.len());
    row(&size, &format!("{:.0} us", nanos(open) / 1e3), "1000 us");
    row("  of it all but signature and checksum", &format!("{:.0} us", nanos(lay_out) / 1e3), "");
}

fn searching() {
    let written = Written::new(SEED, 3_000, 0);
    let Some(image) = Image::open_unsigned(&written.image) else { return };
    let people = residents(SEED, 3_000);
    let queries = keystrokes(SEED, &people, 1_000);
    let index =
        NameIndex::new(people.iter().map(|person| (person.shown_name.as_str(), person.code.as_str())));
    let settings = NameSearchSettings { query_min: 2, limit: 10 };
    let shown = |entry: u32| people.get(entry as usize).is_some_and(|person| person.shown);
    let at = written.at;
    let mut in_index = |_| {
        for query in &queries {
            black_box(index.search(black_box(query), settings, shown));
        }
    };
    let mut in_building = |_| search(&written.building, &queries, at);
    let panel = vestibule::image::Panel::new(&image, vestibule::outbox::Entries::none());
    let mut in_image = |_| search(&panel, &queries, at);
    let per_query = |time: Duration| nanos(time) / queries.len() as f64;
    let [index, building, image] =
        fastest(1, [&mut in_index, &mut in_building, &mut in_image]).map(per_query);
    row("key of a name search, 3000 residents: index in memory", &format!("{index:.0} ns"), "");
    row("  a building, with who lives here now", &format!("{building:.0} ns"), "");
    row("  an image, with who lives here now", &format!("{image:.0} ns"), "");
    row("  image by index", &format!("{:.2} x", image / index), "2 x");
    row("  image by building", &format!("{:.2} x", image / building), "2 x");
}

fn search(rules: &dyn ConsoleRules, queries: &[String], at: Instant) {
    for query in queries {
        let mut hits = [EntryHandle::default(); HITS];
        black_box(rules.search_names(black_box(query), at, &mut hits));
    }
}

/// A call through C by how much it takes more than the one in Rust that it stands for.
fn calling() {
    use vestibule_ffi::{VST_OK, vst_dial, vst_image, vst_image_free, vst_image_open, vst_suite_find};
    use vestibule_ffi::{vst_reached, vst_text, vst_trust};
    let written = Written::new(SEED, 300, 0);
    let Some(image) = Image::open_unsigned(&written.image) else { return };
    let nothing = vst_text { data: std::ptr::null(), len: 0 };
    let trust = vst_trust { keys: written.key.0.as_ptr(), key_count: 1, building: nothing, newer_than: 0 };
    let mut handle = vst_image { id: 0 };
    // SAFETY: the bytes, the key and all places outlive the calls and the handle; so it is below.
    let opened = unsafe { vst_image_open(written.image.as_ptr(), written.image.len(), &trust, &mut handle) };
    assert_eq!(opened, VST_OK);
    let at = written.at;

    let mut dial_in_rust = |rounds| {
        for _ in 0..rounds {
            let now = image.now(black_box(at));
            black_box(image.dial(black_box(TEXT), &now));
        }
    };
    let mut reached = vst_reached { found: 0, resident: 0, name: nothing, code: nothing };
    let mut dial_in_c = |rounds| {
        for _ in 0..rounds {
            let text = black_box(TEXT);
            // SAFETY: see above.
            unsafe {
                vst_dial(handle, black_box(at).millis(), text.as_ptr().cast(), text.len(), &mut reached)
            };
            black_box(&reached);
        }
    };
    let mut find_in_rust = |rounds| {
        for _ in 0..rounds {
            black_box(image.suite_by_id(black_box(TEXT)));
        }
    };
    let mut suite = SuiteHandle(0).0;
    let mut find_in_c = |rounds| {
        for _ in 0..rounds {
            let text = black_box(TEXT);
            // SAFETY: see above.
            unsafe { vst_suite_find(handle, text.as_ptr().cast(), text.len(), &mut suite) };
            black_box(&suite);
        }
    };
    let word = AtomicU32::new(0);
    let mut swap = |rounds| {
        for _ in 0..rounds {
            black_box(&word).swap(1, Ordering::Acquire);
        }
    };
    let times =
        fastest(20_000, [&mut dial_in_rust, &mut dial_in_c, &mut find_in_rust, &mut find_in_c, &mut swap]);
    let [dial_in_rust, dial_in_c, find_in_rust, find_in_c, swap] = times.map(nanos);
    for (what, rust, c) in
        [("vst_dial", dial_in_rust, dial_in_c), ("vst_suite_find", find_in_rust, find_in_c)]
    {
        row(&format!("{what}, 20 bytes: the call in Rust"), &format!("{rust:.0} ns"), "");
        row("  through C", &format!("{c:.0} ns"), "");
        row("  more", &format!("{:.0} ns", c - rust), "15 ns");
    }
    row("one locked operation, of which a guarded call makes one", &format!("{swap:.0} ns"), "");
    // SAFETY: see above.
    unsafe { vst_image_free(&mut handle) };
}
