//! Licence plates: when two are equal, when they are merely similar, and how one is shown (SPEC 4.5, 5.6).

use crate::directory::fold::{folded_chars, folded_letters_and_digits, upper};
use crate::document::{Vehicle, filled};
use alloc::string::String;
use core::fmt;

/// Characters shown at the end of a masked plate.
const SHOWN: usize = 3;

/// A plate as the rules compare it: its folded letters and digits, and its region as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Plate<'v> {
    folded: String,
    region: Option<&'v str>,
}

impl<'v> Plate<'v> {
    /// A plate with its region; `None` when no letter or digit is left of it (SPEC 1.9).
    pub fn new(plate: &str, region: Option<&'v str>) -> Option<Self> {
        let folded = folded_letters_and_digits(plate);
        let region = region.filter(|region| filled(Some(region)).is_some());
        (!folded.is_empty()).then_some(Self { folded, region })
    }

    /// The plate of a vehicle, when it has one.
    pub fn of(vehicle: &'v Vehicle) -> Option<Self> {
        Self::new(vehicle.plate.as_deref()?, vehicle.region.as_deref())
    }

    /// Its letters and digits, folded.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// Whether two plates are equal (SPEC 4.5): the same letters and digits, and the same region unless one has none.
    pub fn equals(&self, other: &Plate<'_>) -> bool {
        self.folded == other.folded && may_share_region(self.region, other.region)
    }

    /// Whether two plates become equal when look-alikes are read as digits (SPEC 4.5). Equal ones are similar, too.
    pub fn is_similar_to(&self, other: &Plate<'_>) -> bool {
        may_share_region(self.region, other.region)
            && same(self.folded.chars(), other.folded.chars(), as_read)
    }
}

/// A plate that is compared as it is written, character by character, without keeping its folded text.
#[derive(Clone, Copy, Debug)]
pub struct PlateRef<'v> {
    plate: &'v str,
    region: Option<&'v str>,
}

impl<'v> PlateRef<'v> {
    /// A plate with its region; `None` when no letter or digit is left of it (SPEC 1.9).
    pub fn new(plate: &'v str, region: Option<&'v str>) -> Option<Self> {
        let region = region.filter(|region| filled(Some(region)).is_some());
        folded_chars(plate).next().map(|_| Self { plate, region })
    }

    /// Whether two plates are equal (SPEC 4.5).
    pub fn equals(self, other: PlateRef<'_>) -> bool {
        may_share_region(self.region, other.region)
            && same(folded_chars(self.plate), folded_chars(other.plate), |letter| letter)
    }

    /// Whether two plates become equal when look-alikes are read as digits (SPEC 4.5). Equal ones are similar, too.
    pub fn is_similar_to(self, other: PlateRef<'_>) -> bool {
        may_share_region(self.region, other.region)
            && same(folded_chars(self.plate), folded_chars(other.plate), as_read)
    }
}

/// Whether two plates have the same letters and digits, each read in some way.
fn same<F: Iterator<Item = char>>(mut one: F, mut other: F, read: fn(char) -> char) -> bool {
    loop {
        match (one.next(), other.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if read(a) == read(b) => {}
            _ => return false,
        }
    }
}

fn may_share_region(one: Option<&str>, other: Option<&str>) -> bool {
    one.is_none() || other.is_none() || one == other
}

/// A folded character as a hurried eye may read it.
fn as_read(letter: char) -> char {
    match letter {
        'o' | 'q' => '0',
        'i' => '1',
        'b' => '8',
        's' => '5',
        'z' => '2',
        other => other,
    }
}

/// A plate as a guest may see it (SPEC 5.6): folded, in upper case, all but the last three characters as `•`, or all but
/// the last one of three or fewer. `None` when no letter or digit is left of it.
pub fn masked(plate: &str) -> Option<String> {
    let mut text = String::with_capacity("•".len() * plate.len());
    // Writing to a `String` cannot fail.
    write_masked(plate, &mut text).unwrap_or(false).then_some(text)
}

/// Writes a plate as [`masked`] has it, without keeping it; answers with `false`, and writes nothing, when no letter or
/// digit is left of it.
///
/// # Errors
/// That of `out`.
pub fn write_masked(plate: &str, out: &mut dyn fmt::Write) -> Result<bool, fmt::Error> {
    let mut last = [char::default(); SHOWN];
    let mut length = 0_usize;
    for character in folded_chars(plate) {
        let [_, second, third] = last;
        last = [second, third, character];
        length += 1;
    }
    let shown = if length > SHOWN { SHOWN } else { 1 };
    let Some(hidden) = length.checked_sub(shown) else { return Ok(false) };
    for _ in 0..hidden {
        out.write_str("•")?;
    }
    for character in last.get(SHOWN - shown..).unwrap_or_default() {
        write_upper(*character, out)?;
    }
    Ok(true)
}

fn write_upper(character: char, out: &mut dyn fmt::Write) -> fmt::Result {
    upper(character).try_for_each(|upper| out.write_str(upper.encode_utf8(&mut [0; 4])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plate<'r>(plate: &str, region: Option<&'r str>) -> Plate<'r> {
        Plate::new(plate, region).unwrap()
    }

    #[test]
    fn equality_needs_letters_digits_and_no_other_region() {
        assert!(plate("RT5 80K", None).equals(&plate("rt5-80k", Some("CA-BC"))));
        assert!(!plate("RT5 80K", Some("CA-ON")).equals(&plate("RT580K", Some("CA-BC"))));
        assert!(plate("RT5 80K", Some("  ")).equals(&plate("RT580K", Some("CA-BC"))));
        assert!(!plate("O1", None).equals(&plate("01", None)));
        assert_eq!(Plate::new(" -- ", Some("CA-BC")), None);
    }

    #[test]
    fn look_alikes_are_similar() {
        assert!(plate("DSO 112", None).is_similar_to(&plate("D50-II2", None)));
        assert!(plate("QBZ", None).is_similar_to(&plate("082", None)));
        assert!(!plate("QBZ", Some("CA-QC")).is_similar_to(&plate("082", Some("CA-ON"))));
        assert!(!plate("G1", None).is_similar_to(&plate("61", None)));
    }

    #[test]
    fn masks_leave_three_or_one() {
        for (whole, shown) in [
            ("RT5 80K", "•••80K"),
            ("ab-12", "•B12"),
            ("abc", "••C"),
            ("ab", "•B"),
            ("é", "E"),
            ("wörßt", "•••SST"),
        ] {
            assert_eq!(masked(whole).as_deref(), Some(shown));
        }
        assert_eq!(masked("--"), None);
    }
}
