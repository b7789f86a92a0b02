//! Pairing query tokens with different name tokens at the fewest edits in all (SPEC 3.3, 3.4).

/// The most tokens on either side that can be paired with typing errors. No person's name comes near.
pub(super) const MOST: usize = 32;

/// For each name token the edits that a query token is away from it, [`NO_PAIR`] where they do not go together.
pub(super) type Row = [u8; MOST];

/// Stands for more edits than may be: these two tokens do not pair.
pub(super) const NO_PAIR: u8 = u8::MAX;

/// A row that pairs with nothing.
pub(super) const NONE: Row = [NO_PAIR; MOST];

/// The fewest edits in all when every row (a query token) takes a different column (a name token).
///
/// Rows come in one after the other; each takes a free column by the cheapest chain of rows that move over for it, which
/// keeps the pairing so far the cheapest there is.
pub(super) fn fewest_edits(rows: &[Row]) -> Option<u32> {
    let mut owners = [None; MOST];
    for (number, row) in rows.iter().enumerate() {
        let (costs, came_from) = cheapest_chains(rows, row, &owners);
        let free =
            costs.iter().zip(&owners).zip(0..).filter(|((cost, owner), _)| cost.is_some() && owner.is_none());
        let (_, mut column) = free.map(|((cost, _), column)| (*cost, column)).min()?;
        // Everyone on the chain moves over by one, the newcomer at its head.
        while let Some(previous) = came_from.get(column).copied().flatten() {
            let owner = owners.get(previous).copied().flatten();
            set(&mut owners, column, owner);
            column = previous;
        }
        set(&mut owners, column, Some(number));
    }
    let taken =
        owners.iter().zip(0..).filter_map(|(owner, column)| Some(edits(rows.get((*owner)?)?, column)));
    taken.map(|edits| edits.map(i32::unsigned_abs)).sum()
}

/// For each column the cost of freeing it for a new row, and the column that whoever owns it then would come from.
fn cheapest_chains(
    rows: &[Row],
    row: &Row,
    owners: &[Option<usize>; MOST],
) -> ([Option<i32>; MOST], [Option<usize>; MOST]) {
    let mut costs = core::array::from_fn(|column| edits(row, column));
    let mut came_from = [None; MOST];
    let mut changed = true;
    while changed {
        changed = false;
        for (column, owner) in owners.iter().enumerate() {
            let Some(owner) = owner.and_then(|owner| rows.get(owner)) else { continue };
            let (Some(cost), Some(given_up)) = (costs.get(column).copied().flatten(), edits(owner, column))
            else {
                continue;
            };
            for (other, (cost_there, from)) in costs.iter_mut().zip(&mut came_from).enumerate() {
                let Some(taken) = edits(owner, other) else { continue };
                let there = cost - given_up + taken;
                if cost_there.is_none_or(|so_far| there < so_far) {
                    (*cost_there, *from, changed) = (Some(there), Some(column), true);
                }
            }
        }
    }
    (costs, came_from)
}

fn edits(row: &Row, column: usize) -> Option<i32> {
    row.get(column).filter(|edits| **edits != NO_PAIR).map(|edits| i32::from(*edits))
}

fn set(owners: &mut [Option<usize>; MOST], column: usize, owner: Option<usize>) {
    if let Some(place) = owners.get_mut(column) {
        *place = owner;
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    fn row(costs: &[u8]) -> Row {
        let mut row = [NO_PAIR; MOST];
        row[..costs.len()].copy_from_slice(costs);
        row
    }

    fn by_trying_all(rows: &[Row], used: u32) -> Option<u32> {
        let Some((first, rest)) = rows.split_first() else { return Some(0) };
        let free = |column: &usize| used & (1 << column) == 0 && first[*column] != NO_PAIR;
        let totals = (0..MOST)
            .filter(free)
            .filter_map(|column| Some(u32::from(first[column]) + by_trying_all(rest, used | 1 << column)?));
        totals.min()
    }

    #[test]
    fn a_pair_moves_over_when_that_is_cheaper() {
        assert_eq!(fewest_edits(&[]), Some(0));
        assert_eq!(fewest_edits(&[row(&[0, 1]), row(&[0, NO_PAIR])]), Some(1));
        assert_eq!(fewest_edits(&[row(&[1, NO_PAIR]), row(&[0, NO_PAIR])]), None);
        assert_eq!(fewest_edits(&[row(&[0, 0, 2]), row(&[0, 0]), row(&[0, 1])]), Some(2));
    }

    #[test]
    fn the_largest_pairing_is_bounded() {
        assert_eq!(fewest_edits(&[[2; MOST]; MOST]), Some(64));
    }

    proptest! {
        #[test]
        fn pairings_are_the_cheapest_of_all(
            costs in prop::collection::vec(prop::collection::vec(prop::sample::select(alloc::vec![0, 1, 2, NO_PAIR]), 6), 0..6)
        ) {
            let rows: Vec<Row> = costs.iter().map(|costs| row(costs)).collect();
            prop_assert_eq!(fewest_edits(&rows), by_trying_all(&rows, 0));
        }
    }
}
