//! Writes what the bench of the npm package measures on, as JSON: whole documents, the shown names of the largest, and
//! what guests type.

use serde_json::json;
use std::io::Write;
use vestibule::directory::shown_name;
use vestibule_benches::buildings::{keystrokes, residents};
use vestibule_benches::documents::{document, five_bookings, now, open};

const SEED: u64 = 7;

fn main() -> std::io::Result<()> {
    let large = document(SEED, 3_000, 0);
    let names: Vec<_> = large
        .residents
        .iter()
        .filter(|resident| resident.display.on_entry_system)
        .map(|resident| json!({ "name": shown_name(resident), "code": resident.directory_code }))
        .collect();
    let queries = keystrokes(SEED, &residents(SEED, 3_000), 1_000);
    let five = open(five_bookings());
    let at = now(&five).millis();
    let all = json!({
        "large": large, "names": names, "queries": queries, "small": document(SEED, 300, 300),
        "five": five_bookings(), "at": at,
    });
    writeln!(std::io::stdout(), "{all}")
}
