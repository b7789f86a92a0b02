use super::*;
use crate::packed::Column;

#[test]
fn tokens_are_numbered_in_order_and_found_by_prefix() {
    let index = NameIndex::new([("Zoe Marianne", "1"), ("Maria Zoe", "2"), ("Marc-Ann O'Zed", "3")]);
    let names = index.names();
    let tokens: Vec<&str> = (0..9).map(|number| names.spelt(number)).collect();
    assert_eq!(tokens, ["ann", "marc", "marcann", "maria", "marianne", "o", "ozed", "zed", "zoe"]);
    assert_eq!(index.names().tokens_with_prefix("mar"), 1..5);
    assert_eq!(index.names().tokens_with_prefix("zoe"), 8..9);
    assert_eq!(index.names().tokens_with_prefix("zz"), 9..9);
    assert_eq!(index.names().tokens_with_prefix("b"), 1..1);
    assert_eq!(index.names().spelt(9), "");
    assert_eq!(names.ranks(8..9), [1, 2], "Marc-Ann comes first, then Maria, then Zoe");
    assert_eq!(names.tokens_of(1), [3, 8]);
    assert_eq!([0, 1, 2, 3].map(|rank| index.entry(rank)), [2, 1, 0, u32::MAX]);
    assert_eq!((index.len(), names.longest_token, names.most_tokens), (3, 8, 6));
}

#[test]
fn long_prefix_ranges_end_where_they_should() {
    for count in [1, 7, 8, 9, 24, 25, 200] {
        let names: Vec<String> = (0..count).map(|n| alloc::format!("ma{n:03}")).collect();
        let index =
            NameIndex::new(names.iter().map(String::as_str).chain(["zz", "aa"]).map(|name| (name, "")));
        assert_eq!(index.names().tokens_with_prefix("ma"), 1..count + 1);
        assert_eq!(index.names().tokens_with_prefix("z"), count + 1..count + 2);
    }
}

#[test]
fn a_token_held_twice_is_found_once_and_counted_twice() {
    let index = NameIndex::new([("Jean Jean", "1")]);
    assert_eq!(index.names().ranks(0..1), [0]);
    assert_eq!(index.names().tokens_of(0), [0, 0]);
}

#[test]
fn names_that_differ_late_are_told_apart() {
    let long = "Abcdefghijklmnopq";
    let names: Vec<String> =
        [long, "Abcdefghijklmnop", "Abcdefghijklmnopa", "Abcdefghijklmno"].map(String::from).into();
    let index = NameIndex::new(names.iter().map(|name| (name.as_str(), "")));
    assert_eq!([0, 1, 2, 3].map(|rank| index.entry(rank)), [3, 1, 2, 0]);
    let tokens: Vec<&str> = (0..4).map(|number| index.names().spelt(number)).collect();
    assert_eq!(tokens, ["abcdefghijklmno", "abcdefghijklmnop", "abcdefghijklmnopa", "abcdefghijklmnopq"]);
}

#[test]
fn an_empty_index_holds_nothing() {
    let index = NameIndex::new([]);
    assert!(index.is_empty());
    assert!(NameIndex::default().is_empty());
    assert_eq!(index.names().tokens_with_prefix("a"), 0..0);
}

/// A block of the index, and what it holds when it is read.
fn block(names: &[(&str, &str)]) -> Vec<u8> {
    let mut block = Vec::new();
    NameIndex::new(names.iter().copied()).names().write(&mut block);
    block
}

const PEOPLE: [(&str, &str); 6] = [
    ("Zoe Marianne", "1"),
    ("Maria Zoe", "2"),
    ("Marc-Ann O'Zed", "3"),
    ("李小明", "4"),
    ("", "5"),
    ("Jean Jean", "6"),
];

#[test]
fn a_block_holds_what_the_index_holds() {
    let (index, bytes) = (NameIndex::new(PEOPLE), block(&PEOPLE));
    let (wide, narrow) = (index.names(), Names::read(&bytes).unwrap());
    assert_eq!((wide.len(), wide.most_tokens), (narrow.len(), narrow.most_tokens));
    for number in 0..20 {
        assert_eq!(wide.spelt(number), narrow.spelt(number));
        assert!(narrow.ranks(number..number + 1).iter().eq(wide.ranks(number..number + 1).iter().copied()));
    }
    assert!((0..6).all(|rank| narrow.tokens_of(rank).iter().eq(wide.tokens_of(rank).iter().copied())));
    let empty = block(&[]);
    assert!(Names::read(&empty).unwrap().is_empty());
}

/// Whatever was made of a block: it is refused, or it can be searched.
fn refuse_or_search(block: &[u8]) {
    use crate::directory::search::{Hits, NameSearchSettings, SearchRoom, room_for};
    let Some(names) = Names::read(block) else { return };
    let settings = NameSearchSettings { query_min: 1, limit: 4 };
    for query in ["", "z", "mar", "marianne zoe", "jean jean", "mraianne", "李", "o'zed marc ann"] {
        let mut hits = [u32::MAX; 4];
        let found =
            names.search(query, settings, &|_| true, &mut SearchRoom::<{ room_for(4) }>::new(), &mut hits);
        if let Hits::Found { count, .. } = found {
            assert!(hits[..count].iter().all(|rank| (*rank as usize) < names.len()));
        }
    }
}

#[test]
fn a_damaged_block_is_refused_or_safe() {
    let whole = block(&PEOPLE);
    for length in 0..whole.len() {
        assert!(Names::read(&whole[..length]).is_none(), "{length} bytes");
    }
    for at in 0..whole.len() {
        for bit in 0..8 {
            let mut damaged = whole.clone();
            damaged[at] ^= 1 << bit;
            refuse_or_search(&damaged);
        }
    }
}

proptest::proptest! {
    #[test]
    fn forged_blocks_are_refused_or_safe(
        changes in proptest::collection::vec((0_usize..200, proptest::num::u8::ANY), 1..6),
        bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..120),
    ) {
        refuse_or_search(&bytes);
        let mut forged = block(&PEOPLE);
        for (at, byte) in changes {
            let length = forged.len();
            forged[at % length] = byte;
        }
        refuse_or_search(&forged);
    }
}
