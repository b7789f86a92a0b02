//! How an image lies in memory: a header, sections of records of fixed size, and the signature.
//!
//! ```text
//! header     magic, format version, length, checksum, sequence, when it was written, its days, and for each section where
//!            it begins; it ends where the next one does
//! sections   the text pool, tables of records, and tables of numbers as narrow as they can be; all numbers little-endian,
//!            nothing aligned
//! signature  Ed25519 over everything before it
//! ```
//!
//! A text is its length and its UTF-8 in the pool, where several that belong together follow one another. A record refers
//! to a text by its place in the pool, to a record of another table by its number, and to a run of records by its first;
//! the run ends where that of the next record begins, and tables with runs have one record more for it.

use crate::calendar::{self, SpanBytes};
use alloc::vec::Vec;
use chrono::{NaiveDate, NaiveDateTime};
use core::marker::PhantomData;
use core::ops::Range;

/// The first bytes of every image.
pub(super) const MAGIC: [u8; 8] = *b"VSTIMAGE";
/// The format that this version of the library writes and reads.
pub(super) const VERSION: u32 = 1;
/// Bytes of the signature at the end.
pub(super) const SIGNATURE: usize = 64;
/// Bytes of the header in front of the section table.
pub(super) const HEADER: usize = 48;
/// Where the checksum is.
pub(super) const CHECKSUM_AT: usize = 16;
/// What the checksum leaves out at the beginning: itself and all before it.
pub(super) const CHECKED_FROM: usize = 20;
/// Where the first section begins.
pub(super) const FIRST_SECTION: usize = HEADER + SECTIONS * Number::SIZE;
/// Stands for no record.
pub(super) const NONE: u32 = u32::MAX;

/// The sections, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    Text,
    Settings,
    Spans,
    Times,
    TimeSets,
    Names,
    ResidentTexts,
    ResidentTimes,
    EntryResidents,
    Suites,
    Doors,
    Bookings,
    Stays,
    StayBookings,
    Visits,
    ResidentBookings,
    SuiteBookings,
    BookingLists,
    WalkIns,
    Contacts,
    Windows,
    ClosedDays,
    Invites,
    Grants,
}

/// How many sections there are.
pub(super) const SECTIONS: usize = Section::Grants as usize + 1;

/// A record of fixed size.
pub(super) trait Record<const N: usize>: Copy + 'static {
    fn of(bytes: &[u8; N]) -> Self;
    fn put(&self, out: &mut Vec<u8>);
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = rest.split_first_chunk()?;
    *rest = tail;
    Some(*head)
}

macro_rules! records {
    ($($(#[$doc:meta])* $name:ident[$size:literal] { $($(#[$about:meta])* $field:ident: $kind:ident,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub(super) struct $name { $($(#[$about])* pub(super) $field: $kind,)* }

        impl $name {
            #[allow(dead_code, reason = "not every table is measured")]
            pub(super) const SIZE: usize = $size;
        }

        impl Record<$size> for $name {
            fn of(bytes: &[u8; $size]) -> Self {
                let mut rest: &[u8] = bytes;
                Self { $($field: take(&mut rest).map_or(0, $kind::from_le_bytes),)* }
            }

            fn put(&self, out: &mut Vec<u8>) {
                $(out.extend(self.$field.to_le_bytes());)*
            }
        }
    )*};
}

records! {
    /// What every image begins with, behind the magic.
    Header[40] {
        version: u32,
        /// Of the whole image, signature included.
        length: u32,
        checksum: u32,
        reserved: u32,
        sequence: u64,
        /// Milliseconds since the epoch.
        written_at: i64,
        first_day: u32,
        last_day: u32,
    }

    /// The building and what its community has chosen.
    Settings[54] {
        building_id: u32,
        building_name: u32,
        zone_name: u32,
        zone_version: u32,
        idle_seconds: u32,
        budget_searches: u32,
        budget_minutes: u32,
        recheck_after_days: u32,
        grace_minutes: u32,
        name_query_min: u32,
        result_limit: u32,
        /// How many of the suites, the first ones, are residential.
        residential: u32,
        /// Where among the lists of bookings the managers' is, which is the last one.
        of_managers: u32,
        walk_in_fields: u8,
        flags: u8,
    }

    /// A time in which someone lives somewhere: wall minutes, the second one excluded.
    Time[8] {
        from: u32,
        to: u32,
    }

    /// A number of a record, or of the first of a run.
    Number[4] {
        value: u32,
    }

    /// A booking. Its texts: the id, then those of the vehicle's that `told` has a bit for.
    Booking[24] {
        start: u32,
        end: u32,
        texts: u32,
        stay: u32,
        /// The set of times in which its holder lives in its suite; [`NONE`] for a manager.
        times: u32,
        approval: u8,
        /// The fields that its amenity requires.
        required: u8,
        told: u8,
        reserved: u8,
    }

    /// A stay, its days, and where its bookings and visits begin.
    Stay[16] {
        first: u32,
        last: u32,
        bookings: u32,
        visits: u32,
    }

    /// A check-in to a booking. Its texts: plate and region as given; [`NONE`] when no plate was.
    Visit[20] {
        at: i64,
        day: u32,
        /// [`NONE`] for one that is not in the image.
        booking: u32,
        texts: u32,
    }

    /// Whose bookings begin where in the lists.
    BookingsOf[8] {
        owner: u32,
        start: u32,
    }

    /// A check-in without a booking. Its texts: plate and region, blank for none.
    WalkIn[24] {
        at: i64,
        day: u32,
        /// 0 a resident, 1 a suite, 2 no one in particular.
        host_kind: u32,
        host: u32,
        texts: u32,
    }

    /// Someone whom "Call management" may call. Its text: the id.
    Contact[16] {
        text: u32,
        windows: u32,
        closed_days: u32,
        /// 1 when it has no hours, and so can always be called.
        always: u32,
    }

    /// A weekly window.
    Window[5] {
        days: u8,
        open: u16,
        close: u16,
    }

    /// An invite with an entry code. Its text: the code.
    Invite[24] {
        text: u32,
        starts: u32,
        /// [`NONE`] when open-ended.
        ends: u32,
        /// Milliseconds since the epoch; the last instant there is when it was not revoked.
        revoked_at: i64,
        grants: u32,
    }

    /// A door that an invite opens, and the set of times in which it does.
    Grant[8] {
        door: u32,
        times: u32,
    }
}

/// Bits of [`Settings::flags`].
pub(super) mod flag {
    pub(in crate::image) const BOOKING_REQUIRED: u8 = 1;
    pub(in crate::image) const OCCUPYING_TODAY: u8 = 2;
    pub(in crate::image) const FULL_PLATES: u8 = 4;
}

/// Bits of [`Booking::told`], in the order of the texts.
pub(super) mod told {
    pub(in crate::image) const PLATE: u8 = 1;
    pub(in crate::image) const REGION: u8 = 2;
    pub(in crate::image) const MAKE: u8 = 4;
    pub(in crate::image) const MODEL: u8 = 8;
    pub(in crate::image) const COLOR: u8 = 16;
}

/// A table of records, where it lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table<'a, R, const N: usize> {
    rows: &'a [[u8; N]],
    kind: PhantomData<R>,
}

impl<R, const N: usize> Default for Table<'_, R, N> {
    fn default() -> Self {
        Self { rows: &[], kind: PhantomData }
    }
}

impl<'a, R: Record<N>, const N: usize> Table<'a, R, N> {
    /// The records of a section; none when it does not consist of whole ones.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let (rows, rest) = bytes.as_chunks();
        rest.is_empty().then_some(Self { rows, kind: PhantomData })
    }

    pub(super) fn len(self) -> usize {
        self.rows.len()
    }

    pub(super) fn get(self, number: u32) -> Option<R> {
        self.rows.get(usize::try_from(number).ok()?).map(R::of)
    }

    pub(super) fn iter(self) -> impl ExactSizeIterator<Item = R> + Clone + 'a {
        self.rows.iter().map(R::of)
    }

    /// Some records in a row; none when there are not as many.
    pub(super) fn run(self, numbers: Range<u32>) -> Self {
        let range = numbers.start as usize..numbers.end as usize;
        Self { rows: self.rows.get(range).unwrap_or_default(), kind: PhantomData }
    }

    /// How many records at the beginning, which come first in the table's order, `belongs` holds for.
    pub(super) fn count_first(self, belongs: impl Fn(R) -> bool) -> usize {
        self.rows.partition_point(|row| belongs(R::of(row)))
    }
}

/// The clock changes of a section.
pub(super) fn spans(bytes: &[u8]) -> Option<&[SpanBytes]> {
    let (rows, rest) = bytes.as_chunks();
    rest.is_empty().then_some(rows)
}

/// The longest text that is written with one byte of length; one more byte says that four follow.
const SHORT: usize = 0x7E;
const LONG: u8 = 0x7F;

/// Appends a text to a pool. Lengths are written in bytes below 128, so that the whole pool is UTF-8 itself.
pub(super) fn put_text(pool: &mut Vec<u8>, text: &str) {
    match u8::try_from(text.len()) {
        Ok(length) if text.len() <= SHORT => pool.push(length),
        _ => {
            pool.push(LONG);
            pool.extend([0, 7, 14, 21].map(|shift| (text.len() >> shift & 0x7F) as u8));
        }
    }
    pool.extend(text.as_bytes());
}

/// The text at a place of a pool, and the place behind it.
#[inline(never)]
pub(super) fn text_at(pool: &str, at: u32) -> Option<(&str, u32)> {
    let at = usize::try_from(at).ok()?;
    let (length, start) = match *pool.as_bytes().get(at)? {
        LONG => {
            let digits = pool.as_bytes().get(at + 1..at + 5)?;
            let length = digits.iter().rev().fold(0, |length, digit| length << 7 | usize::from(digit & 0x7F));
            (length, at + 5)
        }
        length => (usize::from(length), at + 1),
    };
    let end = start.checked_add(length)?;
    Some((pool.get(start..end)?, u32::try_from(end).ok()?))
}

/// Days since 1970-01-01 of a date of the years that dates may lie in; the first or last of them for others.
pub(super) fn day_number(date: NaiveDate) -> u32 {
    u32::try_from(calendar::day_number(date).max(0)).unwrap_or(u32::MAX)
}

/// The date of a [`day_number`].
pub(super) fn date_of(day: u32) -> NaiveDate {
    calendar::date_of(day.into()).unwrap_or(NaiveDate::MAX)
}

/// Minutes since 1970-01-01T00:00 on the wall. The first one stands for all before it, the largest number for the end of
/// time.
pub(super) fn wall_number(wall: NaiveDateTime) -> u32 {
    u32::try_from(wall.and_utc().timestamp().max(0) / 60).unwrap_or(u32::MAX)
}

/// The wall time of a [`wall_number`].
#[inline(never)]
pub(super) fn wall_of(minutes: u32) -> NaiveDateTime {
    let wall = calendar::wall_of(i64::from(minutes) * 60, 0).filter(|_| minutes != NONE);
    wall.unwrap_or(NaiveDateTime::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{parse_date, parse_wall};
    use alloc::string::String;

    #[test]
    fn records_are_as_long_as_their_fields() {
        let mut out = Vec::new();
        Settings { flags: 7, ..Settings::default() }.put(&mut out);
        assert_eq!(out.len(), Settings::SIZE);
        let walk_in = WalkIn { at: -5, day: 1, host_kind: 2, host: NONE, texts: 4 };
        out.clear();
        walk_in.put(&mut out);
        let table = Table::<WalkIn, { WalkIn::SIZE }>::read(&out).unwrap();
        assert_eq!((table.len(), table.get(0), table.get(1)), (1, Some(walk_in), None));
        assert!(Table::<WalkIn, { WalkIn::SIZE }>::read(&out[1..]).is_none());
    }

    #[test]
    fn texts_of_any_length_come_back() {
        let texts = ["", "é", &"x".repeat(126), &"y".repeat(127), &"z".repeat(300_000)];
        let mut pool = Vec::new();
        texts.iter().for_each(|text| put_text(&mut pool, text));
        let pool = String::from_utf8(pool).unwrap();
        let mut at = 0;
        for text in texts {
            let (found, next) = text_at(&pool, at).unwrap();
            assert_eq!(found, text);
            at = next;
        }
        assert_eq!(at as usize, pool.len());
        assert_eq!(text_at(&pool, at), None);
    }

    #[test]
    fn days_and_minutes_come_back() {
        for text in ["1970-01-02", "2026-11-01", "2199-12-31"] {
            let date = parse_date(text).unwrap();
            assert_eq!(date_of(day_number(date)), date);
        }
        for text in ["1970-01-01T00:01", "2026-11-01T01:30", "2199-12-31T23:59"] {
            let wall = parse_wall(text).unwrap();
            assert_eq!(wall_of(wall_number(wall)), wall);
        }
        assert_eq!(wall_number(NaiveDateTime::MIN), 0);
        assert_eq!(wall_of(wall_number(NaiveDateTime::MAX)), NaiveDateTime::MAX);
    }
}
