//! Instants, dates and wall times as every binding can carry them.
//!
//! Each is a number or a text on its way, and the language's own type on the other side, as `uniffi.toml` says. A date is a
//! number, for as a text it would have to be written and read again.

use alloc::string::String;
use chrono::{NaiveDate, NaiveDateTime};
use vestibule::calendar::{format_wall, parse_wall};

/// A point in time. What is finer than a millisecond is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instant(
    /// Milliseconds since the Unix epoch.
    pub i64,
);

/// A date of the building's calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalDate(
    /// The date.
    pub NaiveDate,
);

/// A minute on the building's clocks, whatever their zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalDateTime(
    /// `YYYY-MM-DDTHH:MM`.
    pub String,
);

impl From<vestibule::Instant> for Instant {
    fn from(at: vestibule::Instant) -> Self {
        Self(at.millis())
    }
}

impl From<Instant> for vestibule::Instant {
    fn from(at: Instant) -> Self {
        Self::from_millis(at.0)
    }
}

impl From<NaiveDate> for LocalDate {
    fn from(date: NaiveDate) -> Self {
        Self(date)
    }
}

impl From<NaiveDateTime> for LocalDateTime {
    fn from(wall: NaiveDateTime) -> Self {
        Self(format_wall(wall))
    }
}

impl LocalDateTime {
    /// The wall time, when it is one of whole minutes in the years of the calendar; seconds of 0 may be written.
    pub fn read(&self) -> Option<NaiveDateTime> {
        parse_wall(self.0.strip_suffix(":00").filter(|rest| rest.len() > 13).unwrap_or(&self.0))
    }
}

/// Days that are too many for the calendar.
#[cfg(feature = "uniffi")]
#[derive(Debug, thiserror::Error)]
#[error("expected a date of the calendar")]
struct NoDate;

#[cfg(feature = "uniffi")]
uniffi::custom_type!(
    /// A point in time. What is finer than a millisecond is cut off.
    Instant, i64, { lower: |at| at.0, try_lift: |millis| Ok(Instant(millis)) }
);
#[cfg(feature = "uniffi")]
uniffi::custom_type!(
    /// A date of the building's calendar, on its way the days since 1970-01-01.
    LocalDate, i32, {
        lower: |date| date.0.to_epoch_days(),
        try_lift: |days| NaiveDate::from_epoch_days(days).map(LocalDate).ok_or(NoDate.into())
    }
);
#[cfg(feature = "uniffi")]
uniffi::custom_type!(
    /// A minute on the building's clocks, whatever their zone.
    LocalDateTime, String, { lower: |wall| wall.0, try_lift: |text| Ok(LocalDateTime(text)) }
);

#[cfg(test)]
mod tests {
    use super::LocalDateTime;

    #[test]
    fn wall_times_have_whole_minutes() {
        let read = |text: &str| LocalDateTime(text.into()).read().map(vestibule::calendar::format_wall);
        assert_eq!(read("2026-05-14T18:00").as_deref(), Some("2026-05-14T18:00"));
        assert_eq!(read("2026-05-14T18:00:00").as_deref(), Some("2026-05-14T18:00"));
        for wrong in [
            "",
            ":00",
            "2026-05-14T18:00:30",
            "2026-05-14T18:00:00Z",
            "2026-05-14T18",
            "2026-05-14T18:00:00:00",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
