//! Building and searching the entry directory (SPEC 3).
#![allow(missing_docs, reason = "criterion's macros make public functions without docs")]
#![allow(clippy::expect_used, reason = "a bench that cannot run should say so at once")]

use std::hint::black_box;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use vestibule::directory::index::NameIndex;
use vestibule::directory::search::NameSearchSettings;
use vestibule::directory::suites::SuiteIndex;
use vestibule_benches::buildings::{Resident, keystrokes, residents};

const SETTINGS: NameSearchSettings = NameSearchSettings { query_min: 2, limit: 10 };
const SEED: u64 = 3;

fn index(people: &[Resident]) -> NameIndex {
    NameIndex::new(people.iter().map(|person| (person.shown_name.as_str(), person.code.as_str())))
}

fn build(c: &mut Criterion) {
    let mut group = c.benchmark_group("directory/build");
    group.sample_size(20);
    // The larger ones show that building grows with n log n; a building has at most 10,000 directory codes.
    for count in [300, 3_000, 10_000, 30_000, 300_000] {
        let people = residents(SEED, count);
        group.throughput(Throughput::Elements(count as u64));
        group.bench_with_input(BenchmarkId::from_parameter(count), &people, |b, people| {
            b.iter(|| index(people))
        });
    }
    group.finish();
}

/// A thousand queries, key by key; the time is that of one.
fn search(c: &mut Criterion) {
    let mut group = c.benchmark_group("directory/search");
    for count in [300, 3_000, 10_000, 30_000, 300_000] {
        let people = residents(SEED, count);
        let index = index(&people);
        let queries = keystrokes(SEED, &people, 1_000);
        group.throughput(Throughput::Elements(1));
        group.bench_with_input(BenchmarkId::from_parameter(count), &queries, |b, queries| {
            let mut next = queries.iter().cycle();
            let shown = |entry: u32| people.get(entry as usize).is_some_and(|person| person.shown);
            b.iter(|| index.search(next.next().expect("there are queries"), SETTINGS, shown));
        });
    }
    group.finish();
}

fn kinds(c: &mut Criterion) {
    let people = residents(SEED, 30_000);
    let index = index(&people);
    let mut group = c.benchmark_group("directory/search/30000");
    for (kind, query) in [
        ("two letters", "ma"),
        ("whole name", "maria garcia"),
        ("typing error", "kowalksi"),
        ("two typing errors", "thompson-robinsno"),
        ("miss", "quavexzor"),
        ("ideograph", "李"),
    ] {
        group.bench_function(kind, |b| b.iter(|| index.search(black_box(query), SETTINGS, |_| true)));
    }
    group.finish();
}

fn suites(c: &mut Criterion) {
    let numbers: Vec<String> =
        (0..3_000).map(|n| format!("{}-{}{:02}", n % 3 + 1, n / 90 + 1, n % 90)).collect();
    let pairs = || numbers.iter().map(|number| (number.as_str(), number.as_str()));
    c.bench_function("directory/suites/build/3000", |b| {
        b.iter_batched(pairs, SuiteIndex::new, BatchSize::SmallInput)
    });
    let index = SuiteIndex::new(pairs());
    c.bench_function("directory/suites/search/3000", |b| b.iter(|| index.search(black_box("1-12"))));
}

criterion_group!(directory, build, search, kinds, suites);
criterion_main!(directory);
