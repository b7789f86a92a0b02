//! For which days an image is written, and the instants at which it may be asked.

use chrono::NaiveDate;
use proptest::prelude::*;
use vestibule::calendar::add_days;
use vestibule::image::{ImageSpec, UnsignedImage};
use vestibule::{Building, Instant, ZoneRules};

/// The days of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Horizon {
    /// All that a document can say.
    AllDays,
    /// The day of writing and so many after it.
    Days(u32),
}

pub(crate) fn horizon() -> impl Strategy<Value = Horizon> {
    prop_oneof![Just(Horizon::AllDays), (0..7u32).prop_map(Horizon::Days)]
}

impl Horizon {
    pub(crate) fn image(self, building: &Building, at: Instant, sequence: u64) -> UnsignedImage {
        let spec = match self {
            Self::AllDays => ImageSpec::of_all_days(at, sequence),
            Self::Days(days) => ImageSpec::starting(building, at, days, sequence),
        };
        building.console_image(&spec).unwrap()
    }

    /// The last instant at which an image that is written then may be asked.
    pub(crate) fn last(self, zone: &ZoneRules, written_at: Instant) -> Instant {
        let last_day = match self {
            Self::AllDays => NaiveDate::from_ymd_opt(2199, 12, 30).unwrap(),
            Self::Days(days) => add_days(zone.local(written_at).date(), days.into()),
        };
        Instant::from_millis(zone.day_start(add_days(last_day, 1)).millis() - 1)
    }

    /// Instants as those at which an image may be asked: one that is too early or too late becomes the first or the last.
    pub(crate) fn within(self, zone: &ZoneRules, written_at: Instant, instants: &[Instant]) -> Vec<Instant> {
        let last = self.last(zone, written_at);
        instants.iter().map(|at| (*at).clamp(written_at, last)).collect()
    }
}
