//! How dates, times and instants look in JSON, as serde modules, and optional fields that must not be `null`.

use core::fmt;
use core::marker::PhantomData;
use serde::de::value::MapAccessDeserializer;
use serde::{Deserialize, Deserializer, de};

/// For `field?: T`: left out is `None`, but `null` is refused like any other wrong type.
pub(super) fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    from: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// For `field: true`, which has no other value.
pub(super) fn only_true<'de, D: Deserializer<'de>>(from: D) -> Result<Option<bool>, D::Error> {
    if bool::deserialize(from)? { Ok(Some(true)) } else { Err(de::Error::custom("expected true")) }
}

/// The default of what is on unless it is switched off.
pub(super) fn yes() -> bool {
    true
}

/// Reads a value that is a word, or an object `O` of its own: `"guest" | { staff }`.
pub(super) fn word_or_object<'de, D: Deserializer<'de>, O: Deserialize<'de> + Into<T>, T>(
    from: D,
    expected: &'static str,
    word: fn(&str) -> Option<T>,
) -> Result<T, D::Error> {
    from.deserialize_any(WordOrObject { expected, word, object: PhantomData::<O> })
}

struct WordOrObject<T, O> {
    expected: &'static str,
    word: fn(&str) -> Option<T>,
    object: PhantomData<O>,
}

impl<'de, T, O: Deserialize<'de> + Into<T>> de::Visitor<'de> for WordOrObject<T, O> {
    type Value = T;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.expected)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.word)(text).ok_or_else(|| E::custom(self.expected))
    }

    fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        O::deserialize(MapAccessDeserializer::new(map)).map(Into::into)
    }
}

/// Defines a serde module for a value that is written as text, with its `option` and `list` forms.
macro_rules! text_format {
    ($module:ident, $kind:ty, $parse:path, $format:expr, $expected:literal) => {
        pub(super) mod $module {
            use alloc::string::String;
            use alloc::vec::Vec;
            use core::fmt;
            use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};

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
                let text: String = $format(*value);
                // What could not be read again is not written: seconds where there are none, a year out of range.
                if $parse(&text) != Some(*value) {
                    return Err(ser::Error::custom(concat!("expected ", $expected)));
                }
                to.serialize_str(&text)
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
