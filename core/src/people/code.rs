//! Directory codes: four digits that ring one resident (SPEC 2.3).

use super::residency::is_kept;
use crate::calendar::{Now, digits_value};
use crate::document::Resident;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// How many codes there are: `0000` to `9999`.
const CODES: usize = 10_000;

/// Every directory code is in use or reserved (SPEC 2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "every directory code is in use or reserved: release reserved codes or remove residents who have moved out"
)]
pub struct CodeExhausted;

/// Whether a text has the form of a directory code: four ASCII digits.
#[must_use]
pub fn is_well_formed(code: &str) -> bool {
    number(code).is_some()
}

/// The codes in use: those of residents who have not moved out, or did so at most `quarantine_days`
/// (`settings.codeQuarantineDays`) dates ago, so that a code does not ring a stranger.
pub fn in_use<'d>(
    residents: &'d [Resident],
    quarantine_days: u32,
    now: &Now<'_>,
) -> impl Iterator<Item = &'d str> {
    residents
        .iter()
        .filter(move |resident| is_kept(resident, quarantine_days, now))
        .map(|resident| resident.directory_code.as_str())
}

/// A code that is neither `taken`, which is what is in use, nor reserved. Each free code comes equally often over all
/// values of `entropy`, and the same one for the same value.
///
/// # Errors
/// [`CodeExhausted`] when no code is free.
///
/// ```
/// use vestibule::people::code::generate;
/// let code = generate(["0001"], ["0000"], 7)?;
/// assert!(code.len() == 4 && code != "0000" && code != "0001");
/// # Ok::<(), vestibule::people::code::CodeExhausted>(())
/// ```
pub fn generate<'a>(
    taken: impl IntoIterator<Item = &'a str>,
    reserved: impl IntoIterator<Item = &'a str>,
    entropy: u64,
) -> Result<String, CodeExhausted> {
    let mut codes = FreeCodes::all();
    for code in taken {
        codes.remove(code);
    }
    for code in reserved {
        codes.remove(code);
    }
    codes.take(entropy)
}

/// The codes that can still be given out.
pub(super) struct FreeCodes {
    /// For each code, whether it is free.
    free: Vec<bool>,
    // INVARIANT: how many of them are.
    count: usize,
}

impl FreeCodes {
    pub(super) fn all() -> Self {
        Self { free: vec![true; CODES], count: CODES }
    }

    /// Takes a code away; what is no code is passed over.
    pub(super) fn remove(&mut self, code: &str) {
        if let Some(number) = number(code) {
            self.remove_at(number);
        }
    }

    /// Gives out one, as [`generate`] does.
    pub(super) fn take(&mut self, entropy: u64) -> Result<String, CodeExhausted> {
        let mut left = below(self.count, mix(entropy));
        for (code, free) in self.free.iter().enumerate() {
            if *free && left == 0 {
                self.remove_at(code);
                return Ok(format!("{code:04}"));
            }
            left -= usize::from(*free);
        }
        Err(CodeExhausted)
    }

    fn remove_at(&mut self, number: usize) {
        if let Some(free) = self.free.get_mut(number).filter(|free| **free) {
            *free = false;
            self.count -= 1;
        }
    }
}

/// Spreads what differs between two values over all bits (the finalizer of SplitMix64), so that entropy that only counts
/// up does as well. It is a bijection: nothing that comes in is lost.
pub(super) fn mix(entropy: u64) -> u64 {
    let mut bits = entropy.wrapping_add(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// A number below `count` from 64 random bits; 0 when `count` is.
fn below(count: usize, bits: u64) -> usize {
    let scaled = (u128::from(bits) * count as u128) >> 64;
    usize::try_from(scaled).unwrap_or(0)
}

fn number(code: &str) -> Option<usize> {
    if code.len() == 4 { digits_value(code.as_bytes()).map(|number| number as usize) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all_but(left_out: &[usize]) -> Vec<String> {
        (0..CODES).filter(|code| !left_out.contains(code)).map(|code| format!("{code:04}")).collect()
    }

    #[test]
    fn only_four_ascii_digits_are_a_code() {
        assert!(is_well_formed("0042"));
        for bad in ["", "42", "00042", "+042", "００４２", "4 42", " 042", "12a4"] {
            assert!(!is_well_formed(bad), "{bad}");
        }
    }

    #[test]
    fn the_last_free_code_is_found_and_then_none() {
        let taken = all_but(&[7310]);
        let taken = || taken.iter().map(String::as_str);
        for entropy in [0, 1, u64::MAX] {
            assert_eq!(generate(taken(), [], entropy).as_deref(), Ok("7310"));
            assert_eq!(generate(taken(), ["7310"], entropy), Err(CodeExhausted));
        }
    }

    #[test]
    fn free_codes_come_equally_often() {
        let taken = all_but(&[3, 500, 4711, 9999]);
        let mut counts = [0_u32; 4];
        for entropy in 0..4000 {
            let code = generate(taken.iter().map(String::as_str), [], entropy).unwrap();
            counts[["0003", "0500", "4711", "9999"].iter().position(|free| *free == code).unwrap()] += 1;
        }
        assert!(counts.iter().all(|count| (900..1100).contains(count)), "{counts:?}");
    }

    proptest! {
        #[test]
        fn a_code_is_never_in_use_or_reserved(
            taken in prop::collection::vec("[0-9]{4}", 0..200),
            reserved in prop::collection::vec("[0-9]{4}|[a-z0-9]{0,5}", 0..20),
            entropy: u64,
        ) {
            let generate = || generate(taken.iter().map(String::as_str), reserved.iter().map(String::as_str), entropy);
            let code = generate().unwrap();
            prop_assert!(is_well_formed(&code) && !taken.contains(&code) && !reserved.contains(&code));
            prop_assert_eq!(generate().unwrap(), code);
        }
    }
}
