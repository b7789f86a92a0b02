//! Suite search and the natural order of suite numbers (SPEC 3.6).

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::ops::ControlFlow;

use super::fold::{each_query_char, folded_letters_and_digits, folded_words};
use super::sort::ordered;

/// The suites that a console lists, ready to be searched by their number.
///
/// It knows numbers and ids only: not who lives in a suite, nor whether anyone does.
#[derive(Debug, Clone, Default)]
pub struct SuiteIndex {
    /// In natural order, then by id.
    suites: Vec<Suite>,
    longest: usize,
}

#[derive(Debug, Clone)]
struct Suite {
    folded: String,
    position: u32,
}

impl SuiteIndex {
    /// Indexes suites, each a number and an id; the first is suite 0.
    #[must_use]
    pub fn new<'a>(suites: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut keyed = Vec::new();
        for (number, id) in suites {
            keyed.push((NaturalKey::new(number), id, number));
        }
        Self::of(&keyed)
    }

    fn of(keyed: &[(NaturalKey, &str, &str)]) -> Self {
        let key = |at: usize| keyed.get(at).map(|(key, id, _)| (key, *id));
        let mut index = Self::default();
        for at in ordered(keyed.len(), &|a, b| key(a).cmp(&key(b)).then(a.cmp(&b))) {
            if let (Some((_, _, number)), Ok(position)) = (keyed.get(at), u32::try_from(at)) {
                let folded = folded_letters_and_digits(number);
                index.longest = index.longest.max(folded.len());
                index.suites.push(Suite { folded, position });
            }
        }
        index
    }

    /// The suites whose number begins with the query's letters and digits, in natural order, then by id; all of them when
    /// the query has none. Suites are named by their place in what the index was made of.
    #[must_use]
    pub fn search(&self, query: &str) -> Vec<u32> {
        let mut prefix = String::new();
        each_query_char(query, |c| {
            prefix.extend(c);
            // A longer one matches nothing, whatever follows.
            if prefix.len() > self.longest { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        let mut found = Vec::new();
        for suite in &self.suites {
            if suite.folded.starts_with(&prefix) {
                found.push(suite.position);
            }
        }
        found
    }
}

/// Compares two suite numbers, as written, by natural order (SPEC 3.6). Equal ones may differ in writing: it takes an id to
/// make the order total. To sort many, sort by [`NaturalKey`].
///
/// ```
/// use core::cmp::Ordering;
/// use vestibule::directory::suites::natural_cmp;
/// assert_eq!(natural_cmp("2", "10"), Ordering::Less);
/// assert_eq!(natural_cmp("B-2", "b12"), Ordering::Less);
/// assert_eq!(natural_cmp("PH 07", "ph-7"), Ordering::Equal);
/// ```
#[must_use]
pub fn natural_cmp(a: &str, b: &str) -> Ordering {
    NaturalKey::new(a).cmp(&NaturalKey::new(b))
}

/// A suite number, folded, that compares by natural order (SPEC 3.6): runs of ASCII digits by value, runs of anything else by
/// code point, digits before letters, a beginning before its continuation.
#[derive(Debug, Clone)]
pub struct NaturalKey(String);

impl NaturalKey {
    /// The key of a suite number as written.
    #[must_use]
    pub fn new(number: &str) -> Self {
        Self(folded_words(number))
    }
}

impl Ord for NaturalKey {
    fn cmp(&self, other: &Self) -> Ordering {
        runs(&self.0).cmp(runs(&other.0))
    }
}

impl PartialOrd for NaturalKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for NaturalKey {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for NaturalKey {}

/// A run of a folded number. The order of the variants and of their fields is the natural order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Run<'a> {
    /// Digits without leading zeros: the longer is the greater, whatever its length.
    Digits {
        length: usize,
        digits: &'a str,
    },
    Letters(&'a str),
}

impl<'a> Run<'a> {
    fn digits(run: &'a str) -> Self {
        let digits = run.trim_start_matches('0');
        Self::Digits { length: digits.len(), digits }
    }
}

fn runs(folded: &str) -> impl Iterator<Item = Run<'_>> {
    let mut rest = folded;
    core::iter::from_fn(move || {
        rest = rest.trim_start_matches(' ');
        let is_digit = rest.chars().next()?.is_ascii_digit();
        let end = rest.find(|c: char| c == ' ' || c.is_ascii_digit() != is_digit).unwrap_or(rest.len());
        let (run, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(if is_digit { Run::digits(run) } else { Run::Letters(run) })
    })
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn ascending(numbers: &[&str]) {
        for (i, a) in numbers.iter().enumerate() {
            for (j, b) in numbers.iter().enumerate() {
                assert_eq!(natural_cmp(a, b), i.cmp(&j), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn numbers_are_in_natural_order() {
        ascending(&[
            "", "1", "1-2", "1-10", "1A", "2", "10", "12", "A", "A-2", "A10", "AB", "B-2", "B-12", "PH",
        ]);
    }

    #[test]
    fn runs_end_at_separators_and_not_at_apostrophes() {
        ascending(&["A-B", "AA", "AB", "A'C"]);
        ascending(&["1 2", "1'1", "12"]);
    }

    #[test]
    fn values_of_any_length_compare() {
        let (nines, one) = ("9".repeat(100_000), alloc::format!("1{}", "0".repeat(100_000)));
        ascending(&["0", "18446744073709551615", "18446744073709551616", &nines, &one]);
    }

    #[test]
    fn other_digits_are_letters_here() {
        ascending(&["9", "A", "١٠", "٢"]);
        assert_eq!(natural_cmp("２", "2"), Ordering::Equal, "full-width digits fold to ASCII's");
    }

    #[test]
    fn equal_numbers_go_by_id() {
        let index = SuiteIndex::new([("01", "b"), ("1", "c"), ("1.", "a"), ("2", "0")]);
        assert_eq!(index.search(""), [2, 0, 1, 3]);
        assert_eq!(index.search("0"), [0]);
    }

    #[test]
    fn a_query_is_a_prefix_without_separators() {
        let index = SuiteIndex::new([("B-12", "1"), ("B-2", "2"), ("b 1", "3"), ("PH-É", "4"), ("B", "5")]);
        assert_eq!(index.search("b"), [4, 2, 1, 0]);
        assert_eq!(index.search(" B1 "), [2, 0]);
        assert_eq!(index.search("p-h'e"), [3]);
        assert_eq!(index.search("--"), [4, 2, 1, 0, 3]);
        assert_eq!(index.search("c"), [0; 0]);
        assert_eq!(index.search(&"b".repeat(10_000_000)), [0; 0]);
    }

    #[test]
    fn an_index_without_suites_finds_none() {
        assert_eq!(SuiteIndex::new([]).search(""), [0; 0]);
        assert_eq!(SuiteIndex::default().search("1"), [0; 0]);
    }

    proptest! {
        #[test]
        fn the_order_is_total(numbers in prop::collection::vec("[0-2abÉ٢ '-]{0,6}", 3)) {
            let keys: Vec<_> = numbers.iter().map(|number| NaturalKey::new(number)).collect();
            prop_assert_eq!(keys[0].cmp(&keys[1]), keys[1].cmp(&keys[0]).reverse());
            if keys[0] <= keys[1] && keys[1] <= keys[2] {
                prop_assert!(keys[0] <= keys[2]);
            }
        }

        #[test]
        fn every_suite_that_begins_so_is_found(
            suites in prop::collection::vec(("[0-2abB -]{0,5}", "[xyz]"), 0..20),
            query in "[0-2aB-]{0,3}",
        ) {
            let index = SuiteIndex::new(suites.iter().map(|(number, id)| (number.as_str(), id.as_str())));
            let mut expected = vec![];
            for (position, (number, id)) in suites.iter().enumerate() {
                if folded_letters_and_digits(number).starts_with(&folded_letters_and_digits(&query)) {
                    expected.push((NaturalKey::new(number), id, u32::try_from(position).unwrap()));
                }
            }
            expected.sort();
            let expected: Vec<_> = expected.into_iter().map(|(.., position)| position).collect();
            prop_assert_eq!(index.search(&query), expected);
        }
    }
}
