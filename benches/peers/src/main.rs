//! The name search and the guest's decision beside what could be used in their place: the same data, one run.
//!
//!     cargo run --release --manifest-path benches/peers/Cargo.toml

mod decision;
mod floor;
mod libraries;

use std::hint::black_box;
use std::time::{Duration, Instant};

use floor::Floor;
use libraries::{Fst, Fts5, Tantivy};
use vestibule::directory::fold::{folded_len, folded_words, name_tokens, query_tokens};
use vestibule::directory::index::NameIndex;
use vestibule::directory::search::{IndexSearch, NameSearchSettings};
use vestibule_benches::buildings::{keystrokes, residents};

const LIMIT: usize = 10;
const SETTINGS: NameSearchSettings = NameSearchSettings { query_min: 2, limit: LIMIT };
const SEED: u64 = 3;
const QUERIES: usize = 1_000;
const ROUNDS: usize = 15;

type Found = Vec<u32>;

/// The shown names in the order of the answers, each with its tokens, folded.
struct Data {
    entries: Vec<(String, Vec<String>)>,
}

fn main() {
    println!(
        "{:>7}  {:<28}{:>10}{:>10}{:>10}{:>9}{:>8}{:>8}  cannot say",
        "names", "", "build ms", "mean µs", "p99 µs", "x ours", "B/name", "missed"
    );
    for count in [300, 3_000, 30_000] {
        compare(count);
    }
    println!(
        "\nnames: residents, of whom about 70 in 100 are shown and indexed. B/name: the whole index, folded text included, by \
         names shown.\nx ours: mean by our mean. missed: hits of theirs that the rules allow and that we do not find. All \
         peers get their tokens folded by us."
    );
    decision::compare();
}

fn compare(count: usize) {
    let mut shown = residents(SEED, count);
    shown.retain(|person| person.shown);
    shown.sort_by_cached_key(|person| {
        (folded_words(&person.shown_name), person.shown_name.clone(), person.code.clone())
    });
    let data =
        Data { entries: shown.iter().map(|p| (p.shown_name.clone(), name_tokens(&p.shown_name))).collect() };
    let queries = keystrokes(SEED, &shown, QUERIES);

    let (ours, built) =
        timed(|| NameIndex::new(shown.iter().map(|p| (p.shown_name.as_str(), p.code.as_str()))));
    let find = |query: &str| match ours.search(query, SETTINGS, |_| true) {
        IndexSearch::TooShort => vec![],
        IndexSearch::Found { hits, .. } => hits,
    };
    let all = |query: &str| match ours.search(
        query,
        NameSearchSettings { limit: usize::MAX, ..SETTINGS },
        |_| true,
    ) {
        IndexSearch::TooShort => vec![],
        IndexSearch::Found { hits, .. } => hits,
    };
    let table = Table { count, data: &data, queries: &queries, all: &all, ours: measure(&queries, &find).0 };
    table.row("vestibule", built, ours.heap_bytes(), "", &find);

    let (floor, built) = timed(|| Floor::new(&data));
    let find = folded(|query| floor.search(query));
    for query in &queries {
        assert_eq!(find(query), table.ours_for(query), "the floor does the same job: {query}");
    }
    table.row("by hand: sorted, masks", built, floor.bytes(), "`more`, bounds", &find);

    let (fst, built) = timed(|| Fst::new(&data));
    let find = folded(|query| fst.search(query));
    table.row(
        "fst + levenshtein_automata",
        built,
        fst.bytes(),
        "distinct tokens, order by edits, first letter",
        &find,
    );

    let (tantivy, built) = timed(|| Tantivy::new(&data).expect("an index in memory"));
    let find = folded(|query| tantivy.search(query));
    table.row("tantivy", built, tantivy.bytes(), "distinct tokens, order by edits, first letter", &find);

    let (fts5, built) = timed(|| Fts5::new(&data).expect("a database in memory"));
    let find = folded(|query| fts5.search(query));
    table.row(
        "SQLite FTS5",
        built,
        fts5.bytes(),
        "typing errors, distinct tokens, order by kind of match",
        &find,
    );
}

struct Table<'a> {
    count: usize,
    data: &'a Data,
    queries: &'a [String],
    all: &'a dyn Fn(&str) -> Found,
    ours: f64,
}

impl Table<'_> {
    fn row(&self, name: &str, built: Duration, bytes: usize, cannot: &str, find: &dyn Fn(&str) -> Found) {
        let (mean, p99) = measure(self.queries, find);
        let missed: usize = self.queries.iter().map(|query| self.missed(query, find(query))).sum();
        println!(
            "{:>7}  {:<28}{:>10.1}{:>10.2}{:>10.1}{:>9.1}{:>8}{:>8}  {}",
            self.count,
            name,
            built.as_secs_f64() * 1e3,
            mean,
            p99,
            mean / self.ours,
            bytes / self.data.entries.len(),
            missed,
            cannot
        );
    }

    /// Our answer to a query.
    fn ours_for(&self, query: &str) -> Found {
        let mut ours = (self.all)(query);
        ours.truncate(LIMIT);
        ours
    }

    /// How many of a peer's hits the rules allow although we do not find them.
    fn missed(&self, query: &str, theirs: Found) -> usize {
        let ours = (self.all)(query);
        let numbers: std::collections::HashSet<u32> = ours.into_iter().collect();
        let allowed = |entry: &u32| allows(&query_tokens(query), &self.data.entries[*entry as usize].1, 0);
        theirs.iter().filter(|entry| !numbers.contains(entry) && allowed(entry)).count()
    }
}

/// Whether the rules let a query find a name with these tokens, by trying all ways.
fn allows(query: &[String], own: &[String], used: u64) -> bool {
    let Some((first, rest)) = query.split_first() else { return true };
    own.iter().enumerate().any(|(number, token)| {
        used & (1 << number) == 0
            && edits(first, token, budget(first)).is_some()
            && allows(rest, own, used | 1 << number)
    })
}

/// How many typing errors a token may have.
fn budget(token: &str) -> u32 {
    match token.chars().count() {
        ..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// Edits from a query token to the nearest prefix of a name token with the same first letter, by the textbook.
fn edits(typed: &str, token: &str, budget: u32) -> Option<u32> {
    if token.starts_with(typed) {
        return Some(0);
    }
    if budget == 0 || typed.chars().next() != token.chars().next() {
        return None;
    }
    let typed: Vec<char> = typed.chars().collect();
    let token: Vec<char> = token.chars().take(typed.len() + budget as usize).collect();
    let mut rows: [Vec<u32>; 3] =
        [vec![0; token.len() + 1], (0..=token.len() as u32).collect(), vec![0; token.len() + 1]];
    for i in 1..=typed.len() {
        rows[2][0] = i as u32;
        for j in 1..=token.len() {
            let mut best = rows[1][j - 1] + u32::from(typed[i - 1] != token[j - 1]);
            best = best.min(rows[1][j] + 1).min(rows[2][j - 1] + 1);
            if i > 1 && j > 1 && typed[i - 1] == token[j - 2] && typed[i - 2] == token[j - 1] {
                best = best.min(rows[0][j - 2] + 1);
            }
            rows[2][j] = best;
        }
        if rows[2].iter().min().is_some_and(|least| *least > budget + 1) {
            return None;
        }
        rows.rotate_left(1);
    }
    rows[1].iter().copied().min().filter(|edits| *edits <= budget)
}

/// A search by tokens as one by text: too short a query finds nothing.
fn folded(search: impl Fn(&[String]) -> Found) -> impl Fn(&str) -> Found {
    move |query| {
        let tokens = query_tokens(query);
        let length: usize = tokens.iter().map(|token| folded_len(token)).sum();
        if length < SETTINGS.query_min { vec![] } else { search(&tokens) }
    }
}

fn timed<T>(make: impl Fn() -> T) -> (T, Duration) {
    let mut best = Duration::MAX;
    for _ in 0..2 {
        let start = Instant::now();
        black_box(make());
        best = best.min(start.elapsed());
    }
    (make(), best)
}

/// Mean and 99th percentile over the queries in microseconds, each query at its best of several rounds.
fn measure(queries: &[String], find: &dyn Fn(&str) -> Found) -> (f64, f64) {
    let mut best = vec![f64::MAX; queries.len()];
    for _ in 0..ROUNDS {
        for (query, best) in queries.iter().zip(&mut best) {
            let start = Instant::now();
            black_box(find(black_box(query)));
            *best = best.min(start.elapsed().as_secs_f64() * 1e6);
        }
    }
    let mean = best.iter().sum::<f64>() / best.len() as f64;
    best.sort_by(f64::total_cmp);
    (mean, best[best.len() * 99 / 100])
}
