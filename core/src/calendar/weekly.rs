//! Weekly hours by the clock on the wall (SPEC 7.2): when a contact can be called, when an amenity can be used (SPEC 4.1).
//!
//! Hours are windows that open on some days of the week and close later that day or on the next. `None` stands for
//! always. A clock change never moves them: at 09:00 on the wall it is 09:00, however long the night was.

use super::{date_of, day_number};
use crate::document::{self, WeeklyWindow};
use alloc::vec::Vec;
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};

const DAY: i64 = 24 * 60;
const WEEK: i64 = 7 * DAY;

/// A [`WeeklyWindow`] in a few bytes, as a console image keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Days on which it opens: Monday is bit 0.
    pub days: u8,
    /// The minute of the day at which it opens.
    pub open: u16,
    /// The minute of the day at which it closes: of the next day when not after `open`.
    pub close: u16,
}

impl Window {
    fn has_day(self, day: Weekday) -> bool {
        self.has(i64::from(day.num_days_from_monday()))
    }

    /// The same for a day by its number from a Monday, in whichever week.
    fn has(self, day: i64) -> bool {
        (self.days >> day.rem_euclid(7)) & 1 == 1
    }

    /// Whether it closes on the day after it opens; open for 24 hours when the two times are equal.
    fn runs_past_midnight(self) -> bool {
        self.close <= self.open
    }
}

impl From<&WeeklyWindow> for Window {
    fn from(window: &WeeklyWindow) -> Self {
        let bit = |day: &document::Weekday| 1 << Weekday::from(*day).num_days_from_monday();
        Self {
            days: window.days.iter().fold(0, |days, day| days | bit(day)),
            open: minute_of_day(window.open),
            close: minute_of_day(window.close),
        }
    }
}

/// Whether some window is open at a wall time (SPEC 7.2); seconds count, and a window is closed again at its `close`.
///
/// No window opens on a date of which `closed_on` holds; one that opened the evening before still runs into it. Without
/// hours every day has a window of 24 hours, which does not open on those dates either.
#[must_use]
pub fn is_open(
    hours: Option<impl Iterator<Item = Window> + Clone>,
    closed_on: impl Fn(NaiveDate) -> bool,
    wall: NaiveDateTime,
) -> bool {
    let Some(windows) = hours else { return !closed_on(wall.date()) };
    // Windows open and close on full minutes, so that the seconds of the wall time play no part.
    let (today, minute) = (wall.date(), minute_of_day(wall.time()));
    let opens_today = !closed_on(today);
    let opened_yesterday = date_of(day_number(today) - 1).is_some_and(|yesterday| !closed_on(yesterday));
    for window in windows {
        let (closes_later, is_long) = (minute < window.close, window.runs_past_midnight());
        let has_opened = window.open <= minute && (closes_later || is_long);
        let runs_on = closes_later && is_long;
        let since_today = opens_today && has_opened && window.has_day(today.weekday());
        let since_yesterday = opened_yesterday && runs_on && window.has_day(today.weekday().pred());
        if since_today || since_yesterday {
            return true;
        }
    }
    false
}

/// Whether every wall minute of `[start, end)`, both whole minutes, is in some window (SPEC 4.3, `outsideHours`).
///
/// Windows that touch or overlap are taken together. The work depends on the number of windows only, however long the
/// interval is.
#[must_use]
pub fn covers(hours: Option<&[WeeklyWindow]>, start: NaiveDateTime, end: NaiveDateTime) -> bool {
    let Some(windows) = hours else { return true };
    let length = super::wall_minutes(start, end);
    if length <= 0 {
        return true;
    }
    // The pattern repeats every week, so a longer interval is covered exactly when a week of it is.
    let from =
        i64::from(start.weekday().num_days_from_monday()) * DAY + i64::from(minute_of_day(start.time()));
    let to = from + length.min(WEEK);
    // Up to here it is open from `from` on without a break.
    let mut covered = from;
    for (opens, closes) in open_spans(windows) {
        if opens > covered {
            break;
        }
        covered = covered.max(closes);
    }
    to <= covered
}

/// When windows are open, in minutes from a Monday at 00:00: ascending, and whole over the two weeks that an interval of at
/// most a week can lie in.
fn open_spans(windows: &[WeeklyWindow]) -> Vec<(i64, i64)> {
    let mut spans = Vec::new();
    for window in windows.iter().map(Window::from) {
        let (open, close) = (i64::from(window.open), i64::from(window.close));
        let length = if window.runs_past_midnight() { close + DAY - open } else { close - open };
        for day in -7..14_i64 {
            if window.has(day) {
                let opens = day * DAY + open;
                spans.push((opens, opens + length));
            }
        }
    }
    spans.sort_unstable();
    spans
}

/// Whole minutes of a time, from midnight.
fn minute_of_day(time: NaiveTime) -> u16 {
    // There are 1,440 of them.
    u16::try_from(time.num_seconds_from_midnight() / 60).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{parse_date, parse_time, parse_wall};
    use crate::document::Weekday::{self as Day, *};
    use alloc::vec;
    use chrono::TimeDelta;
    use proptest::prelude::*;

    const ALL: [Day; 7] = [Mon, Tue, Wed, Thu, Fri, Sat, Sun];

    fn window(days: &[Day], open: &str, close: &str) -> WeeklyWindow {
        WeeklyWindow {
            days: days.to_vec(),
            open: parse_time(open).unwrap(),
            close: parse_time(close).unwrap(),
        }
    }

    /// As a contact's hours are asked.
    fn is_open(hours: Option<&[WeeklyWindow]>, closed_on: &[NaiveDate], wall: NaiveDateTime) -> bool {
        let windows = hours.map(|windows| windows.iter().map(Window::from));
        super::is_open(windows, |date| closed_on.contains(&date), wall)
    }

    fn wall(text: &str) -> NaiveDateTime {
        parse_wall(text).unwrap()
    }

    // 2026-05-04 is a Monday.

    #[test]
    fn no_hours_is_every_day_and_no_window_is_never() {
        let closed = [parse_date("2026-05-04").unwrap()];
        assert!(!is_open(None, &closed, wall("2026-05-04T12:00")));
        assert!(is_open(None, &closed, wall("2026-05-05T00:00")));
        assert!(!is_open(Some(&[]), &[], wall("2026-05-04T12:00")));
        assert!(covers(None, wall("2026-05-04T12:00"), wall("2027-05-04T12:00")));
        assert!(!covers(Some(&[]), wall("2026-05-04T12:00"), wall("2026-05-04T12:01")));
    }

    #[test]
    fn a_window_is_half_open_to_the_second() {
        let hours = [window(&[Mon], "09:00", "17:00")];
        let open = |text| is_open(Some(&hours), &[], wall(text));
        assert!(!open("2026-05-04T08:59") && open("2026-05-04T09:00"));
        assert!(open("2026-05-04T16:59") && !open("2026-05-04T17:00"));
        let last_second = wall("2026-05-04T16:59").with_second(59).unwrap();
        assert!(is_open(Some(&hours), &[], last_second));
        assert!(!open("2026-05-05T12:00") && !open("2026-05-03T12:00"));
    }

    #[test]
    fn a_window_past_midnight_belongs_to_the_day_it_opens() {
        let hours = [window(&[Fri], "22:00", "06:00")];
        let open = |text, closed: &[&str]| {
            let closed: Vec<_> = closed.iter().map(|date| parse_date(date).unwrap()).collect();
            is_open(Some(&hours), &closed, wall(text))
        };
        assert!(open("2026-05-08T22:00", &[]) && open("2026-05-09T05:59", &[]));
        assert!(!open("2026-05-09T06:00", &[]) && !open("2026-05-08T05:59", &[]));
        assert!(open("2026-05-09T05:59", &["2026-05-09"]), "opened the evening before the closed date");
        assert!(!open("2026-05-09T05:59", &["2026-05-08"]), "did not open on the closed date");
    }

    #[test]
    fn equal_times_are_24_hours() {
        let hours = [window(&[Mon], "09:00", "09:00")];
        let open = |text| is_open(Some(&hours), &[], wall(text));
        assert!(!open("2026-05-04T08:59") && open("2026-05-04T09:00"));
        assert!(open("2026-05-05T08:59") && !open("2026-05-05T09:00"));
        let midnight = [window(&[Sun], "00:00", "00:00")];
        assert!(is_open(Some(&midnight), &[], wall("2026-05-03T23:59")));
        assert!(!is_open(Some(&midnight), &[], wall("2026-05-04T00:00")));
    }

    #[test]
    fn windows_that_touch_cover_together() {
        let hours = [window(&ALL, "22:00", "06:00"), window(&ALL, "06:00", "22:00")];
        assert!(covers(Some(&hours), wall("2026-05-04T03:00"), wall("2027-05-05T03:00")));
        let gap = [window(&ALL, "22:00", "06:00"), window(&ALL, "06:01", "22:00")];
        assert!(covers(Some(&gap), wall("2026-05-04T06:01"), wall("2026-05-05T06:00")));
        assert!(!covers(Some(&gap), wall("2026-05-04T06:01"), wall("2026-05-05T06:01")));
        assert!(!covers(Some(&gap), wall("2026-05-04T03:00"), wall("2027-05-05T03:00")));
    }

    #[test]
    fn the_week_wraps_around() {
        let hours = [window(&[Sun], "20:00", "08:00")];
        assert!(covers(Some(&hours), wall("2026-05-03T20:00"), wall("2026-05-04T08:00")));
        assert!(covers(Some(&hours), wall("2026-05-04T00:00"), wall("2026-05-04T08:00")));
        assert!(!covers(Some(&hours), wall("2026-05-03T20:00"), wall("2026-05-04T08:01")));
        assert!(!covers(Some(&hours), wall("2026-05-03T19:59"), wall("2026-05-04T08:00")));
    }

    fn any_window() -> impl Strategy<Value = WeeklyWindow> {
        // Few distinct times, so that windows touch, overlap and are equal often.
        let time = prop::sample::select(vec!["00:00", "00:01", "06:00", "12:00", "18:30", "23:59"]);
        (prop::collection::vec(prop::sample::select(ALL.to_vec()), 0..8), time.clone(), time)
            .prop_map(|(days, open, close)| window(&days, open, close))
    }

    proptest! {
        /// An interval is covered exactly when it is open in each of its minutes.
        #[test]
        fn covers_is_open_in_every_minute(
            hours in prop::collection::vec(any_window(), 0..5),
            start in 0i64..WEEK,
            length in prop_oneof![1i64..400, 1i64..3 * DAY, 1i64..3 * WEEK],
        ) {
            let start = wall("2026-05-04T00:00") + TimeDelta::minutes(start);
            let every_minute =
                (0..length).all(|minute| is_open(Some(&hours), &[], start + TimeDelta::minutes(minute)));
            prop_assert_eq!(covers(Some(&hours), start, start + TimeDelta::minutes(length)), every_minute);
        }

        /// Open means that some window opened within the last day, on a date that is not closed, and has not closed.
        #[test]
        fn open_says_what_a_list_of_openings_says(
            hours in prop::collection::vec(any_window(), 0..5),
            closed in prop::collection::vec(0u64..9, 0..4),
            second in 0i64..9 * 86_400,
        ) {
            let first = parse_date("2026-05-02").unwrap();
            let closed: Vec<_> = closed.into_iter().map(|day| first + chrono::Days::new(day)).collect();
            let at = first.and_time(NaiveTime::MIN) + TimeDelta::seconds(second);
            let mut open = false;
            for date in first.pred_opt().unwrap().iter_days().take(10).filter(|date| !closed.contains(date)) {
                for window in hours.iter().filter(|window| Window::from(*window).has_day(date.weekday())) {
                    let opens = date.and_time(window.open);
                    let mut closes = date.and_time(window.close);
                    if closes <= opens {
                        closes += TimeDelta::days(1);
                    }
                    open |= opens <= at && at < closes;
                }
            }
            prop_assert_eq!(is_open(Some(&hours), &closed, at), open);
        }
    }
}
