//! Phone numbers, kept as E.164 (SPEC 2.2).

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// How many digits a number has, its country code included.
const DIGITS: core::ops::RangeInclusive<usize> = 8..=15;
/// The digits of a number in the North American plan without its country code, which is 1.
const NATIONAL_DIGITS: usize = 10;

/// A phone number as E.164, `+15145550123`: what people write, without its spaces, dots, hyphens and parentheses, is `+`
/// and 8 to 15 digits, or ten digits in a building of region `CA` or `US`. `None` for anything else, extensions included.
///
/// ```
/// use vestibule::people::phone::to_e164;
/// assert_eq!(to_e164("(514) 555-0123", Some("CA")).as_deref(), Some("+15145550123"));
/// assert_eq!(to_e164("+33 1 99 00 12 34", Some("CA")).as_deref(), Some("+33199001234"));
/// assert_eq!(to_e164("514 555 0123", Some("FR")), None);
/// ```
#[must_use]
pub fn to_e164(text: &str, region: Option<&str>) -> Option<String> {
    let mut digits = String::with_capacity(*DIGITS.end());
    let mut international = false;
    for c in text.chars() {
        match c {
            ' ' | '.' | '-' | '(' | ')' => {}
            '+' if digits.is_empty() && !international => international = true,
            '0'..='9' if digits.len() < *DIGITS.end() => digits.push(c),
            _ => return None,
        }
    }
    if international {
        DIGITS.contains(&digits.len()).then(|| String::from("+") + &digits)
    } else {
        let national = matches!(region, Some("CA" | "US")) && digits.len() == NATIONAL_DIGITS;
        national.then(|| String::from("+1") + &digits)
    }
}

/// Digits to look for in numbers (Knuth, Morris and Pratt): the work is linear in the number, whatever the digits are. The
/// standard library's search does the same for any text, by code of 2 KB that nothing else in a browser needs.
pub(super) struct SoughtDigits {
    digits: Vec<u8>,
    /// For each of them, how many digits up to it, but not all, are also the first ones.
    borders: Vec<usize>,
}

impl SoughtDigits {
    /// One digit or more.
    pub(super) fn new(digits: Vec<u8>) -> Self {
        let mut sought = Self { digits, borders: vec![0] };
        let mut border = 0;
        for at in 1..sought.digits.len() {
            border = sought.digits.get(at).map_or(0, |digit| sought.after(border, *digit));
            sought.borders.push(border);
        }
        sought
    }

    /// Whether a number has these digits in a row (SPEC 2.6): in its E.164 form; what cannot be read as a phone number is
    /// found by the digits it has.
    pub(super) fn are_in(&self, text: &str, region: Option<&str>) -> bool {
        let number = to_e164(text, region);
        let mut matched = 0;
        for byte in number.as_deref().unwrap_or(text).bytes() {
            if byte.is_ascii_digit() {
                matched = self.after(matched, byte);
                if matched == self.digits.len() {
                    return true;
                }
            }
        }
        false
    }

    /// How many of the first digits stand at the end of a number when one more digit comes.
    fn after(&self, mut matched: usize, digit: u8) -> usize {
        while self.digits.get(matched) != Some(&digit) {
            let Some(shorter) = matched.checked_sub(1).and_then(|last| self.borders.get(last)) else {
                return 0;
            };
            matched = *shorter;
        }
        matched + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_people_write() {
        for (text, number) in [
            ("+15145550123", "+15145550123"),
            ("514.555.0123", "+15145550123"),
            (" (514) 555-0123 ", "+15145550123"),
            ("(+1) 514 555-0123", "+15145550123"),
            ("+ 12345678", "+12345678"),
            ("+123456789012345", "+123456789012345"),
        ] {
            assert_eq!(to_e164(text, Some("CA")).as_deref(), Some(number), "{text}");
            assert_eq!(to_e164(text, Some("US")).as_deref(), Some(number), "{text}");
        }
    }

    #[test]
    fn refuses_everything_else() {
        for text in [
            "",
            "+",
            "+1234567",
            "+1234567890123456",
            "15145550123",
            "514555012",
            "5145550123 x4",
            "514/555/0123",
            "++15145550123",
            "514+5550123",
            "+٥١٤٥٥٥٠١٢٣",
            "５１４５５５０１２３",
        ] {
            assert_eq!(to_e164(text, Some("CA")), None, "{text}");
        }
        assert_eq!(to_e164("5145550123", Some("GB")), None);
        assert_eq!(to_e164(&"5".repeat(10_000_000), Some("CA")), None);
    }

    #[test]
    fn is_found_by_its_digits() {
        let finds = |digits: &str, text| SoughtDigits::new(digits.into()).are_in(text, Some("CA"));
        assert!(finds("15145550123", "514-555-0123") && finds("1514", "514-555-0123"));
        assert!(finds("55501237", "514-555-0123 ext. 7") && !finds("1514", "514-555-0123 ext. 7"));
    }

    proptest! {
        #[test]
        fn digits_are_found_wherever_they_stand(digits in "[12]{1,8}", text in "[12]{0,24}") {
            let found = SoughtDigits::new(digits.clone().into()).are_in(&text, None);
            prop_assert_eq!(found, text.contains(&digits));
        }
    }
}
