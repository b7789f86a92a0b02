//! Buildings made from a seed: residents of many cultures, and what guests type to find them.

mod cultures;

use cultures::{CULTURES, Culture};
use std::fmt::Write;

/// SplitMix64: small, and the same numbers everywhere.
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// The generator that a seed starts.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `bound`; 0 when that is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = bound.max(1) as u64;
        ((u128::from(self.next_u64()) * u128::from(bound)) >> 64) as usize
    }

    /// True in `percent` of a hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several, the earlier ones more often, as names are.
    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let bound = self.below(from.len()) + 1;
        from.get(self.below(bound)).copied().unwrap_or_default()
    }
}

/// One resident, as far as the entry directory is concerned.
#[derive(Debug, Clone)]
pub struct Resident {
    /// The first name; some have none.
    pub first: String,
    /// The last name; some have none.
    pub last: String,
    /// The name that the directory shows.
    pub shown_name: String,
    /// The four-digit directory code, unique in a building of up to 10,000.
    pub code: String,
    /// Whether the resident is in the directory now: lives here and is not hidden. About 70 in a hundred are.
    pub shown: bool,
}

/// So many residents, the same for the same seed.
#[must_use]
pub fn residents(seed: u64, count: usize) -> Vec<Resident> {
    let mut rng = Rng::new(seed);
    (0..count).filter_map(|number| resident(&mut rng, number)).collect()
}

fn resident(rng: &mut Rng, number: usize) -> Option<Resident> {
    let culture = CULTURES.get(rng.below(CULTURES.len()))?;
    let mut first = rng.pick(culture.first).to_owned();
    if rng.chance(8) {
        let _ = write!(first, "-{}", rng.pick(culture.first));
    } else if rng.chance(8) {
        let _ = write!(first, " {}", rng.pick(culture.first));
    }
    let mut last = last_name(rng, culture);
    if rng.chance(7) {
        let _ = write!(last, "-{}", last_name(rng, culture));
    }
    match rng.below(100) {
        0 => first.clear(),
        1 => last.clear(),
        _ => {}
    }
    let shown_name = if rng.chance(5) {
        // A name chosen for the panel.
        let initial: String = first.chars().take(1).collect();
        format!("{initial}. {last}")
    } else {
        format!("{first} {last}").trim().to_owned()
    };
    Some(Resident { first, last, shown_name, code: format!("{:04}", number % 10_000), shown: rng.chance(70) })
}

/// A well-known family name, or one of the many rare ones.
fn last_name(rng: &mut Rng, culture: &Culture) -> String {
    if culture.beginnings.is_empty() || rng.chance(45) {
        return rng.pick(culture.last).to_owned();
    }
    let mut name = uniform(rng, culture.beginnings).to_owned();
    if rng.chance(60) {
        name.push_str(uniform(rng, culture.middles));
    }
    name + uniform(rng, culture.ends)
}

fn uniform<'a>(rng: &mut Rng, from: &[&'a str]) -> &'a str {
    from.get(rng.below(from.len())).copied().unwrap_or_default()
}

/// What guests type, key by key: first or last names, two names in either order, without the accents, with a typing
/// error, and names of people who do not live here. So many queries in all.
#[must_use]
pub fn keystrokes(seed: u64, residents: &[Resident], count: usize) -> Vec<String> {
    let mut rng = Rng::new(seed);
    let mut typed = Vec::with_capacity(count);
    while typed.len() < count {
        let Some(text) = wanted(&mut rng, residents) else { break };
        let mut so_far = String::new();
        for c in text.chars() {
            so_far.push(c);
            if so_far.chars().count() > 1 && c != ' ' && typed.len() < count {
                typed.push(so_far.clone());
            }
        }
    }
    typed
}

/// A whole query, before it is typed key by key.
fn wanted(rng: &mut Rng, residents: &[Resident]) -> Option<String> {
    let resident = residents.get(rng.below(residents.len()))?;
    let (first, last) = (resident.first.as_str(), resident.last.as_str());
    let text = match rng.below(20) {
        0..=3 => first.to_owned(),
        4..=9 => last.to_owned(),
        10..=11 => format!("{first} {last}"),
        12 => format!("{last} {first}"),
        13..=14 => without_accents(&format!("{first} {last}")),
        15..=17 => misspelt(rng, &without_accents(last)),
        18 => misspelt(rng, &without_accents(first)),
        _ => miss(rng),
    };
    Some(if text.trim().is_empty() { resident.shown_name.clone() } else { text })
}

/// The letters as a guest finds them on an English keyboard. This is what people do, not the rules' folding.
fn without_accents(text: &str) -> String {
    const PLAIN: &[(&str, char)] = &[
        ("àáâãäåąă", 'a'),
        ("çćč", 'c'),
        ("ďđ", 'd'),
        ("èéêëęěếệễ", 'e'),
        ("ğ", 'g'),
        ("ìíîïı", 'i'),
        ("łľ", 'l'),
        ("ñńň", 'n'),
        ("òóôõöøőồ", 'o'),
        ("řŕ", 'r'),
        ("śšşș", 's'),
        ("ťț", 't'),
        ("ùúûüůűư", 'u'),
        ("ýÿỳ", 'y'),
        ("źžż", 'z'),
    ];
    let plain =
        |c: char| PLAIN.iter().find(|(accented, _)| accented.contains(c)).map_or(c, |(_, plain)| *plain);
    text.to_lowercase().chars().map(plain).collect()
}

/// One typing error somewhere behind the first letter.
fn misspelt(rng: &mut Rng, text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.len() < 4 {
        return text.to_owned();
    }
    let at = 1 + rng.below(letters.len() - 2);
    let other = char::from(b'a' + u8::try_from(rng.below(26)).unwrap_or(0));
    match rng.below(4) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, other),
        2 => letters.swap(at, at + 1),
        _ => {
            if let Some(letter) = letters.get_mut(at) {
                *letter = other;
            }
        }
    }
    letters.into_iter().collect()
}

/// The name of nobody.
fn miss(rng: &mut Rng) -> String {
    const SYLLABLES: &[&str] = &["qua", "vex", "zor", "plim", "xu", "gra", "wob", "fny", "jix", "tulk"];
    (0..3).map(|_| uniform(rng, SYLLABLES)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_makes_the_same_building_again() {
        let (a, b) = (residents(7, 500), residents(7, 500));
        assert!(a.iter().zip(&b).all(|(a, b)| a.shown_name == b.shown_name && a.shown == b.shown));
        assert_eq!(keystrokes(7, &a, 300), keystrokes(7, &b, 300));
        assert_ne!(keystrokes(7, &a, 300), keystrokes(8, &a, 300));
    }

    #[test]
    fn names_are_as_varied_as_in_a_town() {
        let people = residents(1, 30_000);
        assert!(people.iter().all(|person| !person.shown_name.is_empty()));
        let shown = people.iter().filter(|person| person.shown).count();
        assert!((20_500..21_500).contains(&shown), "{shown}");
        let lasts: std::collections::BTreeSet<_> = people.iter().map(|person| person.last.as_str()).collect();
        assert!(lasts.len() > 5_000, "{}", lasts.len());
    }
}
