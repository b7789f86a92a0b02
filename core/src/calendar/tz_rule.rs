//! The rule of a TZif footer (RFC 9636, 3.3; POSIX's `TZ`), such as `EST5EDT,M3.2.0,M11.1.0`: how clocks change every year.

use super::YEARS;
use super::clock::Span;
use super::days::{SECONDS_PER_DAY, date_of, day_number, month_and_day};
use alloc::vec::Vec;
use chrono::NaiveDate;

/// A rule.
pub(super) enum Rule {
    /// One offset, all the time.
    Fixed(i32),
    /// Two offsets, and two changes every year.
    Alternate {
        /// To daylight saving time.
        start: Change,
        /// Back to standard time.
        end: Change,
    },
}

/// A yearly change.
pub(super) struct Change {
    day: Day,
    /// Seconds from midnight, by the clock that is changed.
    time: i32,
    before: i32,
    after: i32,
}

/// A day of every year.
enum Day {
    /// `Jn`: 1 to 365; February 29 is never counted.
    Julian(u32),
    /// `n`: 0 to 365; February 29 is counted.
    Ordinal(u32),
    /// `Mm.w.d`: in a month a week of 1 to 5, 5 being the last that there is, and a weekday from Sunday on.
    Weekday { month: u32, week: u8, weekday: u8 },
}

const HOUR: i32 = 3600;

impl Rule {
    /// Reads a rule; none when it is not one. `extended` are changes up to a week before or after the day.
    pub(super) fn read(text: &[u8], extended: bool) -> Option<Self> {
        let mut text = Text(text);
        text.name()?;
        let standard = -text.offset()?;
        if text.0.is_empty() {
            return Some(Self::Fixed(standard));
        }
        text.name()?;
        let daylight = if text.0.starts_with(b",") { standard + HOUR } else { -text.offset()? };
        let mut change = |before, after| {
            text.skip(b',')?;
            let day = text.day()?;
            let time = if text.skip(b'/').is_some() { text.change_time(extended)? } else { 2 * HOUR };
            Some(Change { day, time, before, after })
        };
        let (start, end) = (change(standard, daylight)?, change(daylight, standard)?);
        text.0.is_empty().then_some(Self::Alternate { start, end })
    }

    /// Adds what the rule says for after the listed changes. None when it contradicts the last of them.
    pub(super) fn extend(&self, spans: &mut Vec<Span>) -> Option<()> {
        let (start, end) = match self {
            Self::Fixed(offset) => return continue_with(spans, &[Span { from: i64::MIN, offset: *offset }]),
            Self::Alternate { start, end } => (start, end),
        };
        let years = YEARS.start() - 1..=YEARS.end() + 2;
        let mut changes: Vec<Span> = Vec::new();
        for year in years {
            for change in [start.in_year(year), end.in_year(year)] {
                changes.insert(begun_by(&changes, change.from), change);
            }
        }
        // Before the first of them the other offset holds.
        let first = if changes.first()?.offset == start.after { start.before } else { start.after };
        changes.insert(0, Span { from: i64::MIN, offset: first });
        continue_with(spans, &changes)
    }
}

/// How many of some ascending spans have begun by then.
fn begun_by(spans: &[Span], seconds: i64) -> usize {
    spans.partition_point(|span| span.from <= seconds)
}

/// Lets the spans of a rule follow the listed ones. The rule alone holds where no change is listed.
fn continue_with(spans: &mut Vec<Span>, of_rule: &[Span]) -> Option<()> {
    if let [_] = spans.as_slice() {
        spans.clear();
        spans.extend(of_rule);
        return Some(());
    }
    let last = *spans.last()?;
    let (before, after) = of_rule.split_at_checked(begun_by(of_rule, last.from))?;
    let agrees = match (before, after) {
        // For the years before and after, the changes have not been worked out.
        ([_], [_, ..]) | ([_, _, ..], []) => true,
        (before, _) => before.last()?.offset == last.offset,
    };
    if !agrees {
        return None;
    }
    spans.extend(after);
    Some(())
}

impl Change {
    fn in_year(&self, year: i32) -> Span {
        let seconds = i64::from(self.time) - i64::from(self.before);
        Span { from: self.day.in_year(year) * SECONDS_PER_DAY + seconds, offset: self.after }
    }
}

impl Day {
    /// The day in a year, in days since the Unix epoch.
    fn in_year(&self, year: i32) -> i64 {
        let Some(new_year) = NaiveDate::from_yo_opt(year, 1) else { return 0 };
        let first = day_number(new_year);
        match *self {
            Self::Julian(day) if new_year.leap_year() && day >= 60 => first + i64::from(day),
            Self::Julian(day) => first + i64::from(day) - 1,
            Self::Ordinal(day) => first + i64::from(day),
            Self::Weekday { month, week, weekday } => {
                let first = NaiveDate::from_ymd_opt(year, month, 1).map_or(0, day_number);
                // 1970-01-01 was a Thursday, the fourth day from Sunday on.
                let wait = (i64::from(weekday) - first - 4).rem_euclid(7);
                let day = first + wait + 7 * (i64::from(week) - 1);
                let is_there = date_of(day).is_some_and(|date| month_and_day(date).0 == month);
                if is_there { day } else { day - 7 }
            }
        }
    }
}

/// What is left of a rule to read.
struct Text<'t>(&'t [u8]);

impl Text<'_> {
    fn skip(&mut self, byte: u8) -> Option<()> {
        self.0 = self.0.strip_prefix(&[byte])?;
        Some(())
    }

    /// Passes over a name, which is of no use here: letters, or anything that a name may have between `<` and `>`.
    fn name(&mut self) -> Option<()> {
        if self.skip(b'<').is_none() {
            return self.skip_all(u8::is_ascii_alphabetic);
        }
        self.skip_all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-'))?;
        self.skip(b'>')
    }

    /// Passes over the bytes at the beginning that belong; none when there are none.
    fn skip_all(&mut self, belongs: fn(&u8) -> bool) -> Option<()> {
        let count = self.0.iter().take_while(|byte| belongs(byte)).count();
        self.0 = self.0.get(count..)?;
        (count > 0).then_some(())
    }

    fn number(&mut self, most: u32) -> Option<u32> {
        let mut number = None;
        while let [digit @ b'0'..=b'9', rest @ ..] = self.0 {
            number = Some(number.unwrap_or(0_u32).saturating_mul(10).saturating_add((digit - b'0').into()));
            self.0 = rest;
        }
        number.filter(|number| *number <= most)
    }

    /// How far a clock is behind UTC, in seconds.
    fn offset(&mut self) -> Option<i32> {
        self.signed_time(24)
    }

    fn change_time(&mut self, extended: bool) -> Option<i32> {
        if extended { self.signed_time(167) } else { self.time(24) }
    }

    fn signed_time(&mut self, most_hours: u32) -> Option<i32> {
        if self.skip(b'-').is_some() {
            return Some(-self.time(most_hours)?);
        }
        let _ = self.skip(b'+');
        self.time(most_hours)
    }

    /// `hh[:mm[:ss]]`, in seconds.
    fn time(&mut self, most_hours: u32) -> Option<i32> {
        let mut seconds = self.number(most_hours)? * 3600;
        for unit in [60, 1] {
            if self.skip(b':').is_none() {
                break;
            }
            seconds += self.number(59)? * unit;
        }
        i32::try_from(seconds).ok()
    }

    fn day(&mut self) -> Option<Day> {
        if self.skip(b'J').is_some() {
            return self.number(365).filter(|day| *day > 0).map(Day::Julian);
        }
        if self.skip(b'M').is_none() {
            return self.number(365).map(Day::Ordinal);
        }
        let month = self.number(12).filter(|month| *month > 0)?;
        self.skip(b'.')?;
        let week = self.number(5).filter(|week| *week > 0)?;
        self.skip(b'.')?;
        let weekday = self.number(6)?;
        Some(Day::Weekday { month, week: week as u8, weekday: weekday as u8 })
    }
}
