use alloc::string::{String, ToString};
use alloc::vec::Vec;
use alloc::{format, vec};

use proptest::prelude::*;

use super::*;
use crate::directory::edits::edits_to_prefix;
use crate::directory::fold::{folded_len, folded_words, name_tokens, query_tokens};

const SETTINGS: NameSearchSettings = NameSearchSettings { query_min: 2, limit: 10 };

/// SPEC 3.3 to 3.5 as they are written, entry by entry.
fn by_the_spec(
    entries: &[(String, String)],
    query: &str,
    settings: NameSearchSettings,
    shown: &[bool],
) -> IndexSearch {
    let tokens = query_tokens(query);
    if tokens.is_empty() || tokens.iter().map(|token| folded_len(token)).sum::<usize>() < settings.query_min {
        return IndexSearch::TooShort;
    }
    let mut found: Vec<_> = entries
        .iter()
        .enumerate()
        .filter(|(number, _)| shown[*number])
        .filter_map(|(number, (name, code))| {
            let held = name_tokens(name);
            let whole = |token: &str, name: &str| (token == name).then_some(0);
            let alike = |token: &str, name: &str| edits_by_the_spec(token, name);
            let class = match (fewest(&tokens, &held, &whole), fewest(&tokens, &held, &alike)?) {
                (Some(_), _) => 0,
                (None, edits) => 1 + edits,
            };
            Some((class, folded_words(name), name, code, u32::try_from(number).unwrap()))
        })
        .collect();
    found.sort();
    if found.iter().filter(|(class, ..)| *class < 2).count() >= settings.limit {
        found.retain(|(class, ..)| *class < 2);
    }
    let more = found.len() > settings.limit;
    found.truncate(settings.limit);
    IndexSearch::Found { hits: found.into_iter().map(|(.., number)| number).collect(), more }
}

fn edits_by_the_spec(token: &str, name: &str) -> Option<u32> {
    let budget = [0, 0, 0, 0, 1, 1, 1, 1].get(token.chars().count()).copied().unwrap_or(2);
    if name.starts_with(token) {
        Some(0)
    } else if token.chars().next() == name.chars().next() {
        edits_to_prefix(token.as_bytes(), name.as_bytes(), budget)
    } else {
        None
    }
}

/// The fewest edits over all ways to give each query token a name token of its own.
fn fewest(tokens: &[String], held: &[String], edits: &dyn Fn(&str, &str) -> Option<u32>) -> Option<u32> {
    let Some((first, rest)) = tokens.split_first() else { return Some(0) };
    let totals = held.iter().enumerate().filter_map(|(number, name)| {
        let mut others = held.to_vec();
        others.remove(number);
        Some(edits(first, name)? + fewest(rest, &others, edits)?)
    });
    totals.min()
}

fn names(query: &str, names: &[&str]) -> Vec<String> {
    let codes: Vec<String> = (0..names.len()).map(|number| format!("{number:04}")).collect();
    let index = NameIndex::new(names.iter().copied().zip(codes.iter().map(String::as_str)));
    match index.search(query, SETTINGS, |_| true) {
        IndexSearch::TooShort => vec!["(too short)".to_string()],
        IndexSearch::Found { hits, more } => {
            let mut found: Vec<_> = hits.iter().map(|hit| names[*hit as usize].to_string()).collect();
            found.extend(more.then(|| "(more)".to_string()));
            found
        }
    }
}

#[test]
fn every_query_token_needs_a_name_token_of_its_own() {
    assert_eq!(names("ma ma", &["Maria Smith", "Maria Martin", "Ma-Ma"]), ["Ma-Ma", "Maria Martin"]);
    assert_eq!(names("smith maria", &["Maria Smith"]), ["Maria Smith"]);
    assert_eq!(names("jean luc jeanluc", &["Jean-Luc Picard"]), ["Jean-Luc Picard"]);
    assert_eq!(names("jean jean jean", &["Jean-Jean"]), ["Jean-Jean"]);
    assert_eq!(names("jean jean jean jean", &["Jean-Jean"]), [""; 0]);
    assert_eq!(names("o br o'br", &["Pat O'Brien"]), ["Pat O'Brien"]);
}

#[test]
fn short_queries_are_told_so() {
    assert_eq!(names("a", &["Al"]), ["(too short)"]);
    assert_eq!(names(" - ", &["Al"]), ["(too short)"]);
    assert_eq!(names("a b", &["Al Bo"]), ["Al Bo"]);
    assert_eq!(names("李", &["李 小龙"]), ["李 小龙"]);
    assert_eq!(names("か", &["かな"]), ["(too short)"]);
    let none = NameIndex::new([]);
    assert_eq!(none.search("a", SETTINGS, |_| true), IndexSearch::TooShort);
    assert_eq!(none.search("ab", SETTINGS, |_| true), IndexSearch::Found { hits: vec![], more: false });
    let lenient = NameSearchSettings { query_min: 0, limit: 10 };
    assert_eq!(none.search("'", lenient, |_| true), IndexSearch::TooShort);
}

#[test]
fn whole_tokens_come_before_prefixes_and_those_before_misspelt_ones() {
    let found = names("anna", &["Bea Annabel", "Ana Zed", "Zoe Anna", "Annabel Ash", "Anna", "Anne Ab"]);
    assert_eq!(found, ["Anna", "Zoe Anna", "Annabel Ash", "Bea Annabel", "Ana Zed", "Anne Ab"]);
}

#[test]
fn typing_errors_are_forgiven_by_length_but_not_in_the_first_letter() {
    assert_eq!(names("mia", &["Maia"]), [""; 0]);
    assert_eq!(names("mraia", &["Maria"]), ["Maria"]);
    assert_eq!(names("amria", &["Maria"]), [""; 0]);
    assert_eq!(names("kowalksy", &["Jan Kowalski"]), ["Jan Kowalski"]);
    assert_eq!(names("kowlaxk", &["Jan Kowalski"]), [""; 0], "seven characters may hold one error only");
    assert_eq!(names("mraia smith", &["Maria Smith", "Smith Mario"]), ["Maria Smith"]);
}

#[test]
fn misspelt_names_are_looked_at_only_when_hits_are_few() {
    let ten: Vec<String> =
        (0..10).map(|n| format!("Maria {}", ["A", "B"].map(|l| l.repeat(n + 1)).concat())).collect();
    let mut list: Vec<&str> = ten.iter().map(String::as_str).collect();
    list.push("Marla Zed");
    let found = names("maria", &list);
    assert_eq!(found.len(), 10, "exactly as many as the answer holds, and no more: {found:?}");
    assert_eq!(names("maria", &list[1..]).last().unwrap(), "Marla Zed");
    list.push("Maria Zz");
    assert_eq!(names("maria", &list).last().unwrap(), "(more)");
}

#[test]
fn ties_are_broken_by_words_then_name_then_code() {
    let entries =
        [("Zoé", "1"), ("zoe", "2"), ("Zoe", "4"), ("Zoe", "3"), ("Zoe-Ann", "5"), ("Zoe Ann", "6")];
    let index = NameIndex::new(entries);
    let found = index.search("zoe", SETTINGS, |_| true);
    assert_eq!(
        found,
        IndexSearch::Found { hits: vec![3, 2, 0, 1, 5, 4], more: false },
        "Zoe 3, Zoe 4, Zoé, zoe"
    );
}

#[test]
fn who_is_not_shown_neither_appears_nor_counts() {
    let entries: Vec<(String, String)> =
        (0..30).map(|n| (format!("Maria {n:02}"), format!("{n:04}"))).collect();
    let index = NameIndex::new(entries.iter().map(|(name, code)| (name.as_str(), code.as_str())));
    let found = index.search("maria", SETTINGS, |entry| entry % 3 == 0);
    assert_eq!(found, IndexSearch::Found { hits: (0..10).map(|n| 3 * n).collect(), more: false });
}

#[test]
fn any_limit_is_kept() {
    let entries: Vec<(String, String)> = (0..500).map(|n| (format!("Maria {n:03}"), String::new())).collect();
    let index = NameIndex::new(entries.iter().map(|(name, code)| (name.as_str(), code.as_str())));
    for limit in [0, 1, 499, 500, 501, usize::MAX] {
        let IndexSearch::Found { hits, more } =
            index.search("ma", NameSearchSettings { query_min: 2, limit }, |_| true)
        else {
            panic!("not too short")
        };
        assert_eq!(hits, (0..500).take(limit).collect::<Vec<_>>());
        assert_eq!(more, limit < 500);
    }
}

#[test]
fn hostile_queries_are_cut_short_and_answered_rightly() {
    let nothing = IndexSearch::Found { hits: vec![], more: false };
    let index = NameIndex::new([("Maria Smith", "1"), ("Ma", "2")]);
    for query in ["maria".repeat(2_000_000), "ma ".repeat(100_000), "m\u{301}".repeat(1_000_000)] {
        assert_eq!(index.search(&query, SETTINGS, |_| true), nothing);
    }
    let blank = "\u{202E}\0 ".repeat(1_000_000);
    assert_eq!(index.search(&blank, SETTINGS, |_| true), IndexSearch::TooShort);
    assert_eq!(
        index.search(&(blank + "smith"), SETTINGS, |_| true),
        IndexSearch::Found { hits: vec![0], more: false }
    );
    let demanding = NameSearchSettings { query_min: 3_000_000, limit: 10 };
    assert_eq!(index.search(&"ma".repeat(1_000_000), demanding, |_| true), IndexSearch::TooShort);
    assert_eq!(index.search(&"ma".repeat(1_500_000), demanding, |_| true), nothing);
}

#[test]
fn a_short_query_of_many_words_finds_them() {
    // 33 words in 65 bytes, and 121 words of 1,200 bytes in 120.
    let (letters, blessings) = (["a"; 33].join(" "), "ﷺ".repeat(40));
    for name in [&letters, &blessings] {
        let index = NameIndex::new([(name.as_str(), "1"), ("a a", "2")]);
        let found = index.search(name, SETTINGS, |_| true);
        assert_eq!(found, IndexSearch::Found { hits: vec![0], more: false }, "{name}");
    }
}

#[test]
fn hostile_names_are_searched_in_bounded_time() {
    let words = (0..50_000).map(|n| format!("mar{n} ")).collect::<String>();
    let same = "mario ".repeat(50_000);
    let index = NameIndex::new([(words.as_str(), "1"), (same.as_str(), "2"), ("Mario Smith", "3")]);
    for query in
        [words.as_str(), same.as_str(), &"m ".repeat(50_000), &"marxx ".repeat(32), "marxx mbcde", "maroi"]
    {
        let IndexSearch::Found { hits, .. } = index.search(query, SETTINGS, |_| true) else {
            panic!("not too short")
        };
        assert!(hits.len() <= 3);
    }
    assert_eq!(index.search(&words, SETTINGS, |_| true), IndexSearch::Found { hits: vec![0], more: false });
    assert_eq!(
        index.search("mario mario", SETTINGS, |_| true),
        IndexSearch::Found { hits: vec![1], more: false }
    );
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ab]{1,3}",
        "[abcé]{4,6}",
        "a[ab]{7,10}",
        prop::sample::select(vec![
            "maria",
            "mario",
            "marianne",
            "Jean-Luc",
            "O'Ab",
            "D'Ab-O'Ba",
            "李",
            "Łukasz",
            "kowalski"
        ])
        .prop_map(String::from),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec((word(), prop::sample::select(vec![" ", "-", "'", ", "])), 0..4)
        .prop_map(|words| words.into_iter().map(|(word, after)| word + after).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn answers_are_those_of_the_spec(
        entries in prop::collection::vec((text(), "[12]"), 0..25),
        hidden in prop::collection::vec(prop::bool::weighted(0.2), 25),
        queries in prop::collection::vec(text(), 8),
        limit in 1_usize..6,
        query_min in 0_usize..4,
    ) {
        let shown: Vec<bool> = hidden.iter().map(|hidden| !hidden).collect();
        let settings = NameSearchSettings { query_min, limit };
        let index = NameIndex::new(entries.iter().map(|(name, code)| (name.as_str(), code.as_str())));
        // Names as queries, too, so that much is found.
        for query in queries.iter().chain(entries.iter().take(5).map(|(name, _)| name)) {
            let answer = index.search(query, settings, |entry| shown[entry as usize]);
            prop_assert_eq!(answer, by_the_spec(&entries, query, settings, &shown), "{:?}", query);
        }
    }

    #[test]
    fn the_order_of_the_entries_never_matters(
        entries in prop::collection::vec((text(), "[12]"), 0..25),
        shift in 0_usize..25,
        query in text(),
    ) {
        let answer = |entries: &[(String, String)]| {
            let index = NameIndex::new(entries.iter().map(|(name, code)| (name.as_str(), code.as_str())));
            match index.search(&query, SETTINGS, |_| true) {
                IndexSearch::TooShort => None,
                IndexSearch::Found { hits, more } => {
                    Some((hits.iter().map(|hit| entries[*hit as usize].clone()).collect::<Vec<_>>(), more))
                }
            }
        };
        let mut turned = entries.clone();
        turned.rotate_left(shift.min(entries.len()));
        prop_assert_eq!(answer(&entries), answer(&turned));
    }

    #[test]
    fn any_text_is_searched(names in prop::collection::vec(any::<String>(), 0..6), query in any::<String>()) {
        let index = NameIndex::new(names.iter().map(|name| (name.as_str(), "")));
        let entries: Vec<_> = names.iter().map(|name| (name.clone(), String::new())).collect();
        let expected = by_the_spec(&entries, &query, SETTINGS, &[true; 6]);
        prop_assert_eq!(index.search(&query, SETTINGS, |_| true), expected);
    }
}
