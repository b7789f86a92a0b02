//! How dates, times and instants look in JSON, as serde modules, and optional fields that must not be `null`.

use serde::{Deserialize, Deserializer};

/// For `field?: T`: left out is `None`, but `null` is refused like any other wrong type.
pub(super) fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    from: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// Defines a serde module for a value that is written as text, with its `option` and `list` forms.
macro_rules! text_format {
    ($module:ident, $kind:ty, $parse:path, $format:expr, $expected:literal) => {
        pub(super) mod $module {
            use alloc::string::String;
            use alloc::vec::Vec;
            use core::fmt;
            use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

            struct Text;

            impl de::Visitor<'_> for Text {
                type Value = $kind;

                fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                    out.write_str($expected)
                }

                fn visit_str<E: de::Error>(self, text: &str) -> Result<$kind, E> {
                    $parse(text).ok_or_else(|| E::custom(concat!("expected ", $expected)))
                }
            }

            pub(in crate::document) fn deserialize<'de, D: Deserializer<'de>>(
                from: D,
            ) -> Result<$kind, D::Error> {
                from.deserialize_str(Text)
            }

            pub(in crate::document) fn serialize<S: Serializer>(
                value: &$kind,
                to: S,
            ) -> Result<S::Ok, S::Error> {
                to.serialize_str(&text(*value))
            }

            fn text(value: $kind) -> String {
                $format(value)
            }

            /// The value in a type of its own, where a container asks for one.
            struct Item($kind);

            impl<'de> Deserialize<'de> for Item {
                fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    deserialize(from).map(Item)
                }
            }

            impl Serialize for Item {
                fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                    serialize(&self.0, to)
                }
            }

            #[allow(dead_code, reason = "not every format is used in every form")]
            pub(in crate::document) mod option {
                use super::*;

                pub(in crate::document) fn deserialize<'de, D: Deserializer<'de>>(
                    from: D,
                ) -> Result<Option<$kind>, D::Error> {
                    super::deserialize(from).map(Some)
                }

                pub(in crate::document) fn serialize<S: Serializer>(
                    value: &Option<$kind>,
                    to: S,
                ) -> Result<S::Ok, S::Error> {
                    value.map(Item).serialize(to)
                }
            }

            #[allow(dead_code, reason = "not every format is used in every form")]
            pub(in crate::document) mod list {
                use super::*;

                pub(in crate::document) fn deserialize<'de, D: Deserializer<'de>>(
                    from: D,
                ) -> Result<Vec<$kind>, D::Error> {
                    let items = Vec::<Item>::deserialize(from)?;
                    Ok(items.into_iter().map(|item| item.0).collect())
                }

                pub(in crate::document) fn serialize<S: Serializer>(
                    values: &[$kind],
                    to: S,
                ) -> Result<S::Ok, S::Error> {
                    to.collect_seq(values.iter().map(|value| Item(*value)))
                }
            }
        }
    };
}

text_format!(
    date,
    chrono::NaiveDate,
    crate::calendar::parse_date,
    crate::calendar::format_date,
    "a date as YYYY-MM-DD, years 1970 to 2199"
);
text_format!(
    time,
    chrono::NaiveTime,
    crate::calendar::parse_time,
    crate::calendar::format_time,
    "a time as HH:MM, 00:00 to 23:59"
);
text_format!(
    wall,
    chrono::NaiveDateTime,
    crate::calendar::parse_wall,
    crate::calendar::format_wall,
    "local time as YYYY-MM-DDTHH:MM, years 1970 to 2199"
);
text_format!(
    instant,
    crate::calendar::Instant,
    crate::calendar::Instant::parse,
    crate::calendar::Instant::to_rfc3339_exact,
    "an instant as in RFC 3339, 2026-05-14T18:00:00Z, years 1970 to 2199"
);
