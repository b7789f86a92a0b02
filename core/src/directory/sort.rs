//! Sorting in few bytes of code. The standard library's sorts are quicker on long lists, and take several kilobytes of
//! flash for each type that is sorted; a console sorts a few dozen keys.

use alloc::vec::Vec;
use core::cmp::Ordering;

/// Sorts as `is_less` says: short lists by insertion, others by heap, so that the work stays within n log n.
pub(super) fn sort<T>(items: &mut [T], is_less: impl Fn(&T, &T) -> bool) {
    if items.len() <= 24 {
        for sorted in 1..items.len() {
            let mut at = sorted;
            while at > 0 && is_less_at(items, at, at - 1, &is_less) {
                exchange(items, at, at - 1);
                at -= 1;
            }
        }
        return;
    }
    for root in (0..items.len() / 2).rev() {
        sift_down(items, root, &is_less);
    }
    for end in (1..items.len()).rev() {
        exchange(items, 0, end);
        let heap = items.get_mut(..end).unwrap_or_default();
        sift_down(heap, 0, &is_less);
    }
}

/// The numbers below one in the order of what they stand for. For long lists: it is the standard library's sort, and there
/// once for all of them.
#[inline(never)]
pub(crate) fn ordered(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_unstable_by(|one, other| compare(*one, *other));
    order
}

/// Lets an item sink until none below it is greater.
fn sift_down<T>(heap: &mut [T], mut root: usize, is_less: &impl Fn(&T, &T) -> bool) {
    loop {
        let mut child = 2 * root + 1;
        if child >= heap.len() {
            return;
        }
        if child + 1 < heap.len() && is_less_at(heap, child, child + 1, is_less) {
            child += 1;
        }
        if !is_less_at(heap, root, child, is_less) {
            return;
        }
        exchange(heap, root, child);
        root = child;
    }
}

/// Exchanges two different items. Unlike `swap`, it needs no copying between places that may overlap.
fn exchange<T>(items: &mut [T], one: usize, other: usize) {
    if let Ok([one, other]) = items.get_disjoint_mut([one, other]) {
        core::mem::swap(one, other);
    }
}

fn is_less_at<T>(items: &[T], one: usize, other: usize, is_less: &impl Fn(&T, &T) -> bool) -> bool {
    matches!((items.get(one), items.get(other)), (Some(one), Some(other)) if is_less(one, other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_sorts(mut items in prop::collection::vec(0_u8..50, 0..200)) {
            let mut expected = items.clone();
            expected.sort_unstable();
            sort(&mut items, |a, b| a < b);
            prop_assert_eq!(items, expected);
        }
    }
}
