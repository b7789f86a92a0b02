//! Reading a document, and opening a building with it (SPEC 1.1).
#![allow(missing_docs, reason = "criterion's macros make public functions without docs")]
#![allow(clippy::expect_used, reason = "a bench that cannot run should say so at once")]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use vestibule::Document;
use vestibule::document::check;
use vestibule_benches::documents::{document, open};

const SEED: u64 = 5;

/// Ours reads strictly, and then checks the whole; `serde_json` reads the same text into its tree of values, which knows
/// nothing of records.
fn read(c: &mut Criterion) {
    for (residents, bookings) in [(300, 2_000), (10_000, 10_000)] {
        let text = document(SEED, residents, bookings).to_json().expect("a seeded document can be written");
        let mut group = c.benchmark_group(format!("documents/{residents} residents, {bookings} bookings"));
        group.sample_size(30);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function("serde_json, tree of values", |b| {
            b.iter(|| serde_json::from_str::<serde_json::Value>(&text).expect("a document"));
        });
        group.bench_function("read", |b| b.iter(|| Document::from_json(&text).expect("a document")));
        group.bench_function("read and check", |b| {
            b.iter(|| {
                let document = Document::from_json(&text).expect("a document");
                check(&document).expect("a sound document");
                document
            });
        });
        let document = Document::from_json(&text).expect("a document");
        group.bench_function("open", |b| b.iter_batched(|| document.clone(), open, BatchSize::LargeInput));
        group.bench_function("write", |b| b.iter(|| document.to_json()));
        group.finish();
    }
}

criterion_group!(documents, read);
criterion_main!(documents);
