//! Residents as staff see them: search, validation, codes, export (SPEC 2).
#![allow(missing_docs, reason = "criterion's macros make public functions without docs")]
#![allow(clippy::expect_used, reason = "a bench that cannot run should say so at once")]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use vestibule_benches::documents::{self, document, open};

const SEED: u64 = 5;

fn staff_search(c: &mut Criterion) {
    let mut group = c.benchmark_group("people/staff search");
    group.sample_size(30);
    for count in [300, 3_000, 10_000] {
        let building = open(document(SEED, count, 0));
        let now = building.now(documents::now(&building));
        for (kind, query) in
            [("name", "maria"), ("phone", "555 01"), ("two words", "toyota mar"), ("miss", "quavexzor")]
        {
            group.bench_with_input(BenchmarkId::new(kind, count), query, |b, query| {
                b.iter(|| building.staff_search(black_box(query), &now));
            });
        }
    }
    group.finish();
}

fn profiles(c: &mut Criterion) {
    let building = open(document(SEED, 3_000, 0));
    let now = building.now(documents::now(&building));
    let resident = building.document().residents.first().expect("there are residents");
    let mut group = c.benchmark_group("people/3000 residents");
    group.bench_function("validate one", |b| {
        b.iter(|| building.validate_resident(black_box(resident), &now));
    });
    group.bench_function("free code", |b| b.iter(|| building.free_code(black_box(12_345), &now)));
    group.bench_function("export", |b| b.iter(|| building.export_csv()));
    group.finish();
}

criterion_group!(people, staff_search, profiles);
criterion_main!(people);
