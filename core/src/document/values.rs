//! How the values of fields look in JSON: texts, numbers, dates, times, instants, and lists of them.

use super::nodes::Node;
use super::source::Place;
use crate::calendar::{self, Instant};
use alloc::string::String;
use alloc::vec::Vec;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use core::num::NonZeroU32;
use serde::{Serialize, Serializer, ser};

/// What can be read from JSON, strictly: it is what is expected, or the place is refused.
pub trait FromJson {
    /// Reads what is at a place. When the place is refused the value is of no use, and nobody gets to see it.
    fn read(place: Place<'_>) -> Self;
}

/// What may be left out of an object.
pub trait LeftOut {
    /// Reads what is at a place, if there is one.
    fn read_given(place: Option<Place<'_>>) -> Self;
}

/// What a field can hold, as it is written.
pub(super) trait ToJson {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;

    /// Whether it can be left out of an object.
    fn is_nothing(&self) -> bool {
        false
    }
}

/// A value for where serde asks for what it can write.
pub(super) struct Written<'v, T>(pub(super) &'v T);

impl<T: ToJson> Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.write(to)
    }
}

impl FromJson for String {
    fn read(place: Place<'_>) -> Self {
        let text = place.text().unwrap_or_else(|| {
            place.refuse("expected a text");
            ""
        });
        text.into()
    }
}

impl ToJson for String {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self)
    }
}

impl FromJson for bool {
    fn read(place: Place<'_>) -> Self {
        if let Some(Node::Bool(value)) = place.node() {
            return *value;
        }
        place.refuse("expected true or false");
        false
    }
}

impl ToJson for bool {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bool(*self)
    }
}

/// The value of a field that is only ever `true`.
#[derive(Clone, Copy, Debug)]
pub(super) struct True;

impl FromJson for True {
    fn read(place: Place<'_>) -> Self {
        if !matches!(place.node(), Some(Node::Bool(true))) {
            place.refuse("expected true");
        }
        Self
    }
}

impl ToJson for True {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bool(true)
    }
}

/// Reads whole numbers of some type that it converts to.
macro_rules! whole {
    ($($kind:ty, $blank:expr, $expected:literal;)*) => {
        $(impl FromJson for $kind {
            fn read(place: Place<'_>) -> Self {
                let whole = if let Some(Node::Whole(whole)) = place.node() { Some(*whole) } else { None };
                whole.and_then(|whole| u32::try_from(whole).ok()?.try_into().ok()).unwrap_or_else(|| {
                    place.refuse($expected);
                    $blank
                })
            }
        })*
    };
}

whole! {
    u8, 0, "expected a whole number from 0 to 255";
    u32, 0, "expected a whole number from 0 to 4294967295";
    NonZeroU32, NonZeroU32::MIN, "expected a whole number from 1 to 4294967295";
}

impl ToJson for u32 {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u32(*self)
    }
}

impl ToJson for NonZeroU32 {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u32(self.get())
    }
}

/// Reads and writes values that are texts of some form.
macro_rules! text_forms {
    ($($kind:ty, $parse:path, $format:path, $blank:expr, $expected:literal;)*) => {
        $(impl FromJson for $kind {
            fn read(place: Place<'_>) -> Self {
                place.text().and_then($parse).unwrap_or_else(|| {
                    place.refuse(concat!("expected ", $expected));
                    $blank
                })
            }
        }

        impl ToJson for $kind {
            fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let text: String = $format(*self);
                // What could not be read again is not written: seconds where there are none, a year out of range.
                if $parse(&text) != Some(*self) {
                    return Err(ser::Error::custom(concat!("expected ", $expected)));
                }
                to.serialize_str(&text)
            }
        })*
    };
}

text_forms! {
    NaiveDate, calendar::parse_date, calendar::format_date, NaiveDate::default(),
        "a date as YYYY-MM-DD, years 1970 to 2199";
    NaiveTime, calendar::parse_time, calendar::format_time, NaiveTime::default(),
        "a time as HH:MM, 00:00 to 23:59";
    NaiveDateTime, calendar::parse_wall, calendar::format_wall, NaiveDateTime::default(),
        "local time as YYYY-MM-DDTHH:MM, years 1970 to 2199";
    Instant, Instant::parse, Instant::to_rfc3339_exact, Instant::from_millis(0),
        "an instant as in RFC 3339, 2026-05-14T18:00:00Z, years 1970 to 2199";
}

impl<T: FromJson> FromJson for Vec<T> {
    fn read(place: Place<'_>) -> Self {
        // In a browser a loop takes fewer bytes than collecting, and there are many kinds of lists.
        let mut list = Self::new();
        for item in place.items() {
            list.push(T::read(item));
        }
        list
    }
}

impl<T: FromJson> LeftOut for Vec<T> {
    fn read_given(place: Option<Place<'_>>) -> Self {
        place.map(Self::read).unwrap_or_default()
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter().map(Written))
    }

    fn is_nothing(&self) -> bool {
        self.is_empty()
    }
}

impl<T: FromJson> LeftOut for Option<T> {
    fn read_given(place: Option<Place<'_>>) -> Self {
        place.map(T::read)
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write(to),
            None => to.serialize_unit(),
        }
    }

    fn is_nothing(&self) -> bool {
        self.is_none()
    }
}
