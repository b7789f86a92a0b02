//! Pairing query tokens with different name tokens at the fewest edits in all (SPEC 3.3, 3.4).

/// The most tokens on either side that can be paired with typing errors. No person's name comes near.
pub(super) const MOST: usize = 32;

/// For each name token the edits that a query token is away from it, [`NO_PAIR`] where they do not go together.
type Row = [u8; MOST];

/// Stands for more edits than may be: these two tokens do not pair.
const NO_PAIR: u8 = u8::MAX;

/// The query tokens as rows, the name tokens as columns, and in between the edits.
pub(super) struct Pairing {
    rows: [Row; MOST],
    used: usize,
    columns: usize,
}

impl Pairing {
    pub(super) fn new() -> Self {
        Self { rows: [[NO_PAIR; MOST]; MOST], used: 0, columns: 0 }
    }

    /// Starts over, with so many name tokens, of [`MOST`] at most.
    pub(super) fn start(&mut self, columns: usize) {
        self.used = 0;
        self.columns = columns;
    }

    /// Adds a query token, which the query holds so many times, by the edits to each name token, and gives the place of the
    /// first that it pairs with; none when there is none or no room.
    pub(super) fn add(&mut self, times: usize, edits: impl Iterator<Item = Option<u32>>) -> Option<usize> {
        let (first_row, more) = self.rows.get_mut(self.used..self.used + times)?.split_first_mut()?;
        *first_row = [NO_PAIR; MOST];
        let mut first = None;
        for ((place, column), edits) in first_row.iter_mut().zip(0..).zip(edits) {
            if let Some(edits) = edits {
                *place = u8::try_from(edits).unwrap_or(NO_PAIR);
                first = first.or(Some(column));
            }
        }
        more.fill(*first_row);
        self.used += times;
        first
    }

    /// The fewest edits in all when every row takes a different column.
    ///
    /// Rows come in one after the other; each takes a free column by the cheapest chain of rows that move over for it,
    /// which keeps the pairing so far the cheapest there is.
    pub(super) fn fewest_edits(&self) -> Option<u32> {
        let rows = self.rows.get(..self.used)?;
        let mut owners = [None; MOST];
        let owners = owners.get_mut(..self.columns)?;
        let mut chains = [Chain::NONE; MOST];
        let chains = chains.get_mut(..self.columns)?;
        for (number, row) in rows.iter().enumerate() {
            cheapest_chains(rows, row, owners, chains);
            let free = chains.iter().zip(&*owners).zip(0..).filter(|((_, owner), _)| owner.is_none());
            let (cost, mut column) = free.map(|((chain, _), column)| (chain.cost, column)).min()?;
            if cost == Chain::NONE.cost {
                return None;
            }
            // Everyone on the chain moves over by one, the newcomer at its head.
            while let Some(previous) = chains.get(column).and_then(|chain| chain.came_from) {
                let owner = owners.get(previous).copied().flatten();
                set(owners, column, owner);
                column = previous;
            }
            set(owners, column, Some(number));
        }
        let taken = owners.iter().zip(0..).filter_map(|(owner, column)| edits(rows.get((*owner)?)?, column));
        Some(taken.map(i32::unsigned_abs).sum())
    }
}

/// What it costs to free a column for a new row, and the column that whoever owns it then would come from.
#[derive(Clone, Copy)]
struct Chain {
    cost: i32,
    came_from: Option<usize>,
}

impl Chain {
    /// There is none.
    const NONE: Self = Self { cost: i32::MAX, came_from: None };
}

/// Works out the cheapest chain for each column.
fn cheapest_chains(rows: &[Row], row: &Row, owners: &[Option<usize>], chains: &mut [Chain]) {
    for (column, chain) in chains.iter_mut().enumerate() {
        *chain = Chain { cost: edits(row, column).unwrap_or(Chain::NONE.cost), came_from: None };
    }
    let mut changed = true;
    while changed {
        changed = false;
        for (column, owner) in owners.iter().enumerate() {
            let Some(owner) = owner.and_then(|owner| rows.get(owner)) else { continue };
            let cost = chains.get(column).map_or(Chain::NONE.cost, |chain| chain.cost);
            let Some(given_up) = edits(owner, column).filter(|_| cost < Chain::NONE.cost) else { continue };
            for (other, chain) in chains.iter_mut().enumerate() {
                let Some(taken) = edits(owner, other) else { continue };
                let there = cost - given_up + taken;
                if there < chain.cost {
                    *chain = Chain { cost: there, came_from: Some(column) };
                    changed = true;
                }
            }
        }
    }
}

fn edits(row: &Row, column: usize) -> Option<i32> {
    row.get(column).filter(|edits| **edits != NO_PAIR).map(|edits| i32::from(*edits))
}

fn set(owners: &mut [Option<usize>], column: usize, owner: Option<usize>) {
    if let Some(place) = owners.get_mut(column) {
        *place = owner;
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    fn pairing(rows: &[&[Option<u32>]]) -> Pairing {
        let mut pairing = Pairing::new();
        pairing.start(rows.iter().map(|row| row.len()).max().unwrap_or(0));
        for row in rows {
            pairing.add(1, row.iter().copied());
        }
        pairing
    }

    fn by_trying_all(rows: &[Vec<Option<u32>>], used: u32) -> Option<u32> {
        let Some((first, rest)) = rows.split_first() else { return Some(0) };
        let columns = first.iter().enumerate().filter(|(column, _)| used & (1 << column) == 0);
        let totals =
            columns.filter_map(|(column, edits)| Some((*edits)? + by_trying_all(rest, used | 1 << column)?));
        totals.min()
    }

    #[test]
    fn a_pair_moves_over_when_that_is_cheaper() {
        let (none, zero, one, two) = (None, Some(0), Some(1), Some(2));
        assert_eq!(pairing(&[]).fewest_edits(), Some(0));
        assert_eq!(pairing(&[&[zero, one], &[zero, none]]).fewest_edits(), Some(1));
        assert_eq!(pairing(&[&[one, none], &[zero, none]]).fewest_edits(), None);
        assert_eq!(pairing(&[&[zero, zero, two], &[zero, zero], &[zero, one]]).fewest_edits(), Some(2));
    }

    #[test]
    fn a_token_that_the_query_repeats_is_a_row_each_time() {
        let mut pairing = Pairing::new();
        pairing.start(3);
        assert_eq!(pairing.add(2, [None, Some(0), Some(2)].into_iter()), Some(1));
        assert_eq!(pairing.fewest_edits(), Some(2));
        assert_eq!(pairing.add(1, [None, None].into_iter()), None);
        pairing.start(1);
        assert_eq!(pairing.add(MOST + 1, [Some(0)].into_iter()), None);
    }

    #[test]
    fn the_largest_pairing_is_bounded() {
        let mut pairing = Pairing::new();
        pairing.start(MOST);
        pairing.add(MOST, [Some(2); MOST].into_iter());
        assert_eq!(pairing.fewest_edits(), Some(64));
    }

    proptest! {
        #[test]
        fn pairings_are_the_cheapest_of_all(
            costs in prop::collection::vec(
                prop::collection::vec(prop::sample::select(alloc::vec![Some(0), Some(1), Some(2), None]), 6), 0..6,
            )
        ) {
            let rows: Vec<&[Option<u32>]> = costs.iter().map(Vec::as_slice).collect();
            prop_assert_eq!(pairing(&rows).fewest_edits(), by_trying_all(&costs, 0));
        }
    }
}
