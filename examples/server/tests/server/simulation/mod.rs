//! Fifty consoles and their server over some days, in one process and in no time: a seed decides what happens, so that a
//! seed that fails does so again. Consoles are the core's outbox, image and panel over storage that loses power at any
//! byte; the network loses, delays, repeats and reorders; the server is its own router on a file of SQLite, and is ended
//! and opened again. Afterwards everything is let arrive, and server and consoles have to agree.
//!
//! `cargo xtask simulate` runs more seeds than the tests do, `--from 17 --seeds 1 --races 0` one of them.

mod check;
mod console;
mod server;
mod staff;
mod world;

use server::Template;
use std::ops::Range;
use world::{Stats, World};

/// Which seeds are run: some by default, or as many as `VESTIBULE_SEEDS` says, from `VESTIBULE_FIRST_SEED` on.
fn seeds() -> Range<u64> {
    let number = |name| std::env::var(name).ok().map(|value| value.parse::<u64>().expect("a number"));
    let first = number("VESTIBULE_FIRST_SEED").unwrap_or(1);
    first..first + number("VESTIBULE_SEEDS").unwrap_or(12)
}

fn run(template: &Template, seed: u64) -> Stats {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(World::run(template, seed))
}

#[test]
fn server_and_consoles_agree_once_everything_has_arrived() {
    let template = Template::make();
    let seeds = seeds();
    let (mut all, count) = (Stats::default(), seeds.end - seeds.start);
    for seed in seeds {
        let replay = Replay(seed);
        all += &run(&template, seed);
        std::mem::forget(replay);
        if seed % 100 == 0 {
            println!("seed {seed} is done");
        }
    }
    println!("{count} seeds: {all:?}");
    all.has_seen_everything();
}

#[test]
fn a_seed_replays() {
    let template = Template::make();
    assert_eq!(run(&template, 7), run(&template, 7));
}

/// Says how to see a failure again, when it is dropped by one.
struct Replay(u64);

impl Drop for Replay {
    fn drop(&mut self) {
        println!("seed {0} fails; see it again: cargo xtask simulate --from {0} --seeds 1 --races 0", self.0);
    }
}
