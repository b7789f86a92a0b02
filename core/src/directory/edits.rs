//! Typing errors: how far a query token is from what a name token begins with (SPEC 3.4).

/// The fewest edits, at most `budget`, that make `typed` a prefix of `token`, the whole token included: insertion,
/// deletion and substitution of a character, transposition of neighbours; no character is edited twice (optimal string
/// alignment).
pub(super) fn edits_to_prefix(typed: &str, token: &str, budget: u32) -> Option<u32> {
    if budget == 0 {
        return token.starts_with(typed).then_some(0);
    }
    let (typed, token) = without_common_beginning(typed, token);
    // Characters that agree cost nothing, and using them is never worse than an edit; so an edit is tried only where the
    // texts first differ, which bounds the work by four to the power of the budget (at most two) comparisons.
    let Some((first, after_typed)) = first_and_rest(typed) else { return Some(0) };
    let budget = budget - 1;
    let superfluous = edits_to_prefix(after_typed, token, budget).map(|edits| edits + 1);
    let Some((expected, after_token)) = first_and_rest(token) else { return superfluous };
    let missing = edits_to_prefix(typed, after_token, budget);
    let wrong = edits_to_prefix(after_typed, after_token, budget);
    let swapped = match (first_and_rest(after_typed), first_and_rest(after_token)) {
        (Some((second, typed)), Some((then, token))) if (first, second) == (then, expected) => {
            edits_to_prefix(typed, token, budget)
        }
        _ => None,
    };
    let others = [missing, wrong, swapped].into_iter().flatten().map(|edits| edits + 1);
    others.chain(superfluous).min()
}

fn without_common_beginning<'t>(typed: &'t str, token: &'t str) -> (&'t str, &'t str) {
    let mut same = typed.bytes().zip(token.bytes()).take_while(|(one, other)| one == other).count();
    // They may share the beginning of a character, and then it is the same in both.
    while !typed.is_char_boundary(same) {
        same -= 1;
    }
    (typed.get(same..).unwrap_or_default(), token.get(same..).unwrap_or_default())
}

fn first_and_rest(text: &str) -> Option<(char, &str)> {
    let mut chars = text.chars();
    Some((chars.next()?, chars.as_str()))
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    /// The textbook table of optimal string alignment, for every prefix of `token` at once: its last row.
    fn by_the_book(typed: &str, token: &str) -> u32 {
        let (a, b): (Vec<char>, Vec<char>) = (typed.chars().collect(), token.chars().collect());
        let mut table = alloc::vec![alloc::vec![0_usize; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                table[i][j] = if i == 0 || j == 0 {
                    i.max(j)
                } else {
                    let substitution = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                    let mut best = substitution.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        best = best.min(table[i - 2][j - 2] + 1);
                    }
                    best
                };
            }
        }
        u32::try_from(*table[a.len()].iter().min().unwrap()).unwrap()
    }

    #[test]
    fn each_kind_of_edit_is_one() {
        for (typed, token) in [
            ("maria", "mariam"),
            ("mria", "maria"),
            ("mmaria", "maria"),
            ("maroa", "maria"),
            ("mraia", "marianne"),
            ("abcd", "abc"),
            ("žoe", "zoe"),
            ("王小明", "王大明"),
        ] {
            let edits = by_the_book(typed, token);
            assert_eq!(edits_to_prefix(typed, token, 2), Some(edits), "{typed} {token}");
            assert_eq!(edits_to_prefix(typed, token, 0), (edits == 0).then_some(0), "{typed} {token}");
        }
        assert_eq!(edits_to_prefix("ca", "abc", 1), Some(1), "without c it is a prefix");
    }

    proptest! {
        #[test]
        fn edits_are_those_of_the_textbook(typed in "[abcé]{0,10}", token in "[abcé]{0,12}", budget in 0_u32..3) {
            let edits = by_the_book(&typed, &token);
            prop_assert_eq!(edits_to_prefix(&typed, &token, budget), (edits <= budget).then_some(edits));
        }

        #[test]
        fn edited_tokens_are_found(token in "[a-d]{4,9}", at in 0_usize..9, how in 0..4) {
            let mut typed: Vec<char> = token.chars().collect();
            let at = at % typed.len();
            match how {
                0 => { typed.remove(at); }
                1 => typed.insert(at, 'x'),
                2 => typed[at] = 'x',
                _ => { let next = (at + 1) % typed.len(); if next > at { typed.swap(at, next); } }
            }
            let typed: String = typed.into_iter().collect();
            prop_assert!(edits_to_prefix(&typed, &token, 1).is_some());
        }
    }
}
