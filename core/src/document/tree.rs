//! JSON as a tree of values, which a plain tree would take a repeated key into without a word.

use super::node::{Node, ReadError};
use super::read::{Error, ErrorCode, not_json};
use super::strict::Strict;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;
use core::fmt;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Reads a record from JSON text by way of a tree.
pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    let repeated = Cell::new(false);
    let mut json = serde_json::Deserializer::from_str(text);
    let value = Tree(&repeated).deserialize(&mut json).and_then(|value| json.end().map(|()| value));
    let value = value.map_err(|error| not_json(&error))?;
    let record = T::deserialize(Strict(Node(&value))).map_err(ReadError::into_public)?;
    if repeated.get() {
        return Err(Error::new(ErrorCode::Malformed, "", "a key is repeated in one object"));
    }
    Ok(record)
}

/// Makes a tree, and notes when a key is repeated.
#[derive(Clone, Copy)]
struct Tree<'c>(&'c Cell<bool>);

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            all.push(item);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(key) = fields.next_key::<String>()? {
            if all.insert(key, fields.next_value_seed(self)?).is_some() {
                self.0.set(true);
            }
        }
        Ok(Value::Object(all))
    }
}
