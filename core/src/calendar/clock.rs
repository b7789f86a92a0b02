//! A clock on the wall: from instants to local time and back, by a table of offsets (SPEC 1.4, 1.5).
//!
//! The table is bytes, so that a console reads it where it lies in its image. A question is a binary search, allocates
//! nothing and cannot fail.

use super::Instant;
use super::days::{SECONDS_PER_DAY, seconds_of};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// A clock, for as long as its table is held: by [`ZoneRules`](super::ZoneRules) or by a console image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock<'z> {
    // INVARIANT: strictly ascending by `from`, the first one from the beginning of time.
    spans: &'z [SpanBytes],
}

/// From an instant on (seconds since the epoch), clocks are `offset` seconds ahead of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) from: i64,
    pub(crate) offset: i32,
}

/// A [`Span`] as it is kept: `from`, then `offset`, little-endian.
pub(crate) type SpanBytes = [u8; 12];

/// The largest offset that RFC 9636 leaves room for.
pub(crate) const MAX_OFFSET: i32 = 26 * 3600;
/// No wall time reaches further into a neighbouring span.
const REACH: i64 = MAX_OFFSET as i64;

impl Span {
    pub(crate) fn to_bytes(self) -> SpanBytes {
        let ([a, b, c, d, e, f, g, h], [i, j, k, l]) = (self.from.to_le_bytes(), self.offset.to_le_bytes());
        [a, b, c, d, e, f, g, h, i, j, k, l]
    }

    pub(crate) fn of(bytes: &SpanBytes) -> Self {
        let [a, b, c, d, e, f, g, h, i, j, k, l] = *bytes;
        Self { from: i64::from_le_bytes([a, b, c, d, e, f, g, h]), offset: i32::from_le_bytes([i, j, k, l]) }
    }
}

/// The wall times between two clock changes, without those near either: clocks show each of them once, at this offset.
#[derive(Clone, Copy, Debug)]
pub(super) struct Steady {
    /// The first one, in seconds, as if it were UTC.
    from: i64,
    /// The one after the last.
    until: i64,
    offset: i64,
}

impl Steady {
    /// Whether every clock change is more than `days` days away from an instant of it.
    pub(super) fn is_around(&self, instant: Instant, days: i64) -> bool {
        let (seconds, margin) = (instant.seconds(), days * SECONDS_PER_DAY - REACH);
        self.from <= seconds.saturating_sub(margin) && seconds.saturating_add(margin) < self.until
    }

    /// What a clock on the wall shows at an instant of it, with its seconds.
    pub(super) fn local(&self, instant: Instant) -> NaiveDateTime {
        instant.wall_at(self.offset)
    }

    /// The instant of a wall time, start and end alike; none when a clock change may be near.
    pub(super) fn instant(&self, wall: NaiveDateTime) -> Option<Instant> {
        let seconds = seconds_of(wall);
        (self.from <= seconds && seconds < self.until).then(|| Instant::from_seconds(seconds - self.offset))
    }
}

impl<'z> Clock<'z> {
    /// A clock by a table, which must ascend.
    pub(crate) fn new(spans: &'z [SpanBytes]) -> Self {
        Self { spans }
    }

    /// The rows of the table.
    pub(crate) fn changes(self) -> impl DoubleEndedIterator<Item = Span> + 'z {
        self.spans.iter().map(Span::of)
    }

    /// What a clock on the wall shows at an instant, with its seconds.
    pub fn local(self, instant: Instant) -> NaiveDateTime {
        let after = self.spans_until(instant.seconds());
        instant.wall_at(self.span(after.saturating_sub(1)).map_or(0, |span| span.offset.into()))
    }

    /// The instant at which something planned to start at `wall` starts (SPEC 1.5): the earlier one of a time that
    /// happens twice, the first instant after a gap.
    pub fn start(self, wall: NaiveDateTime) -> Instant {
        self.instant(seconds_of(wall), i64::min)
    }

    /// The instant at which something planned to end at `wall` ends (SPEC 1.5): the later one of a time that happens
    /// twice, the first instant after a gap.
    pub fn end(self, wall: NaiveDateTime) -> Instant {
        self.instant(seconds_of(wall), i64::max)
    }

    /// The first instant of a date, which need not be 00:00.
    pub fn day_start(self, date: NaiveDate) -> Instant {
        self.start(NaiveDateTime::new(date, NaiveTime::MIN))
    }

    /// What clocks do around an instant.
    pub(super) fn steady(self, instant: Instant) -> Steady {
        let after = self.spans_until(instant.seconds());
        let until = self.span(after).map_or(i64::MAX, |next| next.from);
        let Span { from, offset } =
            self.span(after.saturating_sub(1)).unwrap_or(Span { from: i64::MIN, offset: 0 });
        Steady {
            from: from.saturating_add(REACH),
            until: until.saturating_sub(REACH),
            offset: i64::from(offset),
        }
    }

    /// How many spans have begun by then.
    fn spans_until(self, seconds: i64) -> usize {
        self.spans.partition_point(|span| Span::of(span).from <= seconds)
    }

    fn span(self, at: usize) -> Option<Span> {
        self.spans.get(at).map(Span::of)
    }

    /// The instant of a wall time, given in seconds as if it were UTC. Of two, `choose` says which.
    pub(super) fn instant(self, wall: i64, choose: fn(i64, i64) -> i64) -> Instant {
        // Only spans that touch the 26 hours around can show this wall time.
        let first = self.spans_until(wall - REACH).saturating_sub(1);
        let mut found: Option<i64> = None;
        let mut gap_end = None;
        for (at, span) in self.spans.iter().map(Span::of).enumerate().skip(first) {
            if span.from > wall + REACH {
                break;
            }
            let instant = wall - i64::from(span.offset);
            let until = self.span(at + 1).map_or(i64::MAX, |next| next.from);
            if span.from <= instant && instant < until {
                found = Some(found.map_or(instant, |other| choose(other, instant)));
            } else if instant < span.from && gap_end.is_none() {
                gap_end = Some(span.from);
            }
        }
        Instant::from_seconds(found.or(gap_end).unwrap_or(wall))
    }
}
