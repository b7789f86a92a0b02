use super::*;

#[test]
fn tokens_are_numbered_in_order_and_found_by_prefix() {
    let index = NameIndex::new([("Zoe Marianne", "1"), ("Maria Zoe", "2"), ("Marc-Ann O'Zed", "3")]);
    let tokens: Vec<&str> = (0..index.letters.len()).map(|number| index.token(number)).collect();
    assert_eq!(tokens, ["ann", "marc", "marcann", "maria", "marianne", "o", "ozed", "zed", "zoe"]);
    assert_eq!(index.tokens_with_prefix("mar"), 1..5);
    assert_eq!(index.tokens_with_prefix("zoe"), 8..9);
    assert_eq!(index.tokens_with_prefix("zz"), 9..9);
    assert_eq!(index.tokens_with_prefix("b"), 1..1);
    assert_eq!(index.token(9), "");
    assert_eq!(index.ranks(8..9), [1, 2], "Marc-Ann comes first, then Maria, then Zoe");
    assert_eq!(index.tokens_of(1), [3, 8]);
    assert_eq!([0, 1, 2, 3].map(|rank| index.entry(rank)), [2, 1, 0, u32::MAX]);
    assert_eq!((index.len(), index.longest_token(), index.most_tokens()), (3, 8, 6));
}

#[test]
fn long_prefix_ranges_end_where_they_should() {
    for count in [1, 7, 8, 9, 24, 25, 200] {
        let names: Vec<String> = (0..count).map(|n| alloc::format!("ma{n:03}")).collect();
        let index =
            NameIndex::new(names.iter().map(String::as_str).chain(["zz", "aa"]).map(|name| (name, "")));
        assert_eq!(index.tokens_with_prefix("ma"), 1..count + 1);
        assert_eq!(index.tokens_with_prefix("z"), count + 1..count + 2);
    }
}

#[test]
fn a_token_held_twice_is_found_once_and_counted_twice() {
    let index = NameIndex::new([("Jean Jean", "1")]);
    assert_eq!(index.ranks(0..1), [0]);
    assert_eq!(index.tokens_of(0), [0, 0]);
}

#[test]
fn names_that_differ_late_are_told_apart() {
    let long = "Abcdefghijklmnopq";
    let names: Vec<String> =
        [long, "Abcdefghijklmnop", "Abcdefghijklmnopa", "Abcdefghijklmno"].map(String::from).into();
    let index = NameIndex::new(names.iter().map(|name| (name.as_str(), "")));
    assert_eq!([0, 1, 2, 3].map(|rank| index.entry(rank)), [3, 1, 2, 0]);
    let tokens: Vec<&str> = (0..4).map(|number| index.token(number)).collect();
    assert_eq!(tokens, ["abcdefghijklmno", "abcdefghijklmnop", "abcdefghijklmnopa", "abcdefghijklmnopq"]);
}

#[test]
fn an_empty_index_holds_nothing() {
    let index = NameIndex::new([]);
    assert!(index.is_empty());
    assert!(NameIndex::default().is_empty());
    assert_eq!(index.tokens_with_prefix("a"), 0..0);
}
