//! Typing errors: how far a query token is from what a name token begins with (SPEC 3.4).

/// The fewest edits, at most `budget`, that make `typed` a prefix of `token`, the whole token included: insertion,
/// deletion and substitution of a character, transposition of neighbours; no character is edited twice (optimal string
/// alignment). Both are UTF-8.
pub(super) fn edits_to_prefix(typed: &[u8], token: &[u8], budget: u32) -> Option<u32> {
    let edits = fewest_edits(typed, token, budget);
    (edits <= budget).then_some(edits)
}

/// The same, and [`TOO_MANY`] or more where there is no such number.
fn fewest_edits(typed: &[u8], token: &[u8], budget: u32) -> u32 {
    let (typed, token) = without_common_beginning(typed, token);
    let Some((first, after_typed)) = first_and_rest(typed) else { return 0 };
    // Characters that agree cost nothing, and using them is never worse than an edit; so an edit is tried only where the
    // texts first differ, which bounds the work by four to the power of the budget (at most two) comparisons.
    let Some(budget) = budget.checked_sub(1) else { return TOO_MANY };
    let mut fewest = fewest_edits(after_typed, token, budget);
    // Only what is better than the best so far is of interest.
    let mut consider = |typed, token| {
        if let Some(fewer) = fewest.checked_sub(1) {
            fewest = fewest.min(fewest_edits(typed, token, budget.min(fewer)));
        }
    };
    if let Some((expected, after_token)) = first_and_rest(token) {
        consider(typed, after_token);
        consider(after_typed, after_token);
        if let (Some((second, typed)), Some((then, token))) =
            (first_and_rest(after_typed), first_and_rest(after_token))
            && (first, second) == (then, expected)
        {
            consider(typed, token);
        }
    }
    fewest + 1
}

/// More edits than any budget, and so few that some can be added.
const TOO_MANY: u32 = u32::MAX / 2;

fn without_common_beginning<'t>(typed: &'t [u8], token: &'t [u8]) -> (&'t [u8], &'t [u8]) {
    let mut same = 0;
    while let (Some(one), Some(other)) = (typed.get(same), token.get(same))
        && one == other
    {
        same += 1;
    }
    // They may share the beginning of a character, and then it is the same in both.
    while typed.get(same).is_some_and(|byte| byte & 0xC0 == 0x80) {
        same -= 1;
    }
    (typed.get(same..).unwrap_or_default(), token.get(same..).unwrap_or_default())
}

/// The first character, which its first byte tells the length of.
#[inline(always)]
fn first_and_rest(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = match text.first()? {
        ..0x80 => 1,
        0x80..0xE0 => 2,
        0xE0..0xF0 => 3,
        0xF0.. => 4,
    };
    text.split_at_checked(length)
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    fn in_bytes(typed: &str, token: &str, budget: u32) -> Option<u32> {
        edits_to_prefix(typed.as_bytes(), token.as_bytes(), budget)
    }

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
            assert_eq!(in_bytes(typed, token, 2), Some(edits), "{typed} {token}");
            assert_eq!(in_bytes(typed, token, 0), (edits == 0).then_some(0), "{typed} {token}");
        }
        assert_eq!(in_bytes("ca", "abc", 1), Some(1), "without c it is a prefix");
    }

    proptest! {
        #[test]
        fn edits_are_those_of_the_textbook(typed in "[abcéè小]{0,10}", token in "[abcéè小]{0,12}", budget in 0_u32..3) {
            let edits = by_the_book(&typed, &token);
            prop_assert_eq!(in_bytes(&typed, &token, budget), (edits <= budget).then_some(edits));
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
            prop_assert!(in_bytes(&typed, &token, 1).is_some());
        }
    }
}
