//! The tables that say how records look in JSON: each field and each word once, for reading and for writing.

/// Defines a record that is read from JSON strictly, with the key of every field.
///
/// A field is required, unless the key is followed by `or` and what it is when it is missing, or by `if any`: an `Option`
/// or a `Vec` that is then empty. `if not_null` is the same, and takes `null` for missing.
///
/// ```
/// use vestibule::document::{Vehicle, from_json};
///
/// vestibule::asked! {
///     /// A guest at the gate.
///     #[derive(Debug, PartialEq)]
///     struct Arrival {
///         guest: String = "guestName",
///         vehicle: Vehicle = "vehicle" or Vehicle::default(),
///         note: Option<String> = "note" if any,
///     }
/// }
/// let arrival: Arrival = from_json(r#"{ "guestName": "Ann" }"#)?;
/// assert_eq!((arrival.guest.as_str(), arrival.note), ("Ann", None));
///
/// let error = from_json::<Arrival>(r#"{ "guestName": "Ann", "vehicle": { "plate": 7 } }"#).unwrap_err();
/// assert_eq!(error.path, "vehicle.plate");
/// # Ok::<(), vestibule::Error>(())
/// ```
#[macro_export]
macro_rules! asked {
    ($(#[$about:meta])* $seen:vis struct $name:ident { $(
        $(#[$said:meta])* $field_seen:vis $field:ident: $kind:ty = $key:literal $(if $when:ident)? $(or $default:expr)?
    ),* $(,)? }) => {
        $(#[$about])*
        $seen struct $name {
            $($(#[$said])* $field_seen $field: $kind),*
        }

        impl $crate::document::FromJson for $name {
            #[allow(unused_mut, unused_variables, reason = "a record may have no fields")]
            fn read(place: $crate::document::Place<'_>) -> Self {
                let mut fields = place.object(&[$($key),*]);
                Self { $($field: $crate::asked!(@read fields $(if $when)? $(or $default)?)),* }
            }
        }
    };
    (@read $fields:ident) => {
        $crate::document::FromJson::read($fields.required())
    };
    (@read $fields:ident or $default:expr) => {
        match $fields.given() {
            Some(place) => $crate::document::FromJson::read(place),
            None => $default,
        }
    };
    (@read $fields:ident if any) => {
        $crate::document::LeftOut::read_given($fields.given())
    };
    (@read $fields:ident if not_null) => {
        $crate::document::LeftOut::read_given($fields.not_null())
    };
}

/// Defines a record of the document, which is also written as JSON: an `or` field always, an `if any` field if any.
macro_rules! record {
    ($(#[$about:meta])* $seen:vis struct $name:ident { $(
        $(#[$said:meta])* $field_seen:vis $field:ident: $kind:ty = $key:literal $(if $when:ident)? $(or $default:expr)?
    ),* $(,)? }) => {
        $crate::asked! {
            $(#[$about])*
            $seen struct $name { $(
                $(#[$said])* $field_seen $field: $kind = $key $(if $when)? $(or $default)?
            ),* }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;
                let mut fields = to.serialize_map(None)?;
                $(if !$crate::document::record::record!(@left_out self.$field $(, if $when)?) {
                    fields.serialize_entry($key, &$crate::document::values::Written(&self.$field))?;
                })*
                fields.end()
            }
        }

        $crate::document::record::through_serde!($name);
    };
    (@left_out $value:expr) => {
        false
    };
    (@left_out $value:expr, if $when:ident) => {
        $crate::document::values::ToJson::is_nothing(&$value)
    };
}

/// Defines a record of choices: all of its fields have a default, and so has it.
macro_rules! choices {
    ($(#[$about:meta])* $seen:vis struct $name:ident { $(
        $(#[$said:meta])* $field_seen:vis $field:ident: $kind:ty = $key:literal or $default:expr
    ),* $(,)? }) => {
        $crate::document::record::record! {
            $(#[$about])*
            $seen struct $name { $($(#[$said])* $field_seen $field: $kind = $key or $default),* }
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default),* }
            }
        }
    };
}

/// Defines an enum of words.
macro_rules! words {
    ($(#[$about:meta])* $seen:vis enum $name:ident { $(
        $(#[$said:meta])* $variant:ident = $word:literal
    ),* $(,)? }) => {
        $(#[$about])*
        $seen enum $name {
            $($(#[$said])* $variant),*
        }

        impl $name {
            /// The word, as in JSON.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),*
                }
            }
        }

        impl $crate::document::FromJson for $name {
            fn read(place: $crate::document::Place<'_>) -> Self {
                let words = const { &[$($name::$variant),*] };
                let word = place.word(&[$($word),*]);
                let [first, ..] = words;
                *words.get(word).unwrap_or(first)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        $crate::document::record::through_serde!($name);
    };
}

/// Lets a record be a part of what serde reads in another format. The path of a fault is then in the message only.
macro_rules! through_serde {
    ($($name:ident)*) => {
        $(impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::document::read::from_serde(from)
            }
        }

        impl $crate::document::values::ToJson for $name {
            fn write<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(self, to)
            }
        })*
    };
}

pub(super) use {choices, record, through_serde, words};
