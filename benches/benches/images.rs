//! Opening an image and searching it (SPEC 11).
#![allow(missing_docs, reason = "criterion's macros make public functions without docs")]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use vestibule::console::{ConsoleRules, EntryHandle};
use vestibule::image::{Image, Panel};
use vestibule::outbox::Entries;
use vestibule_benches::buildings::{keystrokes, residents};
use vestibule_benches::panels::Written;

const SEED: u64 = 3;

fn open(c: &mut Criterion) {
    let mut group = c.benchmark_group("images/open");
    for count in [300, 3_000] {
        let written = Written::new(SEED, count, count / 2);
        group.bench_with_input(BenchmarkId::new("signature checked", count), &written, |b, written| {
            let trust = written.trust();
            b.iter(|| Image::open(black_box(&written.image), &trust).is_ok())
        });
        group.bench_with_input(BenchmarkId::new("as if signed", count), &written, |b, written| {
            b.iter(|| Image::open_unsigned(black_box(&written.image)).is_some())
        });
    }
}

fn search(c: &mut Criterion) {
    let mut group = c.benchmark_group("images/search");
    for count in [300, 3_000] {
        let written = Written::new(SEED, count, 0);
        let Some(image) = Image::open_unsigned(&written.image) else { continue };
        let panel = Panel::new(&image, Entries::none());
        let queries = keystrokes(SEED, &residents(SEED, count), 1_000);
        let both: [(&str, &dyn ConsoleRules); 2] = [("image", &panel), ("building", &written.building)];
        for (what, rules) in both {
            group.bench_with_input(BenchmarkId::new(what, count), &queries, |b, queries| {
                let mut queries = queries.iter().cycle();
                b.iter(|| {
                    let mut hits = [EntryHandle::default(); 64];
                    let query = queries.next().map_or("", String::as_str);
                    rules.search_names(black_box(query), written.at, &mut hits)
                })
            });
        }
    }
}

criterion_group!(images, open, search);
criterion_main!(images);
