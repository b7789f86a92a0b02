//! Every conformance vector in `tests/vectors` passes, and together they show every rule.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use vestibule_tests::file::{VectorFile, find};
use vestibule_tests::run::run_file;

/// The numbered rules of SPEC 2 to 9: for each section, how many it has.
const RULES: [(u32, u32); 8] = [(2, 7), (3, 8), (4, 6), (5, 6), (6, 7), (7, 3), (8, 8), (9, 5)];
/// How many cases each rule has at least.
const CASES_PER_RULE: usize = 3;
/// How many cases there are at least in all.
const CASES: usize = 250;

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    let files = find(&[folder]).unwrap();
    assert!(!files.is_empty());
    files
}

#[test]
fn every_case_is_answered_as_expected() {
    let mut passed = 0;
    for path in files() {
        let (tally, differences) = run_file(&path).unwrap();
        assert!(differences.is_empty(), "{}: {differences:#?}", path.display());
        assert_eq!((tally.failed, tally.skipped), (0, 0), "{}", path.display());
        passed += tally.passed;
    }
    assert!(passed >= CASES, "only {passed} cases");
}

#[test]
fn every_rule_has_its_cases() {
    let mut cases: BTreeMap<String, usize> = BTreeMap::new();
    for path in files() {
        for case in VectorFile::read(&path).unwrap().cases {
            *cases.entry(case.spec).or_default() += 1;
        }
    }
    for (section, rules) in RULES {
        for rule in (1..=rules).map(|rule| format!("{section}.{rule}")) {
            let count = cases.get(&rule).copied().unwrap_or_default();
            assert!(count >= CASES_PER_RULE, "{rule} has {count} cases");
        }
    }
}

#[test]
fn every_case_has_a_name_of_its_own() {
    for path in files() {
        let mut names = BTreeSet::new();
        for case in VectorFile::read(&path).unwrap().cases {
            assert!(!case.name.trim().is_empty(), "{}", path.display());
            assert!(names.insert(case.name.clone()), "{}: {} twice", path.display(), case.name);
        }
    }
}
